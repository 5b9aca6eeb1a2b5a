"""Which row of one conversion is which row of another: by what they say, not by their numbers.

Rows that say the same are paired first, in order. The others are paired so that the sum of their likenesses is the
largest (linear assignment: Kuhn 1955; Crouse 2016 as in SciPy), and pairs that are hardly alike are no pairs.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist
from scipy.optimize import linear_sum_assignment

from ingest.plan import FIELDS, FieldName, Row

__all__ = ["ALIKE", "align"]

# A pair counts from this likeness (0 to 1): below, one row went and another came.
ALIKE = 0.5
# What a field says of which action it is: the action itself most, dates and names recur in many rows.
WEIGHTS: dict[FieldName, float] = {"orsak": 1.0, "mål": 1.5, "åtgärd": 3.0, "vem": 1.0, "när": 1.0}
# Rows of one document compared with each other at once; beyond, both sides are cut into as many parts.
MAX_PAIRS = 1_000_000
MAX_TEXT = 2000
# Where likenesses are equal the nearer place wins; never enough to outweigh a letter.
NEARNESS = 1e-6

Pair = tuple[int | None, int | None]


def align(old: Sequence[Row], new: Sequence[Row]) -> list[Pair]:
    """Pairs of positions in `old` and `new`, from 0, in the order of `new`; None for a row that has no other.

    `align(new, old)` gives the same pairs turned round.
    """
    pairs, rest_old, rest_new = _same(old, new)
    if [_key(old[i]) for i in rest_old] <= [_key(new[j]) for j in rest_new]:
        pairs += _assigned(old, new, rest_old, rest_new)
    else:
        # Among several best assignments the solver takes one by the order of the sides: always the same order here.
        pairs += [(i, j) for j, i in _assigned(new, old, rest_new, rest_old)]
    taken_old, taken_new = {i for i, _ in pairs}, {j for _, j in pairs}
    gone: list[Pair] = [(i, None) for i in range(len(old)) if i not in taken_old]
    come: list[Pair] = [(None, j) for j in range(len(new)) if j not in taken_new]
    return sorted([*pairs, *come], key=lambda p: (p[1] is None, p[1] or 0)) + gone


def _key(row: Row) -> tuple[str, ...]:
    return tuple(value.text if value is not None else "" for _, value in row.fields())


def _same(old: Sequence[Row], new: Sequence[Row]) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Rows that say the same, the first with the first; and what is left of both sides."""
    waiting: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
    for i, row in enumerate(old):
        waiting[_key(row)].append(i)
    pairs, rest_new = [], []
    for j, row in enumerate(new):
        same = waiting[_key(row)]
        if same:
            pairs.append((same.popleft(), j))
        else:
            rest_new.append(j)
    return pairs, sorted(i for left in waiting.values() for i in left), rest_new


def _assigned(
    old: Sequence[Row], new: Sequence[Row], rest_old: Sequence[int], rest_new: Sequence[int]
) -> list[tuple[int, int]]:
    if not rest_old or not rest_new:
        return []
    parts = 1
    while (len(rest_old) // parts + 1) * (len(rest_new) // parts + 1) > MAX_PAIRS:
        parts += 1
    pairs: list[tuple[int, int]] = []
    for n in range(parts):
        some_old = rest_old[n * len(rest_old) // parts : (n + 1) * len(rest_old) // parts]
        some_new = rest_new[n * len(rest_new) // parts : (n + 1) * len(rest_new) // parts]
        alike = _likeness([old[i] for i in some_old], [new[j] for j in some_new])
        distance = np.abs(np.subtract.outer(np.array(some_old), np.array(some_new)))
        for a, b in zip(*linear_sum_assignment(alike + NEARNESS / (1 + distance), maximize=True), strict=True):
            if alike[a, b] >= ALIKE:
                pairs.append((some_old[a], some_new[b]))
    return pairs


def _likeness(old: Sequence[Row], new: Sequence[Row]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Likeness of each row with each, 0 to 1: the mean over the fields that one of the two has."""
    total = np.zeros((len(old), len(new)))
    weights = np.zeros((len(old), len(new)))
    for name, weight in WEIGHTS.items():
        here = [value.text[:MAX_TEXT] if (value := row[name]) is not None else "" for row in old]
        there = [value.text[:MAX_TEXT] if (value := row[name]) is not None else "" for row in new]
        found = cdist(here, there, scorer=Indel.normalized_similarity, dtype=np.float64)
        # A field that neither has says nothing.
        counts = np.logical_or.outer(np.array([bool(t) for t in here]), np.array([bool(t) for t in there]))
        total += weight * found * counts
        weights += weight * counts
    out: np.ndarray[tuple[int, int], np.dtype[np.float64]] = np.divide(
        total, weights, out=np.zeros_like(total), where=weights > 0
    )
    return out


assert set(WEIGHTS) == set(FIELDS)
