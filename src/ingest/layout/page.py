"""From pages of words, rules and fills to blocks in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.document import BBox, Block, Cell, Document, Line, Method, Page, Paragraph, Table, Word, union
from ingest.layout.tables.finder import FoundCell, FoundTable, find_tables
from ingest.layout.tables.page_breaks import Part, column_of, join_parts, rest_of_row, same_columns
from ingest.layout.tables.tagged import with_tagged
from ingest.layout.text.furniture import split_furniture
from ingest.layout.text.headings import mark_headings
from ingest.layout.text.lines import rows, segments
from ingest.layout.text.paragraphs import (
    Leading,
    cell_paragraphs,
    join_lines,
    joins,
    leading_of,
    paragraphs_of,
)
from ingest.layout.text.reading_order import Item, Region, regions
from ingest.options import Options

__all__ = ["flow"]


@dataclass(slots=True)
class _Laid:
    """One page with its tables and columns."""

    page: Page
    tables: list[FoundTable]
    regions: list[Region]

    @property
    def jitter(self) -> float:
        return 0.25 if self.page.method is Method.OCR else 0.0


def flow(document: Document, options: Options) -> tuple[Block, ...]:
    """All blocks of a paginated document in reading order; headers and footers stand at the end."""
    furniture = split_furniture(document.pages)
    laid: list[_Laid] = []
    for page in furniture.pages:
        laid.append(_lay(page, options, _open_columns(laid[-1]) if laid else ()))
    leading = leading_of(_lines(region, one.page.number) for one in laid for region in one.regions)
    blocks: list[Block] = []
    open_part: Part | None = None
    for one in laid:
        if open_part is not None and blocks:
            grown = _rest_of_row(open_part, one)
            if grown is not None:
                open_part = grown
                blocks[-1] = grown.table
        for index, (block, part) in enumerate(_page_blocks(one, leading)):
            if part is not None and open_part is not None and index == 0 and blocks:
                columns = same_columns(open_part, part)
                if columns is not None:
                    open_part = join_parts(open_part, part, columns)
                    blocks[-1] = open_part.table
                    continue
            if index == 0 and isinstance(block, Paragraph) and blocks and _runs_on(blocks[-1], block, one.page.number):
                last = blocks[-1]
                assert isinstance(last, Paragraph)
                blocks[-1] = join_lines(last, block)
                continue
            blocks.append(block)
            open_part = part
    return (*mark_headings(blocks), *furniture.blocks)


def _rest_of_row(part: Part, one: _Laid) -> Part | None:
    """Take text at the page's top that carries on a table's last row, where too little of it was left for a table."""
    if not one.regions:
        return None
    taken: list[Item] = []
    for item in one.regions[0].items:
        if item.segment is None:
            break
        if taken and item.box.top > max(t.box.bottom for t in taken) + 0.6 * item.segment.size:
            break
        taken.append(item)
    held: dict[int, list[Word]] = {}
    for item in taken:
        column = column_of(item.box, part.edges)
        if column is None or item.segment is None:
            return None
        held.setdefault(column, []).extend(item.segment.words)
    if not held or len(taken) > 40:
        return None
    number = one.page.number
    cells = []
    for column, words in sorted(held.items()):
        lines = [Line(tuple(row), number) for row in rows(words)]
        cells.append(Cell(0, column, cell_paragraphs(lines, None, leading_of([lines]), jitter=one.jitter)))
    box = union(t.box for t in taken)
    assert box is not None
    grown = rest_of_row(part, cells, number, box)
    if grown is not None:
        gone = {id(t) for t in taken}
        one.regions[0].items[:] = [i for i in one.regions[0].items if id(i) not in gone]
    return grown


def _runs_on(last: Block, block: Paragraph, page: int) -> bool:
    """Whether a paragraph goes on at the top of the next page."""
    if not isinstance(last, Paragraph) or last.role == "side" or block.role != "body":
        return False
    a, b = last.lines[-1], block.lines[0]
    sizes = [w.size for line in (a, b) for w in line.words if w.size]
    return a.page != page and joins(a, b) and (not sizes or max(sizes) < 1.08 * min(sizes))


def _open_columns(one: _Laid) -> tuple[float, ...]:
    """The column edges of a table that a page ends with; () where text stands below it or it has drawn columns."""
    last = max(one.tables, key=lambda t: t.bbox.bottom, default=None)
    if last is None or last.method == "ruled":
        return ()
    below = any(
        w.bbox is not None and w.bbox.top > last.bbox.bottom - 2 and i not in last.words
        for i, w in enumerate(one.page.words)
    )
    return () if below else last.column_edges


def _lay(page: Page, options: Options, known: Sequence[float] = ()) -> _Laid:
    tables = with_tagged(page, find_tables(page, options, known))
    inside = frozenset[int]().union(*(t.words for t in tables))
    outside = [w for i, w in enumerate(page.words) if i not in inside]
    items = [Item(s.box, s) for s in segments(outside)]
    items += [Item(t.bbox, None, i) for i, t in enumerate(tables)]
    return _Laid(page, tables, regions(items))


def _lines(region: Region, page: int) -> list[Line]:
    """The region's lines, segments of one row side by side in one."""
    out: list[Line] = []
    words: list[Word] = []
    row = -1
    for item in region.items:
        if item.segment is None or (words and item.segment.row != row):
            if words:
                out.append(Line(tuple(words), page))
            words = []
        if item.segment is not None:
            words += item.segment.words
            row = item.segment.row
    if words:
        out.append(Line(tuple(words), page))
    return out


def _page_blocks(one: _Laid, leading: Leading) -> list[tuple[Block, Part | None]]:
    page = one.page
    out: list[tuple[Block, Part | None]] = []
    right = max((r.right for r in one.regions if not r.column), default=page.width)
    left = min((r.left for r in one.regions if not r.column), default=0.0)
    for region in one.regions:
        edges = (region.left, region.right) if region.column else (left, right)
        run: list[Item] = []
        for item in [*region.items, None]:
            if item is not None and item.segment is not None:
                run.append(item)
                continue
            if run:
                lines = _lines(Region(run, region.left, region.right), page.number)
                out += [(p, None) for p in paragraphs_of(lines, leading, *edges, jitter=one.jitter)]
                run = []
            if item is not None:
                part = _part(one.tables[item.index], page, one.jitter)
                out.append((part.table, part))
    turned = _turned(one)
    return out + [(p, None) for p in turned]


def _turned(one: _Laid) -> list[Paragraph]:
    """Turned text outside tables: a side note each, so that it is not lost."""
    inside = frozenset[int]().union(*(t.rotated for t in one.tables))
    left = [w for i, w in enumerate(one.page.rotated) if i not in inside]
    return [Paragraph((Line(tuple(group), one.page.number),), "side") for group in _turned_groups(left)]


def _turned_groups(words: Sequence[Word]) -> list[list[Word]]:
    """Words of turned text that stand one after the other in the file and in one strip."""
    out: list[list[Word]] = []
    for word in words:
        last = out[-1][-1].bbox if out else None
        box = word.bbox
        near = (
            last is not None
            and box is not None
            and (min(last.x1, box.x1) > max(last.x0, box.x0) or min(last.bottom, box.bottom) > max(last.top, box.top))
            and max(box.x0 - last.x1, last.x0 - box.x1, box.top - last.bottom, last.top - box.bottom)
            < 2 * (word.size or 10)
        )
        if near:
            out[-1].append(word)
        else:
            out.append([word])
    return out


def _part(found: FoundTable, page: Page, jitter: float) -> Part:
    """A found table with its words in paragraphs."""
    pads = _pads(found)
    leading = leading_of(c.lines for c in found.cells if not c.rotated)
    cells = []
    for cell in found.cells:
        blocks: list[Block]
        if cell.rotated:
            blocks = [Paragraph(cell.lines)] if cell.lines else []
        else:
            pad = pads.get(cell.column, 2.0)
            blocks = []
            for lines in _groups(cell):
                blocks += cell_paragraphs(lines, cell.bbox, leading, pad, jitter=jitter)
        inner = [_part(t, page, jitter).table for t in cell.tables]
        if inner:
            blocks = _stacked(blocks, inner)
        cells.append(
            Cell(
                cell.row,
                cell.column,
                tuple(blocks),
                cell.rowspan,
                cell.colspan,
                cell.fill,
                cell.rotated,
                cell.bbox,
            )
        )
    table = Table(
        tuple(cells),
        found.rows,
        found.columns,
        method=found.method,
        confidence=found.confidence,
        header_rows=found.header_rows,
        pages=(page.number,),
        boxes=((page.number, found.bbox),),
    )
    return Part(table, found.column_edges, page.number)


def _groups(cell: FoundCell) -> list[Sequence[Line]]:
    """The cell's lines, by paragraph where the file says it."""
    if sum(cell.groups) != len(cell.lines):
        return [cell.lines]
    out: list[Sequence[Line]] = []
    start = 0
    for count in cell.groups:
        out.append(cell.lines[start : start + count])
        start += count
    return out


def _pads(found: FoundTable) -> dict[int, float]:
    """White space at the left of each column's text: what its right side has too."""
    gaps: dict[int, list[float]] = {}
    for cell in found.cells:
        box = union(line.bbox for line in cell.lines if line.bbox is not None)
        if box is not None and not cell.rotated:
            gaps.setdefault(cell.column, []).append(box.x0 - cell.bbox.x0)
    return {column: min(9.0, max(1.0, median(values))) for column, values in gaps.items()}


def _stacked(blocks: Sequence[Block], inner: Sequence[Table]) -> list[Block]:
    """Paragraphs and nested tables of a cell from top to bottom."""

    def top(block: Block) -> float:
        if isinstance(block, Table):
            return block.boxes[0][1].top
        box: BBox | None = block.lines[0].bbox
        return box.top if box else 0.0

    return sorted([*blocks, *inner], key=top)
