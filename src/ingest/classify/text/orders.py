"""Whether a text begins with an order, by which other forms of its first word Swedish administrative prose uses.

A stem whose infinitive and present are words (`utred`: utreda, utreder) is an order. The words are those of the word
vectors, so that no list of verbs is kept. A noun that is such a stem as well (`hjälp`) cannot be told, and the order of
a verb in `-ar` (`kontakta`) is its infinitive.
"""

from __future__ import annotations

from functools import lru_cache

from ingest.classify.fields.classifier import classifier, split

__all__ = ["begins_with_order"]

_BEGINNING = 60
"""Characters in which the first word of a text stands."""


def begins_with_order(text: str) -> bool:
    """Return whether a text begins with the order of a verb that is known."""
    words = split(text[:_BEGINNING])
    return bool(words) and _is_order(words[0])


@lru_cache(maxsize=1 << 14)
def _is_order(word: str) -> bool:
    known = classifier().vectors.knows
    return known(f"{word}a") and (known(f"{word}er") or word.endswith("r"))
