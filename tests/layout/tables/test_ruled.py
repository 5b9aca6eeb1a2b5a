"""Drawn tables: grids with text in them, not frames, charts or ornaments."""

from __future__ import annotations

from ingest.document import BBox, Fill, Page, Rule, Word
from ingest.layout.tables.model import FoundTable, tokens_of
from ingest.layout.tables.ruled import ruled_tables
from ingest.layout.tables.rules import clean_fills, segments
from tests.layout.pages import grid, page, words

XS, YS = [60.0, 200.0, 340.0], [100.0, 120.0, 140.0, 160.0]
TEXT = [
    *words("Åtgärd", 65, 114), *words("Vem", 205, 114), *words("Byta lampor", 65, 134), *words("Polisen", 205, 134),
    *words("Klippa", 65, 154), *words("Parken", 205, 154),
]  # fmt: skip


def found(drawn: Page) -> list[FoundTable]:
    fills = clean_fills(drawn)
    return ruled_tables(drawn, tokens_of(drawn.words), *segments(drawn, fills), fills)


def test_a_drawn_grid_is_a_table_of_its_cells() -> None:
    (table,) = found(page(TEXT, rules=grid(XS, YS)))
    assert (table.rows, table.columns, table.method) == (3, 2, "ruled")
    assert [c.text for c in table.cells] == ["Åtgärd", "Vem", "Byta lampor", "Polisen", "Klippa", "Parken"]


def test_a_frame_around_text_is_none() -> None:
    assert found(page(TEXT, rules=grid([60, 340], [100, 160]))) == []


def test_gridlines_through_the_words_are_a_charts() -> None:
    struck: list[Word] = [w for n in range(4) for w in words("Antal anmälningar under åren", 65, 104 + 20 * n)]
    assert found(page(struck, rules=grid([60, 100, 140, 180, 220], [100, 120, 140, 160, 180]))) == []


def test_a_table_drawn_inside_a_cell_belongs_to_the_cell() -> None:
    outer = grid([60, 200, 500], [100, 200])
    inner = grid([220, 340, 480], [130, 150, 170])
    text = words("Mål", 65, 114) + words("Vem", 225, 144) + words("När", 345, 144)
    text += words("Polisen", 225, 164) + words("maj", 345, 164)
    (table,) = found(page(text, rules=outer + inner))
    assert [[t.rows for t in c.tables] for c in table.cells if c.tables] == [[2]]


def test_parts_of_a_table_whose_headings_lost_some_of_their_paint_are_no_tables() -> None:
    xs = [60.0, 140.0, 220.0, 300.0, 400.0, 480.0]
    rules = [Rule(BBox(x, 100, x, 200), False) for x in xs]
    body: list[Word] = []
    for y, row in ((112, ("Orsak", "Mål", "Insats", "Vem", "När")), (134, ("a", "b", "c", "d", "e")), (160, "fghij")):
        body += [w for x, text in zip(xs, row, strict=False) for w in words(text, x + 4, y)]
    paint = tuple(Fill(BBox(a, 100, b, 120), (0.9, 0.9, 0.9)) for a, b in ((60, 140), (140, 220), (400, 480)))
    assert found(page(body, rules=rules, fills=paint)) == []
    (whole,) = found(page(body, rules=rules, fills=(Fill(BBox(60, 100, 480, 120), (0.9, 0.9, 0.9)),)))
    assert whole.columns == 5
