"""Tables of known kinds, drawn as values of the document model: what the decisions about tables are fitted on.

A drawing is a heading and one or several tables below it, as layout would hand them on. Plans come from the factory's
bank; kinds of tables with and without measures from `data/table_kinds.toml`. What layout and OCR do to tables is drawn
too: headings that are missing, letters that are misread, tables that go on without their headings.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, cast

from ingest.classify.fields.heading import Label
from ingest.document import Block, Cell, Document, Line, Method, Paragraph, Table, Word
from ingest.plan import FIELDS, FieldName
from ingest.train.factory.bank import NEGATIVE_KINDS, Bank
from ingest.train.factory.grammar import Grammar
from ingest.train.factory.model import Measure

__all__ = ["DrawnTable", "draw_tables", "kinds"]

_PERIODS = (("2025-01-01", "2025-12-31"), ("2024-01-01", "2027-12-31"), ("2026-01-01", "2028-12-31"))
_FILL = (0.85, 0.88, 0.93)
# How often fields stand in a plan's table.
_OFTEN: Mapping[FieldName, float] = {"orsak": 0.45, "mål": 0.5, "åtgärd": 0.95, "vem": 0.85, "när": 0.82}
_TERSE = 0.35
"""Share of plans whose cells have few words."""
# What happens to a drawn table.
_TITLED, _LED, _STYLED_HEAD, _HEADLESS = 0.75, 0.3, 0.65, 0.1
# How many documents say of which year they are, and how many were written before the period that they are about.
_DATED, _EARLY = 0.75, 0.4
_LATE = (0, 0, 1, 2)
"""Years from a plan's first to the one that it is followed up in."""
_GOES_ON, _MERGED, _MISREAD, _UNHEADED_COLUMN = 0.25, 0.15, 0.06, 0.05
_LABELLED = ("facts.", "card.")
_ABOUT = (1, 1, 1, 2, 3)
"""Rows of a table that says who and when below a measure's heading."""
"""Kinds whose headings stand beside their values."""
_CONFUSED = str.maketrans({"å": "a", "ä": "a", "ö": "o", "l": "i", "m": "rn", "e": "c"})


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A document of one kind of table.

    Attributes:
        kind: the kind; kinds are held out whole.
        measures: whether its rows are measures.
        document: headings and tables.
        title: what the document is called; None for no title.
        labels: the field of each column by the contract.
        year: the year that the document says it is of; None where it says none.
    """

    kind: str
    measures: bool
    document: Document
    title: str | None
    labels: tuple[Label, ...]
    year: int | None = None


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    label: Label
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The columns of a kind, the title above them, and the year that their document was written."""

    columns: Sequence[_Column]
    title: str
    year: int


@cache
def _data() -> dict[str, Any]:
    text = (files("ingest.train") / "data" / "table_kinds.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _grammar(year: int, sort: str) -> Grammar:
    """Return the grammar of a document of a sort (`_sort_of`), written in that year."""
    lists: dict[str, list[str]] = _data()["lists"]
    years = {name: [str(year + int(step)) for step in steps] for name, steps in _data()["years"][sort].items()}
    return Grammar({**lists, **years}, {})


Draw = Callable[[random.Random, Bank], _Drawn]


def kinds() -> dict[str, tuple[bool, Draw]]:
    """Return all kinds by name: whether they hold measures, and what draws columns and a title."""
    out: dict[str, tuple[bool, Draw]] = {}
    for name in _data()["none"]:
        out[f"none.{name}"] = (False, _of_data("none", name))
    for name in NEGATIVE_KINDS:
        out[f"bank.{name}"] = (False, _of_bank(name))
    for name in _data()["rows"]:
        out[f"rows.{name}"] = (True, _of_data("rows", name))
    for name in _data()["facts"]:
        out[f"facts.{name}"] = (False, _of_data("facts", name))
    for must_have in (("åtgärd", "vem", "när"), ("mål", "åtgärd"), ("orsak", "åtgärd", "vem")):
        out[f"card.{'-'.join(must_have)}"] = (True, _of_plan(cast("tuple[FieldName, ...]", must_have), one=True))
    out["about.table"] = out["card.about"] = (True, _of_who_and_when)
    for name, must in (
        ("five", FIELDS),
        ("action", ("åtgärd",)),
        ("goal", ("mål",)),
        ("action-who", ("åtgärd", "vem")),
        ("action-when", ("åtgärd", "när")),
        ("cause-action", ("orsak", "åtgärd")),
        ("goal-action", ("mål", "åtgärd", "vem")),
    ):
        out[f"plan.{name}"] = (True, _of_plan(must))
    return out


_PLANS = 3


def draw_tables(count: int, seed: int) -> Iterator[DrawnTable]:
    """Draw `count` documents of every kind (three times as many of plans, which vary the most)."""
    for name, (measures, draw) in kinds().items():
        times = _PLANS * count if name.startswith("plan.") else count
        for index in range(times):
            rng = random.Random(f"{seed} {name} {index}")
            bank = Bank.load().document(rng)
            yield _drawn(name, measures, draw(rng, bank), rng)


_EMPTY_CHANCE, _OTHER_WORDING = 0.03, 0.35


def _of_data(group: str, name: str) -> Draw:
    kind = _data()[group][name]
    sort = _sort_of(f"{group}.{name}")

    def draw(rng: random.Random, bank: Bank) -> _Drawn:
        count = rng.randint(*kind.get("rows", (1, 1)))
        theme, period = bank.theme(rng), rng.choice(_PERIODS)
        year = _written(period, rng, sort)
        grammar = _grammar(year, sort)
        measures = [bank.measure(rng, theme, period) for _ in range(count)]
        columns = []
        for spec in kind["columns"]:
            if rng.random() >= spec.get("p", 1.0):
                continue
            heading = grammar.draw(rng.choice(spec["h"]), rng)
            template = spec["w"] if "w" in spec and rng.random() < _OTHER_WORDING else spec["v"]
            values = tuple(
                "" if rng.random() < spec.get("e", _EMPTY_CHANCE) else _value(grammar.draw(template, rng), m, bank, rng)
                for m in measures
            )
            columns.append(_Column(heading, spec.get("f", "other"), values))
        return _Drawn(columns, grammar.draw(rng.choice(kind["titles"]), rng), year)

    return draw


def _written(period: tuple[str, str], rng: random.Random, sort: str = "rows") -> int:
    """Return the year that a document about a period was written in: its first or the one before; one that follows a
    plan up may come years later."""
    if sort == "followed":
        return int(period[0][:4]) + rng.choice(_LATE)
    return int(period[0][:4]) - (rng.random() < _EARLY)


def _value(drawn: str, measure: Measure, bank: Bank, rng: random.Random) -> str:
    if not drawn.startswith("@"):
        return drawn
    name = drawn[1:]
    if name == "vem":
        return bank.who(rng).text
    if name == "text":
        return bank.paragraph(rng)
    return next((measure.text(f) or "" for f in FIELDS if f == name), "")


def _of_bank(name: str) -> Draw:
    def draw(rng: random.Random, bank: Bank) -> _Drawn:
        headings, rows = bank.negative(rng, name)
        columns = [_Column(h, "other", tuple(row[i] for row in rows)) for i, h in enumerate(headings)]
        title = rng.choice((name.capitalize(), bank.theme(rng).title, "Bilaga 1", "Övrigt"))
        return _Drawn(columns, title, _written(rng.choice(_PERIODS), rng))

    return draw


_SHUFFLED_CHANCE = 0.2
_ROWS = (1, 9)
_EMPTY_OF_PLAN_CHANCE = 0.06
_OTHERS = (0, 0, 1, 1, 2, 3)


def _of_plan(must: Sequence[FieldName], one: bool = False) -> Draw:
    def draw(rng: random.Random, bank: Bank) -> _Drawn:
        theme, period = bank.theme(rng), rng.choice(_PERIODS)
        fields = [f for f in FIELDS if f in must or rng.random() < _OFTEN[f]]
        if rng.random() < _SHUFFLED_CHANCE:
            rng.shuffle(fields)
        measures = [bank.measure(rng, theme, period) for _ in range(1 if one else rng.randint(*_ROWS))]
        columns = [
            _Column(
                bank.heading(rng, f),
                f,
                tuple("" if rng.random() < _EMPTY_OF_PLAN_CHANCE else m.text(f) or "" for m in measures),
            )
            for f in fields
        ]
        if rng.random() < _TERSE:
            columns = [replace(c, values=tuple(_terse(v, rng) for v in c.values)) for c in columns]
        for _ in range(rng.choice(_OTHERS)):
            heading, value = bank.other_column(rng)
            made = _Column(heading, "other", tuple(value(rng) for _ in measures))
            first = heading in ("Nr", "Id", "Prio", "Fokusområde")
            columns.insert(0 if first else rng.randint(1, len(columns)), made)
        title = rng.choice((theme.title, theme.title, "Åtgärder", "Handlingsplan", "Aktiviteter", "Våra insatser"))
        return _Drawn(columns, title, _written(period, rng))

    return draw


_OTHERS_BESIDE = (0, 1, 1, 2, 3)


def _of_who_and_when(rng: random.Random, bank: Bank) -> _Drawn:
    """Draw who and when of a measure that the heading above names."""
    theme, period = bank.theme(rng), rng.choice(_PERIODS)
    measures = [bank.measure(rng, theme, period) for _ in range(rng.choice(_ABOUT))]
    fields: Sequence[FieldName] = rng.choice((("vem", "när"), ("vem", "när"), ("när", "vem")))
    columns = [_Column(bank.heading(rng, f), f, tuple(m.text(f) or "" for m in measures)) for f in fields]
    for _ in range(rng.choice(_OTHERS_BESIDE)):
        heading, value = bank.other_column(rng)
        columns.insert(rng.randint(1, len(columns)), _Column(heading, "other", tuple(value(rng) for _ in measures)))
    title = (measures[0].text("åtgärd") or theme.title).split("\n")[0]
    return _Drawn(columns, title, _written(period, rng))


_TERSE_WORDS = (1, 2, 3, 4, 6)


def _terse(text: str, rng: random.Random) -> str:
    """Return the first words of a text, as plans of few words have them."""
    most = rng.choice(_TERSE_WORDS)
    return " ".join(text.replace("\n", " ").split()[:most]).rstrip(".,;")


# ---------------------------------------------------------------- from columns to a document


_LEAST_TO_GO_ON = 3
_HEAD_AGAIN_CHANCE = 0.6
_DIGEST = 64


def _drawn(name: str, measures: bool, drawn: _Drawn, rng: random.Random) -> DrawnTable:
    if name.startswith(_LABELLED):
        return _labelled(name, measures, drawn, rng)
    columns = drawn.columns
    headed = [_misread(c.heading, rng) for c in columns]
    if len(columns) > 2 and rng.random() < _UNHEADED_COLUMN:
        headed[0] = ""
    headless = len(columns) > 2 and rng.random() < _HEADLESS
    rows = list(zip(*(c.values for c in columns), strict=True))
    parts = [rows]
    if len(rows) > _LEAST_TO_GO_ON and rng.random() < _GOES_ON:
        cut = rng.randint(1, len(rows) - 1)
        parts = [rows[:cut], rows[cut:]]
    styled = rng.random() < _STYLED_HEAD
    again = rng.random() < _HEAD_AGAIN_CHANCE
    merged = rng.choice(range(len(columns))) if rng.random() < _MERGED else None
    called, blocks = _above(_sort_of(name), drawn, rng)
    for number, part in enumerate(parts, 1):
        with_head = not headless and (number == 1 or again)
        blocks.append(_table(headed if with_head else None, part, styled, merged, number))
    document = Document("0" * _DIGEST, "drawn.docx", "text/plain", Method.TEXT_LAYER, blocks=tuple(blocks))
    year = drawn.year if rng.random() < _DATED else None
    return DrawnTable(name, measures, document, called, tuple(c.label for c in columns), year)


def _above(sort: str, drawn: _Drawn, rng: random.Random) -> tuple[str | None, list[Block]]:
    """Return what a document of a sort is called, and what stands above its tables."""
    title, grammar = drawn.title, _grammar(drawn.year, sort)
    called = _called(sort, drawn.year, rng)
    blocks: list[Block] = [_paragraph(called, "heading")] if called else []
    blocks.append(_paragraph("Text om läget och om hur dokumentet ska läsas.", "body"))
    if title and rng.random() < _TITLED:
        blocks.append(_paragraph(title, rng.choice(("heading", "heading", "body"))))
    if rng.random() < _LED:
        leads = _data()["leads"]
        lead = rng.choice(leads.get(sort, leads["rows"]))
        blocks.append(_paragraph(grammar.draw(lead, rng), "body"))
    return called, blocks


def _sort_of(name: str) -> str:
    """Return what a kind's documents are by titles and sentences: "rows", "none", "done", "told" or "followed"."""
    group, _, kind = name.partition(".")
    if group == "bank":
        return "done" if kind in _data()["bank"]["done"] else "none"
    said: str = _data().get(group, {}).get(kind, {}).get("d", "")
    return said or ("none" if group in ("none", "facts") else "rows")


def _called(sort: str, year: int, rng: random.Random) -> str | None:
    """Return the title of a document of a sort that was written in a year, None for none."""
    weights = _data()["document_weights"][sort]
    (drawn,) = rng.choices(list(weights), list(weights.values()))
    titles = _data()["documents"].get(drawn)
    return _grammar(year, "title").draw(rng.choice(titles), rng) if titles else None


def _labelled(name: str, measures: bool, drawn: _Drawn, rng: random.Random) -> DrawnTable:
    """Draw labels beside values: one table for all lines, or one each."""
    colon = rng.choice(("", ":"))
    bold = rng.random() < _STYLED_HEAD
    cells = []
    for r, column in enumerate(drawn.columns):
        cells.append(Cell(r, 0, _blocks(column.heading + colon, bold)))
        cells.append(Cell(r, 1, _blocks(column.values[0], False)))
    called = _called(_sort_of(name), drawn.year, rng)
    blocks: list[Block] = [_paragraph(t, "heading") for t in (called, drawn.title) if t]
    blocks.append(Table(tuple(cells), len(drawn.columns), 2, 1, method="ruled"))
    document = Document("0" * _DIGEST, "drawn.docx", "text/plain", Method.TEXT_LAYER, blocks=tuple(blocks))
    return DrawnTable(name, measures, document, called, tuple(c.label for c in drawn.columns))


_LEAST_MISREAD = 5


def _misread(text: str, rng: random.Random) -> str:
    if rng.random() >= _MISREAD or len(text) < _LEAST_MISREAD:
        return text
    at = rng.randrange(len(text))
    return text[:at] + text[at].translate(_CONFUSED) + text[at + 1 :]


def _table(
    headings: Sequence[str] | None, rows: Sequence[Sequence[str]], styled: bool, merged: int | None, number: int
) -> Table:
    cells = []
    if headings is not None:
        fill = _FILL if styled else None
        cells = [Cell(0, c, _blocks(h, styled), fill=fill) for c, h in enumerate(headings)]
    start = 0 if headings is None else 1
    width = len(rows[0]) if rows else len(headings or ())
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if c == merged and r % 2 and start + r > start:
                continue
            span = 2 if c == merged and r + 1 < len(rows) else 1
            cells.append(Cell(start + r, c, _blocks(value, False), rowspan=span))
    return Table(tuple(cells), start + len(rows), width, number, method="ruled")


def _blocks(text: str, bold: bool) -> tuple[Paragraph, ...]:
    return tuple(_paragraph(line, "body", bold) for line in text.split("\n") if line)


def _paragraph(text: str, role: str, bold: bool = False) -> Paragraph:
    words = tuple(Word(w, w, bold=bold) for w in text.split())
    return Paragraph((Line(words),), role, 1 if role == "heading" else None)  # type: ignore[arg-type]
