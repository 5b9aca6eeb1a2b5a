"""What the section builder knows of a document before it starts, and what it has found so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.classify.fields.cell_scores import Scorer
from ingest.classify.fields.folding import heading_key
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.spans import Piece
from ingest.classify.tables.column_meanings import PartMeaning
from ingest.classify.tables.parsed import ParsedRecord, ParsedTable
from ingest.classify.tables.rows import FoundValue, Seed
from ingest.classify.text.goals import Goals, below_goals
from ingest.classify.text.heading_fields import names_time
from ingest.classify.text.headings import SKIPPED, body_size, contents_blocks, front_end, is_heading, title_blocks
from ingest.classify.text.label_records import LabelRecords
from ingest.classify.text.labels import LabelEntry
from ingest.classify.text.measures import Judge, MeasureSetting
from ingest.classify.text.outline import Heading, Outline
from ingest.document import Block, Document, Method, Note, Paragraph, Table
from ingest.normalise.actors import Registers
from ingest.plan import FieldName

__all__ = ["Context", "SectionState", "first_state", "is_card", "read_context"]


@dataclass(frozen=True)
class Context:
    """What stays the same on the whole way through one document."""

    document: Document
    words: Vocabulary
    registers: Registers
    content: Scorer
    """Scores lines that may be headings."""
    readings: Mapping[int, ParsedTable]
    """The tables taken apart, by the index of their block."""
    meanings: Mapping[int, tuple[PartMeaning, ...]]
    title: str
    """The document's title; empty for none."""
    stated: frozenset[int]
    """Blocks of the front page that state facts of the document and nothing else."""
    titles: frozenset[int]
    """Blocks of the document's title, and those of `stated`."""
    contents: frozenset[int]
    """Blocks of the contents list."""
    size: float | None
    """The font size of running text, in points; None where the format tells none."""
    bodies: frozenset[str]
    """What stands in the first column of tables whose first column is vem, folded."""
    leads: Mapping[bool, tuple[str, ...]]
    """The first paragraph below each heading over a table (True), and over a list (False)."""
    setting: MeasureSetting
    judge: Judge
    """Decides which list items are measures, in this setting."""
    records: LabelRecords
    """How the document sets its labelled records."""
    told: frozenset[int]
    """Blocks that an earlier block of their record has taken along."""
    margins: tuple[str, ...]
    """Texts that stand in the margin beside headings."""
    below_goals: Mapping[int, int]
    """Blocks that say "measures" right below a heading that is a goal, and that heading's block."""
    cards: bool
    """Whether several measures have a table each that says all but what is done."""


def _leads(document: Document, size: float | None, measures: Set[int]) -> Mapping[bool, tuple[str, ...]]:
    """The first paragraph below each heading over a table of measures (True; their blocks), and over a list (False)."""
    out: dict[bool, list[str]] = {True: [], False: []}
    lead: str | None = None
    headed = False
    for at, block in enumerate(document.blocks):
        if isinstance(block, Table) or block.role == "list-item":
            if lead is not None and (block.role == "list-item" if isinstance(block, Paragraph) else at in measures):
                out[isinstance(block, Table)].append(lead)
            lead, headed = None, False
        elif block.role in SKIPPED or block.role == "caption":
            continue
        elif is_heading(document.blocks, at, size, document.method):
            lead, headed = None, True
        elif headed:
            # A sentence that is set like a heading and heads nothing counts as well.
            lead, headed = (block.text if block.role in ("body", "heading") else None), False
    return {table: tuple(texts) for table, texts in out.items()}


def _margins(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The texts in the margin beside headings, which layout has put right behind them."""
    pairs = ((a, b) for a, b in pairwise(blocks) if isinstance(a, Paragraph) and isinstance(b, Paragraph))
    return tuple(b.text for a, b in pairs if a.role == "heading" and b.role == "body" and _at_left(b, a))


def _at_left(text: Paragraph, heading: Paragraph) -> bool:
    a, b = text.lines[0].bbox, heading.lines[0].bbox
    return None not in (text.part, heading.part) and a is not None and b is not None and a.x1 <= b.x0


def _phases(blocks: Sequence[Block], words: Vocabulary) -> frozenset[int]:
    """Headings of one level that name a time each (`2030`, `2031`): phases of the plan, no facts of the document."""
    found: dict[int | None, list[int]] = {}
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.role == "heading" and names_time(block.text, words):
            found.setdefault(block.level, []).append(at)
    return frozenset(at for level in found.values() if len(level) > 1 for at in level)


def _heads_of_lists(blocks: Sequence[Block]) -> frozenset[int]:
    """Headings right over a list: what they say besides a fact (`Aktiviteter under 2031`) is said of it."""
    return frozenset(
        at
        for at, (block, after) in enumerate(pairwise(blocks))
        if isinstance(block, Paragraph) and isinstance(after, Paragraph)
        and (block.role, after.role) == ("heading", "list-item")
    )  # fmt: skip


@dataclass
class SectionState:
    """What has been found up to a block; the functions of the builder take it along and change it.

    `outline`, `seeds`, `notes`, `placed`, `section_of` and `times` are the result, the rest is what is still open.
    """

    outline: Outline
    seeds: list[Seed] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    placed: set[int] = field(default_factory=set)
    """Blocks whose text has gone into a row or belongs to no text (contents list)."""
    free: set[int] = field(default_factory=set)
    """Blocks of running text and list items, which may hold measures."""
    section_of: dict[int, int | None] = field(default_factory=dict)
    """The heading that each block stands under, as an index into the outline."""
    times: dict[int, Piece] = field(default_factory=dict)
    """The time that each heading names for its rows (`heading_times`), once all headings are known."""
    current: int | None = None
    """The heading that stands open."""
    pending: list[Piece] = field(default_factory=list)
    """Text below the heading of which nothing is decided yet."""
    entries: list[LabelEntry] = field(default_factory=list)
    """Labels with their values, not yet rows."""
    goals: Goals = field(default_factory=Goals)
    stated_goals: list[tuple[int, int, tuple[Piece, ...]]] = field(default_factory=list)
    """The heading, the block and the text of each goal that a label under a heading states for what follows."""
    rows_at_heading: int = 0
    """How many rows there were when the heading was opened; -1 after a table with headings of its own."""
    last_table: tuple[ParsedTable, ParsedRecord] | None = None
    """The table right above and its last line."""
    above_tables: tuple[int | None, dict[FieldName, FoundValue]] = (None, {})
    """The heading under which labelled lines stood above a table, and what they give to all its tables."""
    text_since: bool = False
    """Whether text stands between the heading and here."""
    settled: bool = True
    """Whether the text right below the heading has been called problem, goal or neither."""

    @property
    def heading(self) -> Heading | None:
        """The heading that stands open."""
        return None if self.current is None else self.outline.headings[self.current]

    def goal_of(self, heading: int, block: int | None = None) -> tuple[Piece, ...]:
        """The goal that stands under a heading, by its index: the last one above a block where there are several."""
        stated = [g for index, at, g in self.stated_goals if index == heading and (block is None or at < block)]
        return stated[-1] if stated else self.outline.headings[heading].goal

    def cause_of(self, section: int | None) -> tuple[Piece, ...]:
        """The problem that a label states under a heading or the nearest one above it that has any."""
        causes = (self.outline.headings[index].cause for index in self.outline.chain(section))
        return next(filter(None, causes), ())


def read_context(
    document: Document,
    setting: MeasureSetting,
    judge: Judge,
    content: Scorer,
    readings: Mapping[int, ParsedTable],
    meanings: Mapping[int, tuple[PartMeaning, ...]],
    title: str | None,
    stated: frozenset[int],
    records: LabelRecords,
) -> Context:
    """Return what is known of a document before its sections are built.

    Args:
        document: the document, arranged and repaired.
        setting: what the decision on list items knows of the document.
        judge: that decision.
        content: scores lines that may be headings.
        readings: the tables taken apart, by the index of their block.
        meanings: of each reading, by its `id`.
        title: the document's title.
        stated: blocks that state the document's facts and nothing else.
        records: how the document sets its labelled records.
    """
    # Facts stand on the front page; under the plan's own headings their words mean something else.
    titles = title_blocks(document.blocks, title)
    start = front_end(document.blocks, titles | stated)
    kept = _phases(document.blocks, setting.words) | _heads_of_lists(document.blocks) - titles
    stated = frozenset(i for i in stated if i < start) - kept
    bodies = frozenset(
        heading_key(e.slots[0].text)
        for reading in readings.values()
        for e in reading.records()
        if meanings[id(reading)][e.part].labels[:1] == ("vem",) and e.slots and e.slots[0] is not None
    )
    size = body_size(document)
    return Context(
        document=document,
        words=setting.words,
        registers=setting.registers,
        setting=setting,
        judge=judge,
        content=content,
        readings=readings,
        meanings=meanings,
        title=title or "",
        stated=stated,
        titles=titles | stated,
        contents=contents_blocks(document.blocks),
        size=size,
        bodies=bodies,
        leads=_leads(document, size, {at for at, r in readings.items() if any(m.action for m in meanings[id(r)])}),
        margins=_margins(document.blocks),
        records=records,
        told=frozenset(i for value in records.values.values() for i in value)
        | frozenset(i for title in records.titles.values() for i in title[1:]),
        below_goals=below_goals(document.blocks, setting.words, titles | stated),
        cards=sum(is_card(reading, meanings) for reading in readings.values()) > 1,
    )


def first_state(context: Context) -> SectionState:
    """Return the state at a document's beginning."""
    return SectionState(Outline(firm_levels=context.document.method is Method.WORD))


def is_card(reading: ParsedTable, meanings: Mapping[int, tuple[PartMeaning, ...]]) -> bool:
    """Return whether a table is about one measure that only its heading can name."""
    records = reading.records()
    if len(records) != 1 or records[0].nested:
        return False
    meaning = meanings[id(reading)][records[0].part]
    why = meaning.has("mål") or meaning.has("orsak")
    return meaning.action and meaning.has("vem") and why and not meaning.has("åtgärd")
