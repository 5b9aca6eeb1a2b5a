"""How many fields are exactly right, as far as the confidences tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.plan import FieldName
from ingest.quality.confidence import Spread

__all__ = ["Share", "Stated", "expected_share"]

Floats = NDArray[np.float64]

DRAWS = 2000
"""Archives that are drawn: the bounds then vary by less than a tenth of a point."""
_SHIFTS = np.linspace(-8.0, 8.0, 65)
"""Logits by which whole documents are shifted; between these a document's sum is interpolated."""
_LEAST = 0.005
"""Confidences nearer to 0 or 1 are taken as this far away: no model is that sure of a document it has not seen."""
_BOUNDS = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Share:
    """An expected share (0..1) of `count` values, with the bounds of its central 95 % interval."""

    count: int
    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Stated:
    """The confidences of one document by field. `layout` is the same for documents that are set out alike, `kind` for
    those of one broad kind (read the same way, rows of the same origin)."""

    layout: str
    fields: Mapping[FieldName, tuple[float, ...]]
    kind: str = ""


def expected_share(documents: Sequence[Stated], spread: Spread, names: Sequence[FieldName]) -> Share | None:
    """Return the expected share of right values, None without values.

    The expectation is the mean of the calibrated confidences. The interval holds four sources of error: chance (each
    field is right or wrong), the document (its fields are more or less often right than stated, all together), the
    layout (all documents that are set out alike are) and the broad kind. The latter three are normal effects in logits,
    fitted on kinds of layouts that the model had not seen (`models/confidence`); each logit is widened so that the mean
    over the effects stays the stated probability (MacKay 1992, The Evidence Framework, eq. 10). Its bounds are those of
    `DRAWS` drawn archives, from a fixed seed.

    Args:
        documents: what is stated of each document.
        spread: standard deviations of the three effects, in logits.
        names: the fields that count.
    """
    values = [np.array([c for n in names for c in d.fields.get(n, ())]) for d in documents]
    kept = [(d, v) for d, v in zip(documents, values, strict=True) if len(v)]
    count = sum(len(v) for _, v in kept)
    if not count:
        return None
    expected = float(sum(v.sum() for _, v in kept)) / count
    rng = np.random.default_rng(0)
    kinds = {name: spread.kind * rng.standard_normal(DRAWS) for name in dict.fromkeys(d.kind for d, _ in kept)}
    layouts = {name: spread.family * rng.standard_normal(DRAWS) for name in dict.fromkeys(d.layout for d, _ in kept)}
    total, variance = np.zeros(DRAWS), np.zeros(DRAWS)
    for one, confidences in kept:
        shift = kinds[one.kind] + layouts[one.layout] + spread.document * rng.standard_normal(DRAWS)
        mean, chance = _shifted(confidences, spread)
        total += np.interp(shift, _SHIFTS, mean)
        variance += np.interp(shift, _SHIFTS, chance)
    total += np.sqrt(variance) * rng.standard_normal(DRAWS)
    low, high = np.quantile(np.clip(total / count, 0.0, 1.0), _BOUNDS)
    return Share(count, expected, min(float(low), expected), max(float(high), expected))


def _shifted(confidences: Floats, spread: Spread) -> tuple[Floats, Floats]:
    """Return the expected number of right fields of a document, and its variance by chance, at each shift."""
    p = np.clip(confidences, _LEAST, 1 - _LEAST)
    levels, counts = np.unique(np.round(p, 3), return_counts=True)
    logits = spread.widening * np.log(levels / (1 - levels))
    q = 1 / (1 + np.exp(-(logits[None, :] + _SHIFTS[:, None])))
    return (q * counts).sum(axis=1), (q * (1 - q) * counts).sum(axis=1)
