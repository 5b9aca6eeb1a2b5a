"""Families of printed spreadsheets: LibreOffice prints them, on one page's width or on several."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from ingest.train.factory.families import family
from ingest.train.factory.model import ContentBank, DrawnContent, DrawnDocument, FieldName, Measure, Office
from ingest.train.factory.phrases import phrase
from ingest.train.factory.picker import Column, Picker
from ingest.train.factory.plain_outline import PlainPlan, plan
from ingest.train.factory.word import packed, value

__all__: list[str] = []

# Widths of columns in characters of the standard type.
_WIDTHS: dict[FieldName | None, int] = {"orsak": 30, "mål": 28, "åtgärd": 38, "vem": 24, "när": 17, None: 14}
_TINTS = ("#D9E1F2", "#E2EFDA", "#FFF2CC", "#EDEDED", "#305496", "#375623", "")
_DARK = frozenset({"#305496", "#375623"})
_A4 = 9
# The moment that stands in every workbook: no clock is read.
_CREATED = datetime(2030, 1, 1, 12)
# Height of a line in points at a type of 10 points, and how many characters of the widest type a unit of width holds.
_LINE = 13.5
_FILL = 0.85

Sheet = Any
Rows = Callable[["_Book", PlainPlan, int], int]


_SIZES_PT = (9, 10, 11)
_GRIDLINES_CHANCE = 0.4
_REPEAT_CHANCE = 0.4
_TOP_CHANCE = 0.75
_TITLE_LARGER_PT = 6
"""Points that the title is larger than the text."""
_TITLE_LEADING = 1.5
_WIDTH_SIZE_PT = 10
_ROW_PADDING_PT = 4
_LEAST_ROOM = 4


class _Book:
    """A workbook of one sheet in one random look; what is drawn is kept and written when the file is made."""

    def __init__(self, rng: random.Random, *, borders: bool = True, fit: bool = True) -> None:
        self.rng = rng
        self.fit = fit
        self.font = rng.choice(("Arial", "Liberation Sans", "DejaVu Sans", "Liberation Serif"))
        self.size = rng.choice(_SIZES_PT)
        self.tint = rng.choice(_TINTS)
        self.borders = borders
        self.gridlines = not borders and rng.random() < _GRIDLINES_CHANCE
        self.landscape = fit
        self.repeat = rng.random() < _REPEAT_CHANCE
        self.top = rng.random() < _TOP_CHANCE
        self.footer = rng.choice(("", "&CSida &P av &N", "&P (&N)", "&L&A&R&P"))
        self._cells: list[tuple[int, int, str, str]] = []
        self._merged: list[tuple[int, int, int, int, str, str]] = []
        self._heights: dict[int, float] = {}
        self.head: int | None = None
        self.widths: list[int] = []

    def cell(self, row: int, column: int, text: str, form: str = "body") -> None:
        """Draw a cell."""
        self._cells.append((row, column, text, form))

    def merge(self, first: int, left: int, last: int, right: int, text: str, form: str = "body") -> None:
        """Draw a merged cell, high enough for its text."""
        self._merged.append((first, left, last, right, text, form))

    def title(self, row: int, text: str) -> None:
        """Draw a line of large type."""
        self.cell(row, 0, text, "title")
        self._heights[row] = (self.size + _TITLE_LARGER_PT) * _TITLE_LEADING

    def height(self, row: int, texts: Sequence[str]) -> None:
        """Give a row the height that its texts need; without this, LibreOffice does so where no cell is merged."""
        lines = max(self._lines(t, w) for t, w in zip(texts, self.widths, strict=True))
        self._heights[row] = lines * _LINE * self.size / _WIDTH_SIZE_PT + _ROW_PADDING_PT

    def _lines(self, text: str, width: int) -> int:
        room = max(_LEAST_ROOM, int(width * _FILL * _WIDTH_SIZE_PT / self.size))
        return sum(max(1, len(textwrap.wrap(line, room))) for line in text.split("\n"))

    def front(self, drawn: PlainPlan) -> int:
        """Draw the title, the lines round it and the facts at the top of the sheet; return the next free row."""
        row = 0
        front = drawn.front
        for line in front.above:
            self.cell(row, 0, line, "plain")
            row += 1
        self.title(row, front.title)
        row += 1
        for line in (*front.below, *front.closing):
            self.cell(row, 0, line, "plain")
            row += 1
        for label, text in front.facts:
            self.cell(row, 0, label, "plain")
            self.cell(row, 1, text, "plain")
            row += 1
        return row + self.rng.randint(1, 2)

    def write(self, path: Path) -> None:
        """Write the workbook."""
        with xlsxwriter.Workbook(str(path)) as book:
            book.set_properties({"created": _CREATED})
            base = {"font_name": self.font, "font_size": self.size}
            body = {**base, "text_wrap": True, "valign": "top" if self.top else "vcenter", "border": int(self.borders)}
            head = {**body, "bold": True, **({"bg_color": self.tint} if self.tint else {})}
            if self.tint in _DARK:
                head["font_color"] = "#FFFFFF"
            forms = {
                "plain": book.add_format(base),
                "title": book.add_format({**base, "bold": True, "font_size": self.size + _TITLE_LARGER_PT}),
                "body": book.add_format(body),
                "head": book.add_format(head),
                "band": book.add_format({**body, "bold": True, "bg_color": "#F2F2F2", "text_wrap": False}),
            }
            sheet = book.add_worksheet("Plan")
            self._page(sheet)
            for at, width in enumerate(self.widths):
                sheet.set_column(at, at, width)
            for row, height in self._heights.items():
                sheet.set_row(row, height)
            for row, column, text, form in self._cells:
                sheet.write_string(row, column, text, forms[form])
            for first, left, last, right, text, form in self._merged:
                sheet.merge_range(first, left, last, right, text, forms[form])

        path.write_bytes(packed(path.read_bytes()))

    def _page(self, sheet: Sheet) -> None:
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5)
        if self.landscape:
            sheet.set_landscape()
        if self.fit:
            sheet.fit_to_pages(1, 0)
        if self.gridlines:
            sheet.hide_gridlines(0)
        if self.repeat and self.head is not None:
            sheet.repeat_rows(self.head)
        if self.footer:
            sheet.set_footer(self.footer)

    def table_head(self, row: int, columns: Sequence[Column]) -> int:
        """Draw the head row and return the next."""
        self.widths = [_WIDTHS[c.field] for c in columns]
        self.head = row
        for at, column in enumerate(columns):
            self.cell(row, at, column.heading, "head")
        return row + 1

    def measure(self, row: int, columns: Sequence[Column], measure: Measure, skip: Sequence[int] = ()) -> None:
        """Draw a row of a measure, without the cells of some columns."""
        texts = [value(measure, c) for c in columns]
        for at, text in enumerate(texts):
            if at not in skip:
                self.cell(row, at, text)
        self.height(row, texts)


_ROWS = (2, 6)


def _printed(
    rng: random.Random,
    bank: ContentBank,
    draw_rows: Rows,
    *,
    borders: bool = True,
    fit: bool = True,
    flat: bool = False,
    **settings: Any,
) -> DrawnDocument:
    picker = Picker(rng, bank)
    drawn = plan(picker, rng, **{"chapter": 0.0, "problems": 0.0, "others": 2, "rows": _ROWS, **settings})
    book = _Book(rng, borders=borders, fit=fit)
    row = book.front(drawn)
    draw_rows(book, drawn, row)
    return DrawnDocument(drawn.flat() if flat else drawn.content(), Office(".xlsx", book.write, ".pdf"))


def _one_table(book: _Book, drawn: PlainPlan, row: int) -> int:
    row = book.table_head(row, drawn.columns)
    for measure in drawn.measures:
        book.measure(row, drawn.columns, measure)
        row += 1
    return row


@family("sheet-printed")
def printed(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """One table with borders, as wide as a page."""
    return _printed(rng, bank, _one_table, flat=True)


@family("sheet-borderless")
def borderless(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """One table without borders."""
    return _printed(rng, bank, _one_table, borders=False, flat=True)


_WIDE_ROWS = (2, 4)


@family("sheet-wide")
def wide(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A table whose right columns fall on pages of their own."""
    return _printed(
        rng, bank, _one_table, fit=False, flat=True, must=("mål", "åtgärd", "vem", "när"), others=3, rows=_WIDE_ROWS
    )


_BAND_PARTS = (2, 4)


@family("sheet-bands")
def bands(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """The themes are merged rows across the table."""

    def rows(book: _Book, drawn: PlainPlan, row: int) -> int:
        row = book.table_head(row, drawn.columns)
        for part in drawn.parts:
            book.merge(row, 0, row, len(drawn.columns) - 1, part.heading, "band")
            row += 1
            for measure in part.measures:
                book.measure(row, drawn.columns, measure)
                row += 1
        return row

    return _printed(rng, bank, rows, parts=_BAND_PARTS)


_FEW_PARTS = (2, 3)


@family("sheet-tables")
def tables(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A heading in the first column and a table with its own head row for each theme."""

    def rows(book: _Book, drawn: PlainPlan, row: int) -> int:
        for part in drawn.parts:
            book.title(row, part.heading)
            row = book.table_head(row + 1, drawn.columns)
            for measure in part.measures:
                book.measure(row, drawn.columns, measure)
                row += 1
            row += 1
        return row

    return _printed(rng, bank, rows, parts=_FEW_PARTS)


@family("sheet-merged")
def merged(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Cells of orsak or mål are merged over several rows."""
    shared: FieldName = rng.choice(("orsak", "mål"))

    def rows(book: _Book, drawn: PlainPlan, row: int) -> int:
        row = book.table_head(row, drawn.columns)
        at = next(i for i, c in enumerate(drawn.columns) if c.field == shared)
        measures = drawn.measures
        first = 0
        while first < len(measures):
            last = first
            while last + 1 < len(measures) and measures[last + 1].text(shared) == measures[first].text(shared):
                last += 1
            text = measures[first].text(shared) or ""
            alone = last == first
            for n in range(first, last + 1):
                book.measure(row + n, drawn.columns, measures[n], () if alone else (at,))
            if not alone:
                book.merge(row + first, at, row + last, at, text)
            first = last + 1
        return row + len(measures)

    return _printed(rng, bank, rows, flat=True, shared=(shared,), must=("åtgärd", shared))


_TRIES = 50


@family("sheet-area-column")
def area_column(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """The theme stands in a first column, once or in each row."""
    picker = Picker(rng, bank)
    drawn = plan(picker, rng, chapter=0.0, problems=0.0, parts=_FEW_PARTS, number_column=0.0)
    taken = {c.heading.casefold() for c in drawn.columns}
    heading = next(h for h in (phrase(rng, "area_headings") for _ in range(_TRIES)) if h.casefold() not in taken)
    columns = (Column(heading), *drawn.columns)
    parts = tuple(
        replace(p, measures=tuple(replace(m, other={heading: p.theme.title, **m.other}) for m in p.measures))
        for p in drawn.parts
    )
    drawn = replace(drawn, columns=columns, parts=parts)
    book = _Book(rng)
    _one_table(book, drawn, book.front(drawn))
    return DrawnDocument(drawn.flat(), Office(".xlsx", book.write, ".pdf"))


_BORDERS_CHANCE = 0.7
_OTHER_WIDTHS = [24]
"""Characters of a column, as spreadsheets count widths."""


@family("sheet-other-tables", negative=True)
def other_tables(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Printed sheets of accounts, statistics, contacts and the like."""
    from ingest.train.factory.bank import NEGATIVE_KINDS

    picker = Picker(rng, bank)
    drawn = PlainPlan(picker.front, (), (), (), None, None)
    book = _Book(rng, borders=rng.random() < _BORDERS_CHANCE)
    row = book.front(drawn)
    headings, values = bank.negative(rng, rng.choice(list(NEGATIVE_KINDS)))
    columns = [Column(h) for h in headings]
    row = book.table_head(row, columns)
    book.widths = _OTHER_WIDTHS * len(columns)
    for texts in values:
        for at, text in enumerate(texts):
            book.cell(row, at, text)
        row += 1
    return DrawnDocument(DrawnContent(picker.front), Office(".xlsx", book.write, ".pdf"))
