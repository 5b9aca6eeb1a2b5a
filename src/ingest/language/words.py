"""Yes or no to the lexicon's question whether something is a Swedish word."""

from __future__ import annotations

from functools import lru_cache

from ingest.language.lexicon import known

__all__ = ["is_word"]

_SURE = 0.75
_LONGEST = 80
_ONE_LETTER = frozenset("iåöIÅÖ")


@lru_cache(maxsize=100_000)
def is_word(text: str) -> bool:
    """Whether a run of letters is a word of the lexicon or a sure compound of such."""
    if len(text) < 2:
        return text in _ONE_LETTER
    return len(text) <= _LONGEST and text.isalpha() and known(text) >= _SURE
