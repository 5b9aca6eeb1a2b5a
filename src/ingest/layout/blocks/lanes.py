"""Columns with heads of their own that go on beside each other on the next page (phases, months, boards).

Columns of running text are read page by page. Where at least three columns begin with a head each at one height, each
is a list of its own, and what stands below its left edge on the next page without a head belongs to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

__all__ = ["Lane", "continued", "joined", "lanes_at_end"]

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


def lanes_at_end(blocks: Sequence[Lane]) -> tuple[int, ...]:
    """Return of each column with a head of its own that a page ends with how many blocks it has; () for none.

    Args:
        blocks: of the page, in reading order: a column is one block that begins with its head, or a head and the cards
            below it, a block each.
    """
    counts: list[int] = []
    end = len(blocks)
    while end:
        start = end - 1
        while start and not _heads(blocks[start], end - start) and _is_below(blocks[start], blocks[start - 1]):
            start -= 1
        block, after = blocks[start], blocks[end] if counts else None
        level = after is None or (abs(block.top - after.top) <= _NEAR and min(block.lefts) < min(after.lefts))
        if not (block.beside and _heads(block, end - start) and level):
            break
        counts.insert(0, end - start)
        end = start
    return tuple(counts) if len(counts) >= FEWEST else ()


def _heads(block: Lane, count: int) -> bool:
    """Whether a block is the first of its column's blocks: it begins with a head, or is the head of others."""
    return block.headed or (block.title and count > 1)


def _is_below(block: Lane, above: Lane) -> bool:
    return block.beside and above.beside and block.top > above.top and abs(min(block.lefts) - min(above.lefts)) <= _NEAR


def joined(blocks: Sequence[Lane]) -> Lane:
    """Return the blocks of one column as one."""
    sizes = [block.size for block in blocks[1:]] or [blocks[0].size]
    lefts = tuple(x for block in blocks for x in block.lefts)
    return replace(blocks[0], lefts=lefts, right=max(block.right for block in blocks), size=max(sizes))


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
