"""The state of the way through a document, and what headings do: open sections, take goals and problems.

What a heading gives to the rows below it (a measure's name, a target sentence, a labelled orsak) is decided here,
since only here both are at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ingest.classify.fields.cell_scores import Scorer
from ingest.classify.fields.folding import fold
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.spans import Piece, part
from ingest.classify.tables.column_meanings import PartMeaning
from ingest.classify.tables.parsed import Reading, Record
from ingest.classify.tables.rows import Found, Seed
from ingest.classify.text.goals import Goals, goal_numbers
from ingest.classify.text.headings import (
    SKIPPED,
    body_size,
    contents_blocks,
    front_end,
    is_goal,
    is_heading,
    is_statement_of_problem,
    title_blocks,
)
from ingest.classify.text.labels import Entry, Segment, seeds_of
from ingest.classify.text.outline import Heading, Outline, look_of, number_of, split_problem
from ingest.document import Document, Method, Note, Table
from ingest.plan import FIELDS, FieldName

__all__ = ["HeadingWalk", "entry_of", "ordered"]


@dataclass
class HeadingWalk:
    """The state on the way; `outline`, `seeds`, `notes` and `placed` are its result."""

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
        self._cards = sum(self._is_card(reading) for reading in self.readings.values()) > 1
        """Whether measures have a table each that says all but what is done."""
        self._text_since = False
        self._settled = True
        self._size = body_size(self.document)
        self._contents = contents_blocks(self.document.blocks)
        # Facts stand on the front page; under the plan's own headings their words mean something else.
        titles = title_blocks(self.document.blocks, self.title)
        start = front_end(self.document.blocks, titles | self.stated)
        self.stated = frozenset(i for i in self.stated if i < start)
        self._titles = titles | self.stated

    def _is_card(self, reading: Reading) -> bool:
        """Whether a table is about one measure that only its heading can name."""
        records = reading.records()
        if len(records) != 1 or records[0].nested:
            return False
        meaning = self.meanings[id(reading)][records[0].part]
        why = meaning.has("mål") or meaning.has("orsak")
        return meaning.action and meaning.has("vem") and why and not meaning.has("åtgärd")

    def _heading_follows(self, index: int) -> bool:
        blocks = self.document.blocks
        for i in range(index + 1, len(blocks)):
            block = blocks[i]
            if isinstance(block, Table):
                return False
            if block.role not in SKIPPED and block.text.strip():
                return is_heading(blocks, i, self._size, self.document.method)
        return False

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
            self.seeds.append(replace(seed, fields=ordered(fields), section=self._current))
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

    @staticmethod
    def _no_action(number: int) -> Note:
        return Note("row-without-action", "info", "The line names a body and nothing else.", f"r{number}")


def entry_of(segment: Segment, index: int, words: Vocabulary) -> Entry:
    pieces = () if segment.value is None else (segment.value,)
    front = segment.label is None or words.is_front(segment.heading, strong=True)
    return Entry(segment.heading, segment.label, pieces, segment.value is None, front, at=(index,))


def ordered(fields: Mapping[FieldName, tuple[Found, ...]]) -> dict[FieldName, tuple[Found, ...]]:
    return {n: fields[n] for n in FIELDS if n in fields}
