"""A table that grows from page to page: what joining asks of all of its cells is kept, not looked for on each page.

A table over a thousand pages is joined a thousand times. What a join changes are its last rows: only those are put in
order again, and what is known of the others stays.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from ingest.document import Cell, Table

__all__ = ["GrowingTable", "Grown"]


@dataclass(frozen=True, slots=True)
class Grown:
    """What is known of all cells of a table, which stand in the order of rows and columns."""

    last: tuple[int, ...]
    """Places of the cells that reach the table's bottom."""
    body: int
    """Cells below the heading rows that are narrower than the table."""
    filled: int
    """Those of them with text."""
    spanning: frozenset[int]
    """Columns of cells over several rows."""


class GrowingTable:
    """A table that a part on the next page may belong to.

    Args:
        table: as it is so far.
        grown: what is known of it, where it was put together by `with_rows`.
    """

    def __init__(self, table: Table, grown: Grown | None = None) -> None:
        self.table = table
        self._ordered = grown is not None
        self._grown = grown or self._known_of(table.cells, range(len(table.cells)), table.rows)

    def row(self, number: int) -> Sequence[Cell]:
        """Return the cells that begin in a row, in the table's order."""
        cells = self.table.cells
        if not self._ordered:
            return [c for c in cells if c.row == number]
        return cells[bisect_left(cells, number, key=_row) : bisect_right(cells, number, key=_row)]

    @property
    def last(self) -> dict[int, Cell]:
        """The cells that reach the table's bottom, by column."""
        cells = self.table.cells
        return {cells[at].column: cells[at] for at in self.lasting}

    @property
    def lasting(self) -> list[int]:
        """The places of these cells."""
        cells, rows = self.table.cells, self.table.rows
        return [at for at in self._grown.last if cells[at].row + cells[at].rowspan == rows]

    @property
    def fullness(self) -> float:
        """The share of cells with text below the heading rows."""
        return self._grown.filled / self._grown.body if self._grown.body else 1.0

    @property
    def spanning(self) -> frozenset[int]:
        """Columns of cells over several rows."""
        return self._grown.spanning

    def with_rows(self, cells: list[Cell], rows: int) -> tuple[tuple[Cell, ...], Grown]:
        """Return cells in the order of rows and columns, and what is known of them.

        Args:
            cells: the table's, of which only those that reach its bottom may be others now, and behind them new ones,
                in its last row or below it.
            rows: how many the table has now.
        """
        before = self.table
        start = bisect_left(before.cells, before.rows - 1, key=_row) if self._ordered else 0
        fresh = [*(cells[at] for at in self._grown.last), *cells[len(before.cells) :]]
        gone = [before.cells[at] for at in self._grown.last]
        cells[start:] = sorted(cells[start:], key=_place)
        places = [*(at for at in self._grown.last if at < start), *range(start, len(cells))]
        if not self._ordered:
            return tuple(cells), self._known_of(cells, places, rows)
        known = self._known_of(cells, places, rows)
        (body, filled), (no_body, not_filled) = self._counts(fresh), self._counts(gone)
        return tuple(cells), Grown(
            known.last,
            self._grown.body + body - no_body,
            self._grown.filled + filled - not_filled,
            self._grown.spanning | {c.column for c in fresh if c.rowspan > 1},
        )

    def _known_of(self, cells: Sequence[Cell], places: Iterable[int], rows: int) -> Grown:
        looked_at = [(at, cells[at]) for at in places]
        body, filled = self._counts([c for _, c in looked_at])
        return Grown(
            tuple(at for at, c in looked_at if c.row + c.rowspan >= rows),
            body,
            filled,
            frozenset(c.column for _, c in looked_at if c.rowspan > 1),
        )

    def _counts(self, cells: Sequence[Cell]) -> tuple[int, int]:
        """How many of some cells are cells of the table's body, and how many of those have text."""
        least, columns = max(1, self.table.header_rows), self.table.columns
        body = [c for c in cells if c.row >= least and c.colspan < columns]
        return len(body), sum(1 for c in body if c.blocks)


_row = attrgetter("row")
_place = attrgetter("row", "column")
