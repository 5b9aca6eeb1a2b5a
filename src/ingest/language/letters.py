"""Letters and words as the repair rooms see them: marks taken off, punctuation apart, hyphened parts apart."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["MARKED", "cased", "core", "fold", "parts", "recase", "unmark"]

MARKED = frozenset("åäöéÅÄÖÉ")
_UNMARK = str.maketrans("åäöéÅÄÖÉ", "aaoeAAOE")
_PARTS = re.compile(r"[^\W\d_]+|[\W\d_]+")


def unmark(text: str) -> str:
    """The text as it stands when å, ä, ö and é have lost their marks."""
    return text.translate(_UNMARK)


@lru_cache(maxsize=1 << 15)
def fold(word: str) -> str:
    """Lower case, without marks: what all readings of a word have in common."""
    return word.lower().translate(_UNMARK)


def core(token: str) -> tuple[int, int]:
    """Where the word of a token begins and ends: the punctuation around it left out."""
    start, end = 0, len(token)
    if token[:1].isalnum() and token[-1:].isalnum():
        return start, end
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
        return _letter_by_letter(word, like)
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


def cased(word: str, seen: str, *, fresh: bool, inside: bool, case: int, ocr: bool) -> str:
    """The word, which is in lower case, with the capitals it had before it was damaged.

    Args:
        word: one word, or two with a blank between.
        seen: what was read: letters, digits, signs.
        fresh: whether a sentence starts with it.
        inside: whether it stands inside a sentence, after a word in lower case.
        case: the word's habit, see `Lexicon.case`; 255 where it has none.
        ocr: whether letters may have been misread, capitals for small ones too.
    """
    if word == seen.lower():
        return seen
    if not ocr and len(word) == len(seen):
        return _letter_by_letter(word, seen)
    capital = word[:1].upper() + word[1:]
    if len(word) > 1 and _shouts(seen):
        # 'PA' is På at the head of a sentence as well as PÅ in a heading; longer words tell.
        short = sum(map(str.isalpha, seen)) <= 2
        return capital if short and fresh and ocr else word.upper()
    if not seen[0].isalpha():
        return capital if fresh or _has_habit(case) else word
    if not seen[0].isupper() or (ocr and inside and _is_misread_capital(word, seen, case)):
        return word
    return capital


def _is_misread_capital(word: str, seen: str, case: int) -> bool:
    """Whether a capital inside a sentence was read for another letter: 'Aven' for även, 'Gver' for över."""
    return word[0] != seen[0].lower() and case != NO_CASE and not _has_habit(case)


def _has_habit(case: int) -> bool:
    """Whether more than half of a word's uses have a capital."""
    return case != NO_CASE and case >> 4 > _HALF


def _letter_by_letter(word: str, like: str) -> str:
    """The word with a capital where the other one, of the same length, has one."""
    return "".join(a.upper() if b.isupper() else a for a, b in zip(word, like, strict=True))


NO_CASE = 255
"""Of `Lexicon.case`: the lexicon does not know how a word is written."""
_HALF = 7
"""Of the upper half byte of `Lexicon.case`, in fifteenths: more than half of a word's uses have a capital."""


def _shouts(seen: str) -> bool:
    """Whether most of several letters are capitals."""
    letters = [letter for letter in seen if letter.isalpha()]
    upper = sum(letter.isupper() for letter in letters)
    return upper > 1 and upper * 2 > len(letters)
