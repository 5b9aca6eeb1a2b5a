"""What a cell's own words say of its field: by signs, by the trained classifier, and by both.

Anything that is a `Scorer` can take their place (see `ingest.classify.classify`). The signs are data
(`data/content.toml`).
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Protocol

from ingest.classify.fields.classifier import meanings
from ingest.classify.fields.heading import LABELS, Label
from ingest.language.patterns import pattern

__all__ = ["Scorer", "by_both", "by_signs", "by_words"]


class Scorer(Protocol):
    """Texts of cells or sentences in; for each the probabilities of `orsak` … `när` and `other`, summing to 1."""

    def __call__(self, texts: Sequence[str], /) -> Sequence[Mapping[Label, float]]: ...


TRAINED = 0.5
"""The classifier's share in the geometric mean."""
# Log-odds before any sign: longer texts are seldom bodies or dates.
_BASE: Mapping[Label, float] = {"orsak": -0.3, "mål": -0.3, "åtgärd": 0.0, "vem": -0.6, "när": -0.8, "other": -0.4}


@cache
def _signs() -> Mapping[Label, tuple[tuple[re.Pattern[str], float], ...]]:
    data = tomllib.loads(resources.files("ingest.classify").joinpath("data/content.toml").read_text(encoding="utf-8"))
    return {la: tuple((re.compile(p), float(w)) for p, w in data[la]["signs"]) for la in LABELS}


def by_signs(texts: Sequence[str]) -> Sequence[Mapping[Label, float]]:
    """Score texts by the signs in them."""
    return [_score(text) for text in texts]


def by_words(texts: Sequence[str]) -> Sequence[Mapping[Label, float]]:
    """Score texts by the trained classifier; what says none of the five is `other`."""
    return [_trained(text) for text in texts]


def by_both(texts: Sequence[str]) -> Sequence[Mapping[Label, float]]:
    """The default `Scorer`: the geometric mean of signs and classifier, since they err on different texts."""
    return [_both(text) for text in texts]


@lru_cache(maxsize=8192)
def _both(text: str) -> Mapping[Label, float]:
    return _mean(_score(text), _trained(text))


@lru_cache(maxsize=8192)
def _trained(text: str) -> Mapping[Label, float]:
    (said,) = meanings([text])
    return {label: said["annat"] if label == "other" else said[label] for label in LABELS}


def _mean(signs: Mapping[Label, float], trained: Mapping[Label, float]) -> Mapping[Label, float]:
    product = {la: max(signs[la], 1e-6) ** (1 - TRAINED) * max(trained[la], 1e-6) ** TRAINED for la in LABELS}
    whole = sum(product.values())
    return {la: p / whole for la, p in product.items()}


@lru_cache(maxsize=8192)
def _score(text: str) -> Mapping[Label, float]:
    lower = " ".join(text.casefold().split())
    words = re.findall(r"[^\W\d_]+", lower)
    score = dict(_BASE)
    for label, signs in _signs().items():
        for sign, weight in signs:
            hits = len(sign.findall(lower))
            if hits:
                # A second hit says a little more, a third hardly anything.
                score[label] += weight * (1 + 0.35 * min(hits - 1, 2))
    _by_form(text, lower, words, score)
    top = max(score.values())
    exps = {la: math.exp(score[la] - top) for la in LABELS}
    whole = sum(exps.values())
    return {la: exps[la] / whole for la in LABELS}


_TIME_TOKEN = pattern("classify", "cell_scores.time_token")
_BETWEEN_NAMES = pattern("classify", "cell_scores.between_names")


def _by_form(text: str, lower: str, words: list[str], score: dict[Label, float]) -> None:
    tokens = lower.split()
    count = len(words)
    if tokens:
        share = sum(bool(_TIME_TOKEN.match(t)) for t in tokens) / len(tokens)
        score["när"] += 3.0 * (share - 0.5) if len(tokens) <= 12 else -2.5
    if count > 14:
        score["vem"] -= 2.5
        score["orsak"] += 0.5
    elif count > 8:
        score["vem"] -= 0.7
    # Names in a row: short pieces between commas, "och" and line breaks, each beginning with a capital.
    pieces = [p for p in _BETWEEN_NAMES.split(text) if p.strip()]
    if pieces and not text.rstrip().endswith((".", "!")):
        short = sum(len(p.split()) <= 4 for p in pieces) / len(pieces)
        if short == 1.0 and count <= 3 * len(pieces) + 1:
            score["vem"] += 0.5 + 0.4 * min(len(pieces) - 1, 3)
    if text.rstrip().endswith("."):
        score["vem"] -= 0.8
        score["other"] -= 0.5
    if count <= 2:
        score["orsak"] -= 0.6
        score["mål"] -= 0.2
    if not words:
        score["other"] += 1.0
