"""How far the sheets of a scan lie aside from each other: the same columns stand some points further left or right."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from itertools import pairwise
from statistics import median

from ingest.document import Method, Page
from ingest.layout.tables.model import MeasuredWord

__all__ = ["flush", "sideways_shifts"]

Rows = Sequence[Sequence[MeasuredWord]]

FARTHEST, LEAST = 15.0, 2.0
"""Points by which a sheet lies aside at most; and by which it must for anything to be done."""
NEAR = 3.0
"""Points within which left edges are one."""
APART = 0.7
"""Font sizes of white space from which a word may begin a column."""
FEWEST, BETTER = 4, 1.5
"""Rows that begin at edges of the first sheet once a sheet is moved, at least; times as many as where it lies."""


def sideways_shifts(pages: Sequence[Page], rows: Sequence[Rows]) -> dict[int, float]:
    """Return how far each scanned page stands to the right of the first one, in points, by number; none that lie still.

    Args:
        pages: of the document.
        rows: the visual rows of each.
    """
    scanned = [(p.number, _begins(own)) for p, own in zip(pages, rows, strict=True) if p.method is Method.OCR]
    if len(scanned) < 2:
        return {}
    edges = _edges(scanned[0][1])
    out: dict[int, float] = {}
    for number, begins in scanned[1:]:
        still = _met(begins, edges, 0.0)
        moves = {round(x - e, 1) for x in begins for e in edges if LEAST <= abs(x - e) <= FARTHEST}
        best = max(sorted(moves, key=abs), key=lambda dx: _met(begins, edges, dx), default=0.0)
        if best and _met(begins, edges, best) >= max(FEWEST, BETTER * still):
            out[number] = best
    return out


def flush(rows: Rows, shift: float) -> Rows:
    """Return visual rows moved to where they would stand on the first sheet."""
    return [[_moved(t, shift) for t in row] for row in rows] if shift else rows


def _begins(rows: Rows) -> list[float]:
    """Where the words of rows begin that stand first or behind white space."""
    out: list[float] = []
    for row in rows:
        words = [t for t in row if any(ch.isalnum() for ch in t.text)]
        out += [t.x0 for t in words[:1]]
        out += [b.x0 for a, b in pairwise(words) if b.x0 - a.x1 > APART * min(a.size, b.size)]
    return out


def _edges(begins: Sequence[float]) -> list[float]:
    """The left edges that several words begin at."""
    groups: list[list[float]] = []
    for x in sorted(begins):
        if groups and x - groups[-1][-1] <= NEAR:
            groups[-1].append(x)
        else:
            groups.append([x])
    return [median(group) for group in groups if len(group) > 1]


def _met(begins: Sequence[float], edges: Sequence[float], shift: float) -> float:
    """How many words begin at edges once a sheet is moved, the nearer the more."""
    return sum(
        max((1 - abs(x - shift - e) / NEAR for e in edges if abs(x - shift - e) < NEAR), default=0) for x in begins
    )


def _moved(token: MeasuredWord, shift: float) -> MeasuredWord:
    out = copy(token)
    out.x0, out.x1, out.mid = token.x0 - shift, token.x1 - shift, token.mid - shift
    return out
