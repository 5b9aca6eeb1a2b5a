"""Several readings of one line of text, voted word by word.

Whole-line choice throws away what the losing reading had right. Readings are cut where all of them have a gap,
and each stretch takes the likeliest of its texts (after ROVER, Fiscus 1997: alignment and vote; here aligned by place,
which pictures give for free). Which one that is, a conditional logit (McFadden 1974) says over named clues: how sure
the engine is, how many readings agree, how like the others a text is, whether its words are Swedish, its signs. The
weights come from `ingest train readings`; what they are worth stands in `models/readings/README.md`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from math import exp

from rapidfuzz.distance import Levenshtein

from ingest.artefacts import linear_weights
from ingest.language.letters import fold
from ingest.language.lexicon import readings as readings_without_marks
from ingest.read.ocr.engines.tesseract import OcrWord

__all__ = ["FEATURES", "NO_WORD", "clues", "stretches", "vote", "word_bits"]

FEATURES = (
    "surest", "silent", "agreement", "first", "swedish_data", "word_bits", "odd_signs", "mixed", "shorter", "likeness",
    "mark_before", "mark_behind",
)  # fmt: skip
DOUBT_LEFT = 0.5
"""Share of the doubt that stays with each further reading that agrees."""
NO_WORD = -45.0
"""log2 probability of what is no word of the lexicon, nor put together from such: below its rarest compounds."""
_FIGURES = -14.0
"""The same of a text without words, as of a word neither common nor rare."""
_SILENT = 0.01
"""Confidence up to which Tesseract has not said how sure it is: it gives nought where its letters were forbidden."""
_MOST = 2
"""Odd signs that are counted, at most."""
_BITS = 10.0
"""Bits in a unit of the clue, so that the weights are of one order."""
_AROUND = ".,;:!?()[]\"'”“„’‘/-–"
_PARTS = re.compile(r"[-/–]")
_NUMBER = re.compile(r"[\d.,:]+")
_ODD = re.compile(r"[$€£|~^_<>{}\[\]\\*=«»¢©®°¬‘`´]")
_MIXED = re.compile(r"[^\W\d_]\d|\d[^\W\d_]|[a-zåäö][A-ZÅÄÖ]")
_OPENS = '(”"–§'
_CLOSES_NOTHING = "-‘’'`´,;:"
"""Signs that rightly begin a word; signs at a word's end that specks are read as."""

Reading = Sequence[OcrWord]
Part = tuple[OcrWord, ...]


def vote(readings: Sequence[Reading], likely: Callable[[str], float], swedish: int | None = None) -> list[OcrWord]:
    """The words of one line, boxes in the same pixels for all readings.

    Args:
        readings: at least one; the first is the usual one.
        likely: log2 probability of the least likely word of a text, as `word_bits` gives it.
        swedish: which of them was read with the Swedish data.
    """
    given = [(i, r) for i, r in enumerate(readings) if r]
    if len(given) < 2:
        return list(given[0][1]) if given else []
    out: list[OcrWord] = []
    for left, right in stretches([r for _, r in given]):
        parts = {i: tuple(w for w in r if left <= (w.box[0] + w.box[2]) / 2 < right) for i, r in given}
        out += _best(parts, likely, swedish)
    return out


def stretches(readings: Sequence[Reading]) -> list[tuple[float, float]]:
    """Intervals along the line that no word of any reading straddles; words that barely touch are apart."""
    spans = sorted((w.box[0], w.box[2]) for r in readings for w in r)
    out: list[list[float]] = []
    for left, right in spans:
        slack = 0.12 * (right - left)
        if out and left + slack < out[-1][1]:
            out[-1][1] = max(out[-1][1], right)
        else:
            out.append([left, right])
    starts = [a for a, _ in out]
    return list(zip([float("-inf"), *starts[1:]], [*starts[1:], float("inf")], strict=True))


def clues(parts: dict[int, Part], likely: Callable[[str], float], swedish: int | None) -> dict[str, tuple[float, ...]]:
    """The texts of one stretch, each with the values of `FEATURES`.

    Args:
        parts: the words of the stretch by the position of their reading.
        likely: see `vote`.
        swedish: see `vote`.
    """
    texts = {i: " ".join(w.text for w in part) for i, part in parts.items()}
    longest = max(len(t) for t in texts.values())
    words = any(c.isalnum() for t in texts.values() for c in t)
    found = {}
    for text in dict.fromkeys(texts.values()):
        if not text and words:
            continue  # a word that one reading has is never lost by a vote
        by = [i for i, t in texts.items() if t == text]
        surest = max(_confidence(parts[i]) for i in by)
        like = sum(Levenshtein.normalized_similarity(text, t) for t in texts.values()) / len(texts)
        found[text] = (
            surest,
            float(surest < _SILENT),
            len(by) / len(texts),
            float(0 in by),
            float(swedish in by),
            likely(text) / _BITS,
            float(min(_MOST, len(_ODD.findall(text)))),
            float(min(_MOST, len(_MIXED.findall(text)))),
            1 - len(text) / max(1, longest),
            like,
            float(text != "" and not text[0].isalnum() and text[0] not in _OPENS),
            float(text != "" and text[-1] in _CLOSES_NOTHING),
        )
    return found


@cache
def _weights() -> tuple[float, ...]:
    return linear_weights("readings", "model.json", FEATURES)[0]


def _best(parts: dict[int, Part], likely: Callable[[str], float], swedish: int | None) -> Part:
    """The words of the likeliest text: as sure as its surest reading, or its readers together, but no surer than that
    it is the right one of the texts."""
    told = clues(parts, likely, swedish)
    worth = {text: sum(w * v for w, v in zip(_weights(), values, strict=True)) for text, values in told.items()}
    text = max(worth, key=lambda t: worth[t])
    chance = 1.0 / sum(exp(v - worth[text]) for v in worth.values())
    same = [part for part in parts.values() if " ".join(w.text for w in part) == text]
    if not any(c.isalnum() for c in text):
        # A speck is seen in all readings: that they agree on a mark says nothing for it.
        return min(same, key=_confidence)
    left = DOUBT_LEFT ** (len(same) - 1)
    surest = max(same, key=_confidence)
    return tuple(replace(w, confidence=min(1 - (1 - w.confidence) * left, chance)) for w in surest)


def _confidence(part: Part) -> float:
    letters = sum(len(w.text) for w in part)
    return sum(w.confidence * len(w.text) for w in part) / letters if letters else 0.0


@lru_cache(maxsize=20_000)
def word_bits(text: str) -> float:
    """log2 probability of the least likely word of a text, `NO_WORD` at least; single letters and figures do not count.

    A text of nothing else has what a word neither common nor rare has.
    """
    least = 0.0
    for token in text.split():
        for part in _PARTS.split(token.strip(_AROUND).lower()):
            if len(part) > 1 and not _NUMBER.fullmatch(part):
                least = min(least, _bits(part))
    return least or _FIGURES


def _bits(part: str) -> float:
    if not part.isalpha():
        return NO_WORD
    return max([NO_WORD, *(r.log2 for r in readings_without_marks(fold(part)) if r.text == part)])
