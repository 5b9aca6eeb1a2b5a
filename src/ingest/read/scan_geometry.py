"""How a page lies on its picture: quarter turns, skew, the quadrangle of a photographed sheet.

Everything is measured on connected pieces of ink about the size of letters, after Docstrum (O'Gorman 1993):
a letter's nearest neighbour stands beside it on its line, whatever tables and columns do around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from ingest.read.images import Gray

__all__ = ["Letters", "Pose", "letters", "lying", "pose_of", "sheet_corners", "skew_of", "upside_down"]

Floats = npt.NDArray[Any]

MAX_SKEW = 12.0
"""Degrees; a page turned further than this is no page that slipped in the feeder."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Boxes of letter-sized pieces of ink: x, y, width, height in pixels, one row each; `height` is their median."""

    boxes: Floats
    height: float

    def __len__(self) -> int:
        return len(self.boxes)


@dataclass(frozen=True, slots=True)
class Pose:
    """Quarter turns clockwise and then degrees counter-clockwise that set the picture upright."""

    turns: int
    skew: float
    sure: bool = True
    """False where up and down could not be told apart from the shapes."""


def letters(ink: Gray, dpi: float) -> Letters:
    """Letter-sized pieces of an ink mask (255 ink, 0 paper)."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    boxes = stats[1:count].astype(np.float64)
    if not len(boxes):
        return Letters(np.zeros((0, 4)), 0.0)
    w, h, area = boxes[:, 2], boxes[:, 3], boxes[:, 4]
    low, high = max(3.0, 0.022 * dpi), 0.45 * dpi
    big = np.maximum(w, h)
    keep = (big >= low) & (big <= high) & (area >= 0.08 * w * h) & (np.minimum(w, h) >= 0.06 * big)
    boxes = boxes[keep]
    if len(boxes) < 8:
        return Letters(boxes[:, :4], float(np.median(boxes[:, 3])) if len(boxes) else 0.0)
    # The common size: letters outnumber everything else on a page with text.
    size = float(np.median(np.maximum(boxes[:, 2], boxes[:, 3])))
    near = (np.maximum(boxes[:, 2], boxes[:, 3]) > 0.4 * size) & (np.maximum(boxes[:, 2], boxes[:, 3]) < 3.0 * size)
    boxes = boxes[near]
    return Letters(boxes[:, :4], float(np.median(boxes[:, 3])))


def _neighbours(found: Letters) -> tuple[Floats, npt.NDArray[np.intp]]:
    centres = found.boxes[:, :2] + found.boxes[:, 2:] / 2
    _, index = cKDTree(centres).query(centres, k=2)
    return centres, index[:, 1]


def lying(found: Letters) -> bool:
    """Whether the lines of text run from top to bottom (the page is turned by 90 or 270 degrees)."""
    if len(found) < 12:
        return False
    centres, nearest = _neighbours(found)
    d = np.abs(centres[nearest] - centres)
    return bool((d[:, 1] > 1.5 * d[:, 0]).sum() > 1.2 * (d[:, 0] > 1.5 * d[:, 1]).sum())


def skew_of(found: Letters, shape: tuple[int, int]) -> float:
    """Degrees by which lines of text fall to the right (positive: clockwise).

    The foot of each letter is projected along candidate angles; lines of text give the sharpest profile
    (Postl 1986; here on letters' feet only, so that rules, stamps and shadows have no say).
    """
    if len(found) < 12:
        return 0.0
    x = found.boxes[:, 0] + found.boxes[:, 2] / 2
    y = found.boxes[:, 1] + found.boxes[:, 3]
    x = x - shape[1] / 2
    bin_size = max(1.0, found.height / 6)

    def sharpness(angles: Floats) -> Floats:
        out = np.empty(len(angles))
        for i, angle in enumerate(angles):
            rows = (y - x * np.tan(np.radians(angle))) / bin_size
            rows -= rows.min()
            counts = np.bincount(rows.astype(np.int64))
            smooth = np.convolve(counts, [1.0, 2.0, 1.0])
            out[i] = float((smooth**2).sum())
        return out

    coarse = np.arange(-MAX_SKEW, MAX_SKEW + 0.01, 0.2)
    values = sharpness(coarse)
    best = float(coarse[int(values.argmax())])
    fine = np.arange(best - 0.3, best + 0.301, 0.02)
    values = sharpness(fine)
    top = values >= values.max() - 0.02 * (values.max() - values.min() + 1e-9)
    return float(fine[top].mean())


def upside_down(found: Letters) -> float:
    """How much speaks for upside down: below 0 upright, above 0 turned, near 0 undecided.

    Between neighbours on a line, Latin script has more tops that rise (b d f h k l t, capitals, å ä ö) than feet
    that fall (g j p q y).
    """
    if len(found) < 12:
        return 0.0
    centres, nearest = _neighbours(found)
    a, b = found.boxes, found.boxes[nearest]
    beside = np.abs(centres[nearest, 0] - centres[:, 0]) > np.abs(centres[nearest, 1] - centres[:, 1])
    top = np.abs(a[:, 1] - b[:, 1])
    foot = np.abs(a[:, 1] + a[:, 3] - b[:, 1] - b[:, 3])
    step, same = 0.16 * found.height, 0.1 * found.height
    same = max(1.0, same)
    step = max(same + 1.0, step)
    rises = int((beside & (top >= step) & (top < 0.8 * found.height) & (foot <= same)).sum())
    falls = int((beside & (foot >= step) & (foot < 0.8 * found.height) & (top <= same)).sum())
    if rises + falls < 20:
        return 0.0
    return (falls - rises) / (rises + falls)


def pose_of(ink: Gray, dpi: float) -> Pose:
    """Measure turns and skew on an ink mask."""
    found = letters(ink, dpi)
    turns = 0
    if lying(found):
        turns = 1
        ink = np.ascontiguousarray(np.rot90(ink, -1))
        found = letters(ink, dpi)
    skew = skew_of(found, (ink.shape[0], ink.shape[1]))
    down = upside_down(_straight(found, skew, ink.shape[1]))
    if down > 0:
        turns += 2
    return Pose(turns, skew, abs(down) > 0.12)


def _straight(found: Letters, skew: float, width: int) -> Letters:
    boxes = found.boxes.copy()
    boxes[:, 1] -= (boxes[:, 0] + boxes[:, 2] / 2 - width / 2) * np.tan(np.radians(skew))
    return Letters(boxes, found.height)


def sheet_corners(gray: Gray) -> Floats | None:
    """Corners of a bright sheet photographed before something darker: top left, top right, bottom right, bottom left.

    None where the picture is the sheet itself, as a scanner gives it. Pixels of `gray`.
    """
    scale = 400.0 / max(gray.shape)
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    small = cv2.GaussianBlur(small, (5, 5), 0)
    _, mask = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    inside, outside = small[mask > 0], small[mask == 0]
    if len(outside) < 0.03 * small.size or len(inside) < 0.2 * small.size:
        return None
    if float(inside.mean()) - float(outside.mean()) < 40:
        return None
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    contour = max(contours, key=cv2.contourArea)
    hull = cv2.convexHull(contour)
    area = cv2.contourArea(hull)
    if not 0.2 * small.size < area < 0.97 * small.size or cv2.contourArea(contour) < 0.9 * area:
        return None
    for tolerance in (0.01, 0.02, 0.03, 0.05):
        quad = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, True), True)
        if len(quad) == 4:
            break
    else:
        return None
    points = quad.reshape(4, 2).astype(np.float64)
    if cv2.contourArea(quad) < 0.9 * area:
        return None
    total, difference = points.sum(axis=1), points[:, 1] - points[:, 0]
    order = [total.argmin(), difference.argmin(), total.argmax(), difference.argmax()]
    if len({int(i) for i in order}) != 4:
        return None
    corners: Floats = points[order]
    height, width = small.shape
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    # A scan with a shadow at one side is no photograph: at least two corners must stand off the frame, and
    # every edge off the frame must be sharp.
    off = np.abs(corners - frame).max(axis=1) > 8
    if int(off.sum()) < 2:
        return None
    centre = corners.mean(axis=0)
    for i in range(4):
        a, b = corners[i], corners[(i + 1) % 4]
        middle = (a + b) / 2
        if min(middle[0], middle[1], width - middle[0], height - middle[1]) < 6:
            continue
        inward = (centre - middle) / np.linalg.norm(centre - middle)
        along = np.linspace(0.15, 0.85, 25)[:, None]
        line = a + (b - a) * along
        step = _at(small, line + inward * 6) - _at(small, line - inward * 6)
        if float(np.median(step)) < 30:
            return None
    placed: Floats = (corners + 0.5) / scale
    return placed


def _at(gray: Gray, points: Floats) -> Floats:
    x = np.clip(points[:, 0].round().astype(int), 0, gray.shape[1] - 1)
    y = np.clip(points[:, 1].round().astype(int), 0, gray.shape[0] - 1)
    values: Floats = gray[y, x].astype(np.float64)
    return values
