"""What the drop page shows of a plan: its rows, with what is doubtful and why."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.messages import Language, translated
from ingest.plan import FIELDS, Field, Plan, Row
from ingest.plan.doubt import doubted, is_doubt

__all__ = ["CellView", "PlanView", "ServedRow", "view"]


@dataclass(frozen=True, slots=True)
class CellView:
    """One value as shown; `why` is empty where nothing is doubtful."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class ServedRow:
    """One row as shown: its cells in the order of `PlanView.headings`."""

    number: int
    section: str
    cells: tuple[CellView, ...]
    page: int | None
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan as shown."""

    title: str
    source: str
    headings: tuple[str, ...]
    rows: tuple[ServedRow, ...]
    doubts: int
    about: tuple[str, ...]
    """What is doubtful of the document as a whole, in words."""


def view(plan: Plan, language: Language) -> PlanView:
    """The rows of a plan; columns of the document beyond the five follow under their own headings."""
    own = tuple(dict.fromkeys(name for row in plan.rows for name in row.other))
    reasons = _reasons(plan, language)
    titles = {s.id: " ".join(filter(None, (s.number, s.title))) for s in plan.sections}
    rows = tuple(_row(n, row, own, titles, reasons) for n, row in enumerate(plan.rows, 1))
    about = tuple(dict.fromkeys(why for target, why in reasons.items() if not _is_of_row(target, plan)))
    facts = plan.document
    return PlanView(facts.title or facts.source, facts.source, (*FIELDS, *own), rows, len(doubted(plan.issues)), about)


def _reasons(plan: Plan, language: Language) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for issue in plan.issues:
        if is_doubt(issue.severity):
            found.setdefault(issue.target, []).append(translated(issue.message, language))
    return {target: " ".join(dict.fromkeys(texts)) for target, texts in found.items()}


def _is_of_row(target: str, plan: Plan) -> bool:
    return target.partition(".")[0] in {row.id for row in plan.rows}


def _row(number: int, row: Row, own: tuple[str, ...], titles: dict[str, str], reasons: dict[str, str]) -> ServedRow:
    values: list[tuple[str, Field | None]] = [*row.fields(), *((name, row.other.get(name)) for name in own)]
    cells = tuple(
        CellView("" if value is None else value.text, reasons.get(f"{row.id}.{name}", "")) for name, value in values
    )
    pages = [p.page for _, value in values if value is not None for p in value.places if p.page is not None]
    section = titles.get(row.section, "") if row.section else ""
    return ServedRow(number, section, cells, min(pages, default=None), row.confidence, reasons.get(row.id, ""))
