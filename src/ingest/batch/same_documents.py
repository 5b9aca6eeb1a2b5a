"""Documents that say the same: a plan as Word, PDF, scan and text, whose rows would count several times."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from ingest.plan import Facts, Plan

__all__ = ["alike"]

# Letters alone: formats differ in hyphens, spaces and signs.
_NOT_LETTERS = re.compile(r"[\W_]+")
SHARE = 0.5
"""Documents that share half of the larger one's actions are one plan (a scan misreads some), unless their years or
issuers differ: the next year's plan carries many on, and neighbours borrow from each other."""
_LEAST = 2
"""Actions that two documents share at least: one alone is a coincidence."""
_MOST_HOLDERS = 50
"""An action that more documents have is a phrase of the trade and tells nothing; its pairs would be too many."""


def alike(plans: Iterable[Plan]) -> list[tuple[str, ...]]:
    """Groups of sources of documents that say the same, each in order; documents that stand alone are not told.

    Only what the actions say is kept in memory, a document at a time.
    """
    actions: dict[str, frozenset[int]] = {}
    facts: dict[str, Facts] = {}
    holders: dict[int, list[str]] = defaultdict(list)
    for plan in plans:
        source = plan.document.source
        facts[source] = plan.document
        texts = (_NOT_LETTERS.sub("", row.åtgärd.text.casefold()) for row in plan.rows if row.åtgärd is not None)
        actions[source] = frozenset(hash(text) for text in texts if text)
        for action in actions[source]:
            holders[action].append(source)
    shared: dict[tuple[str, str], int] = defaultdict(int)
    for sources in holders.values():
        for n, one in enumerate(sources if len(sources) <= _MOST_HOLDERS else ()):
            for other in sources[n + 1 :]:
                shared[one, other] += 1
    return _groups(
        (one, other)
        for (one, other), count in shared.items()
        if count >= max(_LEAST, SHARE * max(len(actions[one]), len(actions[other])))
        and _may_be_one(facts[one], facts[other])
    )


def _may_be_one(one: Facts, other: Facts) -> bool:
    """Whether neither year nor issuer, where both documents tell it, says that they are two plans."""
    issuers, others = ({a.id or a.name.casefold() for a in facts.issuers} for facts in (one, other))
    is_same_year = one.year == other.year or None in (one.year, other.year)
    return is_same_year and (not issuers or not others or not issuers.isdisjoint(others))


def _groups(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Pairs joined to groups."""
    group: dict[str, set[str]] = {}
    for one, other in pairs:
        whole = group.get(one, {one}) | group.get(other, {other})
        for name in whole:
            group[name] = whole
    return sorted({tuple(sorted(names)) for names in group.values()})
