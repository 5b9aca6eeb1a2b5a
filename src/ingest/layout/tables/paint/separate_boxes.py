"""Tables whose cells are boxes of their own, white on every side of each: slides are drawn so.

No two boxes touch, so that each is a drawing by itself, and their texts stand in the middle of their heights: the lines
of a row are at no one height. Boxes at one height are a row, those below each other a column, where headings of plans
stand over the columns, in boxes of any shape or in none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from statistics import median

from ingest.document import BBox
from ingest.layout.tables.below_headings.headings import are_headings, fields_named
from ingest.layout.tables.grid import Area, Lattice
from ingest.layout.tables.gutters import Phrase
from ingest.layout.tables.model import MeasuredWord
from ingest.layout.tables.regions import rows_of
from ingest.layout.tables.rules import RuleSegment, extent

__all__ = ["grids_of_boxes"]

SAME = 2.5
"""Points within which the sides of two boxes are at one place."""
FEWEST = 2
"""Rows and columns of boxes, and headings that name a field, at least."""
WHITE = 2.0
"""Font sizes of white between two boxes, at most."""
ABOVE, HEAD = 3.0, 5.0
"""Font sizes of white between headings and the boxes below them, and from these to the headings' top, at most."""
FULL = 0.6
"""Share of the boxes that hold text, at least."""

_Drawing = tuple[list[RuleSegment], list[RuleSegment]]
"""Horizontal and vertical borders that touch."""


def grids_of_boxes(
    drawings: Sequence[_Drawing], tokens: Sequence[MeasuredWord]
) -> tuple[list[Lattice], list[_Drawing]]:
    """Return the grids of boxes under headings, with their words, and the drawings that are no part of one.

    Args:
        drawings: borders that touch or cross.
        tokens: the page's words.
    """
    places = [_place(d) for d in drawings]
    lone = [b for d, b in zip(drawings, places, strict=True) if len(d[0]) == len(d[1]) == FEWEST]
    found = [g for g in (_lattice(rows, tokens) for rows in _grids(lone, tokens)) if g is not None]
    rest = [d for d, b in zip(drawings, places, strict=True) if not any(_inside(b, g) for g in found)]
    return found, rest


def _place(drawing: _Drawing) -> BBox:
    (x0, x1), (top, bottom) = extent(drawing[0]), extent(drawing[1])
    return BBox(x0, top, x1, bottom)


def _inside(box: BBox, grid: Lattice) -> bool:
    """Whether the middle of what is drawn lies in a grid."""
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return grid.xs[0] <= x <= grid.xs[-1] and grid.ys[0] <= y <= grid.ys[-1]


def _grids(boxes: Sequence[BBox], tokens: Sequence[MeasuredWord]) -> Iterator[list[list[BBox]]]:
    """Rows of boxes of the same columns below each other, a little white around each box."""
    near = WHITE * median(t.size for t in tokens) if tokens else 0.0
    grid: list[list[BBox]] = []
    for row in _rows(boxes, near):
        if grid and not (_same_columns(grid[-1], row) and 0 < row[0].top - grid[-1][0].bottom <= near):
            yield grid
            grid = []
        grid.append(row)
    yield grid


def _rows(boxes: Sequence[BBox], near: float) -> list[list[BBox]]:
    """Boxes of one height side by side, from top to bottom, each left to right."""
    rows: list[list[BBox]] = []
    for box in sorted(boxes, key=lambda b: (b.top, b.x0)):
        row = next((r for r in rows if _level(r[0], box)), None)
        if row is None:
            rows.append([box])
        else:
            row.append(box)
    ordered = [sorted(row, key=lambda b: b.x0) for row in rows]
    return [r for r in ordered if len(r) >= FEWEST and all(0 < b.x0 - a.x1 <= near for a, b in pairwise(r))]


def _level(a: BBox, b: BBox) -> bool:
    return abs(a.top - b.top) <= SAME and abs(a.bottom - b.bottom) <= SAME


def _same_columns(a: Sequence[BBox], b: Sequence[BBox]) -> bool:
    return len(a) == len(b) and all(
        abs(p.x0 - q.x0) <= SAME and abs(p.x1 - q.x1) <= SAME for p, q in zip(a, b, strict=True)
    )


def _lattice(rows: Sequence[Sequence[BBox]], tokens: Sequence[MeasuredWord]) -> Lattice | None:
    """The grid that rows of boxes make under their headings; None where they are none."""
    if len(rows) < FEWEST:
        return None
    first = rows[0]
    xs = [first[0].x0, *((a.x1 + b.x0) / 2 for a, b in pairwise(first)), first[-1].x1]
    ys = [first[0].top, *((a[0].bottom + b[0].top) / 2 for a, b in pairwise(rows)), rows[-1][0].bottom]
    inside = [t for t in tokens if xs[0] <= t.mid <= xs[-1]]
    if not _name_columns([t for t in inside if ys[0] <= t.ym < ys[1]], xs):
        heads = _heads(first[0].top, xs, inside)
        if not heads:
            return None
        ys = [min(t.top for t in heads) - 1, *ys]
    count = len(xs) - 1
    grid = Lattice(xs, ys, [Area(r, c, r + 1, c + 1) for r in range(len(ys) - 1) for c in range(count)])
    grid.place([t for t in inside if ys[0] <= t.ym <= ys[-1]])
    body = grid.areas[count:]
    if any(_between(t, rows) for a in body for t in a.tokens) or sum(a.filled for a in body) < FULL * len(body):
        return None
    return grid if len(ys) > FEWEST + 1 else None


def _between(token: MeasuredWord, rows: Sequence[Sequence[BBox]]) -> bool:
    """Whether a word stands in no box."""
    return not any(b.x0 <= token.mid <= b.x1 and b.top <= token.ym <= b.bottom for b in chain.from_iterable(rows))


def _heads(foot: float, xs: Sequence[float], tokens: Sequence[MeasuredWord]) -> list[MeasuredWord]:
    """The words of the headings right above boxes, one in each column but one at most; [] without any."""
    held: list[MeasuredWord] = []
    for line in reversed(rows_of([t for t in tokens if t.bottom <= foot + 1])):
        white = (min(t.top for t in held) if held else foot) - line.bottom
        if white > ABOVE * line.size or foot - line.top > HEAD * line.size:
            break
        held += line.tokens
        if _name_columns(held, xs):
            return held
    return []


def _name_columns(held: Sequence[MeasuredWord], xs: Sequence[float]) -> bool:
    own = [sorted((t for t in held if a <= t.mid < b), key=lambda t: (t.ym, t.x0)) for a, b in pairwise(xs)]
    heads = [Phrase(min(t.x0 for t in c), max(t.x1 for t in c), c) for c in own if c]
    enough = len(heads) >= max(FEWEST, len(own) - 1)
    return enough and are_headings(heads) and len(fields_named(heads)) >= FEWEST
