"""A list set in two columns: items with the same bullet on both sides of a gutter, under no heads of columns.

The fitted decision sees two short texts at one height, as in a row of a table, and leaves them together: it does not
know what a bullet is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from ingest.language.lists import BULLETS
from ingest.layout.blocks.runs import GutterRun, Sides
from ingest.layout.tables.model import MeasuredWord

__all__ = ["lists_abreast"]

_FEWEST = 3
"""Items on both sides together."""
_LEVEL = 0.5
"""Font sizes by which the first items of both sides differ in height at most."""
_SAME = 2.0
"""Points within which bullets stand below each other."""


def lists_abreast(run: GutterRun) -> Iterator[GutterRun]:
    """Return the stretches of a run in which a list goes on at the right of the gutter."""
    start = 0
    while start < len(run.bands):
        found = _from(run, start)
        if found is not None:
            yield found
        start += len(found.bands) if found is not None else 1


def _from(run: GutterRun, start: int) -> GutterRun | None:
    """The list that begins with a band; None where none does."""
    first = run.sides[start]
    # Text over both sides may be the heads of columns.
    if not first.both or first.apart > _LEVEL * run.size or (start and run.sides[start - 1].both):
        return None
    left = _bullet(first.left.lines[0])
    if left is None:
        return None
    # The right-hand column may begin in the midst of an item.
    lines = (line for sides in run.sides[start:] for line in sides.right.lines)
    right = next((bullet for line in lines if (bullet := _bullet(line)) is not None), None)
    if right is None or left.text != right.text:
        return None
    edges = left.x0, right.x0
    held = list(takewhile(lambda sides: _are_items(sides, left.text, edges), run.sides[start:]))
    items = sum(_bullet(line) is not None for s in held for side in (s.left, s.right) for line in side.lines)
    return run.sub(start, start + len(held)) if items >= _FEWEST else None


def _bullet(line: Sequence[MeasuredWord]) -> MeasuredWord | None:
    return line[0] if len(line) > 1 and line[0].text in BULLETS else None


def _are_items(sides: Sides, sign: str, edges: tuple[float, float]) -> bool:
    """Whether every line of a band begins with the bullet at its side's edge, or further in without one."""
    for part, edge in zip((sides.left, sides.right), edges, strict=True):
        for line in part.lines:
            bullet = _bullet(line)
            if bullet is None and line[0].x0 <= edge + _SAME:
                return False
            if bullet is not None and (bullet.text != sign or abs(bullet.x0 - edge) > _SAME):
                return False
    return True
