"""Streaks down a page that dust on a scanner's glass leaves, lightened: one column of the picture from edge to edge.

No printer reaches both edges of a sheet, and a fold wanders by more than a pixel. A streak darkens all rows alike, so
that its column, made lighter by as much, has the letters on it as they are.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.ndimage import median_filter

from ingest.read.ocr.images import Gray

__all__ = ["without_streaks"]

Floats = npt.NDArray[Any]

BANDS, EVERY = 48, 6
"""Bands that a page is looked at in, and how many of their rows: each sixth."""
AROUND = 0.1
"""Inches whose middle says how light the paper beside a column is."""
LEAST, MOST = 6.0, 100.0
"""Grey values by which a streak is darker than the paper beside it; what is darker still is a rule or an edge. Three
streaks of one scan have 27 to 31, other columns of it up to 2.5."""
SEEN, ENDS = 20, 2
"""Percentile of the bands' darkness that counts (print lies on some of them); bands at either edge that have it too."""
WIDEST = 0.03
"""Inches of a streak's width, at most."""
SHEET = 6.8, 9.5
"""Inches of the sides of the smallest picture looked at, a whole sheet (B5 or more): a table pasted as a picture has at
its sides its own rules, which reach both edges."""
MANY = 12
"""Streaks of a page, at most: more are its pattern."""


def without_streaks(gray: Gray, dpi: float) -> Gray:
    """The picture without its streaks, down the page or, where it was turned, across it; the very same without any, and
    where it is smaller than a sheet.

    Args:
        gray: the page as it was scanned, its quarter turns undone.
        dpi: of the picture.
    """
    if any(side < least * dpi for side, least in zip(sorted(gray.shape), SHEET, strict=True)):
        return gray
    out = gray
    for turned in (False, True):
        shares = _streaks(out.T if turned else out, dpi)
        if shares:
            out = out.copy()
            view = out.T if turned else out
            for x, share in shares.items():
                view[:, x] = np.clip(view[:, x] * share, 0, 255).astype(np.uint8)
    return out


def _streaks(gray: Gray, dpi: float) -> dict[int, float]:
    """The columns of upright streaks, and by how much each is to be lighter."""
    height, width = gray.shape
    if height < 4 * BANDS:
        return {}
    cuts = np.linspace(0, height, BANDS + 1).astype(int).tolist()
    levels: Floats = np.stack([_middle(gray[a:b:EVERY]) for a, b in pairwise(cuts)])
    size = max(5, round(AROUND * dpi) | 1)
    usual = np.median(levels, axis=0)
    if not (median_filter(usual, size=size, mode="nearest") - usual >= LEAST / 2).any():
        return {}  # most pages: the closer look takes as long as all else here
    paper: Floats = median_filter(levels, size=(1, size), mode="nearest")
    darker = paper - levels
    sure = np.percentile(darker, SEEN, axis=0) >= LEAST
    for end in (darker[:ENDS], darker[-ENDS:]):
        sure &= end.min(axis=0) >= LEAST / 2
    edges = np.flatnonzero(np.diff(np.concatenate([[False], sure, [False]]))).tolist()
    common = np.median(darker, axis=0)
    found = [
        (a, b)
        for a, b in zip(edges[::2], edges[1::2], strict=True)
        if b - a <= max(2.0, WIDEST * dpi) and float(common[a:b].max()) <= MOST
    ]
    if len(found) > MANY:
        return {}
    # Their soft sides too.
    columns = [x for a, b in found for x in range(max(0, a - 1), min(width, b + 1))]
    shares = {x: float(np.median(paper[:, x]) / max(1.0, float(np.median(levels[:, x])))) for x in columns}
    return {x: share for x, share in shares.items() if share > 1.0}


def _middle(rows: Gray) -> Floats:
    """The middling row of some; sorting bytes takes half as long as numpy's median."""
    ordered: Floats = np.sort(rows, axis=0)[len(rows) // 2].astype(np.float64)
    return ordered
