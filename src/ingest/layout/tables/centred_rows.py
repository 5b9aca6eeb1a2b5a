"""Rows of cells that stand in the middle of their height, however tight: a column with one line in each row tells them.

In a row set so the lines of every cell lie alike above and below one height. Where a column has one line for each row
(a number, a date, a name), the lines of all others must part at these heights, each part with its middle there, with
none left over; lines that begin at their rows' tops never do.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.layout.tables.visual_rows import VisualRow

__all__ = ["centred_rows"]

_FEWEST = 3
"""Rows of the table, at least."""
_SHOWN = 2
"""Rows with cells of several lines beside one of a single line that show the middle, at least."""
_NEAR = 0.25
"""Font sizes by which the middle of a cell's lines may miss that of its row; half a line is more than twice as much."""

_LEADING = 1.4
"""Times the least distance of two lines in a cell, from which lines are of two cells."""

_Placed = tuple[float, int]
"""The middle of an item (points), and the index of its visual row."""


def centred_rows(rows: Sequence[VisualRow], columns: int) -> list[list[VisualRow]]:
    """Return the visual rows of a body, table row by table row, where all cells stand in the middle of their rows; []
    where they do not.

    Args:
        rows: the body's visual rows, top to bottom.
        columns: of the table.
    """
    if columns < 2 or len(rows) <= _FEWEST or any(i.c1 - i.c0 > 1 for r in rows for i in r.items):
        return []
    lines: list[list[_Placed]] = [[] for _ in range(columns)]
    for at, row in enumerate(rows):
        for item in row.items:
            lines[item.c0].append((sum(t.top + t.bottom for t in item.tokens) / (2 * len(item.tokens)), at))
    near = _NEAR * median(r.size for r in rows)
    pitch = min((b - a for own in lines for (a, _), (b, _) in pairwise(own)), default=0.0)
    for anchor in sorted((own for own in lines if len(own) >= _FEWEST), key=len):
        parts = [_parted(own, [y for y, _ in anchor], near, pitch) for own in lines]
        if any(p is None for p in parts):
            continue
        held = [p for p in parts if p is not None]
        shown = sum(any(len(p[k]) > 1 for p in held) for k in range(len(anchor)))
        if shown >= _SHOWN:
            return _together(rows, [sorted(at for p in held for at in p[k]) for k in range(len(anchor))])
    return []


def _parted(lines: Sequence[_Placed], middles: Sequence[float], near: float, pitch: float) -> list[list[int]] | None:
    """The lines of a column, by the row in whose middle they stand; None where they do not part so, or lines further
    apart than `pitch` (points) would be of one cell."""
    out: list[list[int]] = []
    at = 0
    for middle in middles:
        end = at
        if at < len(lines) and lines[at][0] <= middle + near:
            last = 2 * middle - lines[at][0]
            end = next((n + 1 for n in range(at, len(lines)) if abs(lines[n][0] - last) <= 2 * near), at)
            if end == at or any(b - a > _LEADING * pitch for (a, _), (b, _) in pairwise(lines[at:end])):
                return None
        out.append([index for _, index in lines[at:end]])
        at = end
    return out if at == len(lines) else None


def _together(rows: Sequence[VisualRow], groups: Sequence[Sequence[int]]) -> list[list[VisualRow]]:
    """The visual rows of each group; [] where those of two overlap, or a border parts one."""
    if any(a[-1] >= b[0] for a, b in pairwise(groups)) or sum(len(set(g)) for g in groups) < len(rows):
        return []
    out = [[rows[at] for at in sorted(set(group))] for group in groups]
    return [] if any(row.barrier for group in out for row in group[1:]) else out
