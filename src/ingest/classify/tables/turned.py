"""Turned tables: headings down the left, one measure a column (`Plats | A | B`, `Åtgärd | … | …`, `Ansvarig | … | …`).

Scorecards, records of walks and one-page plans are set so. The headings are those of any table; what tells the two
apart is that the first column names fields, each once, and the first row does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.classify.fields.folding import heading_key
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.spans import Piece
from ingest.classify.tables.cells import Slot, SlotGrid
from ingest.classify.tables.header_rows import EXACT, KNOWN, says_fields
from ingest.classify.tables.kind_features import class_of
from ingest.classify.tables.parsed import Band, Event, ParsedRecord, ParsedTable, TablePart, heading_text
from ingest.plan import FIELDS

__all__ = ["turned_reading"]

_FEWEST_COLUMNS = 3
"""Columns of a turned table: the headings and two measures; with one it is a block of labels and values."""
_FEWEST_LINES = 3
"""Lines of a turned table, at least: one a heading, of which the first may be left out over names or measures."""
_FEWEST_FIELDS = 2
"""Fields that headings name outright, at least, where what, who and when are not all there."""
_WHOSE = frozenset({"vem", "när"})
_LONGEST = 6
"""Words of a heading."""
_KNOWN_SHARE = 0.5
"""Share of the headings that the vocabulary or the classes of columns know, at least."""
_SPANNED = 0.34
"""Share of the lines with one value over several columns, at most: more are a form with long values."""
_FILLED = 0.5
"""Share of the values that are filled, at least: bullets under themes and marks in a grid leave more blank."""


def turned_reading(grid: SlotGrid, words: Vocabulary) -> ParsedTable | None:
    """Read a table whose headings stand down its left side; None for any other table."""
    if grid.columns < _FEWEST_COLUMNS:
        return None
    lines = [r for r in range(grid.rows) if len(grid.own(r)) > 1 or (grid.own(r) and grid.lone(r) is None)]
    heads = [s for r in lines if (s := grid.slot(r, 0)) is not None and not s.inherited and not s.blank]
    if len(lines) < _FEWEST_LINES or any(_is_value(s) for s in heads) or not _name_fields(heads, words):
        return None
    if any(_heads_columns(grid, r, words) for r in lines) or not _mostly_filled(grid, lines):
        return None
    return _reading(grid)


def _is_value(slot: Slot) -> bool:
    text = slot.text.strip()
    return slot.cell.colspan > 1 or bool(slot.tables) or len(text.split()) > _LONGEST or text.endswith((".", ";"))


def _name_fields(heads: Sequence[Slot], words: Vocabulary) -> bool:
    """Return whether texts down the left are headings of columns: mostly known, of several fields, each its own."""
    texts = list({heading_key(s.text): s.text.replace("\n", " ").rstrip(" :") for s in heads}.values())
    meant = [(words.heading(t), t) for t in texts]
    known = [m for m, t in meant if m.known >= KNOWN or class_of(t) or words.is_front(t)]
    said = {m.best for m in known if m.known >= KNOWN and m.best in FIELDS}
    outright = {m.best for m in known if m.known >= EXACT and m.best in FIELDS}
    # Without who and when a column is a theme, with bullets of its own.
    what, whose = bool({"åtgärd", "mål"} & said), _WHOSE & said
    whole = what and len(whose) == len(_WHOSE)
    tells = whole or (len(outright) >= _FEWEST_FIELDS and (what or len(whose) == len(_WHOSE)))
    return tells and bool(whose) and len(known) >= _KNOWN_SHARE * len(texts)


def _heads_columns(grid: SlotGrid, row: int, words: Vocabulary) -> bool:
    """Return whether a row names several fields; times beside a word for one (`Klart | maj 2030`) do not."""
    texts = [s.text for s in grid.own(row) if not any(c.isdigit() for c in s.text)]
    fields = {words.heading(t).best for t in texts} - {"other"}
    return len(fields) >= _FEWEST_FIELDS and says_fields(grid, row, words)


def _mostly_filled(grid: SlotGrid, lines: Sequence[int]) -> bool:
    """Return whether most columns have a value of their own in most lines."""
    values = [s for r in lines for s in grid.row(r)[1:]]
    spanned = sum(any(s.cell.colspan > 1 for s in grid.own(r)) for r in lines)
    return spanned <= _SPANNED * len(lines) and sum(s is not None and not s.blank for s in values) >= _FILLED * len(
        values
    )


@dataclass
class _Block:
    """Headings down the left and the lines of values beside them, until one of the headings comes again."""

    row: int
    headings: list[str] = field(default_factory=list)
    cells: list[tuple[Piece, ...]] = field(default_factory=list)
    lines: list[list[Slot]] = field(default_factory=list)
    """For each heading a slot a column."""

    def takes(self, heading: str) -> bool:
        return heading_key(heading) not in {heading_key(h) for h in self.headings}

    def part(self) -> TablePart:
        spans = tuple(range(len(self.headings)))
        return TablePart(tuple(self.headings), cells=tuple(self.cells), turned=True, spans=spans)


def _reading(grid: SlotGrid) -> ParsedTable:
    parts: list[TablePart] = []
    events: list[Event] = []
    block: _Block | None = None
    for row in range(grid.rows):
        lone = grid.lone(row)
        if lone is not None and lone.cell.colspan > 1:
            _close(block, parts, events)
            block = None
            events.append(Band(lone, row))
        elif grid.own(row):
            block = _line(grid, row, block, parts, events)
    _close(block, parts, events)
    return ParsedTable(grid, tuple(parts), tuple(events))


def _line(grid: SlotGrid, row: int, block: _Block | None, parts: list[TablePart], events: list[Event]) -> _Block:
    """Add a line of values to the block, or to its last heading where it has none of its own, or open another."""
    head = grid.slot(row, 0)
    heading = heading_text(head).rstrip(" :")
    values = [s if s is not None else Slot(grid.own(row)[0].cell, ()) for s in grid.row(row)[1:]]
    goes_on = not heading or (head is not None and head.inherited)
    if block is not None and goes_on and not (block.headings[0] == heading and _begins_again(grid, row, block)):
        block.lines[-1] = [_joined(a, b) for a, b in zip(block.lines[-1], values, strict=True)]
        return block
    if block is None or not block.takes(heading):
        _close(block, parts, events)
        block = _Block(row)
    block.headings.append(heading)
    block.cells.append(head.pieces if head is not None else ())
    block.lines.append(values)
    return block


def _begins_again(grid: SlotGrid, row: int, block: _Block) -> bool:
    """Return whether a line without a heading is the first of the next block, as the last block's first was."""
    return row + 1 < grid.rows and not block.takes(heading_text(grid.slot(row + 1, 0)).rstrip(" :"))


def _joined(above: Slot, below: Slot) -> Slot:
    if below.inherited or below.blank:
        return above
    return Slot(above.cell, (*above.pieces, *below.pieces), above.inherited)


def _close(block: _Block | None, parts: list[TablePart], events: list[Event]) -> None:
    """Add a record a column of the block that has a value."""
    if block is None:
        return
    made = block.part()
    if not parts or parts[-1].key != made.key:
        parts.append(made)
    columns = zip(*block.lines, strict=True)
    events += [ParsedRecord(len(parts) - 1, slots, block.row) for slots in columns if any(not s.blank for s in slots)]
