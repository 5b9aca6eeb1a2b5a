"""Ruling lines in the upright picture of a page: found, measured, taken out from under the letters."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ingest.read.images import Gray

__all__ = ["Lines", "find_rules", "without"]

Box = tuple[float, float, float, float]

LEAST_HORIZONTAL = 0.4
"""Inches: the longest stroke of common print (a dash, the bar of a heading's T) is shorter."""
LEAST_VERTICAL = 0.28
THICKEST = 0.06
SEGMENT = 0.13
"""Inches of unbroken ink that a piece of a rule has at least; joined pieces make the rule."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Boxes (x0, y0, x1, y1) in pixels and the mask of their ink."""

    horizontal: tuple[Box, ...]
    vertical: tuple[Box, ...]
    mask: Gray


def find_rules(ink: Gray, dpi: float) -> Lines:
    """Straight horizontal and vertical lines of an ink mask (255 ink) of an upright page.

    A line may have gaps of up to 0.03 inch and wander by its own width, as scanned and faxed lines do.
    """
    level, level_mask = _one_way(ink, dpi, LEAST_HORIZONTAL)
    turned, turned_mask = _one_way(np.ascontiguousarray(ink.T), dpi, LEAST_VERTICAL)
    mask = cv2.bitwise_or(level_mask, np.ascontiguousarray(turned_mask.T))
    return Lines(tuple(level), tuple((y0, x0, y1, x1) for x0, y0, x1, y1 in turned), mask)


def _one_way(ink: Gray, dpi: float, least: float) -> tuple[list[Box], Gray]:
    swell = max(3, round(0.008 * dpi) | 1)
    thickest = round(THICKEST * dpi)
    # Thin ink only: what is higher than a rule can be is a filled area or a letter's stem.
    high = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((thickest + 1, 1), np.uint8))
    thin = cv2.subtract(ink, high)
    # A line that climbs by a pixel now and then stays one piece when it is swollen across its direction.
    swollen = cv2.dilate(thin, np.ones((swell, 1), np.uint8))
    swollen = cv2.morphologyEx(swollen, cv2.MORPH_CLOSE, np.ones((1, max(2, round(0.007 * dpi))), np.uint8))
    runs = cv2.morphologyEx(swollen, cv2.MORPH_OPEN, np.ones((1, round(SEGMENT * dpi)), np.uint8))
    # Crossings are thick where a rule of the other direction runs through: bridge them.
    bridged = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((1, round(0.08 * dpi)), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(bridged, connectivity=8)
    boxes: list[Box] = []
    mask = np.zeros_like(ink)
    for i in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[i])
        if w < least * dpi or area / w > thickest + swell:
            continue
        piece = labels[y : y + h, x : x + w] == i
        real = (ink[y : y + h, x : x + w] > 0) & piece
        columns = real.sum(axis=0)
        filled = columns > 0
        if filled.mean() < 0.75:
            continue
        thickness = float(np.median(columns[filled]))
        if not _stands_free(ink, x, y, w, h, dpi):
            continue
        weight = real.sum(axis=1)
        middle = y + float((weight * (np.arange(h) + 0.5)).sum() / weight.sum())
        boxes.append((float(x), middle - thickness / 2, float(x + w), middle + thickness / 2))
        mask[y : y + h, x : x + w][piece] = 255
    return _joined(boxes, dpi), mask


def _stands_free(ink: Gray, x: int, y: int, w: int, h: int, dpi: float) -> bool:
    """Most of a rule's length has paper on both sides; the feet of a row of letters do not."""
    reach = max(2, round(0.012 * dpi))
    above = ink[max(0, y - reach) : max(0, y - 1), x : x + w]
    below = ink[y + h + 1 : y + h + reach, x : x + w]
    beside_above = (above > 0).any(axis=0).mean() if above.size else 0.0
    beside_below = (below > 0).any(axis=0).mean() if below.size else 0.0
    return bool(min(beside_above, beside_below) < 0.5 and max(beside_above, beside_below) < 0.75)


def _joined(boxes: list[Box], dpi: float) -> list[Box]:
    """Pieces of one line, a small gap apart at nearly the same height, become one."""
    boxes = sorted(boxes, key=lambda b: (b[0], b[1]))
    gap, step = 0.12 * dpi, 0.02 * dpi
    out: list[Box] = []
    for box in boxes:
        for i, other in enumerate(out):
            same = abs((box[1] + box[3]) / 2 - (other[1] + other[3]) / 2) <= step
            if same and box[0] - other[2] <= gap:
                out[i] = (
                    min(box[0], other[0]),
                    min(box[1], other[1]),
                    max(box[2], other[2]),
                    max(box[3], other[3]),
                )
                break
        else:
            out.append(box)
    return sorted(out, key=lambda b: (b[1], b[0]))


def without(gray: Gray, ink: Gray, lines: Lines, dpi: float) -> Gray:
    """The picture with the rules painted over; strokes of letters that cross a rule keep their ink."""
    if not lines.mask.any():
        return gray
    wide = max(3, round(0.012 * dpi) | 1)
    mask = cv2.dilate(lines.mask, np.ones((wide, wide), np.uint8))
    rest = cv2.bitwise_and(ink, cv2.bitwise_not(mask))
    # Ink on both sides of a rule, straight across it, is a stroke.
    reach = wide + max(2, round(0.02 * dpi))
    bridge = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((reach, 1), np.uint8))
    bridge |= cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    erase = (mask > 0) & (bridge == 0)
    out = gray.copy()
    out[erase] = 250
    return out
