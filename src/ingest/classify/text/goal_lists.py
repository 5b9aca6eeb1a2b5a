"""Whether lists that stand alike, without who and when, are of goals: one logistic model over named clues.

The weights come from `ingest train goal-lists`, judged with themes held out (`models/goal-lists/README.md`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ingest.artefacts import linear_weights
from ingest.classify.text.measures import FEATURES as ITEM_FEATURES

__all__ = ["FEATURES", "GOALS", "are_goals", "clues"]

GOALS = 0.5
"""Probability from which lists are of goals."""
FEATURES: tuple[str, ...] = (
    "says_doing", "says_goal", "says_cause", "sign_we", "sign_state", "sign_thing", "sign_passive", "sign_infinitive",
    "sign_noun", "we_shall", "actor_shall", "thing_shall", "has_actor", "lead_measures", "lead_goals",
    "lead_says_doing", "lead_doing", "lead_time", "phase", "above_measures", "length", "full_stop",
)  # fmt: skip
"""Clues of the items (`measures.FEATURES`) whose means are the lists' clues, in the order of the weights."""
_AT = [ITEM_FEATURES.index(name) for name in FEATURES]


def clues(items: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Return the clues of lists: the means of those of their items (`measures.values_of`)."""
    return tuple(sum(item[at] for item in items) / len(items) for at in _AT)


def are_goals(items: Sequence[Sequence[float]]) -> bool:
    """Return whether lists with items of these clues are of goals."""
    weights, bias = _load()
    return bias + sum(w * v for w, v in zip(weights, clues(items), strict=True)) > 0


@cache
def _load() -> tuple[tuple[float, ...], float]:
    return linear_weights("goal-lists", "goal_lists.json", FEATURES)
