"""Headings in tight print: which columns a heading stands over."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ingest.layout.table_columns import Gutter
from ingest.layout.table_lattice import Area
from ingest.layout.table_rows import Item, VisualRow

__all__ = ["columns_of", "part_tight_heads", "widen_heads"]

_ALIGNED = 1.6
"""Points by which a heading may miss its column's edge or middle and still belong to it alone."""


def columns_of(rows: Sequence[VisualRow], columns: int) -> list[tuple[float, float] | None]:
    """(left, right) of each column's own text: the median of its outermost items, from the lower rows."""
    out: list[tuple[float, float] | None] = []
    for c in range(columns):
        items = [i for r in rows for i in r.items if i.c0 == c and i.c1 == c + 1]
        if not items:
            out.append(None)
            continue
        out.append((min(i.tokens[0].x0 for i in items), max(i.tokens[-1].x1 for i in items)))
    return out


def part_tight_heads(rows: Sequence[VisualRow], between: Sequence[Gutter]) -> None:
    """Cut items that cross gutters where both parts line up with their own columns: headings a space apart."""
    body = [r for r in rows if r.values]
    if len(body) < 2:
        return
    items: list[list[Item]] = [[] for _ in range(len(between) + 1)]
    for row in body:
        for item in row.items:
            if item.c1 - item.c0 == 1:
                items[item.c0].append(item)
    lines = [_lines(column) for column in items]
    for row in rows:
        if not row.spans:
            continue
        new: list[Item] = []
        for item in row.items:
            new += _parted(item, between, lines) if item.c1 - item.c0 > 1 else [item]
        row.items = new
        row.spans = any(i.c1 - i.c0 > 1 for i in new)
        row.columns = frozenset(c for i in new for c in range(i.c0, i.c1))


def _lines(column: Sequence[Item]) -> tuple[float, float, float] | None:
    """(left, middle, right) that a column keeps to."""
    if not column:
        return None
    left, right = [i.tokens[0].x0 for i in column], [i.tokens[-1].x1 for i in column]
    return median(left), median((a + b) / 2 for a, b in zip(left, right, strict=True)), max(right)


def _fits(item: Item, line: tuple[float, float, float] | None) -> bool:
    if line is None or item.c1 - item.c0 != 1:
        return False
    x0, x1 = item.tokens[0].x0, item.tokens[-1].x1
    return min(abs(x0 - line[0]), abs((x0 + x1) / 2 - line[1]), abs(x1 - line[2])) <= _ALIGNED


def _parted(item: Item, between: Sequence[Gutter], lines: Sequence[tuple[float, float, float] | None]) -> list[Item]:
    if item.c1 - item.c0 > 4 or len(item.tokens) > 12:
        return [item]
    for k in range(item.c0, item.c1 - 1):
        g = between[k]
        for i in range(1, len(item.tokens)):
            a, b = item.tokens[i - 1], item.tokens[i]
            if a.x1 > g.hi + 1 or b.x0 < g.lo - 1:
                continue
            left = Item(item.c0, k + 1, item.tokens[:i])
            right = Item(k + 1, item.c1, item.tokens[i:])
            parts = [p for s in (left, right) for p in (_parted(s, between, lines) if s.c1 - s.c0 > 1 else [s])]
            if all(_fits(p, lines[p.c0]) for p in parts):
                return parts
    return [item]


def widen_heads(
    areas: list[Area],
    heads: int,
    extents: Sequence[tuple[float, float] | None],
    rules: Sequence[tuple[float, float, float]],
) -> list[Area]:
    """Let headings above other headings span the columns they are centred over, or that a rule under them spans.

    Args:
        areas: the table's areas.
        heads: heading rows.
        extents: (left, right) of each column's text.
        rules: (y, x0, x1) of rules shorter than the table.
    """
    for r in range(heads - 1):
        row = sorted((a for a in areas if a.r0 == r and a.r1 == r + 1), key=lambda a: a.c0)
        below = {c for a in areas if a.r0 == r + 1 and a.tokens for c in range(a.c0, a.c1)}
        taken = {c for a in areas if a.tokens and a.r0 <= r < a.r1 for c in range(a.c0, a.c1)}
        for area in [a for a in row if a.tokens and a.c0 > 0]:
            x0, x1 = area.tokens[0].x0, max(t.x1 for t in area.tokens)
            bottom = max(t.bottom for t in area.tokens)
            low, high = area.c0, area.c1
            while low - 1 > 0 and low - 1 not in taken and low - 1 in below:
                low -= 1
            while high < len(extents) and high not in taken and high in below:
                high += 1
            under = next((s for s in rules if -2 <= s[0] - bottom <= 8 and s[1] <= x0 + 2 and s[2] >= x1 - 2), None)
            best = _span(area, (low, high), (x0 + x1) / 2, extents, under)
            if best == (area.c0, area.c1):
                continue
            gone = set(range(*best))
            areas = [a for a in areas if a is area or not (a.r0 == r and a.r1 == r + 1 and a.c0 in gone)]
            area.c0, area.c1 = best
            taken |= gone
    return areas


def _span(
    area: Area,
    room: tuple[int, int],
    middle: float,
    extents: Sequence[tuple[float, float] | None],
    under: tuple[float, float, float] | None,
) -> tuple[int, int]:
    if under is not None:
        inside = [
            c
            for c in range(*room)
            if (e := extents[c]) is not None and under[1] - 2 <= (e[0] + e[1]) / 2 <= under[2] + 2
        ]
        if inside:
            return min(area.c0, *inside), max(area.c1, max(inside) + 1)
    best, error = (area.c0, area.c1), None
    for low in range(room[0], area.c0 + 1):
        for high in range(area.c1, room[1] + 1):
            left, right = extents[low], extents[high - 1]
            if left is None or right is None:
                continue
            miss = abs((left[0] + right[1]) / 2 - middle)
            if error is None or miss < error - 2.0:
                best, error = (low, high), miss
    start = extents[area.c0], extents[area.c1 - 1]
    if start[0] is None or start[1] is None or error is None:
        return area.c0, area.c1
    own = abs((start[0][0] + start[1][1]) / 2 - middle)
    return best if error < 0.6 * own - 1.0 else (area.c0, area.c1)
