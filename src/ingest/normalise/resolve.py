"""Actors and times for every value of a draft, with notes on what is doubtful."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ingest.document import Method, Note
from ingest.draft import Draft, DraftRow, DraftStatement, Value
from ingest.normalise.actors import Registers, as_actor, find_actors, load_registers, split_actors
from ingest.normalise.dates import read_times
from ingest.normalise.limits import LONGEST
from ingest.options import Options
from ingest.plan import FieldName, Period, Severity, Time

__all__ = ["resolve"]

_SEVERE = {"date-impossible", "end-before-start"}


def resolve(draft: Draft, options: Options) -> Draft:
    """Give every *vem* its actors, every *när* its times, statements both.

    Raises:
        UsageError: the file of further actors is bad.
    """
    facts = draft.facts
    registers = load_registers(options.actors)
    notes: list[Note] = []
    rows = tuple(_row(row, facts.period, facts.dated, registers, notes) for row in draft.rows)
    statements = tuple(_statement(s, facts.period, facts.dated, registers, notes) for s in draft.statements)
    return replace(draft, rows=rows, statements=statements, notes=draft.notes + tuple(notes))


def _row(row: DraftRow, period: Period | None, dated: date | None, registers: Registers, notes: list[Note]) -> DraftRow:
    fields: dict[FieldName, Value] = dict(row.fields)
    if (value := fields.get("vem")) is not None:
        fields["vem"] = _actors(value, f"{row.id}.vem", registers, notes)
    if (value := fields.get("när")) is not None:
        fields["när"] = _times(value, f"{row.id}.när", period, dated, notes, prose=row.origin == "prose")
    return replace(row, fields=fields)


def _actors(value: Value, target: str, registers: Registers, notes: list[Note]) -> Value:
    notes.extend(_too_long(value, target))
    actors = split_actors(value.text, registers, mend=value.evidence.method is Method.OCR)
    written = "".join(value.text.split())
    notes.extend(
        Note(
            "actor-respelled",
            "info",
            f"{actor.name!r} is spelled as the register spells it, not as it was read",
            target,
        )
        for actor in actors
        if "".join(actor.name.split()) not in written
    )
    notes.extend(
        Note("unknown-actor", "info", f"{actor.name!r} is in no register", target)
        for actor in actors
        if actor.id is None and actor.type == "annat"
    )
    return replace(value, actors=actors)


def _times(
    value: Value, target: str, period: Period | None, dated: date | None, notes: list[Note], *, prose: bool
) -> Value:
    notes.extend(_too_long(value, target))
    reading = read_times(value.text, period=period, dated=dated, prose=prose)
    for doubt in reading.doubts:
        severity: Severity = "warning" if doubt.code in _SEVERE else "info"
        notes.append(Note(doubt.code, severity, f"{_quoted(value)}: {doubt.message}", target))
    notes.extend(_before_plan(reading.times, value, target, period))
    return replace(value, times=reading.times)


def _before_plan(times: tuple[Time, ...], value: Value, target: str, period: Period | None) -> list[Note]:
    """A date that lies wholly before the plan begins was misread or is a mistake of the author's."""
    if period is None or period.start is None:
        return []
    early = [t.edtf for t in times if t.end is not None and t.end < period.start]
    return [
        Note("date-before-plan", "warning", f"{_quoted(value)} lies before the plan's period begins", target)
        for _ in early[:1]
    ]


def _statement(
    statement: DraftStatement, period: Period | None, dated: date | None, registers: Registers, notes: list[Note]
) -> DraftStatement:
    """Times of a *när*, actors of a *vem*; of other sentences both, without notes, since they need not name any."""
    value = statement.value
    if statement.field == "när":
        value = _times(value, statement.id, period, dated, notes, prose=True)
    elif statement.field != "vem":
        value = replace(value, times=read_times(value.text, period=period, dated=dated, prose=True).times)
    if statement.field != "när":
        known = find_actors(value.text, registers)
        guessed = [a for a in value.actors or () if all(a.name not in k.name and k.name not in a.name for k in known)]
        notes.extend(Note("unknown-actor", "info", f"{a.name!r} is in no register", statement.id) for a in guessed)
        value = replace(value, actors=(*known, *(as_actor(a.name, registers) for a in guessed)))
    return replace(statement, value=value)


def _too_long(value: Value, target: str) -> list[Note]:
    if len(value.text) <= LONGEST:
        return []
    return [Note("long-text", "warning", f"only the first {LONGEST} characters were looked at", target)]


def _quoted(value: Value) -> str:
    """The text for a message, which need not say all of it."""
    return repr(value.text if len(value.text) <= 300 else value.text[:299] + "…")
