"""Notes on what was read and has no place in the plan; each holds the words themselves, so that none is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.classify.tables.cells import Slot
from ingest.classify.tables.parsed import ParsedRecord, ParsedTable
from ingest.document import Note, Table, paragraphs

__all__ = ["MOST", "quoted", "row_note", "table_note"]

MOST = 10_000
"""Characters that a note quotes: some pages of text. What is longer is cut, and the note says how much is left out."""


def quoted(texts: Iterable[str]) -> str:
    """Texts in quotation marks, parted by bars; of more than `MOST` characters the first ones."""
    said = " | ".join(" ".join(t.split()) for t in texts if t.strip())
    more = len(said) - MOST
    return f"“{said[:MOST]}…” and {more} characters more" if more > 0 else f"“{said}”"


def table_note(table: Table) -> Note | None:
    """A table of which nothing went into the plan; None where it holds no words."""
    texts = [t for t in _texts(table) if t.strip()]
    if not texts:
        return None
    message = f"Table {table.number} gives no rows: {quoted(texts)}."
    return Note("table-without-plan-fields", "info", message, f"table{table.number}")


def row_note(reading: ParsedTable, record: ParsedRecord) -> Note:
    """A row, of a table that gives others, that fills no field."""
    # A cell that spans several columns stands in each of them.
    cells = {(s.cell.row, s.cell.column): s for s in record.slots if s is not None}
    message = f"Row {record.row + 1} of the table fills none of the five fields: {quoted(_of_slots(cells.values()))}."
    return Note("text-not-placed", "info", message, f"table{reading.grid.table.number}")


def _of_slots(slots: Iterable[Slot]) -> Iterator[str]:
    for slot in slots:
        yield slot.text
        for table in slot.tables:
            yield from _texts(table)


def _texts(table: Table) -> Iterator[str]:
    """The texts of a table in reading order, with those of the tables inside its cells."""
    yield from (p.text for p in paragraphs([table]))
