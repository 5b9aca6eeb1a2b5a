"""Rows from lists and running text outside tables and labels, where the fitted decision calls them measures.

What stands together is judged together: the items of a list, or the sentences of a section. Items keep their
deeper items; the line above them is their lead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from ingest.classify.fields.classifier import meanings
from ingest.classify.fields.folding import heading_key
from ingest.classify.fields.vocabulary import Vocabulary, tail_signs
from ingest.classify.section_state import Context, SectionState
from ingest.classify.spans import Piece, part
from ingest.classify.tables.rows import GIVEN, NAMED, FoundValue, Seed, items_of
from ingest.classify.text.charging import charging_headings, is_somebody, named_in
from ingest.classify.text.goal_lists import are_goals
from ingest.classify.text.goals import goal_numbers
from ingest.classify.text.headings import SKIPPED
from ingest.classify.text.labels import LabelSegment, trailing_labels
from ingest.classify.text.measures import (
    PLANS,
    Form,
    Judge,
    MeasureCandidate,
    MeasureSetting,
    charges,
    dated_deed,
    drawn_together,
    mean_chance,
    subject_of,
    tells_of_the_past,
    tells_tasks,
    values_of,
)
from ingest.classify.text.outline import Heading
from ingest.classify.text.programme import add_events
from ingest.classify.text.tails import Ending, borne_out, endings_of, is_actor, parted_by_ends
from ingest.document import Block, Paragraph
from ingest.language.patterns import pattern
from ingest.language.sentences import sentences
from ingest.normalise.actors import actor_spans
from ingest.normalise.dates import time_spans
from ingest.plan import FIELDS, FieldName, Kind, Origin

__all__ = [
    "TOLD",
    "TOLD_OF_US",
    "ListUnit",
    "add_listed",
    "candidates_of",
    "listed_column",
    "runs_of",
    "says_measures",
]

LIST = 0.5
"""Probability from which a list item or a sentence of a plan is a row."""
TOLD, TOLD_OF_US = 0.81, 0.92
"""The same of a sentence of a plan's running text, which says of much that it shall be and is no task, and of one in
which we speak of ourselves."""
UNKNOWN = 0.85
"""The same in a document that may be no plan: most documents in the world hold no measures."""
COLUMN = 0.5
"""Mean probability of åtgärd or mål from which columns of bullets give rows."""
NEVER = 1.1
"""Above any probability: rules and reports say "ska" of what always holds."""
MEETINGS: frozenset[Kind] = frozenset({"protokoll"})
"""Documents that give tasks in sentences."""
BESIDE_ROWS = 0.7
"""The same in a document whose tables or labels give rows: its lists are mostly of other things."""
_ROWS = 2
"""Items that all end with who and when, from which a list is a table without lines."""
LABELLED = 0.9
"""How sure a field is whose label stands behind an item's text."""
LONGEST_LEAD = 16
"""Words of a line above a list that can be its lead without a colon."""
LONGEST_CARD = 40
"""Words of a paragraph among others in a column under a phase that is a measure by itself."""
_SHALL = pattern("classify", "listing.shall")
_JOINED = pattern("classify", "listing.joined")
_LEADS_OVER = pattern("classify", "measures.leads_over")


@dataclass(frozen=True)
class ListUnit:
    """What one row is made of: the paragraphs of an item, or one sentence; `ending` is its tail.

    `labels` are those at its end (`… Ansvarig: Parkenheten. Klart: maj`), which `pieces` leave out.
    """

    pieces: tuple[Piece, ...]
    form: Form
    ending: Ending | None = None
    labels: tuple[LabelSegment, ...] = ()

    @property
    def action(self) -> str:
        """What is done, without the tail."""
        if self.ending is not None and len(self.pieces) == 1:
            return self.ending.action.text
        return " ".join(p.text for p in self.pieces)

    def ends_with(self, name: Literal["vem", "när"]) -> bool:
        """Return whether the end says who or when."""
        if any(s.label == name for s in self.labels):
            return True
        return self.ending is not None and (self.ending.who if name == "vem" else self.ending.when) is not None


@dataclass
class UnitRun:
    """Units that stand together below one line."""

    lead: str
    above: tuple[str, ...]
    section: int | None
    units: list[ListUnit] = field(default_factory=list)
    charged: bool = False
    """Whether the heading above names who does what they say."""
    timed: bool = False
    """Whether a heading that a label charges stands below one that names a time."""
    who: Piece | None = None
    """Whom the line right above, no heading, names as doing it (`Polisen gör:`)."""


def runs_of(context: Context, state: SectionState) -> Iterator[UnitRun]:
    """Return the runs of candidates that the section builder left, in the order of the document."""
    group: list[Piece] = []
    lead: Piece | None = None
    cards = _cards(context.document.blocks)
    borne = _borne_out(context, state)
    charging = frozenset(charging_headings(state.outline.headings, context.registers))
    for index, block in enumerate(context.document.blocks):
        if not isinstance(block, Paragraph):
            yield from _runs(context, state, group, lead, borne, charging)
            group, lead = [], None
            continue
        if block.role in SKIPPED or not block.text.strip():
            continue
        free = index in state.free and index not in state.placed
        same = bool(group) and state.section_of.get(group[0].block) == state.section_of.get(index)
        if index in cards and state.section_of.get(index) in state.times:
            # A card under a phase: an item of a list, whose border stands for its bullet.
            block = replace(block, role="list-item")
        listed = block.role == "list-item"
        if group and (not free or not same or listed != (group[-1].paragraph.role == "list-item")):
            yield from _runs(context, state, group, lead, borne, charging, opens=free and same and listed)
            # The last line of running text may be the lead of the list below it.
            last = group[-1]
            lead = last if free and same and listed and _is_lead(last) else None
            group = []
        if free:
            group.append(Piece(block, index))
    yield from _runs(context, state, group, lead, borne, charging)


def _borne_out(context: Context, state: SectionState) -> frozenset[str]:
    """Styles in which several paragraphs of running text end in a known actor and a time: other paragraphs that end
    so, with a name that no register knows, end in who and when too."""
    free = state.free - state.placed
    return borne_out(
        (
            Piece(block, index)
            for index, block in enumerate(context.document.blocks)
            if isinstance(block, Paragraph) and block.role == "body" and index in free
        ),
        context.registers,
    )


def _cards(blocks: Sequence[Block]) -> frozenset[int]:
    """The paragraphs of running text that have a box of their own or stand alone in a column, and short ones there."""
    held: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.part is not None and block.role == "body":
            held.setdefault(block.part, []).append(index)
    short = {i for own in held.values() for i in own if len(blocks[i].text.split()) <= LONGEST_CARD}
    return frozenset(i for own in held.values() if len(own) == 1 or short.issuperset(own) for i in own)


def _is_lead(piece: Piece) -> bool:
    text = piece.text.rstrip()
    return text.endswith(":") or (len(text.split()) <= LONGEST_LEAD and not text.endswith("."))


def _names_who(heading: str, words: Vocabulary) -> bool:
    """Return whether a heading is a label with who does what stands below it (`Ansvarig: Polisen`)."""
    label, colon, name = heading.partition(":")
    return bool(colon and name.strip()) and words.label(label) == "vem"


def _charged(lead: Piece | None, context: Context) -> Piece | None:
    """Whom a line over a list names as doing what it says."""
    name = None if lead is None else named_in(lead)
    return name if name is not None and is_somebody(name.text, context.registers) else None


def _without_charge(headings: list[str], words: Vocabulary, *, timed: bool) -> tuple[list[str], bool]:
    """The headings over a list without the label of who does what it says, which says nothing of what it is; and
    whether there is one. `timed`: the nearest is a time, and that label may stand above it."""
    if headings and _names_who(headings[0], words):
        return headings[1:], True
    return headings, timed and len(headings) > 1 and _names_who(headings[1], words)


def _runs(
    context: Context,
    state: SectionState,
    group: Sequence[Piece],
    lead: Piece | None,
    borne: frozenset[str],
    charging: frozenset[int],
    *,
    opens: bool = False,
) -> Iterator[UnitRun]:
    """The run of some paragraphs or items; `charging`: headings that name who; `opens`: a list follows right below."""
    if not group:
        return
    section = state.section_of.get(group[0].block)
    headings = [state.outline.headings[i].text for i in state.outline.chain(section)]
    headings, charged = _without_charge(headings, context.words, timed=section in state.times)
    above = tuple(headings) if lead is not None else tuple(headings[1:])
    who = _charged(lead, context)
    told, timed = _by_label(state, section)
    charged = any((charged, who is not None, told, lead is None and section in charging))
    head = lead.text if lead is not None else next(iter(headings), "")
    run = UnitRun(head, above, section, charged=charged, timed=timed, who=who)
    if group[0].paragraph.role == "list-item":
        items = items_of(group) or [[p] for p in group]
        units = [_labelled(item, "item", context.words) for item in items]
        run.units = _ended(units, context.setting)
    else:
        pieces = [part_ for piece in group for part_ in parted_by_ends(piece, context.registers)]
        ends = endings_of([[p] for p in pieces], context.registers)
        for piece, end in zip(pieces, ends, strict=True):
            labelled = _labelled((piece,), "paragraph", context.words)
            if labelled.labels:
                run.units.append(labelled)
            elif _tells_who(end, borne) and not tells_tasks(piece.text, context.setting):
                run.units.append(ListUnit((piece,), "paragraph", end))
            else:
                run.units += [ListUnit((s,), "sentence") for s in _sentences(piece)]
        run.units = _without_opening(run.units) if opens else run.units
    if run.units:
        yield run


def _by_label(state: SectionState, section: int | None) -> tuple[bool, bool]:
    """Return whether a label below the heading says who does what stands there, and whether a heading above names the
    time as well."""
    if section is None or not state.outline.headings[section].who:
        return False, False
    return True, any(i in state.times or bool(state.outline.headings[i].when) for i in state.outline.chain(section))


def _without_opening(units: list[ListUnit]) -> list[ListUnit]:
    """The sentences right above a list without a promise that the list tells what is done for (`Detta ska göras genom
    att:`)."""
    leads_over = len(units) > 1 and _LEADS_OVER.match(units[-1].action.strip()) is not None
    return units[:-2] if leads_over else units


def _tells_who(end: Ending | None, borne: frozenset[str]) -> bool:
    """Return whether a paragraph of running text ends in who and when, surely or as others of the document do."""
    if end is None or end.style == "colon":
        return False
    return end.sure or (end.style in borne and end.who is not None and end.when is not None)


def _sentences(piece: Piece) -> Iterator[Piece]:
    text = piece.paragraph.text
    for start, end in sentences(text):
        if any(c.isalpha() for c in text[start:end]):
            yield replace(piece, paragraph=part(piece.paragraph, start, end))


def _labelled(item: Sequence[Piece], form: Form, words: Vocabulary) -> ListUnit:
    """An item or paragraph as a unit, with the labels of who and when that stand behind its text."""
    rest, segments = trailing_labels(item[-1], words)
    given = tuple(s for s in segments if s.value is not None)
    if rest is None or not any(s.label in ("vem", "när") for s in given):
        return ListUnit(tuple(item), form)
    return ListUnit((*item[:-1], rest), form, None, given)


def _ended(units: Sequence[ListUnit], setting: MeasureSetting) -> list[ListUnit]:
    """The units of a list with their tails; labels leave none."""
    ends = endings_of([() if u.labels else u.pieces for u in units], setting.registers, setting.ends)
    return [replace(u, ending=e) for u, e in zip(units, ends, strict=True)]


def candidates_of(run: UnitRun) -> list[MeasureCandidate]:
    """Return what the decision looks at for each unit of a run."""
    return [
        MeasureCandidate(
            u.action, u.form, run.lead, run.above, run.charged or u.ends_with("vem"), run.timed or u.ends_with("när")
        )
        for u in run.units
    ]


def add_listed(context: Context, state: SectionState, setting: MeasureSetting, judge: Judge) -> None:
    """Add the rows of lists and running text to the state, in the order of the document."""
    taken: list[tuple[UnitRun, ListUnit, float, FieldName]] = []
    events = add_events(context, state) if setting.programme else []
    runs = list(runs_of(context, state))
    together = [(kind, series, [candidates_of(run) for run in series])
                for kind, series in _ended_series(context, state, runs)]  # fmt: skip
    fields = _fields_of(state, [(series, own) for _, series, own in together], setting)
    for (kind, series, candidates), field_ in zip(together, fields, strict=True):
        phases = kind == "phase" and len(series) > 1
        # Beside tables that give rows, lists whose items all end in who and when are such tables without lines.
        like_rows = kind == "ended" and len(series) > 1 and setting.other_rows
        alike = phases or like_rows
        least = _least_of(series, candidates, setting, state, alike=alike)
        if min(one for own in least for one in own) >= NEVER:
            continue
        judged = [_together_judged(run, own, judge(own, setting)) for run, own in zip(series, candidates, strict=True)]
        chances = _agreed(kind, candidates, judged, alike=alike)
        taken += [
            (run, unit, chance, field_)
            for run, own, enough_each in zip(series, chances, least, strict=True)
            for unit, enough, chance in zip(run.units, enough_each, own, strict=True)
            if chance >= enough
        ]
    measures = {p.block for _, unit, _, _ in taken for p in unit.pieces}
    for index, heading in enumerate(state.outline.headings):
        # What is a measure itself is no goal or problem of its section.
        if any(p.block in measures for p in (*heading.goal, *heading.problem)):
            state.outline.change(index, goal=(), problem=())
    made = list(events)
    for run, unit, chance, field_ in taken:
        made.append(_with_who(run, _with_goal(state, _seed(unit, chance, field_, run.section, context.setting))))
        if unit.form != "sentence":
            state.placed.update(p.block for p in unit.pieces)
    if made:
        _merge(state, made)


def _least_of(
    series: Sequence[UnitRun],
    candidates: Sequence[Sequence[MeasureCandidate]],
    setting: MeasureSetting,
    state: SectionState,
    *,
    alike: bool,
) -> list[list[float]]:
    """The probability from which each candidate of a series is a row; `alike`: its lists are judged as one."""
    return [
        [LIST if alike else _least(c, setting, run.section in state.times) for c in own]
        for run, own in zip(series, candidates, strict=True)
    ]


def _ended_series(
    context: Context, state: SectionState, runs: Sequence[UnitRun]
) -> Iterator[tuple[str, list[UnitRun]]]:
    for kind, series in _series(state, runs, context.words):
        _end_together(series, context.setting)
        yield kind, series


def _end_together(series: Sequence[UnitRun], setting: MeasureSetting) -> None:
    """Let what the items of one list show of how they end hold for those of all lists that stand alike."""
    units = [u for run in series for u in run.units if u.form == "item"]
    if len(series) == 1 or not units:
        return
    ended = dict(zip(map(id, units), _ended(units, setting), strict=True))
    for run in series:
        run.units = [ended.get(id(u), u) for u in run.units]


def _series(state: SectionState, runs: Sequence[UnitRun], words: Vocabulary) -> list[tuple[str, list[UnitRun]]]:
    """Return the runs, those together that stand alike: lists under phases, or under headings of the same words."""
    out: dict[tuple[str, object], list[UnitRun]] = {}
    leads = Counter(heading_key(run.lead) for run in runs)
    for at, run in enumerate(runs):
        heading = None if run.section is None else state.outline.headings[run.section]
        alone = run.units[0].form != "item" or heading is None or run.lead != heading.text
        key = ("alone", at) if heading is None or alone else _kind_of(state, run, heading, leads, words)
        out.setdefault(key, []).append(run)
    return [(kind, series) for (kind, _), series in out.items()]


def _kind_of(
    state: SectionState, run: UnitRun, heading: Heading, leads: Counter[str], words: Vocabulary
) -> tuple[str, object]:
    """What a list right below its heading stands alike with: lists of one kind and key are judged together."""
    past = tells_of_the_past(run.lead, [u.action for u in run.units], words)
    if run.section in state.times and not past:
        return "phase", None
    if run.charged and named_in(heading.title[0]) is not None:
        return "charged", heading.parent
    if heading.parent is not None and leads[heading_key(run.lead)] == 1:
        if _all_end(run):
            # Lists side by side under one heading (`Skola`, `Fritid`), each item with who and when at its end.
            return "ended", heading.parent
        if not past and _below_measures(state, heading.parent, run.lead, words):
            return "below", heading.parent
    return "heading", heading_key(run.lead)


def _below_measures(state: SectionState, parent: int, lead: str, words: Vocabulary) -> bool:
    """Return whether a list stands under a heading of its own (`Skola`) below one for measures (`Insatser`)."""
    return words.list_field(state.outline.headings[parent].text) == "åtgärd" and words.list_field(lead) is None


def _all_end(run: UnitRun) -> bool:
    """Return whether all items of a list end in who and when."""
    return all(unit.ends_with("vem") and unit.ends_with("när") for unit in run.units)


def _of_one_kind(
    candidates: Sequence[Sequence[MeasureCandidate]], chances: Sequence[Sequence[float]], *, phases: bool
) -> list[Sequence[float]]:
    """Return the chances of lists that stand alike, each that of all together: under phases goals are as good as
    measures."""
    flat = [c for own in chances for c in own]
    if phases:
        goals = [s["mål"] for s in meanings([c.text for own in candidates for c in own])]
        flat = [max(chance, goal) for chance, goal in zip(flat, goals, strict=True)]
    whole = mean_chance(flat)
    return [[whole] * len(own) for own in chances]


def _agreed(
    kind: str, candidates: Sequence[Sequence[MeasureCandidate]], chances: Sequence[Sequence[float]], *, alike: bool
) -> Sequence[Sequence[float]]:
    """Return the chances of a series of lists with what these say of each other."""
    if alike or kind == "charged":
        return _of_one_kind(candidates, chances, phases=alike and kind == "phase")
    return _lifted(chances) if kind == "below" and len(chances) > 1 else chances


def _lifted(chances: Sequence[Sequence[float]]) -> list[Sequence[float]]:
    """Return the chances of lists beside each other under a heading for measures: none is less than that of all
    together, where these are measures."""
    whole = mean_chance([c for own in chances for c in own])
    return [[max(chance, whole) for chance in own] for own in chances] if whole >= BESIDE_ROWS else list(chances)


def says_measures(texts: Sequence[str]) -> bool:
    """Return whether the bullets of columns beside each other, taken together, say goals or measures."""
    said = list(meanings(texts))
    return sum(s["mål"] + s["åtgärd"] for s in said) >= COLUMN * len(said)


def listed_column(
    context: Context,
    items: Sequence[Sequence[Piece]],
    lead: str,
    above: tuple[str, ...],
    section: int | None,
    ends: Sequence[Ending | None] | None = None,
    promised: bool = False,
) -> list[Seed]:
    """Return the rows of a column of bullets under a theme of its own; `ends`: what its items end with, if known;
    `promised`: somebody promises them, so that none is a goal."""
    ends = endings_of(items, context.registers) if ends is None else ends
    run = UnitRun(lead, above, section, [ListUnit(tuple(i), "item", e) for i, e in zip(items, ends, strict=True)])
    candidates = candidates_of(run)
    said = list(meanings([c.text for c in candidates]))
    measures = context.words.list_field(lead) is None and any(context.words.list_field(t) == "åtgärd" for t in above)
    name: FieldName = "åtgärd" if promised or measures else _field_of([run], [candidates], context.setting)
    chances = _together_judged(run, candidates, context.judge(candidates, context.setting))
    return [
        _seed(unit, max(chance, s[name]), name, section, context.setting)
        for unit, chance, s in zip(run.units, chances, said, strict=True)
    ]


def _together_judged(run: UnitRun, candidates: Sequence[MeasureCandidate], chances: Sequence[float]) -> Sequence[float]:
    """Return the chances of a run with what its items say of each other.

    A list whose items all end with who and when is a table without lines: its rows are of one kind, all or none.
    """
    if run.units[0].form != "item":
        return chances
    if len(chances) >= _ROWS and all(c.who_at_end and c.when_at_end for c in candidates):
        return [mean_chance(chances)] * len(chances)
    return drawn_together(chances)


def _fields_of(
    state: SectionState,
    listed: Sequence[tuple[Sequence[UnitRun], Sequence[Sequence[MeasureCandidate]]]],
    setting: MeasureSetting,
) -> list[FieldName]:
    """Whether each of some series of lists is of goals; those right below headings of one heading are of one field."""
    groups: dict[tuple[str, object], list[int]] = {}
    for at, (series, _) in enumerate(listed):
        section = series[0].section
        parent = None if section is None else state.outline.headings[section].parent
        alike = series[0].units[0].form == "item" and parent is not None
        groups.setdefault(("below", parent) if alike else ("alone", at), []).append(at)
    out: list[FieldName] = ["åtgärd"] * len(listed)
    for group in groups.values():
        runs = [run for at in group for run in listed[at][0]]
        field_ = _field_of(runs, [own for at in group for own in listed[at][1]], setting)
        for at in group:
            out[at] = field_
    return out


def _field_of(
    series: Sequence[UnitRun], candidates: Sequence[Sequence[MeasureCandidate]], setting: MeasureSetting
) -> FieldName:
    """Whether lists that stand alike, without who and when, are of goals."""
    if any(run.units[0].form != "item" or any(u.ending is not None or u.labels for u in run.units) for run in series):
        return "åtgärd"
    if setting.programme:
        return "åtgärd"
    return "mål" if are_goals([v for own in candidates for v in values_of(own, setting)]) else "åtgärd"


def _least(candidate: MeasureCandidate, setting: MeasureSetting, timed: bool) -> float:
    """The probability from which a candidate is a row, given what document it stands in.

    `timed`: its heading names a time, so that it stands for a phase.
    """
    sentence = candidate.form == "sentence"
    if sentence and not charges(candidate, setting):
        return NEVER
    if setting.other_rows:
        # Beside a table of measures a list is one only where something says so.
        alone = _least(candidate, replace(setting, other_rows=False), timed)
        told = setting.kind in PLANS or alone <= LIST or candidate.who_at_end or candidate.when_at_end
        if sentence and setting.listed_rows and setting.kind in MEETINGS:
            return max(alone, BESIDE_ROWS)
        return NEVER if sentence or not told else max(alone, BESIDE_ROWS)
    if any(setting.words.list_field(t) == "åtgärd" for t in (candidate.lead, *candidate.above) if t):
        return LIST
    if setting.words.is_due(candidate.lead):
        return LIST
    if setting.kind in PLANS or setting.kind in MEETINGS:
        return _least_told(candidate, setting) if sentence and setting.kind in PLANS else LIST
    if sentence:
        return NEVER
    if _is_assigned(candidate.text):
        return UNKNOWN
    return (
        UNKNOWN
        if _speaks_of_doing(candidate, setting.words) or timed or candidate.who_at_end or candidate.when_at_end
        else NEVER
    )


def _least_told(candidate: MeasureCandidate, setting: MeasureSetting) -> float:
    ours = any(p.search(candidate.text.casefold()) for p in setting.words.signs.get("we", ()))
    return TOLD_OF_US if ours else TOLD


def _is_assigned(text: str) -> bool:
    """Whether a text says that somebody is given a task (`Socialnämnden får i uppdrag att …`)."""
    return any(p.search(text.casefold()) for p in tail_signs("assigned"))


def _speaks_of_doing(candidate: MeasureCandidate, words: Vocabulary) -> bool:
    """Whether the words above a candidate speak of what is done, and not of what was."""

    def says(name: str, text: str) -> bool:
        return any(p.search(text.casefold()) for p in words.signs.get(name, ()))

    if says("lead_doing", candidate.lead):
        return True
    return any(says("lead_doing", t) and not says("lead_past", t) for t in candidate.above)


def _with_who(run: UnitRun, seed: Seed) -> Seed:
    """The row with whom the line over its list names, where it has no responsible of its own."""
    if run.who is None or any(f.text for f in seed.fields.get("vem", ())):
        return seed
    fields = {**seed.fields, "vem": (FoundValue((run.who,), GIVEN, inherited=True),)}
    return replace(seed, fields={n: fields[n] for n in FIELDS if n in fields})


def _with_goal(state: SectionState, seed: Seed) -> Seed:
    """The row with the goal of the headings above it, by number or because it stands below them, and their problem."""
    heading = "" if seed.section is None else state.outline.headings[seed.section].text
    chain = list(state.outline.chain(seed.section))
    at = _block_of(seed)
    goals = (state.goal_of(i, at) for i in chain)
    goal = state.goals.bound(goal_numbers(heading)) or next((g for g in goals if g), ())
    given: dict[FieldName, tuple[Piece, ...]] = {"mål": goal, "orsak": state.cause_of(seed.section)}
    fields = dict(seed.fields)
    for name, pieces in given.items():
        if pieces and name not in fields:
            state.placed.update(p.block for p in pieces)
            fields[name] = (FoundValue(pieces, NAMED, inherited=True),)
    return replace(seed, fields={n: fields[n] for n in FIELDS if n in fields})


def _merge(state: SectionState, made: Sequence[Seed]) -> None:
    """Put rows among those of tables and labels by where they stand; notes on rows follow their rows."""
    keyed: list[tuple[int, int, Seed]] = []
    at = -1
    for number, seed in enumerate(state.seeds, 1):
        at = max(at, _block_of(seed))
        keyed.append((at, number, seed))
    keyed += [(_block_of(seed), 0, seed) for seed in made]
    keyed.sort(key=lambda k: k[0])
    moved = {f"r{number}": f"r{new}" for new, (_, number, _) in enumerate(keyed, 1) if number}
    state.seeds = [seed for _, _, seed in keyed]
    state.notes = [replace(n, target=moved.get(n.target, n.target)) for n in state.notes]


def _block_of(seed: Seed) -> int:
    own = [p.block for found in seed.fields.values() for f in found if not f.inherited for p in f.pieces]
    return min(own, default=-1)


def _seed(unit: ListUnit, probability: float, name: FieldName, section: int | None, setting: MeasureSetting) -> Seed:
    fields: dict[FieldName, tuple[FoundValue, ...]] = {}
    if unit.form == "sentence" or (unit.ending is None and not unit.labels and _is_assigned(unit.action)):
        fields = _in_sentence(unit.pieces[0], setting, probability)
        pieces = unit.pieces
    elif unit.ending is not None:
        fields = unit.ending.fields(probability)
        pieces = (*unit.pieces[:-1], unit.ending.action)
    else:
        pieces = unit.pieces
    other: dict[str, tuple[FoundValue, ...]] = {}
    for segment in unit.labels:
        found = () if segment.value is None else (FoundValue((segment.value,), LABELLED),)
        if segment.label is None or segment.label == "other":
            other[segment.heading] = (*other.get(segment.heading, ()), *found)
        else:
            fields[segment.label] = (*fields.get(segment.label, ()), *found)
    fields[name] = (FoundValue(pieces, probability), *fields.get(name, ()))
    origin: Origin = "prose" if unit.form == "sentence" else "list"
    return Seed({n: fields[n] for n in FIELDS if n in fields}, other, section=section, origin=origin)


def _in_sentence(piece: Piece, setting: MeasureSetting, probability: float) -> dict[FieldName, tuple[FoundValue, ...]]:
    """Who and when a sentence names: the actors before or right after its verb, and its times."""
    text = piece.paragraph.text
    out: dict[FieldName, tuple[FoundValue, ...]] = {}
    spans = _doers(text, setting)
    if spans:
        out["vem"] = tuple(FoundValue((_cut(piece, *s),), probability) for s in spans)
    # "Jan-Olov" begins with no month.
    dated = [t for t in time_spans(text) if not any(t[0] < end and start < t[1] for start, end in spans)]
    times = [_whole_time(text, *span) for span in _together(text, dated)]
    times = times or [m.span() for p in tail_signs("meeting") if (m := p.search(text.casefold()))]
    if times:
        out["när"] = tuple(FoundValue((_cut(piece, *s),), probability) for s in times)
    return out


def _doers(text: str, setting: MeasureSetting) -> list[tuple[int, int]]:
    """Where the names stand of those who do, or shall do, what a sentence says."""
    doer = dated_deed(text, setting)
    if doer is not None:
        return [doer]
    spans = _together(text, actor_spans(text, setting.registers))
    shall = _SHALL.search(text)
    if shall is None:
        return spans[:1] if spans and spans[0][0] == 0 else []
    subject = subject_of(text)
    if subject is not None and is_actor(text[slice(*subject)], setting.registers):
        # The whole name, of which the register may know a part.
        return [subject]
    return [s for s in spans if s[0] < shall.start()] or [s for s in spans if s[0] <= shall.end() + 1]


def _whole_time(text: str, start: int, end: int) -> tuple[int, int]:
    """A time with the word that counts it out (`den första måndagen`), without weekdays before a date."""
    before = next((m for p in tail_signs("ordinal") if (m := p.search(text[:start].casefold()))), None)
    if before is not None:
        return before.start(), end
    days = next((m for p in tail_signs("weekdays") if (m := p.match(text[start:end].casefold()))), None)
    return (start, end) if days is None else (start + days.end(), end)


def _cut(piece: Piece, start: int, end: int) -> Piece:
    end = start + len(piece.paragraph.text[start:end].rstrip(" .,;"))
    return replace(piece, paragraph=part(piece.paragraph, start, end))


def _together(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans with nothing but a separator between them as one."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and _JOINED.match(text[out[-1][1] : start]):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out
