"""Reading order inside one part of a page: row by row, pieces of one row from left to right.

Which parts stand beside each other is decided before, in `ingest.layout.blocks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import BBox
from ingest.layout.text.lines import Segment

__all__ = ["OrderItem", "TextRegion", "region_of", "with_columns"]


@dataclass(slots=True)
class OrderItem:
    """A segment, or anything else with a box that must not be cut (a table: `segment` is None)."""

    box: BBox
    segment: Segment | None = None
    index: int = 0
    """Of the table, for the caller."""
    column: int = 0
    """Of labels abreast with their values: lines of one label, or of one value, have one number."""
    right: float = 0.0
    """Where the next such column begins (points)."""


@dataclass(slots=True)
class TextRegion:
    """Items of one part in reading order; `left` and `right` are its edges."""

    items: list[OrderItem]
    left: float
    right: float
    column: bool = False
    """One of several parts side by side."""


def region_of(items: Sequence[OrderItem], *, beside: bool) -> TextRegion:
    """Return the items top to bottom, pieces of one row from left to right; a table stands where its top is."""

    def key(item: OrderItem) -> tuple[float, float]:
        if item.segment is None:
            return item.box.top, item.box.x0
        return item.box.top + item.box.height / 2, item.box.x0

    out: list[OrderItem] = []
    row: list[OrderItem] = []
    number = -1
    for item in sorted(items, key=key):
        mine = item.segment.row if item.segment is not None else -2
        if row and (mine != number or mine == -2):
            out += sorted(row, key=lambda i: i.box.x0)
            row = []
        row.append(item)
        number = mine
    out += sorted(row, key=lambda i: i.box.x0)
    return TextRegion(out, min((i.box.x0 for i in out), default=0.0), max((i.box.x1 for i in out), default=0.0), beside)


def with_columns(region: TextRegion, runs: Sequence[Sequence[OrderItem]]) -> TextRegion:
    """Return a part with runs of pieces that are read column by column, each where its top is.

    Args:
        region: the part without these pieces; nothing of it stands beside them.
        runs: pieces in reading order.
    """
    out = list(region.items)
    for run in runs:
        at = next((k for k, item in enumerate(out) if item.box.top >= run[0].box.top), len(out))
        out[at:at] = run
    left, right = min((i.box.x0 for i in out), default=0.0), max((i.box.x1 for i in out), default=0.0)
    return TextRegion(out, left, right, region.column)
