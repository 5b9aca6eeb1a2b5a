"""The OCR engine as a noisy channel: how often each letter, or two, is read as something else.

Counted on drawn pages and real scans (`ingest.train.restorer.confusions`), for Tesseract's English model, which has no
å, ä, ö, and its Swedish one, and listed for the programs of the 1990s; a text's own damage says how they are mixed and
how strong they are.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from math import log2
from unicodedata import normalize

from ingest.artefacts import artefact
from ingest.language.letters import MARKED, fold

__all__ = ["Channel", "Rule", "base", "channel"]

TYPICAL = {"eng": 0.03, "swe": 0.005, "old": 0.02}
"""Share of letters misread, marks apart, at which the rates hold: counted for Tesseract's models, for programs of the
1990s set by hand from the confusions that studies of their output list (Taghva and Stofsky, OCRSpell, 2001)."""
_COUNTED = ("eng", "swe")
CAPITAL = 7.0
"""Bits of a capital inside a word in lower case, where the table knows no better reason."""
FOREIGN = 4.0
"""Bits of a letter read with a mark that Swedish does not have (á, ő, ñ): engines for all of Latin script do that."""
DOUBLE = 4.0
"""Bits of a letter read as two."""
STRANGE = 15.0
"""Bits of a misreading that was never counted."""
STROKES = {"ø": "o", "ł": "l", "ħ": "h", "đ": "d", "ı": "i", "æ": "a"}
Rule = tuple[int, str, float]
"""Letters read, what they stand for without marks, bits of its likeliest reading."""


@dataclass(frozen=True)
class Channel:
    """Costs in bits, -log2 P(read | meant); meant in lower case, read with capitals inside words as they stand."""

    costs: dict[tuple[str, str], float]
    rules: dict[str, tuple[tuple[str, float], ...]]
    """Read letters (one or two) to what they may stand for, without marks, and the least cost."""
    missing: tuple[tuple[str, float], ...]
    """Letters that get lost."""

    def cost(self, meant: str, read: str) -> float:
        known = self.costs.get((meant, read))
        if known is not None:
            return known
        if meant == read:
            return 0.0
        if meant == read.lower():
            return CAPITAL
        if len(read) == 1 and read > "z" and base(read) == fold(meant):
            return FOREIGN
        return STRANGE


@cache
def base(letter: str) -> str:
    """A letter without any mark, in lower case: `ñ` gives n, `ø` o; letters of other scripts stay."""
    plain = normalize("NFD", letter.lower())[0]
    return STROKES.get(plain, plain)


@cache
def _table() -> dict[str, dict[str, dict[str, float]]]:
    """Model, meant and read to the number of times; capitals meant count as their small letters."""
    table: dict[str, dict[str, dict[str, float]]] = {m: defaultdict(lambda: defaultdict(float)) for m in _COUNTED}
    rows = csv.reader(artefact("restorer", "confusions.csv").read_text(encoding="utf-8").splitlines())
    for model, meant, read, times in list(rows)[1:]:
        if meant != meant.lower():
            read = read.lower()
            if meant.lower() == read:
                continue
        table[model][meant.lower()][read] += float(times)
    return table


@cache
def _older() -> tuple[tuple[str, str, float], ...]:
    """Meant, read and bits at the `TYPICAL` rate, for programs of the 1990s."""
    text = (resources.files("ingest.repair") / "data" / "older_engines.csv").read_text(encoding="utf-8")
    return tuple((meant, read, float(bits)) for meant, read, bits in list(csv.reader(text.splitlines()))[1:])


def _chances(stripped: float, ocr: float, *, older: bool) -> dict[tuple[str, str], float]:
    """How probable it is that a letter, or two, is read as something else: by what was meant, and what is read."""
    chances: dict[tuple[str, str], float] = defaultdict(float)
    for model, share in (("eng", stripped), ("swe", 1.0 - stripped)):
        strength = min(4.0, ocr / TYPICAL[model])
        for meant, reads in _table()[model].items():
            for read, times in reads.items():
                if read == "*" or not any(letter.isalpha() for letter in meant):
                    continue
                marks_only = fold(meant) == read.lower() and meant != read.lower()
                # Marks that get lost belong to the model, other slips to the quality of the page.
                chance = share * (1.0 if marks_only else strength) * times / reads["*"]
                chances[meant, read] += chance
    for meant, read, bits in _older() if older else ():
        chances[meant, read] += 2.0**-bits * ocr / TYPICAL["old"]
    return chances


@lru_cache(maxsize=64)
def channel(stripped: float, ocr: float, *, older: bool = False) -> Channel:
    """The channel of a text with this damage (see `restorer.DamageRates`)."""
    chances = _chances(stripped, ocr, older=older)
    wrong: dict[str, float] = defaultdict(float)
    for (meant, _), chance in chances.items():
        wrong[meant] += chance
    costs = {}
    for (meant, read), chance in chances.items():
        scale = min(1.0, 0.995 / max(wrong[meant], 1e-9))
        costs[meant, read] = -log2(min(0.995, max(chance * scale, 1e-7)))
    for letter in MARKED:
        if letter.islower():
            costs[letter, letter] = -log2(max(0.005, 1.0 - wrong.get(letter, 0.0)))
            plain = fold(letter)
            costs.setdefault((letter, plain), -log2(max(1e-6, 0.9 * stripped)))
    _double(costs)
    rules: dict[str, dict[str, float]] = defaultdict(dict)
    missing: dict[str, float] = {}
    for (meant, read), bits in costs.items():
        plain = fold(meant)
        if read == "":
            missing[plain] = min(bits, missing.get(plain, 99.0))
        elif meant and plain != read:
            rules[read][plain] = min(bits, rules[read].get(plain, 99.0))
    return Channel(
        costs,
        {read: tuple(sorted(plains.items(), key=lambda pair: (pair[1], pair[0]))) for read, plains in rules.items()},
        tuple(sorted(missing.items())),
    )


def _double(costs: dict[tuple[str, str], float]) -> None:
    """A letter with a mark is also read as two of its readings side by side (6é, oé, aA for one letter)."""
    for letter in ("å", "ä", "ö"):
        reads = [(read, bits) for (meant, read), bits in costs.items() if meant == letter and len(read) == 1]
        for one, bits in reads:
            for two, more in reads:
                if letter not in (one, two):
                    costs.setdefault((letter, one + two), bits + more + DOUBLE)
