"""What a damaged word may have been, each reading with the chance that it is seen as what stands there."""

from __future__ import annotations

from functools import lru_cache
from math import log2
from typing import Literal

from ingest.language.letters import MARKED, fold
from ingest.language.lexicon import lexicon, readings
from ingest.repair.models.viterbi import WordCandidate

__all__ = ["Manner", "manner_of", "marked_readings"]

VOWELS = frozenset("aeiouyåäöé")
Manner = Literal["lower", "capital", "upper", "any"]

CERTAIN = 0.985
"""The highest rate of loss used: a mark that is there is never proof against a text being stripped otherwise."""
UNKNOWN, LETTER = -22.0, -2.6
"""log2 probability of a word that neither the lexicon nor its compounds hold, and what each of its letters adds."""
SHORT = -19.0
"""log2 probability of an abbreviation that the lexicon does not hold."""
FAR = 22.0
"""Bits behind the best reading at which a reading is left out."""


def manner_of(word: str) -> Manner:
    if word.islower():
        return "lower"
    return "upper" if word.isupper() and len(word) > 1 else "capital"


@lru_cache(maxsize=200_000)
def marked_readings(word: str, rate: float, manner: Manner) -> tuple[WordCandidate, ...]:
    """Readings of a lower-case word that lost marks at this rate; itself where nothing is known.

    Args:
        manner: how the word is written inside a sentence; "any" where that tells nothing.
    """
    rate = min(rate, CERTAIN)
    unknown = len(lexicon().score)
    found = []
    for reading in readings(fold(word)):
        if len(reading.text) != len(word):
            continue
        chance = lost(word, reading.text, rate)
        if chance > 0:
            weight = log2(chance) + written(reading.case, manner)
            number = reading.number if reading.number >= 0 else unknown
            found.append(WordCandidate(reading.text, (number,), (reading.log2,), weight))
    if not any(candidate.text == word for candidate in found):
        chance = lost(word, word, rate)
        own = SHORT if is_abbreviation(word, manner) else UNKNOWN + LETTER * len(word)
        found.append(WordCandidate(word, (unknown,), (own,), log2(chance)))
    best = max(candidate.channel + candidate.own[0] for candidate in found)
    return tuple(c for c in found if c.channel + c.own[0] > best - FAR)


def is_abbreviation(word: str, manner: Manner) -> bool:
    """Whether a lower-case word looks like one: few letters without a vowel, or in capitals among small letters."""
    return word.isalpha() and len(word) < 6 and (manner == "upper" or not VOWELS.intersection(word))


def written(case: int, manner: Manner) -> float:
    """log2 of the chance that a word with these habits (see `Lexicon.case`) is written in this manner."""
    if manner == "any" or case == 255:
        return 0.0
    capital, upper = (case >> 4) / 15, (case & 15) / 15
    share = capital if manner == "capital" else upper if manner == "upper" else max(0.0, 1.0 - capital - upper)
    # Hardly any word but an acronym is written in capitals among small letters.
    least = 0.004 if manner == "upper" else 0.03
    return log2(least + (1.0 - least) * share)


def lost(seen: str, meant: str, rate: float) -> float:
    """Probability that a word loses exactly these marks, when each is lost at this rate; 0 where it cannot be."""
    chance = 1.0
    for a, b in zip(seen, meant, strict=True):
        if a != b:
            if b not in MARKED or fold(b) != a:
                return 0.0
            chance *= rate
        elif b in MARKED:
            chance *= 1.0 - rate
    return chance
