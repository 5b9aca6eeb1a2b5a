"""Tables on the way through a document: their records become rows, their bands headings, frames text in the open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.classify.section_headings import HeadingWalk, entry_of, ordered
from ingest.classify.spans import Piece
from ingest.classify.tables.column_meanings import PartMeaning
from ingest.classify.tables.parsed import Band, Comment, Event, Reading, Record
from ingest.classify.tables.rows import Found, rows_of
from ingest.classify.tables.spanning_rows import band_heading, states_problem
from ingest.classify.text.goals import goal_numbers
from ingest.classify.text.headings import SKIPPED
from ingest.classify.text.labels import Entry, label_segments, seeds_of, whole_label
from ingest.classify.text.outline import Heading, look_of, number_of, split_problem
from ingest.classify.unplaced import row_note
from ingest.document import Table
from ingest.plan import FieldName

__all__ = ["TableWalk"]


class TableWalk(HeadingWalk):
    """A walk that knows what to do with a table."""

    def _table(self, index: int, table: Table) -> None:
        reading = self.readings[index]
        meanings = self.meanings[id(reading)]
        banded = any(isinstance(e, Band) for e in reading.events)
        if not any(self._gives_rows(e, meanings, banded) for e in reading.records()):
            if self._numbered_lines(reading):
                self.placed.add(index)
                return
            if table.columns == 1 or (not reading.records() and reading.events):
                self._boxed(index, reading)
            return
        labelled = self._labelled()
        lead = next((meanings[e.part] for e in reading.records() if self._gives_rows(e, meanings, banded)), None)
        self._settle(lead)
        prose = list(self._pending)
        self._pending = []
        self._settled = True
        start = self._current
        last_was_band = False
        for event in reading.events:
            if isinstance(event, Band):
                self._band(event, lead, last_was_band, reading)
                last_was_band = True
                continue
            if isinstance(event, Comment):
                self._comment(event)
                continue
            last_was_band = False
            if not self._gives_rows(event, meanings):
                if any(s is not None and not s.blank for s in event.slots):
                    self.notes.append(row_note(reading, event))
                continue
            self._rows(event, reading, labelled, prose if self._current == start else [])
        self.placed |= {index} | self._heads_of(reading)
        self.outline.leave_bands()
        if self._current != start:
            self._rows_at_heading = -1
        chain = [i for i in self.outline.chain(self._current) if not self.outline.headings[i].look.banded]
        self._current = chain[0] if chain else None
        self._last_table = next(((reading, e) for e in reversed(reading.events) if isinstance(e, Record)), None)

    def _heads_of(self, reading: Reading) -> set[int]:
        """Tables of nothing but a heading row, under whose headings this table's columns were read."""
        taken = {
            m.part.key
            for part, m in zip(reading.parts, self.meanings[id(reading)], strict=True)
            if part.kind == "none" and m.part.key != part.key
        }
        return {
            index
            for index, other in self.readings.items()
            if other.parts and not other.events and all(part.key in taken for part in other.parts)
        }

    def _gives_rows(self, record: Record, meanings: Sequence[PartMeaning], banded: bool = False) -> bool:
        meaning = meanings[record.part]
        if meaning.action:
            return True
        if any(m.action or m.about for n in record.nested for m in self.meanings[id(n)]):
            return True
        return meaning.about and (banded or self._names_measure())

    def _names_measure(self) -> bool:
        """Whether the heading above can be the measure of a table of who and when."""
        if self._current is None:
            return False
        title = self.outline.headings[self._current].text
        if self.words.is_foreign_title(title) or self.words.is_front(title):
            return False
        return self.words.list_field(title) is None

    def _numbered_lines(self, reading: Reading) -> bool:
        """Headings whose numbers layout took for a column of their own."""
        lines = []
        for row in range(reading.grid.rows):
            own = reading.grid.own(row)
            number = own[0].pieces[0].text.strip() if own and own[0].pieces else ""
            if len(own) != 2 or len(number) > 8 or number_of(f"{number} Xx", None)[0] is None:
                return False
            lines.append((number.rstrip("."), _with_rest(own[1].pieces, own[0].pieces[1:])))
        if reading.grid.columns != 2 or not lines:
            return False
        for number, pieces in lines:
            self._close()
            title, problem = split_problem(pieces)
            self._open(Heading(number, title, look_of(title), problem))
        return True

    def _labelled(self) -> dict[FieldName, Found]:
        """Fields that labelled lines above a table give to all its rows."""
        out: dict[FieldName, Found] = {}
        entries = [e for e in self._entries if not e.front and not e.marker and e.pieces]
        listed = seeds_of(self._entries, (), self.words)
        if listed.seeds:
            self._flush_entries()
            return {}
        for entry in entries:
            if entry.label is not None and entry.label != "other" and entry.label not in out:
                out[entry.label] = Found(entry.pieces, 0.85, inherited=True)
                self.placed.update(entry.at)
        self._entries = []
        return out

    def _band(self, event: Band, lead: PartMeaning | None, after_band: bool, reading: Reading) -> None:
        open_problem = after_band and self._current is not None and not self.outline.headings[self._current].problem
        if open_problem and self._current is not None and states_problem(event):
            self.outline.change(self._current, problem=event.slot.pieces)
            return
        after = reading.events[reading.events.index(event) + 1 :]
        heading = band_heading(event, lead is not None and not lead.has("mål"), self.words, self.content)
        if heading is None:
            return
        empty = not heading.problem and not heading.goal and bool(after) and isinstance(after[0], Band)
        self._open(replace(heading, look=replace(heading.look, empty=empty)))
        self._settled = True

    def _comment(self, event: Comment) -> None:
        if self.seeds:
            last = self.seeds[-1]
            other = dict(last.other)
            other[event.label] = (*other.get(event.label, ()), Found(event.pieces, 0.95))
            self.seeds[-1] = replace(last, other=other)

    def _rows(
        self, record: Record, reading: Reading, labelled: Mapping[FieldName, Found], prose: Sequence[Piece]
    ) -> None:
        meaning = self.meanings[id(reading)][record.part]
        inherited: dict[FieldName, tuple[Found, ...]] = {n: (f,) for n, f in labelled.items() if not meaning.has(n)}
        if not meaning.has("mål") and "mål" not in inherited:
            heading = self.outline.headings[self._current].text if self._current is not None else ""
            goal = self._goals.bound(goal_numbers(heading)) or self._goal()
            if goal:
                inherited["mål"] = (Found(goal, 0.85, inherited=True),)
        nested = [m for n in record.nested for m in self.meanings[id(n)]]
        lacks = not meaning.has("åtgärd") and not any(m.has("åtgärd") for m in nested)
        card = self._cards and self._is_card(reading) and self._names_measure()
        card = card and self._rows_at_heading == len(self.seeds)
        if lacks and (card or (meaning.about and not meaning.has("mål"))) and self._current is not None:
            measure = self.outline.headings[self._current]
            name = [Found(measure.title, 0.8, inherited=True)]
            text = [*measure.problem, *(p for p in prose if p.paragraph.role not in SKIPPED)]
            if text:
                name.append(Found(tuple(text), 0.75, inherited=True))
                self.placed.update(p.block for p in text)
            if measure.problem:
                self.outline.change(self._current, problem=())
            inherited["åtgärd"] = tuple(name)
        if lacks and "åtgärd" not in inherited:
            named = next((m for i in self.outline.chain(self._current) if (m := self.outline.headings[i].measure)), ())
            if named:
                inherited["åtgärd"] = (Found(named, 0.85, inherited=True),)
        for seed in rows_of(record, reading, self.meanings):
            if not seed.own() and not any(n in seed.filled() for n in ("åtgärd", "mål")):
                if any(f.text and len(f.text) > 3 for found in seed.other.values() for f in found):
                    self.notes.append(row_note(reading, record))
                continue
            fields = dict(seed.fields)
            for name_, found in inherited.items():
                # A column that the table has, if only under another heading, is never filled from above.
                fields.setdefault(name_, found)
            filled = replace(seed, fields=ordered(fields), section=self._current)
            if seed.own() == {"vem"} and len(seed.fields["vem"]) == 1 and not seed.other:
                self.notes.append(self._no_action(len(self.seeds) + 1))
            self.seeds.append(filled)

    def _boxed(self, index: int, reading: Reading) -> None:
        """A frame around text: its paragraphs count as if they stood in the open."""
        for event in reading.events:
            for piece in _pieces_of(event):
                segments = label_segments(piece, self.words)
                self._entries += [entry_of(s, index, self.words) for s in segments]
                label = whole_label(piece.paragraph.text, self.words)
                if segments:
                    continue
                if label is not None and label != "other":
                    self._entries.append(Entry(piece.text, label, (), block=True, at=(index,)))
                elif self._entries:
                    last = self._entries[-1]
                    self._entries[-1] = replace(last, pieces=(*last.pieces, piece), at=(*last.at, index))


def _with_rest(title: tuple[Piece, ...], rest: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """A heading with the last lines of its text, which go back to the margin where the number stands."""
    if not title or not rest:
        return title
    last = title[-1]
    lines = (*last.paragraph.lines, *(line for piece in rest for line in piece.paragraph.lines))
    return (*title[:-1], replace(last, paragraph=replace(last.paragraph, lines=lines)))


def _pieces_of(event: Event) -> tuple[Piece, ...]:
    if isinstance(event, Record):
        return tuple(p for s in event.slots if s is not None for p in s.pieces)
    return event.slot.pieces if isinstance(event, Band) else event.pieces
