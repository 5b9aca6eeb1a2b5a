"""Tables that a page break has cut, put together again.

Two tables are parts of one where the second stands first on its page, the first last on the page before, and
their columns stand at the same places. A repeated heading is dropped. The second part's first row belongs to
the first part's last row where its cells carry on what the others broke off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

from ingest.document import BBox, Block, Cell, Paragraph, Table, Word, paragraphs, union
from ingest.language.patterns import word_list
from ingest.layout.tables.growing import GrowingTable, Grown
from ingest.layout.tables.rules import is_typed_rule
from ingest.layout.text.paragraphs import join_lines, joins

__all__ = ["PagePart", "column_of", "join_parts", "rest_of_row", "same_columns"]

_END = re.compile(r"[.!?:;][\"”’)\]]*$")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})*[.)]?(?:\s|$)")
_TAGGED = "tagged"
"""How a table was found whose cells the file itself names."""
_TOLERANCE = 9.0
"""Points that a column's edge may move from page to page."""


@dataclass(frozen=True, slots=True)
class PagePart:
    """A table as found on one page, with the edges of its columns in points."""

    table: Table
    edges: tuple[float, ...]
    """Left edges of the columns and the right edge of the last: `table.columns` + 1 values."""
    page: int
    open_bottom: bool = False
    """No rule closes it below."""
    grown: Grown | None = field(default=None, repr=False, compare=False)
    """What is known of a table that parts were joined to."""


def same_columns(a: PagePart, b: PagePart) -> tuple[int, ...] | None:
    """For each column of `b` its column in `a`; None where they are no parts of one table."""
    if a.table.columns == b.table.columns:
        off = [abs(x - y) for x, y in zip(a.edges, b.edges, strict=True)]
        inner = off[1:-1] or off
        if max(inner) <= _TOLERANCE and min(off[0], off[-1]) <= 2 * _TOLERANCE:
            return tuple(range(b.table.columns))
        if (
            min(off[0], off[-1]) <= 2 * _TOLERANCE
            and _repeated_rows(GrowingTable(a.table, a.grown), b.table)
            and len(_row_key(GrowingTable(b.table).row(0))) > 2
        ):
            # The same headings once more: how far the texts below reach moves the edges, not the columns.
            return tuple(range(b.table.columns))
        if _TAGGED in (a.table.method, b.table.method) and not b.table.header_rows and _within(b.table, a.edges):
            # No rule shows the edges of a tagged table, which then lie where its texts happen to end.
            return tuple(range(b.table.columns))
    if b.table.columns > a.table.columns:
        return None
    # Fewer columns than before: every one must lie within one of the first part's (a column is empty here).
    if abs(a.edges[0] - b.edges[0]) > 2 * _TOLERANCE and abs(a.edges[-1] - b.edges[-1]) > 2 * _TOLERANCE:
        return None
    if (drawn := _on_drawn_edges(a, b)) is not None:
        return drawn
    found = []
    for left, right in zip(b.edges, b.edges[1:], strict=False):
        middle = (left + right) / 2
        home = [i for i in range(a.table.columns) if a.edges[i] - 2 <= middle <= a.edges[i + 1] + 2]
        if len(home) != 1 or a.edges[home[0]] - _TOLERANCE > left or a.edges[home[0] + 1] + _TOLERANCE < right:
            return None
        found.append(home[0])
    return tuple(found) if len(set(found)) == len(found) and len(found) > 1 else None


def _on_drawn_edges(a: PagePart, b: PagePart) -> tuple[int, ...] | None:
    """The columns of a part whose edges are all edges of the first part: two of its columns are one here, where one of
    them is empty; what stands in it tells which."""
    if any(min(abs(x - y) for y in a.edges) > _TOLERANCE / 3 for x in b.edges):
        return None
    homes: list[int] = []
    for column, left in enumerate(b.edges[:-1]):
        boxes = [box for c in b.table.cells if c.column == column and c.colspan == 1 and (box := _box_of(c))]
        first = min(range(a.table.columns), key=lambda i: abs(a.edges[i] - left))
        held = union(boxes)
        home = first if held is None else column_of(held, a.edges)
        if home is None:
            return None
        homes.append(home)
    return tuple(homes) if homes == sorted(set(homes)) else None


def _within(table: Table, edges: Sequence[float]) -> bool:
    """Whether every text of a table lies in the column between these edges that has its place."""
    single = [c for c in table.cells if c.colspan == 1 and c.blocks]
    homes = [(c.column, column_of(_box_of(c), edges)) for c in single]
    return len({column for column, _ in homes}) > 1 and all(column == home for column, home in homes)


def _box_of(cell: Cell) -> BBox | None:
    boxes = [line.bbox for p in paragraphs(cell.blocks) for line in p.lines]
    return union(b for b in boxes if b is not None)


def join_parts(a: PagePart, b: PagePart, columns: Sequence[int]) -> PagePart:
    """One table out of two; `columns` as `same_columns` gives them."""
    growing, bottom = GrowingTable(a.table, a.grown), _placed(b.table, columns)
    top = growing.table
    skipped = _repeated_rows(growing, bottom)
    if skipped:
        bottom = _without_rows(bottom, skipped)
        if bottom.rows == 0:
            return _stretched(a, b, top)
    bottom = _rehomed(bottom, a.edges)
    joined = set(top.joined_rows)
    cells = list(top.cells)
    offset = top.rows
    body = list(bottom.cells)
    if _carries_on(growing, bottom, heading=skipped > 0):
        rest = [c for c in body if c.row == 0]
        _merge_row(cells, growing, _as_items(rest, growing) if _lists_go_on(growing, bottom) else rest)
        joined.add(top.rows - 1)
        offset = top.rows - 1
        body = [c for c in body if c.row > 0]
    else:
        body = _spans_on(cells, body, growing)
    cells += [replace(c, row=c.row + offset) for c in body]
    joined |= {r + offset for r in bottom.joined_rows}
    ordered, grown = growing.with_rows(cells, offset + bottom.rows)
    table = replace(
        top,
        cells=ordered,
        rows=offset + bottom.rows,
        joined_rows=frozenset(joined),
        confidence=min(top.confidence, bottom.confidence),
        pages=tuple(dict.fromkeys(top.pages + b.table.pages)),
        boxes=top.boxes + b.table.boxes,
    )
    return PagePart(table, a.edges, b.page, b.open_bottom, grown)


def _stretched(a: PagePart, b: PagePart, top: Table) -> PagePart:
    table = replace(top, pages=tuple(dict.fromkeys(top.pages + b.table.pages)), boxes=top.boxes + b.table.boxes)
    return PagePart(table, a.edges, b.page, b.open_bottom, a.grown)


def _placed(table: Table, columns: Sequence[int]) -> Table:
    """The second part's cells in the first part's columns."""
    cells = []
    for cell in table.cells:
        last = columns[cell.column + cell.colspan - 1]
        cells.append(replace(cell, column=columns[cell.column], colspan=last - columns[cell.column] + 1))
    return replace(table, cells=tuple(cells))


def _rehomed(table: Table, edges: Sequence[float]) -> Table:
    """A first row that is one cell over all columns, but whose text keeps to one of them, stands in that one.

    What is left of a cut row is often a word or two, from which no grid can be seen.
    """
    first = [c for c in table.cells if c.row == 0]
    if len(first) != 1 or first[0].colspan == 1 or not first[0].blocks:
        return table
    home = column_of(_box_of(first[0]), edges)
    if home is None or not _text(first[0])[:1].islower():
        return table
    cells = [replace(c, column=home, colspan=1) if c is first[0] else c for c in table.cells]
    return replace(table, cells=tuple(cells))


def column_of(box: BBox | None, edges: Sequence[float], slack: float = 3.0) -> int | None:
    """The one column that holds a box; None where it crosses an edge."""
    if box is None:
        return None
    for i, (left, right) in enumerate(pairwise(edges)):
        if left - slack <= box.x0 and box.x1 <= right + slack:
            return i
    return None


def rest_of_row(part: PagePart, cells: Sequence[Cell], page: int, box: BBox) -> PagePart | None:
    """Loose text at a page's top as the rest of the table's last row; None where it does not carry it on."""
    rest = Table(tuple(cells), 1, part.table.columns, method=part.table.method, pages=(page,), boxes=((page, box),))
    growing = GrowingTable(part.table, part.grown)
    if not _carries_on(growing, rest, heading=False) or not _same_style(growing, rest):
        return None
    if any(is_typed_rule(w.raw) for c in cells for p in paragraphs(c.blocks) for w in _words(p)):
        # Under a heading, which is no rest of a row.
        return None
    return join_parts(part, PagePart(rest, part.edges, page), range(part.table.columns))


def _same_style(top: GrowingTable, rest: Table) -> bool:
    """Whether the loose text is set like the cells that it would carry on."""
    above = top.last
    for cell in rest.cells:
        old = [w for p in paragraphs(above[cell.column].blocks if cell.column in above else ()) for w in _words(p)]
        new = [w for p in paragraphs(cell.blocks) for w in _words(p)]
        if not old or not new or old[-1].bold != new[0].bold or old[-1].italic != new[0].italic:
            return False
        if old[-1].size and new[0].size and abs(old[-1].size - new[0].size) > 0.05 * old[-1].size:
            return False
    return True


def _words(paragraph: Paragraph) -> list[Word]:
    return [w for line in paragraph.lines for w in line.words]


def _row_key(row: Sequence[Cell]) -> tuple[tuple[int, str], ...]:
    return tuple((c.column, plain) for c in row if (plain := _plain(c)))


def _plain(cell: Cell) -> str:
    raw = "".join(b.raw for b in cell.blocks if isinstance(b, Paragraph))
    return re.sub(r"[\s\-\xad]+", "", raw).lower()


def _repeated_rows(growing: GrowingTable, bottom: Table) -> int:
    """How many first rows of the second part repeat a run of the first part's heading rows."""
    # Bands may stand above the heading row: it is looked for among the first rows.
    top, below = growing.table, GrowingTable(bottom)
    limit = min(top.rows, 6)
    first = _row_key(below.row(0))
    if len(first) < 2 and top.columns > 1:
        return 0
    for start in range(limit):
        count = 0
        while start + count < limit and count < bottom.rows:
            key = _row_key(growing.row(start + count))
            if not key or key != _row_key(below.row(count)):
                break
            count += 1
        if count:
            if start + count > 1 and count > max(1, top.header_rows, bottom.header_rows):
                count = max(1, top.header_rows)
            return count
    return 0


def _without_rows(table: Table, count: int) -> Table:
    cells = [replace(c, row=c.row - count) for c in table.cells if c.row >= count]
    return replace(
        table,
        cells=tuple(cells),
        rows=table.rows - count,
        joined_rows=frozenset(r - count for r in table.joined_rows if r >= count),
    )


def _carries_on(growing: GrowingTable, bottom: Table, *, heading: bool) -> bool:
    """Whether the second part's first row is the rest of the first part's last row.

    Each column speaks: a sentence that breaks off and goes on with a small letter speaks for it, a cell that begins
    anew against it, and a row with nothing in most of its cells is no row of its own.
    """
    top, above = growing.table, growing.last
    below = {c.column: c for c in bottom.cells if c.row == 0}
    if top.rows <= max(1, top.header_rows) and heading:
        return False
    if any(c.colspan == top.columns and top.columns > 1 for c in [*above.values(), *below.values()]):
        return False
    columns = sorted(set(above) | set(below))
    if any(c in above and c in below and above[c].colspan != below[c].colspan for c in columns):
        return False
    if _lists_go_on(growing, bottom):
        return True
    texts = [(c, _text(above.get(c)), _text(below.get(c))) for c in columns]
    filled = [(c, a, b) for c, a, b in texts if b]
    empty = sum(bool(a) and not b for _, a, b in texts)
    score = 0.0
    for column, a, b in filled:
        score += _evidence(a, b, first=column == min(above, default=0))
    # Empty cells speak as loudly as they are rare in the rows above.
    most = _MOST_EMPTY_OF_FULL if growing.fullness > _FULL else _MOST_EMPTY
    return bool(filled) and score + min(most, _EMPTY * empty) > _CARRIES_ON


_FEWEST_ITEMS = 2
"""Items of a list."""


def _lists_go_on(growing: GrowingTable, bottom: Table) -> bool:
    """Whether the only row of a table is lists beside each other, and further items stand below the break."""
    top, above, below = growing.table, growing.last, [c for c in bottom.cells if c.row == 0 and c.blocks]
    if top.rows != max(1, top.header_rows) + 1 or len(above) < _FEWEST_ITEMS or any(c.colspan > 1 for c in below):
        return False
    items = [[p.marker is not None for p in paragraphs(c.blocks)] for c in above.values()]
    several = sum(sum(marked) >= _FEWEST_ITEMS for marked in items)
    if not all(marked[:1] == [True] for marked in items) or several < _FEWEST_ITEMS:
        return False
    # A file's tags do not always name the bullet of an item that stands alone.
    listed = [any(p.marker is not None for p in paragraphs(c.blocks)) for c in below]
    return 2 * sum(listed) >= len(listed) > 0


def _as_items(rest: Sequence[Cell], top: GrowingTable) -> list[Cell]:
    """The rest of lists, an item that stands alone marked as those above it are."""
    above = top.last
    out = []
    for cell in rest:
        last = [*paragraphs(above[cell.column].blocks)][-1:] if cell.column in above else []
        own = cell.blocks[0] if len(cell.blocks) == 1 else None
        if last and isinstance(own, Paragraph) and own.marker is None and own.text[:1].isupper():
            item = replace(own, role=last[0].role, level=last[0].level, marker=last[0].marker)
            cell = replace(cell, blocks=(item,))
        out.append(cell)
    return out


_HYPHEN, _OPEN_PHRASE, _OPEN_SENTENCE, _SMALL = 2.0, 1.5, 1.5, 0.3
"""Scores for a cell that goes on: behind a hyphen; behind a comma or *och*; a sentence that breaks off before a small
letter; any other small letter."""
_NEW_TEXT, _NUMBERED_ANEW, _STOPPED, _CAPITAL = -0.8, -1.5, -1.0, -0.6
"""Scores against: text under an empty cell; a number in the first column; a text behind a full stop or that begins with
no letter; any other capital."""
_EMPTY, _MOST_EMPTY, _MOST_EMPTY_OF_FULL = 0.5, 0.8, 2.0
"""Score of each empty cell, and of all of them at most; more where the rows above are full."""
_FULL = 0.85
"""Share of filled cells from which rows are full."""
_OPEN_ENDS = word_list("layout", "page_breaks.open_ends")
_CARRIES_ON = 0.4
"""Score from which the second part's first row is the rest of a row."""


def _evidence(above: str, below: str, *, first: bool) -> float:
    """How much the texts of one column on both sides of the break say that they are one cell's (negative: are not)."""
    if not above:
        return _NEW_TEXT
    stopped = _END.search(above) is not None
    small = below[:1].islower()
    if above.endswith(("-", "\xad")) and small:
        return _HYPHEN
    if above.endswith(_OPEN_ENDS):
        return _OPEN_PHRASE
    if small and not stopped:
        return _OPEN_SENTENCE
    if small:
        return _SMALL
    if first and _NUMBER.match(below):
        return _NUMBERED_ANEW
    return _STOPPED if stopped or not below[:1].isalpha() else _CAPITAL


def _text(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return " ".join(b.raw.replace("\n", " ") for b in cell.blocks if isinstance(b, Paragraph)).strip()


def _merge_row(out: list[Cell], top: GrowingTable, rest: list[Cell]) -> None:
    """Append the rest of a cut row to the cells that reach down to the last row; a merged cell keeps the rows below."""
    row, count = top.table.rows - 1, len(out)
    for cell in rest:
        if not cell.blocks and cell.rowspan == 1:
            continue
        near = ((i, out[i]) for i in chain(top.lasting, range(count, len(out))))
        home = next((i for i, c in near if c.column == cell.column and c.row + c.rowspan == row + 1), None)
        if home is None:
            if cell.blocks:
                out.append(replace(cell, row=row))
            continue
        reach = out[home].rowspan + cell.rowspan - 1
        out[home] = replace(out[home], rowspan=reach, blocks=_continued(out[home].blocks, cell.blocks))


def _continued(first: tuple[Block, ...], rest: tuple[Block, ...]) -> tuple[Block, ...]:
    if not first or not rest:
        return first or rest
    last, start = first[-1], rest[0]
    if (
        isinstance(last, Paragraph)
        and isinstance(start, Paragraph)
        and start.marker is None
        and last.lines
        and start.lines
        and _runs_on(last, start)
    ):
        return (*first[:-1], join_lines(last, start), *rest[1:])
    return first + rest


def _runs_on(last: Paragraph, start: Paragraph) -> bool:
    return joins(last.lines[-1], start.lines[0])


def _spans_on(out: list[Cell], body: list[Cell], top: GrowingTable) -> list[Cell]:
    """Let merged cells go on over the page break: empty cells below one become part of its span. Return the cells below
    that are left."""
    rest, lasting = list(body), top.lasting
    for column in sorted(top.spanning):
        home = next((i for i in lasting if out[i].column == column), None)
        first = next((c for c in rest if c.row == 0 and c.column == column), None)
        if home is not None and first is None and out[home].colspan == 1 and out[home].blocks:
            # The second part has no cell there at all: the span's border was drawn on the first page.
            covered = [c.row for c in rest if c.column <= column < c.column + c.colspan]
            reach = min(covered, default=1 + max((c.row + c.rowspan - 1 for c in rest), default=-1))
            out[home] = replace(out[home], rowspan=out[home].rowspan + reach)
            continue
        if home is None or first is None or first.blocks or out[home].colspan != first.colspan or not out[home].blocks:
            continue
        if any(c.row == 0 and c.column != column and c.blocks for c in rest):
            out[home] = replace(out[home], rowspan=out[home].rowspan + first.rowspan)
            rest.remove(first)
    return rest
