"""Marks of notes: small raised numbers behind a word, or superscript digits, where the page has the note itself.

As in Word files, a mark is no part of the text that it stands in. Exponents and units (`m2`) stay: a mark follows a
word of three letters at least, and a line further down begins with the same one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.document import Word

__all__ = ["without_note_marks"]

_MARK = re.compile(r"\d{1,2}|\*{1,3}|[†‡]")
_RAISED = re.compile(r"(?<=[^\W\d_]{3})(?P<stop>[.,;:)”\"]*)(?P<mark>[¹²³⁰⁴-⁹]{1,2})(?P<end>[.,;:)”\"]*)$")
_PLAIN = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")


def without_note_marks(words: Sequence[tuple[Word, int]]) -> list[tuple[Word, int]]:
    """The words of a page, each with the number of its marked content, without the marks of the page's notes."""
    marked = any(_raised(a, b) or _has_raised(b.raw) for (a, _), (b, _) in pairwise(words))
    if not marked:
        # Pages of numbers have many that may begin a note; they are looked at only where a mark asks for one.
        return list(words)
    marks = [(i, word) for i, (word, _) in enumerate(words) if _MARK.fullmatch(word.raw.translate(_PLAIN))]
    notes: dict[str, float] = {}
    for index, word in marks:
        if _begins_line(words, index) and word.bbox is not None:
            key = word.raw.translate(_PLAIN)
            notes[key] = max(notes.get(key, 0.0), word.bbox.top)
    out: list[tuple[Word, int]] = []
    for index, (word, mark) in enumerate(words):
        box = word.bbox
        if box is None:
            out.append((word, mark))
            continue
        before = words[index - 1][0] if index else None
        if before is not None and _raised(before, word) and notes.get(word.raw.translate(_PLAIN), 0.0) > box.bottom:
            continue
        found = _RAISED.search(word.raw)
        if found is not None and notes.get(found["mark"].translate(_PLAIN), 0.0) > box.bottom:
            bare = word.raw[: found.start()] + found["stop"] + found["end"]
            word = replace(word, raw=bare, text=bare)
        out.append((word, mark))
    return out


def _begins_line(words: Sequence[tuple[Word, int]], index: int) -> bool:
    """Whether a note's text follows on the line and nothing comes before."""
    word = words[index][0]
    if word.bbox is None:
        return False
    after = False
    for other, _ in words:
        box = other.bbox
        if other is word or box is None or box.bottom <= word.bbox.top or box.top >= word.bbox.bottom:
            continue
        if box.x0 < word.bbox.x0:
            return False
        after = after or box.x0 - word.bbox.x1 < 3 * (other.size or 10)
    return after


def _has_raised(text: str) -> bool:
    """Whether a word ends in superscript digits."""
    return not text.isascii() and _RAISED.search(text) is not None


def _raised(before: Word, word: Word) -> bool:
    a, b = before.bbox, word.bbox
    if a is None or b is None or not before.size or not word.size or not _MARK.fullmatch(word.raw):
        return False
    touches = -0.1 * before.size < b.x0 - a.x1 < 0.2 * before.size
    small = word.size < 0.86 * before.size and b.bottom < a.bottom - 0.08 * before.size and b.bottom > a.top
    return touches and small and len(re.findall(r"[^\W\d_]", before.raw)) >= 3
