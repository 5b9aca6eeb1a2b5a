"""Columns of a table that is drawn as a frame with rules between its rows, and none between its columns.

White space alone tells them badly where a long line nearly reaches the next column. The row of headings says how many
columns there are; where each begins, the lines below say, as in tables without any rules (`headed`).
"""

from __future__ import annotations

from collections.abc import Mapping

from ingest.layout.tables.below_headings.column_edges import column_edges
from ingest.layout.tables.below_headings.headings import are_headings, heading_columns
from ingest.layout.tables.grid import Area, Lattice
from ingest.layout.tables.gutters import Gutter
from ingest.layout.tables.regions import PieceRow, rows_of

__all__ = ["heading_gutters"]

MOST_LOOKED_AT = 12
"""Lines of several columns that say where these begin."""
LEAST_HEADINGS = 3
"""Headings side by side that are believed though nothing sets them apart from what stands below."""


def heading_gutters(lattice: Lattice) -> Mapping[tuple[int, int], list[Gutter]]:
    """Return the gutters that headings show, by the first and last place of the panels that they part.

    Args:
        lattice: the drawn grid with its words placed.
    """
    out: dict[tuple[int, int], list[Gutter]] = {}
    for head in lattice.areas:
        if head.r0 == 0 and head.tokens:
            below = [a for a in lattice.areas if (a.c0, a.c1) == (head.c0, head.c1) and a.r0 > 0 and a.tokens]
            gutters = _gutters(head, below)
            if gutters:
                out[head.c0, head.c1] = gutters
    for area in lattice.areas:
        # A frame may hold headings and all rows in one piece, below what it is called.
        if area.r0 > 0 and (area.c0, area.c1) not in out:
            gutters = _inside(area)
            if gutters:
                out[area.c0, area.c1] = gutters
    return out


def _inside(area: Area) -> list[Gutter]:
    """The gutters of a piece of a frame whose first line are headings in bold over lines that are not."""
    if all(t.bold == area.tokens[0].bold for t in area.tokens):
        return []
    rows = rows_of(area.tokens)
    bold = [all(t.bold for t in r.tokens) for r in rows]
    end = bold.index(False) if False in bold else 0
    if not end or any(bold[end:]):
        return []
    columns = heading_columns(rows[:end])
    if len(columns) < LEAST_HEADINGS or not are_headings(columns):
        return []
    return column_edges(columns, rows[:end], _telling(rows[end:])) or []


def _gutters(head: Area, below: list[Area]) -> list[Gutter]:
    if len(below) < 2:
        return []
    band = rows_of(head.tokens)
    columns = heading_columns(band)
    set_apart = all(t.bold for t in head.tokens) and not all(t.bold for area in below for t in area.tokens)
    if len(columns) < (2 if set_apart else LEAST_HEADINGS) or not are_headings(columns):
        return []
    body = [row for area in below for row in rows_of(area.tokens)]
    return column_edges(columns, band, _telling(body)) or []


def _telling(body: list[PieceRow]) -> list[PieceRow]:
    return [r for r in body if r.many][:MOST_LOOKED_AT] or body[:MOST_LOOKED_AT]
