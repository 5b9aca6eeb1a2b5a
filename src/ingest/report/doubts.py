"""What a person should look at first: the fields that are most likely wrong, with the reasons."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Any, Generic, Protocol, TypeVar

from ingest.plan import SURE, FieldName, Place, Plan
from ingest.plan.doubt import is_doubt
from ingest.privacy.detect import find
from ingest.quality.reasons import named as reasons_in
from ingest.source import SHEETS

__all__ = ["Doubt", "RowDoubt", "Worst", "doubtful_rows", "doubts", "is_masked"]

_MASK = re.compile(r"\[(identity-number|telephone|e-mail)\]")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One field that may be wrong. `issues` are codes of the plan's issues, `signals` keys of `quality.reasons`."""

    source: str
    document: str
    row: str
    row_confidence: float
    field: FieldName
    confidence: float
    text: str
    raw: str | None
    """None where the reading may hold what the conversion masked."""
    places: tuple[Place, ...]
    issues: tuple[str, ...]
    signals: tuple[str, ...]
    masked: bool
    """The text holds a mask in place of personal data: its page must not be shown."""
    on_sheet: bool = False
    """Its places are cells of a workbook: the page is the sheet."""

    @property
    def rank(self) -> tuple[float, float, str, str, str]:
        """Lowest confidence first, among equals that of the worse row; then in a fixed order."""
        return (self.confidence, self.row_confidence, *self.key)

    @property
    def key(self) -> tuple[str, str, str]:
        """What no other field of the archive has."""
        return (self.source, self.row, self.field)

    def to_dict(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "row": self.row,
            "field": self.field,
            "confidence": round(self.confidence, 4),
            "row_confidence": round(self.row_confidence, 4),
            "text": self.text,
            "raw": self.raw,
            "places": [p.to_dict() for p in self.places],
            "issues": list(self.issues),
            "signals": list(self.signals),
        }


@dataclass(frozen=True, slots=True)
class RowDoubt:
    """A row that may be wrong somewhere: the probability that all its fields are right, and those that are not sure."""

    source: str
    row: str
    confidence: float
    fields: tuple[FieldName, ...]
    text: str
    """The action, or what else the row says first."""
    product: float
    """Of the fields' confidences: tells rows apart that calibration puts on one level."""

    @property
    def rank(self) -> tuple[float, float, str, str]:
        """Lowest confidence first; then in a fixed order."""
        return (self.confidence, self.product, self.source, self.row)

    def to_dict(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "row": self.row,
            "confidence": round(self.confidence, 4),
            "fields": list(self.fields),
            "text": self.text,
        }


def is_masked(text: str) -> bool:
    """Does a text hold the mark that masking leaves?"""
    return _MASK.search(text) is not None


def doubts(plan: Plan, *, masking: bool = False) -> Iterator[Doubt]:
    """The doubtful fields of a plan in row order: not sure, or named by a warning.

    Args:
        plan: the plan.
        masking: the conversion was told to mask personal data.
    """
    named: dict[str, list[str]] = {}
    grave: set[str] = set()
    reasons: dict[str, tuple[str, ...]] = {}
    for issue in plan.issues:
        named.setdefault(issue.target, []).append(issue.code)
        if is_doubt(issue.severity):
            grave.add(issue.target)
        if issue.code == "low-confidence":
            reasons[issue.target] = reasons_in(issue.message)
    for row in plan.rows:
        for name, field in row.fields():
            target = f"{row.id}.{name}"
            if field is None or (field.confidence >= SURE and target not in grave):
                continue
            codes = tuple(dict.fromkeys((*named.get(target, ()), *named.get(row.id, ()))))
            masked = is_masked(field.text) or is_masked(field.raw)
            yield Doubt(
                plan.document.source,
                plan.document.id,
                row.id,
                row.confidence,
                name,
                field.confidence,
                field.text,
                None if (masked or masking) and _leaks(field.text, field.raw) else field.raw,
                field.places,
                codes,
                reasons.get(target, ()),
                masked,
                plan.document.media_type in SHEETS,
            )


def doubtful_rows(plan: Plan) -> Iterator[RowDoubt]:
    """The rows of a plan that are not sure to be right in all fields, in row order."""
    for row in plan.rows:
        if row.confidence < SURE:
            filled = [(name, field) for name, field in row.fields() if field is not None]
            unsure = tuple(name for name, field in filled if field.confidence < SURE)
            said = row.åtgärd or next((field for _, field in filled), None)
            text = said.text if said is not None else ""
            product = prod(field.confidence for _, field in filled)
            yield RowDoubt(plan.document.source, row.id, row.confidence, unsure, text, product)


def _leaks(text: str, raw: str) -> bool:
    """Whether the raw reading may still hold what is masked in the text, over its line ends for instance."""
    return len(_MASK.findall(raw)) < len(_MASK.findall(text)) or any(find(" ".join(raw.split())))


class _Ranked(Protocol):
    @property
    def rank(self) -> tuple[Any, ...]: ...


_T = TypeVar("_T", bound=_Ranked)


class Worst(Generic[_T]):
    """The `size` worst of all that are added, in a bounded heap; the lowest rank is the worst."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._heap: list[tuple[_Reversed, _T]] = []
        self.total = 0

    def add(self, doubt: _T) -> None:
        self.total += 1
        entry = (_Reversed(doubt.rank), doubt)
        if len(self._heap) < self._size:
            heapq.heappush(self._heap, entry)
        elif self._heap and self._heap[0][0] < entry[0]:
            heapq.heapreplace(self._heap, entry)

    def sorted(self) -> list[_T]:
        """The worst first."""
        return sorted((doubt for _, doubt in self._heap), key=lambda d: d.rank)


@dataclass(frozen=True, slots=True)
class _Reversed:
    rank: tuple[Any, ...]

    def __lt__(self, other: _Reversed) -> bool:
        return self.rank > other.rank
