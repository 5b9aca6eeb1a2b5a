"""Front lines of scans, whose large letters an OCR misreads in ways that running text does not show."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from ingest.language.patterns import pattern

__all__ = ["mended"]

# Large type: the preposition between two words in small letters, which no Roman numeral follows or precedes there.
_LONE_I = re.compile(r"(?<=[a-zåäö]) [Il|] (?=[a-zåäö])")
_NUMBERED = pattern("classify", "scanned_titles.numbered", re.I)
_LEAST = 9
"""Letters of a word that one misread letter leaves no doubt of."""


def mended(text: str, kinds: tuple[str, ...]) -> str:
    """A front line with what can be read in one way only put right.

    Args:
        text: one line, as read.
        kinds: words for kinds of documents (`åtgärdsplan`), in small letters.
    """
    text = _LONE_I.sub(lambda m: m[0] if _NUMBERED.search(text[: m.start()]) else " i ", text)
    words = text.split(" ")
    out: list[str] = []
    at = 0
    while at < len(words):
        pair = f"{words[at]}{words[at + 1]}" if at + 1 < len(words) else ""
        # A stamp or a hole over one letter can make two words of one.
        if pair and words[at][-1:].isalpha() and (kind := _nearest(pair, kinds)) is not None:
            out.append(_cased(kind, pair))
            at += 2
            continue
        kind = _nearest(words[at], kinds)
        out.append(words[at] if kind is None else _cased(kind, words[at]))
        at += 1
    return " ".join(out)


def _nearest(word: str, kinds: tuple[str, ...]) -> str | None:
    """The one kind of document that a word is one letter away from, if it is none itself."""
    if not _LEAST <= len(word) <= 30 or not word.isalpha():
        return None
    return _lookup(word.lower(), kinds)


@lru_cache(maxsize=4096)
def _lookup(word: str, kinds: tuple[str, ...]) -> str | None:
    if word in kinds:
        return None
    near = [k for k in kinds if len(k) >= _LEAST and Levenshtein.distance(word, k, score_cutoff=1) <= 1]
    # "handlingsplanen" is a form, not a misreading.
    return near[0] if len(near) == 1 and len(near[0]) == len(word) and word[-1] == near[0][-1] else None


def _cased(word: str, like: str) -> str:
    return word.upper() if like.isupper() and len(like) > 3 else word.capitalize() if like[:1].isupper() else word
