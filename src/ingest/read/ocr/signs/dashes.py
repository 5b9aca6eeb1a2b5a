"""Hyphens and dashes: what stands around a stroke says which it is, else its length.

Recognition scales every line to one height and knows the signs by their surroundings; on paper a hyphen is half as long
as a dash. Drawn hyphens are 0.25 to 0.36 em long, en dashes 0.5 to 0.6 em (Arial, Times, Calibri, DejaVu, Courier).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.language.calendar import is_calendar_name
from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.text_lines import Ink, InkRun

__all__ = ["as_typed_strokes", "beside_hyphens", "with_dash"]

_STROKES = "-–—"
_DOUBLED = re.compile(r"(?<=\w)[-–—]{2}(?=\w|$)")
"""What a worn stroke is read as."""
_HYPHENATED = re.compile(r"(?<=[^\W\d_])(?P<sign>[-–—])(?=[^\W\d_]|$)")
"""Between letters, or at a word's end: a hyphen, but in a span of months or days (`juni–augusti`)."""
_TAIL, _HEAD = re.compile(r"[^\W\d_]+$"), re.compile(r"[^\W\d_]*")
_DATE = re.compile(r"(?<!\d)(\d{4})[-–—](\d\d)[-–—](\d\d)(?!\d)")
_SPAN = re.compile(r"(?<![\w–—-])(?P<first>\d+|[^\W\d_]{3,})(?P<sign>[-–—])(?P<last>\d+|[^\W\d_]{3,})(?![\w–—-])")
"""One hyphen or dash between figures (years, weeks, months, hours) or names of the calendar."""
_SPAN_BEFORE = re.compile(r"(?<![\w–—-])(?P<first>\d+)(?P<sign>[-–—])(?P<last>\d+)-[^\W\d_]{2,}$")
"""A span of figures before what it is of (`13–15-åringar`): its stroke stands beside a sure hyphen."""
_HYPHEN, _DASH = 0.65, 0.71
"""Length in heights of small letters up to which a stroke is a hyphen (0.34 to 0.63 on scans), and from which it is a
dash (0.73 to 1.15). What lies between stays as it was read."""
_LONG = 0.57
"""The same in heights of the run's letters, where the small letters' height is not known."""
_FIGURE = 1.38
"""Height of a figure in heights of small letters (Times 1.5, Courier 1.45, Arial 1.38, DejaVu 1.33)."""
_SURE_HYPHENS = 4
"""Strokes of a page that are surely hyphens, at least."""
_SURE_TYPED, _AS_LONG = 2, 1.3
"""The same of a typed page, as a date has; how much longer another one may be."""
_LONGER, _SHORTEST = 1.25, 0.58
"""How much longer than the page's sure hyphens a dash of printed type is, and its least length in heights of small
letters (hyphens in words have 0.43 to 0.55, the shortest dashes 0.62)."""
_BROKEN = 0.35
"""Heights of the run's letters between the two parts of a worn stroke, at most."""


def with_dash(word: OcrWord, run: InkRun, ink: Ink) -> OcrWord:
    """The word with its hyphens and dashes as they are printed.

    Args:
        word: of the run, its box in pixels of the page's ink.
        run: its run.
        ink: of the page.
    """
    if not any(c in _STROKES for c in word.text):
        return word
    text = _DOUBLED.sub("-", word.text)
    bars = _bars(word, run, ink, whole=text != word.text)
    span = _SPAN.search(text)
    if span and _is_span(span["first"], span["last"]):
        length = bars[0] if len(bars) == 1 else _between(word, run, ink)
        unit = _small_letters(word, run, ink, text)
        if length is None or _HYPHEN * unit < length < _DASH * unit:
            return replace(word, text=text)
        sign = "–" if length >= _DASH * unit else "-"
        return replace(word, text=text[: span.start("sign")] + sign + text[span.end("sign") :])
    before = _SPAN_BEFORE.search(text)
    if before and len(bars) == 2 and _is_span(before["first"], before["last"]):
        sign = "–" if bars[0] >= _LONGER * bars[1] else "-"
        return replace(word, text=f"{text[: before.start('sign')]}{sign}{text[before.end('sign') :]}".replace("—", "-"))
    if len(bars) == sum(c in _STROKES for c in text):
        widths = iter(bars)
        text = "".join(("–" if next(widths) > _LONG * run.height else "-") if c in _STROKES else c for c in text)
    text = _HYPHENATED.sub(_hyphen, text)
    text = _DATE.sub(r"\1-\2-\3", text)
    return replace(word, text=text.replace("—", "–"))


def as_typed_strokes(words: Sequence[OcrWord], runs: Sequence[InkRun], ink: Ink) -> list[OcrWord]:
    """Words of a typewriter, whose strokes are mostly all hyphens: what is as long as those inside words and dates is
    one, whatever stands around it (`1988-1989`).

    Args:
        words: of the page, boxes of their ink.
        runs: of the page; `OcrWord.line` is the position of a word's run.
        ink: of the page.
    """
    sure = [
        length
        for word in words
        if _HYPHENATED.search(word.text) or _DATE.search(word.text)
        for length in _bars(word, runs[word.line], ink, whole=False)
    ]
    if len(sure) < _SURE_TYPED:
        return list(words)
    longest = _AS_LONG * float(np.median(sure))
    out = []
    for word in words:
        if "–" in word.text:
            run = runs[word.line]
            lengths = _bars(word, run, ink, whole=False) or [_between(word, run, ink) or np.inf]
            if max(lengths) <= longest:
                word = replace(word, text=word.text.replace("–", "-"))
        out.append(word)
    return out


def beside_hyphens(words: Sequence[OcrWord], runs: Sequence[InkRun], ink: Ink) -> list[OcrWord]:
    """Words of printed type, with strokes that alone say too little told by the page's sure hyphens: one in a span, or
    between spaces, that is clearly longer than those is a dash.

    Args:
        words: of the page, boxes of their ink.
        runs: of the page; `OcrWord.line` is the position of a word's run.
        ink: of the page.
    """
    sure = [
        length / _small_letters(word, runs[word.line], ink, word.text)
        for word in words
        if _DATE.search(word.text)
        or (_HYPHENATED.search(word.text) and not ((m := _SPAN.search(word.text)) and _is_span(m["first"], m["last"])))
        for length in _bars(word, runs[word.line], ink, whole=False)
    ]
    if len(sure) < _SURE_HYPHENS:
        return list(words)
    least = max(_SHORTEST, _LONGER * float(np.median(sure)))
    return [_told_by(word, runs[word.line], ink, least) if "-" in word.text else word for word in words]


def _told_by(word: OcrWord, run: InkRun, ink: Ink, least: float) -> OcrWord:
    """The word with a dash for its one hyphen where that is as long as `least` (heights of small letters)."""
    span = _SPAN.search(word.text)
    if word.text != "-" and not (span and _is_span(span["first"], span["last"])):
        return word
    bars = _bars(word, run, ink, whole=False)
    length = bars[0] if len(bars) == 1 else _between(word, run, ink)
    if length is None or length < least * _small_letters(word, run, ink, word.text):
        return word
    return replace(word, text=word.text.replace("-", "–"))


def _is_span(first: str, last: str) -> bool:
    return all(part.isdigit() or is_calendar_name(part) for part in (first, last))


def _small_letters(word: OcrWord, run: InkRun, ink: Ink, text: str) -> float:
    """Height in pixels of the small letters of the word's print. Where it begins with figures theirs tells it: the
    engine takes the height of figures for that of letters beside them (`1996–april`)."""
    unit = word.x_height or run.height / 1.4
    figures = re.match(r"\d{2,}", text)
    if figures is None:
        return unit
    boxes = ink.boxes[list(run.pieces)]
    boxes = boxes[(boxes[:, 0] >= word.box[0] - 4) & (boxes[:, 2] <= word.box[2] + 4)]
    first = boxes[np.argsort(boxes[:, 0], kind="stable")][: len(figures[0])]
    return min(unit, float(np.median(first[:, 3] - first[:, 1])) / _FIGURE) if len(first) == len(figures[0]) else unit


def _hyphen(found: re.Match[str]) -> str:
    """The stroke between letters: as it was measured between names of the calendar, else a hyphen."""
    left, right = _TAIL.search(found.string[: found.start()]), _HEAD.match(found.string, found.end())
    span = left is not None and is_calendar_name(left[0]) and right is not None
    return found["sign"] if span and right is not None and (not right[0] or is_calendar_name(right[0])) else "-"


def _bars(word: OcrWord, run: InkRun, ink: Ink, *, whole: bool) -> list[float]:
    """Lengths in pixels of the word's strokes that touch no letter, from left to right; `whole` joins a worn one."""
    boxes = ink.boxes[list(run.pieces)]
    boxes = boxes[(boxes[:, 0] >= word.box[0] - 4) & (boxes[:, 2] <= word.box[2] + 4)]
    boxes = boxes[np.argsort(boxes[:, 0], kind="stable")]
    w, h = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    flat = (w > 1.25 * h) & (h < 0.4 * run.height) & (w > 0.2 * run.height)
    found = boxes[flat & (middle > run.box[1] + 0.2 * run.height)]
    if whole and len(found) > 1 and all(b[0] - a[2] < _BROKEN * run.height for a, b in pairwise(found)):
        return [float(found[-1, 2] - found[0, 0])]
    return [float(b[2] - b[0]) for b in found]


def _between(word: OcrWord, run: InkRun, ink: Ink) -> float | None:
    """Length in pixels of a stroke that has run into what stands around it: columns with a thin bar at half height and
    nothing else; None where there is none, or several alike."""
    left, top, right, foot = (round(v) for v in word.box)
    strip = ink.labels[max(0, top) : foot, max(0, left - 2) : right + 2]
    own = np.isin(strip, run.pieces)
    rows = np.nonzero(own.any(axis=1))[0]
    if not len(rows):
        return None
    own = own[rows[0] : rows[-1] + 1]
    height = len(own)
    filled: npt.NDArray[Any] = np.asarray(own.any(axis=0))
    above, below = own.argmax(axis=0), height - own[::-1].argmax(axis=0)
    middle = (above + below) / 2
    bar = filled & (below - above <= 0.25 * height) & (middle > 0.3 * height) & (middle < 0.8 * height)
    ends = np.flatnonzero(np.diff(np.concatenate([[False], bar, [False]])))
    bars = sorted(int(b - a) for a, b in zip(ends[::2], ends[1::2], strict=True) if b - a > 0.18 * height)
    if not bars or (len(bars) > 1 and bars[-2] > 0.6 * bars[-1]):
        return None
    return float(bars[-1])
