"""Letters that are gone: U+FFFD, boxes, `?`, and glyph codes that stand for several letters.

Every word with such holes has its candidates, the words of the lexicon that fit the pattern; the row of words
decides among them, as it does for lost marks (`ingest.repair.models.viterbi`). A word that nothing fits stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product

from ingest.language.letters import MARKED, fold
from ingest.language.lexicon import lexicon, log2, readings
from ingest.repair.models.candidates import LETTER, UNKNOWN
from ingest.repair.models.viterbi import WordCandidate, decode
from ingest.repair.working_text import Body, Passage, WorkingWord

__all__ = ["mend_lost"]

LOST = "\ufffd"
"""A lost å, ä, ö or é."""
SYMBOL = "\uf8ff"
"""A symbol that a font's broken map put there: one of these letters, or a ligature."""

_BOXES = re.compile("[\ufffe□■▯]")
_SYMBOLS = re.compile(r"\(cid:\d+\)|[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8fe]")
_ANY = re.compile(f"{_SYMBOLS.pattern}|{_BOXES.pattern}|{LOST}")
_LIGATURES = ("fi", "fl", "ff", "ffi", "ffl", "tt", "ti", "ft", "fj")
_RUN = re.compile(f"(?:[^\\W\\d_]|[?{LOST}{SYMBOL}])+")
_INSIDE = re.compile(r"[^\W\d_?]*(?:\?[^\W\d_?]+)+")
_HOLES = frozenset(f"?{LOST}{SYMBOL}")
_MOST_HOLES = 6
_MOST, _FAR = 8, 14.0
"""Words that are kept for a pattern, and the bits behind the likeliest at which one is not."""
_AS_IT_IS = -6.0
"""Bits against leaving a hole open, where a word is known that fills it."""
_QUESTION = -2.0
"""Bits against a question mark's being one, in a text whose `?` stand for letters."""


def mend_lost(body: Body) -> None:
    """The step over a whole body; `?` counts where the document shows that it stands for letters."""
    question = _question_marks(body.tokens())
    for passage in body.passages:
        if any(
            [_wild(t, question) for t in passage.tokens() if not t.text.isascii() or not _is_plain(t.text, question)]
        ):
            _mend(body, passage, question)


def _wild(token: WorkingWord, question: bool) -> str:
    """The token's pattern, with one character for each hole; empty where it has none."""
    text = token.text
    if token.immune:
        return ""
    if _is_plain(text, question):
        return ""
    wild = _SYMBOLS.sub(SYMBOL, _BOXES.sub(LOST, text))
    if not question:
        return wild if LOST in wild or SYMBOL in wild else ""
    return "" if _HOLES.isdisjoint(wild) else wild


def _is_plain(text: str, question: bool) -> bool:
    """Whether a text has no holes for certain."""
    return text.isascii() and text.isprintable() and not (question and "?" in text) and "(cid:" not in text


def _question_marks(tokens: Iterable[WorkingWord]) -> bool:
    """Whether `?` stands for letters here: it stands inside words, and letters there make known words."""
    proof = 0
    for token in tokens:
        if "?" in token.text and not token.immune:
            for match in _INSIDE.finditer(token.text):
                proof += 1 if len(_fitting(match[0].replace("?", LOST).lower())) > 1 else -1
    return proof >= 1


def _mend(body: Body, passage: Passage, question: bool) -> None:
    lex = lexicon()
    start = len(lex.score) + 1
    tokens = [t for t in passage.tokens() if t.text]
    places: list[Sequence[WordCandidate]] = []
    holes: list[tuple[WorkingWord, str, list[tuple[int, int, int, bool]]]] = []
    fresh = True
    for token in tokens:
        wild = _wild(token, question)
        runs = []
        for match in _RUN.finditer(wild or token.text):
            run = match[0]
            if wild and not _HOLES.isdisjoint(run) and run.strip("?"):
                runs.append((match.start(), match.end(), len(places), fresh))
                places.append(_fitting(run.lower()))
            else:
                places.append((_plain(run.lower()),))
            fresh = False
        if runs:
            holes.append((token, wild, runs))
        if token.text[-1] in ".!:•":
            places.append((WordCandidate("", (start, start), (0.0, 0.0), 0.0),))
            fresh = True
    if not holes:
        return
    choices = decode(places, start)
    for token, wild, runs in holes:
        text, end, surest = [], 0, 1.0
        for begin, stop, place, initial in runs:
            choice = choices[place]
            meant = places[place][choice.number].text
            text += [wild[end:begin], _in_case(meant, wild[begin:stop], initial)]
            surest, end = min(surest, choice.probability), stop
        whole = "".join([*text, wild[end:]])
        if SYMBOL in whole or LOST in whole:
            whole = _put_back(whole, token.text)
        body.change(token, whole, "glyph-map", round(surest, 3))


def _put_back(whole: str, seen: str) -> str:
    """The holes that stay open, as they were seen."""
    found = _ANY.findall(seen)
    if len(found) != sum(c in (LOST, SYMBOL) for c in whole):
        # Some holes were filled: which of the marks stays where is no longer told by their order.
        return seen
    marks = iter(found)
    return "".join(next(marks) if c in (LOST, SYMBOL) else c for c in whole)


def _plain(word: str) -> WordCandidate:
    lex = lexicon()
    i = lex.find(word)
    if i >= 0 and lex.score[i]:
        return WordCandidate(word, (i,), (log2(lex.score[i]),), 0.0)
    return WordCandidate(word, (len(lex.score),), (UNKNOWN + LETTER * len(word),), 0.0)


@lru_cache(maxsize=20_000)
def _fitting(run: str) -> tuple[WordCandidate, ...]:
    """Candidates for a run of letters and holes in lower case; the run itself is the last."""
    found: dict[str, WordCandidate] = {}
    stem = run.rstrip("?")
    for word, tail, channel in ((run, "", 0.0), (stem, run[len(stem) :], _QUESTION)):
        if word in ("", run) and tail:
            continue
        for text, number, score in _words(word):
            candidate = WordCandidate(text + tail, (number,), (score,), channel)
            if text + tail not in found or found[text + tail].own[0] + found[text + tail].channel < score + channel:
                found[text + tail] = candidate
    unknown = len(lexicon().score)
    ranked = sorted(found.values(), key=lambda c: (-c.own[0] - c.channel, c.text))[:_MOST]
    ranked = [c for c in ranked if c.own[0] + c.channel > ranked[0].own[0] + ranked[0].channel - _FAR]
    if run not in found:
        # A pattern is likelier to hold an unknown word than a compound of chance.
        ranked.append(WordCandidate(run, (unknown,), (UNKNOWN + LETTER * len(run),), _AS_IT_IS))
    return tuple(ranked)


def _words(word: str) -> list[tuple[str, int, float]]:
    """(text, number, log2) of the words that fit a pattern."""
    unknown = len(lexicon().score)
    holes = [i for i, letter in enumerate(word) if letter in _HOLES]
    if not holes:
        plain = _plain(word)
        return [(word, plain.ids[0], plain.own[0])]
    if len(holes) > _MOST_HOLES:
        return []
    return [*_filled(word, holes, unknown), *(_with_ligature(word, unknown) if SYMBOL in word else ())]


def _filled(word: str, holes: Sequence[int], unknown: int) -> Iterator[tuple[str, int, float]]:
    """The words that have a marked letter in each hole and all letters that can be seen."""
    for letters in product("aoe", repeat=len(holes)):
        filled = list(word)
        for i, letter in zip(holes, letters, strict=True):
            filled[i] = letter
        for reading in readings(fold("".join(filled))):
            text = reading.text
            if len(text) == len(word) and all(
                text[i] in MARKED if i in holes else text[i] == word[i] for i in range(len(word))
            ):
                yield text, reading.number if reading.number >= 0 else unknown, reading.log2


def _with_ligature(word: str, unknown: int) -> Iterator[tuple[str, int, float]]:
    """The words in which a lost symbol is a ligature."""
    for ligature in _LIGATURES:
        meant = word.replace(SYMBOL, ligature)
        if _HOLES.isdisjoint(meant):
            exact = (r for r in readings(fold(meant)) if r.text == meant)
            yield from ((r.text, r.number if r.number >= 0 else unknown, r.log2) for r in exact)


def _in_case(meant: str, pattern: str, initial: bool) -> str:
    """The word with the capitals that can be seen, and one where a sentence or a name begins with a hole."""
    if meant == pattern.lower():
        return pattern
    if len(meant) == len(pattern):
        # What can be seen stays as it is written.
        meant = "".join(c if p in _HOLES else p for c, p in zip(meant, pattern, strict=True))
    letters = [c for c in pattern if c not in _HOLES]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return meant.upper()
    if pattern[0] not in _HOLES:
        return pattern[0] + meant[1:] if meant[:1] == pattern[0].lower() else meant
    capital = initial or _is_name(meant) or (letters and letters[0].isupper())
    return meant[0].upper() + meant[1:] if capital and meant[0] not in _HOLES else meant


def _is_name(word: str) -> bool:
    """Whether the lexicon has a word with a capital first letter more often than without."""
    i = lexicon().find(word)
    return i >= 0 and lexicon().case[i] != _NO_CASE and (lexicon().case[i] >> 4) > _HALF


_NO_CASE, _HALF = 255, 7
"""Of `lexicon().case`: nothing known; of its upper half byte, in fifteenths, half of the uses."""
