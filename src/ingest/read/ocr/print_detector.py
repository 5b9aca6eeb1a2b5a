"""Whether a picture shows lines of print, told in a tenth of a second without recognition.

Letters of a line have one foot, nearly one height, and stand close together; leaves, tiles and railings make as many
pieces of ink, but not in rows. After the text lines of Neumann and Matas (2012), reduced to what paper needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ingest.read.ocr.deskew import letters, skew_of
from ingest.read.ocr.images import Gray
from ingest.read.ocr.preprocess import even_light, ink_mask

__all__ = ["DETECTOR_DPI", "PrintSeen", "print_seen", "shows_print"]

DETECTOR_DPI = 130.0
"""At which letters of 8 points are still 7 pixels high, and an A4 page takes a tenth of a second."""
LEVEL = 0.16
"""Of a letter's height: by how much feet of neighbours on a line differ, at most."""
ALIKE = 1.9
"""Times by which neighbours' heights differ, at most: capitals and small letters have 1.45, with a mark 1.9."""
NEAR = 1.1
"""Of a letter's height: the gap between neighbours, at most; a word's space has up to 0.7."""
ROW = 6
"""Letters in a row, at least."""


PLAIN = 8.0
"""Standard deviation of the grey of a sheet without anything on it, or all black."""
BRIGHT, PAPER = 230, 0.7
"""Grey of evenly lit paper, and its share of a sheet: scanned print has over 0.86, photographs have under 0.6."""
LEAST, MANY, SHARE = 12, 40, 0.1
"""Letters in rows that a picture shows if it is to be read as a page: so many where they are this share of its pieces
of ink, or many. Foliage shows up to 11 (0.01)."""


@dataclass(frozen=True, slots=True)
class PrintSeen:
    """`letters` that stand in rows, and their `share` of all pieces of ink of a letter's size."""

    letters: int
    share: float


def print_seen(gray: Gray, dpi: float) -> PrintSeen:
    """Count letters in rows on an upright or slightly skewed picture, dark print on light ground.

    Args:
        gray: (height, width), 0 black to 255 white.
        dpi: of the picture; scaled to `DETECTOR_DPI` where it is more.
    """
    factor = DETECTOR_DPI / dpi
    if factor < 0.9:
        gray = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        dpi = DETECTOR_DPI
    if min(gray.shape) < 8:
        return PrintSeen(0, 0.0)
    found = letters(ink_mask(even_light(gray, dpi), dpi), dpi)
    if len(found) < ROW:
        return PrintSeen(0, 0.0)
    boxes = found.boxes.copy()
    slope = np.tan(np.radians(skew_of(found, (gray.shape[0], gray.shape[1]))))
    boxes[:, 1] -= (boxes[:, 0] + boxes[:, 2] / 2) * slope
    standing = _rows(boxes)
    return PrintSeen(standing, standing / len(boxes))


def shows_print(gray: Gray, dpi: float) -> bool:
    """Whether a picture of a page is to be read: a sheet of paper, or a picture with lines of print, however turned."""
    factor = min(1.0, DETECTOR_DPI / dpi)
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 0.9 else gray
    small_dpi = dpi * factor if factor < 0.9 else dpi
    if (
        min(small.shape) < 8
        or float(small.std()) < PLAIN
        or float((even_light(small, small_dpi) > BRIGHT).mean()) >= PAPER
    ):
        return True
    for way in (small, np.ascontiguousarray(small.T)):
        seen = print_seen(way, small_dpi)
        if seen.letters >= MANY or (seen.letters >= LEAST and seen.share >= SHARE):
            return True
    return False


def _rows(boxes: npt.NDArray[Any]) -> int:
    """Pieces that stand in rows of `ROW` and more."""
    x, y, w, h = boxes.T
    foot = y + h
    # Stretched so that the reach along the line is a circle's: lines are left far away.
    points = np.stack([x, foot * 4.0], axis=1)
    reach = float(np.percentile(h, 90)) * (NEAR + 2.0)
    following = np.full(len(boxes), -1)
    from scipy.spatial import cKDTree  # loads in 0.3 s: only where a picture is read

    tree = cKDTree(points)
    for i, near in enumerate(tree.query_ball_point(points, reach)):
        near = np.array(near)
        gap = x[near] - (x[i] + w[i])
        taller, lower = np.maximum(h[near], h[i]), np.minimum(h[near], h[i])
        fits = (x[near] > x[i] + 0.3 * w[i]) & (gap <= NEAR * taller) & (gap >= -0.3 * w[i])
        fits &= (np.abs(foot[near] - foot[i]) <= LEVEL * taller) & (taller <= ALIKE * lower)
        if fits.any():
            near = near[fits]
            following[i] = near[int(x[near].argmin())]
    length = np.ones(len(boxes), dtype=np.int64)
    first = np.ones(len(boxes), dtype=bool)
    first[following[following >= 0]] = False
    standing = 0
    for start in np.flatnonzero(first):
        count, at = 1, int(start)
        while following[at] >= 0:
            at = int(following[at])
            count += int(length[at])
            length[at] = 0
        standing += count if count >= ROW else 0
    return standing
