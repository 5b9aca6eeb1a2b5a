"""How many fields are exactly right, as far as the confidences tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

__all__ = ["Share", "expected_share"]

# Beyond this many fields the exact distribution differs from the normal one by less than a rounding.
EXACT_UP_TO = 2000
_QUANTILE = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """An expected share (0..1) of `count` values, with the bounds of its central 95 % interval."""

    count: int
    expected: float
    low: float
    high: float


def expected_share(confidences: Sequence[float]) -> Share | None:
    """The expected share of right values, None without values.

    With calibrated confidences p the number of right values is a sum of independent yes-or-no draws and has the
    Poisson binomial distribution: mean sum(p), variance sum(p(1 - p)) (Hong 2013, Computational Statistics & Data
    Analysis 59:41-51). Up to `EXACT_UP_TO` values its quantiles are taken from the exact distribution, beyond from
    the normal one. The interval tells what chance alone does; that errors of one document go together, and that
    the model may be wrong about documents of a new kind, is not in it.

    Args:
        confidences: probabilities, each 0..1.
    """
    n = len(confidences)
    if n == 0:
        return None
    p = np.clip(np.asarray(confidences, dtype=float), 0.0, 1.0)
    mean = float(p.sum())
    if n <= EXACT_UP_TO:
        low, high = _quantiles(p)
    else:
        spread = _QUANTILE * sqrt(float((p * (1 - p)).sum()))
        low, high = max(0.0, mean - spread), min(float(n), mean + spread)
    return Share(n, mean / n, min(low, mean) / n, max(high, mean) / n)


def _quantiles(p: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float]:
    """The counts between which the Poisson binomial has 95 % of its mass, by convolving the draws one by one."""
    mass = np.zeros(len(p) + 1)
    mass[0] = 1.0
    for done, one in enumerate(p, start=1):
        mass[1 : done + 1] = mass[1 : done + 1] * (1 - one) + mass[:done] * one
        mass[0] *= 1 - one
    below = np.cumsum(mass)
    low = int(np.searchsorted(below, 0.025, side="left"))
    high = int(np.searchsorted(below, 0.975, side="left"))
    return float(min(low, len(p))), float(min(high, len(p)))
