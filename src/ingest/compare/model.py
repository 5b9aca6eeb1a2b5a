"""What changed between two conversions, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from ingest.plan import FieldName

__all__ = ["Comparison", "DocumentChange", "FieldChange", "RowChange", "RowText", "Side", "State", "What"]

What = Literal["text", "times", "actors", "confidence"]
State = Literal["new", "gone", "failed", "mended", "changed"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value before and after: its text, the EDTF of its times, the names of its actors, its confidence.

    None stands for no value; `what` says in which ways the two differ.
    """

    field: str
    what: tuple[What, ...]
    old: str | None
    new: str | None
    old_times: tuple[str, ...] = ()
    new_times: tuple[str, ...] = ()
    old_actors: tuple[str, ...] = ()
    new_actors: tuple[str, ...] = ()
    old_confidence: float | None = None
    new_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class RowText:
    """A row that only one side has."""

    id: str
    fields: Mapping[FieldName, str]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that both sides have, with what differs."""

    old_id: str
    new_id: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What became of one document.

    `new` and `gone` stand in one input only; `failed` and `mended` have a plan on one side only; `changed` have two
    plans that differ, or failed for another reason. The failures are codes (see errors.py).
    """

    source: str
    state: State
    old_failure: str | None = None
    new_failure: str | None = None
    facts: tuple[FieldChange, ...] = ()
    appeared: tuple[RowText, ...] = ()
    vanished: tuple[RowText, ...] = ()
    changed: tuple[RowChange, ...] = ()
    statements_appeared: int = 0
    statements_vanished: int = 0
    old_source: str | None = None
    """Name of the plan that this one follows (another year, another file); None where both have one name."""

    @property
    def label(self) -> str:
        """What people call the document: its name, or both where a plan follows another."""
        return f"{self.old_source} → {self.source}" if self.old_source is not None else self.source


@dataclass(frozen=True, slots=True)
class Side:
    """One conversion in figures: documents with a plan, skipped, rows, filled fields.

    `fill` is the share of rows that have the field, `expected` the mean confidence of the filled ones: the share of
    them that one may expect to be exactly right (None where nothing is filled); `expected_right` over all five.
    """

    documents: int = 0
    failed: int = 0
    rows: int = 0
    fields: int = 0
    expected_right: float | None = None
    fill: Mapping[FieldName, float | None] = field(default_factory=dict)
    expected: Mapping[FieldName, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two conversions: figures of both, and each document that differs, in order of the sources."""

    old: Side
    new: Side
    documents: tuple[DocumentChange, ...] = ()

    def count(self, state: State) -> int:
        """Documents of a state."""
        return sum(d.state == state for d in self.documents)

    @property
    def rows_appeared(self) -> int:
        return sum(len(d.appeared) for d in self.documents)

    @property
    def rows_vanished(self) -> int:
        return sum(len(d.vanished) for d in self.documents)

    @property
    def rows_changed(self) -> int:
        return sum(len(d.changed) for d in self.documents)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready values: the counts, then all changes."""
        counts = {
            "documents": {s: self.count(s) for s in ("new", "gone", "failed", "mended", "changed")},
            "rows": {"appeared": self.rows_appeared, "vanished": self.rows_vanished, "changed": self.rows_changed},
        }
        return {"counts": counts, **asdict(self)}
