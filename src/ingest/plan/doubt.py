"""What counts as a doubt, everywhere: in the summary of a conversion, the report, the database, the sheets.

A doubt is one thing that a person should look at: a field that is right with a probability below `SURE`, or
anything else that an issue of severity `warning` or `error` names (an empty field that its table fills, a row, a page,
the document). Every field below the threshold has such an issue, which tells why; so the doubts of a plan are the
targets of its warnings and errors, each counted once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

__all__ = ["doubted", "is_doubt"]


class _Issue(Protocol):
    @property
    def severity(self) -> str: ...
    @property
    def target(self) -> str: ...


def is_doubt(severity: str) -> bool:
    """Return whether an issue of this severity names a doubt."""
    return severity != "info"


def doubted(issues: Iterable[_Issue]) -> tuple[str, ...]:
    """Return the targets of a plan's doubts, each once, in the order of its issues."""
    return tuple(dict.fromkeys(i.target for i in issues if is_doubt(i.severity)))
