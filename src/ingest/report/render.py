"""HTML pages out of figures and doubts: one file each, with its style, script and data inside.

All text goes through Jinja's escaping. The page's policy (CSP) allows the one style and the one script by their
hashes and pictures out of the file itself, nothing else: a text that looks like markup can neither run nor load.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby
from typing import Any

from markupsafe import Markup

from ingest.html.differences import DifferenceRun, repaired_runs
from ingest.html.environment import environment
from ingest.html.text import base_style, shown
from ingest.plan import FIELDS, SURE, Place, Plan
from ingest.quality.confidence import load as load_model
from ingest.quality.reasons import reasons
from ingest.read.sheets.grid import column_letters
from ingest.report.cutouts import Cutout, Problem
from ingest.report.doubts import Doubt, RowDoubt
from ingest.report.figures import DocumentFigures, Figures
from ingest.report.words import Words

__all__ = ["Aside", "Card", "Detail", "Renderer", "json_script"]

LOW = 0.8
# Lists beside the rows that a damaged document can make endless.
MAX_LISTED = 200
SURE_PAGE, WORST_PAGES = 0.99, 6
"""Quality from which a page is not named, and how many of the others are."""
_COUNTED = 12
_ACTORS = 15


@dataclass(frozen=True, slots=True)
class Card:
    """A doubt as it is shown: with its document's number, its pictures or why there are none, and its reasons."""

    doubt: Doubt
    number: int
    pictures: Sequence[Cutout]
    problem: Problem | None
    link: str | None = None

    @property
    def anchor(self) -> str:
        return f"d{self.number}-{self.doubt.row}-{FIELDS.index(self.doubt.field) + 1}"


@dataclass(frozen=True, slots=True)
class Aside:
    """A document that was skipped or waits: its failure's code, message and remedy."""

    source: str
    code: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One document's rows, statements, issues and repairs, cut where they are endless."""

    plan: Plan

    def values(self, words: Words) -> dict[str, Any]:
        """What the template `detail` asks for."""
        plan = self.plan
        sections = {s.id: s for s in plan.sections}
        groups = []
        for section, rows in groupby(plan.rows, key=lambda r: r.section):
            found = sections.get(section) if section is not None else None
            title = " ".join(filter(None, (found.number, found.title))) if found is not None else None
            groups.append({"title": title, "problem": found.problem if found else None, "rows": list(rows)})
        statements = [s for s in plan.statements if s.field != "annat"]
        return {
            "source": plan.document.source,
            "title": plan.document.title,
            "rows": plan.rows,
            "groups": groups,
            "has_other": any(row.other for row in plan.rows),
            "statements": statements[:MAX_LISTED],
            "statements_total": len(statements),
            "issues": plan.issues[:MAX_LISTED],
            "issues_total": len(plan.issues),
            "repairs": plan.repairs[:MAX_LISTED],
            "repairs_total": len(plan.repairs),
            "facts": list(_facts(plan, words)),
        }


def _facts(plan: Plan, t: Words) -> Iterable[tuple[str, str]]:
    facts = plan.document
    yield t("document.source"), facts.source
    yield t("document.kind"), t.name("kind", facts.kind)
    if facts.dated is not None:
        yield t("document.dated"), facts.dated.isoformat()
    if facts.period is not None:
        ends = [("document.from", facts.period.start), ("document.to", facts.period.end)]
        yield t("document.period"), " ".join(t(key, day=day.isoformat()) for key, day in ends if day is not None)
    if facts.issuers:
        yield t("document.issuers"), ", ".join(a.name for a in facts.issuers)
    if facts.pages is not None:
        yield t("document.pages"), t.number(facts.pages)
    methods = {e.method for e in facts.extraction}
    yield t("document.read"), ", ".join(t.name("method", m) for m in sorted(methods))
    doubted = [e for e in facts.extraction if e.page is not None and e.quality < SURE_PAGE]
    if doubted:
        worst = sorted(doubted, key=lambda e: (e.quality, e.page))[:WORST_PAGES]
        shown = [t("document.page_right", page=e.page, share=t.percent(e.quality, 0)) for e in worst]
        yield t("document.words_right"), ", ".join(shown)


class Renderer:
    """Makes the pages in one language."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._environment = environment("ingest.report")
        style, script = base_style() + _file("report.css"), _file("report.js")
        strings = {
            "language": words.language,
            "first": words("first.result"),
            "documents": words("documents.result"),
            "sorted": words("documents.sorted"),
            "up": words("documents.up"),
            "down": words("documents.down"),
        }
        self._environment.globals.update(
            t=words,
            level=_level,
            sure=SURE,
            fields=FIELDS,
            style=Markup(style),
            script=Markup(script),
            strings=json_script(strings),
            policy=(
                "default-src 'none'; img-src data:; "
                f"style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
            ),
        )

    def detail(self, plan: Plan) -> str:
        """The inside of one document as the index holds it."""
        values = Detail(plan).values(self._words)
        return self._environment.get_template("detail.html").render(d=values)

    def not_held(self, path: str) -> str:
        """What stands in place of `detail` where the index has no room; `path` is the plan's own file."""
        return str(Markup('<p class="muted">{}</p>').format(shown(self._words("documents.not_held", path=path))))

    def document(self, plan: Plan, cards: Sequence[Card], up: str, *, masking: bool) -> str:
        """A document's own page; `up` is the relative address of the index."""
        figures = Figures(load_model().spread)
        figures.add(plan, 0)
        return self._environment.get_template("document.html").render(
            d=Detail(plan).values(self._words),
            cards=[self.card(c) for c in cards],
            share=figures.share(),
            up=up,
            masking=masking,
        )

    def index(
        self,
        figures: Figures,
        cards: Sequence[Card],
        aside: Sequence[Aside],
        *,
        rows: Sequence[RowDoubt],
        doubt_total: int,
        details: Iterable[tuple[int, str]],
        links: Sequence[str] | None,
        timeline: Any,
        reliability: Any,
        masking: bool,
    ) -> str:
        """The archive's page.

        Args:
            cards: what to look at first.
            rows: the rows with the lowest probability that all is right.
            details: (document number, `detail`) of the documents whose rows this file holds.
            links: relative addresses of the documents' pages in the order of the figures; None for one file.
        """
        t = self._words
        numbers = {d.source: d.number for d in figures.documents}
        documents = [
            {**_document(d), "link": links[d.number - 1] if links is not None else None} for d in figures.documents
        ]
        kinds = [(t.name("kind", k), n) for k, n in _ranked(figures.kinds)]
        years = sorted(figures.years.items(), key=lambda item: (item[0] is None, -(item[0] or 0)))
        actors = sorted(figures.actors.items(), key=lambda item: (-item[1], item[0]))[:_ACTORS]
        return self._environment.get_template("index.html").render(
            figures=figures,
            share=figures.share(),
            five=figures.fields(),
            documents=documents,
            kinds=kinds,
            years=[(t("glance.no_year") if y is None else str(y), n) for y, n in years],
            issuers=[(name or t("glance.no_issuer"), n) for name, n in _ranked(figures.issuers)],
            methods=[(t.name("method", m), n) for m, n in _ranked(figures.methods)],
            kind_choices=sorted((k, t.name("kind", k)) for k in figures.kinds),
            method_choices=sorted((m, t.name("method", m)) for m in figures.methods),
            limit=_COUNTED,
            cards=[self.card(c) for c in cards],
            doubt_total=doubt_total,
            doubts=figures.doubts,
            rows=[self._row(r, cards, numbers, links) for r in rows],
            split=links is not None,
            details=[(n, Markup(html)) for n, html in details],
            actors=[(figures.actor_name(key), n) for key, n in actors],
            timeline=timeline,
            reliability=reliability,
            aside=[self._aside(a) for a in aside],
            failed=sum(a.code != "pending" for a in aside),
            pending=sum(a.code == "pending" for a in aside),
            issues=[(severity, code, n) for (severity, code), n in _ranked(figures.issues)],
            masking=masking,
        )

    def card(self, card: Card) -> dict[str, Any]:
        """What the macro `card` asks for."""
        doubt, t = card.doubt, self._words
        runs = repaired_runs(doubt.raw, doubt.text) if doubt.raw is not None else [DifferenceRun("same", doubt.text)]
        issues = [t.name("issue", code) for code in doubt.issues]
        signals = [r.texts[t.language] for key in doubt.signals for r in reasons() if r.key == key]
        if signals:
            issues = [t.name("issue", code) for code in doubt.issues if code != "low-confidence"]
        return {
            "anchor": card.anchor,
            "number": card.number,
            "source": doubt.source,
            "row": doubt.row,
            "field": doubt.field,
            "confidence": doubt.confidence,
            "text": doubt.text,
            "raw": doubt.raw,
            "changes": runs,
            "changed": any(run.kind != "same" for run in runs),
            "page": next((p.page for p in doubt.places if p.page is not None), None),
            "place": self._place(doubt.places, on_sheet=doubt.on_sheet),
            "pictures": card.pictures,
            "problem": card.problem,
            "reasons": list(dict.fromkeys(issues + signals)),
            "link": f"{card.link}#{card.anchor}" if card.link is not None else None,
        }

    def _row(
        self, row: RowDoubt, cards: Sequence[Card], numbers: Mapping[str, int], links: Sequence[str] | None
    ) -> dict[str, Any]:
        """A row of the list of rows; it leads to its first card in this file, or to its document's page."""
        anchor = next((c.anchor for c in cards if (c.doubt.source, c.doubt.row) == (row.source, row.row)), None)
        link = f"#{anchor}" if anchor is not None else None
        if links is not None and row.source in numbers:
            link = links[numbers[row.source] - 1]
        return {**row.to_dict(), "link": link}

    def _place(self, places: Sequence[Place], *, on_sheet: bool) -> str:
        """Where a value stands, in words."""
        if not places:
            return ""
        t, first = self._words, places[0]
        if on_sheet and first.row is not None and first.column is not None:
            return t("place.sheet_cell", page=first.page, cell=f"{column_letters(first.column)}{first.row}")
        if first.table is not None:
            key = "place.cell" if first.page is None else "place.page_cell"
            said = t(key, page=first.page, table=first.table, row=first.row, column=first.column)
        else:
            said = t("place.text") if first.page is None else t("place.page", page=first.page)
        last = places[-1].page
        if last is not None and last != first.page:
            said += ", " + t("place.continued", page=last)
        return said

    def _aside(self, aside: Aside) -> dict[str, Any]:
        t = self._words
        why = t.name("failure", aside.code)
        known = t.has(f"remedy.{aside.code}")
        return {
            "source": aside.source,
            "why": why,
            "remedy": t.name("remedy", aside.code) if known else aside.remedy,
            "foreign": not known and t.language != "en",
            "message": aside.message,
        }


def _document(d: DocumentFigures) -> dict[str, Any]:
    return {
        "number": d.number,
        "source": d.source,
        "title": d.title,
        "kind": d.kind,
        "dated": d.dated.isoformat() if d.dated is not None else None,
        "issuers": d.issuers,
        "methods": d.methods,
        "rows": d.rows,
        "right": d.right,
        "doubts": d.doubts,
        "warnings": d.warnings,
    }


def _ranked(counts: Any) -> list[tuple[Any, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _level(confidence: float) -> str:
    return "low" if confidence < LOW else "fair" if confidence < SURE else "sure"


def json_script(value: Any) -> Markup:
    """JSON for a `<script type="application/json">`: no sign in it can end the element or open a comment."""
    text = json.dumps(value, ensure_ascii=True, sort_keys=True)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


@cache
def _file(name: str) -> str:
    text = resources.files("ingest.report").joinpath("templates", name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n").strip()


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
