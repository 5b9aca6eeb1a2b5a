"""Tables of a web page: rows and cells to one grid, as browsers form it (HTML, 4.9.12)."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from ingest.document import Block, Cell, Table
from ingest.errors import FileTooLarge
from ingest.read.html.elements import UNSEEN, kind, text_outside
from ingest.read.office_xml import integer

__all__ = ["is_layout", "outside_cells", "read_table", "stray_text"]

_MOST_COLUMNS = 1000
"""Columns that one cell may cover (HTML, 4.9.11)."""
_GROUPS = ("thead", "tbody", "tfoot")
_CELLS = ("td", "th")
_ROW_OR_CELL = ("tr", *_CELLS)
_APART = (*_CELLS, "table", "caption")
"""What holds no rows of the table that it stands in."""


@dataclass(slots=True)
class _Found:
    """A row as it stands in the page: its cells, the group of rows that it belongs to, whether that is the head."""

    cells: list[etree._Element]
    group: int
    head: bool


def is_layout(table: etree._Element) -> bool:
    """Return whether a table only sets parts of a page beside each other, as pages did before style sheets.

    Such a table names no headings, and holds headings of the text or other tables; or it is a single cell.
    """
    inner = table.iter("th", "caption", "table", "h1", "h2", "h3", "h4")
    found = [e for e in inner if e is not table]
    own = [e for e in found if next(e.iterancestors("table"), None) is table]
    if any(e.tag in ("th", "caption") for e in own):
        return False
    if found:
        return True
    cells = [e for e in table.iter(etree.Element) if kind(e) in _CELLS]
    return len(cells) == 1


def read_table(
    table: etree._Element,
    contents: Callable[[etree._Element, bool], list[Block]],
    hidden: Callable[[etree._Element, str], bool],
    most: int,
) -> Table | None:
    """A table as a grid; None without cells.

    Args:
        contents: gives a cell's blocks; its second argument says whether it is a heading.
        hidden: whether a row or a cell is not shown.
        most: places that a grid may have (`limits.objects`).

    Raises:
        FileTooLarge: more places.
    """
    rows = _rows(table, hidden)
    ends = {row.group: at + 1 for at, row in enumerate(rows)}
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for at, row in enumerate(rows):
        column = 0
        for element in row.cells:
            while (at, column) in taken:
                column += 1
            wide = max(1, min(integer(element.get("colspan")) or 1, _MOST_COLUMNS))
            asked = integer(element.get("rowspan"))
            # A span of 0 reaches to the end of its group of rows.
            down = max(1, min(1 if asked is None else asked or len(rows), ends[row.group] - at))
            wide = next((k for k in range(1, wide) if (at, column + k) in taken), wide)
            if len(taken) + wide * down > most:
                raise FileTooLarge(f"has a table of over {most} places (objects).")
            taken.update((at + i, column + k) for i in range(down) for k in range(wide))
            blocks = tuple(contents(element, kind(element) == "th"))
            cells.append(Cell(at, column, blocks, down, wide))
            column += wide
    if not any(cell.blocks for cell in cells):
        return None
    columns = max(cell.column for cell in cells) + 1
    if columns * len(rows) > most:
        raise FileTooLarge(f"has a table of over {most} places (objects).")
    return Table(_clipped(cells, columns), len(rows), columns, header_rows=_heads(rows), method="word")


def outside_cells(
    table: etree._Element, what: str, hidden: Callable[[etree._Element, str], bool]
) -> list[etree._Element]:
    """The captions, or the tables, that are shown in a table and stand in no cell of it."""
    found = _parts(table, hidden, ("caption", "table"), _CELLS)
    return [element for element, tag in found if tag == what]


def stray_text(table: etree._Element) -> str:
    """What stands in a table and in no cell: browsers show it above the table."""
    said = text_outside(table, lambda element: element.tag in UNSEEN or kind(element) in _APART)
    return " ".join(said.split())


def _clipped(cells: Sequence[Cell], columns: int) -> tuple[Cell, ...]:
    """The cells without what reaches beyond the last column that a cell begins in."""
    return tuple(replace(cell, colspan=min(cell.colspan, columns - cell.column)) for cell in cells)


def _rows(table: etree._Element, hidden: Callable[[etree._Element, str], bool]) -> list[_Found]:
    """The rows that are shown: those of the head first and those of the foot last, as browsers set them."""
    parts: dict[str, list[_Found]] = {name: [] for name in _GROUPS}
    number = 0
    for part in _rows_and(table, hidden, _GROUPS):
        if isinstance(part, list):
            # Rows that stand in no group are in one together.
            parts["tbody"].append(_Found(part, 0, False))
            continue
        number += 1
        tag = kind(part)
        # A second head or foot is a body.
        name = tag if tag != "tbody" and not parts[tag] else "tbody"
        rows = [row for row in _rows_and(part, hidden, ()) if isinstance(row, list)]
        parts[name] += [_Found(row, number, name == "thead") for row in rows]
    return [row for name in _GROUPS for row in parts[name] if row.cells]


def _rows_and(
    element: etree._Element, hidden: Callable[[etree._Element, str], bool], groups: Sequence[str]
) -> Iterator[list[etree._Element] | etree._Element]:
    """The cells of each row in an element, and the groups of rows; cells that stand in no row are one together."""
    loose: list[etree._Element] = []
    for part, tag in _parts(element, hidden, (*groups, *_ROW_OR_CELL), ("table", "caption")):
        if tag in _CELLS:
            loose.append(part)
            continue
        if loose:
            yield loose
            loose = []
        yield _cells(part, hidden) if tag == "tr" else part
    if loose:
        yield loose


def _parts(
    element: etree._Element,
    hidden: Callable[[etree._Element, str], bool],
    wanted: Container[str],
    foreign: Container[str],
) -> Iterator[tuple[etree._Element, str]]:
    """The elements of the kinds `wanted` that are shown in an element, each with its kind, through what else stands
    around them (forms, wrappers) but for what is `foreign` there."""
    open_ = [element.iterchildren(etree.Element)]
    while open_:
        child = next(open_[-1], None)
        if child is None:
            open_.pop()
            continue
        tag = kind(child)
        if hidden(child, tag):
            continue
        if tag in wanted:
            yield child, tag
        elif tag not in foreign:
            open_.append(child.iterchildren(etree.Element))


def _cells(row: etree._Element, hidden: Callable[[etree._Element, str], bool]) -> list[etree._Element]:
    return [cell for cell, _ in _parts(row, hidden, _CELLS, ("tr", "table"))]


def _heads(rows: Sequence[_Found]) -> int:
    """How many rows at the top are headings: those of the head, or whose cells all are; none where all rows are."""
    count = 0
    for row in rows:
        if not (row.head or all(kind(cell) == "th" for cell in row.cells)):
            break
        count += 1
    return count if count < len(rows) else 0
