"""Cells of ruled tables read again as a whole, where words of theirs are doubted.

A run shows the engine one stretch of one line. A cell shows it all lines between the same rules: it knows their common
baselines and letter heights, and takes apart lines that a stamp, a pen or blur has run into one run. Its reading has
one vote beside the run's (`engines.voting`); where it has several lines for one run it stands alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from ingest.document import BBox, Rule
from ingest.language.lexicon import known
from ingest.read.ocr.engines.tesseract import BLOCK, SIGNS, OcrWord, TesseractEngine
from ingest.read.ocr.engines.voting import vote
from ingest.read.ocr.images import Gray
from ingest.read.ocr.preprocess import Prepared

__all__ = ["cells", "read_again"]

DOUBTED = 0.88
"""Confidence of a word below which its cell is read again."""
CLEARER = 0.1
"""Mean confidence that several lines have before the one run that they are to replace."""
MARKS = ".,:;'’`\"”-–—"
MARGIN = 20
"""White pixels around a cell."""
INSET = 2
"""Pixels along the rules that are left out: what painting over leaves of them lies there."""
LEAST = (14.4, 8.6)
"""Points: a narrower or lower cell holds no word."""

Box = tuple[int, int, int, int]


def cells(rules: Sequence[Rule], scale: float, shape: tuple[int, ...]) -> list[Box]:
    """Rectangles of paper closed in by rules on all sides, in pixels; `scale` is pixels a point.

    What is open to the page's edge, or no rectangle, is no cell.
    """
    height, width = shape[:2]
    paper = np.full((height, width), 255, np.uint8)
    for rule in rules:
        x0, y0, x1, y1 = (round(v * scale) for v in rule.bbox)
        # Rules that end just short of each other meet.
        along, across = 4, 1
        dx, dy = (along, across) if rule.horizontal else (across, along)
        cv2.rectangle(paper, (x0 - dx, y0 - dy), (x1 + dx, y1 + dy), 0, -1)
    count, _, stats, _ = cv2.connectedComponentsWithStats(paper, connectivity=4)
    found = []
    for x, y, w, h, area in stats[1:count].tolist():
        inside = x > 0 and y > 0 and x + w < width and y + h < height
        if inside and area >= 0.9 * w * h and w >= LEAST[0] * scale and h >= LEAST[1] * scale:
            found.append((x, y, x + w, y + h))
    return found


def read_again(prepared: Prepared, lines: Sequence[list[OcrWord]], engine: TesseractEngine) -> list[list[OcrWord]]:
    """The words of each run after the votes of their cells; boxes in pixels of `prepared.text`.

    Args:
        prepared: the page.
        lines: the words of each run.
        engine: reads a cell as one block, with the Swedish data where it is there and no sign of the cell forbids it.
    """
    out = list(lines)
    doubted = [w for words in lines for w in words if w.confidence < DOUBTED]
    if not doubted or all(r.horizontal for r in prepared.rules):
        return out
    for box in cells(prepared.rules, prepared.scale, prepared.text.shape):
        if not any(_inside(w, box) for w in doubted):
            continue
        own = {i: words for i, words in enumerate(lines) if words and all(_inside(w, box) for w in words)}
        second = engine.has_second and not any(c in SIGNS for words in own.values() for w in words for c in w.text)
        read = _read(prepared.text, box, prepared.scale * 72.0, engine, second)
        for i, rows in _by_run(read, own).items():
            if any(w.confidence < DOUBTED for w in own[i]):
                out[i] = [replace(w, line=own[i][0].line) for w in _decided(own[i], rows)]
    return out


def _inside(word: OcrWord, box: Box) -> bool:
    x, y = _middle(word)
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def _middle(word: OcrWord) -> tuple[float, float]:
    return (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2


def _holds(word: OcrWord, x: float, y: float) -> bool:
    return word.box[0] < x < word.box[2] and word.box[1] < y < word.box[3]


def _read(text: Gray, box: Box, dpi: float, engine: TesseractEngine, second: bool) -> list[OcrWord]:
    x0, y0, x1, y1 = box[0] + INSET, box[1] + INSET, box[2] - INSET, box[3] - INSET
    patch = cv2.copyMakeBorder(text[y0:y1, x0:x1], *[MARGIN] * 4, cv2.BORDER_CONSTANT, value=250)
    x, y = x0 - MARGIN, y0 - MARGIN
    return [
        replace(
            word,
            box=(word.box[0] + x, word.box[1] + y, word.box[2] + x, word.box[3] + y),
            baseline=word.baseline + y if word.baseline else 0.0,
        )
        for word in engine.words(patch, dpi, BLOCK, second=second)
    ]


def _span(words: Sequence[OcrWord]) -> BBox:
    return BBox(
        min(w.box[0] for w in words),
        min(w.box[1] for w in words),
        max(w.box[2] for w in words),
        max(w.box[3] for w in words),
    )


def _by_run(read: list[OcrWord], own: dict[int, list[OcrWord]]) -> dict[int, list[list[OcrWord]]]:
    """The words of a cell, line by line, to the run that each stands in: of several, the lowest."""
    spans = {i: tuple(_span(words)) for i, words in own.items()}
    given: dict[int, dict[int, list[OcrWord]]] = {}
    for word in read:
        x, y = _middle(word)
        # Where words of several runs stand, one of them may have it already.
        if len({i for i, words in own.items() for w in words if _holds(w, x, y)}) > 1:
            continue
        near = []
        for i, (left, top, right, foot) in spans.items():
            slack = 0.3 * (foot - top)
            if top < y < foot and left - slack < x < right + slack:
                near.append((foot - top, i))
        if near:
            given.setdefault(min(near)[1], {}).setdefault(word.line, []).append(word)
    return {i: list(rows.values()) for i, rows in given.items()}


def _decided(run: list[OcrWord], rows: list[list[OcrWord]]) -> list[OcrWord]:
    read = [word for row in rows for word in row]
    if len(rows) > 1:
        # Lines run into one: the run could not be read. Only where the cell says more, and surer.
        fuller = sum(len(w.text) for w in read) >= sum(len(w.text) for w in run)
        return read if fuller and _mean(read) >= _mean(run) + CLEARER else run
    (left, top, right, foot), (first, _, last, _) = _span(run), _span(read)
    # What lost an end of the line has no vote.
    lost = max(first - left, right - last)
    return run if lost > 0.6 * (foot - top) else vote([run, [_with_marks_of(run, w) for w in read]], known)


def _with_marks_of(run: list[OcrWord], word: OcrWord) -> OcrWord:
    """The word as the run has it where they differ in marks only: specks were taken from the run's picture alone."""
    x, _ = _middle(word)
    same = [w for w in run if w.box[0] < x < w.box[2] and w.text.strip(MARKS) == word.text.strip(MARKS)]
    return replace(word, text=same[0].text) if len(same) == 1 else word


def _mean(words: list[OcrWord]) -> float:
    return sum(w.confidence * len(w.text) for w in words) / sum(len(w.text) for w in words)
