"""Tables of what several bodies promise: a column for each (`Kommunen åtar sig att | Polisen åtar sig att`), in whose
cells stands a measure each. No row binds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ingest.classify.section_headings import close, open_section, ordered
from ingest.classify.section_state import Context, SectionState
from ingest.classify.spans import Piece
from ingest.classify.tables.cells import Slot
from ingest.classify.tables.parsed import ParsedTable
from ingest.classify.tables.rows import NAMED, FoundValue, listed_cell
from ingest.classify.text.labels import promised_by
from ingest.classify.text.listing import listed_column, says_measures
from ingest.classify.text.outline import Heading, look_of
from ingest.classify.text.tails import is_body
from ingest.plan import FieldName

__all__ = ["add_promises", "heads_bodies"]

_FEWEST = 2
"""Bodies beside each other, at least."""


def heads_bodies(context: Context, reading: ParsedTable) -> bool:
    """Return whether a table is headed by bodies, or by what they promise, and nothing else, over measures."""
    grid = reading.grid
    heads = list(grid.own(0)) if grid.rows > 1 and not grid.beside_text else []
    if len(heads) < _FEWEST or len(heads) < grid.columns or not all(_body(slot, context) for slot in heads):
        return False
    columns = [list(_measures(reading, slot.cell.column)) for slot in heads]
    return all(columns) and says_measures([" ".join(p.text for p in item) for items in columns for item in items])


def add_promises(
    context: Context, state: SectionState, reading: ParsedTable, given: Mapping[FieldName, tuple[FoundValue, ...]]
) -> None:
    """Add a row for each measure of a table that `heads_bodies` knows.

    Args:
        context: the document.
        state: what has been found above the table; the rows are added to it.
        reading: the table.
        given: what labels and headings above the table say of all its rows.
    """
    start = state.current
    above = tuple(state.outline.headings[i].text for i in state.outline.chain(start))
    for slot in reading.grid.own(0):
        body, items = _body(slot, context), list(_measures(reading, slot.cell.column))
        if body is None:
            continue
        close(context, state)
        open_section(state, Heading(None, slot.pieces[:1], look_of(slot.pieces[:1], banded=True)))
        own: dict[FieldName, tuple[FoundValue, ...]] = {**given, "vem": (FoundValue((body,), NAMED, inherited=True),)}
        seeds = listed_column(context, items, slot.text, above, None, promised=True)
        state.seeds += [replace(s, section=state.current, fields=ordered({**own, **s.fields})) for s in seeds]
    state.outline.leave_bands()
    state.current = start
    state.rows_at_heading = -1


def _body(slot: Slot, context: Context) -> Piece | None:
    """Whom a column's head names: the one who promises, or a known body alone."""
    if len(slot.pieces) != 1 or slot.tables:
        return None
    piece = slot.pieces[0]
    promised = promised_by(piece)
    if promised is not None:
        return promised
    return piece if is_body(piece.text, context.registers) else None


def _measures(reading: ParsedTable, column: int) -> Iterator[list[Piece]]:
    """The measures of a column: its bullets, or a paragraph each."""
    for row in range(1, reading.grid.rows):
        slot = next((s for s in reading.grid.own(row) if s.cell.column == column), None)
        if slot is None or slot.blank:
            continue
        lead, items = listed_cell(slot)
        yield from ([p] for p in lead)
        yield from items
