"""What looked-at fields teach of the confidence: a factor for the log-odds, and an addend for each field.

Fitted by penalised maximum likelihood (Newton's method), held near what the trained model says: a few corrections move
nothing much, hundreds do. It is used only where it says more than the trained model does of documents left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from ingest.plan import FIELDS
from ingest.quality.recalibration import log_odds, recalibrated

__all__ = ["LEAST_LOOKED", "LEAST_WRONG", "Looked", "fit", "loss"]

LEAST_LOOKED = 100
"""Fields that people have looked at, from which a fit makes sense."""
LEAST_WRONG = 10
"""Of them, right ones and wrong ones at least."""
_HELD = np.array([20.0, 2.0, *(8.0 for _ in FIELDS)])
"""Penalty of the squared distance of the factor from 1, of the common addend and of each field's own from 0."""
_STEPS = 50
_STILL = 1e-9
_LEAST_CHANCE = 1e-4
"""Probability below which an answer costs no more (as in `held_out`)."""

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Looked:
    """A field that a person has looked at: its document, its name, the confidence stated then, whether it was right."""

    document: str
    field: str
    stated: float
    right: bool


def fit(looked: Sequence[Looked]) -> dict[str, Pair]:
    """Return factor and addend by field; nothing where too little has been looked at."""
    wrong = sum(not one.right for one in looked)
    if len(looked) < LEAST_LOOKED or min(wrong, len(looked) - wrong) < LEAST_WRONG:
        return {}
    x = np.array([[log_odds(o.stated), 1.0, *(float(o.field == f) for f in FIELDS)] for o in looked])
    y = np.array([float(o.right) for o in looked])
    weights = _newton(x, y)
    return {
        f: (round(float(weights[0]), 4), round(float(weights[1] + weights[2 + i]), 4)) for i, f in enumerate(FIELDS)
    }


def _newton(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    start = np.zeros(x.shape[1])
    start[0] = 1.0
    weights: NDArray[np.float64] = start.copy()
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (chance - y) + _HELD * (weights - start)
        bend = (x * (chance * (1 - chance))[:, None]).T @ x + np.diag(_HELD)
        step = np.linalg.solve(bend, slope)
        weights = weights - step
        if float(np.abs(step).max()) < _STILL:
            break
    # Surer where the model doubts would turn its order about.
    weights[0] = max(0.0, weights[0])
    return weights


def loss(looked: Sequence[Looked], learnt: Mapping[str, Pair]) -> float:
    """Return the mean log loss, in nats, of what is said of fields; 0 for none."""
    if not looked:
        return 0.0
    chances = [recalibrated(o.stated, *learnt[o.field]) if o.field in learnt else o.stated for o in looked]
    said = (c if o.right else 1 - c for o, c in zip(looked, chances, strict=True))
    return -sum(log(max(c, _LEAST_CHANCE)) for c in said) / len(looked)
