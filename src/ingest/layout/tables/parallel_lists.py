"""Lists beside each other: one row of a table whose cells each hold a list, however their items happen to stand.

An area or a theme a column, each with bullets of its own, has no rows that bind them: that items of two columns stand
at one height is chance, or comes from texts of the same length.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.layout.tables.gutters import is_marker
from ingest.layout.tables.visual_rows import RowItem, VisualRow

__all__ = ["begins_item", "lists_abreast"]

_FEWEST_LISTS = 2
"""Columns beside each other that hold lists."""
_FEWEST_ITEMS = 2
"""Items of a list; some columns may hold a single one."""
_EVEN = 0.5
"""Font sizes by which the white space over an item may differ from the usual one of its table: rows that are set apart
leave a line or more."""


def lists_abreast(rows: Sequence[VisualRow]) -> bool:
    """Return whether the lines of a table's body are lists beside each other and no rows.

    Every column begins with a bullet, two at least hold several items, no border parts the lines, and over no item is
    much more white space than over the others.
    """
    if any(r.barrier for r in rows[1:]) or any(r.spans for r in rows):
        return False
    columns: dict[int, list[RowItem]] = {}
    for row in rows:
        for item in row.items:
            columns.setdefault(item.c0, []).append(item)
    lists = [sum(begins_item(i) for i in items) >= _FEWEST_ITEMS for items in columns.values()]
    if sum(lists) < _FEWEST_LISTS or not all(begins_item(items[0]) for items in columns.values()):
        return False
    gaps = [g for items in columns.values() for g in _gaps(items)]
    return max(gaps) - median(gaps) <= _EVEN * median(r.size for r in rows)


def begins_item(item: RowItem) -> bool:
    """Return whether a line of a cell begins with a bullet, which no digit is."""
    first = item.tokens[0].text
    return len(item.tokens) > 1 and is_marker(first) and not first[0].isalnum()


def _gaps(items: Sequence[RowItem]) -> list[float]:
    """White space in points over each item of a list but the first."""
    out = []
    for above, item in pairwise(items):
        if begins_item(item):
            out.append(min(t.top for t in item.tokens) - max(t.bottom for t in above.tokens))
    return out
