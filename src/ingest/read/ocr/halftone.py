"""Tints that black-and-white scanning and copying turned into a spray of dots: found by how many there are, and taken
out before anything is measured, because the dots outnumber the page's letters.

Print has few pieces of ink, and few holes, of a dot's size; a sprayed tint has hundreds in a square inch, dark ones
where it is light and light ones where it is dark.
"""

from __future__ import annotations

import cv2
import numpy as np

from ingest.read.ocr.images import Gray

__all__ = ["without_stipple"]

DOT = 0.018
"""Inches, the longest side of a dot; the dot of an i in common print is a third larger."""
WINDOW = 0.12
MANY = 14.0
"""Dots in a square `WINDOW`; a line of i with their full stops has three, swollen bold print with its holes ten."""
COARSE, SPECK = 4.0, 0.0055
"""The same of a coarse screen, whose dots are all dark and larger than a copier's specks (inches, their longest side):
where a line of print has dots, three."""
LEAST = (0.3, 0.11)
"""Inches, width and height of a tint: those of a short row."""
LETTER = 0.06
"""Inches, the longest side of what goes with the dots where no letter is near."""
DARK = 128
"""Grey below which there is ink."""
AROUND, FAINTER = 0.16, 28
"""Inches around a place, and by how much darker than what lies there faded print is: it breaks into dots at `DARK`."""
FADED, BLACK = 0.04, 0.55
"""Inches, the longest side of a piece of such print, at least; and the share of it that is ink at `DARK`, at most.
Measured on eight scans: faded print 0.06 to 0.59 (median 0.07 to 0.30), tints in dots 0.58 to 1 (0.69 to 1)."""


def without_stipple(gray: Gray, dpi: float) -> tuple[Gray, Gray | None]:
    """The picture with sprayed tints white and the letters on them smooth, and where they were (255).

    The very same picture, and None, where there are none.

    Args:
        gray: evenly lit, paper about 250.
        dpi: of the picture.
    """
    ink = (gray < DARK).astype(np.uint8)
    area = _area(ink, None, dpi)
    if area.any():
        area = _area(ink, _faded(gray, ink, dpi), dpi)
    if not area.any():
        return gray, None
    size = 3 if dpi < 250 else 5
    smooth = cv2.medianBlur(gray, size)
    rest = _strokes(((smooth < DARK) & (area > 0)).astype(np.uint8), dpi)
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


def _faded(gray: Gray, ink: Gray, dpi: float) -> Gray:
    """1 on and beside strokes that are grey and have broken into dots in the `ink`.

    The dots of a tint are as black as its letters; those that a noisy scan leaves of faded letters and rules lie in
    strokes that are whole where they are told by what lies around them.
    """
    block = max(11, round(AROUND * dpi) | 1)
    strokes = cv2.adaptiveThreshold(gray, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, FAINTER)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    black = np.bincount(labels[ink > 0], minlength=count)
    faded = (np.maximum(stats[:, 2], stats[:, 3]) >= FADED * dpi) & (black <= BLACK * stats[:, 4])
    faded[0] = False
    # Holes in their letters lie beside them.
    out: Gray = cv2.dilate(faded.astype(np.uint8)[labels], np.ones((3, 3), np.uint8))
    return out


def _area(ink: Gray, faded: Gray | None, dpi: float) -> Gray:
    """255 where dots are many; counted on a grid of a third of the window. Dots of `faded` strokes are none."""
    cell = max(3, round(WINDOW * dpi / 3))
    shape = (-(-ink.shape[0] // cell), -(-ink.shape[1] // cell))
    dots, coarse = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
    for side in (ink, 1 - ink):
        _, labels, stats, _ = cv2.connectedComponentsWithStats(side, connectivity=4)
        size = np.maximum(stats[:, 2], stats[:, 3])
        small = size <= max(2, round(DOT * dpi))
        small[0] = False
        if faded is not None:
            small[np.unique(labels[faded > 0])] = False
        np.add.at(dots, (stats[small, 1] // cell, stats[small, 0] // cell), 1.0)
        if side is ink:
            small &= size >= SPECK * dpi
            np.add.at(coarse, (stats[small, 1] // cell, stats[small, 0] // cell), 1.0)
    number, fewer = (
        cv2.boxFilter(d, -1, (3, 3), normalize=False, borderType=cv2.BORDER_CONSTANT) for d in (dots, coarse)
    )
    width, height = round(LEAST[0] * dpi / cell), round(LEAST[1] * dpi / cell)
    # Letters on the tint are holes in it.
    many, screen = (
        cv2.morphologyEx(cv2.morphologyEx(m.astype(np.uint8) * 255, cv2.MORPH_CLOSE, np.ones(closed, np.uint8)),
                         cv2.MORPH_OPEN, np.ones((height, width), np.uint8))
        for m, closed in ((number >= MANY, (3, 3)), (fewer >= COARSE, (3, width)))
    )  # fmt: skip
    # The dots at the edge of a coarse screen have few others around them.
    many |= cv2.dilate(screen, np.ones((3, 3), np.uint8)) & ((fewer >= 1) * np.uint8(255))
    area: Gray = cv2.resize(many, (shape[1] * cell, shape[0] * cell), interpolation=cv2.INTER_NEAREST)
    return area[: ink.shape[0], : ink.shape[1]]
