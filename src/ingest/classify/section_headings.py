"""What headings do: open sections, take goals and problems, and give them to the rows below.

What a heading gives to the rows below it (a measure's name, a target sentence, a labelled orsak) is decided here,
since only here both are at hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.section_state import Context, SectionState
from ingest.classify.spans import Piece, part
from ingest.classify.tables.column_meanings import PartMeaning
from ingest.classify.tables.rows import FoundValue, Seed
from ingest.classify.text.goals import goal_numbers
from ingest.classify.text.heading_fields import names_time
from ingest.classify.text.headings import SKIPPED, is_heading, is_said
from ingest.classify.text.labels import LabelEntry, LabelSegment, label_segments, seeds_of
from ingest.classify.text.leads import Form, Lead, Purpose, calls_itself_goal, purpose
from ingest.classify.text.outline import Heading, look_of, number_of, split_problem
from ingest.document import Note, Paragraph, Table
from ingest.language.patterns import pattern
from ingest.plan import FIELDS, FieldName

_GOALS = pattern("classify", "section_headings.goals")
_STATE = pattern("classify", "section_headings.state")
_SENTENCE = 4
"""Words of a title that is a sentence, at least."""

__all__ = [
    "charge_section",
    "close",
    "entry_of",
    "flush_entries",
    "goal_above",
    "is_theme",
    "labels_heading",
    "named_goal",
    "no_action",
    "open_heading",
    "open_section",
    "ordered",
    "settle",
    "state_reasons",
    "told_in_title",
    "whole_title",
]

_NEAR, _OVER = 0.9, 0.3
"""Line heights of white within which a label belongs to the heading below it, and by which their boxes may overlap
where lines are set without leading."""


def open_heading(context: Context, state: SectionState, piece: Piece, bare: bool = False) -> None:
    """Open the section of a heading paragraph; `bare`: it is nothing but a field word."""
    number, start = number_of(piece.paragraph.text, piece.paragraph.marker)
    body = replace(piece, paragraph=part(piece.paragraph, start)) if start else piece
    labelled = _take_goal_label(context, state, piece)
    close(context, state)
    goal = (body,) if labelled else named_goal(context, body)
    title, problem = split_problem([body]) if not goal else ((body,), ())
    if goal:
        state.goals.add(body.text.split(":")[0], goal)
    level = piece.paragraph.level if piece.paragraph.role == "heading" else None
    level = _over_next(context, piece.block, level) if goal else level
    look = replace(look_of(title, level), empty=not problem and _heading_follows(context, piece.block))
    open_section(state, Heading(number, title, look, problem, bare=bare, goal=goal))


def _over_next(context: Context, index: int, level: int | None) -> int | None:
    """The level of a goal in a heading's place: set smaller than the heading right below it, it stands over that one
    (a band over cards with titles)."""
    below = next((b for b in context.document.blocks[index + 1 :] if is_said(b)), None)
    own = below.level if isinstance(below, Paragraph) and below.role == "heading" else None
    return own - 1 if level is not None and own is not None and 1 < own < level else level


def _take_goal_label(context: Context, state: SectionState, heading: Piece) -> bool:
    """Return whether a label of goals stands right over a heading (a small `MÅL` above the goal in large type), and
    take it from the labels seen so far: the heading is all that it says."""
    last = state.entries[-1] if state.entries else None
    if last is None or last.label != "mål" or last.pieces or last.at != (heading.block - 1,):
        return False
    over = context.document.blocks[heading.block - 1]
    if not isinstance(over, Paragraph) or not labels_heading(over, heading.paragraph):
        return False
    state.entries.pop()
    state.placed.add(heading.block - 1)
    return True


def labels_heading(over: Paragraph, below: Paragraph) -> bool:
    """Return whether a line stands over a heading as its label: in the same box, or close above it."""
    if over.role == "heading" or below.role != "heading":
        return False
    return (over.part is not None and over.part == below.part) or _close_above(over, below)


def _close_above(over: Paragraph, below: Paragraph) -> bool:
    """Return whether less than a line's height of white parts a paragraph from the one below it on its page."""
    a, b = over.lines[-1], below.lines[0]
    if a.bbox is None or b.bbox is None or a.page != b.page:
        return False
    return -_OVER < (b.bbox.top - a.bbox.bottom) / a.bbox.height < _NEAR


def named_goal(context: Context, title: Piece) -> tuple[Piece, ...]:
    """Return the goal that a heading says after a label (`Mål 2: Fler cyklar`); () for none."""
    segments = label_segments(title, context.words)
    said = segments[0].value if len(segments) == 1 and segments[0].label == "mål" else None
    return () if said is None else (said,)


def open_section(state: SectionState, heading: Heading) -> None:
    """Put a heading into the outline; what follows stands under it."""
    follows = state.current is not None and len(state.seeds) == state.rows_at_heading and not state.text_since
    state.current = state.outline.add(replace(heading, follows=follows))
    state.rows_at_heading = len(state.seeds)
    state.pending = []
    state.text_since = bool(heading.problem)
    state.settled = False


def close(context: Context, state: SectionState) -> None:
    """What stands between a heading and the next has all been seen."""
    flush_entries(context, state)
    settle(context, state, None)


def settle(context: Context, state: SectionState, meaning: PartMeaning | None) -> None:
    """Decide what the text right below the heading is, knowing the table that follows (None: none does)."""
    heading = state.heading
    if state.settled or heading is None or state.current is None:
        return
    state.settled = True
    first = state.pending[0] if state.pending else None
    if meaning is not None and meaning.about:
        # All of it is the measure of a table that says who and when.
        return
    if heading.problem:
        text = " ".join(p.text for p in heading.problem)
        if _purpose(context, state, text, "tail", meaning, alone=first is None) == "goal":
            state.outline.change(state.current, problem=(), goal=heading.problem)
        return
    if first is None or first.paragraph.role == "list-item":
        return
    found = _purpose(context, state, first.text, "paragraph", meaning, alone=len(state.pending) == 1)
    if found == "goal":
        # A label that its line begins with is no part of the goal (`Mål 1: Tryggare raster.`).
        state.outline.change(state.current, goal=named_goal(context, first) or (first,))
        return
    if found == "problem":
        state.outline.change(state.current, problem=(first,))
    told = next((p for p in state.pending[1:] if p.paragraph.role == "body" and calls_itself_goal(p.text)), None)
    if told is not None:
        state.outline.change(state.current, goal=(told,))


def _purpose(
    context: Context, state: SectionState, text: str, form: Form, meaning: PartMeaning | None, *, alone: bool
) -> Purpose:
    """The likeliest purpose of a text under a heading; rows with goals of their own (`meaning`) take none from it."""
    own = frozenset[FieldName]() if meaning is None else frozenset(n for n in FIELDS if meaning.has(n))
    held = bool(state.entries) or any(p.paragraph.role == "list-item" for p in state.pending)
    listed = meaning is None and (held or _measures_next(context, state))
    heading = state.heading.text if form == "paragraph" and state.heading is not None else ""
    lead = Lead(
        text,
        form,
        before_table=meaning is not None,
        before_list=listed,
        alone=alone,
        lacks_goal="mål" not in own,
        lacks_cause="orsak" not in own,
        heading=heading,
        under_time=names_time(heading, context.words),
        peers=_peers(context, text, meaning is not None, listed) if form == "paragraph" else (),
    )
    return purpose(lead, context.words)


def _measures_next(context: Context, state: SectionState) -> bool:
    """Return whether a heading of measures (`Det här gör vi`) stands right below the text under the open heading."""
    last = state.pending[-1].block if len(state.pending) == 1 else None
    if last is None or last + 2 >= len(context.document.blocks):
        return False
    head, item = context.document.blocks[last + 1 : last + 3]
    if not isinstance(head, Paragraph) or not isinstance(item, Paragraph):
        return False
    headed = head.role == "heading" and context.words.list_field(head.text) == "åtgärd"
    return headed and item.role == "list-item"


def _peers(context: Context, text: str, before_table: bool, before_list: bool) -> tuple[str, ...]:
    """The other texts in the place of one: in the margins of the document, or below headings over tables or lists."""
    over_rows = context.leads[before_table] if before_table or before_list else ()
    return tuple(one for one in (context.margins if text in context.margins else over_rows) if one != text)


def _states_reason(context: Context, entry: LabelEntry) -> bool:
    """Return whether what stands below the heading of a goal or problem is that of what follows: `Syfte` may tell what
    the document is for, and `Bakgrund` how it was made. A list there, and a value beside its label, are what the
    heading says."""
    if not entry.block or any(p.paragraph.role == "list-item" for p in entry.pieces):
        return True
    alone = len(entry.pieces) == 1
    leads = [Lead(p.text, "paragraph", before_table=False, alone=alone, heading=entry.heading) for p in entry.pieces]
    wanted = "goal" if entry.label == "mål" else "problem"
    return any(purpose(lead, context.words) == wanted for lead in leads)


def flush_entries(context: Context, state: SectionState) -> None:
    """Turn the labels seen so far into rows, or into goals for what follows."""
    if not state.entries:
        return
    heading = state.heading
    title = () if heading is None or is_theme(context, heading, state.pending) else whole_title(context, heading)
    named = (*title, *state.pending)
    listed = seeds_of(state.entries, named, context.setting, context.judge, lambda e: _states_reason(context, e))
    if listed.seeds:
        if any(f.pieces == named for s in listed.seeds for f in s.fields.get("åtgärd", ())):
            # The text of and below a measure's heading tells of the measure, of no problem.
            state.placed.update(p.block for p in state.pending)
            state.settled = True
            if heading is not None and heading.problem and state.current is not None:
                state.outline.change(state.current, problem=())
        settle(context, state, None)
    else:
        for entry in state.entries:
            _remember(context, state, entry)
        _give(state)
    above = heading.text if heading is not None else ""
    state.seeds += [_with_goal(state, seed, above) for seed in listed.seeds]
    state.placed |= listed.blocks
    if not listed.seeds:
        state_reasons(state, listed.causes, listed.goals)
    state.entries = []


def is_theme(context: Context, heading: Heading, texts: Sequence[Piece]) -> bool:
    """Return whether a heading names no measure but what several are for: its goal is stated, and below it stand boxes
    that each hold a text of their own; or it is a numbered item of minutes, whose tasks stand below it."""
    if context.setting.kind == "protokoll" and heading.number is not None and texts:
        return True
    boxed = all(p.paragraph.part is not None and p.paragraph.role == "body" for p in texts)
    return bool(heading.goal and texts) and boxed


def state_reasons(state: SectionState, causes: tuple[Piece, ...], goals: tuple[Piece, ...]) -> None:
    """Let goals and problems that stand without measures be those of the open heading."""
    if state.current is None:
        return
    if causes:
        state.outline.change(state.current, cause=causes)
    if goals:
        state.outline.change(state.current, goal=goals)
        state.stated_goals.append((state.current, goals[0].block, goals))


def _remember(context: Context, state: SectionState, entry: LabelEntry) -> None:
    """Remember a goal for what follows, by its number or for the whole chapter."""
    if entry.label == "mål" and entry.pieces and _states_reason(context, entry):
        # A label in its line, under a heading that names a topic, says the goal of that topic.
        own = not entry.block and state.heading is not None and not state.heading.bare
        state.goals.add(entry.heading, entry.pieces, state.current if own else None)


def whole_title(context: Context, heading: Heading) -> tuple[Piece, ...]:
    """Return the title of a heading with its full stop and the sentences behind it in the same paragraph: all of it
    names a measure."""
    last = heading.title[-1] if heading.title else None
    if last is None or len(heading.title) > 1:
        return heading.title
    inside = told_in_title(heading)
    block = context.document.blocks[last.block]
    held = [block] if isinstance(block, Paragraph) else [b for c in block.cells for b in c.blocks]
    for own in held:
        # Of a table: the heading is one of its cells.
        if not isinstance(own, Paragraph):
            continue
        if inside and (own is block or _holds(own.text, last.text, heading.problem[0].text)):
            return (replace(last, paragraph=part(own, number_of(own.text, own.marker)[1])), *heading.problem[1:])
        if own.text == f"{own.text[: number_of(own.text, own.marker)[1]]}{last.text}.":
            return (replace(last, paragraph=part(own, number_of(own.text, own.marker)[1])),)
    return heading.title


def told_in_title(heading: Heading) -> bool:
    """Return whether the problem of a heading begins in the paragraph of its title."""
    return bool(heading.title and heading.problem) and heading.problem[0].block == heading.title[-1].block


def _holds(text: str, title: str, rest: str) -> bool:
    """Whether a text is a title with what follows it."""
    return text.endswith(rest) and title in text[: -len(rest)]


def charge_section(context: Context, state: SectionState) -> None:
    """Let the heading give what the labels seen so far say to the list that follows; they are no record."""
    reasons = [e for e in state.entries if e.label in ("orsak", "mål")]
    for entry in reasons:
        _remember(context, state, entry)
        state.placed.update(entry.at)
    causes, goals = (tuple(p for e in reasons if e.label == name for p in e.pieces) for name in ("orsak", "mål"))
    state_reasons(state, causes, goals)
    state.entries = [e for e in state.entries if e not in reasons]
    _give(state)
    for entry in state.entries:
        state.placed.update(entry.at)
    state.entries = []


def _give(state: SectionState) -> None:
    """Let the heading give who and when of labels that stand alone below it to its rows."""
    labels = {e.label for e in state.entries}
    if state.current is None or not labels or not labels <= {"vem", "när"}:
        return
    for entry in state.entries:
        if entry.pieces and not entry.front:
            name = "who" if entry.label == "vem" else "when"
            state.outline.change(state.current, **{name: entry.pieces})


def _with_goal(state: SectionState, seed: Seed, heading: str) -> Seed:
    """A labelled row under the open heading, with the goal that is bound to it and the problem labelled above it, where
    it has none of its own."""
    fields = dict(seed.fields)
    goal = state.goals.bound(seed.goals or goal_numbers(heading)) or goal_above(state) or _goal_of_chapter(state)
    if "mål" not in fields and goal:
        fields["mål"] = (FoundValue(goal, 0.8, inherited=True),)
        state.placed.update(p.block for p in goal)
    cause = state.cause_of(state.current)
    if "orsak" not in fields and cause:
        fields["orsak"] = (FoundValue(cause, 0.8, inherited=True),)
        state.placed.update(p.block for p in cause)
    return replace(seed, fields=ordered(fields), section=state.current)


def _goal_of_chapter(state: SectionState) -> tuple[Piece, ...]:
    """The goal said last, where it is of all that follows: not under the heading of another topic than the open one."""
    goals, heading = state.goals, state.heading
    other = goals.topic not in (None, state.current) and heading is not None and not heading.bare
    return () if other else goals.chapter


def goal_above(state: SectionState) -> tuple[Piece, ...]:
    """The target sentence of the nearest heading above that has one."""
    chain = list(state.outline.chain(state.current))
    goals = (state.goal_of(index) or _goal_in_title(state, index) for index in chain)
    return next((goal for goal in goals if goal), ())


def _goal_in_title(state: SectionState, index: int) -> tuple[Piece, ...]:
    """The title of a heading that tells how it shall be, where the one above it says that goals stand below it."""
    heading = state.outline.headings[index]
    above = "" if heading.parent is None else state.outline.headings[heading.parent].text
    if not _GOALS.search(above) or len(heading.text.split()) < _SENTENCE or not _STATE.search(heading.text):
        return ()
    return heading.title


def no_action(number: int) -> Note:
    """The issue of the row of this number, which names a body and nothing else."""
    return Note("row-without-action", "info", "The line names a body and nothing else.", f"r{number}")


def entry_of(segment: LabelSegment, index: int, words: Vocabulary) -> LabelEntry:
    """A label inside the block of this index, as an entry that may take more."""
    pieces = () if segment.value is None else (segment.value,)
    front = segment.label is None or words.is_front(segment.heading, strong=True)
    return LabelEntry(segment.heading, segment.label, pieces, segment.value is None, front, at=(index,))


def ordered(fields: Mapping[FieldName, tuple[FoundValue, ...]]) -> dict[FieldName, tuple[FoundValue, ...]]:
    """The fields in their fixed order."""
    return {n: fields[n] for n in FIELDS if n in fields}


def _heading_follows(context: Context, index: int) -> bool:
    blocks = context.document.blocks
    for i in range(index + 1, len(blocks)):
        block = blocks[i]
        if isinstance(block, Table):
            return False
        if block.role not in SKIPPED and block.text.strip():
            return is_heading(blocks, i, context.size, context.document.method)
    return False
