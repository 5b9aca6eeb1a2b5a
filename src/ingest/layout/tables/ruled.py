"""Tables that are drawn, wholly or in part."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Fill, Page
from ingest.layout.tables.cells import build, compact
from ingest.layout.tables.charts import struck
from ingest.layout.tables.framed import heading_gutters
from ingest.layout.tables.grid import Lattice, lattice_of
from ingest.layout.tables.half_ruled import is_boxed, refine
from ingest.layout.tables.model import FoundTable, MeasuredWord, tokens_of
from ingest.layout.tables.paint.separate_boxes import grids_of_boxes
from ingest.layout.tables.paint.white_rows import is_painted, parted_white, with_white_rows
from ingest.layout.tables.regions import rows_of
from ingest.layout.tables.rules import RuleSegment, components, extent
from ingest.layout.watermarks import is_mark, text_size

__all__ = ["ruled_tables"]

LEVEL_ENDS, SAME_LINE, FEWEST_LEVEL = 4.0, 0.3, 2
"""Points by which upright rules of one table may end above or below each other; font sizes within which words are on
one line; and such lines between two parts of a table, at least."""

_Drawing = tuple[list[RuleSegment], list[RuleSegment]]
"""Horizontal and vertical borders that touch."""


@dataclass(frozen=True, slots=True)
class _Grid:
    lattice: Lattice
    completed: bool
    painted: bool
    """Only fills draw it, no rule."""


def ruled_tables(
    page: Page,
    tokens: Sequence[MeasuredWord],
    hs: Sequence[RuleSegment],
    vs: Sequence[RuleSegment],
    fills: Sequence[Fill],
    known: Sequence[float] = (),
) -> list[FoundTable]:
    """One table a drawing that makes a grid of at least two cells with text.

    Args:
        known: column edges of a table that the page before ended with.
    """
    grids: list[_Grid] = []
    size = text_size(page)
    turned = [t for t in tokens_of(page.rotated) if not is_mark(t.word, size)]
    used: set[int] = set()
    boxes, drawings = grids_of_boxes(components(hs, vs), tokens)
    grids += [_Grid(compact(lattice), completed=False, painted=False) for lattice in boxes]
    for h, v in _whole(with_white_rows(drawings, hs, tokens, known), tokens):
        (top, bottom), (left, right) = extent(v), extent(h)
        top, bottom = min(top, *(s.at for s in h)), max(bottom, *(s.at for s in h))
        left, right = min(left, *(s.at for s in v)), max(right, *(s.at for s in v))
        inside = [t for t in tokens if left <= t.mid <= right and top <= t.ym <= bottom]
        if len(inside) < 2:
            continue
        lattice = lattice_of(h, v, inside)
        if len(lattice.areas) < 2 or (len(lattice.xs) < 3 and all(s.soft for s in v)):
            continue  # a frame; or painted bands: alignment says more about them
        lattice.place(inside)
        lattice = parted_white(lattice)
        lattice, completed = refine(lattice, heading_gutters(lattice))
        free = [t for t in turned if t.index not in used]
        lattice.place(free, turned=True)
        whole = lattice
        lattice = compact(lattice)
        # The boxes of a chart stand apart, and texts cross what is left without the empty columns; the lines of boxes
        # in a form share no borders, and without some of these their texts would cross too.
        crossed = _crossed(whole if is_boxed(whole) else lattice)
        if not crossed and plausible(lattice) and not charted(lattice, hs, vs):
            grids.append(_Grid(lattice, completed, painted=is_painted(v)))
            used |= {t.index for a in lattice.areas for t in a.turned}
    return _nested(page, grids, fills)


def _whole(drawings: Sequence[_Drawing], tokens: Sequence[MeasuredWord]) -> list[_Drawing]:
    """The drawings without the parts of one table of upright rules whose headings are painted in part:
    on a faint scan some cells keep their paint, and each stretch of these is a drawing. Its text says more.

    Such parts stand side by side, their rules as high as each other's, with text between them on lines of theirs.
    """
    upright = [d for d in drawings if all(s.soft for s in d[0]) and not all(s.soft for s in d[1])]
    torn: list[_Drawing] = []
    for a in upright:
        for b in upright:
            (a_top, a_foot), (b_top, b_foot) = (extent(s for s in d[1] if not s.soft) for d in (a, b))
            right, left = extent(a[0])[1], extent(b[0])[0]
            if left <= right or max(abs(a_top - b_top), abs(a_foot - b_foot)) > LEVEL_ENDS:
                continue
            inside = [t for t in tokens if a_top <= t.ym <= a_foot]
            between = [t for t in inside if right < t.mid < left]
            beside = [t.ym for t in inside if t.mid < right or t.mid > left]
            level = {round(t.ym) for t in between if any(abs(t.ym - y) < SAME_LINE * t.size for y in beside)}
            if len(level) >= FEWEST_LEVEL:
                torn += [a, b]
    return [d for d in drawings if not any(d is t for t in torn)]


def plausible(lattice: Lattice) -> bool:
    """A grid with text in its places, not an ornament or a frame."""
    areas = lattice.areas
    if len(lattice.xs) < 3:
        return False
    filled = [a for a in areas if a.filled]
    return len(filled) >= 2 and len(filled) >= 0.2 * len(areas)


def _crossed(lattice: Lattice) -> bool:
    """Whether text stands over the borders of its places.

    Args:
        lattice: with all its columns; what is left of them when some were dropped is narrower than the drawn cells.
    """
    crossing = total = 0
    for area in lattice.areas:
        x0, x1 = lattice.xs[area.c0], lattice.xs[area.c1]
        top, bottom = lattice.ys[area.r0], lattice.ys[area.r1]
        for t in area.tokens:
            total += 1
            out = max(x0 - t.x0, t.x1 - x1, 0.0)
            if out > 0.3 * (t.x1 - t.x0) or max(top - t.top, t.bottom - bottom) > 0.45 * (t.bottom - t.top):
                crossing += 1
    return crossing > 0.12 * total


def charted(lattice: Lattice, hs: Sequence[RuleSegment], vs: Sequence[RuleSegment]) -> bool:
    """Text struck by gridlines: a chart, or figures set in a grid."""
    tokens = [t for a in lattice.areas for t in a.tokens]
    rows = rows_of(tokens)
    if struck(rows, hs) >= max(2, 0.25 * len(rows)):
        return True
    inner = sorted([(s.at, s.lo, s.hi) for s in vs if lattice.xs[0] + 4 < s.at < lattice.xs[-1] - 4])
    places = [s[0] for s in inner]
    hit = 0
    for t in tokens:
        margin = 0.25 * (t.x1 - t.x0)
        across = inner[bisect_right(places, t.x0 + margin) : bisect_left(places, t.x1 - margin)]
        hit += any(low < t.ym < high for _, low, high in across)
    return hit >= max(2, 0.1 * len(tokens))


def _nested(page: Page, grids: list[_Grid], fills: Sequence[Fill]) -> list[FoundTable]:
    """Build all, smallest first, so that a table drawn inside a cell of another becomes part of that cell."""
    grids.sort(key=lambda g: _order(g.lattice))
    built: list[FoundTable] = []
    for grid in grids:
        lattice = grid.lattice
        inner: dict[int, tuple[FoundTable, ...]] = {}
        for table in list(built):
            for number, area in enumerate(lattice.areas):
                x0, x1 = lattice.xs[area.c0], lattice.xs[area.c1]
                top, bottom = lattice.ys[area.r0], lattice.ys[area.r1]
                b = table.bbox
                if b.x0 >= x0 - 1 and b.x1 <= x1 + 1 and b.top >= top - 1 and b.bottom <= bottom + 1:
                    inner[number] = tuple(sorted([*inner.get(number, ()), table], key=lambda t: t.bbox.top))
                    built.remove(table)
                    break
        taken = {w for t in built for w in t.words}
        for area in lattice.areas:
            area.tokens = [t for t in area.tokens if t.index not in taken]
        method, confidence = ("mixed", 0.85) if grid.completed else ("ruled", 0.95)
        if grid.painted and not inner:
            method = "painted"
        built.append(build(page, lattice, fills, method, confidence, inner))
    return built


def _order(lattice: Lattice) -> tuple[float, float, float]:
    return (lattice.xs[-1] - lattice.xs[0]) * (lattice.ys[-1] - lattice.ys[0]), lattice.ys[0], lattice.xs[0]
