"""Signs of a scan that belong to no word: specks at a word's edge, strokes by themselves, capitals for small letters.

Each is told by the lexicon and by the words beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from ingest.language.calendar import is_calendar_name
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
_COMMONER = 300.0
"""Times as often as another word that one must be in use which is meant instead."""
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
_FUNCTION = word_set("repair", "stray_signs.function")
_JOINING = word_set("repair", "stray_signs.joining")


def mend_strays(body: Body, passages: Sequence[Passage]) -> None:
    """All of them, over the passages that were read by OCR."""
    dashed = sum(bool(tokens) and tokens[0].text[0] in "-–" for p in passages for tokens in [_filled(p)])
    for passage in passages:
        tokens = _filled(passage)
        if passage.column is not None and tokens:
            _mend_edges(body, tokens, alone=dashed == 1)
        _mend_bullets_inside(body, passage)
        for before, token, after in zip_longest([None, *tokens[:-1]], tokens, tokens[1:]):
            better = None if token is None or token.immune else _better(before, token, after)
            if better is not None and token is not None:
                body.change(token, better[0], "space" if " " in better[0] else "ocr", better[1])


def _mend_bullets_inside(body: Body, passage: Passage) -> None:
    """A bullet begins a line; inside a sentence it is a speck."""
    for line in passage.lines:
        for left, sign, right in zip(line, line[1:], line[2:], strict=False):
            if sign.text == "•" and left.text.islower() and right.text[:1].islower():
                body.change(sign, "", "ocr", _SPECK)


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


_Better = tuple[str, float]
"""A token's text without its stray sign, and how sure that is."""


def _better(before: WorkingWord | None, token: WorkingWord, after: WorkingWord | None) -> _Better | None:
    """What a token is without its stray sign; None where it has none."""
    above, below = before.text if before is not None else "", after.text if after is not None else ""
    for kind in _KINDS:
        found = kind(above, token.text, below)
        if found is not None:
            return found
    if token.text and token.confidence < _READ_WELL and _is_small(above, token.text):
        return token.text[0].lower() + token.text[1:], _CASE
    return None


def _parted(_: str, text: str, __: str) -> _Better | None:
    """Two short words that a speck has run together (`ut.med`)."""
    found = _PARTED.fullmatch(text)
    if found is None or is_abbreviation(text):
        return None
    common = min(frequency(found["first"].lower()), frequency(found["second"])) >= _EVERYDAY
    return (f"{found['first']} {found['second']}{found['end']}", _SPECK) if common else None


def _hyphened(_: str, text: str, below: str) -> _Better | None:
    """A small word with a speck behind it (`på- lördagar`)."""
    if not _HYPHENED.fullmatch(text) or not below.isalpha() or not below.islower() or below in _JOINING:
        return None
    alone = frequency(text[:-1]) >= _SMALL and not frequency(text[:-1] + below)
    return (text[:-1], _SPECK) if alone else None


def _ended(_: str, text: str, __: str) -> _Better | None:
    """An abbreviation whose last stop has a tail (`fr.o.m,`), and a stroke at a word's end (`Apri!`)."""
    if text.endswith(",") and "." in text and is_abbreviation(text[:-1].lower() + "."):
        return text[:-1] + ".", _GLUED
    word = text[:-1].lower()
    stroke = text.endswith("!") and word.isalpha() and frequency(word + "l") >= max(_USED, _COMMONER * frequency(word))
    return (text[:-1] + "l", _GLUED) if stroke else None


def _apart(_: str, text: str, __: str) -> _Better | None:
    """Two words of a sentence with a speck between them (`sina-vänner`)."""
    found = _BETWEEN.fullmatch(text)
    if found is None or not _stand_apart(found["first"].lower(), found["second"]):
        return None
    return f"{found['first']} {found['second']}{found['end']}", _SPECK


def _begun(above: str, text: str, _: str) -> _Better | None:
    """A year or a word inside a line with a speck before it (`mars .1997`, `lamporna -längs`)."""
    year, hyphen = _STOP_BEFORE.fullmatch(text), _HYPHEN_BEFORE.fullmatch(text)
    if not above.isalpha() or (year is None and hyphen is None):
        return None
    if year is not None:
        return year["year"], _SPECK
    word = text[1:]
    if is_calendar_name(above) and is_calendar_name(word):
        # A span (`Juni -augusti`).
        return None
    return (word, _SPECK) if above not in _JOINING and frequency(word.rstrip(".,;:")) >= _USED else None


def _capital(_: str, text: str, __: str) -> _Better | None:
    """A capital at a word's end (`SkolanS`)."""
    found = _CAPITAL_END.fullmatch(text)
    whole = found["word"] + found["last"].lower() if found is not None else ""
    return (whole + found["end"], _CASE) if found is not None and known(whole.lower()) >= _KNOWN else None


def _glued(_: str, text: str, below: str) -> _Better | None:
    """The preposition i glued to a common word (`gåi`)."""
    found = _PREPOSITION_END.fullmatch(text)
    if found is None or not below or known(text) > _KNOWN or frequency(found["word"]) < _EVERYDAY:
        return None
    return f"{found['word']} {found['last']}", _GLUED


_KINDS = (_parted, _hyphened, _ended, _apart, _begun, _capital, _glued)


def _stand_apart(first: str, second: str) -> bool:
    """Whether two words around a hyphen are words of a sentence: one that only joins others, and no compound."""
    joins = first in _FUNCTION or second in _FUNCTION
    return joins and min(frequency(first), frequency(second)) >= _USED and not frequency(first + second)


def _is_small(before: str, text: str) -> bool:
    """Whether a word behind one in small letters has a capital that it has nowhere, in the shape of the small one."""
    word = text.rstrip(".,;:")
    inside = before.isalpha() and before.islower() and text[0] in _LIKE_SMALL and word[1:].islower() and word.isalpha()
    return inside and frequency(word.lower()) >= _EVERYDAY and not is_name(word)
