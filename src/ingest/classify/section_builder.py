"""Through the document once, from heading to heading: sections opened, tables and lists turned into rows.

Each block becomes an event (furniture, fact, heading, label, list item or text, table), and each kind of event has a
function that takes the state along. What is known of the document beforehand is the `Context`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.classify.facts.title_page import label_pairs
from ingest.classify.fields.cell_scores import Scorer
from ingest.classify.fields.classifier import meanings
from ingest.classify.fields.folding import heading_key
from ingest.classify.fields.heading import Label
from ingest.classify.section_headings import (
    charge_section,
    close,
    entry_of,
    flush_entries,
    labels_heading,
    named_goal,
    no_action,
    open_heading,
    ordered,
)
from ingest.classify.section_state import Context, SectionState, first_state, read_context
from ingest.classify.section_tables import add_table
from ingest.classify.spans import Piece, part
from ingest.classify.tables.column_meanings import PartMeaning
from ingest.classify.tables.parsed import ParsedTable
from ingest.classify.tables.rows import FoundValue
from ingest.classify.text.goals import numbers_goal
from ingest.classify.text.heading_fields import heading_times, names_phase, names_time
from ingest.classify.text.headings import SKIPPED, is_heading, table_soon
from ingest.classify.text.label_records import LabelRecords
from ingest.classify.text.labels import (
    LabelEntry,
    LabelSegment,
    is_milestone,
    label_segments,
    opens_list,
    promised_by,
    record_marker,
    whole_label,
)
from ingest.classify.text.leads import Lead, purpose
from ingest.classify.text.listing import says_measures
from ingest.classify.text.measures import Judge, MeasureSetting
from ingest.classify.text.meetings import names_members
from ingest.classify.text.outline import number_of
from ingest.classify.text.statements import is_closing
from ingest.classify.text.tails import is_body, is_time, split_tail
from ingest.document import Block, Document, Paragraph, Table
from ingest.normalise.actors import actor_spans
from ingest.plan import FieldName

__all__ = ["SectionBuilder"]

FRONT_BLOCKS = 12
"""Blocks within which a body's name or a date that is set large belongs to the front page."""
NAMES = 0.6
"""Probability of vem or när from which such a line is a name or a date."""
LONGEST_RECORD = 15
"""Lines within which the next record of the same form begins."""
GOALS = 0.5
"""Mean probability of mål or orsak from which a list below a goal goes on with it."""
LONGEST_VALUE = 8
"""Lines of a value below its label's own line, at most."""
FEWEST_LISTED = 2
"""Items of a list that labels above it are of."""
LONGEST_NAME = 4
"""Words of a body's name that no register knows."""
OUTDENTED = 3.0
"""Points at the left of its items' text from which a label is none under an item."""
LONGEST_BODY = 60
"""Characters of a line that can be a body's name alone."""


@dataclass(frozen=True)
class FurnitureBlock:
    """A block that says nothing of the plan: a running head, a blank line, the list of contents."""


@dataclass(frozen=True)
class Fact:
    """A line of the front page that states a fact of the document."""

    piece: Piece


@dataclass(frozen=True)
class TitleLine:
    """A line of the document's title."""


@dataclass(frozen=True)
class MarkerBlock:
    """The number of a record (`Åtgärd 1`); `rest` is what follows on its line."""

    piece: Piece
    rest: tuple[Piece, ...]


@dataclass(frozen=True)
class LabelLine:
    """A line that is only a field word; `opens`: it is a heading as well, `number` its printed number."""

    piece: Piece
    text: str
    label: Label
    opens: bool
    number: str | None


@dataclass(frozen=True)
class AboveValue:
    """A label above its value, and the value, which is no event of its own (None)."""

    text: str
    label: Label
    values: tuple[Piece, ...]


@dataclass(frozen=True)
class LabelsBlock:
    """A line with labels and their values."""

    segments: tuple[LabelSegment, ...]


@dataclass(frozen=True)
class FrontLine:
    """A body's name or a date set large on the front page."""


@dataclass(frozen=True)
class ProseTitle:
    """A heading over running text at the front or the end of a plan."""


@dataclass(frozen=True)
class HeadingLine:
    """A heading."""

    piece: Piece


@dataclass(frozen=True)
class Caption:
    """A line that names the table right below it."""

    piece: Piece


@dataclass(frozen=True)
class TextBlock:
    """Running text or a list item."""

    piece: Piece


Event = (
    FurnitureBlock
    | Fact
    | TitleLine
    | MarkerBlock
    | LabelLine
    | AboveValue
    | LabelsBlock
    | FrontLine
    | ProseTitle
    | HeadingLine
    | Caption
    | TextBlock
)
"""What a paragraph can be."""


class SectionBuilder:
    """Builds the sections and rows of one document; `build` goes through it and returns the state at its end.

    Args:
        document: the document, arranged and repaired.
        setting: heading words, actors, and what else the decision on list items knows of the document.
        judge: that decision.
        content: scores lines that may be headings.
        readings: the tables taken apart, by the index of their block.
        meanings: of each reading, by its `id`.
        title: the document's title.
        stated: blocks that state the document's facts (title, bodies, dates) and nothing else.
        records: how the document sets its labelled records; none are known by default.
    """

    def __init__(
        self,
        document: Document,
        setting: MeasureSetting,
        judge: Judge,
        content: Scorer,
        readings: Mapping[int, ParsedTable],
        meanings: Mapping[int, tuple[PartMeaning, ...]],
        title: str | None = None,
        stated: frozenset[int] = frozenset(),
        records: LabelRecords | None = None,
    ) -> None:
        records = records or LabelRecords()
        self.context = read_context(document, setting, judge, content, readings, meanings, title, stated, records)

    def build(self) -> SectionState:
        """Return what the document holds."""
        context = self.context
        state = first_state(context)
        for index, block in enumerate(context.document.blocks):
            state.section_of[index] = state.current
            if isinstance(block, Table):
                if not _states_facts(context, index, block):
                    add_table(context, state, index, block)
                state.section_of[index] = state.current
                continue
            event = event_of(context, state, index, block)
            _HANDLERS[type(event)](context, state, index, event)
            if isinstance(event, _WITHIN):
                if state.seeds and index not in state.placed:
                    state.last_table = None
                state.section_of[index] = state.current
        close(context, state)
        state.times = heading_times(state.outline.headings, context.words, context.title)
        return state


def _states_facts(context: Context, index: int, table: Table) -> bool:
    """Return whether a table is the front page's block of labels and values, none a measure's or a goal's."""
    labels = {context.words.label(label) for label, _ in label_pairs(table)} if index in context.stated else set()
    return index in context.stated and labels.isdisjoint({"mål", "åtgärd"})


# ---------------------------------------------------------------- what a paragraph is


def event_of(context: Context, state: SectionState, index: int, block: Paragraph) -> Event:
    """Return what a paragraph is, given what stands above it."""
    piece = Piece(block, index)
    if block.role in SKIPPED or not block.text.strip() or index in context.contents:
        return FurnitureBlock()
    if index in context.stated:
        return Fact(piece)
    if index in context.titles or index in context.told:
        return TitleLine()
    if index in context.records.values:
        label = context.records.above[heading_key(block.text.strip().rstrip(" :?"))]
        return AboveValue(block.text, label, _pieces(context, context.records.values[index]))
    if index in context.records.titles:
        return MarkerBlock(piece, _pieces(context, context.records.titles[index]))
    return (
        _marker(context, piece)
        or _labelled_item(context, state, piece)
        or _label_line(context, state, piece)
        or _labels(context, piece)
        or _heading_line(context, state, piece)
        or TextBlock(piece)
    )


def _pieces(context: Context, indices: Sequence[int]) -> tuple[Piece, ...]:
    found = [(i, context.document.blocks[i]) for i in indices]
    return tuple(Piece(block, i) for i, block in found if isinstance(block, Paragraph))


def _marker(context: Context, piece: Piece) -> MarkerBlock | None:
    if piece.paragraph.marker is not None:
        return None
    marker = record_marker(piece, context.words)
    if marker is None or _table_follows(context, piece.block):
        return None
    if piece.paragraph.role == "heading" and names_time(piece.text, context.words):
        # A phase, over its measures.
        return None
    return MarkerBlock(piece, () if isinstance(marker, bool) else (marker,))


def _labelled_item(context: Context, state: SectionState, piece: Piece) -> MarkerBlock | None:
    """A list item or line without a label, with labels of who or when right below it: the measure of a record.

    The first such line of running text under a heading may tell of the measure that the heading names; the next ones
    begin a record each.
    """
    if _says_else(context, piece) or _heads_a_list(context, piece):
        return None
    last = state.entries[-1] if state.entries else None
    if last is not None and (_lists_under(context, last) or _names_next(context, last, piece)):
        return None
    label = _label_below(context, piece)
    if label is None:
        return None
    following, segment = label
    if last is not None and _goes_on(context, last, piece, label):
        return None
    if any(e.label in _WHO_OR_WHEN for e in state.entries):
        return MarkerBlock(piece, (piece,))
    surely = segment.label in _WHO_OR_WHEN and piece.paragraph.role == "list-item"
    return MarkerBlock(piece, (piece,)) if surely or _recurs(context, following, segment) else None


_WHO_OR_WHEN = ("vem", "när")


def _says_else(context: Context, piece: Piece) -> bool:
    """Return whether a line is a heading, has labels itself, or names the members of a body."""
    if piece.paragraph.role == "heading" or names_members(piece.text):
        return True
    return bool(label_segments(piece, context.words))


def _lists_under(context: Context, label: LabelEntry) -> bool:
    """Return whether items below a label are its list: below `Ansvarig:`, or `Aktiviteter:` that each record has."""
    if label.label == "åtgärd":
        return context.records.comes_again(label.heading)
    return bool(label.block)


def _goes_on(context: Context, last: LabelEntry, piece: Piece, label: tuple[Piece, LabelSegment]) -> bool:
    """Return whether a line is still of the label seen last: the last item of its list, or a further line of its value,
    as the label below tells."""
    following, segment = label
    if _ends_list(context, last, piece, following):
        return True
    return bool(last.pieces) and context.records.goes_on(last.heading, segment.heading)


def _ends_list(context: Context, last: LabelEntry, item: Piece, below: Piece) -> bool:
    """Return whether an item is the last one of a list of measures, under which stand labels of all its items: they
    begin at the list's left, not under the item's text, and no further item follows them.

    Args:
        context: the document.
        last: the label seen last, that of the list.
        item: the item.
        below: the label right below it.
    """
    if last.label != "åtgärd" or not last.block or item.paragraph.role != "list-item":
        return False
    above, own = item.paragraph.lines[0].bbox, below.paragraph.lines[0].bbox
    if above is None or own is None or own.x0 > above.x0 - OUTDENTED:
        return False
    after: Piece | None = below
    while after is not None and label_segments(after, context.words):
        after = next_paragraph(context.document.blocks, after.block)
    return after is None or after.paragraph.role != "list-item"


def _label_below(context: Context, piece: Piece) -> tuple[Piece, LabelSegment] | None:
    """The line right below with a label and its value, of anything but a measure or milestone."""
    following = next_paragraph(context.document.blocks, piece.block)
    if following is None or following.paragraph.role == "heading":
        return None
    segments = label_segments(following, context.words)
    if not segments or segments[0].label in ("åtgärd", None) or segments[0].value is None:
        return None
    return None if is_milestone(segments, context.words) else (following, segments[0])


def _heads_a_list(context: Context, piece: Piece) -> bool:
    """Return whether a line heads a list, with labels between them: it names a time set apart (`Fas 1 (januari–mars
    2030)`), or nothing but a goal or a problem is said there (`1. Skolvägar`, `Mål: …`)."""
    if piece.paragraph.role == "list-item":
        return False
    said: set[Label | None] = set()
    below = next_paragraph(context.document.blocks, piece.block)
    while below is not None and (segments := label_segments(below, context.words)):
        said |= {segment.label for segment in segments}
        below = next_paragraph(context.document.blocks, below.block)
    if below is None or below.paragraph.role != "list-item":
        return False
    return (bool(said) and said <= {"mål", "orsak"}) or names_time(piece.text, context.words)


def _recurs(context: Context, at: Piece | None, segment: LabelSegment) -> bool:
    """Return whether the same label opens another line before the next heading: then each stands in a record."""
    if at is None:
        return False
    name = heading_key(segment.heading)
    for block in context.document.blocks[at.block + 1 : at.block + 1 + LONGEST_RECORD]:
        if isinstance(block, Table) or block.role == "heading":
            return False
        if heading_key(block.text).startswith(name):
            return True
    return False


def _label_line(context: Context, state: SectionState, piece: Piece) -> LabelLine | None:
    """A line that is only a field word, with a list or text below it."""
    block = piece.paragraph
    number, start = number_of(block.text, block.marker)
    text = block.text[start:]
    label = _field_of(context, piece, text, number)
    if label is None:
        return None
    if table_soon(context.document.blocks, piece.block) and not (label == "mål" and _is_over_heading(context, piece)):
        return None
    who = promised_by(piece)
    if who is not None and not actor_spans(who.text, context.registers):
        # "Barnen ska": what they need, and nothing that somebody does.
        return None
    if number is not None or (block.role == "heading" and label == "åtgärd"):
        return LabelLine(piece, text, label, number is not None or _opens(context, state, block, text), number)
    if block.role == "heading" and label != "mål" and not _inside_topic(state, block):
        return None
    return LabelLine(piece, text, label, False, None)


def _opens(context: Context, state: SectionState, block: Paragraph, text: str) -> bool:
    """Return whether a heading `Åtgärder` opens a section: inside a topic, and as a label of records, it opens none."""
    of_record = text.rstrip().endswith(":") and context.records.comes_again(text)
    return not (of_record or _inside_topic(state, block))


def _field_of(context: Context, piece: Piece, text: str, number: str | None) -> FieldName | None:
    """Return the field that a whole line, less its number, names; None for any other line.

    A numbered heading of minutes (`§ 2 Lägesbild`) is an item, what was talked about, and no label of causes or goals.
    """
    if numbers_goal(text) and _is_over_heading(context, piece):
        return "mål"
    label = whole_label(text, context.words)
    item = number is not None and context.setting.kind == "protokoll"
    return None if label is None or label == "other" or (item and label in ("orsak", "mål")) else label


def _is_over_heading(context: Context, piece: Piece) -> bool:
    below = next_paragraph(context.document.blocks, piece.block)
    return below is not None and labels_heading(piece.paragraph, below.paragraph)


def _labels(context: Context, piece: Piece) -> LabelsBlock | None:
    segments = label_segments(piece, context.words)
    if not segments:
        return None
    if piece.paragraph.role == "heading" and not _labels_heading(context, piece, segments):
        return None
    if piece.paragraph.role == "list-item" and _is_milestone(context, piece.block, segments):
        return None
    if piece.paragraph.role == "heading" and piece.block in _charged_lists(context):
        return None
    if piece.paragraph.role == "heading" and names_phase(piece.text, context.words):
        return None
    if segments[0].value is None and table_soon(context.document.blocks, piece.block):
        return None
    return LabelsBlock(tuple(segments))


def _labels_heading(context: Context, piece: Piece, segments: Sequence[LabelSegment]) -> bool:
    """Return whether what is set as a heading are labels of a record.

    A heading may say its goal after a label; who and when stand in no heading. `Åtgärd: Sanera klotter` in each record,
    with the record's next label right below, is its measure.
    """
    first = segments[0]
    if first.label == "åtgärd" and first.value is not None and context.records.comes_again(first.heading):
        return _label_below(context, piece) is not None
    return first.label in ("vem", "när", None)


def _charged_lists(context: Context) -> frozenset[int]:
    """Headings that name a responsible over a list or table each (`Ansvarig: Hamnkaptenen`), one group after another.

    Below a measure's own heading such a line tells of the measure.
    """
    blocks = context.document.blocks
    out: list[int] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Table) or block.role != "heading":
            continue
        segments = label_segments(Piece(block, index), context.words)
        if len(segments) != 1 or segments[0].label != "vem" or segments[0].value is None:
            continue
        at = index + 1
        if at < len(blocks) and not _is_list(blocks[at]) and names_time(blocks[at].text, context.words):
            # Its lists each have their time.
            at += 1
        below = blocks[at] if at < len(blocks) else None
        if not _is_list(below) or (out and not _ends_group(context, index - 1)):
            return frozenset()
        out.append(index)
    return frozenset(out if len(out) > 1 else ())


def _ends_group(context: Context, index: int) -> bool:
    """Return whether a block is a list or table, or says the goal or problem of the lists that follow (`Mål: …`)."""
    block = context.document.blocks[index]
    if _is_list(block) or isinstance(block, Table):
        return True
    segments = label_segments(Piece(block, index), context.words)
    return bool(segments) and {s.label for s in segments} <= {"mål", "orsak"}


def _is_list(block: Block | None) -> bool:
    return isinstance(block, Table) or (block is not None and block.role == "list-item")


def _is_milestone(context: Context, index: int, segments: Sequence[LabelSegment]) -> bool:
    """Return whether a list item says what is ready when: no label of its own, nor is `Start: 3 maj` among such."""
    if is_milestone(segments, context.words):
        return True
    if len(segments) != 1 or segments[0].value is None or not is_time(segments[0].value.text):
        return False
    beside = (next_paragraph(context.document.blocks, index), _item_before(context.document.blocks, index))
    return any(
        one is not None
        and one.paragraph.role == "list-item"
        and (end := split_tail(one, context.registers)) is not None
        and (end.style, end.who) == ("colon", None)
        and context.words.label(end.action.text) is None
        for one in beside
    )


def _item_before(blocks: Sequence[Block], index: int) -> Piece | None:
    block = blocks[index - 1] if index else None
    return Piece(block, index - 1) if isinstance(block, Paragraph) else None


def _heading_line(
    context: Context, state: SectionState, piece: Piece
) -> FrontLine | ProseTitle | HeadingLine | Caption | None:
    if piece.paragraph.role == "caption" and _table_follows(context, piece.block):
        return Caption(piece)
    if not is_heading(context.document.blocks, piece.block, context.size, context.document.method):
        return HeadingLine(piece) if _heads_a_list(context, piece) else None
    if _is_front_line(context, state, piece.block, piece.paragraph):
        return FrontLine()
    if _is_target(context, state, piece):
        return None
    if context.words.is_prose_title(piece.paragraph.text) and not _table_follows(context, piece.block):
        return ProseTitle()
    return HeadingLine(piece)


def _is_target(context: Context, state: SectionState, piece: Piece) -> bool:
    """Return whether a sentence set like a heading, right below one, is the goal of the list or table below it: other
    such sentences of the document stand in its place, and it says a goal as they do."""
    above = state.heading
    below = next_paragraph(context.document.blocks, piece.block)
    table = _rows_follow(context, piece.block)
    peers = tuple(one for one in context.leads[table] if one != piece.text)
    if above is None or not above.title or above.title[-1].block != piece.block - 1 or not peers:
        return False
    listed = below is not None and below.paragraph.role == "list-item"
    if not (table or listed) or not piece.text.rstrip().endswith("."):
        return False
    lead = Lead(piece.text, "paragraph", before_table=table, before_list=listed, heading=above.text, peers=peers)
    return purpose(lead, context.words) == "goal"


def _inside_topic(state: SectionState, block: Paragraph) -> bool:
    """Return whether a heading of more than a field word stands above, at a higher level."""
    above = state.heading
    if above is None:
        return False
    if block.level is not None and above.look.level is not None and above.look.level >= block.level:
        chain = [state.outline.headings[i] for i in state.outline.chain(state.current)]
        return any(h.look.level is not None and h.look.level < block.level and not h.bare for h in chain)
    return not above.bare


def _next_table(context: Context, index: int) -> int | None:
    """The index of the table that stands right below; None where something else does."""
    for i, block in enumerate(context.document.blocks[index + 1 :], index + 1):
        if isinstance(block, Table):
            return i
        if block.role not in SKIPPED and block.text.strip():
            return None
    return None


def _table_follows(context: Context, index: int) -> bool:
    return _next_table(context, index) is not None


def next_paragraph(blocks: Sequence[Block], index: int) -> Piece | None:
    """The paragraph right below a block; None where a table or nothing stands there."""
    for i, block in enumerate(blocks[index + 1 :], index + 1):
        if isinstance(block, Table):
            return None
        if block.role not in SKIPPED and block.text.strip():
            return Piece(block, i)
    return None


def _rows_follow(context: Context, index: int) -> bool:
    """Return whether a table that gives rows stands right below."""
    table = _next_table(context, index)
    return table is not None and any(m.action for m in context.meanings[id(context.readings[table])])


def _is_front_line(context: Context, state: SectionState, index: int, block: Paragraph) -> bool:
    """Return whether a heading is a body's name or a date set large on the front page, which heads nothing."""
    number = number_of(block.text, block.marker)[0]
    if block.level is not None and block.role == "heading" and number:
        return False
    if state.outline.headings or index > FRONT_BLOCKS or state.seeds:
        return False
    if block.role == "heading" and _rows_follow(context, index):
        return False
    below = next_paragraph(context.document.blocks, index)
    if below is not None and (_heads(block, below.paragraph) or _says_goal(context, below)):
        return False
    later = context.document.blocks[index + 1 :]
    if block.level is not None and any(
        isinstance(b, Paragraph) and b.role == "heading" and b.level == block.level for b in later
    ):
        # One of the document's headings of that level.
        return False
    score = context.content([block.text])[0]
    return number is None and max(score["vem"], score["när"]) >= NAMES


def _says_goal(context: Context, piece: Piece) -> bool:
    """Return whether running text says a goal: the heading right above it is of its chapter, whatever it names."""
    return piece.paragraph.role == "body" and context.content([piece.text])[0]["mål"] >= NAMES


def _heads(above: Paragraph, below: Paragraph) -> bool:
    """Return whether a heading has one of a lower level right below it, and so is no line of the front page alone."""
    if above.role != "heading" or below.role != "heading":
        return False
    return above.level is not None and below.level is not None and below.level > above.level


# ---------------------------------------------------------------- what each event does


def _skip(context: Context, state: SectionState, index: int, event: FurnitureBlock) -> None:
    state.placed.add(index)


def _fact(context: Context, state: SectionState, index: int, event: Fact) -> None:
    # The labels beside it may belong to the same block of facts.
    for segment in label_segments(event.piece, context.words):
        if context.words.is_front(segment.heading):
            state.entries.append(LabelEntry(segment.heading, None, (), front=True, at=(index,)))


def _nothing(context: Context, state: SectionState, index: int, event: Event) -> None:
    """A line of the title or of the front page opens nothing."""


def _new_record(context: Context, state: SectionState, index: int, event: MarkerBlock) -> None:
    at = (index, *(p.block for p in event.rest if p.block != index))
    state.entries.append(LabelEntry(event.piece.paragraph.text, None, event.rest, marker=True, at=at))


def _field_word(context: Context, state: SectionState, index: int, event: LabelLine) -> None:
    charged = _charged_below(context, state, index) if event.label == "åtgärd" else None
    if charged is not None:
        charge_section(context, state)
        if charged:
            # The items below say the rest of themselves.
            state.placed.add(index)
            return
    if event.opens:
        open_heading(context, state, event.piece, bare=event.number is None)
    elif index in context.below_goals:
        _take_goal(context, state, context.below_goals[index])
    who = promised_by(event.piece)
    if who is not None and event.label == "åtgärd":
        state.entries.append(LabelEntry(who.text, "vem", (who,), promised=True, at=(index,)))
    # In each of many records `Åtgärder` is a label, whose list is one value; else, and where each item ends its
    # sentence (`Polisen lovar att`), it heads a list of measures.
    again = event.label == "åtgärd" and context.records.charged and context.records.comes_again(event.text)
    block = not again or opens_list(event.text) or charged is not None
    state.entries.append(LabelEntry(event.text, event.label, (), block=block, at=(index,)))


def _take_goal(context: Context, state: SectionState, index: int) -> None:
    """Let the line at `index`, a heading that is a goal, be the goal of what follows under it."""
    flush_entries(context, state)
    block = context.document.blocks[index]
    heading = state.heading
    if heading is None or state.current is None or not isinstance(block, Paragraph):
        return
    said = Piece(part(block, number_of(block.text, block.marker)[1]), index)
    # The label and number before a goal are no part of it (`Målsättning 2: Trygga raster.`).
    goal = named_goal(context, said) or (said,)
    state.settled = True
    if any(p.block == index for p in (*heading.title, *heading.goal)):
        if heading.goal:
            return
        state.outline.change(state.current, goal=goal)
    else:
        # A sentence, which opens no section.
        state.stated_goals.append((state.current, index, goal))


def _above_value(context: Context, state: SectionState, index: int, event: AboveValue) -> None:
    at = (index, *(p.block for p in event.values))
    state.entries.append(LabelEntry(event.text, event.label, event.values, at=at))


def _labelled(context: Context, state: SectionState, index: int, event: LabelsBlock) -> None:
    state.entries += [entry_of(s, index, context.words) for s in event.segments]


def _leave_sections(context: Context, state: SectionState, index: int, event: ProseTitle) -> None:
    close(context, state)
    state.outline.leave_all()
    state.current = None


def _open(context: Context, state: SectionState, index: int, event: HeadingLine) -> None:
    open_heading(context, state, event.piece)


def _caption(context: Context, state: SectionState, index: int, event: Caption) -> None:
    # It says what the table lists; what stands above it is still over the table.
    state.free.add(index)


def _text(context: Context, state: SectionState, index: int, event: TextBlock) -> None:
    piece = event.piece
    if _loose_line(context, state, piece):
        return
    state.text_since = True
    state.free.add(index)
    last = state.entries[-1] if state.entries else None
    if last is None:
        state.pending.append(piece)
    elif is_closing(piece.text):
        # A letter ends: no label's value goes on with the greeting, nor with who signs.
        flush_entries(context, state)
    elif last.pieces and (_is_within(context, last, piece) or _names_next(context, last, piece)):
        state.entries[-1] = replace(last, pieces=(*last.pieces, piece), at=(*last.at, piece.block))
    elif _begins_anew(context, state, piece):
        if _charges_list(context, state, piece):
            charge_section(context, state)
        flush_entries(context, state)
        state.pending.append(piece)
    elif last.block or piece.paragraph.role == "list-item" or not last.pieces:
        if last.marker and last.pieces:
            state.pending.append(piece)
        else:
            state.entries[-1] = replace(last, pieces=(*last.pieces, piece), at=(*last.at, piece.block))
    else:
        # Running text after labels: no part of them.
        flush_entries(context, state)


def _charges_list(context: Context, state: SectionState, piece: Piece) -> bool:
    """Return whether a list of measures begins below labels that say who or when, and perhaps what for, under a
    heading: they are of its items, and the heading is no measure."""
    if piece.paragraph.role != "list-item" or not _may_be_of_all(state):
        return False
    heading, first = state.heading, min((at for e in state.entries for at in e.at), default=0)
    head = _last_head(state, first)
    if heading is None or heading.who or heading.when or all(p.block != head for p in heading.title):
        # Whose list it is, only a heading right above the labels tells.
        return False
    items = _items_from(context.document.blocks, piece.block)
    return len(items) >= FEWEST_LISTED and says_measures(items)


_OF_A_LIST = frozenset[Label | None](("orsak", "mål", "vem", "när"))
"""What labels between a heading and a list may say of all its items."""


def _may_be_of_all(state: SectionState) -> bool:
    """Return whether the labels seen so far say who or when, and nothing but what a whole list may share."""
    said = {e.label for e in state.entries}
    return not said.isdisjoint(_WHO_OR_WHEN) and said <= _OF_A_LIST


def _charged_below(context: Context, state: SectionState, index: int) -> bool | None:
    """Return whether items below a word for measures have labels of their own too, where labels that say who or when,
    and perhaps what for, stand above it under a heading and so are of all items; None where they are of no list."""
    if state.heading is None or not _may_be_of_all(state):
        return None
    items = labelled = 0
    below = next_paragraph(context.document.blocks, index)
    while below is not None and below.paragraph.role != "heading":
        if below.paragraph.role == "list-item":
            items += 1
            labelled += _label_below(context, below) is not None
        elif not items or not label_segments(below, context.words):
            break
        below = next_paragraph(context.document.blocks, below.block)
    return labelled > 0 if items >= FEWEST_LISTED else None


def _last_head(state: SectionState, labels: int) -> int:
    """The block right above labels, which begin at block `labels`, and above the running text between a heading and
    them."""
    texts = [p for p in state.pending if p.block < labels]
    body = all(p.paragraph.role == "body" for p in texts)
    return min((p.block for p in texts), default=labels) - 1 if body else labels - 1


def _names_next(context: Context, last: LabelEntry, piece: Piece) -> bool:
    """Return whether a line names a body right below the one that a label of who names: a name a line."""
    above = last.pieces[-1].block if last.pieces else None
    if last.label != "vem" or last.block or piece.paragraph.role != "body" or above is None or piece.block != above + 1:
        return False
    short = len(piece.text.split()) <= LONGEST_NAME
    return is_body(piece.text, context.registers) or (short and context.content([piece.text])[0]["vem"] >= NAMES)


def _is_within(context: Context, last: LabelEntry, piece: Piece) -> bool:
    """Return whether the next label right below goes on with the record whose last label stands above a line."""
    below: Piece | None = piece
    for _ in range(LONGEST_VALUE):
        below = next_paragraph(context.document.blocks, below.block) if below is not None else None
        if below is None or below.paragraph.role == "heading":
            return False
        segments = label_segments(below, context.words)
        if segments:
            return context.records.goes_on(last.heading, segments[0].heading)
    return False


def _begins_anew(context: Context, state: SectionState, piece: Piece) -> bool:
    """Return whether a text below labels is of what comes next: below who and when, in a box of its own, or a list of
    measures below a goal."""
    last = state.entries[-1]
    if _is_in_next_box(state, piece) or (last.label in ("vem", "när") and last.pieces and not last.block):
        return True
    return _list_below_goal(context, state, piece)


def _is_in_next_box(state: SectionState, piece: Piece) -> bool:
    """Return whether a text has a box of its own, and the boxes before it hold nothing but goals and problems."""
    held = {p.paragraph.part for e in state.entries for p in e.pieces}
    only = {e.label for e in state.entries} <= {"mål", "orsak"} and piece.paragraph.role == "body"
    # A label that waits for its value takes the text, wherever it stands.
    return only and bool(state.entries[-1].pieces) and None not in held and piece.paragraph.part not in (None, *held)


def _list_below_goal(context: Context, state: SectionState, piece: Piece) -> bool:
    """Return whether a list begins below a goal or problem that its label's own line says (`Mål: Rena parker`).

    It is of the measures for that goal, unless it says goals itself or goes on with what the line began.
    """
    last = state.entries[-1]
    if piece.paragraph.role != "list-item" or last.block or not last.pieces:
        return False
    if not {e.label for e in state.entries} <= {"mål", "orsak"} or last.pieces[-1].text.rstrip().endswith(":"):
        return False
    items = _items_from(context.document.blocks, piece.block)
    scores = list(meanings(items))
    return sum(s["mål"] + s["orsak"] for s in scores) < GOALS * len(scores)


def _items_from(blocks: Sequence[Block], start: int) -> list[str]:
    """The texts of the list that begins at a block."""
    out: list[str] = []
    for block in blocks[start:]:
        if not isinstance(block, Paragraph) or block.role not in SKIPPED | {"list-item"}:
            break
        if block.role == "list-item":
            out.append(block.text)
    return out


def _loose_line(context: Context, state: SectionState, piece: Piece) -> bool:
    """Return whether a line below a table was made its last row: other tables of its kind have it as a row.

    Tables of bodies have the same ones under each measure, often with nothing beside the name.
    """
    if state.last_table is None or not state.seeds or state.seeds[-1].section != state.current:
        return False
    reading, record = state.last_table
    meaning = context.meanings[id(reading)][record.part]
    text = heading_key(piece.text)
    if meaning.labels[:1] != ("vem",) or text not in context.bodies or len(text) > LONGEST_BODY:
        return False
    if any(heading_key(e.slots[0].text) == text for e in reading.records() if e.slots and e.slots[0] is not None):
        return False
    above = {n: f for n, f in state.seeds[-1].fields.items() if all(x.inherited for x in f)}
    fields = {**above, "vem": (FoundValue((piece,), 0.6, 0.6),)}
    state.notes.append(no_action(len(state.seeds) + 1))
    state.seeds.append(replace(state.seeds[-1], fields=ordered(fields), other={}))
    state.placed.add(piece.block)
    return True


_HANDLERS: Mapping[type, Callable[..., None]] = {
    FurnitureBlock: _skip,
    Fact: _fact,
    TitleLine: _nothing,
    MarkerBlock: _new_record,
    LabelLine: _field_word,
    AboveValue: _above_value,
    LabelsBlock: _labelled,
    FrontLine: _nothing,
    ProseTitle: _leave_sections,
    HeadingLine: _open,
    Caption: _caption,
    TextBlock: _text,
}
_WITHIN = (MarkerBlock, LabelLine, AboveValue, LabelsBlock, FrontLine, ProseTitle, HeadingLine, Caption, TextBlock)
"""Events of the plan's own text."""
