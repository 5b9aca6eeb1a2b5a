"""Lines typed as rows of hyphens: a typewriter's rules under headings and between rows."""

from __future__ import annotations

import numpy as np

from ingest.document import BBox, Rule
from ingest.read.ocr.text_lines import Ink

__all__ = ["dashed_lines"]

THIN, WIDE = 0.4, 0.3
"""In common letter heights: a hyphen is lower and wider than this."""
GAP, CLIMB = 1.3, 0.45
"""The same: from hyphen to hyphen, along the line and across it."""
LEAST, FEWEST = 7.0, 4
"""The same: the shortest line; hyphens that it has, at least, where they do not touch."""
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
