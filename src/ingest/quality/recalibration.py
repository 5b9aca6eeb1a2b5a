"""Confidences after what one's own corrections have taught: the log-odds of each field stretched and moved.

Platt's scaling (1999) on top of the trained model, fitted by `ingest train --from-corrections` to fields that people
have looked at. Which fields they look at depends on the confidence alone, and given that, the share that is right does
not: so fields may be chosen by doubt and still teach.
"""

from __future__ import annotations

from math import exp, log

__all__ = ["log_odds", "original", "recalibrated"]

_LEAST = 1e-4
"""Probability that is taken no nearer to nought or one."""


def log_odds(probability: float) -> float:
    """Return the logit of a probability, in nats, bounded."""
    p = min(max(probability, _LEAST), 1 - _LEAST)
    return log(p / (1 - p))


def original(probability: float, factor: float, addend: float) -> float | None:
    """Return what was stated before `recalibrated`; None where a factor of nought has left nothing of it."""
    return 1 / (1 + exp((addend - log_odds(probability)) / factor)) if factor > 0 else None


def recalibrated(probability: float, factor: float, addend: float) -> float:
    """Return the probability whose log-odds are `factor` times those of the stated one, plus `addend`."""
    return 1 / (1 + exp(-(factor * log_odds(probability) + addend)))
