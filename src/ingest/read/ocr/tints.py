"""Large printed tints told from the paper's own brightness: shaded rows and columns of tables, taller than an inch.

Light falls off slowly or falls in over the sheet's edge; a printed tint ends abruptly on all sides and lies inside the
sheet. What lies under it is the light on the paper around it: a smooth surface through the sheet's bright parts.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ingest.read.ocr.images import Gray

__all__ = ["without_tints"]

Floats = npt.NDArray[Any]

DARKER = 0.955
"""Brightness of a tint in parts of the paper's: Word's lightest (F2F2F2) has 0.95."""
DEGREE = 6
"""Of the polynomial through the paper's brightness: a lamp's falling off on both axes and its bend."""
PLAIN, BEND = 2, 0.0005
"""Degree up to which bending costs nothing, and what it costs beyond, a sample."""
ROUNDS, BELOW, LITTLE = 12, 0.015, 0.0005
"""Rounds of fitting; what lies further below the surface, in parts of it, weighs so little in the next."""
SHARP, SHARP_SHARE = 0.015, 0.65
"""Step of brightness at a tint's edge, in parts of the paper's, and the share of the outline that has it."""
LEAST = 0.5
"""Square inches of the least tint that is taken out; print and smaller fills were closed before."""
PAD = 2
"""Pixels of a notch in a tint's outline: a letter over its edge."""
EDGE = 2
"""Pixels over which a tint's edge is soft."""
MARGIN = 0.2
"""Inches from the picture's edge that no printer reaches: what comes nearer is a shadow or a fold's shading."""
NOTCH = 0.5
"""Inches: a row of one line and its padding, twice."""
FAR = 5.0
"""Pixels from which the paper around a tint counts half as much as that beside it."""
SQUARE = np.ones((3, 3), np.uint8)
LEAST_LIGHT = 0.5
"""Of the page's brightest paper: what is darker throughout is a picture, or no paper."""


def without_tints(paper: Gray, dpi: float) -> tuple[Gray, Gray]:
    """The paper's brightness with large printed tints replaced by the light around them, and 1 where tints are.

    Args:
        paper: brightness with print closed, at `dpi` (about 25).
    """
    tinted = np.zeros_like(paper)
    if min(paper.shape) < 4 * EDGE:
        return paper, tinted
    surface = _surface(paper)
    share = paper / np.maximum(surface, 1.0)
    step = cv2.morphologyEx(share.astype(np.float32), cv2.MORPH_GRADIENT, SQUARE) > SHARP
    # A tint and a shadow beside it are parted by the tint's edge.
    flat = ((share < DARKER) & ~step).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(flat)
    height, width = paper.shape
    for i in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[i])
        if area < LEAST * dpi * dpi or min(x, y, width - x - w, height - y - h) < MARGIN * dpi:
            continue
        # Room around it, so that closing does not run along the cut.
        room = 3 * PAD
        rows, columns = slice(max(0, y - room), y + h + room), slice(max(0, x - room), x + w + room)
        own = (labels[rows, columns] == i).astype(np.uint8)
        whole = cv2.morphologyEx(own, cv2.MORPH_CLOSE, np.ones((2 * PAD + 1, 2 * PAD + 1), np.uint8))
        outline = (cv2.dilate(whole, SQUARE) > 0) & (whole == 0)
        if outline.any() and float(step[rows, columns][outline].mean()) >= SHARP_SHARE:
            # The edge itself is half tint, half paper.
            tinted[rows, columns] |= whole
    if not tinted.any():
        return paper, tinted
    # Lighter rows between tinted ones, and what the light hides of a tint, lie in its notches.
    notch = round(NOTCH * dpi) | 1
    tinted = cv2.morphologyEx(tinted, cv2.MORPH_CLOSE, np.ones((notch, notch), np.uint8))
    tinted = cv2.dilate(tinted, np.ones((2 * EDGE + 1, 2 * EDGE + 1), np.uint8))
    beside = _beside(share, tinted)
    out = np.where(tinted > 0, np.maximum(paper, surface * beside), paper)
    return np.clip(out, 0, 255).astype(np.uint8), tinted


def _beside(share: Floats, tinted: Gray) -> Floats:
    """How bright the paper nearest to each tinted pixel is, in parts of the surface: it goes on under the tint."""
    paper = (tinted == 0).astype(np.float32)
    out, weight = np.zeros_like(share), np.full_like(share, 1e-9)
    for sigma in (FAR, 4 * FAR, 16 * FAR):
        near = cv2.GaussianBlur(paper, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
        value = cv2.GaussianBlur((share * paper).astype(np.float32), (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
        # Each wider look counts where the closer ones see little paper.
        left = np.clip(1.0 - weight, 0.0, 1.0)
        out, weight = out + left * value, weight + left * near
    seen: Floats = np.minimum(1.0, out / weight)
    return seen


def _surface(paper: Gray) -> Floats:
    """A smooth surface through the bright parts of the sheet: least squares with what lies below left out, and bends
    that cost, so that it goes straight on where a table leaves no paper to see."""
    height, width = paper.shape
    # Powers of one line and one column: of all pixels they took a twentieth of a page's time.
    y, x = np.ogrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    powers = [(i, j) for i in range(DEGREE + 1) for j in range(DEGREE + 1 - i)]
    terms = np.stack([x**i * y**j for i, j in powers], axis=-1)
    sample = (slice(None, None, 3), slice(None, None, 3))
    a, b = terms[sample].reshape(-1, len(powers)), paper.astype(np.float64)[sample].ravel()
    stiff = np.diag([BEND * len(b) * float(i + j > PLAIN) for i, j in powers])
    weights: Floats = np.where(b >= LEAST_LIGHT * np.percentile(b, 95), 1.0, LITTLE)
    found = np.zeros(len(powers))
    for _ in range(ROUNDS):
        weighted = a * weights[:, None]
        found = np.linalg.solve(a.T @ weighted + stiff + 1e-9 * np.eye(len(powers)), weighted.T @ b)
        weights = np.where(b >= (a @ found) * (1 - BELOW), 1.0, LITTLE)
    surface: Floats = np.clip(terms @ found, 1.0, 255.0)
    return surface
