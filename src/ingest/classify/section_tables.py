"""Tables on the way through a document: their records become rows, their bands headings, frames text in the open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.classify.named_lists import add_named_lists
from ingest.classify.promises import add_promises, heads_bodies
from ingest.classify.section_headings import (
    close,
    entry_of,
    flush_entries,
    goal_above,
    is_theme,
    no_action,
    open_section,
    ordered,
    settle,
    state_reasons,
    told_in_title,
    whole_title,
)
from ingest.classify.section_state import Context, SectionState, is_card
from ingest.classify.spans import Piece
from ingest.classify.tables.cells import Slot
from ingest.classify.tables.column_meanings import PartMeaning
from ingest.classify.tables.item_ends import with_ends_apart
from ingest.classify.tables.kind_features import names_decisions
from ingest.classify.tables.labelled_lines import with_labels_apart
from ingest.classify.tables.lettered import each_task, stand_apart
from ingest.classify.tables.parsed import Band, Comment, Event, ParsedRecord, ParsedTable
from ingest.classify.tables.rows import FEWEST_ITEMS, GIVEN, NAMED, FoundValue, Seed, listed_cell, rows_of
from ingest.classify.tables.spanning_rows import PurposeOf, band_heading, states_problem
from ingest.classify.tables.who_and_when import parted
from ingest.classify.text.goals import goal_numbers
from ingest.classify.text.headings import SKIPPED
from ingest.classify.text.labels import LabelEntry, label_segments, seeds_of, whole_label
from ingest.classify.text.leads import Form, Lead, Purpose, common_purpose, purpose
from ingest.classify.text.listing import listed_column, says_measures
from ingest.classify.text.measures import MeasureCandidate, charges
from ingest.classify.text.meetings import is_agenda
from ingest.classify.text.outline import Heading, look_of, number_of, split_problem
from ingest.classify.unplaced import row_note
from ingest.document import Table
from ingest.plan import FieldName

__all__ = ["add_table"]

TOLD = 0.75
"""How sure a value is that the text below a heading over a table of who and when gives."""
FEWEST_COLUMNS = 2
"""Cells with lists beside each other from which a row of a table is of parallel columns."""
KNOWN_HEADING = 0.97
"""How well the vocabulary knows a heading that names a column: as a whole, for a word of a field stands in themes too
(`Organisation och uppföljning`)."""
_LABEL_AND_VALUE = 2
"""Columns of a label and its value."""
LONGEST_MARK = 3
"""Characters of a cell that is a mark or a number and no words."""


def add_table(context: Context, state: SectionState, index: int, table: Table) -> None:
    """Add what a table gives: rows, headings across it, or labels in a frame."""
    reading = context.readings[index]
    meanings = context.meanings[id(reading)]
    banded = any(isinstance(e, Band) for e in reading.events)
    if heads_bodies(context, reading):
        add_promises(context, state, reading, _given_above(context, state))
        state.placed.add(index)
        return
    if add_named_lists(context, state, reading) or (
        _lists_abreast(context, reading) and _parallel_columns(context, state, reading)
    ):
        state.placed.add(index)
        return
    if over := _over_table(context, index, reading):
        state.entries += over
        return
    if not any(_gives_rows(context, state, e, meanings, banded) for e in reading.records()):
        if _numbered_lines(context, state, reading) or _parallel_columns(context, state, reading):
            state.placed.add(index)
            return
        if table.columns == 1 or (not reading.records() and reading.events):
            _boxed(context, state, index, reading)
        else:
            state.entries += _stated(context, index, reading)
        return
    labelled = _labelled(context, state)
    lead = _lead(context, state, reading, banded)
    settle(context, state, lead)
    prose = list(state.pending)
    state.pending = []
    state.settled = True
    start, before = state.current, len(state.seeds)
    last_was_band = False
    for event in reading.events:
        if isinstance(event, Band):
            _band(context, state, event, lead, last_was_band, reading)
            last_was_band = True
            continue
        if isinstance(event, Comment):
            _comment(state, event)
            continue
        last_was_band = False
        if not _gives_rows(context, state, event, meanings):
            if any(s is not None and not s.blank for s in event.slots):
                state.notes.append(row_note(reading, event))
            continue
        _rows(context, state, event, reading, labelled, prose if state.current == start else [])
    _take_problem(state, start, before)
    state.seeds[before:] = _parted(context, reading, state.seeds[before:])
    if stand_apart(state.seeds[before:]):
        state.seeds[before:] = [task for seed in state.seeds[before:] for task in each_task(seed)]
    state.placed |= {index} | _heads_of(context, reading)
    state.outline.leave_bands()
    if state.current != start:
        state.rows_at_heading = -1
    chain = [i for i in state.outline.chain(state.current) if not state.outline.headings[i].look.banded]
    state.current = chain[0] if chain else None
    state.last_table = next(((reading, e) for e in reversed(reading.events) if isinstance(e, ParsedRecord)), None)


def _parted(context: Context, reading: ParsedTable, seeds: Sequence[Seed]) -> list[Seed]:
    """Return a table's rows with what labels in its cells name apart, and who and when of one column parted; tables of
    several parts keep these."""
    meanings = context.meanings[id(reading)]
    setting = context.setting
    seeds = with_labels_apart(seeds, context.words)
    if len(meanings) > 1:
        return list(seeds)
    seeds = with_ends_apart(seeds, meanings[0], setting.registers)
    return parted(seeds, meanings[0], context.words, setting.registers)


def _over_table(context: Context, index: int, reading: ParsedTable) -> list[LabelEntry]:
    """The problem and goal of labels beside their values right over a table of measures that has none of its own."""
    blocks = context.document.blocks
    below = blocks[index + 1] if index + 1 < len(blocks) else None
    if not isinstance(below, Table) or index + 1 not in context.readings:
        return []
    under = [m for m in context.meanings[id(context.readings[index + 1])] if m.action]
    stated = _labelled_reasons(context, index, reading)
    free = all(m.has("åtgärd") and not {e.label for e in stated} & set(m.labels) for m in under)
    return stated if under and free else []


def _labelled_reasons(context: Context, index: int, reading: ParsedTable) -> list[LabelEntry]:
    """The labels and values of a table of one record that says a problem, a goal or both, and nothing else."""
    records = list(reading.records())
    if len(records) != 1 or len(records) < len(reading.events) or reading.parts[records[0].part].kind != "labels":
        return []
    meaning = context.meanings[id(reading)][records[0].part]
    if not set(meaning.labels) <= {"mål", "orsak"} or len(set(meaning.labels)) < len(meaning.labels):
        return []
    return [
        LabelEntry(name, label, slot.pieces, at=(index,))
        for name, label, slot in zip(meaning.part.headings, meaning.labels, records[0].slots, strict=True)
        if slot is not None and slot.pieces
    ]


def _take_problem(state: SectionState, heading: int | None, before: int) -> None:
    """Take the text behind a heading's title from its problem where rows since `before` have it as their measure."""
    problem = () if heading is None else state.outline.headings[heading].problem
    said = {p.text for s in state.seeds[before:] for f in s.fields.get("åtgärd", ()) if f.inherited for p in f.pieces}
    if heading is not None and any(text.endswith(p.text) for p in problem for text in said):
        state.outline.change(heading, problem=())


def _lead(context: Context, state: SectionState, reading: ParsedTable, banded: bool) -> PartMeaning | None:
    """Return the meaning of the first lines that give rows: those of the table inside, where it is what gives them."""
    meanings = context.meanings[id(reading)]
    for record in reading.records():
        if _gives_rows(context, state, record, meanings, banded):
            inner = [m for n in record.nested for m in context.meanings[id(n)] if m.gives]
            return inner[0] if inner and not meanings[record.part].action else meanings[record.part]
    return None


def _heads_of(context: Context, reading: ParsedTable) -> set[int]:
    """Tables of nothing but a heading row, under whose headings this table's columns were read."""
    taken = {
        m.part.key
        for part, m in zip(reading.parts, context.meanings[id(reading)], strict=True)
        if part.kind == "none" and m.part.key != part.key
    }
    return {
        index
        for index, other in context.readings.items()
        if other.parts and not other.events and all(part.key in taken for part in other.parts)
    }


def _gives_rows(
    context: Context, state: SectionState, record: ParsedRecord, meanings: Sequence[PartMeaning], banded: bool = False
) -> bool:
    meaning = meanings[record.part]
    if meaning.action:
        return True
    if any(m.action or m.about for n in record.nested for m in context.meanings[id(n)]):
        return True
    return meaning.about and (banded or _names_measure(context, state))


def _names_measure(context: Context, state: SectionState) -> bool:
    """Whether the heading above can be the measure of a table of who and when."""
    if state.current is None:
        return False
    title = state.outline.headings[state.current].text
    if context.words.is_foreign_title(title) or context.words.is_front(title):
        return False
    return context.words.list_field(title) is None


def _numbered_lines(context: Context, state: SectionState, reading: ParsedTable) -> bool:
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
        close(context, state)
        title, problem = split_problem(pieces)
        open_section(state, Heading(number, title, look_of(title), problem))
    return True


def _lists_abreast(context: Context, reading: ParsedTable) -> bool:
    """Whether a table is lists beside each other: one row of bullets under headings that name no field."""
    records = reading.records()
    if len(records) != 1 or records[0].nested or len(reading.events) > 1:
        return False
    slots = [s for s in records[0].slots if s is not None and not s.blank]
    if len(slots) < FEWEST_COLUMNS or not all(len(listed_cell(s)[1]) >= FEWEST_ITEMS for s in slots):
        return False
    heads = [h for h in reading.parts[records[0].part].headings if h]
    return 2 * sum(context.words.heading(h).known >= KNOWN_HEADING for h in heads) < max(1, len(heads))


def _parallel_columns(context: Context, state: SectionState, reading: ParsedTable) -> bool:
    """Return whether rows were made of themes side by side, each with bullets of its own: one row for each bullet."""
    grid = reading.grid
    start = state.current
    made = False
    given: dict[FieldName, tuple[FoundValue, ...]] = {}
    for row in range(grid.rows):
        columns = [(slot, *listed_cell(slot)) for slot in grid.own(row)]
        if sum(len(items) >= FEWEST_ITEMS for _, _, items in columns) < FEWEST_COLUMNS:
            continue
        if not says_measures([" ".join(p.text for p in item) for _, _, items in columns for item in items]):
            continue
        above = tuple(state.outline.headings[i].text for i in state.outline.chain(start))
        given = given or _given_above(context, state)
        for slot, lead, items in columns:
            title = lead[-1:] or _head_over(reading, row, slot)
            if not items:
                continue
            lines = listed_column(context, items, " ".join(p.text for p in title), above, None)
            close(context, state)
            if title:
                open_section(state, Heading(None, title, look_of(title, banded=True)))
            state.seeds += [
                replace(seed, section=state.current, fields=ordered({**given, **seed.fields})) for seed in lines
            ]
            made = True
    if made:
        state.outline.leave_bands()
        state.current = start
        state.rows_at_heading = -1
    return made


def _given_above(context: Context, state: SectionState) -> dict[FieldName, tuple[FoundValue, ...]]:
    """What labelled lines and headings above a table of columns give to all its bullets."""
    given: dict[FieldName, tuple[FoundValue, ...]] = {n: (f,) for n, f in _labelled(context, state).items()}
    goal = goal_above(state)
    return given if "mål" in given or not goal else {**given, "mål": (FoundValue(goal, GIVEN, inherited=True),)}


def _head_over(reading: ParsedTable, row: int, slot: Slot) -> tuple[Piece, ...]:
    """The words over a cell: the cell above it in the same column."""
    for above in range(row - 1, -1, -1):
        for other in reading.grid.own(above):
            if other.cell.column <= slot.cell.column < other.cell.column + other.cell.colspan:
                return other.pieces[:1]
    return ()


def _labelled(context: Context, state: SectionState) -> dict[FieldName, FoundValue]:
    """Fields that labelled lines above a table give to all its rows."""
    out: dict[FieldName, FoundValue] = {}
    entries = [e for e in state.entries if not e.front and not e.marker and e.pieces]
    listed = seeds_of(state.entries, (), context.setting, context.judge)
    if listed.seeds:
        flush_entries(context, state)
        return {}
    for entry in entries:
        if entry.label is not None and entry.label != "other" and entry.label not in out:
            out[entry.label] = FoundValue(entry.pieces, GIVEN, inherited=True)
            state.placed.update(entry.at)
    state.entries = []
    if not entries and state.current is not None and state.above_tables[0] == state.current:
        # The next table under the same heading, a measure or an area each.
        return state.above_tables[1]
    state.above_tables = state.current, out
    # Tables under headings below this one have the same goal.
    state_reasons(state, (), out["mål"].pieces if "mål" in out else ())
    return out


def _band(
    context: Context, state: SectionState, event: Band, lead: PartMeaning | None, after_band: bool, reading: ParsedTable
) -> None:
    open_problem = after_band and state.current is not None and not state.outline.headings[state.current].problem
    purpose_of = _purpose_of(context, event, lead, open_problem, reading)
    if open_problem and state.current is not None and states_problem(event, purpose_of):
        state.outline.change(state.current, problem=event.slot.pieces)
        return
    heading = band_heading(event, purpose_of, context.words)
    if heading is None:
        return
    empty = not heading.problem and not heading.goal and _heads_band(reading, event)
    open_section(state, replace(heading, look=replace(heading.look, empty=empty)))
    state.settled = True


def _purpose_of(
    context: Context, band: Band, meaning: PartMeaning | None, open_problem: bool, reading: ParsedTable
) -> PurposeOf:
    """What decides on a row across, knowing the table's columns (None: it has no rows) and its other rows across."""
    # Frames of one cell are each others' peers, over the whole document.
    framed = reading.grid.columns == 1
    alike = [r for r in context.readings.values() if r.grid.columns == 1] if framed else [reading]
    bands = [(e, isinstance(after, Band)) for r in alike for e, after in _followed(r.events) if isinstance(e, Band)]
    others = [(_text_of(e), over) for e, over in bands if e is not band]
    peers = tuple([text for text, _ in others])
    # A row across over another one stands a level higher.
    stands_over = not framed and _heads_band(reading, band)
    level = () if framed else tuple([text for text, over in others if over == stands_over])

    def decide(text: str, form: Form) -> Purpose:
        lead = Lead(
            text,
            form,
            under_band=open_problem or form == "tail",
            lacks_goal=meaning is not None and not meaning.has("mål"),
            lacks_cause=meaning is not None and not meaning.has("orsak"),
            peers=peers if form == "band" and not open_problem else (),
        )
        if not lead.peers or not level:
            return purpose(lead, context.words)
        return common_purpose(lead, level, context.words)

    return decide


def _followed(events: Sequence[Event]) -> Iterator[tuple[Event, Event | None]]:
    """Events, each with the one after it."""
    return zip(events, (*events[1:], None), strict=True)


def _heads_band(reading: ParsedTable, band: Band) -> bool:
    """Return whether another row across stands right below one."""
    after = reading.events[reading.events.index(band) + 1 :]
    return bool(after) and isinstance(after[0], Band)


def _text_of(band: Band) -> str:
    return " ".join(p.text for p in band.slot.pieces)


def _comment(state: SectionState, event: Comment) -> None:
    if state.seeds:
        last = state.seeds[-1]
        other = dict(last.other)
        other[event.label] = (*other.get(event.label, ()), FoundValue(event.pieces, 0.95))
        state.seeds[-1] = replace(last, other=other)


def _rows(
    context: Context,
    state: SectionState,
    record: ParsedRecord,
    reading: ParsedTable,
    labelled: Mapping[FieldName, FoundValue],
    prose: Sequence[Piece],
) -> None:
    """Add the rows of a record, with what stands above the table where the table lacks a field."""
    meaning = context.meanings[id(reading)][record.part]
    inherited: dict[FieldName, tuple[FoundValue, ...]] = {n: (f,) for n, f in labelled.items() if not meaning.has(n)}
    if state.heading is not None and any(p.block == reading.grid.block for p in state.heading.goal):
        # A goal across the table stands nearer than the one above it.
        inherited.pop("mål", None)
    if not meaning.has("orsak") and (cause := _cause_for(state, reading)):
        inherited["orsak"] = (FoundValue(cause, GIVEN, inherited=True),)
        state.placed.update(p.block for p in cause)
    if not meaning.has("mål") and "mål" not in inherited:
        heading = state.heading.text if state.heading is not None else ""
        goal = state.goals.bound(goal_numbers(heading)) or goal_above(state)
        if goal:
            inherited["mål"] = (FoundValue(goal, GIVEN, inherited=True),)
    inherited = {**_action_above(context, state, record, reading, prose), **inherited}
    if _said(inherited.get("mål", ())) & _said(inherited.get("åtgärd", ())):
        # A title that is the measure is no goal as well.
        del inherited["mål"]
    for seed in rows_of(record, reading, context.meanings):
        if _no_task(context, reading, meaning, seed):
            state.notes.append(row_note(reading, record))
            continue
        if seed.own() <= {"när"} and not any(n in seed.filled() for n in ("åtgärd", "mål")):
            if any(f.text and len(f.text) > LONGEST_MARK for found in seed.other.values() for f in found):
                state.notes.append(row_note(reading, record))
            continue
        # A column that the table has, if only under another heading, is never filled from above.
        filled = replace(seed, fields=ordered({**inherited, **seed.fields}), section=state.current)
        if seed.own() == {"vem"} and len(seed.fields["vem"]) == 1 and not seed.other:
            state.notes.append(no_action(len(state.seeds) + 1))
        state.seeds.append(filled)


def _cause_for(state: SectionState, reading: ParsedTable) -> tuple[Piece, ...]:
    """The problem that a label states in a row across this table, above the line that is added; else the nearest that
    a label states under a heading of its own above the table."""
    causes = (state.outline.headings[i].cause for i in state.outline.chain(state.current))
    across = (cause for cause in causes if any(p.block == reading.grid.block for p in cause))
    return next(across, ()) or state.cause_of(state.current)


def _said(found: Sequence[FoundValue]) -> set[tuple[int, str]]:
    """The texts of values, each with its block."""
    return {(p.block, p.text) for value in found for p in value.pieces}


def _no_task(context: Context, reading: ParsedTable, meaning: PartMeaning, seed: Seed) -> bool:
    """Return whether a line of a meeting gives nobody a task: no responsible, and no word of who does it.

    A table is of a meeting by the items across it in minutes, by those that every agenda has, or by a column of what
    was decided.
    """
    if not meaning.has("vem") or "vem" in seed.filled():
        return False
    measures = (h for h, la in zip(meaning.part.headings, meaning.labels, strict=True) if la == "åtgärd")
    cells = (s.text for e in reading.records() for s in e.slots if s is not None)
    # A list of tasks may stand in minutes too; that of their items has these across it.
    bands = context.setting.kind == "protokoll" and any(isinstance(e, Band) for e in reading.events)
    # Bands may part the tasks too (`Kvarstår sedan förra mötet`): what has its time is a task.
    items = bands and "när" not in seed.filled()
    minutes = items or any(names_decisions(h) for h in measures)
    if not minutes and not is_agenda(cells, context.words):
        return False
    said = [f.text for f in seed.fields.get("åtgärd", ())]
    return not any(charges(MeasureCandidate(text, "sentence"), context.setting) for text in said)


def _action_above(
    context: Context, state: SectionState, record: ParsedRecord, reading: ParsedTable, prose: Sequence[Piece]
) -> dict[FieldName, tuple[FoundValue, ...]]:
    """The åtgärd that the headings above give to a record without one."""
    meaning = context.meanings[id(reading)][record.part]
    nested = [m for n in record.nested for m in context.meanings[id(n)]]
    measure = state.heading
    if meaning.has("åtgärd") or any(m.has("åtgärd") for m in nested) or measure is None or state.current is None:
        return {}
    card = context.cards and is_card(reading, context.meanings) and _names_measure(context, state)
    if (card and state.rows_at_heading == len(state.seeds)) or (meaning.about and not meaning.has("mål")):
        told = [p for p in prose if p.paragraph.role not in SKIPPED]
        title = () if is_theme(context, measure, told) else whole_title(context, measure)
        name = [FoundValue(title, NAMED, inherited=True)] if title else []
        problem = () if title != measure.title and told_in_title(measure) else measure.problem
        # What was taken for the heading's problem is told once.
        held = {p.block for p in problem}
        text = [*problem, *(p for p in told if p.block not in held)]
        if text:
            name.append(FoundValue(tuple(text), TOLD, inherited=True))
            state.placed.update(p.block for p in text)
        return {"åtgärd": tuple(name)}
    chain = (state.outline.headings[i].measure for i in state.outline.chain(state.current))
    named = next((m for m in chain if m), ())
    return {"åtgärd": (FoundValue(named, GIVEN, inherited=True),)} if named else {}


def _boxed(context: Context, state: SectionState, index: int, reading: ParsedTable) -> None:
    """A frame around text: its paragraphs count as if they stood in the open."""
    for event in reading.events:
        for piece in _pieces_of(event):
            segments = label_segments(piece, context.words)
            state.entries += [entry_of(s, index, context.words) for s in segments]
            label = whole_label(piece.paragraph.text, context.words)
            if segments:
                continue
            if label is not None and label != "other":
                state.entries.append(LabelEntry(piece.text, label, (), block=True, at=(index,)))
            elif state.entries:
                last = state.entries[-1]
                state.entries[-1] = replace(last, pieces=(*last.pieces, piece), at=(*last.at, index))


def _stated(context: Context, index: int, reading: ParsedTable) -> list[LabelEntry]:
    """Labels with their values in a table of their own that says no measure (`Mål | Fler cyklar`), as labelled
    lines."""
    rows = [reading.grid.own(row) for row in range(reading.grid.rows)]
    if reading.grid.columns != _LABEL_AND_VALUE or any(len(own) != _LABEL_AND_VALUE for own in rows):
        return []
    labels = [whole_label(own[0].text, context.words) for own in rows]
    if not all(label in ("mål", "orsak") for label in labels) or len(set(labels)) < len(labels):
        return []
    return [
        LabelEntry(own[0].text, label, own[1].pieces, at=(index,))
        for own, label in zip(rows, labels, strict=True)
        if label
    ]


def _with_rest(title: tuple[Piece, ...], rest: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """A heading with the last lines of its text, which go back to the margin where the number stands."""
    if not title or not rest:
        return title
    last = title[-1]
    lines = (*last.paragraph.lines, *(line for piece in rest for line in piece.paragraph.lines))
    return (*title[:-1], replace(last, paragraph=replace(last.paragraph, lines=lines)))


def _pieces_of(event: Event) -> tuple[Piece, ...]:
    if isinstance(event, ParsedRecord):
        return tuple(p for s in event.slots if s is not None for p in s.pieces)
    return event.slot.pieces if isinstance(event, Band) else event.pieces
