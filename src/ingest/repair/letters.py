"""Letters and words as the repair rooms see them: marks taken off, punctuation apart, hyphened parts apart."""

from __future__ import annotations

import re

__all__ = ["MARKED", "core", "fold", "parts", "recase", "unmark"]

MARKED = frozenset("åäöéÅÄÖÉ")
_UNMARK = str.maketrans("åäöéÅÄÖÉ", "aaoeAAOE")
_PARTS = re.compile(r"[^\W\d_]+|[\W\d_]+")


def unmark(text: str) -> str:
    """The text as it stands when å, ä, ö and é have lost their marks."""
    return text.translate(_UNMARK)


def fold(word: str) -> str:
    """Lower case, without marks: what all readings of a word have in common."""
    return word.lower().translate(_UNMARK)


def core(token: str) -> tuple[int, int]:
    """Where the word of a token begins and ends: the punctuation around it left out."""
    start, end = 0, len(token)
    while start < end and not token[start].isalnum():
        start += 1
    while end > start and not token[end - 1].isalnum():
        end -= 1
    return start, end


def parts(word: str) -> list[str]:
    """Runs of letters and of everything else, in turn; joined they are the word."""
    return _PARTS.findall(word)


def recase(word: str, like: str) -> str:
    """The word, which is in lower case, with the capitals of another of about the same length."""
    if like.islower():
        return word
    if like.isupper() and len(like) > 1:
        return word.upper()
    if like[:1].isupper() and like[1:].islower():
        return word[:1].upper() + word[1:]
    if len(like) == len(word):
        return "".join(a.upper() if b.isupper() else a for a, b in zip(word, like, strict=True))
    return word[:1].upper() + word[1:] if like[:1].isupper() else word
