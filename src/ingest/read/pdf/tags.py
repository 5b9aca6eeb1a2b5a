"""Tagged PDF: the tables and headings that the producing program itself names (ISO 32000-1, 14.8).

PDFium gives, for each page, the part of the structure tree that has content on it; content is tied to the tree by
marked-content numbers. What the tags say is only collected here: whether they are believed, layout decides.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

from ingest.document import TaggedCell, TaggedTable, Tags
from ingest.read.pdf.bindings import c

__all__ = ["page_tags"]

_DEPTH = 60
_MOST = 50_000
"""Elements of one page."""
_ROWS = frozenset({"THead", "TBody", "TFoot", "Sect", "Div", "NonStruct", "Art", "Part"})
_BLOCKS = frozenset({"P", "H", "LI", "BlockQuote", "Caption", "Div", "Note", *(f"H{i}" for i in range(1, 7))})
_SPANS = 200


def page_tags(page: Any, marks: Sequence[int]) -> Tags | None:
    """Tables and headings of a loaded page; None where it has no structure.

    Args:
        page: a pypdfium2 `FPDF_PAGE`.
        marks: the marked-content number of each of the page's words, -1 for none.
    """
    if not any(m >= 0 for m in marks):
        return None
    tree = c.FPDF_StructTree_GetForPage(page)
    if not tree:
        return None
    try:
        reader = _Reader(marks)
        for i in range(min(c.FPDF_StructTree_CountChildren(tree), _MOST)):
            reader.walk(c.FPDF_StructTree_GetChildAtIndex(tree, i), 0)
    finally:
        c.FPDF_StructTree_Close(tree)
    if not reader.tables and not reader.headings:
        return None
    return Tags(tuple(reader.tables), tuple(reader.headings))


class _Reader:
    def __init__(self, marks: Sequence[int]) -> None:
        self.words: dict[int, list[int]] = {}
        for index, mark in enumerate(marks):
            if mark >= 0:
                self.words.setdefault(mark, []).append(index)
        self.tables: list[TaggedTable] = []
        self.headings: list[tuple[int, tuple[int, ...]]] = []
        self.left = _MOST
        self.buffer = ctypes.create_string_buffer(128)

    def kind(self, element: Any) -> str:
        size = c.FPDF_StructElement_GetType(element, self.buffer, 128)
        return self.buffer.raw[: max(0, min(size, 128) - 2)].decode("utf-16-le", "replace")

    def children(self, element: Any) -> Iterator[tuple[Any, int]]:
        """(element or None, marked-content number or -1) of each child."""
        for i in range(min(c.FPDF_StructElement_CountChildren(element), _MOST)):
            self.left -= 1
            if self.left < 0:
                return
            child = c.FPDF_StructElement_GetChildAtIndex(element, i)
            yield (child, -1) if child else (None, c.FPDF_StructElement_GetChildMarkedContentID(element, i))

    def walk(self, element: Any, depth: int) -> None:
        if not element or depth > _DEPTH:
            return
        kind = self.kind(element)
        if kind == "Table":
            self.table(element, depth)
            return
        if kind in ("Title", "H") or (len(kind) == 2 and kind[0] == "H" and kind[1] in "123456"):
            held = sorted(self.content(element, depth))
            if held:
                self.headings.append((int(kind[1]) if len(kind) == 2 else 1, tuple(held)))
            return
        for child, _ in self.children(element):
            if child is not None:
                self.walk(child, depth + 1)

    def content(self, element: Any, depth: int) -> list[int]:
        """The words under an element."""
        out: list[int] = []
        if depth > _DEPTH:
            return out
        for child, mark in self.children(element):
            out += self.words.get(mark, ()) if child is None else self.content(child, depth + 1)
        return out

    def table(self, element: Any, depth: int) -> None:
        cells: list[TaggedCell] = []
        taken: set[tuple[int, int]] = set()
        width = row = 0
        nested = False
        lines = [self.line(line) for line in self.rows(element, depth)]
        usual = _usual(lines)
        for line in lines:
            # A row's own paint on another page looks like a cell without content, before or behind the cells.
            while usual and sum(across for _, across, _ in line) > usual and None in (line[0][0], line[-1][0]):
                line = line[1:] if line[0][0] is None else line[:-1]
            column = 0
            for child, across, down in line:
                while (row, column) in taken:
                    column += 1
                if child is not None:
                    groups = _Groups(self)
                    groups.add(child, depth + 1)
                    nested = nested or groups.nested
                    cells.append(
                        TaggedCell(row, column, down, across, self.kind(child) == "TH", tuple(map(tuple, groups.out)))
                    )
                taken |= {(row + i, column + j) for i in range(down) for j in range(across)}
                column += across
                width = max(width, column)
            row += 1
        if cells and not nested:
            # Rows of a span may stand on the next page.
            clipped = tuple(
                cell
                if cell.row + cell.rowspan <= row
                else TaggedCell(cell.row, cell.column, row - cell.row, cell.colspan, cell.header, cell.paragraphs)
                for cell in cells
            )
            self.tables.append(TaggedTable(row, width, clipped))

    def line(self, element: Any) -> list[tuple[Any, int, int]]:
        """(cell, columns, rows) of each cell of a row; None for a cell without content on this page."""
        out: list[tuple[Any, int, int]] = []
        for child, mark in self.children(element):
            if child is not None:
                out.append((child, *self.spans(child)))
            elif mark < 0:
                out.append((None, 1, 1))
        return out

    def rows(self, element: Any, depth: int) -> Iterator[Any]:
        if depth > _DEPTH:
            return
        for child, _ in self.children(element):
            if child is None:
                continue
            kind = self.kind(child)
            if kind == "TR":
                yield child
            elif kind in _ROWS:
                yield from self.rows(child, depth + 1)

    def spans(self, element: Any) -> tuple[int, int]:
        """(columns, rows) that a cell covers."""
        found = {"ColSpan": 1, "RowSpan": 1}
        for i in range(c.FPDF_StructElement_GetAttributeCount(element)):
            attributes = c.FPDF_StructElement_GetAttributeAtIndex(element, i)
            for name in found:
                value = c.FPDF_StructElement_Attr_GetValue(attributes, name.encode())
                number = ctypes.c_float()
                if value and c.FPDF_StructElement_Attr_GetNumberValue(value, number):
                    found[name] = int(min(_SPANS, max(1, number.value)))
        return found["ColSpan"], found["RowSpan"]


def _usual(lines: Sequence[Sequence[tuple[Any, int, int]]]) -> int:
    """The width that rows without a doubtful cell have, in columns; 0 where there is none."""
    whole = [sum(across for _, across, _ in line) for line in lines if all(cell is not None for cell, _, _ in line)]
    return max(set(whole), key=lambda width: (whole.count(width), width)) if whole else 0


class _Groups:
    """The words of a cell, one group a paragraph; a list item's label stays with its body."""

    def __init__(self, reader: _Reader) -> None:
        self.reader = reader
        self.out: list[list[int]] = []
        self.nested = False
        self.fresh = True
        self.labelled = False

    def add(self, element: Any, depth: int) -> None:
        if depth > _DEPTH:
            return
        kind = self.reader.kind(element)
        if kind == "Table":
            self.nested = True
            return
        if kind in _BLOCKS:
            self.fresh = not self.labelled
        for child, mark in self.reader.children(element):
            if child is not None:
                self.add(child, depth + 1)
                continue
            held = self.reader.words.get(mark)
            if held:
                if self.fresh or not self.out:
                    self.out.append([])
                self.out[-1] += held
                self.fresh = self.labelled = False
        if kind == "Lbl":
            self.labelled = True
        elif kind in _BLOCKS:
            self.fresh = True
