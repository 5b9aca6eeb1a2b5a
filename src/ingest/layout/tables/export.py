"""Every table of a document as a plain grid of texts, whatever format it came from.

Pages give their tables as `find_tables` finds them: what stands on two pages is two grids, heading rows and all,
for nothing is interpreted here. A document that has been arranged, or whose format declares its tables, gives those
of its blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.document import BBox, Block, Document, Table
from ingest.layout.tables.finder import find_tables
from ingest.layout.tables.model import FoundTable
from ingest.options import Options

__all__ = ["ExportedTable", "GridCell", "grids"]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A text at 0-based (`row`, `column`), over `rowspan` x `colspan` places; lines or paragraphs parted by \\n."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """One table: `page` from 1 and `bbox` in points from the top left, None where the format has no pages."""

    page: int | None
    bbox: BBox | None
    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    method: str
    confidence: float

    def records(self) -> list[list[str]]:
        """The texts as a full matrix; a spanning text stands in its first place only."""
        out = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            out[cell.row][cell.column] = cell.text
        return out


def grids(document: Document, options: Options) -> tuple[ExportedTable, ...]:
    """All tables in reading order, nested ones after the one they stand in."""
    if document.blocks or not document.pages:
        return tuple(_declared(document.blocks))
    return tuple(g for page in document.pages for t in find_tables(page, options) for g in _found(t))


def _found(table: FoundTable) -> Iterator[ExportedTable]:
    cells = tuple(GridCell(c.row, c.column, c.rowspan, c.colspan, c.text) for c in table.cells)
    yield ExportedTable(table.page, table.bbox, table.rows, table.columns, cells, table.method, table.confidence)
    for cell in table.cells:
        for inner in cell.tables:
            yield from _found(inner)


def _declared(blocks: Iterable[Block]) -> Iterator[ExportedTable]:
    for block in blocks:
        if not isinstance(block, Table):
            continue
        cells = tuple(GridCell(c.row, c.column, c.rowspan, c.colspan, c.text) for c in block.cells)
        page, box = block.boxes[0] if block.boxes else (block.pages[0] if block.pages else None, None)
        yield ExportedTable(page, box, block.rows, block.columns, cells, block.method, block.confidence)
        for cell in block.cells:
            yield from _declared(cell.blocks)
