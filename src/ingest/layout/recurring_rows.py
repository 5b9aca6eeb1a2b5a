"""Rows that other tables of the same form show apart: a small table a measure, with the same bodies in each.

In one such table alone nothing may tell whether `Fritidskontoret` and `Gatukontoret` below each other are two rows or
one wrapped cell. Where tables of the same headings come again, what one has as a whole first cell is one in the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.document import BBox, Block, Cell, Line, Paragraph, Table
from ingest.language.letters import fold

__all__ = ["split_recurring"]

_NEAR = 0.5
"""Share of a line's height by which lines at the same height may be apart."""
_FEWEST = 2
"""Tables of the same headings from which they bear each other out."""


def split_recurring(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with rows parted whose first cell is a list of other tables' first cells, one a line."""
    forms: dict[tuple[str, ...], list[Table]] = {}
    for block in blocks:
        if isinstance(block, Table) and _is_plain(block):
            forms.setdefault(_form(block), []).append(block)
    names = {form: _names(tables) for form, tables in forms.items() if len(tables) >= _FEWEST}
    return [
        _parted(block, names[_form(block)])
        if isinstance(block, Table) and _is_plain(block) and _form(block) in names
        else block
        for block in blocks
    ]


def _is_plain(table: Table) -> bool:
    return table.rows > 1 and table.columns > 1 and all(c.rowspan == 1 and c.colspan == 1 for c in table.cells)


def _form(table: Table) -> tuple[str, ...]:
    """The headings, folded."""
    return tuple(fold(" ".join(c.text.split())) for c in sorted(table.cells, key=lambda c: c.column) if c.row == 0)


def _names(tables: Sequence[Table]) -> frozenset[str]:
    """What stands alone on one line in a first cell, folded."""
    found = (_lines(c) for table in tables for c in table.cells if c.column == 0 and c.row)
    return frozenset(fold(lines[0].text) for lines in found if lines is not None and len(lines) == 1)


def _lines(cell: Cell) -> list[Line] | None:
    """The lines of a cell; None where it holds tables, or a line without a place."""
    if not all(isinstance(b, Paragraph) for b in cell.blocks):
        return None
    lines = [line for b in cell.blocks if isinstance(b, Paragraph) for line in b.lines]
    return lines if all(line.bbox is not None for line in lines) else None


def _parted(table: Table, names: frozenset[str]) -> Table:
    own = [[c for c in table.cells if c.row == row] for row in range(table.rows)]
    parts = [list(_rows(cells_, names)) if row else [] for row, cells_ in enumerate(own)]
    if all(len(made) < _FEWEST for made in parts):
        return table
    cells: list[Cell] = []
    moved: dict[int, int] = {}
    shift = 0
    for row, made in enumerate(parts):
        if len(made) < _FEWEST:
            made = [own[row]]
        moved[row] = row + shift
        for at, group in enumerate(made):
            cells += [replace(c, row=row + shift + at) for c in group]
        shift += len(made) - 1
    joined = frozenset(moved[r] for r in table.joined_rows)
    return replace(table, cells=tuple(cells), rows=table.rows + shift, joined_rows=joined) if shift else table


def _rows(cells: Sequence[Cell], names: frozenset[str]) -> Iterator[list[Cell]]:
    """The cells of a row, line by line of the first one; nothing where not each of its lines is a name."""
    lines = {c.column: _lines(c) for c in cells}
    first = lines.get(0)
    if not first or any(one is None for one in lines.values()) or not all(fold(x.text) in names for x in first):
        return
    tops = [_box(line).top for line in first]
    bounds = [-float("inf"), *(top - _NEAR * _box(line).height for top, line in zip(tops[1:], first[1:], strict=True))]
    for at, start in enumerate(bounds):
        end = bounds[at + 1] if at + 1 < len(bounds) else float("inf")
        yield [
            replace(c, blocks=_between(c, start, end), bbox=None if c.bbox is None else _cut(c.bbox, start, end))
            for c in cells
        ]


def _between(cell: Cell, start: float, end: float) -> tuple[Block, ...]:
    """The paragraphs of a cell with the lines whose tops lie between two heights."""
    out: list[Block] = []
    for block in cell.blocks:
        assert isinstance(block, Paragraph)
        kept = tuple(line for line in block.lines if start <= _box(line).top < end)
        if kept:
            out.append(replace(block, lines=kept))
    return tuple(out)


def _box(line: Line) -> BBox:
    assert line.bbox is not None
    return line.bbox


def _cut(box: BBox, start: float, end: float) -> BBox:
    return BBox(box.x0, max(box.top, start), box.x1, min(box.bottom, end))
