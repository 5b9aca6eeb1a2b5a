"""Sheets that show two pages side by side, an opened booklet or two pages printed on one, parted into two pages.

Both pages keep the sheet's number, frame and `Page.upright`, so that places show on the sheet as it was scanned.
"""

from __future__ import annotations

from dataclasses import replace

from ingest.document import BBox, Page

__all__ = ["split_sheet"]

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
