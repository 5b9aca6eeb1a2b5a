"""Two columns of text that go on past a gap: headings' numbers, or the order in which they are drawn, say so.

Columns of text with headings at other heights on either side look like blocks that end between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.layout.blocks.runs import GutterRun, HeightBand, Sides, is_item_number

__all__ = ["counts_past", "drawn_past"]

_FEWEST = 3
"""Numbered headings that tell an order, at least."""
_LARGER = 1.1
"""Sizes of usual type from which a line is larger."""

Count = tuple[int, ...]


def counts_past(whole: GutterRun, start: int, at: int) -> bool:
    """Return whether the headings beside a gutter count past a gap: down the left column, then down the right one.

    Args:
        whole: the longest run of the gutter.
        start: the band that the stretch above the gap begins with.
        at: the band below the gap.
    """
    bands = whole.bands[start:]
    # A row may hold one on each side of the gutter.
    if 2 * sum([len(band.numbered) for band in bands]) < _FEWEST:
        return False
    usual = whole.stretch.sub(start, len(whole.bands)).size
    above, below = bands[: at - start], bands[at - start :]
    sides = [_counts(part, whole.x, right, usual) for part in (above, below) for right in (False, True)]
    down = [*sides[0], *sides[2], *sides[1], *sides[3]]
    return len(down) >= _FEWEST and _rises(down) and not _rises([count for side in sides for count in side])


def _rises(counts: Sequence[Count]) -> bool:
    return all(a < b for a, b in pairwise(counts))


def _counts(bands: Sequence[HeightBand], x: float, right: bool, usual: float) -> list[Count]:
    """The numbers that bold or larger lines on one side of a gutter begin with, before a capital."""
    out: list[Count] = []
    for line in (row for band in bands for row in band.numbered):
        own = sorted((t for t in line if (t.mid >= x) == right), key=lambda t: t.x0)
        if len(own) < 2 or not is_item_number(own[0].text) or not own[1].text[:1].isupper():
            continue
        if all(t.bold or t.size > _LARGER * usual for t in own):
            out.append(tuple(int(part) for part in own[0].text.split(".") if part))
    return out


def drawn_past(whole: GutterRun, start: int, at: int) -> bool:
    """Return whether the file draws all that stands at the left of a gutter, past a gap, before all at its right.

    Programs draw columns of running text one after the other, and blocks beside each other above a gap before those
    below it.

    Args:
        whole: the longest run of the gutter.
        start: the band that the stretch above the gap begins with.
        at: the band below the gap.
    """
    above, below = whole.sides[start:at], whole.sides[at:]
    down = [_places(part, right=right) for right in (False, True) for part in (above, below)]
    return all(down) and all(max(a) < min(b) for a, b in pairwise(down))


def _places(sides: Sequence[Sides], *, right: bool) -> list[int]:
    """Where the words on one side of a gutter stand among those of their page, as the file draws them."""
    return [t.index for side in sides for t in (side.right if right else side.left).tokens]
