"""A merged cell that a page break cuts goes on over its rows on the second page."""

from __future__ import annotations

from ingest.document import BBox, Cell, Line, Paragraph, Table, Word
from ingest.layout.tables.page_breaks import Part, join_parts
from ingest.layout.text.paragraphs import cell_paragraphs

EDGES = (50.0, 200.0, 350.0)


def _line(text: str, page: int, x: float = 52.0, top: float = 100.0) -> Line:
    words = []
    for raw in text.split():
        words.append(Word(raw, raw, BBox(x, top, x + 5.0 * len(raw), top + 10.0), size=10.0))
        x += 5.0 * len(raw) + 3.0
    return Line(tuple(words), page)


def _cell(row: int, column: int, text: str, page: int, rowspan: int = 1) -> Cell:
    return Cell(row, column, (Paragraph((_line(text, page),)),), rowspan=rowspan)


def test_a_merged_cell_cut_by_a_page_break_keeps_the_rows_below() -> None:
    top = Table((_cell(0, 0, "Alla rektorer vet hur", 1), _cell(0, 1, "Erbjud stöd genom", 1)), 1, 2, pages=(1,))
    low = Table(
        (
            _cell(0, 0, "ett ärende hanteras", 2, rowspan=2),
            _cell(0, 1, "avhopparverksamheten", 2),
            _cell(1, 1, "Bjud in till dialog", 2),
        ),
        2,
        2,
        pages=(2,),
    )
    table = join_parts(Part(top, EDGES, 1), Part(low, EDGES, 2), (0, 1)).table
    assert table.rows == 2
    goal = next(c for c in table.cells if c.column == 0)
    assert (goal.row, goal.rowspan) == (0, 2)
    assert goal.text == "Alla rektorer vet hur ett ärende hanteras"


def test_a_place_after_a_preposition_is_no_next_name() -> None:
    lines = [_line("Bilbränder runt", 1, top=100.0), _line("Södergårdetskolan nattetid", 1, top=112.0)]
    found = cell_paragraphs(lines, BBox(50.0, 90.0, 184.0, 140.0), {20: 12.0})
    assert len(found) == 1
