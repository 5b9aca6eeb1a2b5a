"""Strips of a wide sheet, printed on pages of their own, stand beside each other again; tables that are none do not."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import BBox, Cell, Line, Method, Page, Paragraph, Table, Word
from ingest.layout.tables.sideways import with_strips

LEFT = (("Nr", "Åtgärd"), ("1", "Klippa häcken"), ("2", "Måla planket"), ("3", "Byta låset"))
RIGHT = (("Vem", "När"), ("Parken", "maj"), ("Skolan", "juni"), ("Kyrkan", "juli"))
TOPS = (60.0, 80.0, 130.0, 155.0, 200.0)
PAGES = tuple(Page(number, 400.0, 600.0, Method.TEXT_LAYER) for number in (1, 2, 3))


def strip(rows: Sequence[Sequence[str]], page: int, *, tops: Sequence[float] = TOPS, width: float = 150.0) -> Table:
    cells = tuple(
        Cell(r, c, (Paragraph((Line((Word(text, text),), page),)),) if text else (),
             bbox=BBox(50 + c * width, tops[r], 50 + (c + 1) * width, tops[r + 1]))
        for r, row in enumerate(rows) for c, text in enumerate(row)
    )  # fmt: skip
    box = BBox(50, tops[0], 50 + len(rows[0]) * width, tops[-1])
    return Table(cells, len(rows), len(rows[0]), method="ruled", pages=(page,), boxes=((page, box),))


def texts(table: object) -> list[list[str]]:
    assert isinstance(table, Table)
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = " ".join(b.text for b in cell.blocks if isinstance(b, Paragraph))
    return rows


def test_the_right_hand_columns_stand_beside_the_left_ones() -> None:
    (whole,) = with_strips([strip(LEFT, 1), strip(RIGHT, 2)], PAGES)
    assert texts(whole) == [[*a, *b] for a, b in zip(LEFT, RIGHT, strict=True)]
    assert isinstance(whole, Table)
    assert whole.pages == (1, 2)


def test_first_columns_printed_again_are_taken_once() -> None:
    again = [(a[0], *b) for a, b in zip(LEFT, RIGHT, strict=True)]
    (whole,) = with_strips([strip(LEFT, 1), strip(again, 2)], PAGES)
    assert texts(whole) == [[*a, *b] for a, b in zip(LEFT, RIGHT, strict=True)]


def test_three_strips() -> None:
    third = (("Status", "Kostnad"), ("Klar", "1"), ("", "2"), ("Klar", "3"))
    (whole,) = with_strips([strip(LEFT, 1), strip(RIGHT, 2), strip(third, 3)], PAGES)
    assert texts(whole)[2] == ["2", "Måla planket", "Skolan", "juni", "", "2"]


def test_rows_at_other_heights_are_another_table() -> None:
    other = strip(RIGHT, 2, tops=(60.0, 80.0, 110.0, 155.0, 200.0))
    assert len(with_strips([strip(LEFT, 1), other], PAGES)) == 2


def test_the_same_headings_are_another_table() -> None:
    assert len(with_strips([strip(LEFT, 1), strip(LEFT, 2)], PAGES)) == 2


def test_a_table_that_had_room_on_the_page_before_is_another_one() -> None:
    narrow = [strip(LEFT, 1, width=60.0), strip(RIGHT, 2, width=60.0)]
    assert len(with_strips(narrow, PAGES)) == 2
