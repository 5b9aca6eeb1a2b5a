"""Which plan follows which: the same issuer's plan of another year, under whatever file name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from ingest.plan import Facts

__all__ = ["successors"]

_NOT_LETTERS = re.compile(r"[\W\d_]+")
_Key = tuple[frozenset[str], str, str]


def successors(old: Mapping[str, Facts], new: Mapping[str, Facts]) -> dict[str, str]:
    """Pairs of names, old to new, of documents that no name pairs.

    Two documents are a plan and its successor where they have the same issuers, the same kind, the same title but for
    its years, and different years; and where no other document of either side could be meant. Turned round, the pairs
    are turned round.

    Args:
        old, new: facts by name, of the documents that only one side has.
    """
    before, after = _by_key(old.items()), _by_key(new.items())
    pairs = {}
    for key in before.keys() & after.keys():
        if len(before[key]) == len(after[key]) == 1:
            (name,), (other,) = before[key], after[key]
            if old[name].year != new[other].year:
                pairs[name] = other
    return pairs


def _by_key(documents: Iterable[tuple[str, Facts]]) -> dict[_Key, list[str]]:
    found: dict[_Key, list[str]] = defaultdict(list)
    for name, facts in documents:
        issuers = frozenset(actor.id or actor.name.casefold() for actor in facts.issuers)
        title = _NOT_LETTERS.sub(" ", (facts.title or "").casefold()).strip()
        if issuers and title and facts.year is not None:
            found[issuers, facts.kind, title].append(name)
    return found
