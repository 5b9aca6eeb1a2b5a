"""The result: one converted document, as `plan.schema.json` defines it, in frozen classes.

What each value means stands in `docs/contract.md`. `Plan.to_dict` and `Plan.from_dict` are inverse.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FIELDS",
    "Actor",
    "ActorType",
    "Extraction",
    "Facts",
    "Field",
    "FieldName",
    "Issue",
    "Kind",
    "Origin",
    "Period",
    "Place",
    "Plan",
    "Recurrence",
    "Repair",
    "RepairRule",
    "Role",
    "Row",
    "Section",
    "Severity",
    "Statement",
    "StatementField",
    "Time",
    "schema",
]

SCHEMA_VERSION = "1.0"

FieldName = Literal["orsak", "mål", "åtgärd", "vem", "när"]
FIELDS: tuple[FieldName, ...] = ("orsak", "mål", "åtgärd", "vem", "när")
StatementField = Literal["orsak", "mål", "åtgärd", "vem", "när", "annat"]
Kind = Literal[
    "åtgärdsplan",
    "handlingsplan",
    "verksamhetsplan",
    "överenskommelse",
    "strategi",
    "policy",
    "riktlinje",
    "lägesbild",
    "rapport",
    "inbjudan",
    "protokoll",
    "annat",
]
ActorType = Literal[
    "myndighet",
    "region",
    "kommun",
    "förvaltning",
    "nämnd",
    "skola",
    "verksamhet",
    "funktion",
    "förening",
    "företag",
    "annat",
]
Role = Literal["during", "start", "done", "follow-up"]
Recurrence = Literal["continuous", "yearly", "half-yearly", "termly", "quarterly", "monthly", "weekly", "as-needed"]
Origin = Literal["table", "list", "prose"]
RepairRule = Literal["mojibake", "code-page", "glyph-map", "diacritics", "ocr", "hyphen", "space", "unicode"]
Severity = Literal["info", "warning", "error"]
ExtractionMethod = Literal["text-layer", "ocr", "word", "text"]


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema (draft 2020-12) that every written plan is valid against."""
    import json

    text = resources.files("ingest").joinpath("plan.schema.json").read_text(encoding="utf-8")
    return cast(Mapping[str, Any], json.loads(text))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value was read; `bbox` is (x0, top, x1, bottom) in points from the page's top left corner."""

    page: int | None
    bbox: tuple[float, float, float, float] | None
    table: int | None = None
    row: int | None = None
    column: int | None = None

    def to_dict(self) -> dict[str, Any]:
        bbox = None if self.bbox is None else [round(v, 2) for v in self.bbox]
        out: dict[str, Any] = {"page": self.page, "bbox": bbox}
        if self.table is not None:
            out.update(table=self.table, row=self.row, column=self.column)
        return out

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Place:
        bbox = d["bbox"]
        box = None if bbox is None else (float(bbox[0]), float(bbox[1]), float(bbox[2]), float(bbox[3]))
        return cls(d["page"], box, d.get("table"), d.get("row"), d.get("column"))


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor of a *vem*; `id` is the same for every spelling of a known actor, null for an unknown one."""

    name: str
    id: str | None = None
    type: ActorType = "annat"

    def to_dict(self) -> dict[str, Any]:
        return {"name": self.name, "id": self.id, "type": self.type}

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Actor:
        return cls(d["name"], d["id"], d["type"])


@dataclass(frozen=True, slots=True)
class Time:
    """One time of a *när*: EDTF notation and the closed interval of days it covers."""

    edtf: str | None = None
    start: date | None = None
    end: date | None = None
    role: Role = "during"
    preliminary: bool = False
    recurrence: Recurrence | None = None
    label: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "edtf": self.edtf,
            "start": _iso(self.start),
            "end": _iso(self.end),
            "role": self.role,
            "preliminary": self.preliminary,
            "recurrence": self.recurrence,
            "label": self.label,
        }

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Time:
        return cls(
            d["edtf"],
            _date(d["start"]),
            _date(d["end"]),
            d["role"],
            d["preliminary"],
            d["recurrence"],
            d["label"],
        )


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a row; `actors` only for *vem*, `times` only for *när* (None elsewhere)."""

    text: str
    raw: str
    confidence: float
    places: tuple[Place, ...]
    actors: tuple[Actor, ...] | None = None
    times: tuple[Time, ...] | None = None

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "text": self.text,
            "raw": self.raw,
            "confidence": _probability(self.confidence),
            "places": [p.to_dict() for p in self.places],
        }
        if self.actors is not None:
            out["actors"] = [a.to_dict() for a in self.actors]
        if self.times is not None:
            out["times"] = [t.to_dict() for t in self.times]
        return out

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Field:
        return cls(
            d["text"],
            d["raw"],
            d["confidence"],
            tuple(Place.from_dict(p) for p in d["places"]),
            tuple(Actor.from_dict(a) for a in d["actors"]) if "actors" in d else None,
            tuple(Time.from_dict(t) for t in d["times"]) if "times" in d else None,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One action line of the plan."""

    id: str
    section: str | None
    origin: Origin
    orsak: Field | None = None
    mål: Field | None = None
    åtgärd: Field | None = None
    vem: Field | None = None
    när: Field | None = None
    other: Mapping[str, Field] = field(default_factory=dict)
    confidence: float = 0.0

    def __getitem__(self, name: FieldName) -> Field | None:
        return cast("Field | None", getattr(self, name))

    def fields(self) -> Iterator[tuple[FieldName, Field | None]]:
        """The five fields in the contract's order."""
        for name in FIELDS:
            yield name, self[name]

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = {"id": self.id, "section": self.section, "origin": self.origin}
        for name, value in self.fields():
            out[name] = None if value is None else value.to_dict()
        out["other"] = {k: v.to_dict() for k, v in self.other.items()}
        out["confidence"] = _probability(self.confidence)
        return out

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Row:
        five = {n: Field.from_dict(d[n]) if d[n] is not None else None for n in FIELDS}
        other = {k: Field.from_dict(v) for k, v in d["other"].items()}
        return cls(d["id"], d["section"], d["origin"], **five, other=other, confidence=d["confidence"])


@dataclass(frozen=True, slots=True)
class Section:
    """A heading over rows; `problem` is the problem statement that goes with it."""

    id: str
    number: str | None
    title: str
    problem: str | None = None
    parent: str | None = None
    place: Place | None = None

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "id": self.id,
            "number": self.number,
            "title": self.title,
            "problem": self.problem,
            "parent": self.parent,
        }
        if self.place is not None:
            out["place"] = self.place.to_dict()
        return out

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Section:
        place = Place.from_dict(d["place"]) if "place" in d else None
        return cls(d["id"], d["number"], d["title"], d["problem"], d["parent"], place)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or list item of running text that says something of one of the five fields."""

    id: str
    section: str | None
    field: StatementField
    text: str
    raw: str
    confidence: float
    places: tuple[Place, ...]
    actors: tuple[Actor, ...] = ()
    times: tuple[Time, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "section": self.section,
            "field": self.field,
            "text": self.text,
            "raw": self.raw,
            "confidence": _probability(self.confidence),
            "places": [p.to_dict() for p in self.places],
            "actors": [a.to_dict() for a in self.actors],
            "times": [t.to_dict() for t in self.times],
        }

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Statement:
        return cls(
            d["id"],
            d["section"],
            d["field"],
            d["text"],
            d["raw"],
            d["confidence"],
            tuple(Place.from_dict(p) for p in d["places"]),
            tuple(Actor.from_dict(a) for a in d.get("actors", ())),
            tuple(Time.from_dict(t) for t in d.get("times", ())),
        )


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that repair made; `target` names the value (`r3.orsak`, `s2.title`, `t5`, `document.title`)."""

    target: str
    before: str
    after: str
    rule: RepairRule
    confidence: float

    def to_dict(self) -> dict[str, Any]:
        return {
            "target": self.target,
            "before": self.before,
            "after": self.after,
            "rule": self.rule,
            "confidence": _probability(self.confidence),
        }

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Repair:
        return cls(d["target"], d["before"], d["after"], d["rule"], d["confidence"])


@dataclass(frozen=True, slots=True)
class Issue:
    """A doubt or a loss that a person may want to look at; `code` is stable."""

    code: str
    severity: Severity
    target: str
    message: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "severity": self.severity,
            "target": self.target,
            "message": self.message,
        }

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Issue:
        return cls(d["code"], d["severity"], d["target"], d["message"])


@dataclass(frozen=True, slots=True)
class Period:
    """The time a plan holds for, a closed interval of days; None where the document gives one end only."""

    start: date | None
    end: date | None

    def to_dict(self) -> dict[str, Any]:
        return {"start": _iso(self.start), "end": _iso(self.end)}

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Period:
        return cls(_date(d["start"]), _date(d["end"]))


@dataclass(frozen=True, slots=True)
class Extraction:
    """How one page, or a whole file without pages (`page` is None), was read."""

    page: int | None
    method: ExtractionMethod
    quality: float

    def to_dict(self) -> dict[str, Any]:
        return {"page": self.page, "method": self.method, "quality": _probability(self.quality)}

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Extraction:
        return cls(d["page"], d["method"], d["quality"])


@dataclass(frozen=True, slots=True)
class Facts:
    """What the document is. `id` is the SHA-256 of its bytes, `source` its path relative to the input root."""

    id: str
    source: str
    media_type: str
    pages: int | None
    title: str | None
    kind: Kind
    dated: date | None
    period: Period | None
    issuers: tuple[Actor, ...]
    language: str
    extraction: tuple[Extraction, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "source": self.source,
            "media_type": self.media_type,
            "pages": self.pages,
            "title": self.title,
            "kind": self.kind,
            "dated": _iso(self.dated),
            "period": None if self.period is None else self.period.to_dict(),
            "issuers": [a.to_dict() for a in self.issuers],
            "language": self.language,
            "extraction": [e.to_dict() for e in self.extraction],
        }

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Facts:
        return cls(
            d["id"],
            d["source"],
            d["media_type"],
            d["pages"],
            d["title"],
            d["kind"],
            _date(d["dated"]),
            None if d["period"] is None else Period.from_dict(d["period"]),
            tuple(Actor.from_dict(a) for a in d["issuers"]),
            d["language"],
            tuple(Extraction.from_dict(e) for e in d["extraction"]),
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """One converted document: what it is, its outline, its rows, its statements, every repair and doubt."""

    document: Facts
    sections: tuple[Section, ...] = ()
    rows: tuple[Row, ...] = ()
    statements: tuple[Statement, ...] = ()
    repairs: tuple[Repair, ...] = ()
    issues: tuple[Issue, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The plan as JSON-ready values, valid against `schema()`."""
        return {
            "schema_version": SCHEMA_VERSION,
            "document": self.document.to_dict(),
            "sections": [s.to_dict() for s in self.sections],
            "rows": [r.to_dict() for r in self.rows],
            "statements": [s.to_dict() for s in self.statements],
            "repairs": [r.to_dict() for r in self.repairs],
            "issues": [i.to_dict() for i in self.issues],
        }

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Plan:
        """The inverse of `to_dict`.

        Raises:
            ValueError: `schema_version` is another than this code's.
        """
        if d.get("schema_version") != SCHEMA_VERSION:
            raise ValueError(f"schema_version {d.get('schema_version')!r}, this ingest reads {SCHEMA_VERSION!r}")
        return cls(
            Facts.from_dict(d["document"]),
            tuple(Section.from_dict(s) for s in d["sections"]),
            tuple(Row.from_dict(r) for r in d["rows"]),
            tuple(Statement.from_dict(s) for s in d["statements"]),
            tuple(Repair.from_dict(r) for r in d["repairs"]),
            tuple(Issue.from_dict(i) for i in d["issues"]),
        )

    def to_frame(self) -> pd.DataFrame:
        """The rows as the `rows` table of the data package: one line an action, with right dtypes."""
        from ingest.write.frames import rows_frame

        return rows_frame([self])


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _date(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _probability(value: float) -> float:
    # Four decimals: stable across platforms, finer than any calibration can tell.
    return round(min(1.0, max(0.0, float(value))), 4)
