"""Lists whose name stands in the cell beside them (a phase, its time and who leads it | goal and tasks)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.section_headings import close, goal_above, open_section, ordered
from ingest.classify.section_state import Context, SectionState
from ingest.classify.spans import Piece
from ingest.classify.tables.cells import Slot
from ingest.classify.tables.parsed import ParsedTable
from ingest.classify.tables.rows import FEWEST_ITEMS, GIVEN, FoundValue, listed_cell
from ingest.classify.text.heading_fields import names_time
from ingest.classify.text.labels import labels_behind, said_to_rows
from ingest.classify.text.listing import listed_column, says_measures
from ingest.classify.text.outline import Heading, look_of, number_of
from ingest.classify.text.tails import endings_of, is_time

__all__ = ["add_named_lists"]

_NAME_AND_LIST = 2
"""Cells of a row: the name and the list."""


@dataclass(frozen=True)
class _Name:
    """What the cell of the name says: the title, and who and when its labels and lines give to the list."""

    title: tuple[Piece, ...]
    who: tuple[Piece, ...] = ()
    when: tuple[Piece, ...] = ()


def add_named_lists(context: Context, state: SectionState, reading: ParsedTable) -> bool:
    """Return whether rows were made of a table whose rows are a list each with its name beside it.

    Only without a heading row, and where each name tells when or who besides what it names: a theme or a month beside
    its bullets may as well be one row of a table.
    """
    if any(part.kind != "none" for part in reading.parts):
        return False
    grid = reading.grid
    lines: list[tuple[_Name, list[Piece], list[list[Piece]]]] = []
    for row in range(grid.rows):
        own = grid.own(row)
        if not own:
            continue
        named = _named_list(own, context.words)
        if named is None:
            return False
        lines.append(named)
    if not lines or not says_measures([" ".join(p.text for p in i) for _, _, items in lines for i in items]):
        return False
    start = state.current
    above = tuple(state.outline.headings[i].text for i in state.outline.chain(start))
    # What one list shows of how its items end holds for all of them.
    ends = iter(endings_of([item for _, _, items in lines for item in items], context.registers))
    for name, lead, items in lines:
        close(context, state)
        goal = tuple(s.value for p in lead for s in said_to_rows(p, context.words) if s.label == "mål" and s.value)
        number = number_of(name.title[0].paragraph.text, name.title[0].paragraph.marker)[0]
        look = look_of(name.title, banded=True)
        open_section(state, Heading(number, name.title, look, goal=goal, who=name.who, when=name.when))
        seeds = listed_column(context, items, name.title[-1].text, above, state.current, list(islice(ends, len(items))))
        given = goal_above(state)
        if given:
            found = (FoundValue(given, GIVEN, inherited=True),)
            seeds = [replace(s, fields=ordered({**s.fields, "mål": s.fields.get("mål", found)})) for s in seeds]
        state.seeds += [replace(s, section=state.current) for s in seeds]
    state.outline.leave_bands()
    state.current = start
    state.rows_at_heading = -1
    return True


def _named_list(own: Sequence[Slot], words: Vocabulary) -> tuple[_Name, list[Piece], list[list[Piece]]] | None:
    """The name, what stands over the list, and its items; None where two cells are no such thing."""
    if len(own) != _NAME_AND_LIST or any(s.tables or not s.pieces for s in own):
        return None
    lead, items = listed_cell(own[1])
    if len(items) < FEWEST_ITEMS or listed_cell(own[0])[1]:
        return None
    name = _name_of(own[0].pieces, words)
    title = name.title[0].text
    if is_time(title) or not (name.who or name.when or names_time(title, words)):
        return None
    return name, list(lead), items


def _name_of(pieces: Sequence[Piece], words: Vocabulary) -> _Name:
    title: list[Piece] = []
    who: tuple[Piece, ...] = ()
    when: tuple[Piece, ...] = ()
    for piece in pieces:
        found, segments = labels_behind(piece, words)
        before: Piece | None = found
        if not segments:
            segments = said_to_rows(piece, words)
            before = None if segments else piece
        for segment in segments:
            if segment.value is not None and segment.label == "vem":
                who = (segment.value,)
            elif segment.value is not None and segment.label == "när":
                when = (segment.value,)
        if before is None:
            continue
        if title and is_time(before.text, dated=True):
            when = (before,)
        else:
            title.append(before)
    return _Name(tuple(title[:1]) or tuple(pieces[:1]), who, when)
