"""One time of a *när* with the words bound to it, and what has been read of the clause at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ingest.normalise.dates.token import Atom
from ingest.normalise.dates.units import Part, TimeUnit
from ingest.plan import Recurrence, Role

__all__ = ["Bound", "Clause", "ClauseState"]

Bound = Literal["by", "until", "before", "after", "from", "earliest", "onwards"]

_ROLE_ORDER: tuple[Role, ...] = ("follow-up", "start", "done")


@dataclass(slots=True)
class Clause:
    """One time with what is bound to it; `unit` is None for a recurrence alone, `last` closes a span."""

    unit: TimeUnit | None = None
    last: TimeUnit | None = None
    bound: Bound | None = None
    roles: set[str] = field(default_factory=set)
    preliminary: bool = False
    recurrence: Recurrence | None = None
    label: str | None = None
    period: bool = False
    """The unit stands for the plan's own period."""
    exact: bool = True

    @property
    def role(self) -> Role:
        if self.bound is None and {"start", "done"} <= self.roles and "follow-up" not in self.roles:
            # "påbörjas och avslutas under 2024"
            return "during"
        return next((r for r in _ROLE_ORDER if r in self.roles), "during")


@dataclass(slots=True)
class ClauseState:
    """What has been read of the current clause."""

    words: list[Atom] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    bound: Bound | None = None
    preliminary: bool = False
    part: Part | None = None
    end_part: bool = False
    recurrence: Recurrence | None = None
    rec_exact: bool = True
    between: bool = False
    own_roles: bool = False
    own_label: bool = False
    """The times of this clause are named one by one, after their dates."""
    emitted: list[Clause] = field(default_factory=list)
    dangling: list[Atom] = field(default_factory=list)
    """Words after the last time of the clause."""
