"""Drawn grids: borders to elementary places, places without a border between them to cells."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.layout.tables.gutters import is_value
from ingest.layout.tables.model import MeasuredWord
from ingest.layout.tables.rules import RuleSegment, extent
from ingest.layout.union_find import root

__all__ = ["Area", "Lattice", "lattice_of"]

_SAME = 3.0
"""Points within which borders of one drawing are the same column or row edge."""
_MARK = 3
"""Letters of a mark in a cell: `Ja`, `Nej`, `X`."""
_ASIDE = 0.12
"""Share of a cell's width by which a mark stands off its middle, where it belongs to one of the columns below it."""
_COVER = 0.55
"""Share of a place's side that a border must cover."""


@dataclass(slots=True)
class Area:
    """A cell: grid rows [`r0`, `r1`) and columns [`c0`, `c1`) with its tokens."""

    r0: int
    c0: int
    r1: int
    c1: int
    tokens: list[MeasuredWord] = field(default_factory=list)
    turned: list[MeasuredWord] = field(default_factory=list)
    """Words of turned text."""
    unsure: float = 0.0
    """How near the decisions were that part its row from those above and below: 0 (sure) to 1."""

    @property
    def filled(self) -> bool:
        return bool(self.tokens or self.turned)

    @property
    def spans(self) -> bool:
        return self.r1 - self.r0 > 1 or self.c1 - self.c0 > 1


@dataclass(slots=True)
class Lattice:
    """Edges in points (columns + 1, rows + 1) and the areas that tile the grid."""

    xs: list[float]
    ys: list[float]
    areas: list[Area]

    def place(self, tokens: Sequence[MeasuredWord], *, turned: bool = False) -> None:
        """Give each token to the area that holds its middle; tokens outside are ignored."""
        owner: dict[tuple[int, int], Area] = {}
        for area in self.areas:
            for r in range(area.r0, area.r1):
                for c in range(area.c0, area.c1):
                    owner[r, c] = area
        for token in tokens:
            r = bisect.bisect_right(self.ys, token.ym) - 1
            c = bisect.bisect_right(self.xs, token.mid) - 1
            if (r, c) in owner:
                area = owner[r, c]
                (area.turned if turned else area.tokens).append(token)


def _edges(parts: Sequence[RuleSegment], ends: tuple[float, float]) -> list[float]:
    """Positions of borders, the outer ends of the crossing ones added where no border closes the drawing."""
    values = sorted(s.at for s in parts)
    out: list[list[float]] = []
    for value in values:
        if out and value - out[-1][-1] <= _SAME and value - out[-1][0] <= 2 * _SAME:
            out[-1].append(value)
        else:
            out.append([value])
    edges = [sum(g) / len(g) for g in out]
    if not edges or edges[0] - ends[0] > 2 * _SAME:
        edges.insert(0, ends[0])
    if ends[1] - edges[-1] > 2 * _SAME:
        edges.append(ends[1])
    return edges


def _covered(parts: Sequence[RuleSegment], edges: Sequence[float]) -> dict[int, list[tuple[float, float]]]:
    """For each edge, the stretches that a border covers."""
    out: dict[int, list[tuple[float, float]]] = {i: [] for i in range(len(edges))}
    for s in parts:
        i = min(range(len(edges)), key=lambda k: abs(edges[k] - s.at))
        out[i].append((s.lo, s.hi))
    return out


def _share(stretches: Sequence[tuple[float, float]], lo: float, hi: float) -> float:
    shared = [(b if b < hi else hi) - (a if a > lo else lo) for a, b in stretches]
    covered = sum([length for length in shared if length > 0])
    return covered / (hi - lo) if hi > lo else 1.0


def lattice_of(hs: Sequence[RuleSegment], vs: Sequence[RuleSegment], tokens: Sequence[MeasuredWord] = ()) -> Lattice:
    """The grid that one drawing makes; open sides are closed at the drawing's outer bounds.

    A border between columns that many rows draw is taken for drawn in a row without it, if the row's text
    (`tokens`) keeps off it: some producers leave out borders in every other row.
    """
    xs = _edges(vs, extent(hs))
    ys = _edges(hs, extent(vs))
    _drop_prose(ys, xs, hs, tokens)
    rows, columns = len(ys) - 1, len(xs) - 1
    by_x, by_y = _covered(vs, xs), _covered(hs, ys)
    parent = list(range(rows * columns))
    parted = [[_share(by_x[c], ys[r], ys[r + 1]) >= _COVER for c in range(columns + 1)] for r in range(rows)]
    if tokens:
        _imply(parted, xs, ys, tokens)

    for r in range(rows):
        for c in range(columns):
            here = r * columns + c
            if c + 1 < columns and not parted[r][c + 1]:
                a, b = root(parent, here), root(parent, here + 1)
                parent[max(a, b)] = min(a, b)
            if r + 1 < rows and _share(by_y[r + 1], xs[c], xs[c + 1]) < _COVER:
                a, b = root(parent, here), root(parent, here + columns)
                parent[max(a, b)] = min(a, b)
    groups: dict[int, list[tuple[int, int]]] = {}
    for i in range(rows * columns):
        groups.setdefault(root(parent, i), []).append(divmod(i, columns))
    areas: list[Area] = []
    for places in groups.values():
        areas += _rectangles(places)
    areas.sort(key=lambda a: (a.r0, a.c0))
    return Lattice(xs, ys, areas)


def _drop_prose(
    ys: list[float], xs: Sequence[float], hs: Sequence[RuleSegment], tokens: Sequence[MeasuredWord]
) -> None:
    """Take back a row that only overlong vertical borders close, where its text runs across them (scans)."""
    drawn = [s.at for s in hs]
    for top in (True, False):
        if len(ys) < 3:
            return
        edge, lo, hi = (ys[0], ys[0], ys[1]) if top else (ys[-1], ys[-2], ys[-1])
        if any(abs(edge - at) <= 2 * _SAME for at in drawn):
            continue
        inside = sorted((t for t in tokens if lo <= t.ym <= hi), key=lambda t: t.x0)
        across = sum(t.x0 + 1 < x < t.x1 - 1 for t in inside for x in xs[1:-1])
        # Words a mere space apart on both sides of a border run across it too.
        across += sum(
            b.x0 - a.x1 < 0.5 * a.size and abs(a.ym - b.ym) < 0.5 * a.size and any(a.mid < x < b.mid for x in xs[1:-1])
            for a, b in pairwise(inside)
        )
        if across:
            ys.pop(0 if top else -1)


def _imply(parted: list[list[bool]], xs: Sequence[float], ys: Sequence[float], tokens: Sequence[MeasuredWord]) -> None:
    """Add borders that other rows draw to rows whose text stands on both sides of them and never across.

    Looked at between the borders that the row does draw: over two columns, as a spanning heading stands, the gap
    must be wide; over more, where the text of several columns keeps off the borders, any space will do.
    """
    rows = len(parted)
    drawn_in = [sum(row[c] for row in parted) for c in range(len(xs))]
    usual = [
        c
        for c in range(1, len(xs) - 1)
        if max(2, 0.2 * rows) <= drawn_in[c] < rows
        # Faint in a scan: drawn in one row only, but text keeps off it on both sides in many.
        or (0 < drawn_in[c] < rows and _kept_off(xs[c], ys, tokens) >= max(2, 0.4 * rows))
    ]
    for r, row in enumerate(parted if usual else []):
        drawn = [c for c in range(len(xs)) if row[c] or c in (0, len(xs) - 1)]
        for c0, c1 in pairwise(drawn):
            missing = [c for c in usual if c0 < c < c1]
            if not missing:
                continue
            inside = [t for t in tokens if ys[r] < t.ym < ys[r + 1] and xs[c0] < t.mid < xs[c1]]
            if _mark_aside(inside, [xs[c] for c in (c0, *missing, c1)]):
                for c in missing:
                    row[c] = True
                continue
            clear = [c for c in missing if not any(t.x0 + 1 < xs[c] < t.x1 - 1 for t in inside)]
            both = [c for c in clear if _both_sides(inside, xs[c])]
            if c1 - c0 >= 3 and len(both) >= 2 and len(clear) == len(missing):
                for c in clear:
                    row[c] = True
            else:
                for c in both:
                    row[c] = row[c] or _gap(inside, xs[c]) > 0.6 * inside[0].size


def _mark_aside(tokens: Sequence[MeasuredWord], edges: Sequence[float]) -> bool:
    """Whether a mark (`Ja`, `X`, a value) stands within one of the columns, not in the middle of them all."""
    if not tokens or not all(is_value(t.text) or len(t.text) <= _MARK for t in tokens):
        return False
    x0, x1 = min(t.x0 for t in tokens), max(t.x1 for t in tokens)
    middle, whole = (edges[0] + edges[-1]) / 2, edges[-1] - edges[0]
    within = any(a < x0 and x1 < b for a, b in pairwise(edges))
    return within and abs((x0 + x1) / 2 - middle) > _ASIDE * whole


def _kept_off(x: float, ys: Sequence[float], tokens: Sequence[MeasuredWord]) -> int:
    """Rows with text on both sides of x and white space around it wider than a letter."""
    count = 0
    for top, bottom in pairwise(ys):
        inside = [t for t in tokens if top < t.ym < bottom]
        count += _both_sides(inside, x) and _gap(inside, x) > 1.2 * inside[0].size
    return count


def _both_sides(tokens: Sequence[MeasuredWord], x: float) -> bool:
    return any(t.mid < x for t in tokens) and any(t.mid > x for t in tokens)


def _gap(tokens: Sequence[MeasuredWord], x: float) -> float:
    return min(t.x0 for t in tokens if t.mid > x) - max(t.x1 for t in tokens if t.mid < x)


def _rectangles(places: list[tuple[int, int]]) -> list[Area]:
    """Joined places as one rectangle, or, where they make none, as rows of the same width stacked."""
    r0, r1 = min(r for r, _ in places), max(r for r, _ in places) + 1
    c0, c1 = min(c for _, c in places), max(c for _, c in places) + 1
    if (r1 - r0) * (c1 - c0) == len(places):
        return [Area(r0, c0, r1, c1)]
    out: list[Area] = []
    held = set(places)
    for r in range(r0, r1):
        c = c0
        while c < c1:
            if (r, c) not in held:
                c += 1
                continue
            end = c
            while end < c1 and (r, end) in held:
                end += 1
            above = next((a for a in out if a.r1 == r and (a.c0, a.c1) == (c, end)), None)
            if above is not None:
                above.r1 = r + 1
            else:
                out.append(Area(r, c, r + 1, end))
            c = end
    return out
