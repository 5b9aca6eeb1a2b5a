"""Specks that recognition read as hyphens: before, behind or between words that no hyphen parts.

In Swedish a hyphen stands in a compound, at a word's end before a conjunction (`barn- och ungdom`), or where a line
cuts a word. A common small word begins no compound (`de-har`, `på- lördagar`, `av-` `stål`), and none begins with a
hyphen but behind a conjunction (`projektledare och -samordnare`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ingest.document import Method
from ingest.language.calendar import is_calendar_name
from ingest.language.lexicon import frequency, known, lexicon
from ingest.repair.rules.hyphens_and_spaces import joining_words
from ingest.repair.working_text import Body, Passage, Token

__all__ = ["mend_stray_strokes"]

_EVERYDAY, _COMMON, _USED = 300.0, 100.0, 1.0
"""Uses among a million words of one that hardly begins a compound, of one beside it inside a line, and of one that
stands by itself on the next line."""
_KNOWN = 0.8
"""`known` of a word that is one without the hyphen before it."""
_LIST = 4
"""Words after a hyphen within which a conjunction makes it one of a list (`barn-, mark- miljö- och`)."""
_SURE = 0.75
_BEHIND = re.compile(r"(?P<word>[a-zåäö]+)-")
_BEFORE = re.compile(r"-(?P<word>[a-zåäö]{2,})(?P<end>[.,;:)]?)")
_BETWEEN = re.compile(r"(?P<left>[a-zåäö]+)-(?P<right>[a-zåäö]+)(?P<end>[.,;:)]?)")


def mend_stray_strokes(body: Body) -> None:
    """Take hyphens that are specks from the words of scanned passages."""
    for passage in body.passages:
        if passage.method is Method.OCR:
            _mend(body, passage)


def _mend(body: Body, passage: Passage) -> None:
    tokens = [t for t in passage.tokens() if t.text]
    ends = {id(line[-1]) for line in passage.lines if line}
    for i, token in enumerate(tokens):
        between = _BETWEEN.fullmatch(token.text)
        if between and not token.immune and _are_apart(between["left"], between["right"]):
            body.change(token, f"{between['left']} {between['right']}{between['end']}", "ocr", _SURE)
        behind = _BEHIND.fullmatch(token.text)
        if behind and not token.immune and _ends_word(behind["word"], tokens[i + 1 :], cut=id(token) in ends):
            body.change(token, behind["word"], "ocr", _SURE)
    for before, token in pairwise(tokens):
        found = _BEFORE.fullmatch(token.text)
        if found is None or token.immune or not before.text[-1:].isalpha() or before.text.lower() in joining_words():
            continue
        if known(found["word"]) >= _KNOWN:
            body.change(token, found["word"] + found["end"], "ocr", _SURE)


def _are_apart(left: str, right: str) -> bool:
    """Whether two everyday words stand in one text that are no word together."""
    if is_calendar_name(left) or right in joining_words():
        return False
    common = frequency(left) >= _EVERYDAY and frequency(right) >= _COMMON
    return common and not _is_word_together(left, right)


def _ends_word(word: str, after: Sequence[Token], *, cut: bool) -> bool:
    """Whether a small word before a hyphen is a word by itself.

    Args:
        word: before the hyphen.
        after: the tokens behind it.
        cut: it ends its line, where words are cut.
    """
    following = [t.text.strip(".,;:()").lower() for t in after[:_LIST]]
    if not following or not following[0].isalpha() or not after[0].text[0].islower():
        return False
    if joining_words() & set(following) or frequency(word) < _EVERYDAY or _is_word_together(word, following[0]):
        return False
    return frequency(following[0]) >= _USED and not (cut and _begins_compounds(word))


def _is_word_together(left: str, right: str) -> bool:
    return frequency(left + right) > 0 or frequency(f"{left}-{right}") > 0


@lru_cache(maxsize=1000)
def _begins_compounds(word: str) -> bool:
    words = lexicon()
    number = words.find(word)
    return number >= 0 and words.modifier[number] > 0
