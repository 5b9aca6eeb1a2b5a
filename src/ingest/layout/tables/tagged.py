"""Tables that a tagged PDF names itself, where geometry bears the tags out.

Tags are often wrong: tables used to place text, cells in the wrong order, tags left over from a template. A tagged
table is believed if its columns stand side by side in order, its rows one under the other, and it holds all that
the engine found in its place. Rotated or nested tables stay with the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ingest.document import BBox, Line, Page, TaggedCell, TaggedTable, union
from ingest.layout.tables.model import FoundCell, FoundTable
from ingest.layout.text.lines import rows

__all__ = ["with_tagged"]

_SURE = 0.97


def with_tagged(page: Page, found: list[FoundTable]) -> list[FoundTable]:
    """The page's tables, those of the engine replaced by tagged ones where these are to be believed."""
    if page.tags is None or not page.tags.tables:
        return found
    out = list(found)
    for table in page.tags.tables:
        made = _believed(table, page)
        if made is None:
            continue
        rivals = [t for t in out if t.words & made.words]
        if any(len(t.words & made.words) < 0.8 * len(t.words) for t in rivals):
            continue
        if any(c.tables or c.rotated for t in rivals for c in t.cells):
            continue
        if len(rivals) == 1 and _same(rivals[0], made):
            out[out.index(rivals[0])] = _confirmed(rivals[0], made)
            continue
        made = _headed(_merged(_dressed(made, rivals), rivals), rivals, page)
        out = [t for t in out if t not in rivals] + [made]
    return sorted(out, key=lambda t: (t.bbox.top, t.bbox.x0))


def _believed(table: TaggedTable, page: Page) -> FoundTable | None:
    """The tagged table as the engine would give it; None where its words do not stand as it says."""
    filled = [c for c in table.cells if any(c.paragraphs)]
    if table.columns < 2 or not filled or len({c.column for c in filled}) < 2:
        return None
    boxes = {id(c): union(b for i in _positions(c) if (b := page.words[i].bbox)) for c in filled}
    single = [(c, b) for c in filled if c.colspan == 1 and (b := boxes[id(c)]) is not None]
    lefts = _extents(single, table.columns)
    if lefts is None or not _in_order(filled, boxes):
        return None
    edges = _edges(lefts, boxes)
    used: set[int] = set()
    cells = []
    tops = _row_tops(table, boxes)
    for cell in table.cells:
        positions = _positions(cell)
        if used & set(positions):
            return None
        used |= set(positions)
        if cell.column + cell.colspan > table.columns:
            return None
        area = BBox(
            edges[cell.column],
            tops[cell.row],
            edges[cell.column + cell.colspan],
            tops[cell.row + cell.rowspan],
        )
        box = boxes.get(id(cell))
        # Words outside of their own column show that tags and page do not belong together.
        if box is not None and (box.x0 < area.x0 - 12 or box.x1 > area.x1 + 12):
            return None
        groups, lines = [], []
        for group in cell.paragraphs:
            made = [Line(tuple(row), page.number) for row in rows([page.words[i] for i in group])]
            if made:
                groups.append(len(made))
                lines += made
        cells.append(
            FoundCell(cell.row, cell.column, area, tuple(lines), cell.rowspan, cell.colspan, groups=tuple(groups))
        )
    whole = union(b for b in boxes.values() if b is not None)
    if whole is None:
        return None
    area = BBox(edges[0], tops[0], edges[-1], tops[-1])
    header = _header_rows(table)
    return FoundTable(
        page.number,
        area,
        table.rows,
        table.columns,
        tuple(sorted(cells, key=lambda c: (c.row, c.column))),
        "tagged",
        _SURE,
        frozenset(used),
        row_edges=tuple(tops),
        column_edges=tuple(edges),
        header_rows=header,
    )


def _positions(cell: TaggedCell) -> list[int]:
    return [i for group in cell.paragraphs for i in group]


def _extents(cells: Sequence[tuple[TaggedCell, BBox]], columns: int) -> list[tuple[float, float] | None] | None:
    """(left, right) of each column's text; None for the whole where columns overlap or stand in the wrong order."""
    out: list[tuple[float, float] | None] = []
    for column in range(columns):
        own = [b for c, b in cells if c.column == column]
        out.append((min(b.x0 for b in own), max(b.x1 for b in own)) if own else None)
    known = [e for e in out if e is not None]
    if len(known) < 2 or any(b[0] < a[1] - 3 for a, b in pairwise(known)):
        return None
    return out


def _in_order(cells: Sequence[TaggedCell], boxes: dict[int, BBox | None]) -> bool:
    """Rows one under the other: each begins below where the row before began, and most below where it ended."""
    first: dict[int, list[BBox]] = {}
    for cell in cells:
        box = boxes[id(cell)]
        if box is not None:
            first.setdefault(cell.row, []).append(box)
    order = [first[r] for r in sorted(first)]
    starts = [min(b.top for b in row) for row in order]
    return all(b >= a - 2 for a, b in pairwise(starts))


def _edges(extents: Sequence[tuple[float, float] | None], boxes: dict[int, BBox | None]) -> list[float]:
    """Borders of columns: each a little left of its text, empty columns shared out evenly."""
    known = [(i, e) for i, e in enumerate(extents) if e is not None]
    gaps = [b[0] - a[1] for (_, a), (_, b) in pairwise(known)]
    pad = max(1.0, min(6.0, median(gaps) / 2)) if gaps else 3.0
    lefts: list[float | None] = [None if e is None else e[0] - pad for e in extents]
    right = max((b.x1 for b in boxes.values() if b is not None), default=0.0) + pad
    if lefts[0] is None:
        lefts[0] = min((b.x0 for b in boxes.values() if b is not None), default=0.0) - pad
    out: list[float | None] = [*lefts, right]
    for i, value in enumerate(out):
        if value is None:
            before = out[i - 1]
            ahead = next(j for j in range(i + 1, len(out)) if out[j] is not None)
            after = out[ahead]
            assert before is not None
            assert after is not None
            out[i] = before + (after - before) / (ahead - i + 1)
    return [v for v in out if v is not None]


def _row_tops(table: TaggedTable, boxes: dict[int, BBox | None]) -> list[float]:
    """Borders of rows: each just above its own text."""
    tops: list[float | None] = [None] * table.rows
    bottom = 0.0
    for cell in table.cells:
        box = boxes.get(id(cell))
        if box is not None:
            old = tops[cell.row]
            tops[cell.row] = box.top if old is None else min(old, box.top)
            bottom = max(bottom, box.bottom)
    out: list[float] = []
    for i, value in enumerate(tops):
        if value is None:
            value = next((t for t in tops[i:] if t is not None), bottom)
        out.append(max(value - 1.0, out[-1]) if out else value - 1.0)
    return [*out, max(bottom + 1.0, out[-1])]


def _header_rows(table: TaggedTable) -> int:
    """Leading rows that are all heading cells; none where a first column of heading cells makes every row one."""
    count = 0
    for row in range(table.rows):
        own = [c for c in table.cells if c.row == row]
        if not own or not all(c.header for c in own):
            break
        count += 1
    return count if count < table.rows else 0


def _same(rival: FoundTable, made: FoundTable) -> bool:
    """Whether the engine saw the same grid: then its borders, paints and turned cells are worth keeping."""
    if (rival.rows, rival.columns) != (made.rows, made.columns):
        return False

    def grid(table: FoundTable) -> set[tuple[int, int, str]]:
        return {(c.row, c.column, "".join(c.text.split())) for c in table.cells if c.lines}

    return grid(rival) == grid(made)


def _confirmed(rival: FoundTable, made: FoundTable) -> FoundTable:
    """The engine's table with what only the tags know: where paragraphs end, and which rows are headings."""
    groups = {(c.row, c.column): c.groups for c in made.cells}
    cells = tuple(
        replace(c, groups=g) if sum(g := groups.get((c.row, c.column), ())) == len(c.lines) else c for c in rival.cells
    )
    return replace(
        rival,
        cells=cells,
        confidence=max(rival.confidence, made.confidence),
        header_rows=rival.header_rows or made.header_rows,
    )


def _headed(made: FoundTable, rivals: Sequence[FoundTable], page: Page) -> FoundTable:
    """With the heading rows that the tags leave out: repeated on a later page, they count as decoration there."""
    if len(rivals) != 1 or rivals[0].columns != made.columns or not rivals[0].words - made.words:
        return made
    rival = rivals[0]
    ours = {id(w) for c in made.cells for line in c.lines for w in line.words}

    def foreign(cell: FoundCell) -> bool:
        return not any(id(w) in ours for line in cell.lines for w in line.words)

    count = 0
    while count < rival.rows and all(foreign(c) for c in rival.cells if c.row <= count < c.row + c.rowspan):
        count += 1
    top = [c for c in rival.cells if c.row + c.rowspan <= count]
    held = {id(w) for c in top for line in c.lines for w in line.words}
    if not held or count == rival.rows:
        return made
    cells = [replace(c, row=c.row + count) for c in made.cells]
    area = BBox(
        min(made.bbox.x0, rival.bbox.x0),
        rival.bbox.top,
        max(made.bbox.x1, rival.bbox.x1),
        max(made.bbox.bottom, rival.bbox.bottom),
    )
    return replace(
        made,
        bbox=area,
        rows=made.rows + count,
        cells=(*top, *cells),
        words=made.words | {i for i, w in enumerate(page.words) if id(w) in held},
        row_edges=(*rival.row_edges[:count], *made.row_edges),
        header_rows=count + made.header_rows,
    )


def _dressed(made: FoundTable, rivals: Sequence[FoundTable]) -> FoundTable:
    """The tagged table with the paints that the engine saw behind its words."""
    paints = [(c.bbox, c.fill) for t in rivals for c in t.cells if c.fill is not None]
    if not paints:
        return made
    cells = []
    for cell in made.cells:
        box = union(line.bbox for line in cell.lines if line.bbox is not None)
        if box is not None:
            x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
            fill = next((f for b, f in paints if b.x0 <= x <= b.x1 and b.top <= y <= b.bottom), None)
            cell = replace(cell, fill=fill)
        cells.append(cell)
    return replace(made, cells=tuple(cells))


def _merged(made: FoundTable, rivals: Sequence[FoundTable]) -> FoundTable:
    """The tagged table with the merged cells that the engine saw drawn over rows for which the tags have none there."""
    drawn = [
        (c.bbox, {id(w) for line in c.lines for w in line.words}) for t in rivals for c in t.cells if c.rowspan > 1
    ]
    if not drawn:
        return made
    filled = {(c.row, c.column) for c in made.cells if c.lines}
    middles = _row_middles(made)
    cells = []
    taken: set[tuple[int, int]] = set()
    for cell in made.cells:
        words = {id(w) for line in cell.lines for w in line.words}
        area = next((b for b, held in drawn if words and words == held), None)
        end = cell.row + cell.rowspan
        while (
            area is not None and end < made.rows and (end, cell.column) not in filled and _stands_in(middles[end], area)
        ):
            taken.add((end, cell.column))
            end += 1
        cells.append(replace(cell, rowspan=end - cell.row))
    return replace(made, cells=tuple(c for c in cells if (c.row, c.column) not in taken))


def _stands_in(height: float | None, area: BBox) -> bool:
    """Whether a row whose text stands at that height, if it has any, is within an area."""
    return height is None or area.top <= height <= area.bottom


def _row_middles(made: FoundTable) -> list[float | None]:
    """The height at which each row's first line stands (points from the top); None for a row without text."""
    out: list[float | None] = [None] * made.rows
    for cell in made.cells:
        box = cell.lines[0].bbox if cell.lines else None
        if box is not None:
            middle = (box.top + box.bottom) / 2
            before = out[cell.row]
            out[cell.row] = middle if before is None else min(before, middle)
    return out
