"""From the picture of a page to an upright, evenly lit picture of its letters, and what was drawn around them.

The order: photographed sheet, or streaks of the glass ─ even light ─ skew ─ one warp to the working scale ─ filled
areas ─ ruling lines.
Only one interpolation touches the letters. Quarter turns were undone before all of this (`orientation.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ingest.document import BBox, Fill, Rule
from ingest.read.ocr.deskew import Letters, letters, sheet_corners, skew_of
from ingest.read.ocr.fills import filled
from ingest.read.ocr.halftone import without_stipple
from ingest.read.ocr.images import Gray, PageImage
from ingest.read.ocr.margins import without_holes
from ingest.read.ocr.rules.broken import with_broken
from ingest.read.ocr.rules.creases import levelled, without_creases, without_shading
from ingest.read.ocr.rules.faint import with_faint
from ingest.read.ocr.rules.solid import Box, SolidLines, find_rules, without
from ingest.read.ocr.streaks import without_streaks
from ingest.read.ocr.tints import without_tints

__all__ = ["Evened", "Prepared", "even_light", "evened", "ink_mask", "parted_by_rules", "prepare"]

Floats = npt.NDArray[Any]

WORKING_DPI = 300.0
"""Tesseract's line recogniser was trained on text of about this resolution; see benchmarks/scan.md."""
LETTER_PIXELS = (16.0, 34.0)
"""Median height of letters that recognition does well on; a page beyond is scaled towards it."""


FILL_BLUR = 0.1
"""Inches by which letters close to a filled area make it seem larger or smaller."""
FADED = 0.45
"""Share of the length of the rules over and under it that is left of a painted row, at least."""
PAPER_DPI, PAPER_CLOSED = 25.0, 1.2
"""Resolution at which the paper's brightness is looked at; inches up to which what is darker is no paper."""
SHADOW_DPI, SHADOW_CLOSED = 50.0, 0.6
"""The same where a shadow with an edge falls: closer, and the largest print that is closed is a heading's letter."""
SHADOW_DARKEST = 0.5
"""Light that a shadow leaves, in parts of that around it; what is darker is printed."""
SHADOW, SHADOW_SIZE = 0.88, 0.5
"""Brightness of shaded paper in parts of the page's brightest; square inches of the least shadow that is told."""
SHADOW_STEP, SHADOW_EDGE = 0.06, 1.0
"""Change of brightness from pixel to pixel (1/25 inch) that is an edge, in parts of the brightest; inches of edge that
a shadow has, at least."""
BESIDE_TINT = 0.4
"""Inches around a printed tint: a row of two lines."""
PENUMBRA = 0.02
"""Inches: how soft a shadow's edge is taken for."""
EDGE = 10.0
"""Points from the picture's edge within which a line is the scanner's lid or the sheet's shadow."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An upright page: `text` is grey, letters dark on white, `scale` pixels a point.

    `to_displayed` is the homography (3 x 3) from upright points to points of the page as displayed. `width` and
    `height` are those of the upright page in points.
    `noise` is the standard deviation of the paper's grey, 0..255, before smoothing. `ruled` is `text` with its rules.
    """

    text: Gray
    ruled: Gray
    scale: float
    width: float
    height: float
    to_displayed: Floats
    rules: tuple[Rule, ...]
    fills: tuple[Fill, ...]
    letter_height: float
    noise: float


@dataclass(frozen=True, slots=True)
class Evened:
    """A page evenly lit, at its own resolution: `gray`, its letters, and how it came from the picture.

    `stippled` is 255 where sprayed tints were taken out; None where there are none.
    `from_picture` is the homography (3 x 3) from pixels of the picture to those of `gray`, of `dpi` pixels an inch.
    """

    gray: Gray
    dpi: float
    letters: Letters
    stippled: Gray | None
    from_picture: Floats


def even_light(gray: Gray, dpi: float) -> Gray:
    """Divide by the paper's brightness, so that shadows and vignettes go and paper is white.

    The paper is what stays when everything darker and smaller than 1.2 inches is closed and larger printed tints are
    taken out; fills of table heads are smaller in one direction and stay as they are. Where a shadow with an edge falls
    on the sheet, the paper is looked at more closely.
    """
    small, paper = _paper(gray, dpi, PAPER_DPI, PAPER_CLOSED)
    paper, tinted = without_tints(paper, dpi * small.shape[1] / gray.shape[1])
    size = max(3, round(PAPER_CLOSED * dpi / max(1, round(dpi / PAPER_DPI))) | 1)
    wide = cv2.GaussianBlur(paper, (0, 0), size / 4, borderType=cv2.BORDER_REPLICATE)
    level = cv2.resize(wide, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    shaded = _shadows(paper, tinted, dpi * small.shape[1] / gray.shape[1])
    if shaded is not None:
        _, close = _paper(gray, dpi, SHADOW_DPI, SHADOW_CLOSED)
        close = cv2.GaussianBlur(close, (0, 0), PENUMBRA * SHADOW_DPI, borderType=cv2.BORDER_REPLICATE)
        close = cv2.resize(close, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
        coarse = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
        close = np.maximum(close, (SHADOW_DARKEST * coarse).astype(np.uint8))
        near = cv2.resize(shaded, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_NEAREST)
        level = np.where(near > 0, close, level)
    out: Gray = cv2.divide(gray, np.maximum(level, 24), scale=250.0)
    return out


def _paper(gray: Gray, dpi: float, wanted: float, closed: float) -> tuple[Gray, Gray]:
    """The picture at about `wanted` dpi, and the same with all that is darker and smaller than `closed` inches gone."""
    reduce = max(1, round(dpi / wanted))
    small = cv2.resize(gray, None, fx=1 / reduce, fy=1 / reduce, interpolation=cv2.INTER_AREA)
    small = cv2.medianBlur(small, 3)
    size = max(3, round(closed * dpi / reduce) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (size, size))
    return small, cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE)


def _shadows(paper: Gray, tinted: Gray, dpi: float) -> Gray | None:
    """1 on and around shadows that fall in over the sheet's edge and have an edge of their own; None without any.

    A printed tint has white margin around it; light that falls off slowly has no edge.

    Args:
        paper: its brightness at `dpi`.
        tinted: 1 where printed tints were taken out; edges left there are theirs.
    """
    dim = (paper < SHADOW * float(np.percentile(paper, 90))).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dim)
    height, width = paper.shape
    x, y, w, h, area = (stats[:, i] for i in range(5))
    falls_in = ((x == 0) | (y == 0) | (x + w == width) | (y + h == height)) & (area >= SHADOW_SIZE * dpi * dpi)
    falls_in[0] = False
    step = cv2.morphologyEx(paper, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > SHADOW_STEP * paper.max()
    around = 2 * round(BESIDE_TINT * dpi) + 1
    step &= cv2.dilate(tinted, np.ones((around, around), np.uint8)) == 0
    sharp = np.bincount(labels.ravel(), weights=step.ravel(), minlength=count) >= SHADOW_EDGE * dpi
    chosen = falls_in & sharp
    if not chosen.any():
        return None
    reach = 2 * round(PAPER_CLOSED / 2 * dpi) + 1
    out: Gray = cv2.dilate(chosen[labels].astype(np.uint8), np.ones((reach, reach), np.uint8))
    return out


def _stretch(flat: Gray) -> Gray:
    """Faint print made dark: the darkest percent of the page becomes black."""
    histogram = np.bincount(flat[::2, ::2].ravel(), minlength=256)
    share = histogram.cumsum() / histogram.sum()
    black = int(np.searchsorted(share, 0.004))
    if black <= 30:
        return flat
    black = min(black, 190)
    table = np.clip((np.arange(256) - black) * (250.0 / (250 - black)), 0, 255).astype(np.uint8)
    out: Gray = cv2.LUT(flat, table)
    return out


def ink_mask(flat: Gray, dpi: float) -> Gray:
    """255 where there is ink, on an evenly lit picture; filled areas come out empty, their edges do not."""
    soft = cv2.GaussianBlur(flat, (0, 0), max(0.6, dpi / 320))
    block = max(11, round(dpi * 0.16) | 1)
    local: Gray = cv2.adaptiveThreshold(soft, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 28)
    local[soft > 215] = 0
    return local


def paper_noise(flat: Gray) -> float:
    """Standard deviation of the paper's grey: robust, from differences of neighbours where there is no ink."""
    paper = flat[::2, ::2].astype(np.int16)
    d = np.diff(paper, axis=1)
    bright = (paper[:, 1:] > 190) & (paper[:, :-1] > 190)
    if bright.sum() < 1000:
        return 0.0
    return float(np.median(np.abs(d[bright])) * 1.4826 / np.sqrt(2))


def evened(image: PageImage) -> Evened:
    """Set a photographed sheet straight, even the light and find the letters."""
    gray, dpi = image.gray, image.dpi
    start = np.eye(3)
    corners = sheet_corners(gray)
    if corners is not None:
        gray, start, dpi = _sheet(gray, corners)
    else:
        gray = without_streaks(gray, dpi)
    flat, stippled = without_stipple(without_holes(_stretch(even_light(gray, dpi)), dpi), dpi)
    return Evened(flat, dpi, letters(ink_mask(flat, dpi), dpi), stippled, start)


def prepare(image: PageImage, seen: Evened | None = None) -> Prepared:
    """Undo a page's skew and part its letters from what is drawn around them.

    Args:
        image: the page, its quarter turns undone.
        seen: the same page evenly lit, where it is at hand.
    """
    seen = seen or evened(image)
    flat, dpi, found, stippled = seen.gray, seen.dpi, seen.letters, seen.stippled
    factor = _factor(dpi, found)
    skew = skew_of(found, (flat.shape[0], flat.shape[1]))
    warp, width, height = _warp(flat.shape[1], flat.shape[0], skew, factor)
    upright = _warped(flat, warp, width, height, factor)
    dpi_up = dpi * factor
    noise = paper_noise(flat)
    clean = _smooth(upright, noise, factor)
    if stippled is not None:
        stippled = _warped(255 - stippled, warp, width, height, factor)
    areas, clean = filled(clean, dpi_up, None if stippled is None else 255 - stippled)
    ink_up = ink_mask(clean, dpi_up)
    lines = find_rules(clean, dpi_up)
    lines, creases = without_creases(lines, [box for box, _ in areas], clean, found.height * factor, dpi_up)
    areas = without_shading(areas, creases, clean.shape, dpi_up)
    lines = with_faint(lines, clean, dpi_up)
    text = levelled(without(clean, ink_up, lines, dpi_up), clean, creases, dpi_up)
    lines = with_broken(lines, dpi_up)
    scale = dpi_up / 72.0
    to_source = np.linalg.inv(seen.from_picture) @ np.linalg.inv(warp)
    points = np.diag([72.0 / image.dpi, 72.0 / image.dpi, 1.0]) @ to_source @ np.diag([scale, scale, 1.0])
    return Prepared(
        text,
        clean,
        scale,
        width / scale,
        height / scale,
        image.to_displayed @ points,
        _rules(lines, scale, points, image.points),
        _painted(areas, lines, scale),
        found.height * factor,
        noise,
    )


def _sheet(gray: Gray, corners: Floats) -> tuple[Gray, Floats, float]:
    """Rectify a photographed sheet; its shape is taken for A4, its size in pixels for that in the picture."""
    top, right, bottom, left = (float(np.linalg.norm(corners[(i + 1) % 4] - corners[i])) for i in range(4))
    wide, tall = max(top, bottom), max(left, right)
    landscape = wide > tall
    long = max(wide, tall)
    ratio = 297.0 / 210.0
    if abs(max(wide, tall) / max(1.0, min(wide, tall)) - ratio) > 0.35:
        ratio = max(wide, tall) / max(1.0, min(wide, tall))
    w, h = (long, long / ratio) if landscape else (long / ratio, long)
    target = np.array([[0, 0], [w, 0], [w, h], [0, h]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flat = cv2.warpPerspective(
        gray, matrix, (round(w), round(h)), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return flat, matrix, long / 11.69


def _factor(dpi: float, found: Letters) -> float:
    """Scale to the working resolution, never below the picture's own unless its letters are huge."""
    factor = max(1.0, WORKING_DPI / dpi) if dpi < 0.9 * WORKING_DPI else 1.0
    if len(found) >= 30:
        size = found.height * factor
        low, high = LETTER_PIXELS
        if size < low:
            factor *= min(2.0, low / size)
        elif size > high:
            factor *= max(0.4, high / size)
    return min(4.0, factor)


def _warp(width: int, height: int, skew: float, factor: float) -> tuple[Floats, int, int]:
    """Matrix from source pixels to level pixels, and the level page's size; `skew` in degrees, clockwise."""
    w, h = float(width), float(height)
    angle = np.radians(skew) if abs(skew) > 0.04 else 0.0
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    out_w, out_h = w * cos + h * abs(sin), h * cos + w * abs(sin)
    to_centre = np.array([[1, 0, -w / 2], [0, 1, -h / 2], [0, 0, 1.0]])
    rotate = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1.0]])
    back = np.array([[1, 0, out_w / 2], [0, 1, out_h / 2], [0, 0, 1.0]])
    grow = np.diag([factor, factor, 1.0])
    matrix: Floats = grow @ back @ rotate @ to_centre
    return matrix, round(out_w * factor), round(out_h * factor)


def _warped(flat: Gray, matrix: Floats, width: int, height: int, factor: float) -> Gray:
    # Pixel centres lie at half coordinates: without this, enlarging shifts everything by half a pixel.
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1.0]])
    inner = np.linalg.inv(half) @ matrix @ half
    flags = cv2.INTER_AREA if factor < 0.8 else cv2.INTER_CUBIC
    if np.allclose(inner[:2, :2], np.eye(2) * inner[0, 0]) and abs(inner[0, 0] - 1) < 1e-9 and width == flat.shape[1]:
        return flat
    out: Gray = cv2.warpAffine(
        flat, inner[:2], (width, height), flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=250
    )
    return out


def _smooth(gray: Gray, noise: float, factor: float) -> Gray:
    """Gaussian smoothing that grows with the noise; none on a clean page."""
    sigma = 0.0
    if noise > 2.0:
        sigma = min(1.6, 0.35 + 0.06 * noise) * max(1.0, factor) / 1.2
    elif factor > 1.2:
        sigma = 0.5
    return cv2.GaussianBlur(gray, (0, 0), sigma) if sigma else gray


def _painted(areas: list[tuple[tuple[int, int, int, int], float]], lines: SolidLines, scale: float) -> tuple[Fill, ...]:
    """Filled areas in points: between rules a cell is painted as a whole or not at all."""
    out: dict[BBox, Fill] = {}
    for box, level in areas:
        snapped = _snapped(box, lines, 72.0 * scale)
        if snapped is None:
            continue
        blur = FILL_BLUR * 72.0 * scale
        # Stripes of listing paper have no upright rules, and no rows that are painted alike.
        ruled = any(_stands_in(rule, snapped, blur) for rule in lines.vertical)
        for part in parted_by_rules(snapped, lines.horizontal, blur) if ruled else [snapped]:
            at = BBox(*(v / scale for v in part))
            out.setdefault(at, Fill(at, (level, level, level)))
    return tuple(out.values())


def _stands_in(rule: Box, area: Box, blur: float) -> bool:
    """Whether an upright rule runs down a filled area, or along one of its sides."""
    left, top, right, foot = area
    return left - blur <= rule[0] <= right + blur and rule[1] <= top + blur and rule[3] >= foot - blur


def parted_by_rules(area: Box, rules: Sequence[Box], blur: float) -> list[Box]:
    """The parts of a filled area between the level rules that run across all of it: rows that are painted alike.

    Args:
        area: a box, as all of the others in pixels.
        rules: level ones.
        blur: how near to the area's edge a rule is that edge, and how far from its sides it may end.
    """
    left, top, right, foot = area
    across = (b for b in rules if b[0] <= left + blur and b[2] >= right - blur)
    cuts = sorted(y for b in across if top + blur < (y := (b[1] + b[3]) / 2) < foot - blur)
    return [(left, a, right, b) for a, b in pairwise([top, *cuts, foot]) if b - a > blur]


def _snapped(box: tuple[int, int, int, int], lines: SolidLines, dpi: float) -> tuple[float, float, float, float] | None:
    """A filled area with its edges at the rules around it; None where it fills less than half of its only cell.

    Its edges are blurred by letters close by, and a light tint ends anywhere.
    """
    x0, y0, x1, y1 = (float(v) for v in box)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    across = sorted((b[1] + b[3]) / 2 for b in lines.horizontal if b[0] <= x <= b[2])
    down = sorted((b[0] + b[2]) / 2 for b in lines.vertical if b[1] <= y <= b[3])
    top, foot = _between(y0, y1, across, FILL_BLUR * dpi)
    left, right = _between(x0, x1, down, FILL_BLUR * dpi)
    ends = [(b[0], b[2]) for b in lines.horizontal if (b[1] + b[3]) / 2 in (top, foot) and b[0] <= x <= b[2]]
    if len(ends) > 1 and not any(x0 < d < max(e[1] for e in ends) for d in down):
        left, right = _to_ends(left, right, ends, FILL_BLUR * dpi)
    return (left, top, right, foot) if right > left and foot > top else None


def _to_ends(left: float, right: float, ends: list[tuple[float, float]], blur: float) -> tuple[float, float]:
    """The sides of an area between two rules as long as each other: it goes as far as they do where it begins or ends
    with them and takes much of their length. Paint fades where light falls off."""
    (a, b), (c, d) = ends[0], ends[-1]
    alike = abs(a - c) <= blur and abs(b - d) <= blur
    begins = min(abs(left - a), abs(right - b)) <= blur
    return (a, b) if alike and begins and right - left >= FADED * (b - a) else (left, right)


def _between(start: float, end: float, rules: list[float], blur: float) -> tuple[float, float]:
    """A stretch whose ends are moved to rules: those within `blur`, and those of the cell that it half fills."""
    if not rules:
        return start, end

    def moved(edge: float, begins: bool) -> float:
        nearest = min(rules, key=lambda r: abs(r - edge))
        if abs(nearest - edge) <= blur:
            return nearest
        before, after = (
            max((r for r in rules if r < edge), default=None),
            min((r for r in rules if r > edge), default=None),
        )
        if before is None or after is None:
            return edge
        inside = (min(after, end) - edge) if begins else (edge - max(before, start))
        whole = inside >= 0.5 * (after - before)
        return before if whole is begins else after

    return moved(start, True), moved(end, False)


def _rules(lines: SolidLines, scale: float, to_picture: Floats, size: tuple[float, float]) -> tuple[Rule, ...]:
    """In points; lines along the picture's own edge are the scanner's, not the page's."""
    out = []
    for boxes, horizontal in ((lines.horizontal, True), (lines.vertical, False)):
        for x0, y0, x1, y1 in boxes:
            at = to_picture @ np.array([(x0 + x1) / 2 / scale, (y0 + y1) / 2 / scale, 1.0])
            x, y = float(at[0] / at[2]), float(at[1] / at[2])
            if min(x, size[0] - x) < EDGE or min(y, size[1] - y) < EDGE:
                continue
            thick = (y1 - y0 if horizontal else x1 - x0) / scale
            out.append(Rule(BBox(x0 / scale, y0 / scale, x1 / scale, y1 / scale), horizontal, round(thick, 2)))
    return tuple(out)
