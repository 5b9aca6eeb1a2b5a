"""Month names, also misspelt or damaged ones where they can be nothing else."""

from __future__ import annotations

import math
from functools import cache

from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from ingest.language.patterns import word_set
from ingest.normalise.dates.folding import fold_in_place, words

__all__ = ["month", "month_names"]

# Letters that scans take for one another (folded): an edit between them costs half.
_LOOKALIKES = frozenset(
    frozenset(p)
    for p in [
        "lj",
        "li",
        "ij",
        "l1",
        "i1",
        "j1",
        "ce",
        "co",
        "eo",
        "uv",
        "nu",
        "hn",
        "bh",
        "o0",
        "fl",
        "ft",
        "rt",
        "gq",
    ]
)
# Words that stand between numbers and look like a month, but are none.
_NEVER = word_set("normalise", "months.never")


_SHORTEST = 3
"""Letters of the shortest names (*jan*)."""
_LONG = 5
"""Letters from which a token is compared with full names only."""
_FULL_SHORT = word_set("normalise", "months.short")
"""Full names that are shorter."""
_ONE_EDIT = 6
"""Letters up to which a name allows one edit; longer ones allow two."""
_CLEARLY = 0.25
"""What a rival's edits must cost more; half of what a pair of lookalikes costs."""


@cache
def month_names() -> dict[str, int]:
    """Folded names and abbreviations to 1..12."""
    return {fold_in_place(name): int(n) for n, names in words()["months"].items() for name in names}


@cache
def month(token: str, framed: bool) -> int | None:
    """The month that a folded token means.

    Args:
        token: letters only, folded.
        framed: a day stands before it and a year after it, so that it can hardly be another word; short tokens
            are only repaired then.
    """
    names = month_names()
    if token in names:
        return names[token]
    if token in _NEVER or len(token) < _SHORTEST:
        return None
    if len(token) >= _LONG:
        return _month_of_long(token, framed)
    return _month_of_short(token) if framed else None


def _month_of_long(token: str, framed: bool) -> int | None:
    """The one month whose full name is one edit away; two edits only where a date frames it or its beginning holds."""
    full = [(n, m) for n, m in month_names().items() if len(n) >= _LONG or n in _FULL_SHORT]
    edits = {name: DamerauLevenshtein.distance(token, name) for name, _ in full}
    near = {m for name, m in full if len(name) >= _LONG and edits[name] <= 1}
    if len(near) == 1:
        return near.pop()
    far = {
        m for name, m in full if edits[name] <= (1 if len(name) <= _ONE_EDIT else 2) and (framed or len(name) >= _LONG)
    }
    if not framed:
        far = {m for m in far if any(name[:2] == token[:2] for name, month in full if month == m)}
    return far.pop() if len(far) == 1 else None


def _month_of_short(token: str) -> int | None:
    """The one month with a name that differs from the token by one letter at most, and by clearly less than others."""
    costs = sorted(
        (_cost(token, name), m)
        for name, m in month_names().items()
        if abs(len(name) - len(token)) <= 1 and len(name) >= _SHORTEST
    )
    best = costs[0][0] if costs else math.inf
    winners = {m for cost, m in costs if cost == best}
    if best > 1.0 or len(winners) != 1:
        return None
    rivals = {m for cost, m in costs if cost <= best + _CLEARLY and m not in winners}
    return winners.pop() if not rivals else None


def _cost(token: str, name: str) -> float:
    cost = 0.0
    for edit in Levenshtein.editops(token, name):
        if edit.tag == "replace":
            pair = frozenset((token[edit.src_pos], name[edit.dest_pos]))
            cost += 0.5 if pair in _LOOKALIKES else 1.0
        else:
            cost += 1.0
    return cost
