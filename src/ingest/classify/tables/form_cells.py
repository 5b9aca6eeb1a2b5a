"""Forms: ruled boxes, each with its label on the first line and the value below it or behind a colon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.classify.card_labels import Look, look_of
from ingest.classify.fields.folding import heading_key
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.spans import Piece
from ingest.classify.tables.cells import Slot, SlotGrid
from ingest.classify.tables.parsed import Band, Event, ParsedRecord, ParsedTable, TablePart
from ingest.classify.text.labels import label_segments
from ingest.document import Line, Paragraph

__all__ = ["form_cells"]

_SHARE = 0.7
"""Share of the filled cells that must begin with a label."""
_FIELDS = 2
"""Fields of the contract among the labels, at least."""
_KNOWN = 0.8
"""How well a label must be known that is none of the lists', and how sure its field must be."""
_LONGEST = 6
"""Words of a label, beside what a bracket says of it."""
_BRACKET = re.compile(r"\([^()]*\)")
_DASH = re.compile(r"\s[–—-]\s")
"""What parts the two ways in which a label says its field (`Risk eller brist – vad har vi sett?`)."""


_LabelledCell = tuple[int, Slot, tuple[str, tuple[Piece, ...]] | None]
"""Row, cell, and its label with its value."""


def form_cells(grid: SlotGrid, words: Vocabulary) -> ParsedTable | None:
    """Read a table whose cells hold their own labels; None for any other table.

    A label that comes again begins a record.
    """
    slots = [(row, s) for row in range(grid.rows) for s in grid.own(row) if not s.blank and not s.tables]
    cells: list[_LabelledCell] = [(row, slot, _labelled(slot, words)) for row, slot in slots]
    names = {heading_key(pair[0]) for _, _, pair in cells if pair is not None}
    # The same label over an empty box.
    cells = [(row, slot, pair or _empty(slot, names)) for row, slot, pair in cells]
    if not _mostly_labelled(cells, words):
        return None
    heads = [_first_line(slot) for _, slot, pair in cells if pair is not None]
    looks, colons = {look_of(head) for head in heads}, all(head.text.rstrip().endswith(":") for head in heads)
    cells = [(row, slot, pair or _alike(slot, looks, colons)) for row, slot, pair in cells]
    told = [c for c in cells if c[2] is not None]
    fields = {words.label(c[2][0]) for c in told if c[2] is not None} - {None, "other"}
    if len(fields) < _FIELDS or not any(c[2] is not None and c[2][1] for c in told):
        return None
    return _records(grid, cells)


def _mostly_labelled(cells: Sequence[_LabelledCell], words: Vocabulary) -> bool:
    """Whether most cells begin with a label; what numbers a record needs none."""
    told = sum(pair is not None for _, _, pair in cells)
    valued = sum(not _is_marker(slot, words) for _, slot, _ in cells)
    return told >= _FIELDS and told >= _SHARE * valued


@dataclass
class _Open:
    """The record that is being read."""

    names: list[str] = field(default_factory=list)
    slots: list[Slot | None] = field(default_factory=list)
    start: int = 0

    def add(self, slot: Slot) -> None:
        """Put a cell without a label under the bare label right above it, else behind what stands last."""
        above = [
            at
            for at, own in enumerate(self.slots)
            if own is not None and not own.pieces and own.cell.column == slot.cell.column
            and own.cell.row + own.cell.rowspan == slot.cell.row
        ]  # fmt: skip
        at = above[-1] if above else len(self.slots) - 1
        held = self.slots[at] if self.slots else None
        if held is not None:
            self.slots[at] = Slot(held.cell, (*held.pieces, *slot.pieces))


def _records(grid: SlotGrid, cells: Sequence[_LabelledCell]) -> ParsedTable:
    parts: list[TablePart] = []
    events: list[Event] = []
    record = _Open()
    for row, slot, pair in cells:
        if pair is None and slot.cell.colspan < grid.columns:
            record.add(slot)
            continue
        if pair is None or heading_key(pair[0]) in {heading_key(n) for n in record.names}:
            _close(record, parts, events)
            record = _Open(start=row)
        if pair is None:
            events.append(Band(slot, row))
            continue
        record.names.append(pair[0])
        record.slots.append(Slot(slot.cell, pair[1]))
    _close(record, parts, events)
    return ParsedTable(grid, tuple(parts), tuple(events))


def _close(record: _Open, parts: list[TablePart], events: list[Event]) -> None:
    if not record.names:
        return
    made = TablePart(tuple(record.names), kind="labels", spans=tuple(range(len(record.names))))
    if not parts or parts[-1].key != made.key:
        parts.append(made)
    events.append(ParsedRecord(len(parts) - 1, tuple(record.slots), record.start))


def _labelled(slot: Slot, words: Vocabulary) -> tuple[str, tuple[Piece, ...]] | None:
    """The label of a cell and its value; None where it does not begin with a label."""
    first = slot.pieces[0]
    bare = first.text.strip().rstrip(":").strip()
    if _is_marker(slot, words):
        return None
    if _is_short(bare) and (words.label(bare) is not None or _names_a_field(bare, slot, words)):
        return bare, slot.pieces[1:]
    lines = first.paragraph.lines
    if len(lines) > 1:
        # Label and value, set alike, that layout took for one paragraph.
        head = " ".join(w.text for w in lines[0].words if w.text).rstrip(":").strip()
        if _is_short(head) and words.label(head) is not None:
            return head, (_with_lines(first, lines[1:]), *slot.pieces[1:])
    segments = label_segments(first, words)
    if len(segments) == 1 and segments[0].label is not None:
        value = segments[0].value
        return segments[0].heading.rstrip(" :"), (*(() if value is None else (value,)), *slot.pieces[1:])
    return None


def _is_marker(slot: Slot, words: Vocabulary) -> bool:
    """Return whether a cell only numbers the record that follows (`Åtgärd nr 1`)."""
    return len(slot.pieces) == 1 and words.is_record_marker(slot.pieces[0].text.strip().rstrip(":").strip())


def _is_short(text: str) -> bool:
    return all(len(way.split()) <= _LONGEST for way in _DASH.split(_BRACKET.sub("", text)))


def _empty(slot: Slot, names: set[str]) -> tuple[str, tuple[Piece, ...]] | None:
    text = slot.pieces[0].text.strip().rstrip(":").strip()
    return (text, ()) if len(slot.pieces) == 1 and heading_key(text) in names else None


def _names_a_field(text: str, slot: Slot, words: Vocabulary) -> bool:
    """Whether what stands over a value says what it is about: `Mål (vad ska ha uppnåtts?)`."""
    if len(slot.pieces) < 2 or slot.pieces[0].paragraph.marker is not None or text.endswith(".") or ":" in text:
        return False
    meant = words.heading(text)
    return meant.known >= _KNOWN and max(meant.probabilities.values()) >= _KNOWN


def _first_line(slot: Slot) -> Paragraph:
    return Paragraph(slot.pieces[0].paragraph.lines[:1])


def _alike(slot: Slot, looks: set[Look], colons: bool) -> tuple[str, tuple[Piece, ...]] | None:
    """An unknown label, set like the known ones and unlike its value; where all of these end in `colons`, the colon
    tells it."""
    first = slot.pieces[0].paragraph
    head = _first_line(slot)
    rest = first.lines[1:]
    after = (*([_with_lines(slot.pieces[0], rest)] if rest else ()), *slot.pieces[1:])
    told = colons and head.text.rstrip().endswith(":")
    if not after or not (told or (look_of(head) in looks and look_of(after[0].paragraph) not in looks)):
        return None
    return (head.text.rstrip(" :"), after) if len(head.text.split()) <= _LONGEST else None


def _with_lines(piece: Piece, lines: tuple[Line, ...]) -> Piece:
    return Piece(Paragraph(lines), piece.block, piece.source)
