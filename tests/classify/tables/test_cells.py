"""A table as rows and columns of slots, spans resolved."""

from __future__ import annotations

from ingest.classify.tables.cells import SlotGrid
from tests.classify.build import p, t, tall, wide


def texts(grid: SlotGrid, row: int) -> list[str | None]:
    return [None if s is None else s.text for s in grid.row(row)]


def test_a_cell_over_columns_stands_in_each_and_is_its_own_once() -> None:
    grid = SlotGrid(t([[wide("Åtgärder", 2), "Vem"], ["Byta", "Klippa", "Polisen"]]), 0)
    assert texts(grid, 0) == ["Åtgärder", "Åtgärder", "Vem"]
    assert [s.text for s in grid.own(0)] == ["Åtgärder", "Vem"]
    assert [s.text for s in grid.distinct(0)] == ["Åtgärder", "Vem"]


def test_a_cell_over_rows_is_inherited_below() -> None:
    grid = SlotGrid(t([[tall("Mörka stigar", 2), "Byta"], [None, "Klippa"]]), 0)
    upper, lower = grid.slot(0, 0), grid.slot(1, 0)
    assert upper is not None
    assert lower is not None
    assert (upper.inherited, lower.inherited, lower.text) == (False, True, "Mörka stigar")
    assert [s.text for s in grid.own(1)] == ["Klippa"]


def test_a_cell_that_has_the_row_for_itself_is_alone() -> None:
    grid = SlotGrid(t([[wide("Torget", 3)], ["Byta", "", "–"], ["Klippa", "Parken", ""]]), 0)
    alone = [grid.lone(r) for r in range(3)]
    assert [None if s is None else s.text for s in alone] == ["Torget", "Byta", None]


def test_blank_and_styled_cells() -> None:
    grid = SlotGrid(t([["Åtgärd", "Vem"], ["Byta", "–"]], bold_header=True), 0)
    head, cell, empty = grid.slot(0, 0), grid.slot(1, 0), grid.slot(1, 1)
    assert head is not None and cell is not None and empty is not None  # noqa: PT018
    assert (head.styled, cell.styled, empty.blank) == (True, False, True)
    painted = SlotGrid(t([["Åtgärd"], ["Byta"]], fills=[0]), 0).slot(0, 0)
    assert painted is not None
    assert painted.styled


def test_columns_give_their_filled_texts_and_can_be_left_out_on_the_left() -> None:
    grid = SlotGrid(t([["1", "Byta"], ["2", ""], ["3", "Klippa"]]), 0)
    assert grid.column_texts(1, range(3)) == ["Byta", "Klippa"]
    rest = grid.without_first()
    assert texts(rest, 0) == ["Byta"]
    slot = rest.slot(0, 0)
    assert slot is not None
    (piece,) = slot.pieces
    assert piece.source is not None
    assert piece.source.column == 2


def test_each_row_of_a_table_inside_a_cell_is_a_piece_of_its_text() -> None:
    inner = t([["Polisen", "maj"], ["Parken", "juni"]], number=2)
    grid = SlotGrid(t([[[p("Vem gör vad"), inner], "Byta"]]), 0)
    slot = grid.slot(0, 0)
    assert slot is not None
    assert [x.text for x in grid.pieces_with_tables(slot, frozenset())] == ["Vem gör vad", "Polisen maj", "Parken juni"]
    assert [x.text for x in grid.pieces_with_tables(slot, frozenset({id(inner)}))] == ["Vem gör vad"]
