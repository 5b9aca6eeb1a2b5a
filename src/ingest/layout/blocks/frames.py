"""Boxes that are drawn around text: painted areas, and rectangles of rules that no other rectangle shares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.document import BBox, Page, Rule
from ingest.layout.tables.model import MeasuredWord

__all__ = ["frames_of", "stand_in_stacks", "words_in"]

_LEAST = (24.0, 9.0)
"""Points: the least width and height of a box around text."""
_MOST = 0.6
"""Share of the page from which an area is its ground or a border round the page, and no box."""
_CORNER = 4.0
"""Points by which the ends of a box's sides may miss each other."""
_SAME = 2.5
"""Points within which two boxes are the same one (a fill and its border)."""
_WHITE = 1.5
"""Points of white from which two boxes, one above the other, are no cells of one grid."""
_LIMIT = 600
"""Boxes and rules on a page beyond which nothing is told from them: a drawing, a map."""


def frames_of(page: Page) -> tuple[BBox, ...]:
    """Return the boxes of a page (points), the smallest first; each once."""
    found = [f.bbox for f in page.fills] if len(page.fills) <= _LIMIT else []
    found += _drawn(page.rules)
    ground = _MOST * page.width * page.height
    boxes = [b for b in found if b.width >= _LEAST[0] and b.height >= _LEAST[1] and b.width * b.height < ground]
    boxes.sort(key=lambda b: (b.width * b.height, b.top, b.x0))
    kept: list[BBox] = []
    for box in boxes:
        if not any(all(abs(p - q) <= _SAME for p, q in zip(box, other, strict=True)) for other in kept[-8:]):
            kept.append(box)
    return tuple(kept)


def words_in(frames: Sequence[BBox], tokens: Sequence[MeasuredWord]) -> NDArray[np.bool_]:
    """Return which boxes hold the middles of which words; shape (boxes, words)."""
    x0, top, x1, bottom = np.array(frames, dtype=np.float64).reshape(-1, 4).T[:, :, None]
    x, y = np.array([(t.mid, t.ym) for t in tokens], dtype=np.float64).reshape(-1, 2).T
    inside: NDArray[np.bool_] = (x0 <= x) & (x <= x1) & (top <= y) & (y <= bottom)
    return inside


def stand_in_stacks(boxes: Sequence[BBox]) -> bool:
    """Return whether boxes stand in stacks side by side, each as high as its text needs, and make no rows of a table.

    One box ends, white below it and then another of the same width, where the box beside it goes on: the borders of a
    table's cells meet.
    """
    for upper in boxes:
        below = [b for b in boxes if _same_width(upper, b) and b.top >= upper.bottom]
        nearest = min((b.top for b in below), default=upper.bottom)
        if nearest - upper.bottom < _WHITE:
            continue
        if any(
            (b.x0 >= upper.x1 or b.x1 <= upper.x0) and b.top + _CORNER < upper.bottom and nearest < b.bottom - _CORNER
            for b in boxes
        ):
            return True
    return False


def _same_width(a: BBox, b: BBox) -> bool:
    return abs(a.x0 - b.x0) <= _SAME and abs(a.x1 - b.x1) <= _SAME


def _drawn(rules: Sequence[Rule]) -> list[BBox]:
    """Rectangles of four rules whose ends meet."""
    if len(rules) > _LIMIT:
        return []
    level = [r.bbox for r in rules if r.horizontal]
    upright = [r.bbox for r in rules if not r.horizontal]
    out: list[BBox] = []
    for i, left in enumerate(upright):
        for right in upright[i + 1 :]:
            a, b = (left, right) if left.x0 <= right.x0 else (right, left)
            if abs(a.top - b.top) > _CORNER or abs(a.bottom - b.bottom) > _CORNER or b.x0 - a.x0 < _LEAST[0]:
                continue
            sides = [h for h in level if abs(h.x0 - a.x0) <= _CORNER and abs(h.x1 - b.x0) <= _CORNER]
            if any(abs(h.top - a.top) <= _CORNER for h in sides) and any(
                abs(h.top - a.bottom) <= _CORNER for h in sides
            ):
                out.append(BBox(a.x0, a.top, b.x0, a.bottom))
    return out
