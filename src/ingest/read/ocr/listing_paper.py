"""Paper that was printed with bands before anything was written on it: listings of line printers, green and white.

The bands say nothing of the table: they follow the sheet from head to foot, one like the other, and cut through lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.document import BBox, Fill, Word

__all__ = ["without_cutting", "without_paper_bands"]

FEWEST = 5
"""Bands of a sheet, at least."""
EVEN = 2.5
"""Points by which bands differ in height, sides and distance."""
WIDE, TALL = 0.8, 0.7
"""Share of the sheet's width that a band takes, and of its height that they take from the first to the last."""
MOSTLY = 0.75
"""Share of the bands that are as high as the others and stand as far apart, or twice as far where one was not seen: the
sheet's edges cut the first and the last."""


def without_paper_bands(fills: Sequence[Fill], width: float, height: float) -> tuple[Fill, ...]:
    """The painted areas of a page without the bands of its paper; `width` and `height` of the page in points."""
    wide = sorted((f for f in fills if f.bbox.width >= WIDE * width), key=lambda f: f.bbox.top)
    tall = bool(wide) and wide[-1].bbox.bottom - wide[0].bbox.top >= TALL * height
    bands = _joined([f.bbox for f in wide])
    if len(bands) < FEWEST or not tall or not _even(bands):
        return tuple(fills)
    return tuple(f for f in fills if f not in wide)


def _joined(boxes: Sequence[BBox]) -> list[BBox]:
    """Areas one right under the other as one: a band that was seen in two parts."""
    out: list[BBox] = []
    for box in boxes:
        if out and box.top - out[-1].bottom <= EVEN:
            last = out.pop()
            box = BBox(min(last.x0, box.x0), last.top, max(last.x1, box.x1), max(last.bottom, box.bottom))
        out.append(box)
    return out


def _even(bands: Sequence[BBox]) -> bool:
    step, high = median(b.top - a.top for a, b in pairwise(bands)), median(b.height for b in bands)
    left, right = median(b.x0 for b in bands), median(b.x1 for b in bands)
    first = bands[len(bands) // 2].top

    def is_alike(band: BBox) -> bool:
        away = (band.top - first) % step
        off = (band.x0 - left, band.x1 - right, band.height - high, min(away, step - away))
        return max(map(abs, off)) <= EVEN

    return sum(is_alike(b) for b in bands) >= MOSTLY * len(bands)


CUTS, CUT_SHARE, AMID = 3, 0.5, 0.25
"""Words that an edge of an area runs through, at least, and their share of the words that it touches; the part of their
height over and under which it only touches them."""


def without_cutting(fills: Sequence[Fill], words: Sequence[Word]) -> tuple[Fill, ...]:
    """The filled areas without those whose upper or lower edges run through lines of print: the shade of a fold.

    Args:
        fills: of a page.
        words: of the page, with their boxes.
    """
    boxes = [w.bbox for w in words if w.bbox is not None]

    def cuts(fill: Fill) -> bool:
        b = fill.bbox
        met = [w for w in boxes if w.x0 < b.x1 and w.x1 > b.x0 and w.bottom > b.top and w.top < b.bottom]
        inner = [(w.top + AMID * w.height, w.bottom - AMID * w.height) for w in met]
        cut = sum(any(top < y < foot for y in (b.top, b.bottom)) for top, foot in inner)
        return cut >= max(CUTS, CUT_SHARE * len(met))

    return tuple(f for f in fills if not cuts(f))
