"""Which columns beside a text are worth reading a document by: a glance at where the words of its rows stand.

There are hundreds of choices of columns, and to read a document by one takes as long as its paragraphs do: what
the rows show of every edge is looked at once, and the choices are counted over that.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.layout.tables.margin_columns.edge_rows import EdgeRows, bits_of
from ingest.layout.tables.margin_columns.tasks import NO_SPACE, SAME_EDGE
from ingest.layout.tables.model import MeasuredWord

__all__ = ["MarginChoice", "likeliest"]

_MOST = 10
"""Choices that are read: of 128 drawn documents with such columns the right one was among the first six in all."""
_ALONE, _ACROSS = 0.5, 0.25
"""What a row with something beside no text counts against a choice, and one that runs across an edge."""
_FAR = float("inf")


class MarginChoice(NamedTuple):
    """Left edges of columns, in points, from left to right, and which of them is the text's."""

    main: int
    edges: tuple[float, ...]


def likeliest(choices: Sequence[MarginChoice], rows: Sequence[Sequence[MeasuredWord]]) -> list[MarginChoice]:
    """Return those of some choices beside whose text stands most, at the height of its own lines.

    Args:
        choices: of columns, those that the rows may have.
        rows: of a document, each from left to right.
    """
    seen = _Seen(rows, sorted({x for choice in choices for x in choice.edges}))
    rated = [(seen.rate(choice), choice) for choice in choices]
    held = [(rate, choice) for rate, choice in rated if rate is not None]
    return [choice for _, choice in sorted(held, key=lambda r: -r[0])[:_MOST]]


class _Seen:
    """What the rows of a document show of some edges: bits of numbers, one a row."""

    def __init__(self, rows: Sequence[Sequence[MeasuredWord]], edges: Sequence[float]) -> None:
        numbers = EdgeRows([row for row in rows if row], edges)
        self._across: dict[float, int] = {}
        """Rows in which a word before an edge reaches over it."""
        self._unclean: dict[float, int] = {}
        """Rows whose first word at or behind an edge begins further in, or without white space before it."""
        self._filled: dict[tuple[float, float], int] = {}
        """Rows with a word between two edges."""
        for e, x in enumerate(edges):
            end = numbers.reach(e)
            held, x0, size = numbers.first(e)
            near = (numbers.cut[e] > 0) & (x0 - end < NO_SPACE * size)
            self._across[x] = bits_of(end > x + 1)
            self._unclean[x] = bits_of((x0 > x + 3 * SAME_EDGE) | near)
            self._filled[x, _FAR] = bits_of(held)
            for until in edges[e + 1 :]:
                self._filled[x, until] = bits_of(x0 < until - SAME_EDGE)

    def rate(self, choice: MarginChoice) -> float | None:
        """How much speaks for a choice; None where one of its columns stands beside no line of the text."""
        main, edges = choice
        filled = [self._filled[pair] for pair in pairwise((*edges, _FAR))]
        across = beside = 0
        for k, x in enumerate(edges):
            if k:
                across |= self._across[x] | (filled[k] & self._unclean[x])
            if k != main:
                beside |= filled[k]
        told = beside & filled[main] & ~across
        if not all(told & own for own in filled):
            return None
        alone = beside & ~filled[main] & ~across
        return told.bit_count() - _ALONE * alone.bit_count() - _ACROSS * across.bit_count()
