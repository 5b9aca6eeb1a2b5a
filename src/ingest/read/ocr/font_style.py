"""What a scanned page shows of its type: font sizes and bold print, both measured against the page's own body text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingest.read.ocr.tesseract import OcrWord
from ingest.read.ocr.text_lines import Ink

__all__ = ["bold", "font_sizes"]

X_HEIGHT = 0.52
"""Of the font size: Arial 0.52, Calibri 0.47, Times New Roman 0.45, DejaVu Sans 0.55."""
SAME = 0.16
"""Relative difference from the body's size that is measuring error."""
ASCENT, ACCENT, DESCENT = 0.72, 0.92, 0.21
"""Of the font size: reach of tall letters, and of capitals with a mark, above the baseline; of falling ones below."""
LOW, FALLING, MARKED = frozenset("acemnorsuvwxz.-–:•gpqy,;"), frozenset("gjpqyQ()"), frozenset("ÅÄÖÉ")
SAME_INK = 0.1
"""Relative difference from the body's size within which a line's ink says that it is body text."""
HEAVY = 1.21
"""Stroke widths of bold and regular cuts differ by 1.4 to 1.7; blur brings them closer."""


def font_sizes(words: Sequence[OcrWord], scale: float) -> list[float | None]:
    """Size of each word in points, to half a point; words near the page's common size all get that."""
    measured = [w.x_height / scale / X_HEIGHT if w.x_height > 0 else 0.0 for w in words]
    weighed = sorted((m, len(w.text)) for m, w in zip(measured, words, strict=True) if m > 0)
    if not weighed:
        return [None] * len(words)
    half, body = sum(n for _, n in weighed) / 2, weighed[-1][0]
    for value, n in weighed:
        half -= n
        if half <= 0:
            body = value
            break
    inked = _ink_sizes(words, scale)
    out: list[float | None] = []
    for value, word in zip(measured, words, strict=True):
        if value <= 0:
            out.append(None)
            continue
        # The engine guesses where a short line has few letters, or none that rise; then the height of its ink counts.
        near = abs(value - body) <= SAME * body or abs(inked[word.line] - body) <= SAME_INK * body
        out.append(round(2 * (body if near else value)) / 2)
    return out


def _ink_sizes(words: Sequence[OcrWord], scale: float) -> dict[int, float]:
    """Size of each line in points, from the height of its ink and which letters it has."""
    lines: dict[int, list[OcrWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    out = {}
    for number, line in lines.items():
        text = frozenset("".join(w.text for w in line))
        rise = ACCENT if text & MARKED else ASCENT if text - LOW else X_HEIGHT
        high = max(w.box[3] for w in line) - min(w.box[1] for w in line)
        out[number] = high / scale / (rise + (DESCENT if text & FALLING else 0.0))
    return out


def bold(words: Sequence[OcrWord], sizes: Sequence[float | None], ink: Ink) -> list[bool]:
    """Whether each word's strokes are heavier than is common for its size on this page.

    Stroke width is twice the area of ink over the length of its outline.
    """
    ratios = []
    for word, size in zip(words, sizes, strict=True):
        x0, y0, x1, y1 = (max(0, round(v)) for v in word.box)
        mask = ink.labels[y0:y1, x0:x1] > 0
        if not size or sum(c.isalnum() for c in word.text) < 2 or mask.size < 50:
            ratios.append(0.0)
            continue
        edges = int((mask[:, 1:] != mask[:, :-1]).sum() + (mask[1:] != mask[:-1]).sum())
        # City-block outlines are 4/pi too long on the average of directions.
        stroke = 2.0 * float(mask.sum()) / max(1.0, edges * np.pi / 4)
        ratios.append(stroke / size)
    known = sorted((r, len(w.text)) for r, w in zip(ratios, words, strict=True) if r > 0)
    if not known:
        return [False] * len(words)
    half, usual = sum(n for _, n in known) / 2, known[-1][0]
    for value, n in known:
        half -= n
        if half <= 0:
            usual = value
            break
    by_line: dict[int, list[tuple[float, int]]] = {}
    for ratio, word in zip(ratios, words, strict=True):
        if ratio > 0:
            by_line.setdefault(word.line, []).append((ratio, len(word.text)))
    # A run is bold as a whole: single short words measure badly.
    line_ratio = {k: sum(r * n for r, n in v) / sum(n for _, n in v) for k, v in by_line.items()}
    return [line_ratio.get(w.line, 0.0) > HEAVY * usual for w in words]
