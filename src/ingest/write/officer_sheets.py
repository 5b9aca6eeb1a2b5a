"""The three sheets of the workbook that an officer works in: actions, documents, what to look at first."""

from __future__ import annotations

import heapq
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.messages import Language, translated
from ingest.plan import FIELDS, SURE, Issue, Place, Plan, Row
from ingest.plan.doubt import doubted, is_doubt
from ingest.write import Linked
from ingest.write.records import Value, records
from ingest.write.row_heights import row_height
from ingest.write.sheet_columns import (
    ACTIONS,
    BEYOND,
    DOCUMENTS,
    DOUBTS,
    OTHER,
    SheetColumn,
    other_heading,
    sheet_name,
)
from ingest.write.tables import TABLES
from ingest.write.workbook import Look, StyledWorkbook, WorkbookCell, WrittenSheet

__all__ = ["write_officer_sheets"]

# Headings beyond the five that get a column of their own, those that fill most rows first; more than these no screen
# holds. What is left stands together in one column.
MOST_OWN_COLUMNS = 24
_OWN_WIDTH = 16.0
# Lines of the sheet of doubts: the least sure of an archive.
MOST_DOUBTS = 2000
# Below this a row is as likely wrong as right: it is red.
POOR = 0.6
MOST_NOTE = 2000
MOST_LINK = 2000
# Excel shows no more links in a sheet.
MOST_LINKS = 65_000
_COLUMNS = {t.name: [c.name for c in t.columns] for t in TABLES}


def write_officer_sheets(book: StyledWorkbook, plans: Iterable[Plan], language: Language) -> None:
    """Write the three sheets, in this order: actions, documents, what to look at first."""
    _Officer(book, plans, language).write()


@dataclass(frozen=True, slots=True)
class _Doubt:
    """One thing to look at, with the line of its row in the sheet of actions (None: it is of no row)."""

    confidence: float
    order: int
    source: str
    title: str | None
    where: str
    page: int | None
    text: str | None
    why: str
    line: int | None

    @property
    def rank(self) -> tuple[float, int]:
        return self.confidence, self.order


class _Officer:
    def __init__(self, book: StyledWorkbook, plans: Iterable[Plan], language: Language) -> None:
        self._book = book
        self._plans = plans
        self._language = language
        self._links = 0
        own, self._has_more = _own_columns(plans)
        self._own = {heading: OTHER + other_heading(heading) for heading in own}
        middle = [SheetColumn(name, name.removeprefix(OTHER), name.removeprefix(OTHER), _OWN_WIDTH) for name in
                  dict.fromkeys(self._own.values())]  # fmt: skip
        end = [c for c in ACTIONS[1] if self._has_more or c.name != BEYOND]
        self._actions = [*ACTIONS[0], *middle, *end]

    def write(self) -> None:
        doubts: list[_Doubt] = []
        sheet = self._sheet("rows", self._actions, frozen=1)
        counter = itertools.count()
        for plan in self._plans:
            reasons = _Reasons(plan, self._language)
            lines: dict[str, int] = {}
            for row, record in zip(plan.rows, records(plan)["rows"], strict=True):
                lines[row.id] = self._action(sheet, plan, row, record, reasons)
            doubts = heapq.nsmallest(
                MOST_DOUBTS, [*doubts, *_doubts(plan, reasons, lines, counter)], key=lambda d: d.rank
            )
        sheet.close()
        self._documents()
        self._look_first(doubts)

    def _sheet(self, table: str, columns: Sequence[SheetColumn], *, frozen: int) -> WrittenSheet:
        sheet = self._book.sheet(sheet_name(table, self._language))
        for column in columns:
            about = column.about(self._language)
            sheet.column(column.heading(self._language), column.width, hidden=column.is_hidden, about=about)
        sheet.begin(frozen=frozen, landscape=True)
        return sheet

    def _action(self, sheet: WrittenSheet, plan: Plan, row: Row, record: Sequence[Value], reasons: _Reasons) -> int:
        """Write one line of the sheet of actions; gives its number from 0."""
        values: dict[str, Value] = dict(zip(_COLUMNS["rows"], record, strict=True))
        facts = plan.document
        values["title"] = facts.title or facts.source
        values["issuers"] = "; ".join(a.name for a in facts.issuers) or None
        values["look"] = ", ".join(n for n in FIELDS if (row.id, n) in reasons.of_fields) or None
        beyond = []
        for heading, value in row.other.items():
            if heading in self._own:
                name = self._own[heading]
                values[name] = "\n".join(t for t in (values.get(name), value.text) if isinstance(t, str))
            else:
                beyond.append(f"{heading}: {value.text}")
        values[BEYOND] = "\n".join(beyond) or None
        cells = [self._cell(plan, row, column, values.get(column.name), reasons) for column in self._actions]
        shown = [c for c in self._actions if not c.is_hidden]
        texts = [(str(values.get(c.name) or ""), c.width) for c in shown if isinstance(values.get(c.name), str)]
        return sheet.line(cells, height=row_height(texts), source=facts.source)

    def _cell(self, plan: Plan, row: Row, column: SheetColumn, value: Value, reasons: _Reasons) -> WorkbookCell:
        name = column.name
        if name in FIELDS:
            hand, why = reasons.looked.get((row.id, name)), reasons.of_fields.get((row.id, name))
            return WorkbookCell(value, "corrected" if hand else "doubt" if why else "text", hand or why)
        if name == "confidence":
            look: Look = "sure" if row.confidence >= SURE else "doubt" if row.confidence >= POOR else "poor"
            return WorkbookCell(value, look, reasons.of_row(row.id))
        if name == "page":
            link = self._link(plan, row)
            opens = "öppna" if self._language == "sv" else "open"
            return WorkbookCell(opens if value is None and link is not None else value, "number", link=link)
        return WorkbookCell(value, "share" if name.endswith("_confidence") else "text")

    def _link(self, plan: Plan, row: Row) -> str | None:
        """Where the document's file is, at the row's page; None where nobody knows, or the sheet is full of links."""
        if not isinstance(self._plans, Linked) or self._links >= MOST_LINKS:
            return None
        address = self._plans.link(plan.document.source)
        if address is None:
            return None
        page = _page_of(row)
        if page is not None and plan.document.media_type == "application/pdf":
            address += f"#page={page}"
        if len(address) > MOST_LINK:
            return None
        self._links += 1
        return address if address.startswith(("http://", "https://")) else f"external:{address}"

    def _documents(self) -> None:
        sheet = self._sheet("documents", DOCUMENTS, frozen=1)
        for plan in self._plans:
            (record,) = records(plan)["documents"]
            values: dict[str, Value] = dict(zip(_COLUMNS["documents"], record, strict=True))
            values["doubts"] = len(doubted(plan.issues))
            texts = [(str(values[c.name]), c.width) for c in DOCUMENTS if isinstance(values.get(c.name), str)
                     and not c.is_hidden]  # fmt: skip
            looks: dict[str, Look] = {"quality": "share"}
            cells = [WorkbookCell(values.get(c.name), looks.get(c.name, "text")) for c in DOCUMENTS]
            sheet.line(cells, height=row_height(texts), source=plan.document.source)
        sheet.close()

    def _look_first(self, doubts: Sequence[_Doubt]) -> None:
        sheet = self._sheet("doubts", DOUBTS, frozen=1)
        target = sheet_name("rows", self._language)
        arrow = "→"
        for doubt in doubts:
            link = None if doubt.line is None else f"internal:'{target}'!A{doubt.line + 1}"
            values: dict[str, Value] = {
                "title": doubt.title or doubt.source,
                "where": doubt.where,
                "page": doubt.page,
                "text": doubt.text,
                "confidence": doubt.confidence if doubt.text is not None else None,
                "why": doubt.why,
                "line": None if link is None else arrow,
                "document": doubt.source,
            }
            look: Look = "doubt" if doubt.confidence >= POOR else "poor"
            cells = [
                WorkbookCell(
                    values[c.name],
                    look if c.name == "confidence" and values[c.name] is not None else "text",
                    link=link if c.name == "line" else None,
                )
                for c in DOUBTS
            ]
            texts = [(str(values[c.name] or ""), c.width) for c in DOUBTS if not c.is_hidden]
            sheet.line(cells, height=row_height(texts), source=doubt.source)
        sheet.close()


def _own_columns(plans: Iterable[Plan]) -> tuple[list[str], bool]:
    """Headings that get columns of their own, in the order in which documents have them; whether others are left."""
    counts: Counter[str] = Counter()
    for plan in plans:
        for row in plan.rows:
            counts.update(row.other.keys())
    best = {heading for heading, _ in counts.most_common(MOST_OWN_COLUMNS)}
    return [h for h in counts if h in best], len(best) < len(counts)


def _page_of(row: Row) -> int | None:
    return _first_page([p for _, v in row.fields() if v is not None for p in v.places])


def _first_page(places: Sequence[Place]) -> int | None:
    return min((p.page for p in places if p.page is not None), default=None)


class _Reasons:
    """Why the fields and rows of a plan are doubted, and who has looked at them, in a language."""

    def __init__(self, plan: Plan, language: Language) -> None:
        self._language = language
        self.of_fields: Mapping[tuple[str, str], str] = self._fields(plan)
        self.looked: Mapping[tuple[str, str], str] = self._looked(plan)
        self._rows: defaultdict[str, list[str]] = defaultdict(list)
        for (row_id, name), why in self.of_fields.items():
            self._rows[row_id].append(f"{name}: {why}")
        for issue in plan.issues:
            if is_doubt(issue.severity) and "." not in issue.target:
                self._rows[issue.target].append(self.message(issue))

    def of_row(self, row_id: str) -> str | None:
        return "\n".join(self._rows.get(row_id, ()))[:MOST_NOTE] or None

    def message(self, issue: Issue) -> str:
        return translated(issue.message, self._language)

    def _fields(self, plan: Plan) -> Mapping[tuple[str, str], str]:
        reasons: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        word = "Säkerhet {0:.0f} %." if self._language == "sv" else "Confidence {0:.0f}%."
        for row in plan.rows:
            for name, value in row.fields():
                if value is not None and value.confidence < SURE:
                    # Rounded down: what is below a bound must not look like the bound.
                    reasons[row.id, name].append(word.format(int(100 * value.confidence + 1e-9)))
        for issue in plan.issues:
            row_id, _, target = issue.target.partition(".")
            if target in FIELDS and is_doubt(issue.severity):
                reasons[row_id, target].append(self.message(issue))
        return {key: " ".join(texts)[:MOST_NOTE] for key, texts in reasons.items()}

    def _looked(self, plan: Plan) -> Mapping[tuple[str, str], str]:
        """Who corrected or accepted a field of a row, when, and what the machine had, by (row id, field)."""
        found: dict[tuple[str, str], str] = {}
        swedish = self._language == "sv"
        for c in plan.corrections:
            row_id, _, name = c.target.partition(".")
            if name in FIELDS:
                is_accepted = c.kind == "accepted"
                verb = ("Godkänt av" if is_accepted else "Rättat av") if swedish else (
                    "Accepted by" if is_accepted else "Corrected by")  # fmt: skip
                read = "Maskinen läste" if swedish else "The machine read"
                machine = f" {read}: {c.machine}" if isinstance(c.machine, str) and not is_accepted else ""
                found[row_id, name] = f"{verb} {c.who} {c.when[:10]}.{machine}"[:MOST_NOTE]
        return found


def _doubts(plan: Plan, reasons: _Reasons, lines: Mapping[str, int], counter: Iterator[int]) -> Iterator[_Doubt]:
    """What to look at in one plan: each target of a doubt once."""
    rows = {r.id: r for r in plan.rows}
    messages: defaultdict[str, list[Issue]] = defaultdict(list)
    for issue in plan.issues:
        if is_doubt(issue.severity):
            messages[issue.target].append(issue)
    for target, issues in messages.items():
        row_id, _, name = target.partition(".")
        row = rows.get(row_id)
        value = row[name] if row is not None and name in FIELDS else None
        if value is not None:
            confidence, page = value.confidence, _first_page(value.places)
        else:
            # Not a value: it comes as early as its row, of no row first of all.
            confidence, page = (row.confidence, _page_of(row)) if row is not None else (0.0, None)
        why = reasons.of_fields.get((row_id, name)) or " ".join(reasons.message(i) for i in issues)
        yield _Doubt(
            confidence,
            next(counter),
            plan.document.source,
            plan.document.title,
            name if row is not None and name else target,
            page,
            None if value is None else value.text,
            why,
            lines.get(row_id),
        )
