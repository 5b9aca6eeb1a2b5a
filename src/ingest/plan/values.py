"""What a single value is: its text and places, the actors and times that it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ingest.plan.contract import ActorType, FieldOrigin, Recurrence, Role

__all__ = ["Actor", "Field", "Place", "Time", "day", "iso", "probability"]


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
            "start": iso(self.start),
            "end": iso(self.end),
            "role": self.role,
            "preliminary": self.preliminary,
            "recurrence": self.recurrence,
            "label": self.label,
        }

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Time:
        return cls(
            d["edtf"],
            day(d["start"]),
            day(d["end"]),
            d["role"],
            d["preliminary"],
            d["recurrence"],
            d["label"],
        )


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a row; `actors` only for *vem*, `times` only for *när* (None elsewhere).

    `origin` is None for what the machine read and nobody has looked at.
    """

    text: str
    raw: str
    confidence: float
    places: tuple[Place, ...]
    actors: tuple[Actor, ...] | None = None
    times: tuple[Time, ...] | None = None
    origin: FieldOrigin | None = None

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "text": self.text,
            "raw": self.raw,
            "confidence": probability(self.confidence),
            "places": [p.to_dict() for p in self.places],
        }
        if self.actors is not None:
            out["actors"] = [a.to_dict() for a in self.actors]
        if self.times is not None:
            out["times"] = [t.to_dict() for t in self.times]
        if self.origin is not None:
            out["origin"] = self.origin
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
            d.get("origin"),
        )


def iso(value: date | None) -> str | None:
    """A day as JSON has it: `2024-05-31`."""
    return None if value is None else value.isoformat()


def day(value: str | None) -> date | None:
    """The inverse of `iso`."""
    return None if value is None else date.fromisoformat(value)


def probability(value: float) -> float:
    """A confidence as JSON has it, in 0 to 1.

    Four decimals: stable across platforms, finer than any calibration can tell.
    """
    return round(min(1.0, max(0.0, float(value))), 4)
