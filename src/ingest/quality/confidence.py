"""The probability that a value's text is exactly right: boosted trees and a logistic model, calibrated.

Both are fitted by `ingest train confidence` on documents with gold answers, with the families of documents held out;
what they are worth stands in `models/confidence/README.md`. The trees only ever lower a confidence as a doubt grows
(monotone constraints), so that a doubt larger than any seen in training is not read as a good sign. The mean of the two
logits is calibrated by isotonic regression. Sources: Friedman 2001 (boosting), Platt 1999 and Zadrozny & Elkan 2002
(calibration), Mahalanobis 1936 (distance to what was learned).
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.artefacts import artefact
from ingest.quality.features import FEATURES

__all__ = [
    "CEILING",
    "ConfidenceModel",
    "Forest",
    "Knots",
    "Logistic",
    "Novelty",
    "Spread",
    "forest_of",
    "interpolate",
    "load",
    "logistic_of",
    "sigmoid",
]

Floats = NDArray[np.float64]
Knots = tuple[tuple[float, float], ...]
CEILING = 0.995
"""Even the surest field may be wrong in a way that no feature shows."""
_LIMIT = 30.0
"""Logits beyond which the exponential says nothing more."""


@dataclass(frozen=True, eq=False)
class Forest:
    """Boosted trees of one depth, complete: inner nodes `feature` and `threshold`, shape (trees, 2**depth - 1), and
    `leaf`, shape (trees, 2**depth), in logits. A value goes left where its number is at most the threshold."""

    feature: NDArray[np.int64]
    threshold: Floats
    leaf: Floats
    bias: float

    def logits(self, table: Floats) -> Floats:
        """Return the logits of the rows of a table of shape (values, features)."""
        count, inner = self.feature.shape
        at = np.zeros((len(table), count), dtype=np.int64)
        trees = np.arange(count)
        lines = np.arange(len(table))[:, None]
        for _ in range((inner + 1).bit_length() - 1):
            right = table[lines, self.feature[trees, at]] > self.threshold[trees, at]
            at = 2 * at + 1 + right
        found: Floats = self.bias + self.leaf[trees, at - inner].sum(axis=1)
        return found


@dataclass(frozen=True, eq=False)
class Logistic:
    """A weight a feature; numbers are cut at what training saw (`low`, `high`)."""

    weights: Floats
    bias: float
    low: Floats
    high: Floats

    def logits(self, table: Floats) -> Floats:
        """Return the logits of the rows of a table of shape (values, features)."""
        found: Floats = np.clip(table, self.low, self.high) @ self.weights + self.bias
        return found


@dataclass(frozen=True, eq=False)
class Novelty:
    """How far a document's mean numbers lie from those learned: the root of the mean squared deviation along the
    directions in which the documents of training differ, in their own standard deviations."""

    columns: NDArray[np.int64]
    """Positions in `FEATURES` of the numbers that are looked at."""
    mean: Floats
    directions: Floats
    """Shape (directions, columns), scaled so that training has variance 1 along each."""
    bound: float
    """Distance beyond which a document counts as unlike anything learned."""

    def of(self, table: Floats) -> float:
        """Return the distance of the document whose values a table holds; 0 for none."""
        if not len(table):
            return 0.0
        away = self.directions @ (table[:, self.columns].mean(axis=0) - self.mean)
        return float(np.sqrt((away**2).mean()))


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the share of right values of whole documents strays from what is stated, as a random effect in logits:
    the standard deviations between families of layouts, between documents of one family, and between broad kinds of
    layout."""

    family: float = 0.0
    document: float = 0.0
    kind: float = 0.0

    @property
    def widening(self) -> float:
        """What logits are multiplied by so that the mean over the effects stays what is stated."""
        return float(np.sqrt(1 + np.pi * (self.family**2 + self.document**2 + self.kind**2) / 8))


@dataclass(frozen=True, eq=False)
class ConfidenceModel:
    """The fitted parts, and the calibrations as knots of a rising line, for fields and for rows."""

    forest: Forest
    logistic: Logistic
    novelty: Novelty
    share: float
    """Weight of the trees in the mean of the two logits."""
    fields: Knots
    rows: Knots
    spread: Spread

    def logits(self, table: Floats) -> Floats:
        """Return the logits before calibration of a table of shape (values, features)."""
        if not len(table):
            return np.zeros(0)
        return self.share * self.forest.logits(table) + (1 - self.share) * self.logistic.logits(table)

    def confidences(self, table: Floats) -> list[float]:
        """Return the probability of each value that it is exactly right."""
        return [interpolate(self.fields, float(p)) for p in sigmoid(self.logits(table))]

    def row(self, fields: Sequence[float]) -> float:
        """Return the probability that a row is exactly right in all fields, from those of its fields."""
        product = 1.0
        for confidence in fields:
            product *= confidence
        return interpolate(self.rows, product)


def sigmoid(logits: Floats) -> Floats:
    """Return the probabilities of logits."""
    found: Floats = 1 / (1 + np.exp(-np.clip(logits, -_LIMIT, _LIMIT)))
    return found


def interpolate(knots: Sequence[tuple[float, float]], x: float) -> float:
    """Return the value of a piecewise linear function, constant beyond its ends."""
    i = bisect_right(knots, (x, float("inf")))
    if i == 0:
        return knots[0][1]
    if i == len(knots):
        return knots[-1][1]
    (x0, y0), (x1, y1) = knots[i - 1], knots[i]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0) if x1 > x0 else y1


@cache
def load() -> ConfidenceModel:
    """Return the trained model.

    Raises:
        MissingTool: the artefact is missing.
    """
    return of_json(json.loads(artefact("confidence", "model.json").read_text(encoding="utf-8")))


def of_json(value: Mapping[str, Any]) -> ConfidenceModel:
    """Return the model that a JSON object describes.

    Raises:
        ValueError: it was trained for other features.
    """
    if tuple(value["features"]) != FEATURES:
        raise ValueError("models/confidence was trained for other features; run `ingest train confidence`")
    far = value["novelty"]
    return ConfidenceModel(
        forest_of(value["trees"]),
        logistic_of(value["logistic"]),
        Novelty(
            np.array(far["columns"], dtype=np.int64),
            np.array(far["mean"], dtype=float),
            np.array(far["directions"], dtype=float),
            float(far["bound"]),
        ),
        float(value["share"]),
        tuple((float(x), float(y)) for x, y in value["fields"]),
        tuple((float(x), float(y)) for x, y in value["rows"]),
        Spread(**{name: float(found) for name, found in value["spread"].items()}),
    )


def forest_of(value: Mapping[str, Any]) -> Forest:
    """Return the trees that a JSON object describes."""
    return Forest(
        np.array(value["feature"], dtype=np.int64),
        np.array(value["threshold"], dtype=float),
        np.array(value["leaf"], dtype=float),
        float(value["bias"]),
    )


def logistic_of(value: Mapping[str, Any]) -> Logistic:
    """Return the logistic model that a JSON object describes."""
    return Logistic(np.array(value["weights"]), float(value["bias"]), np.array(value["low"]), np.array(value["high"]))
