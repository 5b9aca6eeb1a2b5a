"""Cells over several rows of a table that alignment shows: a rule between two rows leaves out their columns.

The other columns are underlined each, or together, and the rule breaks off at the merged cell (Word and browsers draw
it so where only level borders are drawn).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.layout.tables.grid import Area, Lattice
from ingest.layout.tables.rules import RuleSegment

__all__ = ["merged_by_rules"]

_DOUBLE = 2.0
"""Points within which strokes are of one rule."""
_COVERED, _OPEN = 0.75, 0.12
"""Share of a column's width that a rule under its cell covers at least, and of one under no cell at most."""
_FEWEST = 0.4
"""Share of the columns that such a rule underlines, at least: a shorter stroke underlines a word."""


def merged_by_rules(lattice: Lattice, hs: Sequence[RuleSegment], heads: int) -> None:
    """Join cells, one under the other, that a rule between their rows leaves out.

    Args:
        lattice: of a table whose rows and columns alignment shows; its areas are changed.
        hs: the page's horizontal borders.
        heads: how many rows are headings.
    """
    columns = len(lattice.xs) - 1
    gone: list[Area] = []
    for row in range(heads + 1, len(lattice.ys) - 1):
        single = [a for a in lattice.areas if a.c1 - a.c0 == 1 and not any(a is g for g in gone)]
        above = {a.c0: a for a in single if a.r1 == row}
        below = {a.c0: a for a in single if a.r0 == row}
        if min(len(above), len(below)) < columns:
            continue
        cover = _covered(lattice, hs, above, below)
        ruled = [c for c in range(columns) if cover[c] >= _COVERED]
        open_ = [c for c in range(columns) if cover[c] <= _OPEN]
        if len(ruled) < max(1, _FEWEST * columns) or len(ruled) + len(open_) < columns:
            continue
        for column in open_:
            upper, lower = above[column], below[column]
            upper.r1, upper.tokens = lower.r1, [*upper.tokens, *lower.tokens]
            gone.append(lower)
    lattice.areas[:] = [a for a in lattice.areas if not any(a is g for g in gone)]


def _covered(
    lattice: Lattice, hs: Sequence[RuleSegment], above: dict[int, Area], below: dict[int, Area]
) -> list[float]:
    """Return the share of each column's width that the rule between two rows covers; nought where there is none.

    The rule is below all text of the upper row and above all of the lower one, in the columns that it covers.
    """
    left, right = lattice.xs[0], lattice.xs[-1]
    low, high = (lattice.ys[next(iter(above.values())).r0], lattice.ys[next(iter(below.values())).r1])
    inside = [s for s in hs if low < s.at < high and min(s.hi, right) - max(s.lo, left) > 0]
    best: list[float] = [0.0] * len(above)
    for at in sorted({s.at for s in inside}):
        strokes = [s for s in inside if abs(s.at - at) <= _DOUBLE]
        cover = [sum(max(0.0, min(s.hi, b) - max(s.lo, a)) for s in strokes) / (b - a) for a, b in pairwise(lattice.xs)]
        parts = [c for c, share in enumerate(cover) if share >= _COVERED]
        between = all(
            all(t.ym < at for t in above[c].tokens) and all(t.ym > at for t in below[c].tokens) for c in parts
        )
        if between and sum(cover) > sum(best):
            best = cover
    return best
