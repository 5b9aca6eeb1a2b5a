"""Reading order of a page: columns of running text are read one after the other, all else row by row.

A gutter is a vertical strip that no line crosses over several rows, with text that fills its column on both
sides. Labels with values beside them, tabbed lists and page headings have such strips too, but their left side
does not fill its column; they stay rows. (A recursive cut after Nagy & Seth 1984, with the columns' fill as the
deciding evidence instead of the strip's size.)
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.document import BBox
from ingest.layout.text.lines import Segment
from ingest.read.words import BULLETS

__all__ = ["Item", "Region", "regions"]

_MIN_GUTTER = 8.0
_MIN_LINES = 3
_DEPTH = 6


@dataclass(slots=True)
class Item:
    """A segment, or anything else with a box that must not be cut (a table: `segment` is None)."""

    box: BBox
    segment: Segment | None = None
    index: int = 0
    """Of the table, for the caller."""


@dataclass(slots=True)
class Region:
    """Items of one column in reading order; `left` and `right` are the column's edges."""

    items: list[Item]
    left: float
    right: float
    column: bool = False
    """One of several columns side by side."""


def regions(items: Sequence[Item], depth: int = 0) -> list[Region]:
    """Regions in reading order; every item is in exactly one."""
    if not items:
        return []
    ordered = sorted(items, key=lambda i: (i.box.top + i.box.bottom, i.box.x0))
    gutter = _gutter(ordered) if depth < _DEPTH else None
    if gutter is None:
        return [_region(_by_row(ordered))]
    x, top, bottom = gutter
    above = [i for i in ordered if _middle(i) < top]
    below = [i for i in ordered if _middle(i) > bottom]
    zone = [i for i in ordered if top <= _middle(i) <= bottom]
    left = [i for i in zone if (i.box.x0 + i.box.x1) / 2 < x]
    right = [i for i in zone if (i.box.x0 + i.box.x1) / 2 >= x]
    out = regions(above, depth + 1)
    for side in (left, right):
        inner = regions(side, depth + 1)
        for region in inner:
            region.column = True
        out += inner
    return out + regions(below, depth + 1)


def _region(items: list[Item]) -> Region:
    return Region(items, min(i.box.x0 for i in items), max(i.box.x1 for i in items))


def _middle(item: Item) -> float:
    return (item.box.top + item.box.bottom) / 2


def _by_row(items: list[Item]) -> list[Item]:
    """Top to bottom, pieces of one row from left to right; a table stands where its top is."""

    def key(item: Item) -> tuple[float, float]:
        if item.segment is None:
            return item.box.top, item.box.x0
        return item.box.top + item.box.height / 2, item.box.x0

    out: list[Item] = []
    row: list[Item] = []
    number = -1
    for item in sorted(items, key=key):
        mine = item.segment.row if item.segment is not None else -2
        if row and (mine != number or mine == -2):
            out += sorted(row, key=lambda i: i.box.x0)
            row = []
        row.append(item)
        number = mine
    return out + sorted(row, key=lambda i: i.box.x0)


def _gutter(items: list[Item]) -> tuple[float, float, float] | None:
    """The best gutter as (x, top, bottom) of the zone it parts; None where the items are one column."""
    by_row: dict[int, list[Item]] = {}
    for item in items:
        if item.segment is not None:
            by_row.setdefault(item.segment.row, []).append(item)
    candidates: set[float] = set()
    for row in by_row.values():
        row.sort(key=lambda i: i.box.x0)
        for a, b in itertools.pairwise(row):
            if b.box.x0 - a.box.x1 >= _MIN_GUTTER:
                candidates.add(round((a.box.x1 + b.box.x0) / 2))
    # Columns whose lines never share a row still have their left edges.
    lefts: dict[int, int] = {}
    for item in items:
        if item.segment is not None:
            lefts[round(item.box.x0)] = lefts.get(round(item.box.x0), 0) + 1
    candidates.update(x - _MIN_GUTTER / 2 - 1 for x, n in lefts.items() if n >= _MIN_LINES)
    best: tuple[float, tuple[float, float, float]] | None = None
    for x in sorted(candidates):
        for run in _runs(items, x):
            score = _score(run, x)
            if score > 0 and (best is None or score > best[0]):
                top = min(i.box.top for i in run) - 0.01
                bottom = max(i.box.bottom for i in run) + 0.01
                best = (score, (x, top, bottom))
    return None if best is None else best[1]


def _runs(items: list[Item], x: float) -> list[list[Item]]:
    """Stretches of items between those that cross x."""
    out: list[list[Item]] = []
    run: list[Item] = []
    for item in items:
        if item.box.x0 < x + _MIN_GUTTER / 2 - 1 and item.box.x1 > x - _MIN_GUTTER / 2 + 1:
            out.append(run)
            run = []
        else:
            run.append(item)
    out.append(run)
    return [r for r in out if len(r) >= 2 * _MIN_LINES]


def _score(run: list[Item], x: float) -> float:
    left = [i for i in run if i.box.x1 <= x]
    right = [i for i in run if i.box.x0 >= x]
    fills = [_fills(side) for side in (left, right)]
    if not all(fills):
        return 0.0
    top = max(min(i.box.top for i in side) for side in (left, right))
    bottom = min(max(i.box.bottom for i in side) for side in (left, right))
    shared = bottom - top
    shorter = min(max(i.box.bottom for i in s) - min(i.box.top for i in s) for s in (left, right))
    if shorter <= 0 or shared < 0.5 * shorter:
        return 0.0
    return shared * min(len(left), len(right))


def _fills(side: list[Item]) -> bool:
    """Whether one side's lines look like a column of running text."""
    lines = [i for i in side if i.segment is not None]
    if len(lines) < _MIN_LINES:
        return False
    width = max(i.box.x1 for i in lines) - min(i.box.x0 for i in lines)
    if width < 60:
        return False
    # Headings and bullets are short in any column; where there is text beside them, that tells.
    body = [i for i in lines if not _stands_out(i)]
    if len(body) >= _MIN_LINES:
        lines = body
    usual = median(i.box.width for i in lines)
    words = median(len(i.segment.words) for i in lines if i.segment is not None)
    return usual >= 0.55 * width and words >= 3


def _stands_out(item: Item) -> bool:
    words = item.segment.words if item.segment is not None else ()
    return all(w.bold for w in words) or (len(words) == 1 and words[0].raw in BULLETS)
