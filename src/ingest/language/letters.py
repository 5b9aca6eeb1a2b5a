"""Letters and words as the repair rooms see them: marks taken off, punctuation apart, hyphened parts apart."""

from __future__ import annotations

import re

__all__ = ["MARKED", "cased", "core", "fold", "parts", "recase", "unmark"]

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
        return "".join(a.upper() if b.isupper() else a for a, b in zip(word, seen, strict=True))
    letters = [letter for letter in seen if letter.isalpha()]
    upper = sum(letter.isupper() for letter in letters)
    capital = word[:1].upper() + word[1:]
    if upper > 1 and upper * 2 > len(letters) and len(word) > 1:
        # 'PA' is På at the head of a sentence as well as PÅ in a heading; longer words tell.
        return word.upper() if len(letters) > 2 or not fresh or not ocr else capital
    habit = case != 255 and case >> 4 > 7
    first = seen[0]
    if not first.isalpha():
        return capital if fresh or habit else word
    if not first.isupper():
        return word
    # A capital read for another letter is no capital of its own: 'Aven' for även, 'Gver' for över.
    mistaken = ocr and inside and word[0] != first.lower() and not habit and case != 255
    return word if mistaken else capital
