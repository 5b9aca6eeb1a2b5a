"""Capital or small: letters of one shape in both cases (`v`, `s`, `o`) told by their height.

Recognition scales every line to one height and guesses these from the words; the ink knows. Told for the first letter
of a word, where the height of the letter and that of the line's small letters leave no doubt. A capital is put where a
sentence or a line begins, and only in a word whose letters stand apart: `ch` run together is as high as `C`. How high
capitals are the page's others show (`A`, `F`): those of typewriters are little higher than small letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.text_lines import Ink, InkRun

__all__ = ["usual_capital", "with_case"]

_Boxes = npt.NDArray[Any]
_SHAPES = frozenset("cosuvwxzCOSUVWXZ")
_CAPITAL, _SMALL = 1.24, 1.1
"""Height of a letter in heights of small ones: capitals of common print have 1.33 to 1.5, round small
letters up to 1.06."""
_LOWEST_CAPITAL, _OF_CAPITAL = 1.12, 0.6
"""The same of a capital on a page of low ones, at least; and the part of what the page's capitals are higher than small
letters by which a capital is higher."""
_PLAIN = frozenset("ABDEFGHIKLMNPRT")
"""Capitals that have no small letter's shape."""
_FEWEST_CAPITALS = 6
"""Such capitals of a page that tell how high they are, at least."""
_OF_FIGURES = 0.88
"""Height of a letter in heights of the figures beside it, at most, where it is a small one."""
_WEEK, _NEAR = re.compile(r"V[.:]?"), 2.0
"""A week's letter before its number; pixels by which pieces may stand out of a word's box."""
_SMALL_LETTERS = frozenset("acemnorsuvwxz")
_LEAST = 4
"""Small letters in a line from which their height is known."""
_LEVEL = 0.14
"""Of the small letters' height: how far a letter's foot may lie from the line's."""


def usual_capital(lines: Sequence[Sequence[OcrWord]], runs: Sequence[InkRun], ink: Ink) -> float:
    """The height from which a letter of a page is a capital, in heights of small ones.

    Args:
        lines: the words of each run.
        runs: of the page.
        ink: of the page.
    """
    heights: list[float] = []
    for words, run in zip(lines, runs, strict=True):
        if (
            any(w.text[0] in _PLAIN for w in words)
            and sum(c in _SMALL_LETTERS for w in words for c in w.text) >= _LEAST
        ):
            boxes = ink.boxes[list(run.pieces)]
            told = (_first_height(w, boxes, _PLAIN) for w in words)
            heights += [height for height in told if height is not None]
    if len(heights) < _FEWEST_CAPITALS:
        return _CAPITAL
    return min(_CAPITAL, max(_LOWEST_CAPITAL, 1.0 + _OF_CAPITAL * (float(np.median(heights)) - 1.0)))


def with_case(words: Sequence[OcrWord], run: InkRun, ink: Ink, capital: float = _CAPITAL) -> list[OcrWord]:
    """Words of one run with the case of their first letters as high as they stand.

    Args:
        words: of the run, boxes in pixels of the page's ink.
        run: their run.
        ink: of the page.
        capital: see `usual_capital`.
    """
    words = [_week(word, after, run, ink) for word, after in zip_longest(words, words[1:])]
    small = "".join(w.text for w in words)
    if not any(w.text[0] in _SHAPES for w in words) or sum(c in _SMALL_LETTERS for c in small) < _LEAST:
        return list(words)
    boxes = ink.boxes[list(run.pieces)]
    out: list[OcrWord] = []
    for word in words:
        begins = not out or out[-1].text[-1] in ".!?:"
        height = _first_height(word, boxes)
        out.append(
            word if height is None else _in_case(word, height, begins and _is_parted(word, boxes), begins, capital)
        )
    return out


def _week(word: OcrWord, after: OcrWord | None, run: InkRun, ink: Ink) -> OcrWord:
    """The word `V.` before a figure with a small letter, where that is lower than the figure is."""
    if after is None or not _WEEK.fullmatch(word.text) or not after.text[0].isdigit():
        return word
    boxes = ink.boxes[list(run.pieces)]
    first = boxes[(boxes[:, 0] >= word.box[0] - _NEAR) & (boxes[:, 2] <= word.box[2] + _NEAR)]
    figures = boxes[(boxes[:, 0] >= after.box[0] - _NEAR) & (boxes[:, 2] <= after.box[2] + _NEAR)]
    if not len(first) or not len(figures):
        return word
    height, others = float((first[:, 3] - first[:, 1]).max()), float(np.median(figures[:, 3] - figures[:, 1]))
    return replace(word, text="v" + word.text[1:]) if height <= _OF_FIGURES * others else word


def _in_case(word: OcrWord, height: float, may_rise: bool, begins: bool, capital: float) -> OcrWord:
    """The word with its first letter as high as it stands: in heights of the line's small letters."""
    first, rest = word.text[0], word.text[1:]
    if may_rise and height >= capital and first.islower():
        return replace(word, text=first.upper() + rest)
    if not begins and height <= _SMALL and first.isupper():
        return replace(word, text=first.lower() + rest)
    return word


def _first_height(word: OcrWord, boxes: _Boxes, letters: frozenset[str] = _SHAPES) -> float | None:
    """Height of a word's first letter (of some) in heights of the line's small ones; None where it cannot be told."""
    if word.text[0] not in letters or not word.x_height or not word.baseline or not word.text[1:2].islower():
        return None
    x_height, heights = word.x_height, boxes[:, 3] - boxes[:, 1]
    standing = (np.abs(boxes[:, 3] - word.baseline) <= _LEVEL * x_height) & (heights > 0.8 * x_height)
    level = heights[standing & (heights < 1.15 * x_height)]
    left = (boxes[:, 0] >= word.box[0] - 0.2 * x_height) & (boxes[:, 0] <= word.box[0] + 0.3 * x_height)
    first = boxes[standing & left]
    if len(first) != 1 or len(level) < _LEAST or _under_mark(boxes, first[0], x_height):
        return None
    return float(first[0][3] - first[0][1]) / float(np.median(level))


def _is_parted(word: OcrWord, boxes: _Boxes) -> bool:
    """Whether the letters of a word stand apart."""
    high = boxes[boxes[:, 3] - boxes[:, 1] > 0.8 * word.x_height]
    middle = (high[:, 0] + high[:, 2]) / 2
    count = int(((middle > word.box[0]) & (middle < word.box[2])).sum())
    return count >= sum(c.isalpha() for c in word.text)


def _under_mark(boxes: _Boxes, letter: npt.NDArray[Any], x_height: float) -> bool:
    """Whether a dot or ring stands right above a letter: it may have run into it."""
    x0, y0, x1, _ = letter
    above = (boxes[:, 3] <= y0 + 1) & (boxes[:, 3] > y0 - 0.6 * x_height)
    return bool((above & (boxes[:, 0] < x1) & (boxes[:, 2] > x0)).any())
