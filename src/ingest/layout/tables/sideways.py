"""Tables whose right-hand columns were printed on pages of their own, put together again.

A spreadsheet that is wider than its paper is printed in strips: first the left columns of all rows, then, on further
pages, the right ones. The strips show the same rows at the same heights of their pages, each from the left margin on;
they have other headings, or the same first columns with the same words once more. A last strip of one column is no
table by itself: the rules between its rows, at the heights of the table's, show what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from ingest.document import BBox, Block, Cell, Page, Paragraph, Table, paragraphs, union
from ingest.layout.tables.growing import GrowingTable
from ingest.layout.tables.page_breaks import PagePart
from ingest.layout.tables.rules import RuleSegment, segments

__all__ = ["is_strip", "with_strips"]

_SAME = 2.0
"""Points by which a row's upper border may differ from strip to strip."""
_MARGIN = 4.0
"""Points by which left margins may differ."""
_LEAST = 3
"""Rows that strips have at least: two borders at the same heights are chance."""
_COVERED = 0.7
"""Share of the rows that a further strip shows at least."""
_LARGER = 1.25
"""Times the size of a table's text from which the line above it is a title."""
_TAKEN = Paragraph(())
_TRUST = 0.97
"""Confidence in a strip's place, of the confidence in the strips."""


def with_strips(blocks: Sequence[Block], pages: Sequence[Page]) -> list[Block]:
    """Return the blocks with every further strip of a table put beside the one before it.

    Args:
        blocks: of a whole document, in reading order.
        pages: its pages, for their widths.
    """
    widths = {p.number: p.width for p in pages}
    out: list[Block] = []
    strips: dict[int, list[Table]] = {}
    for block in blocks:
        home = None
        if isinstance(block, Table):
            home = next((i for i in reversed(strips) if _goes_on(out[i], strips[i], block, widths)), None)
        if home is not None and isinstance(block, Table) and _has_a_title(out[-1], block, out[home - 1 : home]):
            home = None
        if home is None:
            if isinstance(block, Table) and _printed(block):
                strips[len(out)] = [block]
            out.append(block)
            continue
        assert isinstance(block, Table)
        whole = out[home]
        assert isinstance(whole, Table)
        out[home] = _beside(whole, block)
        strips[home].append(block)
    for home in strips:
        out = _with_column(out, home, strips[home], {p.number: p for p in pages})
    return [b for b in out if b is not _TAKEN]


def is_strip(open_part: PagePart, part: PagePart, pages: Mapping[int, Page]) -> bool:
    """Return whether a page's first table is a strip of the open one, and not its rows on the next page.

    Both begin at the left margin, and the strip's columns may lie where some of the table's do. Told by its rows, at
    the heights of the table's own first rows, and by its headings: other ones, of another number of columns, or set as
    the table's headings are, or left as much room above as the text over the table takes.
    """
    whole, table = open_part.table, part.table
    if not (_printed(whole) and _printed(table)) or part.page not in pages:
        return False
    head = _head(open_part, max(_LEAST, table.rows))
    if not _other_headings(whole, table, head):
        return False
    first = [c for c in table.cells if c.row == 0 and _plain(c)]
    if len(first) < table.columns or not _has_its_headings(head, table, pages) or not _begins_alike(head, table):
        return False
    return whole.boxes[0][1].x1 + first[0].bbox.width > pages[part.page].width - table.boxes[0][1].x0 - _MARGIN  # type: ignore[union-attr]


def _head(part: PagePart, rows: int) -> Table:
    """Return the first rows of a table that is open, as many as some other table has; all of one on a single page."""
    whole = part.table
    if part.grown is None or whole.rows <= rows:
        return whole
    growing = GrowingTable(whole, part.grown)
    return replace(whole, cells=tuple(c for n in range(rows) for c in growing.row(n)), rows=rows)


def _has_its_headings(whole: Table, table: Table, pages: Mapping[int, Page]) -> bool:
    above, own = (_words_above(pages, *t.boxes[0]) for t in (whole, table))
    return table.columns != whole.columns or above > own or (_is_set_apart(whole) and _is_set_apart(table))


def _begins_alike(whole: Table, table: Table) -> bool:
    """Return whether every row of a strip stands at the height of the table's row of its number."""
    tops = list(zip(_tops(whole), _tops(table), strict=False))
    return len(tops) == table.rows and all(a is not None and b is not None and abs(a - b) <= _SAME for a, b in tops)


def _words_above(pages: Mapping[int, Page], number: int, box: BBox) -> int:
    words = pages[number].words if number in pages else ()
    return sum(w.bbox is not None and w.bbox.bottom <= box.top for w in words)


def _is_set_apart(table: Table) -> bool:
    """Return whether all of the first row is in bold or on a ground, and nothing of the second row is."""
    first, second = ([c for c in table.cells if c.row == n and c.blocks] for n in (0, 1))
    return bool(first and second) and all(map(_stands_out, first)) and not any(map(_stands_out, second))


def _stands_out(cell: Cell) -> bool:
    words = [w for b in cell.blocks if isinstance(b, Paragraph) for line in b.lines for w in line.words]
    return cell.fill is not None or (bool(words) and all(w.bold for w in words))


def _with_column(blocks: list[Block], home: int, before: Sequence[Table], pages: Mapping[int, Page]) -> list[Block]:
    """Return the blocks with the loose text of the pages after a table's last strip as one more column of it.

    Blocks whose text the column took are `_TAKEN`, so that places of blocks stay.
    """
    first, last = before[0], before[-1]
    shift = max(last.pages) - min(first.pages) + 1
    on = [n + shift for n in first.pages]
    whole = blocks[home]
    held = {n for b in blocks if isinstance(b, Table) for n in b.pages}
    if not isinstance(whole, Table) or not held.isdisjoint(on) or any(n not in pages for n in on):
        return blocks
    rules = {n: segments(pages[n], ())[0] for n in on}
    rows = _row_boxes(first)
    drawn = [_closed(box, rules[n + shift]) for n, box in rows]
    if sum(drawn) < _COVERED * whole.rows or not all(drawn[:1]):
        return blocks
    right = max(s.hi for n in on for s in rules[n])
    left = first.boxes[0][1].x0
    if last.boxes[0][1].x1 + right - left <= pages[on[0]].width - left - _MARGIN:
        return blocks  # there was room for it on the strip before
    loose = [b for b in blocks if isinstance(b, Paragraph) and b.lines and b.lines[0].page in on]
    cells, taken = _column_cells([(n + shift, _to(box, right)) for n, box in rows], loose)
    boxes = tuple((n + shift, _to(box, right)) for n, box in first.boxes)
    strip = replace(first, cells=cells, columns=1, pages=tuple(on), boxes=boxes)
    if not cells or not _other_headings(whole, strip):
        return blocks
    out: list[Block] = [_TAKEN if any(b is t for t in taken) else b for b in blocks]
    out[home] = _beside(whole, strip)
    return out


def _row_boxes(table: Table) -> list[tuple[int, BBox]]:
    """Return the page and the box of each row, none where one has no box; one above the last one begins a page."""
    pages = list(table.pages)
    out: list[tuple[int, BBox]] = []
    for row in range(table.rows):
        box = union(c.bbox for c in table.cells if c.row == row and c.rowspan == 1 and c.bbox is not None)
        if box is None:
            return []
        if out and box.top < out[-1][1].top and len(pages) > 1:
            pages.pop(0)
        out.append((pages[0], box))
    return out


def _closed(box: BBox, rules: Sequence[RuleSegment]) -> bool:
    """Return whether a rule runs along a row's upper border, or its lower one, from the left margin on."""
    return any(abs(s.at - y) <= _SAME and abs(s.lo - box.x0) <= _MARGIN for s in rules for y in (box.top, box.bottom))


def _column_cells(
    rows: Sequence[tuple[int, BBox]], loose: Sequence[Paragraph]
) -> tuple[tuple[Cell, ...], list[Paragraph]]:
    """Return the cells of a strip's one column, each with the lines inside its row's box, and what they took."""
    cells: list[Cell] = []
    taken: list[Paragraph] = []
    for row, (page, box) in enumerate(rows):
        blocks: list[Block] = []
        for paragraph in loose:
            lines = tuple(line for line in paragraph.lines if line.page == page and _inside(line.bbox, box))
            if lines:
                blocks.append(Paragraph(lines, marker=paragraph.marker if lines[0] is paragraph.lines[0] else None))
                taken.append(paragraph)
        cells.append(Cell(row, 0, tuple(blocks), bbox=box))
    return tuple(cells) if cells[0].blocks else (), taken


def _inside(line: BBox | None, row: BBox) -> bool:
    return line is not None and row.top <= (line.top + line.bottom) / 2 < row.bottom and line.x0 >= row.x0


def _to(box: BBox, right: float) -> BBox:
    return BBox(box.x0, box.top, right, box.bottom)


def _printed(table: Table) -> bool:
    """Return whether a table has drawn rows, so that their heights are known."""
    return table.method in ("ruled", "mixed") and table.rows >= _LEAST and bool(table.boxes)


def _goes_on(whole: Block, before: Sequence[Table], table: Table, widths: Mapping[int, float]) -> bool:
    """Return whether a table is the next strip after some that are put together already."""
    last = before[-1]
    if not isinstance(whole, Table) or not _printed(table) or min(table.pages) <= max(last.pages):
        return False
    return _other_headings(whole, table) and _full(before, table, widths) and _places(whole, table) is not None


def _has_a_title(above: Block, table: Table, title: Sequence[Block]) -> bool:
    """Return whether a table stands right below a title of its own, set larger than all of its text; one that the
    first strip has too (`title`) is printed on each page."""
    if not isinstance(above, Paragraph) or not above.lines or above.lines[0].page not in table.pages:
        return False
    own = _sizes([above])
    held = _sizes([p for c in table.cells for p in paragraphs(c.blocks)])
    larger = bool(own and held) and min(own) > _LARGER * max(held)
    return larger and not any(b.text == above.text for b in title)


def _sizes(texts: Sequence[Paragraph]) -> list[float]:
    return [w.size for p in texts for line in p.lines for w in line.words if w.size is not None]


def _other_headings(whole: Table, table: Table, head: Table | None = None) -> bool:
    """Return whether a strip has headings, and none of the table's but over first columns that are printed again;
    `head` is the table's first rows."""
    keys = _keys(whole, table)
    first = [c for c in (head or whole).cells if c.row == 0]
    own = [c for c in table.cells if c.row == 0 and c.column >= keys]
    headings = {_plain(c) for c in own} - {""}
    labels = {_label(c) for c in own} - {""}
    if labels and labels <= {_label(c) for c in first}:
        return False  # the boxes of one more form, each with its label over its value
    return bool(headings) and not headings & {_plain(c) for c in first}


def _label(cell: Cell) -> str:
    """Return the first paragraph of a cell that holds more below it, as a box of a form has its label; else nothing."""
    parts = [b.text for b in cell.blocks if isinstance(b, Paragraph)]
    return parts[0].casefold() if len(parts) > 1 else ""


def _full(before: Sequence[Table], table: Table, widths: Mapping[int, float]) -> bool:
    """Return whether a strip begins at the left margin as the first one does, and its first column had no room on the
    strip before."""
    (page, last), own = before[-1].boxes[0], table.boxes[0][1]
    if abs(own.x0 - before[0].boxes[0][1].x0) > _MARGIN or page not in widths:
        return False
    keys = _keys(before[0], table)
    fresh = [c.bbox for c in table.cells if c.column == keys and c.colspan == 1 and c.bbox is not None]
    return bool(fresh) and last.x1 + fresh[0].width > widths[page] - own.x0 - _MARGIN


def _keys(whole: Table, table: Table) -> int:
    """Return how many first columns of a strip repeat the table's first ones, heading and all."""
    count = 0
    while count < min(table.columns - 1, whole.columns) and _same_column(whole, table, count):
        count += 1
    return count


def _same_column(whole: Table, table: Table, column: int) -> bool:
    """Return whether a column says the same in both tables, and something; long tables mostly differ at their heads."""
    found = False
    for a, b in zip_longest(_column(whole, column), _column(table, column)):
        if a != b:
            return False
        found = True
    return found


def _column(table: Table, column: int) -> Iterator[str]:
    return (text for c in table.cells if c.column == column and (text := _plain(c)))


def _plain(cell: Cell) -> str:
    return " ".join(b.text for b in cell.blocks if isinstance(b, Paragraph)).casefold()


def _tops(table: Table) -> list[float | None]:
    """Return the upper border of each row in points of its page."""
    tops: list[float | None] = [None] * table.rows
    for cell in sorted(table.cells, key=lambda c: -c.column):
        if cell.bbox is not None:
            tops[cell.row] = cell.bbox.top
    return tops


def _places(whole: Table, table: Table) -> list[int] | None:
    """Return for each row of a strip the table's row at the same height, in order; None where one has none."""
    places: list[int] = []
    tops = _tops(whole)
    at = 0
    for top in _tops(table):
        while at < len(tops) and (top is None or tops[at] is None or abs(tops[at] - top) > _SAME):  # type: ignore[operator]
            at += 1
        if at == len(tops):
            return None
        places.append(at)
        at += 1
    return places if len(places) >= _COVERED * whole.rows and places[0] == 0 else None


def _beside(whole: Table, strip: Table) -> Table:
    keys = _keys(whole, strip)
    places = _places(whole, strip)
    assert places is not None
    offset = whole.columns - keys
    added = [
        replace(c, row=places[c.row], column=c.column + offset, rowspan=_span(places, c))
        for c in strip.cells
        if c.column >= keys
    ]
    columns = offset + strip.columns
    # A band across the left columns is one across all of them, where nothing stands to its right.
    bands = {c.row for c in whole.cells if c.colspan == whole.columns > 1 and c.row > 0}
    bands -= {c.row for c in added if c.blocks}
    cells = [replace(c, colspan=columns) if c.row in bands else c for c in whole.cells]
    cells += [c for c in added if c.row not in bands]
    return replace(
        whole,
        cells=tuple(sorted(cells, key=lambda c: (c.row, c.column))),
        columns=columns,
        confidence=_TRUST * min(whole.confidence, strip.confidence),
        joined_rows=whole.joined_rows | {places[r] for r in strip.joined_rows if r < len(places)},
        pages=tuple(dict.fromkeys(whole.pages + strip.pages)),
        boxes=whole.boxes + strip.boxes,
    )


def _span(places: Sequence[int], cell: Cell) -> int:
    return places[cell.row + cell.rowspan - 1] - places[cell.row] + 1
