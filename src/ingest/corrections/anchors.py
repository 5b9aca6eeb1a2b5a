"""Anchors: what a correction was made against, and where that is in another conversion of the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ingest.corrections.model import Anchor
from ingest.plan import FIELDS, Field, Place, Plan, Row

__all__ = ["fact_anchor", "fact_value", "field_anchor", "find_row", "folded", "raw_of", "row_anchor", "value_of"]

# Points between two readings of the same box: renderers and engines round differently.
PLACE_TOLERANCE = 3.0
_OTHER = "other:"


def folded(text: str | None) -> str:
    """A reading without differences of white space, which say nothing; nothing read is the empty text."""
    return " ".join((text or "").split())


def value_of(row: Row, field: str) -> Field | None:
    """A field of a row by the name that anchors use."""
    if field in FIELDS:
        found: Field | None = row[field]
        return found
    return row.other.get(field.removeprefix(_OTHER))


def raw_of(row: Row) -> dict[str, str]:
    """The raw readings of a row's filled fields."""
    return {name: value.raw for name, value in row.fields() if value is not None and value.raw}


def row_place(row: Row) -> Place | None:
    """The first place of a row."""
    values = [v for _, v in row.fields() if v is not None] + list(row.other.values())
    return next((p for v in values for p in v.places), None)


def row_anchor(row: Row, *, made_by: str | None = None, part: int = 0) -> Anchor:
    """The anchor of a whole row as the machine read it; `made_by` is the correction that made the row, if one did."""
    return Anchor(row=raw_of(row), place=row_place(row), made_by=made_by, part=part, hint=row.id)


def field_anchor(row: Row, field: str, *, made_by: str | None = None, part: int = 0) -> Anchor:
    """The anchor of one field of a row."""
    value = value_of(row, field)
    raw = value.raw if value is not None and value.raw else None
    place = value.places[0] if value is not None and value.places else row_place(row)
    return Anchor(field, raw, raw_of(row), place, made_by, part, row.id)


def fact_anchor(plan: Plan, name: str) -> Anchor:
    """The anchor of a fact of the document."""
    value = fact_value(plan, name)
    return Anchor(name, None if value is None else _text(value), hint="document")


def fact_value(plan: Plan, name: str) -> Any:
    """A fact as JSON has it."""
    return plan.document.to_dict()[name]


def _text(value: Any) -> str:
    import json

    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def is_same_fact(plan: Plan, anchor: Anchor) -> bool:
    """Return whether the machine still reads a fact as it did."""
    assert anchor.field is not None
    value = fact_value(plan, anchor.field)
    return folded(None if value is None else _text(value)) == folded(anchor.raw)


def find_row(rows: Sequence[Row], anchor: Anchor) -> int | None:
    """The index of the row that an anchor was taken from; None where its reading is no longer there.

    The field's raw reading must be the same. Of several such rows it is the one that stands in the same place, or
    whose other fields read the same; a row that shares nothing but one reading is not taken for it.
    """
    best: tuple[tuple[float, ...], int] | None = None
    wanted = {k: folded(v) for k, v in (anchor.row or {}).items()}
    for index, row in _candidates(rows, anchor, wanted):
        found = {k: folded(v) for k, v in raw_of(row).items()}
        same_row = found == wanted
        same_place = _is_same_place(anchor.place, _places(row, anchor.field))
        others = sum(found.get(k) == v for k, v in wanted.items() if k != anchor.field)
        if not (same_row or same_place or others):
            continue
        rank = (same_row and same_place, same_row, same_place, others, row.id == anchor.hint)
        score = tuple(float(v) for v in rank)
        if best is None or score > best[0]:
            best = (score, index)
    return None if best is None else best[1]


def _candidates(rows: Sequence[Row], anchor: Anchor, wanted: Mapping[str, str]) -> Iterator[tuple[int, Row]]:
    for index, row in enumerate(rows):
        if anchor.field is None:
            if {k: folded(v) for k, v in raw_of(row).items()} == wanted:
                yield index, row
            continue
        value = value_of(row, anchor.field)
        if folded(value.raw if value is not None else None) == folded(anchor.raw):
            yield index, row


def _places(row: Row, field: str | None) -> Sequence[Place]:
    value = value_of(row, field) if field is not None else None
    if value is not None and value.places:
        return value.places[:1]
    place = row_place(row)
    return () if place is None else (place,)


def _is_same_place(one: Place | None, others: Sequence[Place]) -> bool:
    if one is None:
        return False
    for other in others:
        if one.bbox is not None and other.bbox is not None:
            if one.page == other.page and all(
                abs(a - b) <= PLACE_TOLERANCE for a, b in zip(one.bbox, other.bbox, strict=True)
            ):
                return True
        elif one.table is not None and (one.table, one.row, one.column) == (other.table, other.row, other.column):
            return True
    return False
