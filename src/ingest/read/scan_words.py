"""Recognition of the runs of a page: read, and where the engine doubts, read again.

A doubted run is read with the Swedish data too, and at another scale; the reading with the higher confidence
stays. Dashes and bullets are told by their shape, which the engine does not look at.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from ingest.read.images import Gray
from ingest.read.scan_lines import Ink, Run, ink_of, picture, runs
from ingest.read.scan_prepare import Prepared
from ingest.read.tesseract import Engine, OcrWord

__all__ = ["recognise"]

DOUBT = 0.88
"""Mean confidence of a run below which it is read again."""
SIGNS = frozenset("§%@&+=$€*#")
"""What the Swedish data cannot write: where the Latin pack sees one, the other's reading is no evidence."""
MARGIN = 10
"""White pixels around a run."""


def recognise(prepared: Prepared, engine: Engine) -> tuple[list[OcrWord], Ink, list[Run]]:
    """All words of an upright page, boxes in pixels of `prepared.text`; `line` is the run's number."""
    ink = ink_of(prepared.text, prepared.letter_height)
    found = _dark_enough(prepared.text, ink, runs(ink, prepared.rules, prepared.scale))
    found.sort(key=lambda r: (r.box[1], r.box[0]))
    out: list[OcrWord] = []
    for number, run in enumerate(found):
        if run.sign:
            x0, y0, x1, y1 = run.box
            out.append(OcrWord(run.sign, (float(x0), float(y0), float(x1), float(y1)), 0.9, number))
            continue
        patch, corner = picture(prepared.text, ink, run, MARGIN)
        words = _read(engine, patch, prepared.scale * 72.0, run)
        out += [_placed(_dashed(w, run, ink, corner), corner, number) for w in words]
    return out, ink, found


def _dark_enough(text: Gray, ink: Ink, found: list[Run]) -> list[Run]:
    """Without the runs that are much lighter than the page's print: grain in a shadow, the back shining through."""
    if len(found) < 8:
        return found
    darkest = []
    for run in found:
        x0, y0, x1, y1 = run.box
        own = np.isin(ink.labels[y0:y1, x0:x1], run.pieces)
        darkest.append(float(np.percentile(text[y0:y1, x0:x1][own], 20)))
    weights = [r.box[2] - r.box[0] for r in found]
    order = np.argsort(darkest)
    share = np.cumsum(np.array(weights)[order]) / sum(weights)
    usual = darkest[int(order[int(np.searchsorted(share, 0.5))])]
    limit = 250.0 - 0.45 * (250.0 - usual)
    return [r for r, d in zip(found, darkest, strict=True) if d <= limit]


def _read(engine: Engine, patch: Gray, dpi: float, run: Run) -> list[OcrWord]:
    words = engine.words(patch, dpi)
    sure = _confidence(words)
    if sure >= DOUBT:
        return words
    if engine.has_second and not any(c in SIGNS for w in words for c in w.text):
        other = engine.words(patch, dpi, second=True)
        if _confidence(other) > sure + 0.02:
            words, sure = other, _confidence(other)
    if sure < 0.75:
        factor = 0.75 if run.height > 20 else 1.4
        scaled = cv2.resize(
            patch, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        )
        other = engine.words(scaled, dpi * factor)
        if _confidence(other) > sure + 0.03:
            words = [replace(w, box=tuple(v / factor for v in w.box)) for w in other]  # type: ignore[arg-type]
    return words


def _confidence(words: list[OcrWord]) -> float:
    letters = sum(len(w.text) for w in words)
    return sum(w.confidence * len(w.text) for w in words) / letters if letters else 0.0


def _placed(word: OcrWord, corner: tuple[int, int], number: int) -> OcrWord:
    x, y = corner
    a, b, c, d = word.box
    return replace(word, box=(a + x, b + y, c + x, d + y), line=number)


def _dashed(word: OcrWord, run: Run, ink: Ink, corner: tuple[int, int]) -> OcrWord:
    """A dash by its length: a hyphen is about a third of an em, an en dash half, an em dash one em."""
    del run
    if not any(c in "-–—" for c in word.text):
        return word
    x, y = corner
    a, b, c, d = word.box
    a, b, c, d = a + x, b + y, c + x, d + y
    boxes = ink.boxes
    inside = (boxes[:, 0] >= a - 3) & (boxes[:, 2] <= c + 3) & (boxes[:, 1] >= b - 0.3 * ink.common)
    inside &= boxes[:, 3] <= d + 0.3 * ink.common
    w, h = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    bars = np.nonzero(inside & (w > 1.3 * h) & (h < 0.35 * ink.common) & (w > 0.2 * ink.common))[0]
    if len(bars) != sum(c in "-–—" for c in word.text):
        return word
    widths = iter([float(w[i]) for i in sorted(bars, key=lambda i: float(boxes[i, 0]))])
    tall = np.nonzero(inside & (h > 0.8 * ink.common))[0]
    height = float(np.median(h[tall])) if len(tall) else 1.15 * ink.common
    text = "".join(_dash(next(widths) / height) if c in "-–—" else c for c in word.text)
    return replace(word, text=text)


def _dash(ratio: float) -> str:
    return "-" if ratio < 0.52 else "–"
