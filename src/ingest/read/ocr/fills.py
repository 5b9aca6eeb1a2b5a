"""Filled areas of an upright page (heads of tables, tinted rows), and their letters turned dark on white.

A fill is found by what most of its surroundings are, so that bold white letters do not cut it in pieces: where a
window wider than any letter is mostly dark, and straight dark edges run around it, somebody painted a rectangle.
Rows of bold print are dark too, but have no straight edges.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ingest.read.ocr.images import Gray

__all__ = ["filled"]

Box = tuple[int, int, int, int]

MOSTLY = 0.55
"""Share of dark pixels in a window from which it is a fill; bold print on paper has at most 0.45."""
WINDOW = (0.36, 0.1)
"""Width and height of that window in inches: about five letters of 10 points, one line."""
DARK = 195
"""Grey below which paint may hold light letters; lighter tints hold dark ones."""
EDGE = 0.88
"""Share of a fill's edge that is painted."""
PAPER = 0.2
"""Share of a row that is dark up to which it is paper: between light letters a fill has half."""
EVEN = 0.6
"""Measured: fills 0.84 and more, dense print 0.17 to 0.38."""
TINTED = 241
MARGIN = 0.2
"""Inches from the sheet's sides that no printer reaches."""
ENDS, BESIDE_EDGE = 0.5, 0.03
"""How much of its darkness a tint gains within so many inches at the middling place of its outline, at least: what is
printed has edges (six tints: 1.03 to 1.17), spots of stained paper and of uneven light have none (13: 0 to 0.23)."""
STEP = 8.0
"""Grey values between two tints of neighbouring rows."""


def filled(gray: Gray, dpi: float, stippled: Gray | None = None) -> tuple[list[tuple[Box, float]], Gray]:
    """Filled rectangles (pixel box, grey 0..1), and the picture with letters dark on white inside them too.

    Args:
        gray: upright and evenly lit, paper about 250.
        stippled: 255 where dots were taken out: what is dark there is swollen print, not paint.
    """
    reduce = max(1, round(dpi / 100.0))
    found: list[tuple[Box, float]] = []
    clean = gray
    for box in _dark(gray, dpi):
        x0, y0, x1, y1 = box
        if stippled is not None and float((stippled[y0:y1, x0:x1] > 127).mean()) > 0.5:
            continue
        patch = gray[y0:y1, x0:x1]
        level = float(np.median(patch))
        found.append((box, round(min(1.0, level / 250.0), 3)))
        if clean is gray:
            clean = gray.copy()
        for top, foot in _bands(patch, level, round(0.1 * dpi)):
            clean[y0 + top : y0 + foot, x0:x1] = _on_white(patch[top:foot], 2 * reduce)
    small = cv2.resize(clean, None, fx=1 / reduce, fy=1 / reduce, interpolation=cv2.INTER_AREA)
    if stippled is not None:
        stippled = cv2.resize(stippled, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_NEAREST)
    tints, mask, level_map = _light(small, dpi / reduce, stippled)
    for x, y, right, foot in tints:
        box = (x * reduce, y * reduce, right * reduce, foot * reduce)
        level = float(np.median(clean[box[1] : box[3], box[0] : box[2]]))
        found.append((box, round(min(1.0, level / 250.0), 3)))
    if mask.any():
        ground = np.where(mask > 0, level_map, 250).astype(np.uint8)
        ground = cv2.GaussianBlur(ground, (3, 3), 0)
        ground = cv2.resize(ground, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
        clean = cv2.divide(clean, np.maximum(ground, 60), scale=250.0)
    return found, clean


def _dark(gray: Gray, dpi: float) -> list[Box]:
    """Rectangles of dark paint, whatever letters stand in them."""
    reduce = max(1, round(dpi / 150.0))
    small = cv2.resize(gray, None, fx=1 / reduce, fy=1 / reduce, interpolation=cv2.INTER_AREA)
    d = dpi / reduce
    dark = (small < DARK).astype(np.uint8)
    window = (max(5, round(WINDOW[0] * d)), max(5, round(WINDOW[1] * d)))
    share = cv2.boxFilter(dark * 255, -1, window, borderType=cv2.BORDER_CONSTANT)
    mass = (share > MOSTLY * 255).astype(np.uint8)
    # The window's reach beyond a fill's end is cut again by asking for paint nearby.
    mass &= cv2.dilate(dark, np.ones((3, 3), np.uint8)) | cv2.morphologyEx(
        dark, cv2.MORPH_CLOSE, np.ones((max(3, window[1] // 2 * 2 + 1), max(3, window[0] // 2 * 2 + 1)), np.uint8)
    )
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mass)
    out: list[Box] = []
    for i in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[i])
        if w < 0.25 * d or h < 0.06 * d:
            continue
        part = labels[y : y + h, x : x + w] == i
        for x0, y0, x1, y1 in _rectangles(part, round(0.12 * d)):
            box = _edged(dark, (x + x0, y + y0, x + x1, y + y1), round(0.09 * d))
            if box is None:
                continue
            a, b, c, e = box
            if c - a < 0.3 * d or e - b < 0.09 * d or dark[b:e, a:c].mean() < MOSTLY or not _holds(dark[b:e, a:c]):
                continue
            if not _sharp(dark, box, max(2, round(0.02 * d))) or _even(small[b:e, a:c]) < EVEN:
                continue
            out.append((a * reduce, b * reduce, min(c * reduce, gray.shape[1]), min(e * reduce, gray.shape[0])))
    # Parts of one shape whose edges were found at the same place are one fill.
    apart: list[Box] = []
    for box in sorted(out, key=lambda r: (r[0] - r[2]) * (r[3] - r[1])):
        if not any(_common(box, other) > 0.3 for other in apart):
            apart.append(box)
    return sorted(apart, key=lambda r: (r[1], r[0]))


def _common(box: Box, other: Box) -> float:
    """Share of `box` that lies in `other`."""
    w = min(box[2], other[2]) - max(box[0], other[0])
    h = min(box[3], other[3]) - max(box[1], other[1])
    return max(0, w) * max(0, h) / max(1, (box[2] - box[0]) * (box[3] - box[1]))


def _even(patch: Gray) -> float:
    """Share of the pixels within 15 grey values of the commonest: paint has one grey, blurred print has all."""
    counts = np.bincount(patch.ravel(), minlength=256)
    return float(np.convolve(counts, np.ones(31), "same").max() / max(1, patch.size))


def _sharp(dark: Gray, box: Box, step: int) -> bool:
    """Whether the paint ends abruptly on three sides at least; on one it may go on as another fill."""
    x0, y0, x1, y1 = box
    beyond = (
        dark[max(0, y0 - step - 1) : max(0, y0 - step), x0:x1],
        dark[y1 + step : y1 + step + 1, x0:x1],
        dark[y0:y1, max(0, x0 - step - 1) : max(0, x0 - step)],
        dark[y0:y1, x1 + step : x1 + step + 1],
    )
    return sum(float(strip.mean()) < 0.5 if strip.size else True for strip in beyond) >= 3


def _holds(dark: Gray) -> bool:
    """Whether the light pieces are letters in a fill: short. Between rows of swollen print the paper runs on."""
    # Between letters of a heading paper runs from top to foot; between cells at most a thin white line does.
    if np.mean(dark.mean(axis=0) < 0.12) > 0.04:
        return False
    light = 1 - dark
    _, _, stats, _ = cv2.connectedComponentsWithStats(light, connectivity=4)
    high = dark.shape[0]
    wide = (stats[1:, 2] > 2.5 * high) & (stats[1:, 3] < high)
    return not bool((wide & (stats[1:, 4] > 0.02 * dark.size)).any())


def _rectangles(part: Gray, slack: int) -> list[Box]:
    """A shape cut into rectangles where its left or right edge jumps: a painted head above a painted column."""
    out: list[Box] = []
    start, left, right = 0, -1, -1
    rows: Gray = np.asarray(part.any(axis=1))
    first = part.argmax(axis=1)
    last = part.shape[1] - part[:, ::-1].argmax(axis=1)
    for y in range(part.shape[0] + 1):
        inside = y < part.shape[0] and bool(rows[y])
        if inside and left < 0:
            start, left, right = y, int(first[y]), int(last[y])
        elif not inside or abs(int(first[y]) - left) > slack or abs(int(last[y]) - right) > slack:
            if left >= 0:
                out.append((left, start, right, y))
            start, left, right = (y, int(first[y]), int(last[y])) if inside else (y, -1, -1)
        else:
            left, right = min(left, int(first[y])), max(right, int(last[y]))
    return out


def _edged(dark: Gray, box: Box, reach: int) -> Box | None:
    """The rectangle moved to its outermost straight painted edges; None where a side has none."""
    x0, y0, x1, y1 = box
    height, width = dark.shape
    a, b = max(0, y0 - reach), min(height, y1 + reach)
    inner = slice(min(x0 + reach, x1 - 1), max(x1 - reach, x0 + 1))
    if not dark[a:b, inner].size:
        return None
    shares = np.asarray(dark[a:b, inner].mean(axis=1))
    low, high = _joined(shares, y0 - a, y1 - a)
    ys = low + np.flatnonzero(shares[low:high] >= EDGE)
    if not len(ys):
        return None
    top, foot = a + int(ys[0]), a + int(ys[-1]) + 1
    if foot - top < 3 or top > y0 + 2 * reach or foot < y1 - 2 * reach:
        return None
    c, e = max(0, x0 - 2 * reach), min(width, x1 + 2 * reach)
    xs = np.flatnonzero(np.asarray(dark[top:foot, c:e].mean(axis=0) >= EDGE))
    if not len(xs):
        return None
    left, right = c + int(xs[0]), c + int(xs[-1]) + 1
    return (left, top, right, foot) if right - left >= 0.6 * (x1 - x0) else None


def _joined(shares: npt.NDArray[Any], first: int, last: int) -> tuple[int, int]:
    """How far the rows around a fill are of it: up to where paper begins, beyond which a rule is none of its edges.

    Args:
        shares: of each row, how much of it is dark.
        first, last: the fill's own rows, the last one exclusive.
    """
    paper = np.flatnonzero(shares < PAPER)
    above, below = paper[paper < first], paper[paper >= last]
    return (int(above[-1]) + 1 if len(above) else 0), (int(below[0]) if len(below) else len(shares))


def _on_white(patch: Gray, margin: int) -> Gray:
    """A painted band with its letters dark on white, whichever of both was darker."""
    inner = patch[margin:-margin, margin:-margin]
    if not inner.size:
        return patch
    base = float(np.median(inner))
    lighter, darker = float((inner > base + 30).mean()), float((inner < base - 30).mean())
    grey = np.arange(256)
    # The grain of the paint is not letters: it becomes white with the paint.
    grain = min(40.0, 3.0 * 1.4826 * float(np.median(np.abs(inner.astype(np.int16) - base))))
    if lighter > darker:
        base += grain
        high = max(float(np.percentile(inner, 99.5)), base + 40.0)
        table = 250.0 - (grey - base) * (250.0 / (high - base))
    else:
        table = grey * (250.0 / max(40.0, base - grain))
    out: Gray = cv2.LUT(patch, np.clip(table, 0, 250).astype(np.uint8))
    return out


def _light(small: Gray, d: float, stippled: Gray | None) -> tuple[list[Box], Gray, Gray]:
    """Boxes, mask and levels of light tints: what stays when letters are closed."""
    size = max(5, round(0.12 * d)) | 1
    level_map = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    level_map = cv2.medianBlur(level_map, 5)
    tinted = (level_map < TINTED).astype(np.uint8) * 255
    if stippled is not None:
        tinted[stippled > 127] = 0
    tinted = cv2.morphologyEx(tinted, cv2.MORPH_OPEN, np.ones((round(0.11 * d), round(0.3 * d)), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(tinted)
    out: list[Box] = []
    margin = round(MARGIN * d)
    around = np.ones((2 * round(BESIDE_EDGE * d) + 1,) * 2, np.uint8)
    steps = cv2.morphologyEx(level_map, cv2.MORPH_GRADIENT, around)
    for i in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[i])
        part = (labels[y : y + h, x : x + w] == i).astype(np.uint8)
        if not _has_edges(part, level_map[y : y + h, x : x + w], steps[y : y + h, x : x + w]):
            continue
        for x0, y0, x1, y1 in _rectangles(part, round(0.12 * d)):
            if y1 - y0 < 0.06 * d or x1 - x0 < 0.25 * d or part[y0:y1, x0:x1].mean() < 0.75:
                continue
            if x + x0 < margin and x + x1 > small.shape[1] - margin:
                continue  # from side to side of the sheet: a fold's shading, or the paper itself
            for top, foot in _levels(level_map[y + y0 : y + y1, x + x0 : x + x1], round(0.09 * d)):
                out.append((x + x0, y + y0 + top, x + x1, y + y0 + foot))
    return out, tinted, level_map


def _has_edges(part: Gray, level: Gray, steps: Gray) -> bool:
    """Whether a tinted area (1 in `part`) begins at once; `steps` are what the `level` changes by close by."""
    outline = part - cv2.erode(part, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    depth = 250.0 - float(np.median(level[part > 0]))
    return float(np.median(steps[outline > 0])) >= ENDS * depth


def _levels(patch: Gray, least: int) -> list[tuple[int, int]]:
    """Rows of a tinted area cut where its tint changes: rows of a table in two greys."""
    rows = np.median(patch, axis=1)
    reach = max(1, least // 3)
    step = np.abs(rows[2 * reach :] - rows[: -2 * reach]) if len(rows) > 2 * reach else np.zeros(0)
    cuts = [0]
    while step.size and float(step.max()) > STEP:
        at = int(step.argmax())
        step[max(0, at - least) : at + least] = 0
        if min(at + reach, len(rows) - at - reach) >= least:
            cuts.append(at + reach)
    edges = [*sorted(cuts), len(rows)]
    return [(a, b) for a, b in pairwise(edges) if b > a]


def _bands(patch: Gray, level: float, least: int) -> list[tuple[int, int]]:
    """Rows of a filled area between the darker lines across it; each may have letters of its own polarity."""
    lines = np.median(patch, axis=1) < level - 25
    out, start = [], 0
    for i, line in enumerate([*lines.tolist(), True]):
        if line:
            if i - start >= least:
                out.append((start, i))
            start = i + 1
    return out
