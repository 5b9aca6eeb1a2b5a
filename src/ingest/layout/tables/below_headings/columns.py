"""Headings in tight print: which columns a heading stands over."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ingest.language.calendar import time_unit
from ingest.layout.tables.gutters import Gutter, Phrase
from ingest.layout.tables.visual_rows import RowItem, VisualRow

__all__ = ["columns_of", "part_tight_heads", "parted_times", "widen_heads"]

_ALIGNED = 1.6
"""Points by which a heading may miss its column's edge or middle and still belong to it alone."""


def parted_times(piece: Phrase) -> list[Phrase]:
    """Return a heading that lists years, months or quarters (`2026 2027 2028`) as a heading each; others as they are.

    Columns of marks are so narrow that their headings stand hardly more than a space apart.
    """
    units = {time_unit(t.text) for t in piece.tokens}
    named = {t.text for t in piece.tokens}
    if len(named) < max(2, len(piece.tokens)) or len(units) != 1 or None in units:
        return [piece]
    return [Phrase(t.x0, t.x1, [t]) for t in piece.tokens]


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
    items: list[list[RowItem]] = [[] for _ in range(len(between) + 1)]
    for row in body:
        for item in row.items:
            if item.c1 - item.c0 == 1:
                items[item.c0].append(item)
    lines = [_lines(column) for column in items]
    for row in rows:
        if not row.spans:
            continue
        new: list[RowItem] = []
        for item in row.items:
            new += _parted(item, between, lines) if item.c1 - item.c0 > 1 else [item]
        row.items = new
        row.spans = any(i.c1 - i.c0 > 1 for i in new)
        row.columns = frozenset(c for i in new for c in range(i.c0, i.c1))


def _lines(column: Sequence[RowItem]) -> tuple[float, float, float] | None:
    """(left, middle, right) that a column keeps to."""
    if not column:
        return None
    left, right = [i.tokens[0].x0 for i in column], [i.tokens[-1].x1 for i in column]
    return median(left), median((a + b) / 2 for a, b in zip(left, right, strict=True)), max(right)


def _fits(item: RowItem, line: tuple[float, float, float] | None) -> bool:
    if line is None or item.c1 - item.c0 != 1:
        return False
    x0, x1 = item.tokens[0].x0, item.tokens[-1].x1
    return min(abs(x0 - line[0]), abs((x0 + x1) / 2 - line[1]), abs(x1 - line[2])) <= _ALIGNED


def _parted(
    item: RowItem, between: Sequence[Gutter], lines: Sequence[tuple[float, float, float] | None]
) -> list[RowItem]:
    if item.c1 - item.c0 > 4 or len(item.tokens) > 12:
        return [item]
    for k in range(item.c0, item.c1 - 1):
        g = between[k]
        for i in range(1, len(item.tokens)):
            a, b = item.tokens[i - 1], item.tokens[i]
            if a.x1 > g.hi + 1 or b.x0 < g.lo - 1:
                continue
            left = RowItem(item.c0, k + 1, item.tokens[:i])
            right = RowItem(k + 1, item.c1, item.tokens[i:])
            parts = [p for s in (left, right) for p in (_parted(s, between, lines) if s.c1 - s.c0 > 1 else [s])]
            if all(_fits(p, lines[p.c0]) for p in parts):
                return parts
    return [item]


def widen_heads(
    rows: Sequence[VisualRow],
    heads: int,
    extents: Sequence[tuple[float, float] | None],
    rules: Sequence[tuple[float, float, float]],
) -> None:
    """Let headings above other headings span the columns they are centred over, or that a rule under them spans.

    Args:
        rows: the table's visual rows; the items of heading rows are widened in place.
        heads: how many of them are headings.
        extents: (left, right) of each column's text.
        rules: (y, x0, x1) of rules shorter than the table.
    """
    for r in range(heads - 1):
        row = rows[r]
        under = [i for lower in rows[r + 1 : heads] for i in lower.items if i.c1 - i.c0 == 1]
        below = {i.c0 for i in under}
        values = {i.c0 for i in under if i.value} if not row.values else set[int]()
        for k, item in enumerate(row.items):
            if item.c0 == 0:
                continue
            low = row.items[k - 1].c1 if k else 1
            high = row.items[k + 1].c0 if k + 1 < len(row.items) else len(extents)
            span = _span(item, max(1, low), high, extents, rules, below, values)
            if span is not None:
                item.c0, item.c1 = span
        row.spans = any(i.c1 - i.c0 > 1 for i in row.items)
        row.columns = frozenset(c for i in row.items for c in range(i.c0, i.c1))
        row.values = frozenset(i.c0 for i in row.items if i.value and i.c1 - i.c0 == 1)


def _span(
    item: RowItem,
    low: int,
    high: int,
    extents: Sequence[tuple[float, float] | None],
    rules: Sequence[tuple[float, float, float]],
    below: set[int],
    values: set[int],
) -> tuple[int, int] | None:
    """The columns that a heading spans, if they are more than its own."""
    x0, x1 = item.tokens[0].x0, item.tokens[-1].x1
    bottom = max(t.bottom for t in item.tokens)
    known = {c: e for c in range(low, high) if (e := extents[c]) is not None}
    for y, left, right in rules:
        if -2 <= y - bottom <= 8 and left <= x0 + 2 and right >= x1 - 2:
            inside = [c for c, e in known.items() if left - 2 <= (e[0] + e[1]) / 2 <= right + 2]
            if len(inside) >= 2:
                return min(item.c0, *inside), max(item.c1, max(inside) + 1)
    middle = (x0 + x1) / 2

    def miss(a: int, b: int) -> float:
        return abs((known[a][0] + known[b - 1][1]) / 2 - middle)

    over_values = item.c0 in values
    if item.c1 - item.c0 == 1 and item.c0 in known and not over_values:
        left, right = known[item.c0]
        if min(abs(x0 - left), abs(x1 - right), abs((left + right) / 2 - middle)) <= _ALIGNED:
            return None
    best: tuple[float, int, int] | None = None
    for a in known:
        for b in (c + 1 for c in known if c > a):
            if a > item.c0 or b < item.c1 or len(below & set(range(a, b))) < 2:
                continue
            error = miss(a, b)
            if error > 0.35 * item.tokens[0].size + 2 or (over_values and not set(range(a, b)) <= values):
                continue
            # Words over years are a heading of several, so as many as it is centred over; else the best centred.
            better = best is None or (b - a > best[2] - best[1] if over_values else error < best[0] - 0.5)
            if better:
                best = (error, a, b)
    return (best[1], best[2]) if best is not None else None
