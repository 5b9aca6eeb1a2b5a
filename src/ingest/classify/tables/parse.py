"""What the rows of a table are: heading rows, bands across it, comments, records.

A `ParsedTable` is a list of events in order, and the parts (a heading row and what stands below it) that the records
belong to. Blocks of label and value become parts too, their labels being the headings, so that one
way leads from any layout to rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.spans import Piece, part
from ingest.classify.tables.cells import Slot, SlotGrid
from ingest.classify.tables.form_cells import form_cells
from ingest.classify.tables.header_rows import header_part, header_rows, inner_header
from ingest.classify.tables.label_value import explains_words, label_reading, label_rows
from ingest.classify.tables.parsed import Band, Comment, Event, ParsedRecord, ParsedTable, TablePart
from ingest.classify.tables.turned import turned_reading
from ingest.classify.text.labels import label_segments, said_to_rows
from ingest.classify.text.outline import number_of
from ingest.classify.text.tails import is_time
from ingest.document import Table

__all__ = ["read_table"]

SAME_TINT = 0.025
"""By which a ground may be lighter or darker than another (of 1, per colour) and be the same one: a scan's lamp."""


def read_table(table: Table, block: int, words: Vocabulary, repeated: frozenset[tuple[str, ...]],
               label_columns: frozenset[tuple[str, ...]] = frozenset()) -> ParsedTable:  # fmt: skip
    """Take a table apart.

    Args:
        table: the table.
        block: index of the document's block that holds it.
        words: heading words.
        repeated: `repeated_rows` of the document.
        label_columns: first columns (folded) that several two-column tables of the document share: labels.
    """
    grid = SlotGrid(table, block)
    if table.method == "labels":
        return label_reading(grid, words, [1])
    if grid.beside_text:
        return _Columns(grid, words, repeated, label_columns).read()
    form = form_cells(grid, words)
    if form is not None:
        return form
    if not explains_words(grid):
        labels = turned_reading(grid, words) or label_rows(grid, words, label_columns)
        if labels is not None:
            return labels
    return _Columns(grid, words, repeated, label_columns).read()


@dataclass(slots=True)
class _Columns:
    """A table of columns, read row by row from top to bottom.

    Each row is the first of `kinds` that takes it; each kind says how many rows it took, 0 if the row is another's.
    """

    grid: SlotGrid
    words: Vocabulary
    repeated: frozenset[tuple[str, ...]]
    label_columns: frozenset[tuple[str, ...]]
    parts: list[TablePart] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    outer: list[Slot | None] | None = None
    """Cells beside the headings of an inner table: they hold for each of its rows."""
    headers: set[int] = field(init=False)
    fills: frozenset[tuple[float, ...]] = field(init=False)
    banded: bool = field(init=False)
    """Whether titles with labels behind them head rows: where most rows are set so, they are the rows."""

    def __post_init__(self) -> None:
        self.headers = header_rows(self.grid, self.words, self.repeated)
        self.fills = _band_fills(self.grid)
        labelled = [r for r in range(self.grid.rows) if _labelled_band(self.grid, r, self.words) is not None]
        data = sum(bool(self.grid.own(r)) and r not in self.headers for r in range(self.grid.rows))
        self.banded = 2 * len(labelled) <= data

    def read(self) -> ParsedTable:
        kinds = (self._blank, self._heading, self._across, self._comment_beside, self._inner_heading, self._record)
        row = 0
        while row < self.grid.rows:
            row += next(taken for kind in kinds if (taken := kind(row)))
        return ParsedTable(self.grid, tuple(self.parts), tuple(self.events), frozenset(self.headers))

    def _blank(self, row: int) -> int:
        return int(all(s.blank for s in self.grid.distinct(row)))

    def _heading(self, row: int) -> int:
        if row not in self.headers:
            return 0
        opened, used = header_part(self.grid, row, self.words, self.headers)
        if not self.parts or opened.key != self.parts[-1].key:
            self.parts.append(opened)
        self.outer = None
        return used

    def _across(self, row: int) -> int:
        """A row of one cell: a comment on the records above, or the heading of those below."""
        lone = self.grid.lone(row) or _torn_band(self.grid, row, self.fills)
        lone = lone or (_labelled_band(self.grid, row, self.words) if self.banded else None)
        if lone is None or self.grid.columns == 1:
            return 0
        comment = _comment(lone, row, self.words)
        if comment is not None and any(isinstance(e, ParsedRecord) for e in self.events):
            self.events.append(comment)
            return 1
        if _is_band(self.grid, row, lone, self.headers) or _is_labelled(lone, self.words):
            self.events.append(Band(lone, row))
            return 1
        return 0

    def _comment_beside(self, row: int) -> int:
        """A comment with its label in the first cell and its text across the others."""
        own = self.grid.own(row)
        if len(own) != 2 or self.grid.columns == 2 or own[0].cell.column > 0 or not self.events:
            return 0
        if own[1].cell.colspan < self.grid.columns - 1 or not self.words.is_comment(own[0].text):
            return 0
        self.events.append(Comment(own[0].text.rstrip(" :"), own[1].pieces, row))
        return 1

    def _inner_heading(self, row: int) -> int:
        inner = inner_header(self.grid, row, self._part(), self.words)
        if inner is None:
            return 0
        under, outer = inner
        if self._part().headings != under.headings:
            self.parts.append(under)
        self.outer = outer if any(s is not None and not s.blank for s in outer) else None
        return 1

    def _record(self, row: int) -> int:
        self._part()
        slots = self.grid.row(row)
        if self.outer is not None:
            slots = [
                c if c is not None and not c.blank and (s is None or s.blank) else s
                for s, c in zip(slots, self.outer, strict=True)
            ]
        nested = tuple(
            read_table(table, self.grid.block, self.words, self.repeated, self.label_columns)
            for slot in self.grid.distinct(row)
            if not slot.inherited
            for table in slot.tables
        )
        self.events += _lines(ParsedRecord(len(self.parts) - 1, tuple(slots), row, nested))
        return 1

    def _part(self) -> TablePart:
        """The part that the row belongs to; one without headings where no heading row has come."""
        if not self.parts:
            columns = self.grid.columns
            self.parts.append(TablePart(("",) * columns, kind="none", spans=tuple(range(columns))))
        return self.parts[-1]


def _lines(record: ParsedRecord) -> list[Event]:
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


def _band_fills(grid: SlotGrid) -> frozenset[tuple[float, ...]]:
    """The grounds on which rows across are painted, where no line of data has them."""
    bands, data = set(), set()
    for r in range(grid.rows):
        own = grid.own(r)
        fills = {s.cell.fill for s in own if s.cell.fill is not None}
        if len(own) == 1 and own[0].cell.colspan >= grid.columns > 1:
            bands |= fills
        elif len(own) == grid.columns:
            data |= fills
    return frozenset(b for b in bands if not any(_same_ground(b, d) for d in data))


def _same_ground(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    """Return whether two grounds are one: a scan has its tints a little lighter here and darker there."""
    return max(abs(x - y) for x, y in zip(a, b, strict=True)) <= SAME_TINT


def _on(slot: Slot, fills: frozenset[tuple[float, ...]]) -> bool:
    """Return whether a cell is painted with one of some grounds."""
    return slot.cell.fill is not None and any(_same_ground(slot.cell.fill, f) for f in fills)


def _torn_band(grid: SlotGrid, row: int, fills: frozenset[tuple[float, ...]]) -> Slot | None:
    """A row across whose text layout has cut at the columns' borders, put together again."""
    cells = [s for s in grid.distinct(row) if not s.inherited]
    own = [s for s in cells if not s.blank]
    if not fills or not 1 < len(own) < grid.columns or any(not _on(s, fills) for s in cells):
        return None
    pieces = list(own[0].pieces)
    for slot in own[1:]:
        last, first = pieces[-1], slot.pieces[0]
        lines = (*last.paragraph.lines, *first.paragraph.lines)
        pieces[-1] = replace(last, paragraph=replace(last.paragraph, lines=lines))
        pieces += slot.pieces[1:]
    return Slot(replace(own[0].cell, colspan=grid.columns), tuple(pieces))


def _labelled_band(grid: SlotGrid, row: int, words: Vocabulary) -> Slot | None:
    """A title with labels of who, when or what for behind it in cells of their own (`TAK | | Ansvarig: Takgruppen`)."""
    own = [s for s in grid.own(row) if not s.inherited]
    if len(own) < 2 or own[0].cell.column > 0 or any(s.tables for s in own) or not own[0].pieces:
        return None
    behind = [p for s in own[1:] for p in s.pieces]
    if label_segments(own[0].pieces[0], words) or not all(said_to_rows(p, words) for p in behind):
        return None
    return Slot(replace(own[0].cell, colspan=grid.columns), (*own[0].pieces, *behind))


def _is_labelled(slot: Slot, words: Vocabulary) -> bool:
    """Whether a lone cell is a title set apart over labels of who, when or what for (`Ansvarig: Byalaget`)."""
    title, labels = Slot(slot.cell, slot.pieces[:1]), slot.pieces[1:]
    return bool(labels) and title.styled and all(said_to_rows(p, words) for p in labels)


def _is_band(grid: SlotGrid, row: int, slot: Slot, headers: set[int]) -> bool:
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
    if not others:
        return False
    # A month between rows of measures is the time of those below it, however plainly it is typed.
    if is_time(slot.text, dated=True) and not any(is_time(s.text) for s in others):
        return True
    return slot.styled and sum(s.styled for s in others) <= 0.2 * len(others)


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
