"""Between document and plan: what classification found, each value with the evidence for it.

`ingest.classify` makes a `Draft`, `ingest.normalise` adds times and actors, `ingest.quality` turns it into the
`Plan`: confidences out of evidence, repairs and issues collected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ingest.document import Change, Document, Method, Note
from ingest.plan import Actor, FieldName, Kind, Origin, Period, Place, StatementField, Time

__all__ = ["Draft", "DraftFacts", "DraftRow", "DraftSection", "DraftStatement", "Evidence", "Value"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a value; each number is a probability-like score, 1 = no doubt."""

    method: Method
    read: float = 1.0
    """Mean of the reader's word confidences."""
    read_min: float = 1.0
    """The least of them."""
    page: float = 1.0
    """Quality of the page or file it was read from."""
    layout: float = 1.0
    """Table or reading-order margin."""
    column: float = 1.0
    """Probability that the column, label or sentence is this field."""
    inherited: bool = False
    """Taken from a spanning cell or a heading."""
    joined: bool = False
    """Put together over a page break."""


@dataclass(frozen=True, slots=True)
class Value:
    """A text with its raw reading, places, repairs and evidence; actors and times come with normalisation."""

    text: str
    raw: str
    places: tuple[Place, ...]
    evidence: Evidence
    changes: tuple[Change, ...] = ()
    actors: tuple[Actor, ...] | None = None
    times: tuple[Time, ...] | None = None


@dataclass(frozen=True, slots=True)
class DraftSection:
    id: str
    number: str | None
    title: str
    problem: str | None
    parent: str | None
    place: Place | None = None
    changes: tuple[Change, ...] = ()
    """Repairs in title and problem."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    id: str
    section: str | None
    origin: Origin
    fields: Mapping[FieldName, Value]
    """The filled fields only."""
    other: Mapping[str, Value] = field(default_factory=dict)
    measure: float = 1.0
    """Probability that rows of its table are measures; 1 where no table gave it."""


@dataclass(frozen=True, slots=True)
class DraftStatement:
    id: str
    section: str | None
    field: StatementField
    value: Value


@dataclass(frozen=True, slots=True)
class DraftFacts:
    title: str | None = None
    kind: Kind = "annat"
    dated: date | None = None
    period: Period | None = None
    issuers: tuple[Actor, ...] = ()
    language: str = "sv"
    changes: tuple[Change, ...] = ()
    """Repairs in the title."""

    @property
    def year(self) -> int | None:
        """The year of its date, else the first year of its period; None where it states neither."""
        day = self.dated or (self.period.start if self.period else None)
        return day.year if day else None

    @property
    def begins(self) -> date | None:
        """The first day that it may speak of as to come: that of its period, or its own date if that is earlier."""
        days = [day for day in (self.dated, self.period.start if self.period else None) if day is not None]
        return min(days, default=None)


@dataclass(frozen=True, slots=True)
class Draft:
    document: Document
    facts: DraftFacts
    sections: tuple[DraftSection, ...] = ()
    rows: tuple[DraftRow, ...] = ()
    statements: tuple[DraftStatement, ...] = ()
    notes: tuple[Note, ...] = ()
    """Doubts of classification and normalisation: table without plan fields, row without action, text not placed…"""
    printed: tuple[str, ...] = ()
    """Column headings, labels, lines of facts and page numbers, which have their place beside a value or a page."""
