"""What every table must keep to, whoever read it."""

from __future__ import annotations

from typing import Protocol

__all__ = ["assert_each_place_once"]


class _Spanning(Protocol):
    @property
    def row(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def rowspan(self) -> int: ...
    @property
    def colspan(self) -> int: ...


class _Grid(Protocol):
    @property
    def rows(self) -> int: ...
    @property
    def columns(self) -> int: ...
    @property
    def cells(self) -> tuple[_Spanning, ...] | list[_Spanning]: ...


def assert_each_place_once(table: _Grid) -> None:
    """Each place of the grid is covered by at most one cell, and no cell reaches out of the grid."""
    places = [
        (r, c)
        for cell in table.cells
        for r in range(cell.row, cell.row + cell.rowspan)
        for c in range(cell.column, cell.column + cell.colspan)
    ]
    assert len(places) == len(set(places))
    assert all(0 <= r < table.rows and 0 <= c < table.columns for r, c in places)
