"""Recognition of the runs of a page: read, and where the engine doubts, read again.

A doubted run is read with the Swedish data too, at another scale and softened, and the readings vote word by word
(`engines.voting`); the reading of the whole cell that it stands in votes too (`cells`). Dashes and bullets are told by
their shape, which the engine does not look at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np

from ingest.language.lexicon import known
from ingest.read.ocr.cells import read_again
from ingest.read.ocr.engines.second_engine import SecondEngine, reconciled
from ingest.read.ocr.engines.tesseract import RAW_LINE, SIGNS, OcrWord, TesseractEngine
from ingest.read.ocr.engines.voting import vote
from ingest.read.ocr.images import Gray
from ingest.read.ocr.preprocess import Prepared
from ingest.read.ocr.signs.dashes import with_dash
from ingest.read.ocr.signs.letter_case import usual_capital, with_case
from ingest.read.ocr.text_lines import Ink, InkRun, ink_of, picture, runs, sign_of

__all__ = ["lines_of", "recognise"]

DOUBT = 0.88
"""Mean confidence of a run below which it is read again."""
DOUBTED_WORD = 0.72
"""Confidence of a single word below which its run is read again."""
ASKED = 0.88
"""Confidence of a word below which its line is put to the second engine: 1.22 times the time on worn lines; below 0.95
it is 1.84 times (decision 232)."""
CRUMB = 0.9
"""Confidence up to which a lone full stop or quotation mark is taken for dirt."""
GUESS = 0.3
"""Confidence below which a sign by itself is a speck."""
MOST_AGAIN = 250
"""Doubted runs of a page that are read again, each up to four times: a page of print has fewer; grain, and print that
shines through, have many hundreds, of which none is worth it."""
NO_SPACE = 0.15
"""White in heights of a run's letters that parts no words, at most; a narrow space has .4."""
MARGIN = 10
"""White pixels around a run."""
UNDERLINED = (0.5, 0.35)
"""Share of a run's length, or of a rule's, that both have in common where the one underlines the other; and how far
below the run's ink the rule lies at most (heights of its letters)."""


def lines_of(prepared: Prepared, ink: Ink) -> list[InkRun]:
    """The runs of an upright page from its top to its foot, dark enough to be its print."""
    found = _dark_enough(prepared.text, ink, runs(ink, prepared.rules, prepared.scale))
    found.sort(key=lambda r: (r.box[1], r.box[0]))
    return found


def recognise(
    prepared: Prepared,
    engine: TesseractEngine,
    second: SecondEngine | None = None,
    ink: Ink | None = None,
    found: Sequence[InkRun] | None = None,
) -> list[OcrWord]:
    """All words of an upright page, boxes in pixels of `prepared.text`; `line` is the run's number.

    Args:
        prepared: the page.
        engine: reads every run.
        second: is asked about the runs that stay doubted.
        ink: of `prepared.text`, where it is at hand.
        found: the runs to read; all of the page by default.
    """
    ink = ink or ink_of(prepared.text, prepared.letter_height)
    found = lines_of(prepared, ink) if found is None else found
    lines = _first_readings(prepared, engine, ink, found)
    out: list[OcrWord] = []
    lines = read_again(prepared, lines, engine)
    capital = usual_capital(lines, found, ink)
    for number, (run, words) in enumerate(zip(found, lines, strict=True)):
        if run.sign:
            x0, y0, x1, y1 = run.box
            out.append(OcrWord(run.sign, (float(x0), float(y0), float(x1), float(y1)), 0.9, number))
            continue
        if second is not None and any(w.confidence < ASKED for w in words):
            patch, (x, y) = picture(prepared.text, ink, run, MARGIN)
            agreed = reconciled([_placed(w, (-x, -y), number) for w in words], second(patch), known)
            words = [_placed(w, (x, y), number) for w in agreed]
        words = [with_dash(w, run, ink) for w in _with_bullet(words, run, ink)]
        # Inside a sentence a lone stroke is the preposition i, however its dot has run into it.
        begins = [k == 0 or words[k - 1].text[-1] in ".!?:" for k in range(len(words))]
        line = "".join(w.text for w in words)
        words = [_told(w, line, run, ink, begins=b) for w, b in zip(words, begins, strict=True)]
        out += _clean(with_case(words, run, ink, capital), run)
    return out


def _first_readings(
    prepared: Prepared, engine: TesseractEngine, ink: Ink, found: Sequence[InkRun]
) -> list[list[OcrWord]]:
    """The words of each run; those of a page with very many doubted runs are read again from the surest on."""
    dpi = prepared.scale * 72.0
    read: list[list[OcrWord]] = [[] for _ in found]
    pictures: dict[int, tuple[Gray, tuple[int, int]]] = {}
    doubted: list[tuple[float, int]] = []
    for number, run in enumerate(found):
        if run.sign:
            continue
        pictures[number] = picture(prepared.text, ink, run, MARGIN)
        words = engine.words(pictures[number][0], dpi)
        underlined = _underlined(prepared, run)
        if underlined is not None:
            # Descenders went with the line under them (`Arbetsaruppen`); a line that is none was part of the letters.
            (x, y), (a, b) = underlined[1], pictures[number][1]
            words = vote([words, [_placed(w, (x - a, y - b), w.line) for w in engine.words(underlined[0], dpi)]], known)
        read[number] = words
        sure = _worth(words, run)
        if sure < DOUBT or min((w.confidence for w in words), default=0.0) < DOUBTED_WORD:
            doubted.append((-sure, number))
    for _, number in sorted(doubted)[:MOST_AGAIN]:
        read[number] = _again(engine, pictures[number][0], dpi, found[number], read[number])
    return [[_placed(w, pictures[n][1], n) for w in words] for n, words in enumerate(read)]


def _underlined(prepared: Prepared, run: InkRun) -> tuple[Gray, tuple[int, int]] | None:
    """A run's picture with the rule that was taken out from under it, and where its corner lies; None without one."""
    x0, y0, x1, y1 = run.box
    shared, below = UNDERLINED
    for rule in prepared.rules:
        if not rule.horizontal:
            continue
        left, top, right, foot = (v * prepared.scale for v in rule.bbox)
        common = min(right, x1) - max(left, x0)
        if common < shared * min(right - left, x1 - x0):
            continue
        if (y0 + y1) / 2 < (top + foot) / 2 <= y1 + below * run.height:
            pad = max(2, round(foot - top))
            a, b = max(0, x0 - pad), max(0, y0 - pad)
            patch = prepared.ruled[b : max(y1, round(foot)) + pad, a : x1 + pad]
            out = cv2.copyMakeBorder(patch, *[MARGIN] * 4, cv2.BORDER_CONSTANT, value=250)
            return out, (a - MARGIN, b - MARGIN)
    return None


def _dark_enough(text: Gray, ink: Ink, found: list[InkRun]) -> list[InkRun]:
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


def _again(engine: TesseractEngine, patch: Gray, dpi: float, run: InkRun, words: list[OcrWord]) -> list[OcrWord]:
    """Read other pictures of a run whose `words` are doubted, and by other means, and vote."""
    sure = _worth(words, run)
    readings = [words]
    if engine.has_second and not any(c in SIGNS for w in words for c in w.text):
        readings.append(engine.words(patch, dpi, second=True))
    if sure < DOUBT:
        factor = 0.75 if run.height > 20 else 1.4
        way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        scaled = cv2.resize(patch, None, fx=factor, fy=factor, interpolation=way)
        readings.append([_scaled(w, 1 / factor) for w in engine.words(scaled, dpi * factor)])
    if sure < 0.75:
        # Strokes joined again and their edges soft, as the engine was trained on: for black-and-white scans.
        readings.append(engine.words(cv2.GaussianBlur(patch, (0, 0), 0.045 * run.height), dpi))
        # Without the engine's own search for words in the line, which drops ends of blurred lines.
        readings.append(engine.words(patch, dpi, RAW_LINE))
    # What lost the end of the line has no vote.
    worth = [_worth(r, run) for r in readings]
    whole = [r for r, w in zip(readings, worth, strict=True) if w >= max(worth) - 0.15]
    return vote(whole, known)


def _scaled(word: OcrWord, factor: float) -> OcrWord:
    a, b, c, d = word.box
    box = (a * factor, b * factor, c * factor, d * factor)
    return replace(word, box=box, x_height=word.x_height * factor, baseline=word.baseline * factor)


def _worth(words: list[OcrWord], run: InkRun) -> float:
    """Mean confidence of the letters, less what of the run's width no word covers: Tesseract drops ends of lines."""
    letters = sum(len(w.text) for w in words)
    if not letters:
        return 0.0
    confidence = sum(w.confidence * len(w.text) for w in words) / letters
    width = run.box[2] - run.box[0]
    covered = max(w.box[2] for w in words) - min(w.box[0] for w in words)
    missing = max(0.0, 1.0 - covered / max(1.0, width) - 0.6 * run.height / max(1.0, width))
    return confidence * (1.0 - missing)


def _placed(word: OcrWord, corner: tuple[int, int], number: int) -> OcrWord:
    x, y = corner
    a, b, c, d = word.box
    baseline = word.baseline + y if word.baseline else 0.0
    return replace(word, box=(a + x, b + y, c + x, d + y), line=number, baseline=baseline)


_STROKE = frozenset("iIl1|!")


def _told(word: OcrWord, line: str, run: InkRun, ink: Ink, *, begins: bool) -> OcrWord:
    """A word with its first letter told by the ink: where a sentence `begins` i or I, inside one that a one with a dot
    over it is an i."""
    if not begins and word.text != "1":
        return word
    told = _capital(word, line, run, ink, (0, 0))
    return told if begins or told.text == "i" else word


def _capital(word: OcrWord, line: str, run: InkRun, ink: Ink, corner: tuple[int, int]) -> OcrWord:
    """i or I at a word's beginning, told by the dot: recognition knows too little of a letter's height.

    Only for a word that begins with a single stroke before a letter, or is one; ink decides, where it is clear. A
    missing dot says something only where the other dots of the `line` can be told from their letters.
    """
    text = word.text
    if text[0] not in _STROKE or (len(text) > 1 and not text[1].islower()) or not word.x_height or not word.baseline:
        return word
    if len(text) > 1 and text[0] not in "iI":
        return word
    x, y = corner
    foot, x_height = word.baseline + y, word.x_height
    boxes = ink.boxes[list(run.pieces)]
    left = word.box[0] + x
    first = boxes[(boxes[:, 0] >= left - 3) & (boxes[:, 0] <= left + 0.35 * x_height)]
    stems = first[(np.abs(first[:, 3] - foot) < 0.2 * x_height) & (first[:, 2] - first[:, 0] < 0.55 * x_height)]
    if len(stems) != 1:
        return word
    stem = stems[0]
    strip = ink.labels[round(stem[1]) : round(stem[3]), round(stem[0]) : round(stem[2])] > 0
    widths = np.asarray(strip.sum(axis=1))
    neck = widths[: max(1, round(len(widths) * 0.4))].min() < 0.75 * np.median(widths)
    height = foot - stem[1]
    above = first[(first[:, 3] <= stem[1] + 2) & (first[:, 3] - first[:, 1] < 0.5 * x_height)]
    if height > 1.22 * x_height and not len(above) and not neck and text[0] in "il1|!":
        rest = line.replace(text, "", 1)
        wanted = sum(rest.count(c) for c in "ijå") + 2 * sum(rest.count(c) for c in "äö")
        dots = (boxes[:, 3] < foot - 0.9 * x_height) & (boxes[:, 3] - boxes[:, 1] < 0.55 * x_height)
        if text[0] == "i" and (not wanted or dots.sum() < 0.9 * wanted):
            return word
        # A digit one has a flag: wider at its top than a stroke; left to recognition where figures stand around.
        if text == "1" or (text in ("l", "|", "!") and stem[2] - stem[0] > 0.45 * x_height):
            return word
        return replace(word, text="I" + text[1:])
    if height < 1.12 * x_height and len(above) == 1 and text[0] in "I1l|!":
        return replace(word, text="i" + text[1:])
    return word


_CRUMBS = re.compile(r"[.,'’‘`´:;·•_~^|!\[\]{}=»«\"“”„-]+")


_BARS = frozenset("lI|!'[]j;:,.")


def _clean(words: list[OcrWord], run: InkRun) -> list[OcrWord]:
    """Without lone marks that stand apart from the words of their line: what specks and ends of rules are read as."""
    words = [w for before, w in pairwise((None, *words)) if w is not None and not _said_twice(before, w, run)]
    if len(words) == 1 and len(run.pieces) == 1 and words[0].text in _BARS and words[0].confidence < CRUMB:
        return []  # a lone upright stroke without a dot, beside no word: what is left of a rule
    if len(words) < 2:
        return [w for w in words if w.confidence >= GUESS or any(c.isalnum() for c in w.text)]
    return [w for i, w in enumerate(words) if not (_CRUMBS.fullmatch(w.text) and _dirt(i, words, run))]


def _with_bullet(words: list[OcrWord], run: InkRun, ink: Ink) -> list[OcrWord]:
    """Words of which the first is a bullet by its shape, whatever sign it was read as (`+`, `«`)."""
    if len(words) < 2 or len(words[0].text) > 1 or words[0].text.isalnum() or words[0].text == "•":
        return words
    x0, y0, x1, y1 = words[0].box
    middle = [((ink.boxes[i, 0] + ink.boxes[i, 2]) / 2, (ink.boxes[i, 1] + ink.boxes[i, 3]) / 2) for i in run.pieces]
    own = [i for i, (x, y) in zip(run.pieces, middle, strict=True) if x0 <= x <= x1 and y0 <= y <= y1]
    return [replace(words[0], text="•"), *words[1:]] if len(own) == 1 and sign_of(ink, own[0]) == "•" else words


def _said_twice(before: OcrWord | None, word: OcrWord, run: InkRun) -> bool:
    """Whether the engine gave one word twice: the same, with no space between them (`i i` of one i)."""
    return before is not None and before.text == word.text and word.box[0] - before.box[2] < NO_SPACE * run.height


def _dirt(i: int, words: list[OcrWord], run: InkRun) -> bool:
    """Whether a sign that stands apart from the words of its line is none; dashes and bullets are seldom dirt."""
    least = GUESS if words[i].text in "–-•" else CRUMB
    return words[i].confidence < least and _apart(i, words, run)


def _apart(i: int, words: list[OcrWord], run: InkRun) -> bool:
    gap = 0.3 * run.height
    before = i == 0 or words[i].box[0] - words[i - 1].box[2] > gap
    after = i == len(words) - 1 or words[i + 1].box[0] - words[i].box[2] > gap
    return before and after
