"""Words of other languages inside Swedish text: English programme names, Danish titles, whole foreign passages.

Each word is Swedish or foreign; neighbours are as a rule of one language. A hidden Markov model of two states weighs
both (forward-backward; Rabiner 1989): how common a word is in Swedish, with its marks or without, against how common
it is elsewhere (`models/restorer/foreign.npz`).
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np

from ingest.artefacts import artefact
from ingest.language.letters import fold
from ingest.language.lexicon import log2, readings
from ingest.language.tokens import core
from ingest.language.word_groups import WordGroups

__all__ = ["fill", "foreign_words", "is_listed"]

_FOREIGN = 0.03
"""Share of passages that begin in another language."""
_LEAVE, _RETURN = 0.01, 0.15
"""Chance that the word after a Swedish one is foreign, and after a foreign one Swedish."""
_MARKS_LOST = 0.6
"""Chance that a Swedish word stands without its marks, before anything is known of the text."""
_UNKNOWN, _LETTER = -16.0, -1.5
"""log2 probability of a word that no list holds, and of each of its letters: the same in both languages."""
_STRONGEST = 8.0
"""Bits that one word may speak for a language."""
_SURE = 0.5
_NEVER_SWEDISH = frozenset("æøœßðþñçãõâêîôûëïìíòóùúýÿčěłńřśšůžźáà")
_SWEDISH = frozenset("åäö")
"""Letters that no Swedish word has (names and loans apart), and those that few other languages have."""
_LETTER_BITS = 4.0
"""Bits for which such a letter speaks."""


@cache
def _lexicon() -> tuple[WordGroups, bytes]:
    """The words and the score of each, as the artefact holds them; `log2` makes bits of them."""
    table = np.load(io.BytesIO(artefact("restorer", "foreign.npz").read_bytes()))
    words = zlib.decompress(table["words"].tobytes()).decode()
    return WordGroups(words + "\n"), table["score"].tobytes()


def fill() -> None:
    """Make ready for any word; see `WordGroups.fill`."""
    _lexicon()[0].fill()


def _score(word: str) -> int | None:
    """The score of a word in lower case; None where no list holds it."""
    words, scores = _lexicon()
    number = words.first(word)
    return None if number is None else scores[number]


def is_listed(word: str) -> bool:
    """Return whether a word stands in the lists of other languages, common or rare."""
    return _score(word.lower()) is not None


def foreign_words(tokens: Sequence[str]) -> list[bool]:
    """Return for each token of a passage whether it is a word of another language than Swedish.

    Numbers, names and words that no list knows go with their neighbours; a lone foreign word among Swedish ones needs
    to be far commoner elsewhere.
    """
    return list(_foreign_words(tuple(tokens)))


@lru_cache(maxsize=4096)
def _foreign_words(tokens: tuple[str, ...]) -> list[bool]:
    bits = [_bits(core(token)) for token in tokens]
    if not any(b > 0 for b in bits):
        return [False] * len(tokens)
    like = [2.0**b for b in bits]
    # Forward: probability of each state given the words so far; then the same from behind.
    ahead: list[tuple[float, float]] = []
    swedish, foreign = 1.0 - _FOREIGN, _FOREIGN
    for value in like:
        swedish, foreign = _normal(swedish, foreign * value)
        ahead.append((swedish, foreign))
        swedish, foreign = swedish * (1 - _LEAVE) + foreign * _RETURN, swedish * _LEAVE + foreign * (1 - _RETURN)
    behind = [(1.0, 1.0)]
    for value, _ in pairwise(reversed([0.0, *like])):
        after_swedish, after_foreign = behind[-1][0], behind[-1][1] * value
        behind.append(
            _normal(
                (1 - _LEAVE) * after_swedish + _LEAVE * after_foreign,
                _RETURN * after_swedish + (1 - _RETURN) * after_foreign,
            )
        )
    return [
        f * b[1] > _SURE * (s * b[0] + f * b[1]) for (s, f), b in zip(ahead, reversed(behind[: len(like)]), strict=True)
    ]


def _normal(a: float, b: float) -> tuple[float, float]:
    return a / (a + b), b / (a + b)


@lru_cache(maxsize=100_000)
def _bits(word: str) -> float:
    """Bits by which a word speaks for another language; 0 for what is no word."""
    if not word.isalpha():
        return 0.0
    low = word.lower()
    unknown = _UNKNOWN + _LETTER * len(low)
    score = _score(low)
    foreign = unknown if score is None else max(log2(score), unknown)
    swedish = 2.0**unknown
    for reading in readings(fold(low)):
        if reading.text == low:
            swedish += 2.0**reading.log2
        elif len(reading.text) == len(low):
            swedish += _MARKS_LOST * 2.0**reading.log2
    strange = 0.0
    if not _SWEDISH.isdisjoint(low):
        strange = -_LETTER_BITS
    elif len(low) > 1 and not _NEVER_SWEDISH.isdisjoint(low):
        strange = _LETTER_BITS
    return max(-_STRONGEST, min(_STRONGEST, foreign + strange - float(np.log2(swedish))))
