"""What Swedish words there are: frequencies, readings of a word without its marks, and compounds of known parts.

The lexicon holds 0.6 million forms (`models/restorer`, card there). Compounds are read as a known first part (with
its joining letters: trygghets-, gatu-) and a known last part, both counted on the lexicon's own words.
"""

from __future__ import annotations

import io
import zlib
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from ingest.artefacts import artefact
from ingest.language.letters import core, fold, parts
from ingest.language.word_groups import WordGroups

__all__ = ["LONGEST", "UNLIKELY", "Lexicon", "WordReading", "frequency", "known", "lexicon", "readings"]

COMPOUND = -9.0
"""log2 probability that a word outside the lexicon is a compound of two parts; each further part costs it again."""
UNLIKELY = -38.0
"""log2 probability of a compound that hardly anybody writes."""
SHORTEST = 3
"""Letters of the shortest part of a compound."""
LONGEST = 64
"""Letters of the longest word that is read at all; beyond it is no Swedish, and trying would take long."""
NEW, RARE = 4.0, 110
"""Bits that a word costs as a first part it was never seen as, and the score (one byte) it must have."""
GENITIVE = 5.0
"""Bits that a genitive outside the lexicon costs beside its word."""
_FOLDED = (("å", "a"), ("ä", "a"), ("ö", "o"), ("é", "e"))
"""The marks that folding takes away, each with the letter that is left."""


def log2(score: int) -> float:
    """The log2 probability that one byte of the artefact stands for; see `ingest.train.restorer.lexicon.quantise`."""
    return (score - 255) / 6.0


class Lexicon:
    """Words in order of (fold, word); each score is one byte, 0 = never seen so."""

    def __init__(self, text: str, score: bytes, modifier: bytes, head: bytes, case: bytes) -> None:
        """`text` is the words, each with a line feed behind it; the scores are one byte a word."""
        self.text = text
        folded = text
        for marked, plain in _FOLDED:
            folded = folded.replace(marked, plain)
        self._words = WordGroups(folded)
        self.start = self._words.start
        """uint32: where each word begins in `text`, and one past the end."""
        self.score = score
        self.modifier = modifier
        self.head = head
        self.case = case

    def word(self, i: int) -> str:
        return self.text[self.start[i] : self.start[i + 1] - 1]

    def forms(self, folded: str) -> range:
        """Numbers of the words that read alike without marks."""
        return self._words.all(folded)

    def holds(self, folded: str) -> bool:
        """Return whether a word reads so without its marks."""
        return self._words.first(folded) is not None

    def find(self, word: str) -> int:
        """Number of a lower-case word, or -1."""
        for i in self.forms(fold(word)):
            if self.word(i) == word:
                return i
        return -1

    def fill(self) -> None:
        """Make ready for any word; see `WordGroups.fill`."""
        self._words.fill()

    def beginning(self, letters: str) -> str | None:
        """Return the first folded word that begins with some letters, three at least; None where none does."""
        return self._words.beginning(letters)


@cache
def lexicon() -> Lexicon:
    """The lexicon, loaded once a process (about a sixth of a second)."""
    table = np.load(io.BytesIO(artefact("restorer", "lexicon.npz").read_bytes()))
    text = zlib.decompress(table["words"].tobytes()).decode()
    return Lexicon(text + "\n", *(table[name].tobytes() for name in ("score", "modifier", "head", "case")))


class WordReading(NamedTuple):
    text: str
    log2: float
    """Probability by itself."""
    number: int
    """In the lexicon, or -1 for what is put together from its words."""
    case: int
    """As in `Lexicon.case`."""


@lru_cache(maxsize=200_000)
def readings(folded: str) -> tuple[WordReading, ...]:
    """The words a folded word may stand for, likeliest first.

    Words of the lexicon; failing these genitives of them, and compounds.
    """
    lex = lexicon()
    found = {
        lex.word(i): WordReading(lex.word(i), log2(lex.score[i]), i, lex.case[i])
        for i in lex.forms(folded)
        if lex.score[i]
    }
    if not found and SHORTEST < len(folded) <= LONGEST:
        if folded.endswith("s"):
            for i in lex.forms(folded[:-1]):
                if lex.score[i]:
                    word = lex.word(i) + "s"
                    found[word] = WordReading(word, log2(lex.score[i]) - GENITIVE, -1, lex.case[i])
        for word, score in compounds(folded):
            if word not in found or score > found[word].log2:
                found[word] = WordReading(word, score, -1, 255)
    return tuple(sorted(found.values(), key=lambda reading: (-reading.log2, reading.text)))


def compounds(folded: str, depth: int = 2) -> list[tuple[str, float]]:
    """Readings of a folded word as first parts and a last part, with log2 probabilities; the best of each reading."""
    lex = lexicon()
    found: dict[str, float] = {}
    for cut in range(SHORTEST, len(folded) - SHORTEST + 1):
        firsts = _firsts(lex, folded[:cut])
        if not firsts:
            continue
        rest = folded[cut:]
        lasts = [(lex.word(i), _last(lex, i)) for i in lex.forms(rest) if lex.score[i]]
        if rest.endswith("s") and not lasts:
            lasts = [(lex.word(i) + "s", _last(lex, i) - 3.0) for i in lex.forms(rest[:-1]) if lex.head[i]]
        if depth > 1:
            lasts += compounds(rest, depth - 1)
        for first, p in firsts:
            for last, q in lasts:
                score = COMPOUND + p + q
                if score > found.get(first + last, -1e9):
                    found[first + last] = score
    return sorted(found.items(), key=lambda pair: -pair[1])[:6]


def _firsts(lex: Lexicon, folded: str) -> list[tuple[str, float]]:
    """Readings of the first part of a compound: parts known as such, else words, with a joining s where one stands."""
    found = [(lex.word(i), log2(lex.modifier[i])) for i in lex.forms(folded) if lex.modifier[i]]
    if not found and len(folded) > SHORTEST:
        found = [(lex.word(i), log2(lex.score[i]) - NEW) for i in lex.forms(folded) if lex.score[i] > RARE]
        if not found and folded.endswith("s"):
            stems = [i for i in lex.forms(folded[:-1]) if lex.score[i] > RARE and len(folded) > SHORTEST + 1]
            found = [(lex.word(i) + "s", log2(lex.score[i]) - NEW) for i in stems]
    return found


def _last(lex: Lexicon, i: int) -> float:
    """log2 probability of a word as the last part: by the compounds it ends and by its own frequency."""
    own = min(log2(lex.score[i]), -10.0)
    return (log2(lex.head[i]) + own) / 2 if lex.head[i] else own - 4.0


@lru_cache(maxsize=100_000)
def frequency(word: str) -> float:
    """Uses among a million words of Swedish, of a word without punctuation; 0 for words outside the lexicon."""
    lex = lexicon()
    i = lex.find(word.lower())
    return 0.0 if i < 0 or not lex.score[i] else float(2.0 ** log2(lex.score[i]) * 1e6)


@lru_cache(maxsize=100_000)
def known(word: str) -> float:
    """How surely a token is Swedish as it stands, marks and all: 1 for a common word, 0 for none.

    Punctuation around the word does not count; a word with hyphens or digits is as good as its weakest run of letters.
    Runs of one or two letters and tokens without letters count as known.
    """
    start, end = core(word)
    least = 1.0
    for part in parts(word[start:end].lower()):
        if not part[0].isalpha() or len(part) == 1:
            continue
        least = min(least, _known_part(part))
    return least


def _known_part(part: str) -> float:
    lex = lexicon()
    i = lex.find(part)
    if i >= 0 and lex.score[i]:
        return 1.0 if lex.score[i] > 105 else 0.9
    if len(part) == 2:
        return 0.5
    for reading in readings(fold(part)):
        if reading.text == part:
            return 0.8 if reading.log2 > -50 else 0.6
    return 0.0
