"""What a document is: its kind, dates, issuers, and how its pages were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ingest.plan.contract import ExtractionMethod, Kind
from ingest.plan.values import Actor, day, iso, probability

__all__ = ["Extraction", "Facts", "Period"]


@dataclass(frozen=True, slots=True)
class Period:
    """The time a plan holds for, a closed interval of days; None where the document gives one end only."""

    start: date | None
    end: date | None

    def to_dict(self) -> dict[str, Any]:
        return {"start": iso(self.start), "end": iso(self.end)}

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Period:
        return cls(day(d["start"]), day(d["end"]))


@dataclass(frozen=True, slots=True)
class Extraction:
    """How one page, or a whole file without pages (`page` is None), was read."""

    page: int | None
    method: ExtractionMethod
    quality: float

    def to_dict(self) -> dict[str, Any]:
        return {"page": self.page, "method": self.method, "quality": probability(self.quality)}

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

    @property
    def year(self) -> int | None:
        """The year that the plan begins in: of its period, else of its date."""
        day = (self.period.start if self.period else None) or self.dated
        return day.year if day is not None else None

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "source": self.source,
            "media_type": self.media_type,
            "pages": self.pages,
            "title": self.title,
            "kind": self.kind,
            "dated": iso(self.dated),
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
            day(d["dated"]),
            None if d["period"] is None else Period.from_dict(d["period"]),
            tuple(Actor.from_dict(a) for a in d["issuers"]),
            d["language"],
            tuple(Extraction.from_dict(e) for e in d["extraction"]),
        )
