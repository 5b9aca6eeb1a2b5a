"""Forms: records of labels beside their values, found by the labels that the whole document shows.

A record becomes a table of two columns, a row for each label: a pair that stands behind another value in the same line
too. What is below a label's line and begins no record goes on with the value that it stands under.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.document import BBox, Page, union
from ingest.layout.forms.labels import SAME, FormLabels, FormRow, form_rows, key_of
from ingest.layout.tables.gutters import Phrase, is_marker
from ingest.layout.tables.model import FoundCell, FoundTable, MeasuredWord, cell_lines

__all__ = ["form_tables"]

SURE = 0.9
"""Confidence in a record of a form."""
NEAR = 1.3
"""Font sizes of white space within which a line goes on with the value above."""
FAR = 3.0
"""Font sizes of white space over which a label begins a record anew."""
PAD = 5.0
"""Points of white space around the text of a cell, at most."""
FEWEST = 2
"""Labels of a record."""


@dataclass(slots=True)
class _Entry:
    """A label with its value; `start` is where the label begins, `value_at` where its value does (points)."""

    start: float
    value_at: float
    label: list[MeasuredWord]
    value: list[MeasuredWord] = field(default_factory=list)
    room: float | None = None
    """Where the next label of the same line begins."""


@dataclass(slots=True)
class _Record:
    entries: list[_Entry]
    place: int
    top: float
    bottom: float
    left: float

    @property
    def last(self) -> list[_Entry]:
        """The entries of its last line of labels."""
        start = next(i for i in range(len(self.entries) - 1, -1, -1) if abs(self.entries[i].start - self.left) <= SAME)
        return self.entries[start:]


def form_tables(page: Page, tokens: Sequence[MeasuredWord], labels: FormLabels) -> list[FoundTable]:
    """Return a table for each record of a form on a page.

    Args:
        page: the page.
        tokens: its words that no drawn grid holds.
        labels: the labels of the document's forms.
    """
    if not labels.order:
        return []
    rows = form_rows(tokens, page.number)
    values = [row.pieces[1].x0 for row in rows if row.name in labels.order and len(row.pieces) > 1]
    if not values:
        return []
    records = [r for r in _records(rows, labels, median(values)) if _is_record(r)]
    if not records:
        return []
    right = max(t.x1 for r in records for e in r.entries for t in (*e.label, *e.value))
    return [_table(page, record, right) for record in records]


def _is_record(record: _Record) -> bool:
    return len(record.entries) >= FEWEST and any(e.value for e in record.entries)


def _records(rows: Sequence[FormRow], labels: FormLabels, usual: float) -> Iterator[_Record]:
    """The records of a page from top to bottom; `usual` is the left edge of most values."""
    record: _Record | None = None
    for row in rows:
        place = labels.order.get(row.name)
        near = record is not None and row.top - record.bottom <= FAR * row.size and abs(row.x0 - record.left) <= SAME
        if place is not None:
            made = _entries(row, labels, usual)
            if record is not None and near and place > record.place:
                record.entries += made
                record.place, record.bottom = place, row.bottom
                continue
            if record is not None:
                yield record
            record = _Record(made, place, row.top, row.bottom, row.x0)
        elif record is not None and _goes_on(record, row):
            _take(record, row)
            record.bottom = max(record.bottom, row.bottom)
        elif record is not None:
            yield record
            record = None
    if record is not None:
        yield record


def _entries(row: FormRow, labels: FormLabels, usual: float) -> list[_Entry]:
    """The labels of a line with their values."""
    names = labels.beside.get(row.name, frozenset())
    out: list[_Entry] = []
    for at, piece in enumerate(row.pieces):
        if at == 0 or (piece.x0 > usual + row.size and key_of(piece.text) in names):
            after = row.pieces[at + 1] if at + 1 < len(row.pieces) else None
            start = usual if at == 0 and (after is None or after.x0 > usual + SAME) else _left_of(after, piece)
            out.append(_Entry(piece.x0, start, list(piece.tokens)))
            continue
        out[-1].value += piece.tokens
    for entry, following in pairwise(out):
        entry.room = following.start
    return out


def _left_of(value: Phrase | None, label: Phrase) -> float:
    """Where the value of a label begins; where it has none, behind the label."""
    return label.x1 + SAME if value is None else value.x0


def _goes_on(record: _Record, row: FormRow) -> bool:
    """Whether a line without a label goes on with the values above, or with their labels."""
    if not -row.size < row.top - record.bottom <= NEAR * row.size:
        return False
    first = record.last[0]
    return row.x0 >= first.value_at - _slack(row.tokens[0]) or (row.wraps and abs(row.x0 - record.left) <= SAME)


def _slack(token: MeasuredWord) -> float:
    """How far before a value's left edge a word of it may stand: a bullet hangs out of its text (points)."""
    return token.size if is_marker(token.text) else SAME


def _take(record: _Record, row: FormRow) -> None:
    """Put the words of a line to the labels and values that they stand under."""
    for token in row.tokens:
        for entry in reversed(record.last):
            if token.x0 >= entry.value_at - _slack(token):
                entry.value.append(token)
                break
            if token.x0 >= entry.start - SAME:
                entry.label.append(token)
                break


def _table(page: Page, record: _Record, right: float) -> FoundTable:
    """A record as a table of two columns; each cell reaches as far as the next label, or as the page's forms do."""
    gaps = [min(t.x0 for t in e.value) - max(t.x1 for t in e.label) for e in record.entries if e.value]
    pad = max(0.0, min([PAD, *(gap / 2 for gap in gaps)]))
    cells: list[FoundCell] = []
    for row, entry in enumerate(record.entries):
        held = [*entry.label, *entry.value]
        top, bottom = min(t.top for t in held) - 1, max(t.bottom for t in held) + 1
        border = entry.value_at - pad
        end = right + pad if entry.room is None else entry.room - pad
        label = BBox(entry.start - pad, top, border, bottom)
        value = BBox(border, top, max([end, *(t.x1 for t in entry.value)]), bottom)
        cells.append(FoundCell(row, 0, label, cell_lines(entry.label, page.number)))
        cells.append(FoundCell(row, 1, value, cell_lines(entry.value, page.number)))
    words = [t for e in record.entries for t in (*e.label, *e.value)]
    box = union(b for t in words if (b := t.word.bbox) is not None)
    assert box is not None
    values = [e.value_at for e in record.entries if abs(e.start - record.left) <= SAME]
    return FoundTable(
        page.number,
        box,
        len(record.entries),
        2,
        tuple(cells),
        "labels",
        SURE,
        frozenset(t.index for t in words),
        column_edges=(record.left - pad, median(values) - pad, right + pad),
    )
