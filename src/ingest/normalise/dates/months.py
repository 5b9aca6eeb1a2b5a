"""Month names, also misspelt or damaged ones where they can be nothing else."""

from __future__ import annotations

from functools import cache

from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from ingest.normalise.dates.text import fold, words

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
_NEVER = frozenset(
    [
        "man",
        "manad",
        "gang",
        "ggr",
        "st",
        "del",
        "steg",
        "fas",
        "etapp",
        "vecka",
        "ar",
        "aret",
        "marknad",
        "av",
        "aven",
        "om",
        "dag",
        "dagar",
    ]
)


@cache
def month_names() -> dict[str, int]:
    """Folded names and abbreviations to 1..12."""
    return {fold(name): int(n) for n, names in words()["months"].items() for name in names}


@cache
def month(token: str, framed: bool) -> int | None:
    """The month that a folded token means.

    Args:
        token: letters only, folded.
        framed: a day stands before it and a year after it, so that it can hardly be another word; short tokens
            are only mended then.
    """
    names = month_names()
    if token in names:
        return names[token]
    if token in _NEVER or len(token) < 3:
        return None
    full = {n: m for n, m in names.items() if len(n) >= 5 or n in ("mars", "juni", "juli", "maj")}
    if len(token) >= 5:
        found = {
            m
            for name, m in full.items()
            if len(name) >= 4
            and DamerauLevenshtein.distance(token, name) <= (1 if len(name) <= 6 else 2)
            and (len(name) > 4 or framed)
        }
        exact = {m for name, m in full.items() if len(name) >= 5 and DamerauLevenshtein.distance(token, name) <= 1}
        if len(exact) == 1:
            return exact.pop()
        # Two edits only where a date frames the word or its beginning holds.
        found = {m for m in found if framed or any(n[:2] == token[:2] for n, v in full.items() if v == m)}
        return found.pop() if len(found) == 1 else None
    if not framed:
        return None
    costs = sorted(
        (_cost(token, name), m) for name, m in names.items() if abs(len(name) - len(token)) <= 1 and len(name) >= 3
    )
    best = costs[0][0] if costs else 9.0
    winners = {m for cost, m in costs if cost == best}
    if best > 1.0 or len(winners) != 1:
        return None
    rivals = {m for cost, m in costs if cost <= best + 0.25 and m not in winners}
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
