"""Letters that a font's broken map or a lossy copy turned into something else, or lost.

What the font itself tells is recovered by the PDF reader. What is left is decided here, from the words: a
symbol that stands for one letter all over a document (`(cid:131)`, a private-use or control character, `¢`,
`w`) is the letter that makes known words of the words it stands in; a symbol that stands for several (U+FFFD,
`?`, a box) is filled in word by word.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import log10

from ingest.repair.body import Body, Token
from ingest.repair.lexicon import frequency
from ingest.repair.restorer import fill
from ingest.repair.words import is_word

__all__ = ["LOST", "mend_glyphs", "mend_lost"]

LOST = "\ufffd"

_CID = re.compile(r"\(cid:\d+\)")
_LETTERS = "abcdefghijklmnoprstuvyåäöABCDEFGHIJKLMNOPRSTUVYÅÄÖéÉ"
# Inside a word these are at home; `q`, `w`, `x`, `z` are letters but rare enough to stand for another.
_AT_HOME = frozenset(_LETTERS + "-–—/.,:;()&\u00ad§0123456789")
_MEANS = ("ä", "ö", "å", "Ä", "Ö", "Å", "é", "fi", "fl", "ff", "tt", "ti", "ft", "ffi", "ffl", "fj", "-", "f", "i", "t")
_UNTELLING = frozenset("?\ufffd\ufffe□■▯")
_UNKNOWN = 0.003
_WILD = re.compile(r"(?:\(cid:\d+\)|[\ufffd\ufffe□■▯\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff])")
_INSIDE = re.compile(r"[^\W\d_?]*(?:\?[^\W\d_?]+)+")
# A question mark that may stand for a letter: one beside a letter.
_LOST_MARK = re.compile(r"(?<=[^\W\d_])\?|\?(?=\??[^\W\d_])")


@dataclass(frozen=True, slots=True)
class _Sighting:
    """A token type in which a symbol stands beside letters."""

    units: tuple[str, ...]
    count: int


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
    odd: defaultdict[tuple[bool, bool], list[tuple[Token, tuple[str, ...]]]] = defaultdict(list)
    for token in body.tokens():
        text = token.text
        if text and not token.immune and (not _AT_HOME.issuperset(text) or "(cid:" in text):
            odd[token.style].append((token, _units(text)))
    for found in odd.values():
        solved = _solve(Counter(units for _, units in found))
        if not solved:
            continue
        for token, units in found:
            meant = _render(units, solved)
            if meant != token.text and _beside_letters(units, solved):
                body.change(token, meant, "glyph-map", 0.95)


def _beside_letters(units: tuple[str, ...], solved: dict[str, str]) -> bool:
    return any(len(u) == 1 and u.isalpha() and u not in solved for u in units) or all(u in solved for u in units)


def _render(units: tuple[str, ...], solved: dict[str, str]) -> str:
    out = []
    for i, unit in enumerate(units):
        letter = solved.get(unit)
        if letter is None:
            out.append(unit)
            continue
        beside = [u for u in (units[i - 1 : i] if i else ()) + units[i + 1 : i + 2] if u.isalpha()]
        # A symbol that is at home in texts (a quotation mark, a `w`) is one beside nothing, or in a known word.
        out.append(letter if beside or not unit.isprintable() or len(unit) > 1 else unit)
    return "".join(out)


def _solve(types: Counter[tuple[str, ...]]) -> dict[str, str]:
    """Symbol by symbol, the clearest first: each one found makes more words readable for the next."""
    solved: dict[str, str] = {}
    refused: set[str] = set()
    for _ in range(40):
        sightings: defaultdict[str, list[_Sighting]] = defaultdict(list)
        for units, n in types.items():
            rendered = tuple(solved.get(u, u) for u in units)
            unknown = {u for u in rendered if u not in _AT_HOME and not (len(u) > 1 and u in _MEANS)}
            if len(unknown) == 1:
                symbol = next(iter(unknown))
                if symbol not in refused and symbol not in _UNTELLING:
                    sightings[symbol].append(_Sighting(rendered, n))
        best: tuple[float, str, str] | None = None
        for symbol in sorted(sightings):
            verdict = _meaning(symbol, sightings[symbol], broken=any(not _usual(s) for s in solved))
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


def _meaning(symbol: str, sightings: list[_Sighting], *, broken: bool) -> tuple[float, str] | None:
    """(evidence, letter) for what a symbol stands for; None where the words do not agree.

    `broken`: other symbols have shown that the font's map is broken; then a usual symbol needs less evidence.
    """
    usual = _usual(symbol)
    doubted = usual and not broken
    relevant: list[tuple[list[str], int]] = []
    for sighting in sightings:
        found = _words_with(symbol, sighting.units)
        if usual and len(symbol) == 1:
            # A name or a foreign word is no proof against, a word that is known as it stands is.
            found = [w for w in found if not (len(w) > 1 and is_word(w.strip(symbol) if not symbol.isalpha() else w))]
        if found:
            relevant.append((found, sighting.count))
    if len(relevant) < (4 if doubted else 1):
        return None
    words = [w for found, _ in relevant for w in found]
    if usual and 2 * sum(symbol in w[1:-1] for w in words) < len(words):
        # Signs stand at the edges of words; letters stand inside as well.
        return None
    total = sum(_weight(w) for w in words)
    scores: dict[str, float] = {}
    shares: dict[str, float] = {}
    kinds: dict[str, int] = {}
    for letter in _MEANS:
        chances = {w: _chance(symbol, letter, w) for w in set(words)}
        hits = [w for w in words if chances[w] > _UNKNOWN]
        scores[letter] = sum(log10(chances[w]) for w in words)
        shares[letter] = sum(_weight(w) for w in hits) / total
        kinds[letter] = len(set(hits))
    first, second = sorted(_MEANS, key=lambda m: -scores[m])[:2]
    if shares[first] < (0.8 if usual else 0.55) or scores[first] - scores[second] < (6.0 if doubted else 2.0):
        return None
    if kinds[first] < (4 if doubted else 1):
        return None
    return (scores[first] - scores[second]) * shares[first], first


def _chance(symbol: str, letter: str, word: str) -> float:
    """Uses in a million words, or what stands in for it where the lexicon knows none."""
    if not _fits(symbol, letter, word):
        return _UNKNOWN
    meant = word.replace(symbol, letter)
    return max(frequency(meant), 0.1 if is_word(meant) else _UNKNOWN)


def _weight(word: str) -> float:
    return min(len(word), 9) / 5


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


def mend_lost(body: Body) -> None:
    """Lost letters: U+FFFD, boxes, unsolved glyph codes, and `?` where the document shows that it stands for them."""
    question = _question_marks(body.tokens())
    for passage in body.passages:
        tokens = [t for t in passage.tokens() if t.text]
        for i, token in enumerate(tokens):
            text = token.text
            if token.immune or (text.isascii() and "?" not in text and text.isprintable()):
                continue
            wild = _WILD.sub(LOST, text) if not text.isprintable() or not text.isascii() else text
            if question and "?" in wild:
                wild = _LOST_MARK.sub(LOST, wild)
            if LOST not in wild:
                continue
            left = tokens[i - 1].text if i else ""
            right = tokens[i + 1].text if i + 1 < len(tokens) else ""
            filled = fill(wild, left, right)
            if filled.rule is None and "-" in wild:
                pieces = [fill(piece) for piece in wild.split("-")]
                filled = replace(filled, text="-".join(p.text for p in pieces), confidence=0.8)
            whole = _capital(filled.text, wild, not left or left[-1] in ".!?:•")
            if LOST in whole and len(whole) == len(text):
                whole = "".join(b if a == LOST else a for a, b in zip(whole, text, strict=True))
            body.change(token, whole, "glyph-map", round(filled.confidence, 3))


def _question_marks(tokens: Iterable[Token]) -> bool:
    """Whether `?` stands for letters here: it stands inside words, and letters there make known words."""
    proof = 0
    for token in tokens:
        if "?" in token.text and not token.immune:
            for match in _INSIDE.finditer(token.text):
                proof += 1 if fill(match[0].replace("?", LOST)).rule else -1
    return proof >= 1


def _capital(text: str, wild: str, initial: bool) -> str:
    """A capital for a first letter that was lost, where a sentence begins."""
    start = next((i for i, c in enumerate(wild) if c.isalnum() or c == LOST), None)
    if not initial or start is None or wild[start] != LOST or text[start : start + 1] in (LOST, ""):
        return text
    return text[:start] + text[start].upper() + text[start + 1 :]
