"""Numbered headings in two columns: whether they count down one column and on in the next.

Columns of text with headings at other heights on either side look like blocks that end between them; the numbers of the
headings tell that they do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.layout.blocks.runs import GutterRun, HeightBand, is_item_number

__all__ = ["counts_past"]

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
