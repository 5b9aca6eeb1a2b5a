"""What the table engine hands to the page flow: tables of one page, cells made of words."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.document import BBox, Word

__all__ = ["FoundCell", "FoundTable"]


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A cell at 0-based (`row`, `column`); `bbox` is the cell's own area (its rules, or half of the white around)."""

    row: int
    column: int
    bbox: BBox
    words: tuple[Word, ...] = ()
    """The very objects of `Page.words` or `Page.rotated`, in any order."""
    rowspan: int = 1
    colspan: int = 1
    fill: tuple[float, float, float] | None = None
    rotated: bool = False
    tables: tuple[FoundTable, ...] = ()
    """Tables nested in the cell; their words are not in `words`."""


@dataclass(frozen=True, slots=True)
class FoundTable:
    """One table of one page. Each word of the page is in one cell of one table, or in none."""

    bbox: BBox
    rows: int
    columns: int
    cells: tuple[FoundCell, ...]
    method: str = "ruled"
    confidence: float = 1.0
    header_rows: int = 0
    edges: tuple[float, ...] = field(default=())
    """Left edges of the columns and the right edge of the last; empty where the cells' boxes say it."""
