"""Grids that only paint draws, as in tables whose every other row is shaded: the white rows between are of them too.

A painted row is a drawing of its own where white parts it from the next one, and a cell that is merged over several
rows is white over all of them. The columns of the shaded rows, the rule that ends the table and the lines of its text
say the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf

from ingest.layout.tables.grid import Area, Lattice
from ingest.layout.tables.model import MeasuredWord
from ingest.layout.tables.paint.heads import Limit, with_rows_below
from ingest.layout.tables.regions import rows_of
from ingest.layout.tables.rules import DOUBLE, RuleSegment, extent

__all__ = ["is_painted", "parted_white", "with_white_rows"]

FEWEST = 2
"""Columns in which text must stand for a white row of a painted grid."""
LEVEL = 0.3
"""Font sizes within which lines of neighbouring cells are level."""
SAME = 1.5
"""Points within which edges of two shaded rows are one column edge."""
APART = 0.25
"""The same of edges on this page and those that text showed on the page before, as a share of the narrowest column."""
COLUMNS = 3
"""Column edges of a grid, at least, that goes on below white."""

_Drawing = tuple[list[RuleSegment], list[RuleSegment]]
"""Horizontal and vertical borders."""


def is_painted(v: Sequence[RuleSegment]) -> bool:
    """Return whether fills alone draw the columns of a grid: such a one is often a part of a table."""
    return all(s.soft for s in v)


def with_white_rows(
    drawings: Sequence[_Drawing], hs: Sequence[RuleSegment], tokens: Sequence[MeasuredWord], known: Sequence[float] = ()
) -> list[_Drawing]:
    """Return the drawings, those of paint with the white rows between and below them, and at the page's top.

    Args:
        drawings: borders that touch or cross.
        hs: all horizontal borders of the page.
        tokens: its words.
        known: column edges of a table that the page before ended with.
    """
    painted = sorted((d for d in drawings if is_painted(d[1])), key=lambda d: extent(d[1])[0])
    out = [d for d in drawings if not is_painted(d[1])]
    while painted:
        h, v = painted.pop(0)
        next_paint = min((extent(o[1])[0] for o in painted if extent(o[1])[0] > extent(v)[1]), default=inf)
        xs = _edges(v)
        drawn = with_rows_below((h, v), xs, hs, tokens, Limit(next_paint, _are_known(xs, known)))
        if drawn is not None:
            out.append(drawn)
            continue
        for other in list(painted):
            white = _white_between(v, other[1], tokens, _are_known(_edges(v), known))
            if white and not _is_ruled(hs, v, other[1]):
                h, v = [*h, *other[0]], [*v, *other[1], *white]
                painted.remove(other)
        h, v = _to_rule(h, v, hs, tokens, [o[1] for o in painted])
        out.append(_to_top(h, v, known, tokens))
    return out


def _edges(v: Sequence[RuleSegment]) -> list[float]:
    out: list[float] = []
    for x in sorted(s.at for s in v):
        if not out or x - out[-1] > SAME:
            out.append(x)
    return out


def _white_between(
    upper: Sequence[RuleSegment], lower: Sequence[RuleSegment], tokens: Sequence[MeasuredWord], goes_on: bool
) -> list[RuleSegment]:
    """The borders of the white rows between two shaded parts of one grid; none where they are of two. Where a table
    `goes_on` from the page before, the rest of a cut row may stand in one column between them."""
    (_, bottom), (start, _) = extent(upper), extent(lower)
    xs, own = _edges(upper), _edges(lower)
    if len(xs) < COLUMNS or start < bottom:
        return []
    if len(own) < COLUMNS or not all(any(abs(x - y) <= SAME for y in xs) for x in own):
        return []
    return _columns(xs, bottom, start, tokens, 1 if goes_on else FEWEST)


def _is_ruled(hs: Sequence[RuleSegment], upper: Sequence[RuleSegment], lower: Sequence[RuleSegment]) -> bool:
    """Whether a rule stands in the white between two shaded parts: it ends the first."""
    (_, bottom), (start, _) = extent(upper), extent(lower)
    left, right = _edges(upper)[0], _edges(upper)[-1]
    return any(not s.soft and bottom + DOUBLE < s.at < start - DOUBLE and s.lo < right and s.hi > left for s in hs)


def _to_rule(
    h: list[RuleSegment],
    v: list[RuleSegment],
    hs: Sequence[RuleSegment],
    tokens: Sequence[MeasuredWord],
    others: Sequence[Sequence[RuleSegment]],
) -> _Drawing:
    """A painted grid with its last row where that is white, no paint of `others` is below it, and only a rule of the
    grid's width ends it."""
    (_, bottom), (left, right) = extent(v), extent(h)
    below = [s for s in hs if not s.soft and s.at > bottom + DOUBLE]
    foot = min(below, key=lambda s: s.at, default=None)
    if foot is None or abs(foot.lo - left) > DOUBLE or abs(foot.hi - right) > DOUBLE:
        return h, v
    if any(bottom < extent(o)[0] < foot.at for o in others):
        return h, v
    white = _columns(_edges(v), bottom, foot.at, tokens, FEWEST)
    return ([*h, foot], [*v, *white]) if white else (h, v)


def _to_top(
    h: list[RuleSegment], v: list[RuleSegment], known: Sequence[float], tokens: Sequence[MeasuredWord]
) -> _Drawing:
    """A painted grid that goes on from the page before, with the white row at the page's top over its shaded ones."""
    xs, (top, _) = _edges(v), extent(v)
    above = rows_of([t for t in tokens if t.ym < top])
    if not above or not _are_known(xs, known):
        return h, v
    if any(r.x0 < xs[0] or r.x1 > xs[-1] for r in above) or top - above[-1].bottom > above[-1].size:
        return h, v
    loose = any(b.top - a.bottom > b.size for a, b in pairwise(above))
    crossed = any(t.x0 + 1 < x < t.x1 - 1 for r in above for t in r.tokens for x in xs)
    if loose or crossed:
        return h, v
    head = above[0].top - 1
    return [*h, RuleSegment(head, xs[0], xs[-1], soft=True)], [*v, *(RuleSegment(x, head, top, soft=True) for x in xs)]


def _are_known(xs: Sequence[float], known: Sequence[float]) -> bool:
    """Whether column edges are those of a table that the page before ended with."""
    if len(xs) < FEWEST or len(xs) != len(known):
        return False
    narrowest = min(b - a for a, b in pairwise(xs))
    return all(abs(a - b) <= APART * narrowest for a, b in zip(xs[1:-1], known[1:-1], strict=True))


def _columns(
    xs: Sequence[float], top: float, bottom: float, tokens: Sequence[MeasuredWord], fewest: int
) -> list[RuleSegment]:
    """The columns of a grid over white, from one height to another, where the text there keeps to them and stands in
    the fewest of them at least."""
    inside = [t for t in tokens if top < t.ym < bottom and xs[0] <= t.mid <= xs[-1]]
    lines = rows_of(inside)
    held = {sum(x <= t.mid for x in xs) for t in inside}
    crossed = any(t.x0 + 1 < x < t.x1 - 1 for t in inside for x in xs)
    if not inside or crossed or len(held) < fewest or lines[0].top - top > lines[0].size:
        return []
    return [RuleSegment(x, top, bottom, soft=True) for x in xs]


def parted_white(lattice: Lattice) -> Lattice:
    """Return a grid with the merged cells parted that only white parts: no paint, or a rule that the producer left out.

    What stands in a cell below a gap and begins level with the first line of a row beside it is the next cell.
    """
    tops: dict[int, list[float]] = {}
    for area in lattice.areas:
        if area.tokens and area.r1 - area.r0 == 1:
            tops.setdefault(area.r0, []).append(min(t.ym for t in area.tokens))
    areas: list[Area] = []
    for area in lattice.areas:
        start, tokens = area.r0, area.tokens
        lines = rows_of(tokens) if area.r1 - area.r0 > 1 else []
        for above, line in pairwise(lines):
            row = next((r for r in range(start + 1, area.r1) if lattice.ys[r] <= line.mid < lattice.ys[r + 1]), None)
            level = row is not None and any(abs(y - line.mid) < LEVEL * line.size for y in tops.get(row, ()))
            if row is None or not level or line.top - above.bottom < line.size:
                continue
            areas.append(Area(start, area.c0, row, area.c1, [t for t in tokens if t.ym < lattice.ys[row]]))
            start, tokens = row, [t for t in tokens if t.ym >= lattice.ys[row]]
        areas.append(Area(start, area.c0, area.r1, area.c1, tokens, area.turned, area.unsure))
    areas.sort(key=lambda a: (a.r0, a.c0))
    return Lattice(lattice.xs, lattice.ys, areas)
