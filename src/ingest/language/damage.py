"""Detection before repair: is this text healthy, and if not, what happened to it?

Evidence is counted over all words of a page, block or document; single words never decide. Mail and net
addresses, code, and words of other languages count neither way.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache, lru_cache
from importlib import resources
from math import exp

from ingest.language.letters import fold
from ingest.language.lexicon import readings
from ingest.language.patterns import word_set
from ingest.language.tokens import core, is_immune
from ingest.language.words import is_word

__all__ = ["Damage", "TextHealth", "health", "is_foreign", "is_foreign_word"]


class Damage(StrEnum):
    """What is the matter with a text."""

    HEALTHY = "healthy"
    STRIPPED = "stripped"
    """Marks of å, ä, ö lost, in all or many of the words."""
    MOJIBAKE = "mojibake"
    """Bytes read in the wrong code page."""
    GLYPHS = "glyphs"
    """A font's map to characters is broken: control characters, private-use characters, lost letters."""
    OCR = "ocr"
    """Read by machine, with the letters that machines confuse."""


@dataclass(frozen=True, slots=True)
class TextHealth:
    """How a text is doing.

    `damage` is the likeliest kind and `probability` how likely it is; `quality` is the estimated share (0..1) of
    its words that stand as they were written; `words` how many words the judgement rests on: with few words it
    is weak, and the probability low.
    """

    damage: Damage
    probability: float
    quality: float
    words: int

    @property
    def is_healthy(self) -> bool:
        return self.damage is Damage.HEALTHY


_UTF8_MISREAD = re.compile(
    "[ÃÅÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|â€|√[\u00a0-\u2265]|├[\u0080-\u2593]|Ã\\b"
)
_ENTITY = re.compile(r"&(?:#\d{2,5}|#[xX][0-9a-fA-F]{2,4}|[A-Za-z]{2,8});")
_SPACING_ACCENT = re.compile("[aoAO][\u00a8\u02da\u02dd]|[\u00a8\u02da][aoAO]|[a-zA-Z][\u0300-\u036f]")
_MISPLACED = re.compile(
    "(?<=[^\\W\\d_])[Œ‰ŠšŽˆ÷≈ƒ¢„†”\u0081-\u009fσΣ┼─õÕ│┤}{|\\]\\[\\\\](?=[^\\W\\d_])"
    "|(?:^|(?<=[(]))[Œ‰Šš÷≈ƒ„†σΣ│┼}{|\\]\\[\\\\](?=[a-z])"
)
_BROKEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffd\ufffe\ue000-\uf8ff]|\\(cid:\\d+\\)|[^\\W\\d_]\\?[^\\W\\d_]")
_BULLET = re.compile("^[\ue000-\uf8ff]$")
_OCR_NOISE = re.compile(
    r"[a-zåäö][0-9@&€][a-zåäö]|^[0-9&][a-zåäö]{2,}|[a-zåäö][A-ZÅÄÖ][a-zåäö]|^[|~_¢°¥<>]$|[a-zåäö][|\]}][a-zåäö]"
    r"|[a-zåäö]\$[a-zåäö]"
)


_ONLY_SWEDISH = word_set("language", "damage.only_swedish")


@cache
def _signals() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    folder = resources.files("ingest.language").joinpath("data")
    rows = list(csv.reader(folder.joinpath("signals.csv").read_text(encoding="utf-8").splitlines()))[1:]
    return (
        frozenset(word for kind, word in rows if kind == "stripped"),
        frozenset(word for kind, word in rows if kind == "plain"),
        frozenset(folder.joinpath("foreign.csv").read_text(encoding="utf-8").split()[1:]),
    )


def is_foreign_word(word: str) -> bool:
    """Return whether a word is a common one of another language, such as English `for` and `over`."""
    return word.lower() in _signals()[2]


def is_foreign(words: Iterable[str]) -> bool:
    """Whether a passage is in another language: at least three of its small words, and more than Swedish ones, or
    words that are hardly ever Swedish.
    """
    return _is_foreign(tuple(words))


# Two steps of repair ask it of each passage, in each of their rounds.
@lru_cache(maxsize=4096)
def _is_foreign(words: tuple[str, ...]) -> bool:
    foreign = swedish = unknown = plain = own = 0
    for token in words:
        sort = _sort(token)
        plain += sort is _Sort.PLAIN
        unknown += sort is _Sort.UNKNOWN
        own += token.lower() in _ONLY_SWEDISH
        if sort in (_Sort.FOREIGN, _Sort.SHARED):
            foreign += 1
        elif sort in (_Sort.PLAIN, _Sort.STRIPPED) or not token.isascii():
            swedish += 1
    # Danish and Norwegian share most small words with Swedish, but not these.
    related = foreign >= 3 and foreign > 2 * own
    return (foreign >= 3 and foreign > swedish) or related or (unknown >= 6 and unknown > 4 * plain + swedish)


def health(text: str | Iterable[str]) -> TextHealth:
    """Judge a text, given as one string or as its words.

    The healthier of two readings of a page is the one with the greater `quality`.
    """
    tokens = text.split() if isinstance(text, str) else text
    counts = Counter(map(_sort, tokens))
    shared = counts[_Sort.SHARED]
    stripped, marked, plain = counts[_Sort.STRIPPED], counts[_Sort.MARKED], counts[_Sort.PLAIN]
    # English knows `for`, `far`, `over`: they prove something only where other words are Swedish.
    foreign = counts[_Sort.FOREIGN]
    if plain + marked + stripped > foreign:
        stripped += shared
    elif stripped < foreign + shared:
        stripped = 0
    bad = counts[_Sort.MISREAD], counts[_Sort.BROKEN], counts[_Sort.NOISY]
    # Words of another language are unknown too; about half of its words are among its small ones or known here.
    unknown = max(0, counts[_Sort.UNKNOWN] - 2 * (counts[_Sort.FOREIGN] + shared))
    words = sum(counts.values()) - counts[_Sort.NONE] - counts[_Sort.SPECK]
    if unknown > 0.25 * words and plain < 0.04 * words:
        # No Swedish at all: another language, of which nothing can be said.
        unknown = 0
    return _judge(words, stripped, marked, plain, bad[0], bad[1], bad[2] + counts[_Sort.SPECK], unknown)


class _Sort(IntEnum):
    """What one token counts as."""

    NONE = 0
    WORD = 1
    PLAIN = 2
    STRIPPED = 3
    FOREIGN = 4
    SHARED = 5
    """Both another language's and a Swedish word without its marks."""
    MARKED = 6
    MISREAD = 7
    BROKEN = 8
    NOISY = 9
    UNKNOWN = 11
    """In lower case, and with no marks to be had could it be a word of the lexicon or a compound."""
    SPECK = 10
    """Noise that is no word."""


@lru_cache(maxsize=100_000)
def _sort(token: str) -> _Sort:
    if is_immune(token):
        return _Sort.NONE
    word = core(token)
    if not word or word.isdigit():
        return _sort_of_signs(token)
    if word.isalpha() and word.isascii():
        sort = _sort_of_plain(word)
        if sort is not _Sort.WORD or len(token) == len(word):
            return sort
    trace = next((sort for pattern, sort in _TRACES if pattern.search(token)), None)
    if trace is not None:
        return trace
    if not _is_known(word):
        return _Sort.NOISY if "é" in word else _Sort.UNKNOWN
    return _Sort.MARKED if any(c in "åäöÅÄÖ" for c in word) else _Sort.WORD


def _sort_of_signs(token: str) -> _Sort:
    """What a token without a letter counts as."""
    if _BROKEN.search(token) and not _BULLET.match(token):
        return _Sort.BROKEN
    return _Sort.SPECK if _OCR_NOISE.search(token) else _Sort.NONE


_TRACES = (
    (_UTF8_MISREAD, _Sort.MISREAD),
    (_ENTITY, _Sort.MISREAD),
    (_SPACING_ACCENT, _Sort.MISREAD),
    (_BROKEN, _Sort.BROKEN),
    (_MISPLACED, _Sort.MISREAD),
    (_OCR_NOISE, _Sort.NOISY),
)
"""What kinds of damage leave in a token, the surest first."""


def _sort_of_plain(word: str) -> _Sort:
    """What a word of plain letters a to z counts as."""
    stripped_words, plain_words, foreign_words = _signals()
    low = word.lower()
    if low in plain_words:
        return _Sort.PLAIN
    if low in foreign_words:
        return _Sort.SHARED if low in stripped_words else _Sort.FOREIGN
    if low in stripped_words:
        return _Sort.STRIPPED
    if _OCR_NOISE.search(word) and not word[0].isupper():
        return _Sort.NOISY
    return _Sort.WORD if _is_known(word) else _Sort.UNKNOWN


def _is_known(word: str) -> bool:
    """Whether a word in lower case is in the lexicon, marks apart; short ones and all others count as known."""
    if "é" in word and word.islower() and word.isalpha():
        return is_word(word)
    return len(word) < 4 or not word.islower() or not word.isalpha() or bool(readings(fold(word)))


def _judge(
    words: int, stripped: int, marked: int, plain: int, misread: int, broken: int, noise: int, unknown: int
) -> TextHealth:
    if not words:
        return TextHealth(Damage.HEALTHY, 0.5, 1.0, 0)
    swedish = plain + marked + stripped
    # The signal words are about 45 % of the words that lose a mark; measured on the corpus.
    lost = min(words, round(stripped / 0.55)) if stripped else 0
    wrong = min(words, lost + misread + broken + noise + unknown)
    quality = 1.0 - wrong / words
    if swedish == 0 and misread + broken + noise == 0:
        return TextHealth(Damage.HEALTHY, 0.6, quality, words)
    score = _scores(words, stripped, misread, broken, noise, unknown)
    damage = max(score, key=lambda kind: score[kind])
    evidence = score[damage]
    if evidence == 0.0:
        # Each marked word is proof that the marks were read.
        return TextHealth(Damage.HEALTHY, 1.0 - 0.5 * exp(-(marked + _PLAIN_PROOF * plain) / 2), quality, words)
    against = _MARKED_AGAINST * marked if damage is Damage.STRIPPED else 0.0
    probability = max(0.5, 1.0 - exp(-evidence) * (1.0 + against))
    return TextHealth(damage, round(min(probability, _SUREST), 3), quality, words)


_PLAIN_PROOF, _MARKED_AGAINST = 0.2, 0.3
"""What a word that has no mark to lose counts as proof of health, and a marked one against lost marks."""
_SUREST = 0.999
_LEAST_STRIPPED, _LEAST_MISREAD, _LEAST_NOISE = 0.02, 0.005, 0.01
"""Shares of the words from which lost marks, wrong code pages or glyphs, and an engine's slips are a damage."""
_LEAST_UNKNOWN, _MOST_OTHER = 0.008, 0.02
"""One unknown word in a hundred is more than healthy text has (0.03–0.2 %, measured), a lone one proves nothing; they
are an engine's where fewer words than the second share are misread otherwise."""
_STRIPPED_BY_OCR, _NOISE_OF_OCR = 0.3, 0.04
"""What a lost mark says for an engine without Swedish; and the share of slips from which all lost marks are its own."""


def _scores(words: int, stripped: int, misread: int, broken: int, noise: int, unknown: int) -> dict[Damage, float]:
    """How many words speak for each damage."""
    other = misread + broken
    if unknown > _LEAST_UNKNOWN * words and unknown + noise > 1 and other < _MOST_OTHER * words:
        noise += unknown
    ocr = noise + _STRIPPED_BY_OCR * stripped if noise > _LEAST_NOISE * words else 0.0
    if ocr and noise > _NOISE_OF_OCR * (stripped + noise) and other < noise:
        ocr = noise + stripped + 0.5
    return {
        Damage.STRIPPED: float(stripped) if stripped > _LEAST_STRIPPED * words else 0.0,
        Damage.MOJIBAKE: float(misread) if misread > _LEAST_MISREAD * words else 0.0,
        Damage.GLYPHS: float(broken) if broken > _LEAST_MISREAD * words else 0.0,
        Damage.OCR: ocr,
    }
