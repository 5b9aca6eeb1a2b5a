"""A table taken apart: the values that `parse`, `label_value` and `form_cells` give and everything after them reads."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.classify.fields.folding import heading_key
from ingest.classify.spans import Piece
from ingest.classify.tables.cells import Slot, SlotGrid
from ingest.language.patterns import pattern

__all__ = ["Band", "Comment", "Event", "ParsedRecord", "ParsedTable", "TablePart", "heading_text"]


@dataclass(frozen=True)
class Band:
    """A row across the table: a section, a goal, or text."""

    slot: Slot
    row: int


@dataclass(frozen=True)
class Comment:
    """A row across the table that comments on the row above."""

    label: str
    pieces: tuple[Piece, ...]
    row: int


@dataclass(frozen=True)
class ParsedRecord:
    """One line of cells below a heading row; `slots` has one entry a heading."""

    part: int
    slots: tuple[Slot | None, ...]
    row: int
    nested: tuple[ParsedTable, ...] = ()


@dataclass(frozen=True)
class TablePart:
    """A heading row and its records. `headings` are printed texts, "" where a column has none."""

    headings: tuple[str, ...]
    uppers: tuple[str, ...] = ()
    """The upper line of a two-level heading, a column each; "" where there is none."""
    kind: str = "columns"
    """"columns", "labels" (labels beside values) or "none" (no heading row)."""
    cells: tuple[tuple[Piece, ...], ...] = ()
    """The words of the heading over each column."""
    parallel: bool = False
    """Labels with several columns of values side by side."""
    turned: bool = False
    """Its headings stand down the left, a record a column."""
    spans: tuple[int, ...] = ()
    """For each column the first column of the heading cell over it."""

    @property
    def key(self) -> tuple[str, ...]:
        """What parts with the same columns share."""
        return tuple(heading_key(h) or f"#{i}/{len(self.headings)}" for i, h in enumerate(self.headings))


Event = Band | Comment | ParsedRecord


@dataclass(frozen=True)
class ParsedTable:
    """A table taken apart."""

    grid: SlotGrid
    parts: tuple[TablePart, ...]
    events: tuple[Event, ...]
    header_rows: frozenset[int] = field(default=frozenset())

    def records(self) -> list[ParsedRecord]:
        return [e for e in self.events if isinstance(e, ParsedRecord)]


_BROKEN = pattern("classify", "parsed.broken")
"""A word broken over two lines of a narrow heading cell."""


def heading_text(slot: Slot | None) -> str:
    """The words of a heading cell in one line."""
    if slot is None:
        return ""
    text = " ".join(p.text for p in slot.pieces)
    return _BROKEN.sub("", text).strip()
