"""Words of a scan that the document has elsewhere, read otherwise: the reading with the most clear votes is meant.

Letters vote too: where the two dots of a worn typeface have run together, `ä` is read as `å` in word after word, and
what might be either is what the page's other words tell (`vågen` beside `trafiknåmnden`).

No list holds all names of places and bodies (`Vinbergåbo`), but a plan says them again and again. Readings of one word
differ by letters of one shape, by marks, or by a blank inside (`Vinber gåbo`); each occurrence votes with the engine's
confidence in it. Even votes decide nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from ingest.language.letters import core, fold
from ingest.language.lexicon import frequency, known
from ingest.language.lexicon import readings as word_readings
from ingest.language.words import is_word
from ingest.repair.working_text import Body, Passage, WorkingWord

__all__ = ["mend_by_votes", "mend_parted", "mend_rings"]

_LETTERS = 6
"""Letters of a word that others may outvote, at least: short ones are like each other in earnest."""
_PART = 3
"""Letters of each part of a word that a blank has parted, at least, where only the lexicon knows the whole."""
_USED, _COMMONER = 0.5, 20.0
"""Uses among a million words of that whole, at least, and how many times commoner it is than either part."""
_KNOWN = 0.75
"""`known` of a word that only more votes put aside, and that is meant where another is none."""
_EVEN = 0.5
"""Votes by which two readings differ at most that are even."""
_OUTVOTED, _JOINED = 0.8, 0.85
"""Certainty of a reading with more votes, and of a word whose parts were joined."""
_SHAPES = str.maketrans({"i": "l", "t": "l", "j": "l", "1": "l", "|": "l", "c": "e", "u": "n", "é": "e", "ó": "o"})
"""Letters that recognition takes for each other, as one."""
_WORD = re.compile(r"[^\W\d_]{6,}")
_TAIL = re.compile(r"[a-zåäöé]+")
_AROUND = 3
"""Signs around the word in its token, at most."""


_FEWEST_RINGS, _RINGS = 3, 0.06
"""Words of a document in which `å` stood for `ä`, at least, and their share of all with an `ä`."""
_RINGED = 5
"""Letters of a word that may be either, at least."""
_LIKELIER = 3.0
"""log2 of how much likelier the word with `ä` must be."""
_NEVER = -99.0
"""The same of a word that is none."""


def mend_rings(body: Body, passages: Sequence[Passage]) -> None:
    """Give words that are one with `å` and a commoner one with `ä` the latter, where a scan's dots have run together.

    Args:
        body: takes the changes.
        passages: those of it that were read by OCR.
    """
    tokens = [token for passage in passages for token in passage.tokens() if token.text and not token.immune]
    dotted = [token for token in tokens if "ä" in token.text.lower()]
    rings = sum(any(_dots(c.before.lower(), c.after.lower()) for c in token.changes) for token in dotted)
    if rings < _FEWEST_RINGS or rings < _RINGS * len(dotted):
        return
    for token in tokens:
        start, end = core(token.text)
        word = token.text[start:end]
        if len(word) < _RINGED or "å" not in word.lower() or not word.isalpha():
            continue
        known_as = {reading.text: reading.log2 for reading in word_readings(fold(word.lower()))}
        best = max(known_as, key=lambda text: known_as[text], default="")
        if _dots(word.lower(), best) and known_as[best] - known_as.get(word.lower(), _NEVER) > _LIKELIER:
            meant = "".join(_like(new, old) for new, old in zip(best, word, strict=True))
            body.change(token, token.text[:start] + meant + token.text[end:], "ocr", _OUTVOTED)


def _dots(before: str, after: str) -> bool:
    """Whether two words differ, and only by `å` in the one where the other has `ä`."""
    differing = {pair for pair in zip(before, after, strict=False) if pair[0] != pair[1]}
    return len(before) == len(after) and differing == {("å", "ä")}


def _like(letter: str, other: str) -> str:
    return letter.upper() if other.isupper() else letter


def mend_by_votes(body: Body, passages: Sequence[Passage]) -> None:
    """Give each word of a scan that no list has the reading which the document has oftenest.

    Args:
        body: takes the changes; all of its words vote, those of a text layer too.
        passages: those of it that were read by OCR.
    """
    scanned = {id(token) for passage in passages for token in passage.tokens()}
    found: dict[str, dict[str, list[tuple[WorkingWord, str]]]] = defaultdict(lambda: defaultdict(list))
    for token, word in _words(body.passages):
        stem = _stem(word)
        found[_shape(stem)][stem].append((token, word))
    for readings in found.values():
        if len(readings) > 1:
            _vote(body, readings, scanned)


def _words(passages: Sequence[Passage]) -> Iterator[tuple[WorkingWord, str]]:
    for passage in passages:
        for token in passage.tokens():
            match = _WORD.search(token.text) if not token.immune else None
            if match is not None and len(token.text) - len(match[0]) <= _AROUND and not match[0].isupper():
                yield token, match[0]


def _stem(word: str) -> str:
    """A word without the s of a genitive."""
    return word[:-1] if word.endswith("s") and len(word) > _LETTERS else word


def _shape(word: str) -> str:
    return fold(word.lower()).translate(_SHAPES).replace("rn", "m")


def _vote(body: Body, readings: dict[str, list[tuple[WorkingWord, str]]], scanned: Container[int]) -> None:
    votes = {r: sum(token.confidence for token, _ in tokens) for r, tokens in readings.items()}
    for reading, tokens in sorted(readings.items()):
        if frequency(reading.lower()) > 0:
            continue
        meant = _meant(reading, votes)
        if meant is None:
            continue
        best, sureness = meant
        for token, word in tokens:
            if id(token) in scanned:
                body.change(token, token.text.replace(word, best + word[len(reading) :], 1), "ocr", sureness)


def _meant(reading: str, votes: dict[str, float]) -> tuple[str, float] | None:
    """The other reading that a word is to have, and how sure that is; None where it stays or two others are even."""
    others = {r: v for r, v in votes.items() if r != reading and r[0].isupper() == reading[0].isupper()}
    if not others:
        return None
    best = max(others, key=lambda r: (others[r], r))
    ahead = others[best] - votes[reading]
    told = ahead > _EVEN or (known(reading.lower()) < _KNOWN <= known(best.lower()))
    return (best, _OUTVOTED) if told else None


def mend_parted(body: Body, passages: Sequence[Passage]) -> None:
    """Words that a wide letter space has parted (`snat teri`), where the lexicon or the document knows the whole."""
    whole = {_shape(_stem(word)) for _, word in _words(body.passages)}
    for passage in passages:
        for line in passage.lines:
            for token, after in pairwise([t for t in line if t.text]):
                tail = _TAIL.match(after.text)
                if token.text and tail is not None and _is_one(token, tail[0], whole) and not after.immune:
                    body.join(token, after, token.text + after.text, "space", _JOINED)


def _is_one(token: WorkingWord, right: str, whole: Container[str]) -> bool:
    """Whether a token and the letters behind the blank are no words, but one together; `whole`: shapes of others."""
    left = token.text
    if token.immune or not left.isalpha() or not left[1:].islower():
        return False
    apart = max(frequency(left), frequency(right))
    if min(len(left), len(right)) >= _PART and frequency(left + right) >= max(_USED, _COMMONER * apart):
        return True
    both = is_word(left.lower()) and is_word(right)
    return not both and len(left + right) >= _LETTERS and _shape(_stem(left + right)) in whole
