"""A heading row that stands above a table's first rule, in words that no vocabulary knows.

Tables that are ruled across alone often have no rule above their headings. Their words are told by their look: a line
in bold right above rows that are not, with a piece in each column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.document import BBox, Line, union
from ingest.layout.tables.model import FoundCell, FoundTable, MeasuredWord, cell_lines, visual_rows

__all__ = ["with_heads_above"]

_GAP = 1.2
"""Space between headings and the first row, in font sizes at most."""
_APART = 0.4
"""Space between the words of two columns, in font sizes at least."""
_METHODS = frozenset({"mixed", "aligned"})


def with_heads_above(page: int, tables: Sequence[FoundTable], tokens: Sequence[MeasuredWord]) -> list[FoundTable]:
    """Return the tables of a page, each with the line of headings above it, where it has one and had none inside.

    Args:
        page: number of the page.
        tables: the page's tables.
        tokens: all words of the page.
    """
    taken = {i for t in tables for i in t.words}
    lines = visual_rows([t for t in tokens if t.index not in taken])
    out = []
    for table in tables:
        line = _line_above(table, lines) if table.method in _METHODS else None
        columns = _by_column(line, table.column_edges) if line else None
        if line is None or columns is None:
            out.append(table)
            continue
        out.append(_headed(page, table, line, columns))
    return out


def _line_above(table: FoundTable, lines: Sequence[list[MeasuredWord]]) -> list[MeasuredWord] | None:
    """Return the line of bold words right above a table whose own first row is not bold."""
    first = [w for c in table.cells if c.row == 0 for line in c.lines for w in line.words]
    if not first or any(w.bold for w in first):
        return None
    left, right = table.column_edges[0], table.column_edges[-1]
    above = [line for line in lines if line[0].ym < table.bbox.top and line[0].x0 < right and line[-1].x1 > left]
    line = max(above, key=lambda row: row[0].ym, default=None)
    if line is None or not all(t.bold for t in line):
        return None
    gap = table.bbox.top - max(t.bottom for t in line)
    return line if gap <= _GAP * max(t.size for t in line) else None


def _by_column(line: Sequence[MeasuredWord], edges: Sequence[float]) -> list[list[MeasuredWord]] | None:
    """Return the words of each column; None where one is empty or words cross a border between columns."""
    columns: list[list[MeasuredWord]] = [[t for t in line if a <= t.mid < b] for a, b in pairwise(edges)]
    if any(not c for c in columns) or sum(map(len, columns)) < len(line):
        return None
    spaces = [b[0].x0 - a[-1].x1 for a, b in pairwise(columns)]
    return columns if min(spaces, default=0.0) >= _APART * line[0].size else None


def _headed(
    page: int, table: FoundTable, line: Sequence[MeasuredWord], columns: Sequence[list[MeasuredWord]]
) -> FoundTable:
    top = min(t.top for t in line) - 1
    lower = table.row_edges[0] if table.row_edges else table.bbox.top
    edges = table.column_edges
    heads = []
    for column, words in enumerate(columns):
        lines: tuple[Line, ...] = cell_lines(words, page)
        heads.append(FoundCell(0, column, BBox(edges[column], top, edges[column + 1], lower), lines))
    cells = (*heads, *(replace(c, row=c.row + 1) for c in table.cells))
    box = union([table.bbox, *(BBox(t.x0, t.top, t.x1, t.bottom) for t in line)])
    assert box is not None
    return replace(
        table,
        bbox=box,
        rows=table.rows + 1,
        cells=cells,
        words=table.words | {t.index for t in line},
        row_edges=(top, *table.row_edges) if table.row_edges else (),
        header_rows=1,
    )
