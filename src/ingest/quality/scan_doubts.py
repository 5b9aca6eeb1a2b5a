"""What speaks against a value that was read by OCR, beyond the general model: its letters.

The general model is fitted on drawn documents, whose slips are fewer and of fewer kinds than those of archives. Here
the odds that it states are corrected by a few doubts that only a scan has, with weights that `ingest train scans` fits
on scans of strangers with their answers, held out by archive; see the card `models/scans/README.md`. More doubt never
makes a value surer, and no value becomes surer than it was stated.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import pairwise
from math import exp, log

from rapidfuzz.distance import Levenshtein

from ingest.artefacts import artefact
from ingest.document import Method, words_of
from ingest.draft import Draft, Value
from ingest.language.letters import fold
from ingest.language.lexicon import UNLIKELY, known, readings
from ingest.plan import FIELDS
from ingest.quality.features import Target
from ingest.quality.page_clues import values_of
from ingest.quality.recalibration import log_odds
from ingest.quality.text_clues import left_open
from ingest.repair.models.restorer import DamageRates, restore

__all__ = ["FILE", "SCAN_DOUBTS", "doubts_of_scans", "with_scan_doubts"]

SCAN_DOUBTS = (
    "no_words",
    "lone_names",
    "unlikely_words",
    "other_marks",
    "read_least",
    "page",
    "small_start",
    "ends_unlike",
    "odd_marks",
    "nearly_same",
    "reading",
    "letters",
)
"""Words in small letters that nothing knows, capitalised ones, compounds hardly anybody writes, words with as likely a
one but for its marks, the least sure word, the page, a small letter where causes, goals and measures never have one, an
end unlike the column's, signs inside words, a text but for a letter or two another's, what a worn copy would rather be
of, and the number of letters."""
_LETTERS = 4
"""Letters of a word that is looked up, at least."""
_KNOWN = 0.5
"""`known` of a word, at least."""
_RIVAL = 6.0
"""log2 of how much likelier the word as it stands must be than one with other marks."""
_MOSTLY = 0.75
"""Share of a column's values that end alike."""
_FEW = 4
_ALIKE = 2
"""Letters by which two readings of one text differ, at most."""
_LONGEST = 60
_WORN = DamageRates(stripped=0.03, ocr=0.03)
"""Marks lost and letters misread on a worn copy."""
_WORD = re.compile(r"[^\W\d_]+")
_ODD = re.compile(r"[^\W\d_]{2}[.,:;!|][^\W\d_]{2}|[^\W\d_]\d|\d[^\W\d_]{2}|\s[.,;:!|'’](?:\s|$)|[|{}\\_~^]")


def with_scan_doubts(draft: Draft, stated: Mapping[Target, float]) -> dict[Target, float]:
    """Return the confidences, those of values read by OCR lowered by their doubts."""
    out = dict(stated)
    weights = _weights()
    for target, doubts in doubts_of_scans(draft).items():
        if target in stated:
            logit = weights["slope"] * log_odds(stated[target]) + weights["bias"]
            logit -= sum(weights[name] * doubt for name, doubt in doubts.items())
            out[target] = min(stated[target], 1 / (1 + exp(-logit)))
    return out


FILE = "weights.json"
"""Of the artefact `scans`: the weight of each doubt, the bias, and the slope of the stated log-odds."""


@cache
def _weights() -> Mapping[str, float]:
    found: Mapping[str, float] = json.loads(artefact("scans", FILE).read_text(encoding="utf-8"))
    return found


def doubts_of_scans(draft: Draft) -> dict[Target, dict[str, float]]:
    """Return the doubts (`SCAN_DOUBTS`, absent where 0) about each value of a draft that was read by OCR."""
    values = [
        (index, name, value)
        for index, row in enumerate(draft.rows)
        for name, value in values_of(row)
        if value.evidence.method is Method.OCR and value.text
    ]
    if not values:
        return {}
    seen = Counter(w.lower() for word in words_of(draft.document.blocks) for w in _WORD.findall(word.text))
    columns: dict[str, set[str]] = defaultdict(set)
    for _, name, value in values:
        columns[name].add(value.text)
    return {(index, name): _doubts(name, value, seen, columns[name]) for index, name, value in values}


def _doubts(name: str, value: Value, seen: Mapping[str, int], column: set[str]) -> dict[str, float]:
    text, evidence = value.text, value.evidence
    words = _WORD.findall(text)
    own = Counter(w.lower() for w in words)
    lone = [w for w in words if len(w) >= _LETTERS and known(w) < _KNOWN and seen.get(w.lower(), 0) <= own[w.lower()]]
    small = sum(w.islower() for w in lone)
    return {
        "no_words": log(1 + small),
        "lone_names": log(1 + len(lone) - small),
        "unlikely_words": log(1 + sum(_unlikely(w.lower()) for w in words if seen.get(w.lower(), 0) <= own[w.lower()])),
        "other_marks": log(1 + sum(_other_marks(w.lower()) for w in words)),
        "read_least": 1 - evidence.read_min,
        "page": 1 - evidence.page,
        "small_start": float(name in FIELDS and name != "när" and text[0].islower()),
        "ends_unlike": float(_ends_unlike(text, column)),
        "odd_marks": log(1 + len(_ODD.findall(text)) + _hyphens_left(text)),
        "nearly_same": float(any(_nearly_same(text, other) for other in column)),
        "reading": _reading(text),
        "letters": log(1 + sum(map(len, words))) / 4,
    }


def _reading(text: str) -> float:
    """Return how little the language model believes that the words of a text are what was written."""
    return log(1 + sum(1 - r.confidence for r in restore(text.split(), damage=_WORN)))


@lru_cache(maxsize=8192)
def _unlikely(word: str) -> bool:
    """Return whether a word is one of the lexicon only as a compound that hardly anybody writes."""
    if len(word) < _LETTERS or known(word) < _KNOWN:
        return False
    found = [r for r in readings(fold(word)) if r.text == word]
    return bool(found) and found[0].number < 0 and found[0].log2 < UNLIKELY


@lru_cache(maxsize=8192)
def _other_marks(word: str) -> bool:
    """Return whether a word differs but for its marks from one that is about as likely, or likelier."""
    if len(word) < _LETTERS:
        return False
    found = readings(fold(word))
    own = next((r.log2 for r in found if r.text == word), None)
    return any(r.text != word and (own is None or r.log2 > own - _RIVAL) for r in found)


def _hyphens_left(text: str) -> int:
    """Return how many words end in a hyphen that no joining word follows."""
    return sum(left_open(a, b) for a, b in pairwise(text.split()))


def _ends_unlike(text: str, column: set[str]) -> bool:
    """Return whether a text ends otherwise, in a full stop or in none, than nearly all of its column."""
    long = [t for t in column if len(t.split()) >= _FEW]
    if len(long) < _FEW or text not in long:
        return False
    stops = sum(t.endswith(".") for t in long) / len(long)
    return text.endswith(".") != (stops > 1 / 2) and max(stops, 1 - stops) >= _MOSTLY


@lru_cache(maxsize=8192)
def _nearly_same(text: str, other: str) -> bool:
    """Return whether a text is another but for a letter or two: one of them was misread, unless they are numbered."""
    if text == other or len(text) < 2 * _LETTERS or abs(len(text) - len(other)) > _ALIKE or len(text) > _LONGEST:
        return False
    bare, others = (re.sub(r"\d", "", t) for t in (text, other))
    return bare != others and Levenshtein.distance(bare, others, score_cutoff=_ALIKE) <= _ALIKE
