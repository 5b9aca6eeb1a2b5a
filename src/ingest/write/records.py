"""A plan's records in the tables of the contract, and the digest that tells whether they changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.plan import Actor, Field, Place, Plan, Row, Time
from ingest.write.tables import TABLES

__all__ = ["Record", "Stored", "Value", "digest", "records"]

Value = str | int | float | bool | date | None
Record = tuple[Value, ...]


def records(plan: Plan) -> dict[str, list[Record]]:
    """The plan's records, by table name; each record has the table's columns in order."""
    source = plan.document.source
    titles = {s.id: s.title for s in plan.sections}
    out: dict[str, list[Record]] = {t.name: [] for t in TABLES}
    out["documents"].append(_document(plan))
    for n, section in enumerate(plan.sections, 1):
        page = section.place.page if section.place else None
        out["sections"].append(
            (source, section.id, n, section.number, section.title, section.problem, section.parent, page)
        )
    for n, row in enumerate(plan.rows, 1):
        out["rows"].append(_row(source, n, row, titles))
        if row.vem is not None:
            out["actors"] += _actors(source, row.id, row.id, row.vem.actors or ())
        if row.när is not None:
            out["times"] += _times(source, row.id, row.id, row.när.times or ())
    out["actors"] += _actors(source, "document", None, plan.document.issuers)
    for n, s in enumerate(plan.statements, 1):
        page = _first_page(s.places)
        out["statements"].append((source, s.id, n, s.section, s.field, s.text, s.raw, page, round(s.confidence, 4)))
        out["actors"] += _actors(source, s.id, None, s.actors)
        out["times"] += _times(source, s.id, None, s.times)
    for n, r in enumerate(plan.repairs, 1):
        out["repairs"].append((source, n, r.target, r.before or None, r.after or None, r.rule, round(r.confidence, 4)))
    for n, i in enumerate(plan.issues, 1):
        out["issues"].append((source, n, i.code, i.severity, i.target, i.message))
    for n, c in enumerate(plan.corrections, 1):
        machine, value = _said(c.machine), _said(c.value)
        out["corrections"].append((source, n, c.target, c.kind, machine, value, c.who, c.when, c.why, c.id))
    return out


@dataclass(frozen=True, slots=True)
class Stored:
    """A plan that lies somewhere, fetched only where another digest is held than this one of its records."""

    source: str
    digest: str
    fetch: Callable[[], Plan]


def digest(found: Mapping[str, Sequence[Record]]) -> str:
    """SHA-256 (64 hexadecimal digits) over a document's records without its source.

    What has the same digest says the same in every table, under whatever name.
    """
    value = {name: [line[1:] for line in lines] for name, lines in found.items()}
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _said(value: object) -> str | None:
    """A value of a correction as text: a text as it is, anything else as JSON."""
    if value is None or isinstance(value, str):
        return value or None
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _document(plan: Plan) -> Record:
    d = plan.document
    methods = list(dict.fromkeys(e.method for e in d.extraction))
    return (
        d.source,
        d.id,
        d.media_type,
        d.pages,
        d.title,
        d.kind,
        d.dated,
        d.period.start if d.period else None,
        d.period.end if d.period else None,
        "; ".join(a.name for a in d.issuers) or None,
        d.language,
        ", ".join(methods) or None,
        round(min((e.quality for e in d.extraction), default=1.0), 4),
        len(plan.rows),
        len(plan.statements),
        len(plan.issues),
    )


def _row(source: str, position: int, row: Row, titles: Mapping[str, str]) -> Record:
    actors = row.vem.actors or () if row.vem else ()
    times = row.när.times or () if row.när else ()
    starts = [t.start for t in times if t.start is not None]
    ends = [t.end for t in times if t.end is not None]
    values: list[Field] = [v for _, v in row.fields() if v is not None]
    other = {k: v.text for k, v in row.other.items()}
    return (
        source,
        row.id,
        position,
        row.section,
        titles.get(row.section) if row.section else None,
        row.origin,
        *(v.text if v else None for _, v in row.fields()),
        "; ".join(a.name for a in actors) or None,
        min(starts, default=None),
        max(ends, default=None),
        json.dumps(other, ensure_ascii=False) if other else None,
        _first_page([p for v in values for p in v.places]),
        round(row.confidence, 4),
        *(round(v.confidence, 4) if v else None for _, v in row.fields()),
    )


def _actors(source: str, target: str, row: str | None, actors: Sequence[Actor]) -> list[Record]:
    return [(source, target, n, row, a.name, a.id, a.type) for n, a in enumerate(actors, 1)]


def _times(source: str, target: str, row: str | None, times: Sequence[Time]) -> list[Record]:
    return [
        (source, target, n, row, t.edtf, t.start, t.end, t.role, t.preliminary, t.recurrence, t.label)
        for n, t in enumerate(times, 1)
    ]


def _first_page(places: Sequence[Place]) -> int | None:
    return min((p.page for p in places if p.page is not None), default=None)
