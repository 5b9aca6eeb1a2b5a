"""The form that a plan is told in, and the usual headings."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class When:
    """One time: its EDTF notation says the days, see `gold.bounds`."""

    edtf: str | None = None
    role: str = "during"
    recurrence: str | None = None
    preliminary: bool = False
    label: str | None = None


@dataclass(frozen=True)
class Action:
    """A row; "" is an empty field."""

    orsak: str
    mål: str
    åtgärd: str
    vem: str
    actors: tuple[str, ...]
    när: str
    times: tuple[When, ...]
    other: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A section with its rows; `number` "" is none, `level` counts from 1."""

    number: str
    title: str
    problem: str = ""
    rows: tuple[Action, ...] = ()
    level: int = 1


@dataclass(frozen=True)
class Sample:
    title: str
    kind: str
    dated: str | None
    dated_line: str
    period: tuple[str, str] | None
    issuers: tuple[str, ...]
    issuer_line: str
    columns: tuple[tuple[str, str], ...]
    """(printed heading, field) in order; a field that is none of the five is the heading itself."""
    parts: tuple[Part, ...]
    intro: tuple[str, ...] = ()
    origin: str = "table"
    statements: tuple[tuple[str, str], ...] = field(default=())
    """(field, sentence) of a letter."""


FIVE = (("Orsak", "orsak"), ("Mål", "mål"), ("Åtgärd", "åtgärd"), ("Vem", "vem"), ("När", "när"))
