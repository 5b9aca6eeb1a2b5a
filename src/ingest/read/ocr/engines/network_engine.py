"""Reading with a line network alone (PP-OCRv6 under ONNX Runtime), where there is no Tesseract: wheels are enough.

The pages come to engines as pictures of single lines; where a block is asked for (a cell read again, a box drawn in
the review), its lines are found by the white between them. The network marks spaces itself; where a word stands is
told by the frames in which its letters were seen.
"""

from __future__ import annotations

import cv2
import numpy as np

from ingest.read.ocr.engines.second_engine import LineReading, SecondEngine
from ingest.read.ocr.engines.tesseract import LINE, RAW_LINE, OcrWord
from ingest.read.ocr.images import Gray

__all__ = ["NetworkEngine"]

_WHITE_GAP = 0.004
"""Share of a row's pixels that may be ink in the white between two lines: specks, a descender's end."""
_LEAST_LINE_INCH = 0.04
"""Inches; a band of ink lower than this (3 points) is no line of print."""
_AIR = 0.25
"""Of a line's height, white added above and below: the network was trained on lines with some air."""


class NetworkEngine:
    """A line network as the only engine; see `tesseract.TesseractEngine`."""

    languages = "PP-OCRv6"
    whole = True
    has_second = False

    def __init__(self, network: SecondEngine) -> None:
        self._network = network

    def allow_accents(self, *, allowed: bool) -> None:
        """Nothing: the network knows what letters it knows."""

    def words(self, gray: Gray, dpi: float, mode: int = LINE, *, second: bool = False) -> list[OcrWord]:
        """Read a grey picture; there is no second data, so `second` changes nothing."""
        del second
        bands = [(0, gray.shape[0])] if mode in (LINE, RAW_LINE) else _bands(gray, dpi)
        found: list[OcrWord] = []
        for number, (top, bottom) in enumerate(bands):
            found += _words(self._network(gray[top:bottom]), gray[top:bottom], top, number)
        return found


def _bands(gray: Gray, dpi: float) -> list[tuple[int, int]]:
    """Top and bottom, in pixels, of the lines of a block, from the white between them."""
    _, dark = cv2.threshold(gray, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    inked = np.asarray(dark).mean(axis=1) > _WHITE_GAP
    edges = np.flatnonzero(np.diff(np.concatenate([[0], inked.astype(np.int8), [0]])))
    bands = []
    for top, bottom in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if bottom - top >= _LEAST_LINE_INCH * dpi:
            air = round(_AIR * (bottom - top))
            bands.append((max(0, top - air), min(gray.shape[0], bottom + air)))
    return bands


def _words(seen: LineReading, line: Gray, top: int, number: int) -> list[OcrWord]:
    """The words of one line; a box reaches half a letter beyond its first and last letter's middle."""
    _, dark = cv2.threshold(line, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    rows = np.flatnonzero(np.asarray(dark).any(axis=1))
    height = (int(rows[0]), int(rows[-1]) + 1) if rows.size else (0, line.shape[0])
    steps = np.diff(seen.centres) if len(seen.centres) > 1 else np.array([line.shape[1] / 2.0])
    half = float(np.median(steps)) / 2 if steps.size else 0.0
    words, start = [], 0
    for end in [*(i for i, c in enumerate(seen.text) if c == " "), len(seen.text)]:
        if end > start:
            x0 = max(0.0, seen.centres[start] - half)
            x1 = min(float(line.shape[1]), seen.centres[end - 1] + half)
            sure = float(np.mean(seen.confidence[start:end]))
            box = (x0, float(top + height[0]), max(x1, x0 + 1.0), float(top + height[1]))
            words.append(OcrWord(seen.text[start:end], box, sure, number))
        start = end + 1
    return words
