"""Specks that recognition read as hyphens: before, behind or between words that no hyphen parts.

In Swedish a hyphen stands in a compound, at a word's end before a conjunction (`barn- och ungdom`), or where a line
cuts a word. A common small word begins no compound (`de-har`, `på- lördagar`, `av-` `stål`), and none begins with a
hyphen but behind a conjunction (`projektledare och -samordnare`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

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
        if token.immune or "-" not in token.text:
            continue
        bare = _without_strokes(tokens, i, cut=id(token) in ends)
        if bare is not None:
            body.change(token, bare, "ocr", _SURE)


def _without_strokes(tokens: Sequence[Token], i: int, *, cut: bool) -> str | None:
    """A token without the hyphen that is a speck; None where it has none.

    Args:
        tokens: of the passage.
        i: the position of the token.
        cut: it ends its line, where words are cut.
    """
    text = tokens[i].text
    if between := _BETWEEN.fullmatch(text):
        apart = _are_apart(between["left"], between["right"])
        return f"{between['left']} {between['right']}{between['end']}" if apart else None
    if behind := _BEHIND.fullmatch(text):
        return behind["word"] if _ends_word(behind["word"], tokens[i + 1 :], cut=cut) else None
    before = _BEFORE.fullmatch(text) if i else None
    if before is None or not tokens[i - 1].text[-1:].isalpha() or tokens[i - 1].text.lower() in joining_words():
        return None
    return before["word"] + before["end"] if known(before["word"]) >= _KNOWN else None


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
    if not after or not after[0].text[0].islower() or _is_in_list(after) or frequency(word) < _EVERYDAY:
        return False
    following = after[0].text.strip(".,;:()")
    if not following.isalpha() or _is_word_together(word, following):
        return False
    return frequency(following) >= _USED and not (cut and _begins_compounds(word))


def _is_in_list(after: Sequence[Token]) -> bool:
    """Whether a hyphen hangs before a conjunction, others like it between (`barn-, mark- miljö- och`)."""
    for token in after:
        if not token.text.rstrip(",").endswith("-"):
            return token.text.lower() in joining_words()
    return False


def _is_word_together(left: str, right: str) -> bool:
    return frequency(left + right) > 0 or frequency(f"{left}-{right}") > 0


@lru_cache(maxsize=1000)
def _begins_compounds(word: str) -> bool:
    words = lexicon()
    number = words.find(word)
    return number >= 0 and words.modifier[number] > 0
