"""The probability that a value's text is exactly right: a logistic model, calibrated by isotonic regression.

The weights come from `ingest train confidence` (documents with gold answers, cross-validated over documents); what
they are worth stands in `models/confidence/README.md`. Platt 1999 and Zadrozny & Elkan 2002 describe the two steps.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from typing import Any

from ingest.artefacts import artefact
from ingest.quality.features import FEATURES

__all__ = ["Model", "load"]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in the order of `FEATURES`, and the calibration as knots of a rising line, for fields and for rows."""

    weights: tuple[float, ...]
    bias: float
    fields: tuple[tuple[float, float], ...]
    rows: tuple[tuple[float, float], ...]

    def raw(self, values: Sequence[float]) -> float:
        """The logistic score before calibration."""
        z = self.bias + sum(w * v for w, v in zip(self.weights, values, strict=True))
        return 1 / (1 + exp(-max(-30.0, min(30.0, z))))

    def field(self, values: Sequence[float]) -> float:
        """The probability that one field is exactly right."""
        return interpolate(self.fields, self.raw(values))

    def row(self, fields: Sequence[float]) -> float:
        """The probability that a row is exactly right in all fields, from those of its fields."""
        product = 1.0
        for confidence in fields:
            product *= confidence
        return interpolate(self.rows, product)


def interpolate(knots: Sequence[tuple[float, float]], x: float) -> float:
    """The value of a piecewise linear function, constant beyond its ends."""
    i = bisect_right(knots, (x, float("inf")))
    if i == 0:
        return knots[0][1]
    if i == len(knots):
        return knots[-1][1]
    (x0, y0), (x1, y1) = knots[i - 1], knots[i]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0) if x1 > x0 else y1


@cache
def load() -> Model:
    """The trained model.

    Raises:
        MissingTool: the artefact is missing.
    """
    value: dict[str, Any] = json.loads(artefact("confidence", "model.json").read_text(encoding="utf-8"))
    if tuple(value["features"]) != FEATURES:
        raise ValueError("models/confidence was trained for other features; run `ingest train confidence`")
    return Model(
        tuple(value["weights"]),
        value["bias"],
        tuple((x, y) for x, y in value["fields"]),
        tuple((x, y) for x, y in value["rows"]),
    )
