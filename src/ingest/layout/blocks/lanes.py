"""Columns with heads of their own that go on beside each other on the next page (phases, months, boards).

Columns of running text are read page by page. Where at least three columns begin with a head each at one height, each
is a list of its own, and what stands below its left edge on the next page without a head belongs to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Lane", "continued", "lanes_at_end"]

FEWEST = 3
"""Columns; two with headings stand beside each other by chance in running text."""
_NEAR = 3.0
"""Points within which left edges, and tops, are one."""
_LARGER = 1.15
"""Times a column's size of text from which a block is none of it but what stands over the page."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A block of a page: the left edges of its lines, its right edge and its top (points), and whether its first line
    alone is set as a head; `beside`: it is one of several side by side; `size`: the font size of its text (points);
    `title`: all of it is set as a head."""

    lefts: tuple[float, ...]
    right: float
    top: float
    headed: bool
    beside: bool
    size: float = 0.0
    title: bool = False


def lanes_at_end(blocks: Sequence[Lane]) -> int:
    """Return how many columns with heads of their own a page ends with; 0 for none.

    Args:
        blocks: of the page, in reading order.
    """
    count = 0
    for block in reversed(blocks):
        after = blocks[len(blocks) - count] if count else None
        level = after is None or (abs(block.top - after.top) <= _NEAR and min(block.lefts) < min(after.lefts))
        if not (block.beside and block.headed and level):
            break
        count += 1
    return count if count >= FEWEST else 0


def continued(lanes: Sequence[Lane], blocks: Sequence[Lane]) -> list[int]:
    """Return, for each of the first blocks of the next page, the lane that it goes on with; shorter where a block goes
    on with none.

    Args:
        lanes: the columns at the end of a page, left to right.
        blocks: of the next page, in reading order.
    """
    out: list[int] = []
    for block in blocks:
        found = [n for n, lane in enumerate(lanes) if _goes_on(block, lane, lanes[n + 1 : n + 2])]
        if block.headed or block.title or not found or block.size > _LARGER * lanes[found[0]].size:
            break
        out.append(found[0])
    return out


def _goes_on(block: Lane, lane: Lane, beside: Sequence[Lane]) -> bool:
    """Whether a block stands below a lane's left edge, and ends before the lane beside it."""
    left = min(block.lefts)
    if any(block.right > min(other.lefts) - _NEAR for other in beside):
        return False
    return any(abs(left - x) <= _NEAR for x in lane.lefts)
