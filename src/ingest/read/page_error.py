"""How many words of a page are expected to be wrong, told by the words: of a reading by OCR, and of a text layer.

Two logistic models over the same named clues, since an engine states how sure it is and a layer does not. The weights
come from `ingest train pages`; what they are worth stands in `models/pages/README.md`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp, log, sqrt
from typing import Literal

from ingest.artefacts import artefact
from ingest.document import Word
from ingest.language.damage import health, is_foreign_word
from ingest.language.foreign import foreign_words, is_listed
from ingest.language.lexicon import known

__all__ = ["FEATURES", "FEWEST", "clues", "is_abroad", "word_error"]

FEATURES = (
    # What the engine says.
    "unsure", "doubted", "sure_of_nothing", "unsure_letters",
    # What the lexicon says.
    "unknown", "unknown_capital", "damaged", "vowels",
    # What the signs say.
    "crumbs", "singles", "mixed", "strange",
)  # fmt: skip
FEWEST = 8
"""Words of a page up to which its clues are pulled towards those of a common page."""
_DOUBTED, _NOTHING = 0.9, 0.6
"""Confidence of the engine below which a word is doubted, and below which it is sure of nothing."""
_KNOWN = 0.5
"""`known` of a word that the language has."""
_LONG = 4
"""Letters of a word from which the lexicon says something of it."""
_VOWELS = 0.42
"""Share of vowels among the letters of Swedish text."""
_LIMIT = 30.0
"""Log-odds beyond which the exponential says nothing more."""
_SMALL_WORDS, _SPELLED = 0.05, 0.6
"""Share of a page's words that are common ones of another language, and that any language has, from which it is plainly
text of that language, or code among it. Ciphers of Swedish and wrong letters have 0.01 at most, and under 0.5."""
_MOSTLY = 0.8
"""The same without small words: share of the words that any language has, and of those that are no Swedish. Swedish
that has lost letters has up to 1.0 of the one and none of the other; ciphers 0.43 of the one, 0.9 of the other."""
_SIGNS = frozenset("•–-&+/§%…=·")
"""Words of one sign that print has."""
_MARKS = ".,;:!?()\"”“’'/–-•"
_ONE_LETTER = frozenset("iåöIÅÖàxX")
"""Words of one letter that print has; with `X` cells of a table are ticked."""
_MIXED = re.compile(r"[a-zåäö][0-9A-ZÅÄÖ$€|{}\[\]\\][a-zåäö]|^[a-zåäö]+[0-9]+[a-zåäö]")
_STRANGE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\ufffe\ue000-\uf8ff~^`´{}\\[\\]|\\\\<>¢©®°¬¥¦¨¯¶¸«]")

Reading = Literal["ocr", "layer"]


@dataclass(frozen=True, slots=True)
class _Model:
    weights: tuple[float, ...]
    bias: float


@cache
def _models() -> Mapping[str, _Model]:
    data = json.loads(artefact("pages", "word_error.json").read_text(encoding="utf-8"))
    return {name: _Model(tuple(m["weights"]), m["bias"]) for name, m in data["models"].items()}


def word_error(words: Sequence[Word], reading: Reading) -> float:
    """Share (0..1) of a page's words that are expected to differ from those printed; 0 for a page without words."""
    if not words:
        return 0.0
    model = _models()[reading]
    value = model.bias + sum(w * v for w, v in zip(model.weights, clues(words), strict=True))
    return 1.0 / (1.0 + exp(-max(-_LIMIT, min(_LIMIT, value))))


def is_abroad(words: Sequence[Word]) -> bool:
    """Whether a page's words are plainly those of another language, spelled right: what the clues, which know Swedish,
    say of them means nothing then.
    """
    return _is_abroad(tuple([w.raw for w in words]))


# Of a page it is asked when its layer is chosen, when its quality is told, and by the clues of both.
@lru_cache(maxsize=16)
def _is_abroad(texts: tuple[str, ...]) -> bool:
    cores = [t.strip(_MARKS) for t in texts]
    letters = [c for c in cores if c.isalpha()]
    told = [c for c in letters if len(c) > 1]
    spelled = sum(map(_is_spelled, told))
    if sum(map(is_foreign_word, letters)) >= max(1, _SMALL_WORDS * len(letters)):
        return spelled >= _SPELLED * len(told)
    if not told or spelled < _MOSTLY * len(told):
        return False
    # Names and labels have no small words: then all of them speak for the language.
    return sum(foreign_words(texts)) >= _MOSTLY * len(texts)


@lru_cache(maxsize=1 << 14)
def _is_spelled(word: str) -> bool:
    return is_listed(word) or known(word.lower()) >= _KNOWN


def clues(words: Sequence[Word]) -> tuple[float, ...]:
    """The values of `FEATURES` for a page; shares enter as their roots, so that the first wrong words count most."""
    return _clues(tuple([w.raw for w in words]), tuple([w.confidence for w in words]))


@lru_cache(maxsize=16)
def _clues(texts: tuple[str, ...], confidences: tuple[float, ...]) -> tuple[float, ...]:
    sure = list(zip(map(len, texts), confidences, strict=True))
    cores = [t.strip(_MARKS) for t in texts]
    letters = [c for c in cores if c.isalpha()]
    small = [c for c in letters if len(c) >= _LONG and c.islower()]
    capital = [c for c in letters if len(c) >= _LONG and not c.islower()]
    if _is_abroad(texts):
        # The lexicon knows Swedish only.
        small, capital = [], []
    weight = sum(map(len, texts))
    unsure = sum([length * (1.0 - confidence) for length, confidence in sure])
    values = (
        log(max(1e-3, unsure / max(1, weight))),
        _root(sum([confidence < _DOUBTED for confidence in confidences]), len(texts)),
        _root(sum([confidence < _NOTHING for confidence in confidences]), len(texts)),
        _root(sum([length for length, confidence in sure if confidence < _DOUBTED]), weight),
        _root(sum([known(c) < _KNOWN for c in small]), len(small)),
        _root(sum([known(c.lower()) < _KNOWN for c in capital]), len(capital)),
        _root((1.0 - health(texts).quality) * len(texts), len(texts)),
        _vowels(letters),
        _root(sum([not any(map(str.isalnum, t)) and t not in _SIGNS for t in texts]), len(texts)),
        _root(sum([len(c) == 1 and c.isalpha() and c not in _ONE_LETTER for c in cores]), len(texts)),
        _root(sum([_MIXED.search(c) is not None for c in cores]), len(texts)),
        _root(sum([_STRANGE.search(t) is not None for t in texts]), len(texts)),
    )
    return tuple(round(v, 6) for v in values)


def _root(count: float, of: int) -> float:
    return sqrt(count / (of + FEWEST)) if of else 0.0


def _vowels(words: Sequence[str]) -> float:
    """How far the share of vowels lies from that of Swedish, by which a cipher is told."""
    text = "".join(words).lower()
    if not text:
        return 0.0
    share = sum(map(text.count, "aeiouyåäö")) / len(text)
    return abs(share - _VOWELS) * len(text) / (len(text) + 10 * FEWEST)
