"""What the rows of a table are: heading rows, bands across it, comments, records.

A `Reading` is a table taken apart: a list of events in order, and the parts (a heading row and what stands below it)
that the records belong to. Blocks of label and value become parts too, their labels being the headings, so that one
way leads from any layout to rows.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.spans import Piece, part
from ingest.classify.tables.cells import Grid, Slot
from ingest.classify.tables.form_cells import form_cells
from ingest.classify.tables.header_rows import header_part, header_rows, inner_header
from ingest.classify.tables.label_value import label_reading, label_rows
from ingest.classify.tables.parsed import Band, Comment, Event, Part, Reading, Record
from ingest.classify.text.outline import number_of
from ingest.document import Table

__all__ = ["read_table"]


def read_table(table: Table, block: int, words: Vocabulary, repeated: frozenset[tuple[str, ...]],
               label_columns: frozenset[tuple[str, ...]] = frozenset()) -> Reading:  # fmt: skip
    """Take a table apart.

    Args:
        table: the table.
        block: index of the document's block that holds it.
        words: heading words.
        repeated: `repeated_rows` of the document.
        label_columns: first columns (folded) that several two-column tables of the document share: labels.
    """
    grid = Grid(table, block)
    if table.method == "labels":
        return label_reading(grid, words, [1])
    form = form_cells(grid, words)
    if form is not None:
        return form
    labels = label_rows(grid, words, label_columns)
    if labels is not None:
        return labels
    return _read_columns(grid, words, repeated, label_columns)


def _read_columns(grid: Grid, words: Vocabulary, repeated: frozenset[tuple[str, ...]],
                  label_columns: frozenset[tuple[str, ...]]) -> Reading:  # fmt: skip
    headers = header_rows(grid, words, repeated)
    fills = _band_fills(grid)
    parts: list[Part] = []
    events: list[Event] = []
    row = 0
    carried: tuple[int, list[Slot | None]] | None = None
    while row < grid.rows:
        if not any(not s.blank for s in grid.distinct(row)):
            row += 1
            continue
        if row in headers:
            part_, used = header_part(grid, row, words, headers)
            if not parts or part_.key != parts[-1].key:
                parts.append(part_)
            row += used
            carried = None
            continue
        lone = grid.lone(row) or _torn_band(grid, row, fills)
        if lone is not None and grid.columns > 1:
            comment = _comment(lone, row, words)
            if comment is not None and any(isinstance(e, Record) for e in events):
                events.append(comment)
                row += 1
                continue
            if _is_band(grid, row, lone, headers):
                events.append(Band(lone, row))
                row += 1
                continue
        own = grid.own(row)
        if len(own) == 2 and grid.columns > 2 and words.is_comment(own[0].text) and own[0].cell.column == 0 and (
            own[1].cell.colspan >= grid.columns - 1) and events:  # fmt: skip
            events.append(Comment(own[0].text.rstrip(" :"), own[1].pieces, row))
            row += 1
            continue
        if not parts:
            parts.append(Part(("",) * grid.columns, kind="none", spans=tuple(range(grid.columns))))
        inner = inner_header(grid, row, parts[-1], words)
        if inner is not None:
            under, outer = inner
            if parts[-1].headings != under.headings:
                parts.append(under)
            carried = (row, outer)
            if not any(s is not None and not s.blank for s in outer):
                carried = None
            row += 1
            continue
        slots = grid.row(row)
        if carried is not None:
            slots = [c if c is not None and not c.blank and (s is None or s.blank) else s
                     for s, c in zip(slots, carried[1], strict=True)]  # fmt: skip
        nested = tuple(
            read_table(t, grid.block, words, repeated, label_columns)
            for s in grid.distinct(row) if not s.inherited for t in s.tables
        )  # fmt: skip
        events += _lines(Record(len(parts) - 1, tuple(slots), row, nested))
        row += 1
    return Reading(grid, tuple(parts), tuple(events), frozenset(headers))


def _lines(record: Record) -> list[Event]:
    """A line of cells; what stands over a table inside a frame of one cell is a row across before it."""
    slot = record.slots[0] if len(record.slots) == 1 and record.nested else None
    if slot is None or slot.inherited:
        return [record]
    blocks = slot.cell.blocks
    first = next(i for i, b in enumerate(blocks) if isinstance(b, Table))
    over = tuple(p for p in slot.pieces if any(p.paragraph is b for b in blocks[:first]) and p.text.strip())
    rest = tuple(p for p in slot.pieces if not any(p is o for o in over))
    inner = replace(record, slots=(Slot(replace(slot.cell, blocks=blocks[first:]), rest),))
    band = Band(Slot(replace(slot.cell, blocks=blocks[:first]), over), record.row)
    return [band, inner] if over else [inner]


# ---------------------------------------------------------------- rows across


def _band_fills(grid: Grid) -> frozenset[tuple[float, ...]]:
    """The grounds on which rows across are painted, where no line of data has them."""
    bands, data = set(), set()
    for r in range(grid.rows):
        own = grid.own(r)
        fills = {s.cell.fill for s in own if s.cell.fill is not None}
        if len(own) == 1 and own[0].cell.colspan >= grid.columns > 1:
            bands |= fills
        elif len(own) == grid.columns:
            data |= fills
    return frozenset(bands - data)


def _torn_band(grid: Grid, row: int, fills: frozenset[tuple[float, ...]]) -> Slot | None:
    """A row across whose text layout has cut at the columns' borders, put together again."""
    cells = [s for s in grid.distinct(row) if not s.inherited]
    own = [s for s in cells if not s.blank]
    if not fills or not 1 < len(own) < grid.columns or any(s.cell.fill not in fills for s in cells):
        return None
    pieces = list(own[0].pieces)
    for slot in own[1:]:
        last, first = pieces[-1], slot.pieces[0]
        lines = (*last.paragraph.lines, *first.paragraph.lines)
        pieces[-1] = replace(last, paragraph=replace(last.paragraph, lines=lines))
        pieces += slot.pieces[1:]
    return Slot(replace(own[0].cell, colspan=grid.columns), tuple(pieces))


def _is_band(grid: Grid, row: int, slot: Slot, headers: set[int]) -> bool:
    if slot.tables:
        return False
    if slot.cell.colspan >= grid.columns or slot.cell.colspan >= max(2, 0.6 * grid.columns):
        return True
    if slot.cell.column > 0:
        return False
    if slot.cell.colspan > 1:
        # A line that runs over the first columns' borders, alone in its row.
        return True
    following = next((r for r in range(row + 1, grid.rows) if grid.own(r)), None)
    if following is not None and following in headers:
        return True
    first = slot.pieces[0].paragraph
    number, _ = number_of(first.text, first.marker)
    if number is not None and first.role != "list-item":
        return True
    rows = [r for r in range(grid.rows) if r not in headers and len(grid.own(r)) > 1]
    others = [s for r in rows for s in grid.own(r) if s.cell.column == 0]
    return slot.styled and bool(others) and sum(s.styled for s in others) <= 0.2 * len(others)


_LABEL = re.compile(r"^\s*([^:\n]{2,40}?)\s*:\s*(?=\S)")


def _comment(slot: Slot, row: int, words: Vocabulary) -> Comment | None:
    if not slot.pieces:
        return None
    first = slot.pieces[0]
    match = _LABEL.match(first.paragraph.text)
    if match is None or not words.is_comment(match.group(1)):
        return None
    rest = Piece(part(first.paragraph, match.end()), first.block, first.source)
    return Comment(match.group(1).strip(), (rest, *slot.pieces[1:]), row)
