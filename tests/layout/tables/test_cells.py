"""A lattice with its tokens becomes a table: empty tracks dropped, cells painted, heading rows counted."""

from __future__ import annotations

from ingest.document import BBox, Fill, Page
from ingest.layout.tables.cells import build, compact
from ingest.layout.tables.grid import Area, Lattice
from ingest.layout.tables.model import tokens_of
from tests.layout.pages import page, words

XS, YS = [60.0, 160.0, 164.0, 300.0], [100.0, 120.0, 140.0]


def made(bold: bool = False) -> tuple[Page, Lattice]:
    """Two rows of two columns, with a column between them as narrow as a double border."""
    text = (("Åtgärd", "Vem"), ("Byta lampor", "Polisen"))
    parts = [
        words(t, x, 114 + 20 * r, bold=bold and r == 0)
        for r, row in enumerate(text)
        for t, x in zip(row, (65, 170), strict=True)
    ]
    drawn = page(*parts)
    lattice = Lattice(list(XS), list(YS), [Area(r, c, r + 1, c + 1) for r in range(2) for c in range(3)])
    lattice.place(tokens_of(drawn.words))
    return drawn, lattice


def test_a_column_without_text_is_dropped_and_its_room_goes_to_the_one_before_it() -> None:
    _, lattice = made()
    found = compact(lattice)
    assert found.xs == [60.0, 164.0, 300.0]
    assert sorted((a.r0, a.c0) for a in found.areas) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert compact(found) is found


def test_a_cell_across_a_dropped_column_spans_those_that_stay() -> None:
    drawn = page(words("Åtgärder på torget", 65, 114), words("Byta", 65, 134), words("Polisen", 170, 134))
    areas = [Area(0, 0, 1, 3), *(Area(1, c, 2, c + 1) for c in range(3))]
    lattice = Lattice(list(XS), list(YS), areas)
    lattice.place(tokens_of(drawn.words))
    assert [(a.c0, a.c1) for a in compact(lattice).areas if a.r0 == 0] == [(0, 2)]


def test_the_table_holds_its_words_and_the_paint_behind_its_cells() -> None:
    drawn, lattice = made()
    head = Fill(BBox(60, 100, 300, 120), (0.7, 0.8, 0.9))
    table = build(drawn, compact(lattice), [head], "ruled", 1.4)
    assert (table.rows, table.columns, table.confidence, len(table.words)) == (2, 2, 1.0, 5)
    assert [(c.text, c.fill) for c in table.cells] == [
        ("Åtgärd", head.color),
        ("Vem", head.color),
        ("Byta lampor", None),
        ("Polisen", None),
    ]
    assert table.header_rows == 1


def test_bold_rows_over_others_are_headings() -> None:
    drawn, lattice = made(bold=True)
    assert build(drawn, compact(lattice), [], "ruled", 0.9).header_rows == 1
    drawn, lattice = made()
    assert build(drawn, compact(lattice), [], "ruled", 0.9).header_rows == 0
