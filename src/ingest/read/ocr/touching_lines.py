"""Letters of two lines of print that touch: a hanging `g` and the ring of an `å` below it are one piece of ink.

Typewriters at single spacing, coarse copies and fax do that. Such a piece would join both lines to one run; it is cut
where it is thinnest between the foot of the upper line and the letters of the lower one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["parted"]

Floats = npt.NDArray[Any]
Labels = npt.NDArray[Any]

TALL, TALLEST = 1.5, 3.6
"""In common letter heights: the height of two letters of touching lines, at least and at most."""
REACH = 5.0
"""In common letter heights: how far to both sides the neighbours stand that tell where the lines are."""
FELLOWS = 2
"""Letters of each of the two lines, at least."""
ALIKE = (0.5, 1.4)
"""In common letter heights: neighbours that tell of a line; lower pieces are marks, higher ones are joined too."""
APART = 0.7
"""In common letter heights: from the foot of a line to the next line's, at least."""
SLACK = 0.15
"""In common letter heights, by which a cut may lie inside a line: hanging letters, rings."""


def parted(labels: Labels, boxes: Floats, areas: Floats, common: float) -> tuple[Floats, Floats]:
    """Cut the pieces that join two lines; return the boxes and areas of all pieces, the new ones last.

    Args:
        labels: of the pieces, in the picture; the lower halves are given new labels in place.
        boxes: (x0, y0, x1, y1) of each piece; the first is the paper.
        areas: pixels of each piece.
        common: common height of letters in pixels.
    """
    high, wide = boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]
    tall = (high >= TALL * common) & (high <= TALLEST * common) & (wide <= 2 * REACH * common)
    tall[0] = False
    letter = (high >= ALIKE[0] * common) & (high <= ALIKE[1] * common) & (wide <= 2 * REACH * common)
    letter[0] = False
    letters = boxes[letter]
    letters = letters[np.argsort(letters[:, 1], kind="stable")]
    added: list[tuple[Floats, float]] = []
    boxes, areas = boxes.copy(), areas.copy()
    for i in np.flatnonzero(tall).tolist():
        x0, y0, x1, y1 = (int(v) for v in boxes[i])
        between = _between(boxes[i], letters, common)
        if between is None:
            continue
        window = labels[y0:y1, x0:x1]
        own = window == i
        cut = _cut(own, between[0] - y0, between[1] - y0)
        lower = own.copy()
        lower[:cut] = False
        upper = own & ~lower
        if not upper.any() or not lower.any():
            continue
        window[lower] = len(boxes) + len(added)
        added.append((_box(lower, x0, y0), float(lower.sum())))
        boxes[i], areas[i] = _box(upper, x0, y0), float(upper.sum())
    if not added:
        return boxes, areas
    return np.vstack([boxes, *(box for box, _ in added)]), np.append(areas, [area for _, area in added])


def _between(piece: Floats, letters: Floats, common: float) -> tuple[float, float] | None:
    """From the foot of the upper to the head of the lower of the two lines that a piece joins; None where it joins
    none: a large letter has neighbours as large, a bracket or rule has one line beside it or more than two."""
    x0, y0, x1, y1 = (float(v) for v in piece)
    start = int(np.searchsorted(letters[:, 1], y0 - common))
    stop = int(np.searchsorted(letters[:, 1], y1))
    near = letters[start:stop]
    near = near[(near[:, 2] > x0 - REACH * common) & (near[:, 0] < x1 + REACH * common)]
    inside = np.minimum(near[:, 3], y1) - np.maximum(near[:, 1], y0)
    near = near[inside >= 0.5 * (near[:, 3] - near[:, 1])]
    if len(near) < 2 * FELLOWS:
        return None
    near = near[np.argsort(near[:, 3], kind="stable")]
    steps = np.diff(near[:, 3])
    at = int(steps.argmax()) + 1
    upper, lower = near[:at], near[at:]
    if len(upper) < FELLOWS or len(lower) < FELLOWS:
        return None
    foot, next_foot = float(np.median(upper[:, 3])), float(np.median(lower[:, 3]))
    head = float(np.median(lower[:, 1]))
    # Both lines are seen in the piece: its upper end is a letter of the one, its lower end a letter of the other.
    if next_foot - foot < APART * common or head < foot - SLACK * common or not foot < y1 - ALIKE[0] * common:
        return None
    return foot - SLACK * common, head + SLACK * common


def _cut(own: npt.NDArray[np.bool_], first: float, last: float) -> int:
    """The row from which a piece belongs to the lower line: the one with the least ink, of equals the middle one."""
    a, b = max(1, round(first)), min(own.shape[0] - 1, max(round(first) + 1, round(last)))
    ink = own[a:b].sum(axis=1)
    if not len(ink):
        return max(1, int(own.shape[0]) // 2)
    thinnest = np.flatnonzero(ink == ink.min())
    return a + int(np.median(thinnest))


def _box(own: npt.NDArray[np.bool_], x0: int, y0: int) -> Floats:
    rows, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
    return np.array([x0 + columns[0], y0 + rows[0], x0 + columns[-1] + 1, y0 + rows[-1] + 1], dtype=np.float64)
