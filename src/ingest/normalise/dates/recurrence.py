"""How often: patterns such as *två gånger per år* and *var 14:e dag* as one of the contract's recurrences."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import cache

from ingest.language.patterns import expression, pattern, word_list, word_set
from ingest.normalise.dates.first_match import first_match
from ingest.normalise.dates.folding import alternatives, fold_in_place, words
from ingest.plan import Recurrence

__all__ = ["match", "nearest"]

_BY_RATE: tuple[tuple[int, Recurrence], ...] = (
    (1, "yearly"),
    (2, "half-yearly"),
    (4, "quarterly"),
    (12, "monthly"),
    (52, "weekly"),
)
# Rates further than this from every category (natural logarithm) have no category.
_FAR = 0.8
_DAILY = 200
_TERMS = word_set("normalise", "recurrence.terms")
_VAGUE = word_set("normalise", "recurrence.vague")


@cache
def _tables() -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    table = words()
    units = {fold_in_place(k): int(v) for k, v in table["per_year"].items()}
    counts = {fold_in_place(k): int(v) for k, v in table["counts"]["words"].items()}
    ordinals = {fold_in_place(k): int(v) for k, v in table["counts"]["ordinals"].items()}
    return units, counts, ordinals


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    units, counts, ordinals = _tables()
    unit = f"(?P<unit>{alternatives(units)})(?![a-z])"
    number = f"(?:[0-9]{{1,2}}|{alternatives(counts)})"
    nth = f"(?P<ordinal>{alternatives(ordinals)}|[0-9]{{1,2}}(?::?[ea])?)"
    each = expression("normalise", "recurrence.each", nth=nth)
    times = pattern("normalise", "recurrence.times", number=number, unit=unit)
    slash = pattern("normalise", "recurrence.slash", number=number, unit=unit)
    every = pattern("normalise", "recurrence.every", number=number, each=each, unit=unit)
    return times, slash, every


def nearest(rate: float) -> tuple[Recurrence | None, bool]:
    """The category nearest to a rate of times a year, and whether it is exact."""
    if rate >= _DAILY:
        return "continuous", True
    if rate < 1:
        return None, False
    distance, name = min((abs(math.log(rate / r)), name) for r, name in _BY_RATE)
    return (name if distance <= _FAR else None), distance < 0.01


@cache
def _first() -> Callable[[str, int], int]:
    return first_match([p.pattern for p in _patterns()])


def match(folded: str, at: int) -> tuple[int, Recurrence | None, bool] | None:
    """A counted recurrence at offset `at`: (end, category or None where none fits, exact)."""
    units, counts, ordinals = _tables()
    *_, every = _patterns()
    for rule in _patterns()[_first()(folded, at) :]:
        found = rule.match(folded, at)
        if found is None:
            continue
        unit = found["unit"]
        raw = found["count"]
        count = 1 if raw is None or raw in "il|" else counts.get(raw) or int(raw)
        interval = 1
        if rule is every:
            ordinal = found["ordinal"]
            if ordinal is not None:
                interval = ordinals.get(ordinal) or int(re.sub(r"\D", "", ordinal))
            if found["each"].startswith(word_list("normalise", "recurrence.every_second")):
                interval = 2
        if count == 0 or interval == 0:
            return None
        if unit in _TERMS and count == interval == 1:
            return found.end(), "termly", True
        category, exact = nearest(units[unit] * count / interval)
        return found.end(), category, exact and raw not in _VAGUE
    return None
