"""Ditto marks: a cell of a table that holds only `”`, `d:o` or `-"-` says what the cell above it says.

Such a cell is the lower part of the cell above, as if both were merged: that is how a reader takes it, and every later
step knows cells that span rows.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

from ingest.document import Block, Cell, Document, Note, Table

__all__ = ["is_ditto", "without_ditto"]

_LONGEST = 6
"""Characters of a mark without spaces."""


def without_ditto(document: Document) -> Document:
    """Return the document with each cell that is a ditto mark taken into the cell above it, and a note that says so."""
    marks: list[str] = []
    blocks = _filled(document.blocks, marks)
    if not marks:
        return document
    shown = " ".join(dict.fromkeys(marks))
    message = f"{len(marks)} cells with ditto marks are read as what stands above them: {shown}"
    return replace(document, blocks=blocks, notes=(*document.notes, Note("ditto-marks", "info", message)))


def _filled(blocks: Sequence[Block], marks: list[str]) -> tuple[Block, ...]:
    return tuple(_table(b, marks) if isinstance(b, Table) else b for b in blocks)


def _table(table: Table, marks: list[str]) -> Table:
    cells: list[Cell] = []
    last: dict[tuple[int, int], int] = {}
    for cell in table.cells:
        at = last.get((cell.column, cell.colspan))
        above = cells[at] if at is not None else None
        if above is not None and above.row + above.rowspan == cell.row and _repeats(above, cell, table):
            assert at is not None
            marks.append(cell.text)
            cells[at] = replace(above, rowspan=above.rowspan + cell.rowspan)
            continue
        last[cell.column, cell.colspan] = len(cells)
        if any(isinstance(b, Table) for b in cell.blocks):
            cell = replace(cell, blocks=_filled(cell.blocks, marks))
        cells.append(cell)
    return table if len(cells) == len(table.cells) else replace(table, cells=tuple(cells))


def _repeats(above: Cell, cell: Cell, table: Table) -> bool:
    """Whether a cell is a mark for the one right above it, which is no heading and says something."""
    if above.row < max(1, table.header_rows) or any(isinstance(b, Table) for b in (*above.blocks, *cell.blocks)):
        return False
    return is_ditto(cell.text) and any(c.isalnum() for c in above.text)


def is_ditto(text: str) -> bool:
    """Return whether a cell's text is nothing but a ditto mark."""
    mark = "".join(text.split()).lower()
    return 0 < len(mark) <= _LONGEST and _pattern().fullmatch(mark) is not None


@cache
def _pattern() -> re.Pattern[str]:
    data = tomllib.loads(resources.files("ingest.layout").joinpath("ditto.toml").read_text(encoding="utf-8"))
    words = "|".join(map(re.escape, [*data["words"], data["commas"]]))
    quotes, dashes = re.escape(data["quotes"]), re.escape(data["dashes"])
    return re.compile(f"{words}|[{dashes}]*[{quotes}]{{1,2}}[{dashes}]*")
