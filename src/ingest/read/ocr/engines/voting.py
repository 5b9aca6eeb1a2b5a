"""Several readings of one line of text, voted word by word.

Whole-line choice throws away what the losing reading had right. Readings are cut where all of them have a gap,
and each stretch takes the text that its readings agree on, that they are surest of, and that is Swedish
(after ROVER, Fiscus 1997: alignment and vote; here aligned by place, which pictures give for free).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.read.ocr.engines.tesseract import OcrWord

__all__ = ["vote"]

AGREEMENT = 0.12
"""What each further reading of the same text adds to its worth, in units of confidence."""
LANGUAGE = 0.2
"""What a text of known words has before one of unknown words."""
DOUBT_LEFT = 0.5
"""Share of the doubt that stays with each further reading that agrees."""

Reading = Sequence[OcrWord]


def vote(readings: Sequence[Reading], known: Callable[[str], float]) -> list[OcrWord]:
    """The words of one line, boxes in the same pixels for all readings.

    Args:
        readings: at least one; the first decides between equals.
        known: how surely a word is one of the language, 0..1.
    """
    given = [r for r in readings if r]
    if len(given) < 2:
        return list(given[0]) if given else []
    out: list[OcrWord] = []
    for left, right in _stretches(given):
        parts = [tuple(w for w in r if left <= (w.box[0] + w.box[2]) / 2 < right) for r in given]
        out += _best(parts, known)
    return out


def _stretches(readings: Sequence[Reading]) -> list[tuple[float, float]]:
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


def _best(parts: Sequence[tuple[OcrWord, ...]], known: Callable[[str], float]) -> tuple[OcrWord, ...]:
    by_text: dict[str, list[tuple[OcrWord, ...]]] = {}
    for part in parts:
        by_text.setdefault(" ".join(w.text for w in part), []).append(part)
    best: tuple[OcrWord, ...] = ()
    most = float("-inf")
    for text, same in by_text.items():
        surest = max(same, key=_confidence)
        worth = _confidence(surest) + AGREEMENT * (len(same) - 1) + LANGUAGE * _language(text, known)
        if worth > most:
            best, most = surest, worth
    agreeing = len(by_text[" ".join(w.text for w in best)]) - 1
    if agreeing:
        return tuple(replace(w, confidence=1 - (1 - w.confidence) * DOUBT_LEFT**agreeing) for w in best)
    return best


def _confidence(part: tuple[OcrWord, ...]) -> float:
    letters = sum(len(w.text) for w in part)
    return sum(w.confidence * len(w.text) for w in part) / letters if letters else 0.0


def _language(text: str, known: Callable[[str], float]) -> float:
    """Share of the letters that stand in known words; texts without words are neither known nor unknown."""
    total = sure = 0.0
    for token in text.split():
        word = token.strip(".,;:!?()[]\"'”“„’/-–")
        if len(word) < 2 or not word.replace("-", "").replace("/", "").isalpha():
            continue
        total += len(word)
        sure += len(word) * min(1.0, known(word))
    return sure / total if total else 0.5
