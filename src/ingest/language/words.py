"""Yes or no to the lexicon's question whether something is a Swedish word."""

from __future__ import annotations

from functools import lru_cache

from ingest.language.letters import fold
from ingest.language.lexicon import frequency, known, lexicon, readings

__all__ = ["is_name", "is_word"]

_SURE = 0.75
_LONGEST = 80
_ONE_LETTER = frozenset("iåöIÅÖ")
_NO_CASE = 255
"""What the lexicon says of a word that was never counted by its capitals."""
_MOSTLY = 7
"""Fifteenths of a word's uses with a capital from which it is a name."""


@lru_cache(maxsize=100_000)
def is_word(text: str) -> bool:
    """Return whether a run of letters is a word of the lexicon or a sure compound of such."""
    if len(text) < 2:
        return text in _ONE_LETTER
    return len(text) <= _LONGEST and text.isalpha() and known(text) >= _SURE


@lru_cache(maxsize=20_000)
def is_name(word: str) -> bool:
    """Whether a word is mostly written with a capital: `Nato`, `Gaza`; what no lexicon knows, by its own capital."""
    lex = lexicon()
    low = word.lower()
    if low.endswith("s") and frequency(low[:-1]) > frequency(low):
        # The joining s: `evenemangs` is written as `evenemang` is.
        low = low[:-1]
    i = lex.find(low)
    if i < 0 or lex.case[i] == _NO_CASE:
        return word[:1].isupper() and not (is_word(word) or bool(readings(fold(word))))
    return (lex.case[i] >> 4) + (lex.case[i] & 15) > _MOSTLY
