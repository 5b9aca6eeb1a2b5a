"""The rows of a document beside left edges, as columns of numbers: which words stand before, behind and across each.

Hundreds of choices of columns ask the same rows, and each of them asks about a few of the same edges.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ingest.layout.tables.margin_columns.tasks import (
    AT_PLACE,
    LONGEST_MARK,
    LOST_BULLET,
    NO_SPACE,
    SAME_EDGE,
    WIDER,
    MarginColumns,
    is_word,
)
from ingest.layout.tables.model import MeasuredWord

__all__ = ["EdgeRows", "bits_of"]

Numbers = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def bits_of(flags: Flags) -> int:
    """Return flags as bits of a number, the first one the lowest."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


class EdgeRows:
    """Rows of words, each from left to right, one word at least, beside left edges."""

    def __init__(self, rows: Sequence[Sequence[MeasuredWord]], edges: Sequence[float]) -> None:
        """`edges` in points, left to right."""
        words = [t for row in rows for t in row]
        self.edges = tuple(edges)
        self.length: Counts = np.array([len(row) for row in rows], dtype=np.int64)
        self._start: Counts = np.cumsum(self.length) - self.length
        self._x0: Numbers = np.array([t.x0 for t in words])
        self._x1: Numbers = np.array([t.x1 for t in words])
        self._size: Numbers = np.array([t.size for t in words])
        self._words = words
        places = [x - SAME_EDGE for x in edges]
        # How many edges stand before each word.
        self._behind: Counts = np.searchsorted(places, self._x0, side="right")
        self.cut = [self._counted(self._behind <= e) for e in range(len(edges))]
        """Of each edge, how many words of each row stand before it."""
        self._widest: dict[tuple[int, int], Numbers] = {}
        self._marks: tuple[Flags, list[Flags], list[Flags]] | None = None

    def reach(self, edge: int) -> Numbers:
        """How far the words before an edge reach, in points; 0 at least."""
        return self._most(np.where(self._behind <= edge, self._x1, 0.0))

    def first(self, edge: int) -> tuple[Flags, Numbers, Numbers]:
        """Return whether a word stands at or behind an edge in each row, its left edge (points; endless where there is
        none) and its font size."""
        held = self.cut[edge] < self.length
        at = np.where(held, self._start + self.cut[edge], 0)
        return held, np.where(held, self._x0[at], np.inf), np.where(held, self._size[at], 0.0)

    def crossing(self, columns: MarginColumns, space: Numbers) -> Flags:
        """Return which rows run across the edge of a column (as `tasks.by_column` tells it for each).

        Args:
            columns: with edges of these.
            space: the usual white space between words of each row's page, in points.
        """
        at = [self.edges.index(x) for x in columns.edges]
        word_before, longer = self._signs()[1:]
        out = word_before[at[0]].copy()
        end = self._most(np.where(self._behind <= at[1], self._x1, -np.inf))
        end = np.where(np.isinf(end), 0.0, end)
        begun = self.cut[at[1]] > 0
        bounds = [np.zeros_like(self.length), *(self.cut[e] for e in at[1:]), self.length]
        for k in range(1, len(at)):
            x = columns.edges[k]
            held = bounds[k + 1] > bounds[k]
            index = np.where(held, self._start + bounds[k], 0)
            first = np.where(held, self._x0[index], np.inf)
            too_long = self._too_long(k, bounds, columns)
            out |= (end > x + 1) & ~too_long
            near = np.maximum(NO_SPACE * self._size[index], np.where(longer[at[k]], WIDER * space, 0.0))
            runs_on = begun & (first - end < near) & ~too_long
            indent = LOST_BULLET * self._size[index] if k == columns.main else np.full_like(first, 3 * SAME_EDGE)
            out |= held & ((first > x + indent) | runs_on)
            until = at[k + 1] if k + 1 < len(at) else len(self.edges)
            end = np.where(held, np.maximum(end, self._wide(at[k], until)), end)
            begun |= held
        return out

    def _too_long(self, k: int, bounds: Sequence[Counts], columns: MarginColumns) -> Flags:
        if columns.main == k - 1:
            return np.zeros(len(self.length), dtype=np.bool_)
        alone = bounds[k] - bounds[k - 1] == 1
        own = bounds[k + 1] > bounds[k]
        placed = self._at_place(bounds[k], bounds[k + 1], columns.edges[k])
        if columns.main == k:
            placed &= alone
        before = self._at_place(bounds[k - 1], bounds[k], columns.edges[k - 1])
        too_long: Flags = before & (placed | (alone & ~own))
        return too_long

    def _at_place(self, begin: Counts, end: Counts, x: float) -> Flags:
        held = end > begin
        placed: Flags = held & (np.abs(self._x0[np.where(held, self._start + begin, 0)] - x) <= AT_PLACE)
        return placed

    def _wide(self, edge: int, until: int) -> Numbers:
        """How far the words between two edges reach; a speck only where it stands alone."""
        if (edge, until) not in self._widest:
            inside = (self._behind > edge) & (self._behind <= until) & self._signs()[0]
            reach = self._most(np.where(inside, self._x1, -np.inf))
            end = self.cut[until] if until < len(self.edges) else self.length
            last = self._x1[np.maximum(self._start + end - 1, 0)]
            self._widest[edge, until] = np.where(np.isinf(reach), last, reach)
        return self._widest[edge, until]

    def _signs(self) -> tuple[Flags, list[Flags], list[Flags]]:
        """Which words hold a letter or digit; and of each edge whether such a word stands before it in each row, and
        whether one longer than a mark does."""
        if self._marks is None:
            said: Flags = np.array([is_word(t) for t in self._words], dtype=np.bool_)
            long: Flags = np.array([len(t.text) > LONGEST_MARK for t in self._words], dtype=np.bool_)
            before = [self._behind <= e for e in range(len(self.edges))]
            some = [[np.logical_or.reduceat(b & kind, self._start) for b in before] for kind in (said, long)]
            self._marks = said, some[0], some[1]
        return self._marks

    def _counted(self, flags: Flags) -> Counts:
        counts: Counts = np.add.reduceat(flags, self._start, dtype=np.int64)
        return counts

    def _most(self, values: Numbers) -> Numbers:
        most: Numbers = np.maximum.reduceat(values, self._start)
        return most
