"""Bullets, dashes and letters that a machine took for other signs; each tells by itself, without words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.repair.body import Body, Passage
from ingest.repair.lexicon import frequency
from ingest.repair.words import is_word

__all__ = ["mend_capitals", "mend_signs"]

_LIKE_BULLETS = frozenset("e¢©®«*°o»>·¤")
_LEAST = 2
"""Lines that must begin with such a sign before it is taken for a bullet."""


def mend_signs(body: Body, passages: Sequence[Passage]) -> None:
    """Bullets that begin lines, and dashes; `passages` are those that were read by such a machine."""
    leading = [
        line[0]
        for passage in passages
        for line in passage.lines
        if len(line) > 1 and line[0].text in _LIKE_BULLETS and line[1].text[:1].isalnum()
    ]
    for sign in _LIKE_BULLETS:
        same = [t for t in leading if t.text == sign]
        if len(same) >= _LEAST:
            for token in same:
                body.change(token, "•", "ocr", 0.8)
    for passage in passages:
        for token in passage.tokens():
            # Swedish sets the short dash; the long one is how the English model reads it.
            if "—" in token.text and not token.immune:
                body.change(token, token.text.replace("—", "–"), "ocr", 0.8)


_INSIDE = re.compile(r"[^\W\d_]I+[^\W\d_]*")


def mend_capitals(body: Body) -> None:
    """A capital I among small letters (`poIisen`, `EIevråden`): no Swedish word has one; an engine took it for an l."""
    for token in body.tokens():
        match = _INSIDE.search(token.text) if "I" in token.text[1:] else None
        if match is None or token.immune:
            continue
        word = re.search(r"[^\W\d_]+", token.text)
        if word is None or len(word[0]) < 4 or not re.search(r"I[a-zåäö]", word[0][1:]):
            continue
        mended = word[0][0] + word[0][1:].replace("I", "l")
        if mended[1:].islower() and not frequency(word[0]) and (frequency(mended) > 0 or is_word(mended)):
            body.change(token, token.text.replace(word[0], mended, 1), "ocr", 0.95)
