"""What the words over a list say of it: things to do, what was done, what is there already, who, what was seen.

A multinomial logistic model over the word vectors of a heading (`fields.classifier`), fitted by `ingest train measures`
on headings of `train/data/list_heads.toml`. A word that no example had behaves like those that are used as it is. What
it says is a clue of the decision `measures`, and decides nothing by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from ingest.artefacts import artefact
from ingest.classify.fields.classifier import classifier, split
from ingest.decision_overrides import Watched

__all__ = ["HEADS", "HeadModel", "heads_of", "load", "vector_of", "watched"]

HEADS: tuple[str, ...] = ("todo", "past", "there", "who", "seen", "told", "area")
"""Things to do; what was done or happened; what is there already; people and bodies; what was seen, said or feared;
rules, advice and papers; areas, which may be anything."""
_NUMBERS = re.compile(r"\d[\d.:/–-]*")
"""A section's number and a year say nothing here."""

Vector = NDArray[np.float32]
Watch = Callable[[str], Mapping[str, float]]
_WATCHED: Watched[Watch] = Watched("list_heads")
watched = _WATCHED.by
"""Let something else decide in this context: training judges headings by a model that has not seen them."""


def vector_of(text: str) -> Vector:
    """Return the numbers of a heading: the mean of its words' vectors, and those of its first two words."""
    vectors = classifier().vectors
    return vectors.mean([vectors.index(w) for w in split(_NUMBERS.sub(" ", text))])


@dataclass(frozen=True)
class HeadModel:
    """Weights of shape (heads, 3 × dimensions of the word vectors), and biases, in the order of `HEADS`."""

    weights: Vector
    bias: Vector

    def __call__(self, text: str) -> dict[str, float]:
        """Return the probability of each head; they sum to 1."""
        logits = self.weights @ vector_of(text) + self.bias
        shares = np.exp(logits - logits.max())
        return {name: float(p) for name, p in zip(HEADS, shares / shares.sum(), strict=True)}


@cache
def load() -> HeadModel:
    """Return the model that comes with the package.

    Raises:
        MissingTool: the artefact is missing.
        ValueError: it was made for other heads.
    """
    data = json.loads(artefact("measures", "heads.json").read_text(encoding="utf-8"))
    if tuple(data["heads"]) != HEADS:
        raise ValueError("models/measures/heads.json was made for other heads: run `ingest train measures`")
    return HeadModel(np.array(data["weights"], np.float32), np.array(data["bias"], np.float32))


def heads_of(texts: Sequence[str]) -> dict[str, float]:
    """Return for each head the largest probability that any of the texts gives it; 0 for no text."""
    judge = _WATCHED.current() or _known
    found = [judge(t) for t in texts if any(c.isalpha() for c in t)]
    return {name: max((f[name] for f in found), default=0.0) for name in HEADS}


@lru_cache(maxsize=4096)
def _known(text: str) -> Mapping[str, float]:
    return load()(text)
