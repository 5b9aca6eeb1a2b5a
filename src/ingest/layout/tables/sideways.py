"""Tables whose right-hand columns were printed on pages of their own, put together again.

A spreadsheet that is wider than its paper is printed in strips: first the left columns of all rows, then, on further
pages, the right ones. The strips show the same rows at the same heights of their pages, each from the left margin on;
they have other headings, or the same first columns with the same words once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.document import Block, Cell, Page, Paragraph, Table

__all__ = ["with_strips"]

_SAME = 2.0
"""Points by which a row's upper border may differ from strip to strip."""
_MARGIN = 4.0
"""Points by which left margins may differ."""
_LEAST = 3
"""Rows that strips have at least: two borders at the same heights are chance."""
_COVERED = 0.7
"""Share of the rows that a further strip shows at least."""
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
    return out


def _printed(table: Table) -> bool:
    """Return whether a table has drawn rows, so that their heights are known."""
    return table.method in ("ruled", "mixed") and table.rows >= _LEAST and bool(table.boxes)


def _goes_on(whole: Block, before: Sequence[Table], table: Table, widths: Mapping[int, float]) -> bool:
    """Return whether a table is the next strip after some that are put together already."""
    last = before[-1]
    if not isinstance(whole, Table) or not _printed(table) or min(table.pages) <= max(last.pages):
        return False
    return _other_headings(whole, table) and _full(before, table, widths) and _places(whole, table) is not None


def _other_headings(whole: Table, table: Table) -> bool:
    """Return whether a strip has headings, and none of the table's but over first columns that are printed again."""
    keys = _keys(whole, table)
    headings = {_plain(c) for c in table.cells if c.row == 0 and c.column >= keys} - {""}
    return bool(headings) and not headings & {_plain(c) for c in whole.cells if c.row == 0}


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
    while count < min(table.columns - 1, whole.columns) and _column(whole, count) == _column(table, count) != ():
        count += 1
    return count


def _column(table: Table, column: int) -> tuple[str, ...]:
    return tuple(t for c in table.cells if c.column == column and (t := _plain(c)))


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
