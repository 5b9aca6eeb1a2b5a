"""What a scanned page shows of its type: font sizes and bold print, both measured against the page's own body text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.text_lines import Ink, InkRun

__all__ = ["as_typed", "bold", "font_sizes", "typed_pitch", "with_signs", "with_typed_spaces"]

X_HEIGHT = 0.52
"""Of the font size: Arial 0.52, Calibri 0.47, Times New Roman 0.45, DejaVu Sans 0.55."""
SAME = 0.13
"""Relative difference from the body's size that is measuring error."""
LARGER, TELLING = 1.18, 8
"""Size of a line in parts of the body's from which ink and engine tell it alone where they agree, and its letters, at
least."""
PITCH, EVEN = 0.6, 0.16
"""Width of a typewriter's letters in parts of the font size (Courier); how far words miss their width, in widths of a
letter: 0.05 to 0.07 in typed print, 0.45 and more in other."""
STRAY = 3.0
"""Times the usual miss from which a word says nothing of the pitch."""
SPACE = 0.6
"""Of a typewriter's pitch, by which letters stand further apart than their pitch where a space is between them."""
LETTERS, LEAST_SPREAD, FEWEST_WORDS = (3, 20), 4, 30
"""Letters of the words by which that is told, between the shortest and the longest, and how many words, at least."""
ENOUGH = 60
"""Letters in words of one kind from which on their common height is taken from the page."""
ASCENT, ACCENT, DESCENT = 0.72, 0.92, 0.21
"""Of the font size: reach of tall letters, and of capitals with a mark, above the baseline; of falling ones below."""
LOW, FALLING, MARKED = frozenset("acemnorsuvwxz.-–:•gpqy,;"), frozenset("gjpqyQ()"), frozenset("ÅÄÖÉ")
SAME_INK = 0.08
"""Relative difference within which two lines have one size."""
HEAVY = 1.21
"""Stroke widths of bold and regular cuts differ by 1.4 to 1.7; blur brings them closer."""


def font_sizes(words: Sequence[OcrWord], scale: float, letters: Sequence[float] = ()) -> list[float | None]:
    """Size of each word in points, to half a point; lines near the page's common size all get that.

    How high letters are on this page is taken from the page: words with and without rising, falling and marked letters
    are each compared with the common height of their like. A line's size is that of most of its letters.

    Args:
        words: of a page.
        scale: pixels a point.
        letters: median height of each line's pieces of ink in pixels, by `OcrWord.line`.
    """
    measured = [w.x_height / scale / X_HEIGHT if w.x_height > 0 else 0.0 for w in words]
    weighed = [(m, len(w.text)) for m, w in zip(measured, words, strict=True) if m > 0]
    if not weighed:
        return [None] * len(words)
    usual = _middle(weighed)
    # A typewriter's small letters are lower than common print's.
    body = max(usual, typed_pitch(words) / scale / PITCH)
    lines: dict[int, list[int]] = {}
    for i, word in enumerate(words):
        lines.setdefault(word.line, []).append(i)
    heights = _relative_heights(words)
    pieces = _relative_pieces({n: "".join(words[i].text for i in m) for n, m in lines.items()}, letters)
    found: dict[int, float] = {}
    for number, members in lines.items():
        by_ink = _middle([(heights[i], len(words[i].text)) for i in members])
        by_engine = _middle(
            [(measured[i] / body, len(words[i].text)) for i in members if measured[i] > 0] or [(1.0, 1)]
        )
        # The engine guesses where a short line has few letters, the ink errs where something touches it, and pieces
        # are no letters where these have run together.
        seen = sorted((by_ink, by_engine, pieces.get(number, by_ink)))
        agreed = min(by_ink, by_engine) > LARGER and abs(by_ink - by_engine) <= SAME_INK
        letters_of_line = sum(len(words[i].text) for i in members)
        larger = seen[0] > 1 + SAME or (agreed and letters_of_line >= TELLING)
        found[number] = seen[1] if seen[2] < 1 - SAME or larger else 1.0
    sizes = _alike(found, {n: sum(len(words[i].text) for i in m) for n, m in lines.items()})
    return [
        round(2 * body * sizes[word.line]) / 2 if value > 0 else None
        for value, word in zip(measured, words, strict=True)
    ]


def with_signs(words: Sequence[OcrWord], sizes: Sequence[float | None]) -> list[float | None]:
    """Sizes with those of bullets and dashes, which have none of their own: that of the next word on their level."""
    out = list(sizes)
    for i, (word, size) in enumerate(zip(words, sizes, strict=True)):
        if size is not None or word.x_height:
            continue
        middle = (word.box[1] + word.box[3]) / 2
        right = [
            (other.box[0], own)
            for other, own in zip(words, sizes, strict=True)
            if own is not None and other.box[0] >= word.box[2] and other.box[1] <= middle <= other.box[3]
        ]
        out[i] = min(right)[1] if right else None
    return out


def typed_pitch(words: Sequence[OcrWord]) -> float:
    """Pixels from letter to letter in a typewriter's print, whose letters are all as wide; 0 for other print."""
    chosen = [w for w in words if LETTERS[0] <= len(w.text) <= LETTERS[1]]
    counts = np.array([len(w.text) for w in chosen])
    widths = np.array([w.box[2] - w.box[0] for w in chosen])
    if len(counts) < FEWEST_WORDS or np.ptp(counts) < LEAST_SPREAD:
        return 0.0
    pitch, start = np.polyfit(counts, widths, 1)
    misses = np.abs(widths - pitch * counts - start)
    # A word whose box took in more than itself bends the line through all.
    straight = misses <= max(STRAY * float(np.median(misses)), EVEN * abs(pitch))
    pitch, start = np.polyfit(counts[straight], widths[straight], 1)
    off = float(np.median(np.abs(widths - pitch * counts - start)))
    return float(pitch) if off <= EVEN * pitch else 0.0


def as_typed(words: Sequence[OcrWord], pitch: float) -> list[OcrWord]:
    """Words with boxes as wide as a typewriter's letters with the paper on their sides: spaces are then one letter's.

    Measured by their ink, a space beside narrow letters is as wide as the gap between two columns.
    """
    out = []
    for word in words:
        x0, y0, x1, y1 = word.box
        room = min(0.5 * pitch, max(0.0, (pitch * len(word.text) - (x1 - x0)) / 2))
        out.append(replace(word, box=(x0 - room, y0, x1 + room, y1)))
    return out


def with_typed_spaces(words: Sequence[OcrWord], pitch: float, runs: Sequence[InkRun], ink: Ink) -> list[OcrWord]:
    """Words of typed print parted where the space of a letter stands in them: recognition takes letters that stand one
    by one for a word (`Fr o m` for `From`).

    Args:
        words: with boxes of their ink.
        pitch: pixels from letter to letter.
        runs: of the page; `OcrWord.line` is the position of a word's run.
        ink: of the page.
    """
    out: list[OcrWord] = []
    for word in words:
        wide = word.box[2] - word.box[0] > (len(word.text) + SPACE) * pitch
        out += _parted(word, pitch, runs[word.line], ink) if wide and len(word.text) > 1 else [word]
    return out


def _parted(word: OcrWord, pitch: float, run: InkRun, ink: Ink) -> list[OcrWord]:
    """The parts of a typed word, where each of its letters can be told; else the word itself."""
    letters = ink.letters(run, word.box[0], word.box[2])
    if len(letters) != len(word.text):
        return [word]
    begins = [0]
    for i, (a, b) in enumerate(pairwise(letters), 1):
        if sum(b) - sum(a) > 2 * (1 + SPACE) * pitch:
            begins.append(i)
    ends = [*begins[1:], len(letters)]
    _, top, _, foot = word.box
    return [
        replace(word, text=word.text[a:b], box=(letters[a][0], top, letters[b - 1][1], foot))
        for a, b in zip(begins, ends, strict=True)
    ]


def _middle(weighed: Sequence[tuple[float, int]]) -> float:
    """Weighted median."""
    half = sum(n for _, n in weighed) / 2
    for value, n in sorted(weighed):
        half -= n
        if half <= 0:
            return value
    return weighed[-1][0]


def _relative_pieces(texts: Mapping[int, str], letters: Sequence[float]) -> dict[int, float]:
    """Median height of each line's pieces, in parts of what a line of such letters commonly has on the page."""
    found = {}
    for number, text in texts.items():
        reaches = sorted(
            (ASCENT if c not in LOW else X_HEIGHT) + (DESCENT if c in FALLING else 0.0) for c in text if c.isalnum()
        )
        if reaches and number < len(letters):
            found[number] = (letters[number] / reaches[len(reaches) // 2], len(reaches))
    common = _middle(list(found.values())) if found else 1.0
    return {number: value / max(1e-6, common) for number, (value, _) in found.items()}


def _relative_heights(words: Sequence[OcrWord]) -> list[float]:
    """Height of each word's ink in parts of what words with such letters commonly have on the page."""
    kinds: dict[float, list[tuple[float, int]]] = {}
    reaches = []
    for word in words:
        letters = frozenset(word.text)
        rise = ACCENT if letters & MARKED else ASCENT if letters - LOW else X_HEIGHT
        reach = round(rise + (DESCENT if letters & FALLING else 0.0), 2)
        reaches.append(reach)
        kinds.setdefault(reach, []).append((word.box[3] - word.box[1], len(word.text)))
    size = _middle([(h / reach, n) for reach, heights in kinds.items() for h, n in heights])
    common = {
        reach: _middle(heights) if sum(n for _, n in heights) >= ENOUGH else size * reach
        for reach, heights in kinds.items()
    }
    return [(w.box[3] - w.box[1]) / max(1e-6, common[r]) for w, r in zip(words, reaches, strict=True)]


def _alike(found: Mapping[int, float], letters: Mapping[int, int]) -> dict[int, float]:
    """Lines of nearly one size get one: measured apart they would differ by a pixel."""
    out: dict[int, float] = {}
    group: list[int] = []
    for number in [*sorted(found, key=lambda n: found[n]), None]:
        if group and (number is None or found[number] > found[group[0]] * (1 + SAME_INK)):
            value = _middle([(found[n], letters[n]) for n in group])
            out |= dict.fromkeys(group, value)
            group = []
        if number is not None:
            group.append(number)
    return out


def bold(words: Sequence[OcrWord], sizes: Sequence[float | None], ink: Ink) -> list[bool]:
    """Return whether each word's strokes are heavier than is common for its size on this page.

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
