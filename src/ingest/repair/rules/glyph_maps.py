"""Letters that a font's broken map turned into something else.

What the font itself tells is recovered by the PDF reader. What is left is decided here, from the words: a
symbol that stands for one letter all over a document (`(cid:131)`, a private-use or control character, `¢`,
`w`) is the letter that makes known words of the words it stands in. One that stands for several is left to
`ingest.repair.rules.lost_letters`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import product
from math import log10
from typing import NamedTuple

from ingest.language.damage import is_foreign
from ingest.language.lexicon import frequency
from ingest.language.words import is_word
from ingest.repair.working_text import Body, WorkingWord

__all__ = ["mend_glyphs"]

_CID = re.compile(r"\(cid:\d+\)")
_LETTERS = "abcdefghijklmnoprstuvyåäöABCDEFGHIJKLMNOPRSTUVYÅÄÖéÉ"
# Inside a word these are at home; `q`, `w`, `x`, `z` are letters but rare enough to stand for another.
_AT_HOME = frozenset(_LETTERS + "-–—/.,:;()&\u00ad§0123456789")
_MEANS = ("ä", "ö", "å", "Ä", "Ö", "Å", "é", "fi", "fl", "ff", "tt", "ti", "ft", "ffi", "ffl", "fj", "-", "f", "i", "t")
_UNTELLING = frozenset("?\ufffd\ufffe□■▯")
_UNKNOWN, _RARE = 0.003, 0.1
"""Uses in a million words that stand in for those of an unknown word, and of a known one that the lexicon has no
count of."""
_LONGEST_TELLING, _LETTERS_OF_A_WORD = 9, 5
"""Letters past which a longer word tells no more; of a word that counts as one."""
_MOST_ROUNDS = 40
"""Symbols that are solved in one font at most."""
_MOST_KEPT = 3
"""Usual symbols of one token that are tried as themselves: each doubles the readings."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Sighting:
    """A token type in which a symbol stands beside letters."""

    units: tuple[str, ...]
    count: int
    starts: int
    """How often it begins a passage or a sentence."""


def _units(text: str) -> tuple[str, ...]:
    """The token as characters, a `(cid:NN)` being one."""
    if "(cid:" not in text:
        return tuple(text)
    out: list[str] = []
    end = 0
    for match in _CID.finditer(text):
        out.extend(text[end : match.start()])
        out.append(match[0])
        end = match.end()
    out.extend(text[end:])
    return tuple(out)


def mend_glyphs(body: Body) -> None:
    """Symbols that stand for the same letter or ligature everywhere in a font."""
    odd: defaultdict[tuple[bool, bool], list[tuple[WorkingWord, tuple[str, ...], bool]]] = defaultdict(list)
    for passage in body.passages:
        if is_foreign([t.text for t in passage.tokens()]):
            continue
        first = True
        for token in passage.tokens():
            text = token.text
            if not text:
                continue
            if not token.immune and (not _AT_HOME.issuperset(text) or "(cid:" in text):
                odd[token.style].append((token, _units(text), first))
            first = text[-1] in ".!?:•"
    for found in odd.values():
        types = Counter(units for _, units, _ in found)
        solved = _solve(types, Counter(units for _, units, first in found if first))
        if solved:
            meant = {units: _render(units, solved) for units in types}
            for token, units, _ in found:
                body.change(token, meant[units], "glyph-map", 0.95)


def _render(units: tuple[str, ...], solved: dict[str, str]) -> str:
    """The token with its symbols read; those that are at home in texts stay where only that makes words."""
    read = "".join(solved.get(u, u) for u in units)
    told = any(u in solved or (len(u) == 1 and u.isalpha()) for u in units)
    usual = sorted({u for u in units if u in solved and _usual(u)})[:_MOST_KEPT]
    if not told or not usual or _all_words(read):
        return read
    kept = _with_some_kept(units, solved, usual)
    if kept is not None:
        return kept
    return read if any(c.isalpha() for u in units if u not in solved for c in u) else "".join(units)


def _with_some_kept(units: tuple[str, ...], solved: dict[str, str], usual: list[str]) -> str | None:
    """The token as words with some of its `usual` symbols left as they are; None where nothing makes words."""
    for keep in product((False, True), repeat=len(usual)):
        kept = {u for u, k in zip(usual, keep, strict=True) if k}
        text = "".join(u if u in kept else solved.get(u, u) for u in units)
        if not any(u in kept and not u.isalpha() for u in units[1:-1]) and _all_words(text):
            return text
    return None


def _all_words(text: str) -> bool:
    return all(is_word(word) for word in _WORD.findall(text))


def _solve(types: Counter[tuple[str, ...]], starts: Counter[tuple[str, ...]]) -> dict[str, str]:
    """Symbol by symbol, the clearest first: each one found makes more words readable for the next.

    `types` counts the tokens, `starts` those of them that begin a passage or a sentence.
    """
    solved: dict[str, str] = {}
    refused: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        sightings: defaultdict[str, list[_Sighting]] = defaultdict(list)
        for units, n in types.items():
            rendered = tuple(solved.get(u, u) for u in units)
            unknown = {u for u in rendered if u not in _AT_HOME and not (len(u) > 1 and u in _MEANS)}
            if len(unknown) == 1:
                symbol = next(iter(unknown))
                if symbol not in refused and symbol not in _UNTELLING:
                    sightings[symbol].append(_Sighting(rendered, n, starts[units]))
        best: tuple[float, str, str] | None = None
        for symbol in sorted(sightings):
            verdict = _meaning(symbol, sightings[symbol], set(solved.values()))
            if verdict is None:
                refused.add(symbol)
            elif best is None or verdict[0] > best[0]:
                best = (verdict[0], symbol, verdict[1])
        if best is None:
            break
        solved[best[1]] = best[2]
        refused.clear()
    return solved


def _usual(symbol: str) -> bool:
    """Whether the symbol is at home in texts, if not in words: `w`, `'`, `*`, `¢`, a quotation mark."""
    return len(symbol) == 1 and symbol.isprintable() and symbol not in _UNTELLING


def _meaning(symbol: str, sightings: list[_Sighting], taken: Collection[str]) -> tuple[float, str] | None:
    """(evidence, letter) for what a symbol stands for; None where the words do not agree.

    Where other symbols have shown that the font's map is broken (letters are `taken`), a usual symbol needs less
    evidence.
    """
    usual = _usual(symbol)
    proof = _DOUBTED if usual and not taken else _BROKEN_MAP
    relevant = _telling_words(symbol, sightings, taken)
    if len(relevant) < proof.words:
        return None
    words = [word for found in relevant for word in found]
    if usual and 2 * sum(symbol in (w[:-1] if taken else w[1:-1]) for w in words) < len(words):
        # Signs stand at the edges of words; letters stand inside as well.
        return None
    claims = {letter: _claim(symbol, letter, words) for letter in _MEANS}
    ranked = sorted(_MEANS, key=lambda m: -claims[m].score)
    second = next(m for m in ranked[1:] if m.lower() != ranked[0].lower())
    first = ranked[0]
    if ranked[1].lower() == first.lower() and claims[ranked[1]].score > claims[first].score - _CASES_APART:
        first = _in_case(first, sightings, taken)
    claim = claims[first]
    lead = claim.score - claims[second].score
    if claim.share < (_SHARE_OF_USUAL if usual else _SHARE) or lead < proof.lead or claim.kinds < proof.words:
        return None
    return lead * claim.share, first


def _in_case(letter: str, sightings: list[_Sighting], taken: Collection[str]) -> str:
    """A letter only seen where words begin: the capital, if the small one has a symbol, or sentences begin there."""
    begins = sum(s.starts for s in sightings) > 0.5 * sum(s.count for s in sightings)
    return letter.upper() if letter.lower() in taken or begins else letter.lower()


class _Proof(NamedTuple):
    """What a symbol's meaning needs: different words that it makes known, and its lead over the next letter (log10)."""

    words: int
    lead: float


_DOUBTED, _BROKEN_MAP = _Proof(4, 6.0), _Proof(1, 2.0)
"""For a symbol that texts use too, in a font of which nothing is known yet; for any other."""
_SHARE, _SHARE_OF_USUAL = 0.55, 0.8
"""Share of the words' weight that a letter must make known; of those with a symbol that texts use too."""
_CASES_APART = 2.0
"""Lead (log10) from which the words themselves say whether a letter is a capital."""


class _Claim(NamedTuple):
    """What speaks for one letter: log10 of the words' chances, the weight and number of words that it makes known."""

    score: float
    share: float
    kinds: int


def _claim(symbol: str, letter: str, words: list[str]) -> _Claim:
    chances = {w: _chance(symbol, letter, w) for w in set(words)}
    hits = [w for w in words if chances[w] > _UNKNOWN]
    score = sum(log10(chances[w]) for w in words)
    return _Claim(score, sum(_weight(w) for w in hits) / sum(_weight(w) for w in words), len(set(hits)))


def _telling_words(symbol: str, sightings: list[_Sighting], taken: Collection[str]) -> list[list[str]]:
    """Of each token with the symbol, the words that can tell what it stands for."""
    out = []
    for sighting in sightings:
        found = _words_with(symbol, sighting.units)
        if _usual(symbol) and (not taken or symbol.isalpha()):
            # A name or a foreign word is no proof against, a word that is known as it stands is.
            found = [w for w in found if not (len(w) > 1 and is_word(w if symbol.isalpha() else w.strip(symbol)))]
        if found:
            out.append(found)
    return out


def _chance(symbol: str, letter: str, word: str) -> float:
    """Uses in a million words, or what stands in for it where the lexicon knows none."""
    if not _fits(symbol, letter, word):
        return _UNKNOWN
    meant = word.replace(symbol, letter)
    return max(frequency(meant), _RARE if is_word(meant) else _UNKNOWN)


def _weight(word: str) -> float:
    """How much a word tells: by its length in letters, as one of five."""
    return min(len(word), _LONGEST_TELLING) / _LETTERS_OF_A_WORD


def _fits(symbol: str, letter: str, word: str) -> bool:
    """Whether a capital or small letter can stand there."""
    rest = word.replace(symbol, "")
    if letter in "ÅÄÖ":
        return rest.isupper() or (word.startswith(symbol) and word.count(symbol) == 1 and (rest.islower() or not rest))
    return not (rest.isupper() and len(rest) > 1)


def _words_with(symbol: str, units: tuple[str, ...]) -> list[str]:
    """The words in which the symbol stands, with a letter beside it."""
    words: list[str] = []
    current: list[str] = []
    for unit in (*units, " "):
        if unit == symbol or unit in _MEANS or (len(unit) == 1 and unit.isalpha()):
            current.append(unit)
        else:
            if symbol in current and any(u != symbol for u in current):
                words.append("".join(current))
            current = []
    return words
