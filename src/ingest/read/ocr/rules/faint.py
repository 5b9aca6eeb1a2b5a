"""Rules of a table too faint or too broken to be told by themselves, found where the table's other rules say they are.

A grey line on a tint, or one of which the copier kept a half, is lost in any look at single pixels. Over a stretch of a
tenth of an inch its mean is darker than the paper on both of its sides, however faint it is; letters have letters above
or below. So the columns that a table's clear rules show are followed down, and between them every height is asked
whether a rule lies there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ingest.read.ocr.images import Gray
from ingest.read.ocr.rules.solid import FAINTEST, Box, SolidLines

__all__ = ["with_faint"]

Floats = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]

STRETCH = 0.08
"""Inches over which darkness is averaged: longer than any letter's stem or bar."""
BESIDE = (0.014, 0.034)
"""Inches from a rule's middle between which the paper on its sides is looked at."""
WORKED = 150.0
"""Pixels an inch at which stretches are averaged."""
DRIFT = 2
"""Of these pixels: how far a rule wanders from straight within a table."""
LEAST, NOISES = 4.0, 6.0
"""Grey values by which a stretch of rule is darker than both sides, at least; the same in deviations of the paper's."""
PEN = 0.3
"""Darkness of the faintest of a page's rules, in parts of its clear rules': one pen draws all of them, and a tint or
worn toner takes half."""
CROWDED = 30.0
"""Darkness beside a stretch from which letters stand there and nothing can be said."""
COVERED, KNOWN_COVERED = 0.8, 0.35
"""Share of the stretches between two columns' rules that show a rule; the second where it is seen in another column."""
DOWN_COVERED, DOWN_JUDGED, FEWEST = 0.55, 0.25, 3
"""Of a row's height: share of its free stretches that show an upright rule, share that is free, and stretches at least;
stems of letters that begin lines one above the other show some."""
JUDGED = 0.4
"""Share of the stretches between two columns' rules that are free of letters, at least."""
FAR = 0.25
"""Inches between two columns' rules, at least."""
FRAME = 2.0
"""Inches, the least width of a table whose inside is searched."""
SAME = 0.03
"""Inches within which two rules are one."""
GAP, AGAIN = 0.25, 3
"""Inches without a trace after which a rule has ended; stretches, one after the other, with which it goes on after a
shorter gap: a letter's stem shows one."""
THIN = 0.05
"""Inches: the thickest rule whose ink is taken out with it."""
LEAST_ROW = 0.1
"""Inches: rows of print are higher."""
BEYOND, BEYOND_COVERED = (0.6, 0.05), 0.6
"""Inches beside a table up to which a fold is looked for, and from which; share of that way on which it shows."""
ASIDE = (0.035, 0.008)
"""Inches, and share of the gap, by which it may stand aside there."""
MOST = 60
"""Rules across one table; more are a chart's or a form's."""


@dataclass(frozen=True, slots=True)
class _Trace:
    """How much darker than both sides each pixel's stretch is, and where letters forbid to say."""

    ridge: Floats
    crowded: Flags
    least: float

    @property
    def shown(self) -> Flags:
        out: Flags = self.ridge >= self.least
        return out

    def of_pen(self, boxes: Sequence[Box]) -> _Trace:
        """The same, with what is much fainter than the page's clear rules left out: the back shining through."""
        height, width = self.ridge.shape
        clear = []
        for x0, y0, x1, y1 in boxes:
            y = min(max(1, round((y0 + y1) / 2)), height - 2)
            part = self.ridge[y - 1 : y + 2, max(0, round(x0)) : min(width, round(x1)) + 1]
            if part.size:
                clear.append(float(np.median(part.max(axis=0))))
        return replace(self, least=max(self.least, PEN * float(np.median(clear)))) if clear else self


def with_faint(lines: SolidLines, gray: Gray, dpi: float) -> SolidLines:
    """The rules with those that a table's clear rules lead to.

    Args:
        lines: what was found.
        gray: the upright page, paper about 250.
        dpi: pixels an inch.
    """
    wide = [b for b in lines.horizontal if b[2] - b[0] >= FRAME * dpi]
    if not wide or len(lines.vertical) < 2:
        return lines
    reduce = max(1, round(dpi / WORKED))
    small = cv2.resize(gray, None, fx=1 / reduce, fy=1 / reduce, interpolation=cv2.INTER_AREA) if reduce > 1 else gray
    dark = 250.0 - np.minimum(small, 250).astype(np.float32)
    horizontal, vertical = _continued(
        [_scaled(b, 1 / reduce) for b in lines.horizontal], [_scaled(b, 1 / reduce) for b in lines.vertical],
        dark, dpi * small.shape[1] / gray.shape[1],
    )  # fmt: skip
    level = tuple(_scaled(b, reduce) for b in horizontal)
    upright = tuple(_scaled(b, reduce) for b in vertical)
    return SolidLines(level, upright, _with_ink(lines.mask, (*level, *upright), gray, dpi))


def _scaled(box: Box, factor: float) -> Box:
    x0, y0, x1, y1 = box
    return x0 * factor, y0 * factor, x1 * factor, y1 * factor


def _with_ink(mask: Gray, boxes: Sequence[Box], gray: Gray, dpi: float) -> Gray:
    """The rules' mask with the dark pixels along boxes that are as thin as rules are."""
    out = mask.copy()
    for x0, y0, x1, y1 in boxes:
        a, b, c, d = (max(0, round(v)) for v in (x0 - 1, y0 - 1, x1 + 1, y1 + 1))
        if min(c - a, d - b) <= THIN * dpi:
            out[b:d, a:c][gray[b:d, a:c] < 250 - FAINTEST] = 255
    return out


def _continued(horizontal: list[Box], vertical: list[Box], dark: Floats, dpi: float) -> tuple[list[Box], list[Box]]:
    """Horizontal and vertical rules with what they lead to."""
    level, upright = _trace(dark, dpi), _trace(np.ascontiguousarray(dark.T), dpi)
    drawn = [_turned(b) for b in vertical]
    level, upright = level.of_pen(horizontal), upright.of_pen(drawn)
    along = _merged([_followed(b, upright, dpi) for b in drawn], dpi)
    wide = [b for b in horizontal if b[2] - b[0] >= FRAME * dpi]
    for left, right, top, foot in _frames(wide, along, dpi):
        inner = [b for b in along if left - SAME * dpi <= (b[1] + b[3]) / 2 <= right + SAME * dpi]
        inner = [b for b in inner if min(b[2], foot) - max(b[0], top) > LEAST_ROW * dpi]
        edges = _places([left, *((b[1] + b[3]) / 2 for b in inner), right], dpi)
        # The page's other tables of this width part their columns at the same places, as a rule.
        others = [(b[1] + b[3]) / 2 for b in drawn if not min(b[2], foot) > max(b[0], top)]
        others = [x for x in others if left + FAR * dpi < x < right - FAR * dpi]
        horizontal = horizontal + _across(level, horizontal, edges, (top, foot), dpi)
        ys = [(b[1] + b[3]) / 2 for b in horizontal if _within(b, left, right, top, foot, dpi)]
        own = [b for b in drawn if min(b[2], foot) - max(b[0], top) > LEAST_ROW * dpi / 2]
        rows = _places([top, *ys, foot], dpi)
        drawn = drawn + _down(upright, own, edges, rows, dpi)
        new = [x for x in _places(others, dpi) if all(abs(x - e) > FAR * dpi for e in edges)]
        drawn = drawn + _down(upright, [], new, rows, dpi)
    return _merged(horizontal, dpi), [_turned(b) for b in _merged(drawn, dpi)]


def _trace(dark: Floats, dpi: float) -> _Trace:
    """Of horizontal rules."""
    length = max(5, round(STRETCH * dpi)) | 1
    mean = cv2.blur(dark, (length, 1), borderType=cv2.BORDER_REPLICATE)
    near, far = max(2, round(BESIDE[0] * dpi)), max(4, round(BESIDE[1] * dpi))
    strip = cv2.blur(mean, (1, far - near), borderType=cv2.BORDER_REPLICATE)
    shift = (near + far) // 2
    above = np.vstack([strip[:1].repeat(shift, 0), strip[:-shift]])
    below = np.vstack([strip[shift:], strip[-1:].repeat(shift, 0)])
    beside = np.maximum(above, below)
    ridge = mean - beside
    # A line climbs by a pixel now and then.
    ridge = cv2.dilate(ridge, np.ones((DRIFT + 1, 1), np.uint8))
    quiet = ridge[::5, ::7]
    spread = 1.4826 * float(np.median(np.abs(quiet - np.median(quiet))))
    return _Trace(ridge, np.asarray(beside > CROWDED), max(LEAST, NOISES * spread))


def _followed(box: Box, trace: _Trace, dpi: float) -> Box:
    """A rule (along x in its trace) with what goes on of it at both ends."""
    x0, y0, x1, y1 = box
    at = min(max(0, round((y0 + y1) / 2)), trace.ridge.shape[0] - 1)
    rows = slice(max(0, at - 1), at + 2)
    shown: Flags = np.asarray(trace.shown[rows].any(axis=0))
    crowded: Flags = np.asarray(trace.crowded[rows].all(axis=0))
    step, gap = max(1, round(STRETCH * dpi)), round(GAP * dpi)

    def gone(start: int, way: int) -> int:
        last, here, missed, row = start, start, 0, 0
        while 0 <= here < len(shown) and missed <= gap:
            row = row + 1 if shown[here] else 0
            if row >= AGAIN or (row and not missed):
                last, missed = here, 0
            elif row:
                pass
            else:
                missed += step // 2 if crowded[here] else step
            here += way * step
        return last

    return float(min(x0, gone(round(x0), -1))), y0, float(max(x1, gone(round(x1), 1))), y1


def _frames(wide: Sequence[Box], vertical: Sequence[Box], dpi: float) -> list[tuple[float, float, float, float]]:
    """Left, right, top and foot of the tables: a wide rule and the upright ones (`vertical`, turned) that it meets."""
    out: list[tuple[float, float, float, float]] = []
    reach = 2 * SAME * dpi
    for x0, y0, x1, y1 in sorted(wide, key=lambda b: b[1]):
        y = (y0 + y1) / 2
        if any(f[2] - reach <= y <= f[3] + reach and x0 < f[1] and x1 > f[0] for f in out):
            continue
        top = foot = y
        met = [b for b in vertical if x0 - reach <= (b[1] + b[3]) / 2 <= x1 + reach]
        grown = True
        while grown:
            touched = [b for b in met if b[0] <= foot + reach and b[2] >= top - reach]
            new = min([top, *(b[0] for b in touched)]), max([foot, *(b[2] for b in touched)])
            grown = new != (top, foot)
            top, foot = new
        if foot - top >= 2 * LEAST_ROW * dpi:
            out.append((x0, x1, top, foot))
    return out


def _across(
    trace: _Trace, horizontal: Sequence[Box], edges: Sequence[float], span: tuple[float, float], dpi: float
) -> list[Box]:
    """Rules across a table's columns: heights at which most stretches of a column show one."""
    top, foot = max(0, round(span[0])), min(trace.ridge.shape[0], round(span[1]) + 1)
    step, inset = max(1, round(STRETCH * dpi / 2)), round(0.03 * dpi)
    known = np.zeros(foot - top, dtype=bool)
    for _, y0, _, y1 in (b for b in horizontal if b[2] > edges[0] and b[0] < edges[-1]):
        y = round((y0 + y1) / 2) - top
        known[max(0, y - DRIFT) : max(0, y + DRIFT + 1)] = True
    columns: list[tuple[float, float, Flags, Floats]] = []
    for a, b in pairwise(edges):
        part = slice(round(a) + inset, max(round(a) + inset + 1, round(b) - inset), step)
        shown, free = trace.shown[top:foot, part], ~trace.crowded[top:foot, part]
        # A column past the picture's edge has nothing to judge.
        judged = free.sum(axis=1) / max(1, free.shape[1])
        share = (shown & free).sum(axis=1) / np.maximum(1, free.sum(axis=1))
        here = (judged >= JUDGED) & ((share >= COVERED) | (known & (share >= KNOWN_COVERED)))
        columns.append((a, b, here, share))
    # A height that another column shows clearly is known to the rest.
    clear = np.asarray(np.any([c[2] for c in columns], axis=0))
    near: Flags = cv2.dilate(clear.astype(np.uint8)[:, None], np.ones((2 * DRIFT + 1, 1), np.uint8))[:, 0] > 0
    out: list[Box] = []
    for a, b, here, share in columns:
        ys = _peaks((here | (near & (share >= KNOWN_COVERED))), share, round(LEAST_ROW * dpi / 2))
        out += [(float(a), float(top + y), float(b), float(top + y + 1)) for y in ys]
    out = [b for b in out if not _goes_beyond(trace, b, edges, dpi)]
    heights = {round(b[1]) for b in out}
    return out if len(heights) <= MOST else []


def _goes_beyond(trace: _Trace, box: Box, edges: Sequence[float], dpi: float) -> bool:
    """Whether a stroke goes on over the table's edges on both sides: a fold of the paper."""
    reach, off = round(BEYOND[0] * dpi), round(BEYOND[1] * dpi)
    left, right = round(edges[0]), round(edges[-1])
    sides = (
        (slice(max(0, left - reach), max(0, left - off)), box[0] - left),
        (slice(right + off, right + reach), right - box[2]),
    )
    for side, gap in sides:
        drift = round(ASIDE[0] * dpi + ASIDE[1] * gap)
        shown = trace.shown[max(0, round(box[1]) - drift) : round(box[1]) + drift + 1, side].any(axis=0)
        if shown.size < off or float(shown.mean()) < BEYOND_COVERED:
            return False
    return True


def _down(trace: _Trace, vertical: Sequence[Box], edges: Sequence[float], ys: Sequence[float], dpi: float) -> list[Box]:
    """Pieces of a table's upright rules between its rules across, where a part of them is seen."""
    step, inset = max(1, round(STRETCH * dpi / 2)), round(0.03 * dpi)
    out: list[Box] = []
    for x in edges:
        own = [b for b in vertical if abs((b[1] + b[3]) / 2 - x) <= SAME * dpi]
        covered = DOWN_COVERED if own else COVERED
        at = min(max(1, round(x)), trace.ridge.shape[0] - 2)
        for a, b in pairwise(ys):
            if b - a < LEAST_ROW * dpi or any(o[0] <= a + inset and o[2] >= b - inset for o in own):
                continue
            part = slice(round(a) + inset, max(round(a) + inset + 1, round(b) - inset), step)
            shown: Flags = np.asarray(trace.shown[at - 1 : at + 2, part].any(axis=0))
            free: Flags = np.asarray(~trace.crowded[at - 1 : at + 2, part].all(axis=0))
            enough = max(FEWEST, covered * free.sum())
            if free.sum() >= DOWN_JUDGED * len(free) and (shown & free).sum() >= enough:
                out.append((float(a), x - 1, float(b), x + 1))
    return out


def _peaks(here: Flags, share: Floats, apart: int) -> list[int]:
    """The best height of each group of heights that lie closer than `apart`."""
    out: list[int] = []
    for y in np.flatnonzero(here).tolist():
        if out and y - out[-1] < apart:
            if share[y] > share[out[-1]]:
                out[-1] = y
        else:
            out.append(y)
    return out


def _within(box: Box, left: float, right: float, top: float, foot: float, dpi: float) -> bool:
    reach = SAME * dpi
    return top - reach <= (box[1] + box[3]) / 2 <= foot + reach and box[2] > left and box[0] < right


def _places(values: Sequence[float], dpi: float) -> list[float]:
    out: list[float] = []
    for v in sorted(values):
        if not out or v - out[-1] > SAME * dpi:
            out.append(v)
    return out


def _merged(boxes: Sequence[Box], dpi: float) -> list[Box]:
    """Boxes along x: pieces of one line that touch become one; a faint one beside a clear one is that one."""
    out: list[Box] = []
    for box in sorted(boxes, key=lambda b: (b[0], b[1])):
        for i, other in enumerate(out):
            same = abs((box[1] + box[3]) / 2 - (other[1] + other[3]) / 2) <= SAME * dpi
            if same and box[0] <= other[2] + SAME * dpi:
                heavier = max(box, other, key=lambda b: b[2] - b[0])
                out[i] = other[0], heavier[1], max(box[2], other[2]), heavier[3]
                break
        else:
            out.append(box)
    return out


def _turned(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]
