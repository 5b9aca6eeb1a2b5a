"""Doubts that show only in the finished plan: each an issue with a stable code (see docs/issues.md)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ingest.plan import Issue, Plan, Row, Severity
from ingest.privacy.detect import find
from ingest.privacy.mask import texts

__all__ = ["CODES", "check"]

LOW_PAGE = 0.6
MANY_REPAIRS = 0.25

CODES: dict[str, tuple[Severity, str]] = {
    "duplicate-row": ("warning", "Delete one of the rows if the plan does not mean both."),
    "low-quality-page": ("warning", "Scan the page again, with 300 dpi, or correct it by hand."),
    "many-repairs": ("warning", "Compare the text with the page; see the plan's repairs."),
    "personal-data": ("warning", "Convert with --mask-personal-data, or remove it before you publish."),
}
"""Codes of this module, with their severity and what to do; the codes of other steps stand in docs/issues.md."""


def check(plan: Plan) -> Plan:
    """The plan with these issues added after those of the earlier steps."""
    found = [
        *_pages(plan),
        *_duplicates(plan),
        *_repaired(plan),
        *_personal(plan),
    ]
    return replace(plan, issues=tuple(dict.fromkeys((*plan.issues, *found))))


def _issue(code: str, target: str, message: str) -> Issue:
    severity, remedy = CODES[code]
    return Issue(code, severity, target, f"{message} {remedy}")


def _pages(plan: Plan) -> Iterator[Issue]:
    for page in plan.document.extraction:
        if page.quality < LOW_PAGE:
            where = f"page {page.page}" if page.page else "the document"
            target = f"page.{page.page}" if page.page else "document"
            yield _issue("low-quality-page", target, f"{where} was read with a quality of {page.quality:.2f}.")


def _duplicates(plan: Plan) -> Iterator[Issue]:
    seen: dict[tuple[str | None, ...], Row] = {}
    for row in plan.rows:
        key = (row.section, *(value.text.casefold() if value else None for _, value in row.fields()))
        if key in seen:
            yield _issue("duplicate-row", row.id, f"the row says the same as {seen[key].id}.")
        seen.setdefault(key, row)


def _repaired(plan: Plan) -> Iterator[Issue]:
    counts: dict[str, int] = {}
    for repair in plan.repairs:
        if repair.rule in ("diacritics", "ocr", "glyph-map"):
            counts[repair.target] = counts.get(repair.target, 0) + 1
    for target, text in texts(plan):
        words = len(text.split())
        # A document whose letters all lost their marks has repairs everywhere; the unusual is worth a look.
        if counts.get(target, 0) >= 4 and counts[target] > MANY_REPAIRS * words:
            yield _issue("many-repairs", target, f"{counts[target]} of {words} words were repaired.")


def _personal(plan: Plan) -> Iterator[Issue]:
    # An issue of an earlier step may quote what stands nowhere else in the plan.
    quotes = ((issue.target, issue.message) for issue in plan.issues)
    for target, text in (*texts(plan), *quotes):
        for kind in dict.fromkeys(f.kind for f in find(text)):
            yield _issue("personal-data", target, f"possible personal data ({kind}).")
