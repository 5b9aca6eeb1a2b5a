"""What a plan says: action rows, the headings over them, and sentences of running text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from ingest.plan.contract import FIELDS, FieldName, Origin, StatementField
from ingest.plan.values import Actor, Field, Place, Time, probability

__all__ = ["Row", "Section", "Statement"]


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
        out["confidence"] = probability(self.confidence)
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
            "confidence": probability(self.confidence),
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
