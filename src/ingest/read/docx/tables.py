"""Tables of a Word document: rows and cells of the XML to one grid, merges both ways.

Shapes follow ECMA-376 part 1, 17.4. Rows that come from programs which give widths but no spans are fitted to the
table's grid by their widths, as Word itself draws them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import accumulate

from lxml import etree

from ingest.document import Block, Cell, Table
from ingest.read.docx.paragraph_content import Seen, chosen
from ingest.read.docx.styles import Styles, TextLook
from ingest.read.office_xml import MC, W, integer, on, val

__all__ = ["read_table"]

_ROTATED = frozenset({"btLr", "tbRl", "tbRlV", "tbLrV", "lr", "rl", "rlV", "lrV"})
_PROPERTIES = frozenset(W + n for n in ("tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sdtPr", "sdtEndPr"))
_MOST_COLUMNS = 1000
"""Word's own limit is 63; a span beyond sense must not make a grid beyond memory."""
_WIDTH_OFF = 0.05
"""Share of a table's width by which the widths of a row's cells may miss it."""
_FIRST_ROW = 0x20
"""The bit of `w:tblLook` by which the first row has a style of its own (ECMA-376 part 1, `tblLook`)."""
_COLOR_DIGITS = 4
"""Decimals that tell two bytes apart."""

Color = tuple[float, float, float]


def read_table(
    element: etree._Element,
    styles: Styles,
    seen: Seen,
    contents: Callable[[etree._Element, TextLook | None], list[Block]],
    base: TextLook,
) -> Table | None:
    """A `w:tbl` as a grid; None without cells.

    Args:
        contents: gives a cell's blocks; its second argument is the look that the table style adds, None for none.
        base: the look under that of the table style.
    """
    style = element.find(f"{W}tblPr/{W}tblStyle")
    first_row = styles.first_row(style.get(W + "val") if style is not None else None)
    styled_head = _has_first_row(element.find(f"{W}tblPr/{W}tblLook"))
    edges = _edges(element)
    grid = _Grid()
    header_rows = 0
    in_header = True
    for tr in _inside(element, W + "tr", seen):
        properties = tr.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            seen.counts["deletions"] += 1
            continue
        before = min(max(integer(val(properties, "gridBefore")) or 0, 0), _MOST_COLUMNS)
        in_header = in_header and on(properties.find(W + "tblHeader") if properties is not None else None) is True
        header_rows += in_header
        head = styled_head and grid.rows == 0
        look = base._replace(bold=True) if head and first_row.bold else None
        kept = _kept(tr, seen)
        spans = _spans([shape for _, shape in kept], before, integer(val(properties, "gridAfter")) or 0, edges)
        with grid.row(before) as row:
            for (tc, shape), span in zip(kept, spans, strict=True):
                row.add(tuple(contents(tc, look)), shape, span, _color(first_row.fill) if head else None)
    if not grid.cells:
        return None
    ordered = tuple(grid.cells[key] for key in sorted(grid.cells))
    return Table(ordered, grid.rows, grid.columns, header_rows=min(header_rows, grid.rows), method="word")


def _kept(tr: etree._Element, seen: Seen) -> list[tuple[etree._Element, etree._Element | None]]:
    """The cells of a row with their properties, without those that a tracked change deletes."""
    kept = []
    for tc in _inside(tr, W + "tc", seen):
        shape = tc.find(W + "tcPr")
        if shape is not None and shape.find(W + "cellDel") is not None:
            seen.counts["deletions"] += 1
        else:
            kept.append((tc, shape))
    return kept


class _Grid:
    """Cells by row and column, as the rows of a table are read from top to bottom."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.rows = self.columns = 0
        self._open: dict[int, tuple[int, int]] = {}
        """Column → the cell that a vertical merge goes on with."""

    @contextmanager
    def row(self, column: int) -> Iterator[_Row]:
        """The next row, whose first cell stands in `column`."""
        row = _Row(self.cells, self._open, self.rows, column)
        yield row
        self._open = row.merged
        self.columns = max(self.columns, row.column)
        self.rows += 1


@dataclass(slots=True)
class _Row:
    """A row as its cells are read from left to right."""

    cells: dict[tuple[int, int], Cell]
    open: Mapping[int, tuple[int, int]]
    number: int
    column: int
    merged: dict[int, tuple[int, int]] = field(default_factory=dict)
    last: tuple[int, int] | None = None
    """The cell that a merge to the side goes on with."""

    def add(self, blocks: tuple[Block, ...], shape: etree._Element | None, span: int, fill: Color | None) -> None:
        """Read a cell over `span` columns; `fill` is its shading where it has none of its own."""
        down = _merge(shape, "vMerge")
        above = self.open.get(self.column)
        if _merge(shape, "hMerge") == "continue" and self.last is not None:
            wide = self.column + span - self.last[1]
            self.cells[self.last] = _grown(self.cells[self.last], blocks, colspan=wide)
        elif down == "continue" and above is not None and self._reaches(above, span):
            self.cells[above] = _grown(self.cells[above], blocks, rowspan=self.number + 1 - above[0])
            self.merged[self.column] = above
            self.last = None
        else:
            turned = shape is not None and (val(shape, "textDirection") or "") in _ROTATED
            self.last = (self.number, self.column)
            self.cells[self.last] = Cell(*self.last, blocks, 1, span, _fill(shape) or fill, turned)
            if down is not None:
                self.merged[self.column] = self.last
        self.column += span

    def _reaches(self, above: tuple[int, int], span: int) -> bool:
        """Return whether a cell of the rows above ends right here and is as wide."""
        return above[0] + self.cells[above].rowspan == self.number and self.cells[above].colspan == span


def _inside(element: etree._Element, wanted: str, seen: Seen) -> Iterator[etree._Element]:
    """Rows or cells through content controls, revisions and custom XML around them."""
    for child in element.iterchildren(etree.Element):
        if child.tag == wanted:
            yield child
        elif child.tag in _PROPERTIES:
            continue
        elif child.tag in (W + "del", W + "moveFrom"):
            seen.counts["deletions"] += 1
        elif child.tag == MC + "AlternateContent":
            branch = chosen(child)
            if branch is not None:
                yield from _inside(branch, wanted, seen)
        elif child.tag not in (W + "p", W + "tbl", W + "tc"):
            yield from _inside(child, wanted, seen)


def _edges(element: etree._Element) -> list[int]:
    """Right edges of the grid's columns in twentieths of a point; [] where a width is missing."""
    widths = [integer(column.get(W + "w")) for column in element.iterfind(f"{W}tblGrid/{W}gridCol")]
    if not widths or len(widths) > _MOST_COLUMNS or any(w is None or w <= 0 for w in widths):
        return []
    return list(accumulate(w or 0 for w in widths))


def _spans(shapes: Sequence[etree._Element | None], before: int, after: int, grid: Sequence[int]) -> list[int]:
    """How many columns each cell of a row covers."""
    spans = [min(max(integer(val(shape, "gridSpan")) or 1, 1), _MOST_COLUMNS) for shape in shapes]
    if not grid or before or after or sum(spans) >= len(grid) or any(_merge(s, "hMerge") for s in shapes):
        return spans
    widths = _widths(shapes)
    if not widths or any(w <= 0 for w in widths) or abs(sum(widths) - grid[-1]) > _WIDTH_OFF * grid[-1]:
        return spans
    edges = [_nearest(grid, x) for x in accumulate(widths)]
    fitted = [right - left for left, right in zip([-1, *edges], edges, strict=False)]
    return fitted if all(s >= 1 for s in fitted) and edges[-1] == len(grid) - 1 else spans


def _widths(shapes: Sequence[etree._Element | None]) -> list[int]:
    """The cells' own widths in twentieths of a point; none where one has none, or one that is a share."""
    widths = [None if shape is None else shape.find(W + "tcW") for shape in shapes]
    if any(width is None or width.get(W + "type") not in (None, "dxa") for width in widths):
        return []
    return [integer(width.get(W + "w")) or 0 for width in widths if width is not None]


def _nearest(grid: Sequence[int], x: int) -> int:
    """The column that ends nearest to a place."""
    return min(range(len(grid)), key=lambda k: abs(grid[k] - x))


def _grown(cell: Cell, blocks: tuple[Block, ...], *, rowspan: int | None = None, colspan: int | None = None) -> Cell:
    """The first cell of a merge with what a cell after it holds (as a rule nothing)."""
    return replace(cell, blocks=cell.blocks + blocks, rowspan=rowspan or cell.rowspan, colspan=colspan or cell.colspan)


def _merge(shape: etree._Element | None, name: str) -> str | None:
    """`restart`, `continue`, or None outside a merge; a tracked merge counts as made."""
    if shape is None:
        return None
    element = shape.find(W + name)
    if element is not None:
        return "restart" if element.get(W + "val") == "restart" else "continue"
    tracked = shape.find(W + "cellMerge") if name == "vMerge" else None
    if tracked is not None:
        return {"cont": "continue", "rest": "restart"}.get(tracked.get(W + "vMerge") or "")
    return None


def _fill(shape: etree._Element | None) -> Color | None:
    shade = None if shape is None else shape.find(W + "shd")
    if shade is None:
        return None
    return _color(shade.get(W + "color") if shade.get(W + "val") == "solid" else shade.get(W + "fill"))


def _color(value: str | None) -> Color | None:
    """Red, green and blue, each 0..1, of six hexadecimal digits; None for white, which is no shading."""
    if value is None or not re.fullmatch(r"[0-9A-Fa-f]{6}", value) or value.upper() == "FFFFFF":
        return None
    red, green, blue = (byte / 0xFF for byte in bytes.fromhex(value))
    return round(red, _COLOR_DIGITS), round(green, _COLOR_DIGITS), round(blue, _COLOR_DIGITS)


def _has_first_row(look: etree._Element | None) -> bool:
    if look is None:
        return False
    first = look.get(W + "firstRow")
    if first is not None:
        return first.lower() in ("1", "true", "on")
    try:
        return bool(int(look.get(W + "val") or "0", 16) & _FIRST_ROW)
    except ValueError:
        return False
