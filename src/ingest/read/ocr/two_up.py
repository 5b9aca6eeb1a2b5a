"""Sheets that show two pages side by side, an opened booklet or two pages printed on one, parted into two pages.

The pages of an opened book, between which the shadow of its gutter falls, are parted before they are read, since each
lies askew in its own way; pages printed on one sheet afterwards, by what stands on them. Both pages keep the sheet's
number, frame and `Page.upright`, so that places show on the sheet as it was scanned.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ingest.document import BBox, Page
from ingest.read.ocr.images import Gray, PageImage

__all__ = ["facing_pages", "split_sheet"]

LANDSCAPE = 1.2
"""Width by height of a sheet from which it may show two pages; two A4 or A5 pages side by side have 1.41."""
HALF = (0.5, 0.9)
"""Width by height of each half: A-sizes 0.71, booklets trimmed on their sides from 0.6, Letter 0.77."""
MIDDLE = 0.08
"""Share of the sheet's width that the gutter's middle may lie beside the middle of its text or of the sheet."""
GUTTER = 0.075
"""Share of the sheet's width that is free of print between two pages: two inner margins of 15 mm on A3 have 0.071 to
0.12; gaps between a landscape table's columns have up to 0.04."""
LINES = 3
"""Lines of print that each page has, at least."""

SHADOW_DPI = 20.0
"""Resolution at which the gutter's shadow is looked for: print is gone when its darker parts are closed."""
PRINT = 0.35
"""Inches of what is closed: a heading's letters."""
SHADOW = 0.85
"""Brightness of the gutter in parts of the paper's beside it, at most."""
THROUGHOUT = 0.85
"""Share of the sheet's height in which the gutter is dark."""
SHADOW_LEAST, SHADOW_WIDTH = 0.15, 0.2
"""Inches over which the shadow reaches, at least (a fold is a line), and share of the sheet's width, at most (a picture
or a dark table is wider)."""
CENTRAL = (0.4, 0.6)
"""Where the gutter lies, in parts of the sheet's width."""


def facing_pages(image: PageImage) -> tuple[PageImage, ...]:
    """The two pages of an opened book, left and right; the very picture alone where no gutter throws its shadow."""
    height, width = image.gray.shape
    if image.turns or width < LANDSCAPE * height:
        return (image,)
    at = _shadow(image.gray, image.dpi)
    if at is None:
        return (image,)
    tint = image.tint
    cut = None if tint is None else round(at * tint.shape[1] / width)
    left = replace(image, gray=np.ascontiguousarray(image.gray[:, :at]), tint=None if tint is None else tint[:, :cut])
    right = replace(
        image,
        gray=np.ascontiguousarray(image.gray[:, at:]),
        tint=None if tint is None else np.ascontiguousarray(tint[:, cut:]),
        left=image.left + at * 72.0 / image.dpi,
    )
    return left, right


def _shadow(gray: Gray, dpi: float) -> int | None:
    """The column of pixels in which a gutter is darkest; None where there is none."""
    factor = SHADOW_DPI / dpi
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    size = max(3, round(PRINT * SHADOW_DPI) | 1)
    # Upright: print of a line is closed from above and below, the gutter, which has no end there, stays.
    paper: npt.NDArray[Any] = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((size, 1), np.uint8)).astype(np.float64)
    rows, columns = paper.shape
    first, last = (round(share * columns) for share in CENTRAL)
    profile = np.median(paper, axis=0)
    at = first + int(profile[first:last].argmin())
    sides = np.median(profile[:first]), np.median(profile[last:])
    plain = float(min(sides))
    if profile[at] > SHADOW * plain:
        return None
    dark = profile < (1.0 + SHADOW) / 2 * plain
    start, end = at, at
    while start > 0 and dark[start - 1]:
        start -= 1
    while end < columns - 1 and dark[end + 1]:
        end += 1
    if not SHADOW_LEAST * SHADOW_DPI <= end - start <= SHADOW_WIDTH * columns:
        return None
    near = paper[:, max(0, at - 2) : at + 3].min(axis=1)
    level = np.minimum(np.median(paper[:, :first], axis=1), np.median(paper[:, last:], axis=1))
    if float((near < SHADOW * level).mean()) < THROUGHOUT:
        return None
    halves = at / rows, (columns - at) / rows
    return round((at + 0.5) / factor) if all(HALF[0] <= h <= HALF[1] for h in halves) else None


def split_sheet(page: Page) -> tuple[Page, ...]:
    """The pages that a scanned sheet shows, in reading order; the very page alone where it is one."""
    gutter = _gutter(page)
    if gutter is None:
        return (page,)

    def left(box: BBox | None) -> bool:
        return box is not None and (box.x0 + box.x1) / 2 < gutter

    parts = []
    for side in (True, False):
        words = tuple(w for w in page.words if left(w.bbox) is side)
        parts.append(
            replace(
                page,
                width=round(gutter, 3) if side else page.width,
                words=words,
                rotated=tuple(w for w in page.rotated if left(w.bbox) is side),
                rules=tuple(r for r in page.rules if left(r.bbox) is side),
                fills=tuple(f for f in page.fills if left(f.bbox) is side),
                images=tuple(b for b in page.images if left(b) is side),
            )
        )
    return tuple(parts)


def _gutter(page: Page) -> float | None:
    """Where the sheet parts, in points from its left edge; None for a single page."""
    if page.height <= 0 or page.width < LANDSCAPE * page.height:
        return None
    boxes = [w.bbox for w in page.words if w.bbox is not None]
    if len(boxes) < 2 * LINES:
        return None
    spans = sorted((b.x0, b.x1) for b in [*boxes, *(r.bbox for r in page.rules if r.horizontal)])
    left, right = spans[0][0], max(b for _, b in spans)
    best, reach, widest = 0.0, spans[0][1], 0.0
    for x0, x1 in spans:
        middle = (reach + x0) / 2
        central = min(abs(middle - page.width / 2), abs(middle - (left + right) / 2)) <= MIDDLE * page.width
        if x0 - reach > widest and central:
            best, widest = middle, x0 - reach
        reach = max(reach, x1)
    if widest < GUTTER * page.width:
        return None
    halves = best / page.height, (page.width - best) / page.height
    if not all(HALF[0] <= h <= HALF[1] for h in halves):
        return None
    sides = [[b for b in boxes if ((b.x0 + b.x1) / 2 < best) is side] for side in (True, False)]
    return best if all(_line_count(side) >= LINES for side in sides) else None


def _line_count(boxes: list[BBox]) -> int:
    count, foot = 0, float("-inf")
    for box in sorted(boxes, key=lambda b: b.bottom):
        if (box.top + box.bottom) / 2 > foot:
            count, foot = count + 1, box.bottom
    return count
