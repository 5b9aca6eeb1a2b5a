"""A table that grows from page to page: what is kept of it is what all of its cells say, and a join costs the same."""

from __future__ import annotations

import sys
from types import FrameType

from ingest.document import BBox, Cell, Line, Paragraph, Table, Word
from ingest.layout.tables.growing import GrowingTable
from ingest.layout.tables.page_breaks import PagePart, join_parts

EDGES = (50.0, 150.0, 250.0, 350.0)
PAGES = (
    [["Vad", "Vem", "När"], ["Byt lampor.", "Parken.", "Maj."], ["Laga staketet vid", "Skolan.", ""]],
    [["grinden.", "", ""], ["Måla bänkar.", "", "Juni."]],
    [["Klipp häckar.", "Parken.", "Juli."], ["Röj sly.", "Parken.", ""]],
    [["Vad", "Vem", "När"], ["Städa torget.", "Skolan.", "Maj."]],
)


def _cell(row: int, column: int, text: str, page: int, rowspan: int = 1) -> Cell:
    x, words = EDGES[column] + 2, []
    for raw in text.split():
        words.append(Word(raw, raw, BBox(x, 100, x + 5 * len(raw), 110), size=10.0))
        x += 5 * len(raw) + 3
    blocks = (Paragraph((Line(tuple(words), page),)),) if words else ()
    return Cell(row, column, blocks, rowspan=rowspan)


def _part(rows: list[list[str]], page: int, *, spans: bool = False) -> PagePart:
    cells = [_cell(r, c, text, page) for r, row in enumerate(rows) for c, text in enumerate(row)]
    if spans:
        cells = [c for c in cells if c.column != 1 or c.row == 0]
        cells[1] = _cell(0, 1, rows[0][1], page, rowspan=len(rows))
    return PagePart(Table(tuple(cells), len(rows), 3, pages=(page,), header_rows=int(page == 1)), EDGES, page)


def _known(growing: GrowingTable) -> tuple[object, ...]:
    rows = [growing.row(n) for n in range(growing.table.rows)]
    return [*map(list, rows)], growing.last, growing.fullness, growing.spanning


def test_what_is_kept_as_a_table_grows_is_what_its_cells_say() -> None:
    whole = _part(PAGES[0], 1)
    for page in range(2, 14):
        spans = page % 5 == 0
        rows = PAGES[page % len(PAGES)]
        whole = join_parts(whole, _part(rows, page, spans=spans), (0, 1, 2))
        cells = whole.table.cells
        assert list(cells) == sorted(cells, key=lambda c: (c.row, c.column))
        assert _known(GrowingTable(whole.table, whole.grown)) == _known(GrowingTable(whole.table))


def test_joining_a_part_to_a_long_table_asks_no_more_than_to_a_short_one() -> None:
    def calls(pages: int) -> int:
        whole, count = _part(PAGES[0], 1), 0
        for page in range(2, pages):
            whole = join_parts(whole, _part(PAGES[2], page), (0, 1, 2))

        def event(frame: FrameType, kind: str, arg: object) -> None:
            nonlocal count
            count += kind in ("call", "c_call")

        last = _part(PAGES[2], pages)
        sys.setprofile(event)
        try:
            join_parts(whole, last, (0, 1, 2))
        finally:
            sys.setprofile(None)
        return count

    assert calls(400) <= 1.2 * calls(10)
