"""Which columns beside a text are worth reading a document by: a glance at where the words of its rows stand.

There are hundreds of choices of columns, and to read a document by one takes as long as its paragraphs do: what a row
shows of every edge is looked at once, and the choices are counted over that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

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


class _At(NamedTuple):
    """What a row shows of an edge."""

    across: bool
    """A word before it reaches over it."""
    x0: float
    """Where the first word at or behind it begins, in points."""
    clean: bool
    """That word begins at it, behind white space."""


def likeliest(choices: Sequence[MarginChoice], rows: Sequence[Sequence[MeasuredWord]]) -> list[MarginChoice]:
    """Return those of some choices beside whose text stands most, at the height of its own lines.

    Args:
        choices: of columns, those that the rows may have.
        rows: of a document, each from left to right.
    """
    edges = sorted({x for choice in choices for x in choice.edges})
    seen = [{x: _at(row, x) for x in edges} for row in rows]
    rated = [(_rate(choice, seen), choice) for choice in choices]
    held = [(rate, choice) for rate, choice in rated if rate is not None]
    return [choice for _, choice in sorted(held, key=lambda r: -r[0])[:_MOST]]


def _at(row: Sequence[MeasuredWord], x: float) -> _At:
    end, before = 0.0, False
    for t in row:
        if t.x0 >= x - SAME_EDGE:
            near = before and t.x0 - end < NO_SPACE * t.size
            return _At(end > x + 1, t.x0, t.x0 <= x + 3 * SAME_EDGE and not near)
        end, before = max(end, t.x1), True
    return _At(end > x + 1, _FAR, False)


def _rate(choice: MarginChoice, rows: Sequence[dict[float, _At]]) -> float | None:
    """How much speaks for a choice; None where one of its columns stands beside no line of the text."""
    main, edges = choice
    ends = [*(x - SAME_EDGE for x in edges[1:]), _FAR]
    held = [0] * len(edges)
    rate = 0.0
    for row in rows:
        filled: list[bool] = []
        for k, x in enumerate(edges):
            at = row[x]
            here = at.x0 < ends[k]
            if k and (at.across or (here and not at.clean)):
                rate -= _ACROSS
                break
            filled.append(here)
        else:
            if sum(filled) == filled[main]:
                continue
            rate += 1.0 if filled[main] else -_ALONE
            if filled[main]:
                held = [n + f for n, f in zip(held, filled, strict=True)]
    return rate if all(n for k, n in enumerate(held) if k != main) else None
