"""Lines typed as rows of hyphens, and columns of upright strokes between them: the rules of a typewriter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ingest.document import BBox, Rule
from ingest.read.ocr.text_lines import Ink

__all__ = ["dashed_lines", "typed_columns"]

THIN, WIDE = 0.4, 0.3
"""In common letter heights: a hyphen is lower and wider than this."""
GAP, CLIMB = 1.3, 0.45
"""The same: from hyphen to hyphen, along the line and across it."""
LEAST, FEWEST = 7.0, 4
"""The same: the shortest line; hyphens that it has, at least, where they do not touch."""
TALL, NARROW, SLENDER = 0.9, 0.45, 0.4
"""In common letter heights, and in parts of its own height: an upright stroke is higher and narrower than this."""
ASIDE, BELOW, ABOVE = 0.35, 4.5, 0.3
"""In common letter heights: how far a stroke stands aside from the one above it, how far below its foot (a row
of hyphens may lie between), and how far it may reach above that foot."""
BESIDE = 1.6
"""The same: from the end of a row of hyphens to a column (a plus sign lies between)."""
STROKES, LEVELS = 3, 2
"""Strokes of a column, and rows of hyphens that it reaches or crosses, at least."""
FREE = 0.3
"""The same: white beside a stroke; the stem of a letter has none."""
CORNER = (0.45, 1.3)
"""The same: width and height of a plus sign."""
COVERED = 0.35
"""Share of a line's length that its hyphens take."""


def dashed_lines(ink: Ink, scale: float) -> tuple[Rule, ...]:
    """Rows of hyphens as rules; `scale` is pixels a point."""
    common = ink.common
    width, height = ink.boxes[:, 2] - ink.boxes[:, 0], ink.boxes[:, 3] - ink.boxes[:, 1]
    bars = (height <= THIN * common) & (width >= WIDE * common) & (width > 1.3 * height)
    bars[0] = False
    chains: list[list[int]] = []
    for i in sorted(np.flatnonzero(bars).tolist(), key=lambda k: float(ink.boxes[k, 0])):
        x0, y0, _, y1 = (float(v) for v in ink.boxes[i])
        for chain in chains:
            last = ink.boxes[chain[-1]]
            near = -0.5 * common <= x0 - last[2] <= GAP * common
            if near and abs((y0 + y1) / 2 - (last[1] + last[3]) / 2) <= CLIMB * common:
                chain.append(i)
                break
        else:
            chains.append([i])
    out = []
    for chain in chains:
        boxes = ink.boxes[chain]
        x0, x1 = float(boxes[:, 0].min()), float(boxes[:, 2].max())
        length = x1 - x0
        covered = float((boxes[:, 2] - boxes[:, 0]).sum()) / max(1.0, length)
        if length < LEAST * common or covered < COVERED or (len(chain) < FEWEST and covered < 2 * COVERED):
            continue
        y, thick = float(np.median((boxes[:, 1] + boxes[:, 3]) / 2)), float(np.median(boxes[:, 3] - boxes[:, 1]))
        box = BBox(*(v / scale for v in (x0, y - thick / 2, x1, y + thick / 2)))
        out.append(Rule(box, True, round(thick / scale, 2)))
    return tuple(out)


def typed_columns(ink: Ink, levels: Sequence[Rule], scale: float) -> tuple[tuple[Rule, ...], npt.NDArray[np.intp]]:
    """Return columns of upright strokes as rules, and the pieces of ink they are typed with, the plus signs too.

    Strokes stand under each other line for line, white on both sides, between rows of hyphens.

    Args:
        ink: of the page.
        levels: its rows of hyphens, in points (`dashed_lines`).
        scale: pixels a point.
    """
    boxes, common = ink.boxes, ink.common
    heights = sorted((r.bbox.top + r.bbox.bottom) / 2 * scale for r in levels)
    reach = BESIDE * common
    spans = [(r.bbox.x0 * scale - reach, r.bbox.x1 * scale + reach) for r in levels]
    nothing = np.array([], dtype=np.intp)
    if len(heights) < LEVELS:
        return (), nothing
    out: list[Rule] = []
    typed: list[int] = []
    for chain in _upright_chains(ink):
        own = boxes[chain]
        x, y0, y1 = float(np.median((own[:, 0] + own[:, 2]) / 2)), float(own[0, 1]), float(own[-1, 3])
        met = [y for y in heights if y0 - BELOW * common <= y <= y1 + BELOW * common]
        if len(met) < LEVELS or not any(lo <= x <= hi for lo, hi in spans):
            continue
        thick = float(np.median(own[:, 2] - own[:, 0]))
        box = (x - thick / 2, min(y0, met[0]), x + thick / 2, max(y1, met[-1]))
        out.append(Rule(BBox(*(v / scale for v in box)), False, round(thick / scale, 2)))
        typed += chain
    return tuple(out), np.array([*typed, *_corners(ink, out, heights, scale)], dtype=np.intp)


def _upright_chains(ink: Ink) -> list[list[int]]:
    """Upright strokes that stand under each other, from the top down."""
    boxes, common = ink.boxes, ink.common
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    tall = (height >= TALL * common) & (width <= NARROW * common) & (width < SLENDER * height)
    tall[0] = False
    chains: list[list[int]] = []
    for i in sorted(np.flatnonzero(tall).tolist(), key=lambda k: float(boxes[k, 1])):
        x0, y0, x1, y1 = (float(v) for v in boxes[i])
        beside = (boxes[:, 1] < y1) & (boxes[:, 3] > y0) & (boxes[:, 0] < x1 + FREE * common)
        beside &= (boxes[:, 2] > x0 - FREE * common) & (height > SLENDER * common)
        beside[[0, i]] = False
        if beside.any():
            continue
        for chain in chains:
            last = boxes[chain[-1]]
            under = -ABOVE * common <= y0 - last[3] <= BELOW * common
            if under and abs((x0 + x1) / 2 - (last[0] + last[2]) / 2) <= ASIDE * common:
                chain.append(i)
                break
        else:
            chains.append([i])
    return [chain for chain in chains if len(chain) >= STROKES]


def _corners(ink: Ink, columns: Sequence[Rule], heights: Sequence[float], scale: float) -> list[int]:
    """The plus signs where columns of strokes and rows of hyphens meet."""
    boxes, common = ink.boxes, ink.common
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    least, most = (v * common for v in CORNER)
    signs = (width >= least) & (width <= most) & (height >= least) & (height <= most)
    signs[0] = False
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    at = np.array([(r.bbox.x0 + r.bbox.x1) / 2 * scale for r in columns])
    if not at.size:
        return []
    near = (np.abs(x[:, None] - at) <= ASIDE * common).any(axis=1)
    near &= (np.abs(y[:, None] - np.array(heights)) <= ASIDE * common).any(axis=1)
    found: list[int] = np.flatnonzero(signs & near).tolist()
    return found
