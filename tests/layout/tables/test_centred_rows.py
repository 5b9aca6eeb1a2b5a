"""Rows whose cells stand in the middle of their height. Every text is invented."""

from __future__ import annotations

from ingest.document import Word
from ingest.layout.tables.centred_rows import centred_rows
from ingest.layout.tables.gutters import Gutter
from ingest.layout.tables.model import tokens_of, visual_rows
from ingest.layout.tables.visual_rows import VisualRow, itemise
from tests.layout.pages import words

LEADING = 12.0
CELLS = (
    (("Måla alla", "bänkar vid", "torget", "i grönt"), ("Parken",), ("maj",)),
    (("Röja", "buskar"), ("Gatan och", "Parken"), ("juni",)),
    (("Byta", "lås i", "källare"), ("Vicevärden",), ("hösten",)),
)


def body(*, middle: bool = True) -> list[VisualRow]:
    """Rows right below each other, without white between them."""
    placed: list[Word] = []
    top = 100.0
    for row in CELLS:
        height = LEADING * max(map(len, row))
        for x, lines in zip((60.0, 200.0, 320.0), row, strict=True):
            first = top + (height - LEADING * len(lines)) / 2 if middle else top
            placed += [w for k, line in enumerate(lines) for w in words(line, x, first + LEADING * k)]
        top += height
    gutters = [Gutter(x, x - 5, x + 5, 1, 0) for x in (190.0, 310.0)]
    return [itemise(row, gutters) for row in visual_rows(list(tokens_of(tuple(placed))))]


def read(rows: list[list[VisualRow]]) -> list[set[str]]:
    return [{item.text for row in group for item in row.items} for group in rows]


def test_the_column_of_single_lines_tells_the_rows() -> None:
    found = read(centred_rows(body(), 3))
    assert found == [{line for cell in row for line in cell} for row in CELLS]


def test_cells_that_begin_at_the_top_are_left_to_others() -> None:
    assert centred_rows(body(middle=False), 3) == []


def test_a_border_inside_a_row_says_that_it_is_two() -> None:
    rows = body()
    rows[1].barrier = True
    assert centred_rows(rows, 3) == []


def test_a_band_a_blank_line_above_a_row_is_of_no_cell_in_its_middle() -> None:
    placed: list[Word] = []
    first = ["3. Hus och ljus", "", "Häckar och buskar", "längs gången", "klipps ned", "", "Lampor lagas", ""]
    texts = [*first, "4. Annat", "", "Brott räknas nu", "och jämförs", "i maj"]
    for n, text in enumerate(texts):
        placed += words(text, 60, 100 + LEADING * n) if text else []
        placed += words("Parken", 200, 100 + LEADING * n) if n in (2, 6, 10) else []
    rows = [itemise(row, [Gutter(190.0, 185.0, 195.0, 1, 0)]) for row in visual_rows(list(tokens_of(tuple(placed))))]
    assert centred_rows(rows, 2) == []
