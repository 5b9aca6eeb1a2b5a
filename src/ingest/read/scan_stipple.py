"""Tints that black-and-white scanning and copying turned into a spray of dots: found by how many there are, and taken
out before anything is measured, because the dots outnumber the page's letters.

Print has few pieces of ink, and few holes, of a dot's size; a sprayed tint has hundreds in a square inch, dark ones
where it is light and light ones where it is dark.
"""

from __future__ import annotations

import cv2
import numpy as np

from ingest.read.images import Gray

__all__ = ["without_stipple"]

DOT = 0.018
"""Inches, the longest side of a dot; the dot of an i in common print is a third larger."""
WINDOW = 0.12
MANY = 9.0
"""Dots in a square `WINDOW`; a line of i with their full stops has three."""
LEAST = (0.3, 0.11)
"""Inches, width and height of a tint: those of a short row."""
LETTER = 0.06
"""Inches, the longest side of what goes with the dots where no letter is near."""


def without_stipple(gray: Gray, dpi: float) -> tuple[Gray, Gray | None]:
    """The picture with sprayed tints white and the letters on them smooth, and where they were (255).

    The very same picture, and None, where there are none.

    Args:
        gray: evenly lit, paper about 250.
        dpi: of the picture.
    """
    ink = (gray < 128).astype(np.uint8)
    area = _area(ink, dpi)
    if not area.any():
        return gray, None
    size = 3 if dpi < 250 else 5
    smooth = cv2.medianBlur(gray, size)
    rest = _strokes(((smooth < 128) & (area > 0)).astype(np.uint8), dpi)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(rest, connectivity=8)
    large = np.maximum(stats[:, 2], stats[:, 3]) >= LETTER * dpi
    large[0] = False
    reach = max(3, round(0.02 * dpi) | 1)
    near = cv2.dilate(large[labels].astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    touching = np.zeros(len(stats), dtype=bool)
    touching[np.unique(labels[near])] = True
    # A dot near a letter is its own if it is as large as dots of letters are.
    own = large | (touching & (np.maximum(stats[:, 2], stats[:, 3]) >= DOT * dpi))
    own[0] = False
    out = gray.copy()
    inside = area > 0
    out[inside] = np.where(own[labels], smooth, 250)[inside]
    return out, area


def _strokes(ink: Gray, dpi: float) -> Gray:
    """Ink as broad as a stroke, or long: what dots left at the edges of rules and letters goes."""
    broad, long = max(2, round(0.01 * dpi)), round(0.25 * dpi)
    out: Gray = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((broad, broad), np.uint8))
    out |= cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    out |= cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))
    return out


def _area(ink: Gray, dpi: float) -> Gray:
    """255 where dots are many."""
    most = max(2, round(DOT * dpi))
    dots = np.zeros(ink.shape, dtype=np.uint8)
    for side in (ink, 1 - ink):
        _, _, stats, centres = cv2.connectedComponentsWithStats(side, connectivity=4)
        small = np.maximum(stats[:, 2], stats[:, 3]) <= most
        small[0] = False
        at = centres[small].round().astype(int)
        dots[at[:, 1], at[:, 0]] = 1
    window = max(9, round(WINDOW * dpi) | 1)
    number = cv2.boxFilter(dots, cv2.CV_32F, (window, window), normalize=False, borderType=cv2.BORDER_CONSTANT)
    many = (number >= MANY).astype(np.uint8) * 255
    width, height = round(LEAST[0] * dpi), round(LEAST[1] * dpi)
    # Letters on the tint are holes in it.
    many = cv2.morphologyEx(many, cv2.MORPH_CLOSE, np.ones((window, window), np.uint8))
    area: Gray = cv2.morphologyEx(many, cv2.MORPH_OPEN, np.ones((height, width), np.uint8))
    return area
