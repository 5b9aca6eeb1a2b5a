"""Level rules that a black-and-white scan left as rows of specks: thin grey lines fall apart at the threshold.

No piece of them is as long as a dash, so that nothing shows where the table is; but a row of specks far finer than full
stops, with paper above and below it all along, from one side of a table to the other, is drawn by nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ingest.read.ocr.images import Gray

__all__ = ["speckled_levels"]

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels."""

DARK = 110
"""Darkness of ink on a black-and-white scan (0 paper to 250 black)."""
FINE, SHORT = 0.012, 0.06
"""Inches: the highest speck, and the widest; a full stop of common print is half as high again."""
BAND = 0.012
"""Inches by which the specks of one line stand above and below each other."""
GAP, LEAST = 0.14, 2.5
"""Inches from speck to speck, and of the shortest rule."""
PER_INCH, COVERED = 7.0, 0.1
"""Specks an inch, and share of the line's length that they cover, at least."""
BESIDE, CLEAR = (0.012, 0.035), 0.9
"""Inches above and below the line between which paper lies, and the share of its length for which it does."""
FEWEST, ENDS = 3, 0.15
"""Such lines of one table, at least, and inches within which their ends stand under each other."""


def speckled_levels(dark: Gray, level: Sequence[Box], dpi: float) -> list[Box]:
    """Return the level rules that are rows of specks; none on a page that has whole ones.

    Args:
        dark: the upright page, 0 paper to 250 black.
        level: boxes of the whole rules found.
        dpi: pixels an inch.
    """
    if sum(b[2] - b[0] >= LEAST * dpi for b in level) >= FEWEST:
        return []
    ink = (dark > DARK).astype(np.uint8)
    _count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    high, wide = max(2.0, FINE * dpi), SHORT * dpi
    fine = (stats[:, cv2.CC_STAT_HEIGHT] <= high) & (stats[:, cv2.CC_STAT_WIDTH] <= wide)
    fine[0] = False
    if fine.sum() < FEWEST * LEAST * PER_INCH:
        return []
    specks = fine[labels].astype(np.uint8)
    spread = cv2.dilate(specks, np.ones((max(3, round(BAND * dpi) | 1), 1), np.uint8))
    chains = cv2.morphologyEx(spread, cv2.MORPH_CLOSE, np.ones((1, round(GAP * dpi)), np.uint8))
    chains = cv2.morphologyEx(chains, cv2.MORPH_OPEN, np.ones((1, round(0.5 * LEAST * dpi)), np.uint8))
    chains = cv2.morphologyEx(chains, cv2.MORPH_CLOSE, np.ones((3, round(2 * GAP * dpi)), np.uint8))
    found: list[Box] = []
    for x, y, w, h, _area in cv2.connectedComponentsWithStats(chains, connectivity=8)[2][1:].tolist():
        if w < LEAST * dpi or h > 4 * BAND * dpi:
            continue
        own = specks[y : y + h, x : x + w]
        held = own.any(axis=0)
        pieces = int(np.count_nonzero(np.diff(held.astype(np.int8)) > 0)) + int(held[0])
        if pieces < PER_INCH * w / dpi or held.mean() < COVERED:
            continue
        middle = y + float(np.median(np.nonzero(own)[0])) + 0.5
        if all(_is_clear(ink, x, w, y, y + h, way, dpi) for way in (-1, 1)):
            found.append((float(x), middle - 1.0, float(x + w), middle + 1.0))
    sides = [box for box in found if _is_side(box, found, dpi)]
    out: list[Box] = []
    for box in found:
        # Letters or a gap in the specks end a line before its table does.
        own = [s for s in sides if s[0] - ENDS * dpi <= box[0] and box[2] <= s[2] + ENDS * dpi]
        if own:
            out.append((min(s[0] for s in own), box[1], max(s[2] for s in own), box[3]))
    return out


def _is_clear(ink: Gray, x: int, w: int, top: int, foot: int, way: int, dpi: float) -> bool:
    """Whether paper lies above (`way` -1) or below (1) a line: specks of dust apart."""
    near, far = (max(1, round(v * dpi)) for v in BESIDE)
    a, b = (top - far, top - near) if way < 0 else (foot + near, foot + far)
    beside = ink[max(0, a) : max(0, b), x : x + w]
    return bool(beside.size) and 1.0 - float(beside.any(axis=0).mean()) >= CLEAR


def _is_side(box: Box, others: Sequence[Box], dpi: float) -> bool:
    """Whether a line ends where others do on both sides: the sides of a table."""
    alike = [b for b in others if abs(b[0] - box[0]) <= ENDS * dpi and abs(b[2] - box[2]) <= ENDS * dpi]
    return len(alike) >= FEWEST
