"""Corrections applied to a plan: the person's value in place of the machine's, which is kept beside it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast

from ingest.corrections.all_corrections import Match
from ingest.corrections.anchors import fact_value, find_row, folded, is_same_fact, row_place, value_of
from ingest.corrections.model import Anchor, Correction
from ingest.normalise import Registers, load_registers, read_times, split_actors
from ingest.plan import (
    FIELDS,
    Actor,
    AppliedCorrection,
    CorrectionKind,
    Facts,
    Field,
    FieldName,
    Issue,
    Period,
    Place,
    Plan,
    Row,
    Section,
    Time,
)
from ingest.privacy.detect import mask_text
from ingest.quality.confidence import load as load_confidence

__all__ = ["Corrected", "Origin", "apply"]

_OTHER = "other:"


class _Stale(Exception):
    """The correction does not fit what the machine reads now; the message says why."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row of a corrected plan comes from: the row to anchor at, or the correction that made it and its part."""

    base: Row
    made_by: str | None = None
    part: int = 0


@dataclass(frozen=True, slots=True)
class Corrected:
    """A plan with its corrections, the origin of each row by its identifier, and how many were stale."""

    plan: Plan
    origins: Mapping[str, Origin]
    stale: int = 0


@dataclass(slots=True)
class _Entry:
    """A row under correction; `row` is None once it was removed, or went into others."""

    base: Row | None
    """As it stands once columns are assigned; None for a row that a correction made."""
    row: Row | None
    machine: Row | None = None
    made_by: str | None = None
    part: int = 0


@dataclass(slots=True)
class _Bench:
    """The plan while corrections are applied to it."""

    machine: Plan
    facts: Facts
    sections: tuple[Section, ...]
    entries: list[_Entry]
    registers: Registers
    mask: bool
    applied: list[AppliedCorrection] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)
    """Targets that a person has looked at: warnings about them are worries no more."""

    def note(self, c: Correction, target: str, machine: Any, value: Any) -> None:
        self.applied.append(AppliedCorrection(c.id, target, c.kind, machine, value, c.who, c.when, c.why))
        self.settled.add(target)

    def text(self, text: str | None) -> str | None:
        """A person's text as plans hold texts: NFC, no white space around, None for nothing."""
        clean = unicodedata.normalize("NFC", text or "").replace("\r\n", "\n").strip()
        return (mask_text(clean) if self.mask else clean) or None

    def entry(self, anchor: Anchor) -> _Entry:
        """The row of an anchor.

        Raises:
            _Stale: it is not there.
        """
        if anchor.made_by is not None:
            made = [e for e in self.entries if (e.made_by, e.part) == (anchor.made_by, anchor.part)]
            if not made or made[0].row is None:
                raise _Stale("the row that another correction made is not there any more")
            return made[0]
        held = [e for e in self.entries if e.base is not None]
        index = find_row([cast(Row, e.base) for e in held], anchor)
        if index is None:
            # It may have been made before a column was assigned to another field.
            index = find_row([cast(Row, e.machine) for e in held], anchor)
        if index is None:
            raise _Stale("the reading that it was made against is no longer there")
        if held[index].row is None:
            raise _Stale("its row was removed, split or merged by another correction")
        return held[index]

    def value(self, name: str, text: str | None, old: Field | None, row: Row, new: Mapping[str, Any]) -> Field | None:
        """A field as a person wrote it."""
        wanted = self.text(text)
        if wanted is None:
            return None
        places = tuple(Place.from_dict(p) for p in new.get("places") or ())
        if not places:
            place = row_place(row)
            places = old.places if old is not None and old.places else () if place is None else (place,)
        actors: tuple[Actor, ...] | None = None
        times: tuple[Time, ...] | None = None
        if name == "vem":
            given = new.get("actors")
            actors = split_actors(wanted, self.registers) if given is None else _actors(given)
        if name == "när":
            given = new.get("times")
            times = self.times(wanted, row) if given is None else _times(given)
        return Field(wanted, old.raw if old is not None else "", 1.0, places, actors, times, "corrected")

    def times(self, text: str, row: Row) -> tuple[Time, ...]:
        facts = self.facts
        return read_times(text, period=facts.period, dated=facts.dated, prose=row.origin == "prose").times


def _actors(values: Sequence[Mapping[str, Any]]) -> tuple[Actor, ...]:
    return tuple(Actor.from_dict(v) for v in values)


def _times(values: Sequence[Mapping[str, Any]]) -> tuple[Time, ...]:
    return tuple(Time.from_dict(v) for v in values)


def apply(plan: Plan, matches: Sequence[Match], *, actors: str | None = None, mask: bool = False) -> Corrected:
    """Apply corrections to a plan as the machine made it.

    The result depends on the corrections alone, not on the order in which they were added. What no longer fits is
    reported as an issue `correction-stale` and changes nothing.

    Args:
        plan: the machine's plan, without corrections.
        matches: from `Book.of`.
        actors: a user's own file of actors, as the conversion used it.
        mask: whether the conversion masks personal data: so it is masked in what people wrote too.

    Raises:
        UsageError: the file of actors is bad.
    """
    bench = _Bench(
        plan, plan.document, plan.sections, [_Entry(r, r, r) for r in plan.rows], load_registers(actors), mask
    )
    issues: list[Issue] = []
    stale = carried = 0
    for stage in _STAGES:
        for match in (m for m in matches if m.correction.kind in stage):
            c = match.correction
            try:
                _HANDLERS[c.kind](bench, c)
                carried += match.closeness != "same"
            except _Stale as why:
                stale += match.closeness != "near"
                issues.append(_stale(match, str(why)))
            except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
                # The file may hold what no version of ingest wrote.
                stale += 1
                issues.append(_stale(match, f"it cannot be understood ({type(error).__name__})"))
        if stage is _STAGES[0]:
            # What follows was made against the columns as they were assigned.
            for entry in bench.entries:
                entry.base = entry.row
    if carried:
        text = f"{carried} corrections were made on another version of this file"
        issues.append(Issue("correction-carried", "info", "document", text))
    return _finished(bench, issues, stale)


def _stale(match: Match, why: str) -> Issue:
    c = match.correction
    hint = c.anchor.hint if c.anchor is not None else ""
    name = c.anchor.field if c.anchor is not None else None
    target = f"{hint or 'document'}.{name}" if name and hint else hint or "document"
    severity = "info" if match.closeness == "near" else "warning"
    message = f"a correction by {c.who} of {c.when[:10]} ({c.kind}, {c.id}) does not hold: {why}"
    return Issue("correction-stale", severity, target, message)  # type: ignore[arg-type]


def _finished(bench: _Bench, issues: Sequence[Issue], stale: int) -> Corrected:
    model = load_confidence()
    touched = {a.target.partition(".")[0] for a in bench.applied}
    rows: list[Row] = []
    origins: dict[str, Origin] = {}
    for entry in bench.entries:
        row = entry.row
        if row is None:
            continue
        if row.id in touched or entry.made_by is not None:
            filled = [v.confidence for _, v in row.fields() if v is not None]
            row = replace(row, confidence=1.0 if all(c == 1.0 for c in filled) else model.row(filled))
        rows.append(row)
        origins[row.id] = Origin(entry.base or row, entry.made_by, entry.part)
    kept = {r.id for r in rows}
    settled = bench.settled | {r.id for r in bench.machine.rows if r.id not in kept}

    def calmed(issue: Issue) -> Issue:
        row_id = issue.target.partition(".")[0]
        is_settled = issue.target in settled or (row_id not in kept and row_id in settled)
        return replace(issue, severity="info") if is_settled and issue.severity == "warning" else issue

    found = replace(
        bench.machine,
        document=bench.facts,
        sections=bench.sections,
        rows=tuple(rows),
        issues=(*(calmed(i) for i in bench.machine.issues), *issues),
        corrections=tuple(bench.applied),
    )
    return Corrected(found, origins, stale)


def _text_of(value: Field | None) -> str | None:
    return None if value is None else value.text


def _with(row: Row, name: str, value: Field | None) -> Row:
    if name in FIELDS:
        return replace(row, **{name: value})  # type: ignore[arg-type]
    other = {k: v for k, v in row.other.items() if k != name.removeprefix(_OTHER)}
    if value is not None:
        other[name.removeprefix(_OTHER)] = replace(value, actors=None, times=None)
    return replace(row, other=other)


def _name(anchor: Anchor) -> str:
    if anchor.field is None:
        raise _Stale("it names no field")
    return anchor.field


def _parts(c: Correction) -> Anchor:
    if c.anchor is None:
        raise _Stale("it names no place")
    return c.anchor


def _field(bench: _Bench, c: Correction) -> None:
    anchor = _parts(c)
    entry, name = bench.entry(anchor), _name(anchor)
    assert entry.row is not None
    old = value_of(entry.row, name)
    machine = value_of(entry.base, name) if entry.base is not None else None
    value = bench.value(name, c.new["text"], old, entry.row, c.new)
    entry.row = _with(entry.row, name, value)
    target = f"{entry.row.id}.{name.removeprefix(_OTHER)}"
    bench.note(c, target, _text_of(machine), _text_of(value))


def _accepted(bench: _Bench, c: Correction) -> None:
    anchor = _parts(c)
    entry, name = bench.entry(anchor), _name(anchor)
    assert entry.row is not None
    old = value_of(entry.row, name)
    if c.old is not None and folded(_text_of(old)) != folded(str(c.old)):
        # Repair reads the same letters as another text now: nobody has seen that one.
        raise _Stale("the text that was accepted is another one now")
    if old is not None:
        entry.row = _with(entry.row, name, replace(old, confidence=1.0, origin=old.origin or "accepted"))
    bench.note(c, f"{entry.row.id}.{name.removeprefix(_OTHER)}", _text_of(old), _text_of(old))


def _actor(bench: _Bench, c: Correction) -> None:
    entry = bench.entry(_parts(c))
    assert entry.row is not None
    old = entry.row.vem
    if old is None:
        raise _Stale("its row names nobody any more")
    machine = [a.to_dict() for a in old.actors or ()]
    entry.row = replace(entry.row, vem=replace(old, actors=_actors(c.new["actors"]), origin="corrected"))
    bench.note(c, f"{entry.row.id}.vem", machine, list(c.new["actors"]))


def _time(bench: _Bench, c: Correction) -> None:
    entry = bench.entry(_parts(c))
    assert entry.row is not None
    old = entry.row.när
    if old is None:
        raise _Stale("its row has no time any more")
    machine = [t.to_dict() for t in old.times or ()]
    entry.row = replace(entry.row, när=replace(old, times=_times(c.new["times"]), origin="corrected"))
    bench.note(c, f"{entry.row.id}.när", machine, list(c.new["times"]))


def _texts(row: Row) -> dict[str, str]:
    return {name: value.text for name, value in row.fields() if value is not None}


def _row_added(bench: _Bench, c: Correction) -> None:
    anchor = _parts(c)
    wanted = {n: folded(bench.text(t)) for n, t in c.new["fields"].items() if bench.text(t)}
    same = next((r for r in bench.machine.rows if {n: folded(t) for n, t in _texts(r).items()} == wanted), None)
    if same is not None:
        # The machine finds the row by itself now.
        bench.note(c, same.id, _texts(same), _texts(same))
        return
    at = 0
    section = bench.sections[0].id if bench.sections else None
    if anchor.row is not None or anchor.made_by is not None:
        before = bench.entry(anchor)
        assert before.row is not None
        at = bench.entries.index(before) + 1
        section = before.row.section
    given = c.new.get("section")
    if given is not None:
        section = _section(bench, given)
    row = Row(f"added-{c.id[:8]}", section, "corrected")
    # Its values stand where the person drew them, or on the page of the row before.
    places = c.new.get("places") or ([Place(anchor.place.page, None).to_dict()] if anchor.place is not None else [])
    for name, text in c.new["fields"].items():
        row = _with(row, name, bench.value(name, text, None, row, {"places": places}))
    bench.entries.insert(at, _Entry(None, row, None, c.id))
    bench.note(c, row.id, None, _texts(row))


def _row_removed(bench: _Bench, c: Correction) -> None:
    entry = bench.entry(_parts(c))
    assert entry.row is not None
    bench.note(c, entry.row.id, _texts(entry.row), None)
    entry.row = None


def _row_split(bench: _Bench, c: Correction) -> None:
    entry = bench.entry(_parts(c))
    row = entry.row
    assert row is not None
    at = bench.entries.index(entry)
    made: list[_Entry] = []
    taken = {e.row.id for e in bench.entries if e.row is not None}
    for number, texts in enumerate(c.new["parts"]):
        part = row if number == 0 else replace(row, id=_free(f"{row.id}-{number + 1}", taken))
        taken.add(part.id)
        for name, text in texts.items():
            old = value_of(row, name)
            if folded(bench.text(text)) != folded(_text_of(old)):
                part = _with(part, name, bench.value(name, text, old, row, {}))
            elif old is not None:
                part = _with(part, name, replace(old, confidence=1.0, origin=old.origin or "accepted"))
        made.append(_Entry(None, part, None, c.id, number))
        bench.settled |= {part.id, *(f"{part.id}.{n}" for n in texts)}
    bench.note(c, row.id, _texts(row), [_texts(cast(Row, e.row)) for e in made])
    entry.row = None
    bench.entries[at + 1 : at + 1] = made


def _free(id: str, taken: set[str]) -> str:
    while id in taken:
        id += "b"
    return id


def _rows_merged(bench: _Bench, c: Correction) -> None:
    first = bench.entry(_parts(c))
    others = [bench.entry(Anchor.from_dict(a)) for a in c.new["rows"]]
    if any(o is first for o in others):
        raise _Stale("the rows that it joins are one already")
    rows = [e.row for e in (first, *others) if e.row is not None]
    given = c.new.get("fields", {})
    merged = rows[0]
    for name in FIELDS:
        values = [v for r in rows if (v := r[name]) is not None]
        text = given[name] if name in given else "\n".join(dict.fromkeys(v.text for v in values))
        places = [p.to_dict() for p in dict.fromkeys(p for v in values for p in v.places)]
        if folded(text) != folded(_text_of(rows[0][name])):
            raw = "\n".join(v.raw for v in values)
            value = bench.value(name, text, rows[0][name], rows[0], {"places": places})
            merged = _with(merged, name, None if value is None else replace(value, raw=raw))
    at = bench.entries.index(first)
    bench.note(c, merged.id, [_texts(r) for r in rows], _texts(merged))
    for entry in (first, *others):
        entry.row = None
    bench.entries.insert(at + 1, _Entry(None, merged, None, c.id))


def _section(bench: _Bench, wanted: Mapping[str, Any] | None) -> str | None:
    if wanted is None:
        return None
    same = (s.id for s in bench.sections if (s.number, s.title) == (wanted.get("number"), wanted.get("title")))
    found = next(same, None)
    if found is None:
        raise _Stale("the section is not there any more")
    return found


def _row_moved(bench: _Bench, c: Correction) -> None:
    entry = bench.entry(_parts(c))
    assert entry.row is not None
    titles = {s.id: {"number": s.number, "title": s.title} for s in bench.sections}
    machine = titles.get(entry.row.section) if entry.row.section else None
    entry.row = replace(entry.row, section=_section(bench, c.new["section"]))
    bench.note(c, entry.row.id, machine, c.new["section"])


def _column(bench: _Bench, c: Correction) -> None:
    anchor = _parts(c)
    name, to, table = _name(anchor), str(c.new["to"]), anchor.place.table if anchor.place else None
    moved = 0
    for entry in bench.entries:
        row = entry.row
        value = value_of(row, name) if row is not None else None
        if row is None or value is None or (table is not None and all(p.table != table for p in value.places)):
            continue
        moved += 1
        entry.row = _moved(bench, row, name, to, value)
        bench.settled.add(f"{row.id}.{to}")
    if not moved:
        raise _Stale("no table has such a column any more")
    bench.note(c, f"table{table or ''}.{name.removeprefix(_OTHER)}", name, to)


def _moved(bench: _Bench, row: Row, name: str, to: str, value: Field) -> Row:
    """The row with one of its values in another field; what stands there already comes first, as the contract says."""
    row = _with(row, name, None)
    if to == "other":
        return _with(row, f"{_OTHER}{name}", replace(value, confidence=1.0, origin="corrected"))
    old = row[cast(FieldName, to)]
    text = value.text if old is None else f"{old.text}\n{value.text}"
    raw = value.raw if old is None else f"{old.raw}\n{value.raw}"
    confidence = value.confidence if old is None else min(value.confidence, old.confidence)
    places = value.places if old is None else (*old.places, *value.places)
    new = bench.value(to, text, None, row, {"places": [p.to_dict() for p in places]})
    assert new is not None
    # The column is sure; how its letters were read is not.
    return _with(row, to, replace(new, raw=raw, confidence=confidence))


def _period(value: Any) -> Period | None:
    return None if value is None else Period.from_dict(value)


def _day(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(value)


_FACTS: Mapping[str, Callable[[Any], Any]] = {
    "title": lambda v: None if v is None else str(v).strip() or None,
    "kind": str,
    "dated": _day,
    "period": _period,
    "issuers": _actors,
}


def _fact(bench: _Bench, c: Correction) -> None:
    anchor = _parts(c)
    name = _name(anchor)
    if not is_same_fact(bench.machine, anchor):
        raise _Stale("the document says something else there now")
    value = _FACTS[name](c.new["value"])
    bench.facts = replace(bench.facts, **{name: value})
    bench.note(c, f"document.{name}", fact_value(bench.machine, name), c.new["value"])
    if name in ("period", "dated"):
        # A year that a text leaves out comes from here.
        for entry in bench.entries:
            row = entry.row
            if row is not None and row.när is not None:
                entry.row = replace(row, när=replace(row.när, times=bench.times(row.när.text, row)))


_HANDLERS: Mapping[CorrectionKind, Callable[[_Bench, Correction], None]] = {
    "column": _column,
    "fact": _fact,
    "field": _field,
    "accepted": _accepted,
    "actor": _actor,
    "time": _time,
    "row-added": _row_added,
    "row-removed": _row_removed,
    "row-split": _row_split,
    "rows-merged": _rows_merged,
    "row-moved": _row_moved,
}
_STAGES: tuple[frozenset[CorrectionKind], ...] = (
    frozenset({"column", "fact"}),
    frozenset(_HANDLERS.keys() - {"column", "fact"}),
)
