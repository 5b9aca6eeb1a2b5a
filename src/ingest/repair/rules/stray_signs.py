"""Signs of a scan that belong to no word: specks at a word's edge, strokes by themselves, capitals for small letters.

Each is told by the lexicon and by the words beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from ingest.language.lexicon import frequency, known
from ingest.language.patterns import word_set
from ingest.language.sentences import is_abbreviation
from ingest.language.words import is_name
from ingest.repair.working_text import Body, Passage, WorkingWord

__all__ = ["mend_strays"]

_EVERYDAY, _SMALL, _USED = 300.0, 800.0, 1.0
"""Uses among a million words: of a word that is no name and abbreviated nowhere, of one as common as `på`, and of one
that is surely a word."""
_READ_WELL = 0.9
"""Confidence of the engine from which a capital is one."""
_KNOWN = 0.5
"""`known` of a word, at least."""
_GUESS = 0.3
"""Confidence of the engine below which a stroke by itself is a speck."""
_SPECK, _CASE, _GLUED = 0.75, 0.75, 0.8
"""Certainty of a word without its speck, in its usual case, and without the small word glued to it."""
_STROKES = frozenset("Il|1!")
_LIKE_SMALL = frozenset("CJOSUVWXZ")
"""Capitals of the shape of their small letters."""
_PARTED = re.compile(r"(?P<first>[^\W\d_]{2})\.(?P<second>[a-zåäö]{3,})(?P<end>[.,;:]?)")
_BETWEEN = re.compile(r"(?P<first>[^\W\d_][a-zåäö]+)-(?P<second>[a-zåäö]{2,})(?P<end>[.,;:]?)")
_HYPHEN_BEFORE = re.compile(r"[-–](?P<word>[a-zåäö]{3,}[.,;:]?)")
_STOP_BEFORE = re.compile(r"[.,'](?P<year>(?:19|20)\d\d)")
_HYPHENED = re.compile(r"[a-zåäö]{2,}-")
_DASHED = re.compile(r"[-–](?P<word>[A-ZÅÄÖ][a-zåäö]{2,}.*)")
_CAPITAL_END = re.compile(r"(?P<word>[^\W\d_][a-zåäö]{3,})(?P<last>[COSUVWXZ])(?P<end>[.,;:]?)")
_PREPOSITION_END = re.compile(r"(?P<word>[a-zåäö]{2,})(?P<last>i)")
_PARTICLES = word_set("repair", "stray_signs.particles")
_JOINING = word_set("repair", "stray_signs.joining")


def mend_strays(body: Body, passages: Sequence[Passage]) -> None:
    """All of them, over the passages that were read by OCR."""
    dashed = sum(bool(tokens) and tokens[0].text[0] in "-–" for p in passages for tokens in [_filled(p)])
    for passage in passages:
        tokens = _filled(passage)
        if passage.column is not None and tokens:
            _mend_edges(body, tokens, alone=dashed == 1)
        for line in passage.lines:
            for before, sign, after in zip(line, line[1:], line[2:], strict=False):
                # A bullet begins a line; inside a sentence it is a speck.
                if sign.text == "•" and before.text.islower() and after.text[:1].islower():
                    body.change(sign, "", "ocr", _SPECK)
        for before, token, after in zip_longest([None, *tokens[:-1]], tokens, tokens[1:]):
            better = None if token is None or token.immune else _better(before, token, after)
            if better is not None and token is not None:
                body.change(token, better[0], "space" if " " in better[0] else "ocr", better[1])


def _filled(passage: Passage) -> list[WorkingWord]:
    return [t for t in passage.tokens() if t.text]


def _mend_edges(body: Body, tokens: Sequence[WorkingWord], *, alone: bool) -> None:
    """A doubted stroke at a cell's beginning or end; a dash before its first word, where no other cell begins so."""
    if len(tokens) > 1:
        for token in (tokens[0], tokens[-1]):
            if token.text in _STROKES and token.confidence < _GUESS:
                body.change(token, "", "ocr", _SPECK)
    dashed = _DASHED.fullmatch(tokens[0].text) if alone else None
    if dashed is not None and not tokens[0].immune:
        body.change(tokens[0], dashed["word"], "ocr", _SPECK)


def _better(
    before: WorkingWord | None, token: WorkingWord, after: WorkingWord | None
) -> tuple[str, float] | None:
    """What a token is without its stray sign, and how sure that is; None where it has none."""
    text = token.text
    parted = _PARTED.fullmatch(text)
    if parted is not None and not is_abbreviation(text):
        common = min(frequency(parted["first"].lower()), frequency(parted["second"])) >= _EVERYDAY
        return (f"{parted['first']} {parted['second']}{parted['end']}", _SPECK) if common else None
    if _HYPHENED.fullmatch(text) and after is not None and after.text.isalpha() and after.text.islower():
        alone = after.text not in _JOINING and not frequency(text[:-1] + after.text)
        return (text[:-1], _SPECK) if alone and frequency(text[:-1]) >= _SMALL else None
    if text.endswith(",") and "." in text and is_abbreviation(text[:-1].lower() + "."):
        return text[:-1] + ".", _GLUED
    if text.endswith("!") and text[:-1].isalpha() and not known(text[:-1]) and known(text[:-1] + "l") >= _KNOWN:
        return text[:-1] + "l", _GLUED
    between = _BETWEEN.fullmatch(text)
    if between is not None and _stand_apart(between["first"].lower(), between["second"]):
        return f"{between['first']} {between['second']}{between['end']}", _SPECK
    year = _STOP_BEFORE.fullmatch(text)
    if year is not None and before is not None and before.text.isalpha():
        return year["year"], _SPECK
    hyphen = _HYPHEN_BEFORE.fullmatch(text)
    if hyphen is not None and before is not None and before.text.isalpha() and before.text not in _JOINING:
        return (hyphen["word"], _SPECK) if frequency(hyphen["word"].rstrip(".,;:")) >= _USED else None
    ended = _CAPITAL_END.fullmatch(text)
    if ended is not None:
        whole = ended["word"] + ended["last"].lower()
        return (whole + ended["end"], _CASE) if known(whole.lower()) >= _KNOWN else None
    glued = _PREPOSITION_END.fullmatch(text)
    if glued is not None and after is not None and known(text) <= _KNOWN and frequency(glued["word"]) >= _EVERYDAY:
        return f"{glued['word']} {glued['last']}", _GLUED
    if before is not None and token.confidence < _READ_WELL and _is_small(before.text, text):
        return text[0].lower() + text[1:], _CASE
    return None


def _stand_apart(first: str, second: str) -> bool:
    """Whether two words around a hyphen are words of a sentence: one as common as `de`, and no compound together."""
    common = max(frequency(first), frequency(second)) >= _SMALL and min(frequency(first), frequency(second)) >= _USED
    return common and second not in _JOINING and not frequency(first + second) and _PARTICLES.isdisjoint((first, second))


def _is_small(before: str, text: str) -> bool:
    """Whether a word behind one in small letters has a capital that it has nowhere, in the shape of the small one."""
    word = text.rstrip(".,;:")
    inside = before.isalpha() and before.islower() and text[0] in _LIKE_SMALL and word[1:].islower() and word.isalpha()
    return inside and frequency(word.lower()) >= _EVERYDAY and not is_name(word)
