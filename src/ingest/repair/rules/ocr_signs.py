"""Bullets, dashes and letters that a machine took for other signs; told by themselves or by their neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.language.lexicon import frequency
from ingest.language.words import is_word
from ingest.repair.working_text import Body, Passage

__all__ = ["mend_capitals", "mend_lone_signs", "mend_signs"]

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


_NUMBER = re.compile(r"\d{1,3}[a-z]?")
_SECTION = re.compile(r"[S$]([.,;:)]*)")
_LAW = re.compile(r"[A-ZÅÄÖ]{3,5}|kap\.?|\w*(?:lag|lagen|balken|förordning|förordningen)")
"""What a section sign has on one side: the short name of an act, a chapter, an act."""
_STROKE = frozenset("lI|]")
_YEARLY = re.compile(r"gång(?:/| per\b)")


def mend_lone_signs(body: Body, passages: Sequence[Passage]) -> None:
    """`3 S` of an act is `3 §`, `l gång/år` is `1 gång/år`, `$kolan` is `Skolan`; `passages` were read by a machine.

    `l gång` alone stays: it may be `i gång`.
    """
    for passage in passages:
        tokens = [t for t in passage.tokens() if t.text]
        texts = [t.text for t in tokens]
        for i, token in enumerate(tokens):
            if token.immune:
                continue
            before = texts[max(0, i - 2) : i]
            section = _SECTION.fullmatch(token.text)
            if section and before and _NUMBER.fullmatch(before[-1]):
                beside = [w.strip(".,;:()") for w in (*before[:-1], *texts[i + 1 : i + 2])]
                if any(_LAW.fullmatch(w) for w in beside):
                    body.change(token, "§" + section[1], "ocr", 0.9)
            elif token.text in _STROKE and _YEARLY.match(" ".join(texts[i + 1 : i + 3])):
                body.change(token, "1", "ocr", 0.9)
            elif re.fullmatch(r"\$[a-zåäö]{2,}[.,;:]?", token.text):
                body.change(token, "S" + token.text[1:], "ocr", 0.85)
