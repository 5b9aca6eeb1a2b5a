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
from dataclasses import dataclass

from ingest.repair.body import Body, Token
from ingest.repair.lexicon import fill, frequency, known

__all__ = ["LOST", "mend_glyphs", "mend_lost"]

LOST = "\ufffd"

_CID = re.compile(r"\(cid:\d+\)")
_LETTERS = "abcdefghijklmnoprstuvyåäöABCDEFGHIJKLMNOPRSTUVYÅÄÖéÉ"
# Inside a word these are at home; `q`, `w`, `x`, `z` are letters but rare enough to stand for another.
_AT_HOME = frozenset(_LETTERS + "-–—/.,:;()&'’\u00ad§0123456789")
_MEANS = ("ä", "ö", "å", "Ä", "Ö", "Å", "é", "fi", "fl", "ff", "tt", "ti", "ft", "ffi", "ffl", "fj", "-", "f", "i", "t")
_RARE = frozenset("qwxzQWXZ")
_UNTELLING = frozenset("?\ufffd\ufffe□■▯")
_WILD = re.compile(r"(?:\(cid:\d+\)|[\ufffd\ufffe□■▯\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff])")
_INSIDE = re.compile(r"[^\W\d_?]*(?:\?[^\W\d_?]+)+")
_RUN = re.compile(rf"(?:[^\W\d_]|{LOST})+")


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
    """Symbols that stand for the same letter or ligature everywhere."""
    odd: list[tuple[Token, tuple[str, ...]]] = []
    for token in body.tokens():
        text = token.text
        if text and not token.immune and (not _AT_HOME.issuperset(text) or "(cid:" in text):
            odd.append((token, _units(text)))
    if not odd:
        return
    solved = _solve(Counter(units for _, units in odd))
    if not solved:
        return
    for token, units in odd:
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
            verdict = _meaning(symbol, sightings[symbol])
            if verdict is None:
                refused.add(symbol)
            elif best is None or verdict[0] > best[0]:
                best = (verdict[0], symbol, verdict[1])
        if best is None:
            break
        solved[best[1]] = best[2]
        refused.clear()
    return solved


def _meaning(symbol: str, sightings: list[_Sighting]) -> tuple[float, str] | None:
    """(evidence, letter) for what a symbol stands for; None where the words do not agree."""
    usual = symbol in _RARE or symbol.isalpha() or (symbol.isascii() and symbol.isprintable())
    relevant: list[tuple[list[str], int]] = []
    for sighting in sightings:
        found = _words_with(symbol, sighting.units)
        if usual and len(symbol) == 1:
            # A name or a foreign word is no proof against, a word that is known as it stands is.
            found = [w for w in found if not (len(w) > 1 and known(w.strip(symbol) if not symbol.isalpha() else w))]
        if found:
            relevant.append((found, sighting.count))
    if len(relevant) < (4 if usual else 1):
        return None
    total = sum(_weight(w) for words, _ in relevant for w in words)
    scores: dict[str, float] = {}
    kinds: dict[str, int] = {}
    for letter in _MEANS:
        hits = [
            w
            for words, _ in relevant
            for w in words
            if _fits(symbol, letter, w) and known(w.replace(symbol, letter))
        ]
        scores[letter] = sum(_weight(w) for w in hits)
        kinds[letter] = len(set(hits))
    ranked = sorted(_MEANS, key=lambda m: -scores[m])
    first, second = ranked[0], ranked[1]
    share = scores[first] / total if total else 0.0
    needed = 0.8 if usual else 0.55
    if scores[first] < (4.0 if usual else 1.0) or share < needed or scores[first] < 1.4 * scores[second]:
        return None
    if kinds[first] < (4 if usual else 1):
        return None
    return scores[first] * share, first


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
    verdicts: dict[tuple[str, bool], str] = {}
    for passage in body.passages:
        initial = True
        for token in passage.tokens():
            text = token.text
            if not text or token.immune:
                continue
            starts, initial = initial, text[-1] in ".!?:•"
            if text.isascii() and "?" not in text and text.isprintable():
                continue
            wild = _WILD.sub(LOST, text) if not text.isprintable() or not text.isascii() else text
            if question and "?" in wild:
                wild = wild.replace("?", LOST)
            if LOST in wild:
                key = (text, starts)
                if key not in verdicts:
                    verdicts[key] = _filled(text, wild, starts)
                body.change(token, verdicts[key], "glyph-map", 0.9)


def _question_marks(tokens: Iterable[Token]) -> bool:
    """Whether `?` stands for letters here: it stands inside words, and letters there make known words."""
    proof = 0
    for token in tokens:
        if "?" in token.text and not token.immune:
            for match in _INSIDE.finditer(token.text):
                proof += 1 if fill(match[0].replace("?", LOST)) else -1
    return proof >= 1


def _filled(text: str, wild: str, initial: bool) -> str:
    """The token with its lost letters, where a word is known that fits; else as it was."""
    out: list[str] = []
    end = 0
    for match in _RUN.finditer(wild):
        out.append(text[end : match.start()] if len(text) == len(wild) else wild[end : match.start()])
        end = match.end()
        word = _best(match[0], initial and not out[-1].strip("(\"'”“–-"))
        if LOST in word and len(text) == len(wild):
            word = "".join(b if a == LOST else a for a, b in zip(word, text[match.start() : end], strict=True))
        out.append(word)
    out.append(text[end:] if len(text) == len(wild) else wild[end:])
    return "".join(out)


def _best(word: str, initial: bool) -> str:
    """The likeliest word for a pattern, in its case; the pattern itself where none is known."""
    stem = word.rstrip(LOST)
    options: list[tuple[int, str]] = [(frequency(w) + 1, w) for w in fill(word)[:1]]
    if stem != word and stem:
        # A question mark at the end may be one: `Vem?`, `göras?`; but `p?` is på.
        inner = fill(stem)[:1] if LOST in stem else [stem] if known(stem) else []
        options += [(frequency(w) + 1, w) for w in inner]
    if not options:
        return word
    best = max(options)[1]
    return _in_case(best, word, initial) + word[len(best) :]


def _in_case(word: str, pattern: str, initial: bool) -> str:
    letters = pattern.replace(LOST, "")
    if letters.isupper() and len(letters) > 1:
        return word.upper()
    out = []
    for i, char in enumerate(word):
        seen = pattern[i] if i < len(pattern) else LOST
        out.append(char if seen == LOST else seen)
    first = pattern[:1] == LOST and (initial or (len(letters) == 1 and letters.isupper()))
    return out[0].upper() + "".join(out[1:]) if first and out else "".join(out)
