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

from ingest.read.ocr.images import Gray

__all__ = ["Letters", "Turn", "letters", "sheet_corners", "skew_of", "turn_of"]

Floats = npt.NDArray[Any]

MAX_SKEW = 12.0
"""Degrees; a page turned further than this is no page that slipped in the feeder."""
LARGE, POSTER = 0.45, 1.2
"""Inches, the largest letters; the second where a page has hardly any others."""
FEW = 30
"""Letters; a page with fewer is searched for large ones too."""
LEAST_TYPE, SOLID = 0.035, 0.7
"""Inches, lowest height of small letters (x-height of 5 points); share of its box that a dot fills (a disc: 0.79)."""
STROKE, STROKES = 1.6, 0.3
"""Length of a hyphen in its widths, at least; share of a page's pieces that are such strokes, at least, where it has
lines typed as rows of hyphens (0.5 on a listing; 0 to 0.1 in print, whose l and I are others)."""
PRINTED = 250
"""Letters beside the hyphens, at least: a page of print; pictures in a page (drawings, letterheads with dashed frames)
have fewer."""
FEWEST = 12
"""Letters below which nothing is said of a page's lines."""
LYING, SURE_LYING = 0.1, 0.4
"""Of `lying`: from where lines are taken to run from top to bottom, and from where that, or its opposite, is sure.
Pages of plans lie beyond 0.5 (benchmarks/scan.md)."""
JOINED = (0.8, 2.0, 0.25)
"""Letters that have run into each other: how thick such a piece is, in parts of the page's pieces, how much longer, and
the share of such pieces from which they tell how lines run (in sound print 0 to 0.08)."""
DOWN = 0.25
"""Of `upside_down`, from where it is sure. Pages of plans lie beyond 0.4."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Boxes of letter-sized pieces of ink: x, y, width, height in pixels, one row each; `height` is their median."""

    boxes: Floats
    height: float

    def __len__(self) -> int:
        return len(self.boxes)


@dataclass(frozen=True, slots=True)
class Turn:
    """Quarter turns clockwise that set a picture upright, as the shapes of its letters tell."""

    turns: int
    lying_sure: bool = True
    """Whether rows can be told from columns."""
    down_sure: bool = True
    """Whether up can be told from down."""


def letters(ink: Gray, dpi: float) -> Letters:
    """Letter-sized pieces of an ink mask (255 ink, 0 paper)."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    pieces = stats[1:count].astype(np.float64)
    w, h, area = pieces[:, 2], pieces[:, 3], pieces[:, 4]
    big, small = np.maximum(w, h), np.minimum(w, h)
    likely = (big >= max(3.0, 0.022 * dpi)) & (area >= 0.08 * w * h) & (small >= 0.06 * big)
    boxes = pieces[likely & (big <= LARGE * dpi)]
    if len(boxes) < FEW:
        boxes = pieces[likely & (big <= POSTER * dpi)]
    boxes = _without_strokes(_without_dots(boxes, dpi))
    if len(boxes) < 8:
        return Letters(boxes[:, :4], float(np.median(boxes[:, 3])) if len(boxes) else 0.0)
    # The common size: letters outnumber everything else on a page with text.
    size = float(np.median(np.maximum(boxes[:, 2], boxes[:, 3])))
    near = (np.maximum(boxes[:, 2], boxes[:, 3]) > 0.4 * size) & (np.maximum(boxes[:, 2], boxes[:, 3]) < 3.0 * size)
    boxes = boxes[near]
    return Letters(boxes[:, :4], float(np.median(boxes[:, 3])))


def _without_dots(boxes: Floats, dpi: float) -> Floats:
    """Without the leaders of a table of contents, which outnumber its letters: solid, and smaller than any type."""
    big = np.maximum(boxes[:, 2], boxes[:, 3])
    solid = boxes[:, 4] > SOLID * boxes[:, 2] * boxes[:, 3]
    if not len(boxes) or float(np.median(big)) >= LEAST_TYPE * dpi or float(solid.mean()) < 0.5:
        return boxes
    rest = boxes[big >= LEAST_TYPE * dpi]
    return rest if len(rest) >= FEWEST else boxes


def _without_strokes(boxes: Floats) -> Floats:
    """Without the hyphens of typed lines (`-----`) where they are a large part of a page's pieces: solid, longer than
    wide, and few letters of print are (l, i and I are one in ten)."""
    big, small = boxes[:, 2:4].max(axis=1), boxes[:, 2:4].min(axis=1)
    strokes = (big >= STROKE * small) & (boxes[:, 4] > SOLID * boxes[:, 2] * boxes[:, 3])
    # Of a sheet that lies on its side the hyphens stand.
    flat = strokes & (boxes[:, 2] > boxes[:, 3])
    for one in (flat, strokes & ~flat):
        rest: Floats = boxes[~one]
        if len(rest) >= PRINTED and float(one.sum()) >= STROKES * len(boxes):
            return rest
    return boxes


def _neighbours(found: Letters) -> tuple[Floats, npt.NDArray[np.intp]]:
    centres = found.boxes[:, :2] + found.boxes[:, 2:] / 2
    from scipy.spatial import cKDTree  # loads in 0.3 s: only where a picture is read

    _, index = cKDTree(centres).query(centres, k=2)
    return centres, index[:, 1]


def _joined(found: Letters) -> npt.NDArray[Any] | None:
    """Pieces in which several letters have run together; None where they are few, as in sound print."""
    big, small = found.boxes[:, 2:4].max(axis=1), found.boxes[:, 2:4].min(axis=1)
    joined: npt.NDArray[Any] = (small >= JOINED[0] * np.median(small)) & (big >= JOINED[1] * small)
    return joined if joined.mean() >= JOINED[2] else None


def lying(found: Letters) -> float:
    """How much speaks for lines of text that run from top to bottom: above 0 they do, below 0 they lie level.

    Between -1 and 1; 0 where there are too few letters to say.
    """
    if len(found) < FEWEST:
        return 0.0
    centres, nearest = _neighbours(found)
    d = np.abs(centres[nearest] - centres)
    joined = _joined(found)
    if joined is not None:
        # Words are one piece each, and the next ones stand above and below: they lie as their lines do.
        w, h = found.boxes[joined, 2], found.boxes[joined, 3]
        upright, level = float(h[h > w].sum()), float(w[w > h].sum())
    else:
        upright, level = float((d[:, 1] > 1.5 * d[:, 0]).sum()), float((d[:, 0] > 1.5 * d[:, 1]).sum())
    return (upright - level) / max(1.0, upright + level)


def skew_of(found: Letters, shape: tuple[int, int]) -> float:
    """Degrees by which lines of text fall to the right (positive: clockwise).

    The foot of each letter is projected along candidate angles; lines of text give the sharpest profile
    (Postl 1986; here on letters' feet only, so that rules, stamps and shadows have no say).
    """
    if len(found) < FEWEST:
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
    that fall (g j p q y). Letters that have run together say nothing.
    """
    if len(found) < FEWEST or _joined(found) is not None:
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


def turn_of(found: Letters, shape: tuple[int, int]) -> Turn:
    """Measure quarter turns on the letters of a picture of `shape` (height, width)."""
    rows = lying(found)
    turns = 0
    if rows > LYING:
        turns = 1
        found, shape = _turned(found, shape[0]), (shape[1], shape[0])
    down = upside_down(_straight(found, skew_of(found, shape), shape[1]))
    # Where the shapes are in doubt the sheet is taken for one that was laid into the scanner the right way up.
    if down > DOWN:
        turns += 2
    return Turn(turns, abs(rows) > SURE_LYING, abs(down) > DOWN)


def _turned(found: Letters, height: int) -> Letters:
    """The letters of a picture of this height after a quarter turn clockwise."""
    x, y, w, h = found.boxes.T
    boxes = np.stack([height - y - h, x, h, w], axis=1)
    return Letters(boxes, float(np.median(boxes[:, 3])))


def _straight(found: Letters, skew: float, width: int) -> Letters:
    boxes = found.boxes.copy()
    boxes[:, 1] -= (boxes[:, 0] + boxes[:, 2] / 2 - width / 2) * np.tan(np.radians(skew))
    return Letters(boxes, found.height)


BRIGHT = 200
"""Threshold between bright and dark from which a picture is a sheet and its print, as a scanner gives it."""
EDGE_STRIP, EDGE_STEP, EDGE_SHOWN = 5, 12.0, 0.85
"""At 400 pixels the picture: width of the strips within and without an edge that are compared; grey values by which the
one within is brighter; share of the edge on which it is."""
EDGE_SPAN, EDGE_POINTS, EDGE_REACH, EDGE_LEAN = (0.2, 0.8), 40, 0.3, 0.1
"""Where along a side it is asked, in parts of the picture, and in how many places; how far in from the picture's side
the edge may lie, and how far it may lean."""
EDGED_AREA, EDGED_DARKER = 0.35, 25.0
"""Share of the picture that such a sheet takes, at least; grey values by which it is brighter than the rest."""
SHEET_LEVELS = (1.0, 0.85, 0.7)
"""Thresholds between sheet and table that are tried, in parts of the one that parts bright from dark best."""


def sheet_corners(gray: Gray) -> Floats | None:
    """Corners of a bright sheet photographed before something darker: top left, top right, bottom right, bottom left.

    None where the picture is the sheet itself, as a scanner gives it. Pixels of `gray`.
    """
    scale = 400.0 / max(gray.shape)
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    small = cv2.GaussianBlur(small, (5, 5), 0)
    level, _ = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    # Where a shadow falls over the sheet it is told from the table below it by a darker threshold.
    told = (_corners(np.asarray(small), share * level) for share in SHEET_LEVELS)
    corners = next((c for c in told if c is not None), None)
    if corners is None and level < BRIGHT:
        corners = _edge_corners(np.asarray(small))
    return None if corners is None else (corners + 0.5) / scale


def _edge_corners(small: Gray) -> Floats | None:
    """The corners of a sheet whose edges alone part it from the table, where light falls off over both.

    On each side the outermost line is looked for that is brighter within than without nearly all along. A scan has no
    such line on all four sides.
    """
    height, width = small.shape
    lines: list[tuple[Floats, Floats]] = []
    for turns in range(4):
        view = np.rot90(small, turns)
        found = _left_edge(view)
        if found is None:
            return None
        # Back into the picture: a quarter turn takes (x, y) to (y, width - x).
        first, last = (np.array(_turned_back(x, y, turns, (width, height))) for x, y in found)
        lines.append((first, last))
    left, top, right, foot = lines
    quad = [_crossing(left, top), _crossing(top, right), _crossing(right, foot), _crossing(foot, left)]
    if any(q is None for q in quad):
        return None
    corners: Floats = np.array(quad, dtype=np.float64)
    area = cv2.contourArea(corners.astype(np.float32))
    inside = np.zeros_like(small)
    cv2.fillConvexPoly(inside, corners.round().astype(np.int32), 1)
    if area < EDGED_AREA * small.size or not (inside == 0).any():
        return None
    darker = float(np.median(small[inside > 0])) - float(np.median(small[inside == 0]))
    return corners if darker >= EDGED_DARKER else None


def _turned_back(x: float, y: float, turns: int, size: tuple[int, int]) -> tuple[float, float]:
    """A place in a picture of `size` (width, height) from one in the picture after quarter turns against the clock."""
    width, height = size
    if turns == 1:
        return width - 1 - y, x
    if turns == 2:
        return width - 1 - x, height - 1 - y
    return (y, height - 1 - x) if turns == 3 else (x, y)


def _left_edge(small: Gray) -> list[tuple[float, float]] | None:
    """Two points of the outermost line at the left that is brighter at its right nearly all along."""
    height, width = small.shape
    wide = cv2.blur(small.astype(np.float32), (EDGE_STRIP, 3))
    shift = EDGE_STRIP // 2 + 2
    step = np.zeros((height, width), np.float32)
    step[:, shift:-shift] = wide[:, 2 * shift :] - wide[:, : -2 * shift]
    rows = np.linspace(EDGE_SPAN[0] * height, EDGE_SPAN[1] * height, EDGE_POINTS).round().astype(int)
    way = np.linspace(0.0, 1.0, EDGE_POINTS)
    reach, lean = round(EDGE_REACH * width), round(EDGE_LEAN * width)
    best: tuple[float, float, float] | None = None
    for upper in range(shift, reach):
        lower = np.arange(max(shift, upper - lean), min(reach, upper + lean))
        xs = np.rint(upper + (lower[:, None] - upper) * way[None, :]).astype(int)
        strong = (step[rows[None, :], xs] >= EDGE_STEP).mean(axis=1)
        mean = step[rows[None, :], xs].mean(axis=1)
        for k in np.flatnonzero(strong >= EDGE_SHOWN).tolist():
            if best is None or mean[k] > best[0]:
                best = float(mean[k]), float(upper), float(lower[k])
    if best is None:
        return None
    return [(best[1], float(rows[0])), (best[2], float(rows[-1]))]


def _crossing(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> Floats | None:
    (a, b), (c, d) = one, other
    u, v = b - a, d - c
    cross = float(u[0] * v[1] - u[1] * v[0])
    if abs(cross) < 1.0:
        return None
    w = c - a
    found: Floats = a + u * float((w[0] * v[1] - w[1] * v[0]) / cross)
    return found


def _corners(small: Gray, level: float) -> Floats | None:
    """The corners of what is brighter than `level`, where it is a sheet with sharp edges."""
    mask = (small > level).astype(np.uint8)
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
    return corners


def _at(gray: Gray, points: Floats) -> Floats:
    x = np.clip(points[:, 0].round().astype(int), 0, gray.shape[1] - 1)
    y = np.clip(points[:, 1].round().astype(int), 0, gray.shape[0] - 1)
    values: Floats = gray[y, x].astype(np.float64)
    return values
