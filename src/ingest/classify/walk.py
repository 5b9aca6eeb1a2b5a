"""Through the document once, from heading to heading: sections opened, tables and lists turned into rows.

What a heading gives to the rows below it (a measure's name, a target sentence, a labelled orsak) is decided here,
since only here both are at hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.classify.bands import band_heading, states_problem
from ingest.classify.content import Scorer
from ingest.classify.goals import Goals, goal_numbers
from ingest.classify.labels import Entry, Segment, label_segments, promised_by, record_marker, seeds_of, whole_label
from ingest.classify.meanings import PartMeaning
from ingest.classify.outline import Heading, Outline, look_of, number_of, split_problem
from ingest.classify.pieces import Piece, part
from ingest.classify.readings import Band, Comment, Event, Reading, Record
from ingest.classify.records import Found, Seed, rows_of
from ingest.classify.sections import (
    SKIPPED,
    body_size,
    contents_blocks,
    front_end,
    is_goal,
    is_heading,
    is_statement_of_problem,
    table_soon,
    title_blocks,
)
from ingest.classify.vocabulary import Vocabulary, fold
from ingest.document import Document, Method, Note, Paragraph, Table
from ingest.plan import FIELDS, FieldName

__all__ = ["Walk"]


@dataclass
class Walk:
    """The state on the way; `run` goes through and leaves `outline`, `seeds`, `notes` and `placed` behind."""

    document: Document
    words: Vocabulary
    content: Scorer
    readings: Mapping[int, Reading]
    meanings: Mapping[int, tuple[PartMeaning, ...]]
    title: str | None = None
    stated: frozenset[int] = frozenset()
    """Blocks that state the document's facts (title, bodies, dates) and nothing else."""

    def __post_init__(self) -> None:
        self.outline = Outline(firm_levels=self.document.method is Method.WORD)
        self._goals = Goals()
        self.seeds: list[Seed] = []
        self.notes: list[Note] = []
        self.placed: set[int] = set()
        """Blocks whose text has gone into a row or belongs to no text (contents list)."""
        self.section_of: dict[int, int | None] = {}
        """The heading that each block stands under."""
        self._current: int | None = None
        self._pending: list[Piece] = []
        self._entries: list[Entry] = []
        self._rows_at_heading = 0
        self._last_table: tuple[Reading, Record] | None = None
        """The table right above and its last line."""
        self._bodies = frozenset(
            fold(e.slots[0].text)
            for reading in self.readings.values()
            for e in reading.records()
            if self.meanings[id(reading)][e.part].labels[:1] == ("vem",) and e.slots and e.slots[0] is not None
        )
        self._text_since = False
        self._settled = True
        self._size = body_size(self.document)
        self._contents = contents_blocks(self.document.blocks)
        # Facts stand on the front page; under the plan's own headings their words mean something else.
        titles = title_blocks(self.document.blocks, self.title)
        start = front_end(self.document.blocks, titles | self.stated)
        self.stated = frozenset(i for i in self.stated if i < start)
        self._titles = titles | self.stated

    def run(self) -> Walk:
        blocks = self.document.blocks
        for index, block in enumerate(blocks):
            self.section_of[index] = self._current
            if isinstance(block, Table):
                self._table(index, block)
                self.section_of[index] = self._current
            elif block.role in SKIPPED or not block.text.strip() or index in self._contents:
                self.placed.add(index)
            elif index in self.stated:
                # The labels beside it may belong to the same block of facts.
                front = [s for s in label_segments(Piece(block, index), self.words) if self.words.is_front(s.heading)]
                self._entries += [Entry(s.heading, None, (), front=True, at=(index,)) for s in front]
            elif index not in self._titles:
                self._paragraph(index, block)
                if self.seeds and index not in self.placed:
                    self._last_table = None
                self.section_of[index] = self._current
        self._close()
        return self

    # -- paragraphs

    def _paragraph(self, index: int, block: Paragraph) -> None:
        piece = Piece(block, index)
        marker = record_marker(piece, self.words)
        if marker is not None and block.marker is None and not self._table_follows(index):
            rest = () if marker is True else (marker,)
            self._entries.append(Entry(block.text, None, rest, marker=True, at=(index,)))  # type: ignore[arg-type]
            return
        if self._label_line(index, block, piece):
            return
        segments = label_segments(piece, self.words)
        # A heading may say its goal after a label; who and when stand in no heading.
        labelled = bool(segments) and (block.role != "heading" or segments[0].label in ("vem", "när", None))
        if labelled and (segments[0].value is not None or not table_soon(self.document.blocks, index)):
            self._entries += [_entry(s, index, self.words) for s in segments]
            return
        if is_heading(self.document.blocks, index, self._size, self.document.method):
            if self._is_front_line(index, block):
                return
            if self.words.is_prose_title(block.text) and not self._table_follows(index):
                self._close()
                self.outline.leave_all()
                self._current = None
                return
            self._heading(piece)
            return
        self._body(piece)

    def _label_line(self, index: int, block: Paragraph, piece: Piece) -> bool:
        """A line that is only a field word, with a list or text below it."""
        number, start = number_of(block.text, block.marker)
        text = block.text[start:]
        label = whole_label(text, self.words)
        if label is None or label == "other" or table_soon(self.document.blocks, index):
            return False
        if number is not None or (block.role == "heading" and label == "åtgärd"):
            if number is None and self._inside_topic(block):
                self._entries.append(Entry(text, label, (), block=True, at=(index,)))
                return True
            self._heading(piece, bare=number is None)
        elif block.role == "heading" and not self._inside_topic(block) and label != "mål":
            return False
        who = promised_by(piece)
        if who is not None and label == "åtgärd":
            self._entries.append(Entry(who.text, "vem", (who,), at=(index,)))
        self._entries.append(Entry(text, label, (), block=True, at=(index,)))
        return True

    def _inside_topic(self, block: Paragraph) -> bool:
        """Whether a heading of more than a field word stands above, at a higher level."""
        if self._current is None:
            return False
        above = self.outline.headings[self._current]
        if block.level is not None and above.look.level is not None and above.look.level >= block.level:
            chain = [self.outline.headings[i] for i in self.outline.chain(self._current)]
            return any(h.look.level is not None and h.look.level < block.level and not h.bare for h in chain)
        return not above.bare

    def _table_follows(self, index: int) -> bool:
        for block in self.document.blocks[index + 1 :]:
            if isinstance(block, Table):
                return True
            if block.role not in SKIPPED and block.text.strip():
                return False
        return False

    def _is_front_line(self, index: int, block: Paragraph) -> bool:
        """A body's name or a date set large on the front page heads nothing."""
        if block.level is not None and block.role == "heading" and number_of(block.text, block.marker)[0]:
            return False
        if self.outline.headings or index > 12 or self.seeds:
            return False
        later = self.document.blocks[index + 1 :]
        if block.level is not None and any(
            isinstance(b, Paragraph) and b.role == "heading" and b.level == block.level for b in later
        ):
            # One of the document's headings of that level.
            return False
        score = self.content([block.text])[0]
        return number_of(block.text, block.marker)[0] is None and max(score["vem"], score["när"]) >= 0.6

    def _heading_follows(self, index: int) -> bool:
        blocks = self.document.blocks
        for i in range(index + 1, len(blocks)):
            block = blocks[i]
            if isinstance(block, Table):
                return False
            if block.role not in SKIPPED and block.text.strip():
                return is_heading(blocks, i, self._size, self.document.method)
        return False

    def _loose_line(self, piece: Piece) -> bool:
        """A line below a table that other tables of its kind have as a row: its last row, left out for being short.

        Tables of bodies have the same ones under each measure, often with nothing beside the name.
        """
        if self._last_table is None or not self.seeds or self.seeds[-1].section != self._current:
            return False
        reading, record = self._last_table
        meaning = self.meanings[id(reading)][record.part]
        text = fold(piece.text)
        if meaning.labels[:1] != ("vem",) or text not in self._bodies or len(text) > 60:
            return False
        if any(fold(e.slots[0].text) == text for e in reading.records() if e.slots and e.slots[0] is not None):
            return False
        above = {n: f for n, f in self.seeds[-1].fields.items() if all(x.inherited for x in f)}
        fields = {**above, "vem": (Found((piece,), 0.6, 0.6),)}
        self.notes.append(self._no_action(len(self.seeds) + 1))
        self.seeds.append(replace(self.seeds[-1], fields=_ordered(fields), other={}))
        self.placed.add(piece.block)
        return True

    @staticmethod
    def _no_action(number: int) -> Note:
        return Note("row-without-action", "info", "The line names a body and nothing else.", f"r{number}")

    def _body(self, piece: Piece) -> None:
        if self._loose_line(piece):
            return
        self._text_since = True
        if self._entries and (
            self._entries[-1].block or piece.paragraph.role == "list-item" or not self._entries[-1].pieces
        ):
            last = self._entries[-1]
            if last.marker and last.pieces:
                self._pending.append(piece)
                return
            self._entries[-1] = replace(last, pieces=(*last.pieces, piece), at=(*last.at, piece.block))
            return
        if self._entries:
            # Running text after labels: no part of them.
            self._flush_entries()
            return
        self._pending.append(piece)

    # -- headings

    def _heading(self, piece: Piece, bare: bool = False) -> None:
        self._close()
        number, start = number_of(piece.paragraph.text, piece.paragraph.marker)
        body = replace(piece, paragraph=part(piece.paragraph, start)) if start else piece
        title, problem = split_problem([body])
        level = piece.paragraph.level if piece.paragraph.role == "heading" else None
        look = replace(look_of(title, level), empty=not problem and self._heading_follows(piece.block))
        self._open(Heading(number, title, look, problem, bare=bare))

    def _open(self, heading: Heading) -> None:
        follows = self._current is not None and len(self.seeds) == self._rows_at_heading and not self._text_since
        self._current = self.outline.add(replace(heading, follows=follows))
        self._rows_at_heading = len(self.seeds)
        self._pending = []
        self._text_since = bool(heading.problem)
        self._settled = False

    def _close(self) -> None:
        """What stands between a heading and the next has all been seen."""
        self._flush_entries()
        self._settle(None)

    def _settle(self, meaning: PartMeaning | None) -> None:
        """Decide what the text right below the heading is, knowing the table that follows (None: none does)."""
        if self._settled or self._current is None:
            return
        self._settled = True
        heading = self.outline.headings[self._current]
        takes_goal = meaning is None or not meaning.has("mål")
        first = self._pending[0] if self._pending else None
        if heading.problem:
            text = " ".join(p.text for p in heading.problem)
            if takes_goal and is_goal(text, self.content):
                self.outline.change(self._current, problem=(), goal=heading.problem)
            return
        if first is None or first.paragraph.role == "list-item":
            return
        if meaning is not None and meaning.about:
            return
        if takes_goal and is_goal(first.text, self.content):
            self.outline.change(self._current, goal=(first,))
        elif is_statement_of_problem(first.text) and (meaning is not None or len(self._pending) == 1):
            self.outline.change(self._current, problem=(first,))

    def _flush_entries(self) -> None:
        if not self._entries:
            return
        title = self.outline.headings[self._current].title if self._current is not None else ()
        named = (*title, *self._pending)
        listed = seeds_of(self._entries, named, self.words)
        if listed.seeds:
            if any(f.pieces == named for s in listed.seeds for f in s.fields.get("åtgärd", ())):
                # The text below a measure's heading tells of the measure, of no problem.
                self.placed.update(p.block for p in self._pending)
                self._settled = True
            self._settle(None)
        else:
            for entry in self._entries:
                if entry.label == "mål" and entry.pieces:
                    self._goals.add(entry.heading, entry.pieces)
        heading = self.outline.headings[self._current].text if self._current is not None else ""
        for seed in listed.seeds:
            fields = dict(seed.fields)
            goal = self._goals.bound(seed.goals or goal_numbers(heading)) or self._goal() or self._goals.chapter
            if "mål" not in fields and goal:
                fields["mål"] = (Found(goal, 0.8, inherited=True),)
                self.placed.update(p.block for p in goal)
            self.seeds.append(replace(seed, fields=_ordered(fields), section=self._current))
        self.placed |= listed.blocks
        if listed.goals and not listed.seeds and self._current is not None:
            self.outline.change(self._current, goal=listed.goals)
        self._entries = []

    def _goal(self) -> tuple[Piece, ...]:
        """The target sentence of the nearest heading above that has one."""
        for index in self.outline.chain(self._current):
            if self.outline.headings[index].goal:
                return self.outline.headings[index].goal
        return ()

    # -- tables

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
                continue
            self._rows(event, reading, labelled, prose if self._current == start else [])
        self.placed.add(index)
        self.outline.leave_bands()
        if self._current != start:
            self._rows_at_heading = -1
        chain = [i for i in self.outline.chain(self._current) if not self.outline.headings[i].look.banded]
        self._current = chain[0] if chain else None
        self._last_table = next(((reading, e) for e in reversed(reading.events) if isinstance(e, Record)), None)

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
            if len(own) != 2 or len(own[0].text) > 8 or number_of(f"{own[0].text} Xx", None)[0] is None:
                return False
            lines.append((own[0].text.strip().rstrip("."), own[1].pieces))
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
        if lacks and meaning.about and not meaning.has("mål") and self._current is not None:
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
                    self.notes.append(_unplaced(reading, record))
                continue
            fields = dict(seed.fields)
            for name_, found in inherited.items():
                # A column that the table has, if only under another heading, is never filled from above.
                fields.setdefault(name_, found)
            filled = replace(seed, fields=_ordered(fields), section=self._current)
            if seed.own() == {"vem"} and len(seed.fields["vem"]) == 1 and not seed.other:
                self.notes.append(self._no_action(len(self.seeds) + 1))
            self.seeds.append(filled)

    def _boxed(self, index: int, reading: Reading) -> None:
        """A frame around text: its paragraphs count as if they stood in the open."""
        for event in reading.events:
            for piece in _pieces_of(event):
                segments = label_segments(piece, self.words)
                self._entries += [_entry(s, index, self.words) for s in segments]
                label = whole_label(piece.paragraph.text, self.words)
                if segments:
                    continue
                if label is not None and label != "other":
                    self._entries.append(Entry(piece.text, label, (), block=True, at=(index,)))
                elif self._entries:
                    last = self._entries[-1]
                    self._entries[-1] = replace(last, pieces=(*last.pieces, piece), at=(*last.at, index))


def _entry(segment: Segment, index: int, words: Vocabulary) -> Entry:
    pieces = () if segment.value is None else (segment.value,)
    front = segment.label is None or words.is_front(segment.heading, strong=True)
    return Entry(segment.heading, segment.label, pieces, segment.value is None, front, at=(index,))


def _pieces_of(event: Event) -> tuple[Piece, ...]:
    if isinstance(event, Record):
        return tuple(p for s in event.slots if s is not None for p in s.pieces)
    return event.slot.pieces if isinstance(event, Band) else event.pieces


def _unplaced(reading: Reading, record: Record) -> Note:
    return Note("text-not-placed", "info", f"Row {record.row + 1} of the table fills none of the five fields.",
                f"table{reading.grid.table.number}")  # fmt: skip


def _ordered(fields: Mapping[FieldName, tuple[Found, ...]]) -> dict[FieldName, tuple[Found, ...]]:
    return {n: fields[n] for n in FIELDS if n in fields}
