"""Stamps and handwriting on a page, told apart from its print and taken out of what recognition sees.

Coloured ink that crosses black print goes by its colour, before anything else is done; the print under it stays.
Strokes of a black pen go only where they are sure: one thin line that wanders through several letters' width, as no
letter does. What went is told with its place (`mark-on-page`); coloured headings, rules and fills are print.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ingest.document import BBox, Note
from ingest.read.ocr.images import Gray, PageImage
from ingest.read.ocr.text_lines import Ink, InkRun

__all__ = ["note", "pen_strokes", "slanted_runs", "without_coloured", "without_strokes"]

Boxes = list[tuple[int, int, int, int]]

LETTERS_CROSSED = 3
"""Pieces of black print that coloured ink must touch to be a mark."""
MOST_COLOURED = 0.8
"""Share of the page's ink; a page with more is printed, or scanned, in colour."""
LONGEST_MARK, SHORTEST_MARK = 5.0, 0.15
"""Inches, longest and shortest side of a stamp or signature."""
STROKE_LENGTH = 3.0
"""In common letter heights: the least width through which a pen's stroke is followed."""
REST_LENGTH = 1.6
"""The same for what lies at the end of a sure stroke; wider than any letter that is a single thin line (v, w)."""
HIGHER, LONG_PATH, TURNING, THICK = 1.4, 5.0, 1.2, 0.55
"""A stroke told by all of its way, in common letter heights: its height, at least (a line of print is lower); its
length (the strokes of a `W` have 4); and its thickness, at most. Its length in lengths of the way straight from end to
end, at least."""
OUT_OF_LINE, NARROWEST, LARGEST, FULLEST = (1.7, 0.6), 1.2, 12.0, 0.4
"""A piece that a stroke runs into, in common letter heights: its height and by how much it stands out of its line of
print, at least; its width, at least; its height and width, at most. The share of its box that is ink, at most."""
BESIDE, LETTER, LEVEL, COVERED = 5.0, 0.5, 0.4, 0.5
"""Letters beside such a piece, in common letter heights: how far they stand, their height at least, by how much their
feet differ; the share of their height that lies beside it, at least."""
ENDS, OVER = 0.3, -0.4
"""In common letter heights: strokes farther apart lie level with each other; nearer ones may end a rule apart."""
ONE_LINE = 0.75
"""Share of the letters beside a piece that stand on one foot, at least."""
LONGEST_STROKE = 30.0
"""The same, the most."""
SLANTED, MOST_SLANTED = 3.5, 0.25
"""Degrees from which a line is none of the page's own (those of opened books and photographs lie within 1, stamps set
down by hand at 7 to 14); share of the page's letters in such lines, at most."""
FEWEST_LETTERS, FEW_PIECES, ON_LINE = 5, 8, 0.08
"""Letters by which a line's slant is told, at least; pieces of a run beside one that goes with it, at most; how far
letters stand from their line, in heights of the letters, on the median."""
OFF_LEVEL, LESS = 0.12, 0.5
"""Heights of the letters by which the feet of a slanted line lie off a level one, on the median, at least; and the part
of that by which they may lie off their own line."""
FOLLOWS = 6.0
"""Heights of a slanted line's letters by which the next words of the same stamp stand beside it, at most."""
MOST_STROKES = 60
"""On one page; with more it is a drawing or a chart, not a plan that somebody wrote on."""


def slanted_runs(found: Sequence[InkRun], ink: Ink) -> list[InkRun]:
    """Lines that rise or fall against the page's own: what a stamp says that was set down askew, with the figures of
    its date beside them.

    Args:
        found: the runs of an upright page.
        ink: of the page.
    """
    slants = [_slant(ink.boxes[list(run.pieces)], run.height) for run in found]
    letters = sum(len(run.pieces) for run in found)
    askew = [run for run, slant in zip(found, slants, strict=True) if slant is not None and abs(slant) >= SLANTED]
    if not askew or sum(len(run.pieces) for run in askew) > MOST_SLANTED * letters:
        return []
    out = list(askew)
    for run, slant in zip(found, slants, strict=True):
        x, y = (run.box[0] + run.box[2]) / 2, (run.box[1] + run.box[3]) / 2
        beside = any(
            a.box[0] - a.height <= x <= a.box[2] + FOLLOWS * a.height
            and a.box[1] - a.height <= y <= a.box[3] + a.height
            for a in askew
        )
        if slant is None and run not in askew and beside and len(run.pieces) <= FEW_PIECES:
            out.append(run)
    return out


def _slant(boxes: npt.NDArray[Any], height: float) -> float | None:
    """Degrees by which the feet of a run's letters fall to the right (the median over pairs of them, Theil 1950); None
    where there are few, or they stand on no line."""
    high = boxes[:, 3] - boxes[:, 1]
    letter = boxes[(high > 0.6 * height) & (high < 1.8 * height)]
    if len(letter) < FEWEST_LETTERS:
        return None
    x, foot = (letter[:, 0] + letter[:, 2]) / 2, letter[:, 3]
    a, b = np.triu_indices(len(x), 1)
    apart = np.abs(x[b] - x[a]) > 1.5 * height
    if not apart.any():
        return None
    slope = float(np.median((foot[b] - foot[a])[apart] / (x[b] - x[a])[apart]))
    askew, level = (float(np.median(np.abs(off - np.median(off)))) for off in (foot - slope * x, foot))
    # Falling letters at one end of a word (`upplysta`, `fredag`) leave most of its feet on a level line.
    if level < OFF_LEVEL * height or askew > LESS * level:
        return 0.0
    return float(np.degrees(np.arctan(slope))) if askew <= ON_LINE * height else None


def without_coloured(image: PageImage) -> tuple[PageImage, list[BBox]]:
    """The page without coloured marks that cross its print, and where they were, in points of the picture.

    The very same page where there are none.
    """
    if image.tint is None:
        return image, []
    tint = image.tint
    per_inch = image.dpi * tint.shape[1] / image.gray.shape[1]
    small = cv2.resize(image.gray, (tint.shape[1], tint.shape[0]), interpolation=cv2.INTER_AREA)
    near = cv2.dilate(tint, np.ones((3, 3), np.uint8))
    black = ((small < 120) & (near == 0)).astype(np.uint8)
    if int((tint > 0).sum()) > MOST_COLOURED * (int((tint > 0).sum()) + int(black.sum())):
        return image, []
    marks, boxes = _crossing(tint, black, per_inch)
    if not boxes:
        return image, []
    size = (image.gray.shape[1], image.gray.shape[0])
    own = cv2.resize(marks, size, interpolation=cv2.INTER_NEAREST) > 0
    edge = cv2.resize(cv2.dilate(marks, np.ones((3, 3), np.uint8)), size, interpolation=cv2.INTER_NEAREST) > 0
    gray = image.gray.copy()
    gray[own | (edge & (gray > 100))] = int(np.percentile(gray[::4, ::4], 80))
    points = 72.0 / per_inch
    places = [BBox(a * points, b * points, c * points, d * points) for a, b, c, d in boxes]
    return replace(image, gray=gray, tint=None), places


def _crossing(tint: Gray, black: Gray, per_inch: float) -> tuple[Gray, Boxes]:
    """Coloured objects that cross black print, as a mask and boxes in pixels of `tint`."""
    drawn = _without_print(tint, per_inch)
    reach = max(3, round(0.12 * per_inch) | 1)
    joined = cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    count, objects, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    _, letters, letter_stats, _ = cv2.connectedComponentsWithStats(black, connectivity=8)
    x, y, w, h = (stats[:, i] for i in range(4))
    fits = (np.maximum(w, h) <= LONGEST_MARK * per_inch) & (np.minimum(w, h) >= SHORTEST_MARK * per_inch)
    fits[0] = False
    crossing: list[int] = []
    for i in np.nonzero(fits)[0].tolist():
        window = np.s_[max(0, y[i] - 3) : y[i] + h[i] + 3, max(0, x[i] - 3) : x[i] + w[i] + 3]
        own = ((objects[window] == i) & (drawn[window] > 0)).astype(np.uint8)
        touched = np.unique(letters[window][cv2.dilate(own, np.ones((5, 5), np.uint8)) > 0])
        high = letter_stats[touched, 3] / per_inch
        if int(((touched > 0) & (high > 0.03) & (high < 0.4)).sum()) >= LETTERS_CROSSED:
            crossing.append(i)

    def inside(i: int) -> npt.NDArray[np.bool_]:
        """Objects inside the box of this one: the letters of a stamp inside its frame."""
        within: npt.NDArray[np.bool_] = (x >= x[i]) & (x + w <= x[i] + w[i]) & (y >= y[i]) & (y + h <= y[i] + h[i])
        return within

    chosen = np.zeros(count, dtype=bool)
    for i in crossing:
        chosen |= inside(i)
    chosen[0] = False
    outer = [i for i in crossing if not any(k != i and inside(k)[i] for k in crossing)]
    marks = np.where(chosen[objects], drawn, 0).astype(np.uint8)
    return marks, [(int(x[i]), int(y[i]), int(x[i] + w[i]), int(y[i] + h[i])) for i in outer]


def _without_print(tint: Gray, per_inch: float) -> Gray:
    """Coloured ink that may be a mark: without filled areas, ruling lines, fringes of black letters, lines of text."""
    thick = round(0.09 * per_inch)
    solid = cv2.morphologyEx(tint, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
    out: Gray = cv2.subtract(tint, cv2.dilate(solid, np.ones((5, 5), np.uint8)))
    length = round(1.5 * per_inch)
    for shape in ((1, length), (length, 1)):
        lines = cv2.morphologyEx(out, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        if lines.any():
            out = cv2.subtract(out, cv2.dilate(lines, np.ones((3, 3), np.uint8)))
    core = cv2.erode(out, np.ones((2, 2), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(out, connectivity=8)
    kept = np.bincount(labels.ravel(), weights=core.ravel(), minlength=count)
    # Colour at the edge of black letters is a pixel wide: the scanner's three rows of sensors lie apart.
    mark = kept > 0.2 * stats[:, 4]
    mark[0] = False
    mark &= ~_text(stats, per_inch)
    return np.where(mark[labels], out, 0).astype(np.uint8)


def _text(stats: npt.NDArray[Any], per_inch: float) -> npt.NDArray[Any]:
    """Pieces that stand with two others of letter size on one level foot: coloured print, and print of a stamp that
    was set straight (which is read as what it says)."""
    x, foot = stats[:, 0], stats[:, 1] + stats[:, 3]
    w, h = stats[:, 2], stats[:, 3]
    letter = (h > 0.04 * per_inch) & (h < 0.4 * per_inch) & (w < 0.5 * per_inch)
    letter[0] = False
    index = np.nonzero(letter)[0]
    out = np.zeros(len(stats), dtype=bool)
    if not 3 <= len(index) <= 20_000:
        return out
    index = index[np.argsort(x[index], kind="stable")]
    for i in index:
        start = np.searchsorted(x[index], x[i] - 2.5 * h[i])
        stop = np.searchsorted(x[index], x[i] + w[i] + 2.5 * h[i])
        near = index[start:stop]
        level = np.abs(foot[near] - foot[i]) <= max(1.0, 0.07 * h[i])
        alike = (h[near] < 1.7 * h[i]) & (h[i] < 1.7 * h[near])
        out[i] = int((level & alike).sum()) >= 4
    return out


def pen_strokes(ink: Ink) -> tuple[npt.NDArray[np.bool_] | None, Boxes]:
    """Pixels of black pen strokes on an upright page, and their boxes; None where there are none.

    A piece of ink is a stroke over the columns where it is a single thin line, if that line goes on for several
    letters' width and wanders up and down. Letters that have run together have bowls and stems: two lines in a
    column, or one as high as the letters.
    """
    common = ink.common
    w, h = ink.boxes[:, 2] - ink.boxes[:, 0], ink.boxes[:, 3] - ink.boxes[:, 1]
    likely = (w > REST_LENGTH * common) & (h > 0.5 * common) & (h < 12 * common) & (ink.areas < 0.4 * w * h)
    likely[0] = False
    sure: Boxes = []
    short: list[tuple[int, tuple[int, int, int, int]]] = []
    strokes: list[tuple[int, tuple[int, int, int, int]]] = []
    for i in np.nonzero(likely)[0].tolist():
        x0, y0, x1, y1 = (int(v) for v in ink.boxes[i])
        own = ink.labels[y0:y1, x0:x1] == i
        whole = _wanders(own, common)
        stretches = [(0, own.shape[1])] if whole else _single(own, common)
        if any(b - a >= STROKE_LENGTH * common for a, b in stretches) and _line_throughout(own):
            stretches = [(0, own.shape[1])]
        for a, b in stretches:
            rows = np.nonzero(own[:, a:b].any(axis=1))[0]
            box = (x0 + a, y0 + int(rows[0]), x0 + b, y0 + int(rows[-1]) + 1)
            if b - a > LONGEST_STROKE * common:
                continue  # the sheet's edge, a torn margin
            long = whole or b - a >= STROKE_LENGTH * common
            (strokes if long else short).append((i, box))
            if long:
                sure.append(box)
    out_of_line = _sticking_out(ink, [i for i, _ in strokes])
    strokes += out_of_line
    sure += [box for _, box in out_of_line]
    if not strokes or len(strokes) > MOST_STROKES:
        return None, []
    # What a rule or a letter cut off from a sure stroke goes with it.
    strokes += [s for s in short if any(_goes_on(s[1], box, common) for box in sure)]
    mask = np.zeros(ink.labels.shape, dtype=bool)
    for i, (x0, y0, x1, y1) in strokes:
        mask[y0:y1, x0:x1] |= ink.labels[y0:y1, x0:x1] == i
    return mask, [box for _, box in strokes]


def _wanders(own: npt.NDArray[np.bool_], common: float) -> bool:
    """Whether a piece is one thin line from end to end, higher than a line of print and longer than any letter's
    strokes, that does not go straight. (What is left of a stamp's frame does.)"""
    if own.shape[0] < HIGHER * common or not _line_throughout(own) or not _thin(own, common):
        return False
    middle = (own * np.arange(own.shape[0])[:, None]).sum(axis=0) / np.maximum(1, own.sum(axis=0))
    steps = np.diff(middle)
    path, ends = float(np.hypot(1.0, steps).sum()), float(np.hypot(len(middle), middle[-1] - middle[0]))
    return path >= LONG_PATH * common and path >= TURNING * ends


def _sticking_out(ink: Ink, known: Sequence[int]) -> list[tuple[int, tuple[int, int, int, int]]]:
    """What sticks out over or under the line of print that a piece of ink stands in, where it is a thin line: a pen's
    stroke that runs into a letter. What lies inside the line stays: the letter cannot be told from the stroke there."""
    common, boxes = ink.common, ink.boxes
    w, h = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    tall = (h >= OUT_OF_LINE[0] * common) & (h < LARGEST * common) & (w >= NARROWEST * common) & (w < LARGEST * common)
    tall[[0, *known]] = False
    letters = boxes[(h > LETTER * common) & (h < HIGHER * common)]
    out: list[tuple[int, tuple[int, int, int, int]]] = []
    for i in np.nonzero(tall & (ink.areas < FULLEST * w * h))[0].tolist():
        x0, y0, x1, y1 = (int(v) for v in boxes[i])
        near = letters[(letters[:, 2] > x0 - BESIDE * common) & (letters[:, 0] < x1 + BESIDE * common)]
        inside = np.minimum(near[:, 3], y1) - np.maximum(near[:, 1], y0)
        near = near[inside > COVERED * (near[:, 3] - near[:, 1])]
        level = np.abs(near[:, 3] - np.median(near[:, 3])) < LEVEL * common if len(near) else np.zeros(0, dtype=bool)
        if level.sum() < max(LETTERS_CROSSED, ONE_LINE * len(near)):
            continue  # beside no line of print, or beside several
        near = near[level]
        head, foot = round(float(near[:, 1].min())) - 2, round(float(near[:, 3].max())) + 2
        for a, b in ((y0, head), (foot, y1)):
            outside = ink.labels[max(0, a) : max(0, b), x0:x1] == i
            if b - a >= OUT_OF_LINE[1] * common and _thin(outside, common):
                out.append((i, (x0, a, x1, b)))
    return out


def _thin(own: npt.NDArray[np.bool_], common: float) -> bool:
    """Whether ink is nowhere as thick, both ways, as no pen's stroke is."""
    size = max(3, round(THICK * common))
    return not cv2.erode(np.pad(own, 1).astype(np.uint8), np.ones((size, size), np.uint8)).any()


def _line_throughout(own: npt.NDArray[np.bool_]) -> bool:
    """Whether a piece with a sure stroke in it is nothing but a line, steep turns too: no bowl, one run a column."""
    runs = np.diff(own.astype(np.int8), axis=0, prepend=0).clip(min=0).sum(axis=0)
    if float((runs == 1).mean()) < 0.8 or float(own.mean()) > 0.25:
        return False
    paper, _ = cv2.connectedComponents((~np.pad(own, 1)).astype(np.uint8), connectivity=4)
    return bool(paper == 2)


def _goes_on(box: tuple[int, int, int, int], sure: tuple[int, int, int, int], common: float) -> bool:
    """Whether a stroke ends where another begins, beside it or over a rule's width above or below it."""
    gap = max(box[0] - sure[2], sure[0] - box[2])
    level = min(box[3], sure[3]) - max(box[1], sure[1])
    return -0.5 * common < gap < 0.8 * common and level > (0.0 if gap > ENDS * common else OVER * common)


def _single(own: npt.NDArray[np.bool_], common: float) -> list[tuple[int, int]]:
    """Stretches of columns where a piece is one thin wandering line."""
    height = own.shape[0]
    runs = np.diff(own.astype(np.int8), axis=0, prepend=0).clip(min=0).sum(axis=0)
    ink = own.sum(axis=0)
    top = own.argmax(axis=0)
    thin = (runs == 1) & (ink <= 0.55 * common)
    # A steep turn may be high, and fold over itself, for some columns.
    bridge = max(3, round(0.25 * common))
    line = cv2.morphologyEx(thin.astype(np.uint8)[None], cv2.MORPH_CLOSE, np.ones((1, bridge), np.uint8))[0]
    edges = np.flatnonzero(np.diff(np.concatenate([[0], line, [0]])))
    out = []
    for a, b in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if b - a < REST_LENGTH * common or thin[a:b].mean() < 0.7:
            continue
        middle = (top[a:b] + ink[a:b] / 2)[thin[a:b]]
        travel = float(np.abs(np.diff(middle)).sum())
        spread = float(np.ptp(middle))
        ends = abs(float(middle[-1] - middle[0]))
        # A rule, level or aslant, goes straight from end to end; an arc hardly turns. The grain of a rule's edges
        # travels too, but spreads little.
        if spread > 0.3 * common and travel - ends > 0.25 * (b - a) and height > 0.5 * common:
            out.append((a, b))
    return out


def without_strokes(text: Gray, strokes: npt.NDArray[np.bool_]) -> Gray:
    """The picture with the strokes and their soft edges white."""
    near = cv2.dilate(strokes.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    out = text.copy()
    out[strokes | (near & (out > 110))] = 250
    return out


def note(number: int, places: Sequence[BBox]) -> tuple[Note, ...]:
    """What was left out of reading on page `number`, with places in points as displayed."""
    if not places:
        return ()
    at = "; ".join(f"{b.x0:.0f}, {b.top:.0f} to {b.x1:.0f}, {b.bottom:.0f}" for b in places[:8])
    more = f" and {len(places) - 8} more" if len(places) > 8 else ""
    return (
        Note(
            "mark-on-page",
            "info",
            f"Page {number}: a stamp or handwriting was left out of reading, at (points) {at}{more}. "
            "Look at what it says, and at the text it crosses.",
            f"page.{number}",
        ),
    )
