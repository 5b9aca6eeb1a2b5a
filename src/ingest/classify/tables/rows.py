"""Records to rows: the cells of a line, put under their fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.classify.spans import Piece, bullet, part, text_of
from ingest.classify.tables.cells import Slot
from ingest.classify.tables.column_meanings import PartMeaning
from ingest.classify.tables.crosstab import is_bar, says_training
from ingest.classify.tables.parsed import ParsedRecord, ParsedTable
from ingest.document import Paragraph
from ingest.language.patterns import word_set
from ingest.plan import FIELDS, FieldName, Origin
from ingest.system.worked_out import worked_out

__all__ = ["FEWEST_ITEMS", "GIVEN", "NAMED", "FoundValue", "Seed", "items_of", "listed_cell", "rows_of", "unnumbered"]

# How sure a value is that no cell of its own row gives.
GIVEN = 0.85
"""By a label, a goal or a measure's name above."""
NAMED = 0.8
"""By a heading over a list, or over a table of who and when."""
FEWEST_ITEMS = 2
"""Items of a list in a cell."""


@dataclass(frozen=True)
class FoundValue:
    """The pieces of one value and what speaks for them."""

    pieces: tuple[Piece, ...]
    column: float = 1.0
    layout: float = 1.0
    inherited: bool = False
    joined: bool = False

    @worked_out
    def text(self) -> str:
        return text_of(self.pieces)


@dataclass(frozen=True)
class Seed:
    """A row before its texts are put together; `section` is an index into the outline."""

    fields: Mapping[FieldName, tuple[FoundValue, ...]]
    other: Mapping[str, tuple[FoundValue, ...]] = field(default_factory=dict)
    section: int | None = None
    origin: Origin = "table"
    goals: tuple[str, ...] = ()
    """Numbers of goals that it is bound to."""
    measure: float = 1.0
    """Probability that rows of its table are measures; 1 where no table gave it."""

    def own(self) -> set[FieldName]:
        """The fields that the line itself fills."""
        return {n for n, found in self.fields.items() if any(f.text and not f.inherited for f in found)}

    def filled(self) -> set[FieldName]:
        return {n for n, found in self.fields.items() if any(f.text for f in found)}


def rows_of(record: ParsedRecord, reading: ParsedTable, meanings: Mapping[int, tuple[PartMeaning, ...]],
            outer: Seed | None = None) -> Iterator[Seed]:  # fmt: skip
    """The rows that one record gives: one, or one a nested line, an aligned list item, a filled month."""
    meaning = meanings[id(reading)][record.part]
    inner = [(n, meanings[id(n)]) for n in record.nested]
    # One line of cells inside a cell is a text set out in columns; what a table holds takes its headings or more lines.
    inner = [(n, ms) for n, ms in inner if n.grid.table.rows > 1 and any(m.action or m.about for m in ms)]
    base = _base(record, reading, meaning, frozenset(id(n.grid.table) for n, _ in inner))
    if outer is not None:
        base = _under(base, outer)
    if inner:
        for reading_, parts in inner:
            for line in reading_.records():
                if parts[line.part].action or parts[line.part].about:
                    yield from rows_of(line, reading_, meanings, base)
        return
    if meaning.matrix.calendar:
        yield from _calendar(record, reading, meaning, base)
        return
    yield from _aligned(base, meaning.part.parallel)


def _base(record: ParsedRecord, reading: ParsedTable, meaning: PartMeaning, apart: frozenset[int]) -> Seed:
    """The line's own fields; a table inside a cell is text of the cell, unless it gives rows (`apart`)."""
    fields: dict[FieldName, list[FoundValue]] = {}
    other: dict[str, list[FoundValue]] = {}
    seen: set[int] = set()
    table = reading.grid.table
    for c, slot in enumerate(record.slots):
        if slot is None or c >= len(meaning.labels):
            continue
        label = meaning.labels[c]
        if c in meaning.matrix.calendar:
            continue
        if c in meaning.matrix.marked:
            # What is marked is said by the heading; the place is the mark's.
            continue
        if id(slot.cell) in seen and meaning.part.kind != "labels":
            continue
        seen.add(id(slot.cell))
        pieces = reading.grid.pieces_with_tables(slot, apart)
        found = FoundValue(
            pieces, meaning.probabilities[c], table.confidence, slot.inherited, record.row in table.joined_rows
        )
        if not found.text:
            continue
        if label == "other":
            other.setdefault(_printed(meaning, c), []).append(found)
        else:
            fields.setdefault(label, []).append(found)
    timed = any(not found.text.strip().isdigit() for found in fields.get("när", ()))
    for c, name in meaning.matrix.marked.items():
        if name == "när" and timed:
            # Bars or marks under months draw what a column of its own tells; a bare year leaves them to say more.
            continue
        slot = record.slots[c] if c < len(record.slots) else None
        if slot is None or (not is_bar(record, c) and (not slot.text or _says_no(slot))):
            continue
        heading = _heading_pieces(meaning, c, slot)
        fields.setdefault(name, []).append(FoundValue(heading, 0.9, table.confidence))
        if any(ch.isdigit() for ch in slot.text):
            # What it costs, or how long it takes, stands where others have a mark.
            other.setdefault(_printed(meaning, c), []).append(FoundValue(slot.pieces, 0.9, table.confidence))
    return Seed(
        {n: tuple(fields[n]) for n in FIELDS if n in fields},
        {k: tuple(v) for k, v in other.items()},
        measure=meaning.rows_probability,
    )


_NO = word_set("classify", "rows.no")


def _says_no(slot: Slot) -> bool:
    return slot.text.strip().casefold() in _NO


def _printed(meaning: PartMeaning, column: int) -> str:
    upper = meaning.part.uppers[column] if meaning.part.uppers else ""
    heading = meaning.part.headings[column].rstrip(" :")
    # The lower line of a two-level heading names the column, unless another column has the same.
    alike = sum(h.rstrip(" :") == heading for h in meaning.part.headings)
    name = f"{upper} {heading}".strip() if upper and alike > 1 else heading
    return name or f"Kolumn {column + 1}"


def _heading_pieces(meaning: PartMeaning, column: int, mark: Slot) -> tuple[Piece, ...]:
    """The words of a column's heading."""
    cells = meaning.part.cells
    return cells[column] if column < len(cells) and cells[column] else mark.pieces


def _under(base: Seed, outer: Seed) -> Seed:
    """A nested line with the outer line's fields where it has none of its own."""
    fields = dict(base.fields)
    for name, found in outer.fields.items():
        if name not in base.fields:
            fields[name] = tuple(replace(f, inherited=True) for f in found)
    other = dict(base.other)
    for key, found in outer.other.items():
        other.setdefault(key, tuple(replace(f, inherited=True) for f in found))
    measure = min(base.measure, outer.measure)
    return Seed({n: fields[n] for n in FIELDS if n in fields}, other, measure=measure)


def _calendar(record: ParsedRecord, reading: ParsedTable, meaning: PartMeaning, base: Seed) -> Iterator[Seed]:
    table = reading.grid.table
    seen: set[int] = set()
    who = _who_trains(record, meaning, table.confidence)
    # A row label of a year wheel names the area: no field, unless its heading says one.
    for c in meaning.matrix.calendar:
        slot = record.slots[c] if c < len(record.slots) else None
        if slot is None or slot.blank or id(slot.cell) in seen:
            continue
        seen.add(id(slot.cell))
        columns = [
            k for k in meaning.matrix.calendar if (other_ := record.slots[k]) is not None and other_.cell is slot.cell
        ]
        when = tuple(FoundValue(_heading_pieces(meaning, k, slot), 0.9, table.confidence) for k in columns)
        for item in items_of(slot.pieces) or [list(slot.pieces)]:
            fields: dict[FieldName, tuple[FoundValue, ...]] = {
                n: f for n, f in base.fields.items() if n not in ("åtgärd", "när")
            }
            fields["åtgärd"] = (FoundValue(tuple(item), 0.85, table.confidence),)
            fields["när"] = when
            if who is not None:
                fields["vem"] = (who,)
            other = dict(base.other)
            if "åtgärd" in base.fields and who is None:
                other[_printed(meaning, 0)] = base.fields["åtgärd"]
            yield Seed({n: fields[n] for n in FIELDS if n in fields}, other, measure=base.measure)


def _who_trains(record: ParsedRecord, meaning: PartMeaning, layout: float) -> FoundValue | None:
    """Return who has the trainings of a line; none where its first cell names a training itself."""
    slot = record.slots[meaning.matrix.who] if meaning.matrix.who is not None else None
    if slot is None or slot.blank or says_training(slot.text):
        return None
    return FoundValue(slot.pieces, _ROLE, layout, slot.inherited)


_ROLE = 0.85
"""How sure the first column of a plan of training is to say who."""
_NUMBER = re.compile(r"^(?:(\d{1,2}|[a-zA-Z])[.)]|\((\d{1,2}|[a-zA-Z])\))\s+(?=\S)")


def items_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The list items of a cell, deeper items with the one above; empty where the cell is no list throughout."""
    items: list[list[Piece]] = []
    base = min((p.paragraph.level or 0 for p in pieces if p.paragraph.role == "list-item"), default=0)
    for piece in pieces:
        paragraph = piece.paragraph
        listed = paragraph.role == "list-item" or bullet(paragraph.text) or bool(_NUMBER.match(paragraph.text))
        if not listed and not items:
            return []
        if listed and (not items or (paragraph.level or 0) <= base):
            items.append([piece])
        else:
            items[-1].append(piece)
    return items


def listed_cell(slot: Slot) -> tuple[tuple[Piece, ...], list[list[Piece]]]:
    """Return the lines of a cell before its bullets, and the bullets."""
    for at in range(len(slot.pieces)):
        items = items_of(slot.pieces[at:])
        if items:
            return slot.pieces[:at], items
    return slot.pieces, []


def _aligned(seed: Seed, parallel: bool = False) -> Iterator[Seed]:
    """One row an item where lists of the same length stand side by side; the row itself elsewhere."""
    lists: dict[FieldName, list[list[Piece]]] = {}
    for name, found in seed.fields.items():
        if len(found) == 1 and not found[0].inherited:
            items = items_of(found[0].pieces)
            if len(items) >= 2:
                lists[name] = items
    lead = lists.get("åtgärd") or lists.get("mål")
    same = [n for n, items in lists.items() if lead is not None and len(items) == len(lead)]
    if lead is not None and parallel and not seed.filled() & {"vem", "när"}:
        same = [n for n in lists if lists[n] is lead]
    elif lead is None or len(same) < 2 or not ({"åtgärd", "mål"} & set(same)):
        yield seed
        return
    for index in range(len(lead)):
        fields = dict(seed.fields)
        for name in same:
            item = [replace(p, paragraph=unnumbered(p)) if i == 0 else p for i, p in enumerate(lists[name][index])]
            fields[name] = (replace(seed.fields[name][0], pieces=tuple(item)),)
        yield replace(seed, fields=fields)


def unnumbered(piece: Piece) -> Paragraph:
    """Return an item's paragraph without its number or letter; the paragraph itself where it has none."""
    match = _NUMBER.match(piece.paragraph.text)
    return part(piece.paragraph, match.end()) if match else piece.paragraph
