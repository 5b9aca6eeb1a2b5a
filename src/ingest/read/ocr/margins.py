"""What stands in a sheet's margins and is no text: punched holes, the scanner's lid, binding shadow, ticks of a pen."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from ingest.document import Rule
from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.images import Gray
from ingest.read.ocr.text_lines import InkRun

__all__ = ["marginal_rules", "marginal_runs", "ticks_before", "without_holes"]

HOLE = (0.16, 0.34)
"""Inches, least and largest width of a punched hole: 6 mm after ISO 838, 5.5 mm of Swedish punches, worn ones wider."""
FED, FED_COUNT, FED_ASIDE = 0.12, 5, 0.08
"""Inches, least width of the holes by which a printer feeds its paper (4 mm); how many stand in a column along a side,
at least, and inches by which their centres may lie beside each other: a sheet a little askew."""
ROUND, DISC = 1.3, (0.68, 0.9)
"""Longer by shorter side of a hole; share of its box that a disc fills (0.79)."""
FROM_EDGE = 1.0
"""Inches from the sheet's edge within which holes are punched: their centres lie 12 mm in (ISO 838)."""
RING = 0.06
"""Inches around a hole that its torn edge and the shadow in it take."""
DARK = 120
"""Grey of a hole, a lid or a binding's shadow on an evenly lit page."""
LID = 0.8
"""Inches that a lid or shadow reaches in from the picture's edge, at most."""
SOLID = 0.9
"""Share of a lid's strip that is dark; a printed band with light letters has less."""
MARGIN = 0.55
"""Inches from the sheet's side in which hardly anybody prints: the least margin of office programs' defaults is 0.5
(LibreOffice 0.79, Word 0.98)."""
UNPRINTED = 0.15
"""Inches along the sheet's edges that no printer reaches (laser printers leave 0.17), its corners included."""
MEETS = 4.0
"""Points within which two rules meet."""
PRINTED = 5
"""Pieces of ink of a line that is surely printed, at least."""
STRAY = 3.0
"""Per cent of the lines that may reach further out: a page number."""
TALL, TALLER = 1.4, 1.2
"""Height of a pen's tick in heights of lines, and of words, at least."""
TICK_PIECES = 3
"""Pieces of ink that a mark in the margin has at most."""


def without_holes(gray: Gray, dpi: float) -> Gray:
    """The evenly lit picture with punched holes and dark strips along its edges white; the very same where none are."""
    reduce = max(1, round(dpi / 100.0))
    small = cv2.resize(gray, None, fx=1 / reduce, fy=1 / reduce, interpolation=cv2.INTER_AREA)
    d = dpi / reduce
    dark = (small < DARK).astype(np.uint8)
    found = _holes(dark, d) | _strips(dark, d)
    if not found.any():
        return gray
    mask = cv2.resize(found, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_NEAREST)
    out = gray.copy()
    out[mask > 0] = 250
    return out


def _holes(dark: Gray, d: float) -> Gray:
    """Discs near the sides, with their rings; letters and rules are too thin to stay when the picture is opened."""
    size = round(0.75 * FED * d) | 1
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    count, _, stats, centres = cv2.connectedComponentsWithStats(solid)
    height, width = dark.shape
    out = np.zeros_like(dark)
    discs = []
    for i in range(1, count):
        _, _, w, h, area = (int(v) for v in stats[i])
        if not (FED * d <= min(w, h) and max(w, h) <= min(HOLE[1] * d, ROUND * min(w, h))):
            continue
        x, y = (float(v) for v in centres[i])
        if DISC[0] <= area / (w * h) <= DISC[1] and min(x, y, width - x, height - y) <= FROM_EDGE * d:
            discs.append((x, y, w, h))
    for x, y, w, h in discs:
        fed = sum(abs(x - other[0]) <= FED_ASIDE * d for other in discs) >= FED_COUNT
        if fed or min(w, h) >= HOLE[0] * d:
            cv2.circle(out, (round(x), round(y)), round(max(w, h) / 2 + RING * d), 1, -1)
    return out


def _strips(dark: Gray, d: float) -> Gray:
    """Dark areas that lie along an edge of the picture and hold no letters."""
    size = max(3, round(0.05 * d) | 1)
    padded = cv2.copyMakeBorder(dark, size, size, size, size, cv2.BORDER_REPLICATE)
    solid = cv2.morphologyEx(padded, cv2.MORPH_OPEN, np.ones((size, size), np.uint8))[size:-size, size:-size]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(solid))
    height, width = dark.shape
    out = np.zeros_like(dark)
    for i in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[i])
        at_edge = x == 0 or y == 0 or x + w == width or y + h == height
        # A frame of the lid around the sheet is as large as the picture and mostly empty.
        frame = w > 0.9 * width and h > 0.9 * height and area < 0.3 * w * h
        strip = min(w, h) <= LID * d and area >= SOLID * _hull(labels[y : y + h, x : x + w] == i)
        if at_edge and (frame or strip):
            out[labels == i] = 1
    if out.any():
        reach = 2 * max(1, round(0.03 * d)) + 1
        out = cv2.dilate(out, np.ones((reach, reach), np.uint8))
    return out


def _hull(own: npt.NDArray[np.bool_]) -> int:
    """Pixels of a strip with what it encloses, counted across its length."""
    if own.shape[0] < own.shape[1]:
        own = own.T
    filled = own[own.any(axis=1)]
    first, last = filled.argmax(axis=1), filled.shape[1] - filled[:, ::-1].argmax(axis=1)
    return int((last - first).sum())


def marginal_runs(found: Sequence[InkRun], dpi: float, shape: tuple[int, ...]) -> list[InkRun]:
    """Marks of few pieces of ink in the sheet's side margins; at its head and foot, where page numbers stand, only what
    lies right at the edge.

    Args:
        found: the runs of the page.
        dpi: of the picture.
        shape: (height, width) of the picture.
    """
    side, head, edge = MARGIN * dpi, FROM_EDGE * dpi, UNPRINTED * dpi
    out = _ticks(found)
    for run in found:
        x0, y0, x1, y1 = run.box
        beside = (x1 <= side or x0 >= shape[1] - side) and y0 > head and y1 < shape[0] - head
        at_edge = x1 <= edge or x0 >= shape[1] - edge or y1 <= edge or y0 >= shape[0] - edge
        if len(run.pieces) <= TICK_PIECES and (beside or at_edge) and run not in out:
            out.append(run)
    return out


def _ticks(found: Sequence[InkRun]) -> list[InkRun]:
    """Single strokes, taller than the print, left or right of all that is printed."""
    printed = [r.box for r in found if len(r.pieces) >= PRINTED]
    if not printed:
        return []
    left = float(np.percentile([b[0] for b in printed], STRAY))
    right = float(np.percentile([b[2] for b in printed], 100 - STRAY))
    tall = TALL * float(np.median([b[3] - b[1] for b in printed]))
    lone = [r for r in found if len(r.pieces) == 1 and r.box[3] - r.box[1] >= tall]
    return [r for r in lone if r.box[0] >= right or r.box[2] <= left]


def ticks_before(words: Sequence[OcrWord]) -> set[int]:
    """The positions of marks of a pen that stand before lines, left of all printed words: no letters, but taller.

    Args:
        words: line by line, each from left to right.
    """
    if not words:
        return set()
    firsts = [i for i, w in enumerate(words) if i == 0 or words[i - 1].line != w.line]
    spoken = [w for w in words if sum(c.isalpha() for c in w.text) > 1]
    if not spoken:
        return set()
    left = min(w.box[0] for w in spoken)
    tall = TALLER * float(np.median([w.box[3] - w.box[1] for w in spoken]))
    return {
        i
        for i in firsts
        if not any(c.isalnum() for c in words[i].text)
        and words[i].box[2] <= left
        and words[i].box[3] - words[i].box[1] >= tall
    }


def marginal_rules(rules: Sequence[Rule], width: float) -> set[Rule]:
    """Upright strokes in the side margins that meet no other rule: a pen's, or a shadow's; `width` is in points."""
    side = MARGIN * 72.0
    level = [r.bbox for r in rules if r.horizontal]

    def meets(rule: Rule) -> bool:
        x, box = (rule.bbox.x0 + rule.bbox.x1) / 2, rule.bbox
        return any(
            b.x0 - MEETS <= x <= b.x1 + MEETS and box.top - MEETS <= b.top and b.bottom <= box.bottom + MEETS
            for b in level
        )

    outside = [r for r in rules if not r.horizontal and (r.bbox.x1 < side or r.bbox.x0 > width - side)]
    return {r for r in outside if not meets(r)}
