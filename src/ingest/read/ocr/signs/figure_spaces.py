"""Spaces between a word and the figure behind it (`kv 4`), and behind a section sign: recognition drops narrow ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.text_lines import Ink, InkRun

__all__ = ["with_figure_spaces"]

_JOINED = re.compile(r"(?:[^\W\d_]{1,12}\.?(?=\d)|§(?=[^\W\d_]))(?P<second>\d{1,4}|[^\W\d_]{2,})[.,;:]?")
"""A word and a figure, or a section sign and a word."""
_SPACE, _WIDER = 0.3, 1.8
"""White from which two letters have a space between them: in heights of small letters (spaces 0.4 to 0.7, other white
up to 0.2), and times the next widest of the word."""


def with_figure_spaces(words: Sequence[OcrWord], runs: Sequence[InkRun], ink: Ink) -> list[OcrWord]:
    """Words parted before a figure, or behind a section sign, where the ink has a space.

    Args:
        words: with boxes of their ink.
        runs: of the page; `OcrWord.line` is the position of a word's run.
        ink: of the page.
    """
    out: list[OcrWord] = []
    for word in words:
        found = _JOINED.fullmatch(word.text)
        out += [word] if found is None else _parted(word, found.start("second"), runs[word.line], ink)
    return out


def _parted(word: OcrWord, at: int, run: InkRun, ink: Ink) -> list[OcrWord]:
    """The two parts of a word, the second from its letter `at` on; the word itself where no space stands there."""
    letters = ink.letters(run, word.box[0], word.box[2])
    gaps = [b[0] - a[1] for a, b in pairwise(letters)]
    if not gaps:
        return [word]
    widest = int(np.argmax(gaps))
    rest = [g for i, g in enumerate(gaps) if i != widest]
    # As many letters stand before it, or behind it, as the word has there: others may have run together.
    fits = widest + 1 == at or len(letters) - widest - 1 == len(word.text) - at
    unit = word.x_height or run.height / 1.4
    if not fits or gaps[widest] < max(_SPACE * unit, _WIDER * max(rest, default=0.0)):
        return [word]
    x0, y0, x1, y1 = word.box
    first = replace(word, text=word.text[:at], box=(x0, y0, letters[widest][1], y1))
    return [first, replace(word, text=word.text[at:], box=(letters[widest + 1][0], y0, x1, y1))]
