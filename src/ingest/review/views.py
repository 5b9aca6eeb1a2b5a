"""What the pages of the review show of a document: rows with their fields, doubts, alternatives and places."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.corrections.anchors import folded
from ingest.plan import FIELDS, SURE, Field, Place, Plan, Row
from ingest.review.desk import Opened, latest

__all__ = ["FieldView", "RowView", "alternatives", "rows"]

# Keys 1 to 9 choose.
MOST_ALTERNATIVES = 9


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as shown; `places` is JSON: [page, x0, top, x1, bottom] in points each."""

    target: str
    name: str
    text: str | None
    state: str
    """`doubt`, `sure`, `corrected`, `accepted`, or `empty`."""
    confidence: float
    places: str
    seen: str
    table: int | None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowView:
    """One row as shown."""

    id: str
    number: int
    section: str
    seen: str
    next_row: str
    fields: tuple[FieldView, ...]
    issues: tuple[str, ...]

    @property
    def doubt(self) -> float:
        """The least confidence of its doubtful fields; 1 where there are none."""
        return min((f.confidence for f in self.fields if f.state == "doubt"), default=1.0)


def rows(opened: Opened, *, by_doubt: bool = True) -> list[RowView]:
    """The rows of a document, those with the most doubtful fields first."""
    plan = opened.plan
    titles = {s.id: " ".join(filter(None, (s.number, s.title))) for s in plan.sections}
    grave = {i.target for i in plan.issues if i.severity != "info"}
    found = []
    for n, row in enumerate(plan.rows):
        after = plan.rows[n + 1].id if n + 1 < len(plan.rows) else ""
        fields = [_field(plan, row, name, row[name], grave) for name in FIELDS]
        fields += [_field(plan, row, f"other:{k}", v, grave) for k, v in row.other.items()]
        issues = tuple(i.message for i in plan.issues if i.target.partition(".")[0] == row.id and i.severity != "info")
        title = titles.get(row.section, "") if row.section else ""
        found.append(RowView(row.id, n + 1, title, latest(plan, row.id), after, tuple(fields), issues))
    return sorted(found, key=lambda r: r.doubt) if by_doubt else found


def _field(plan: Plan, row: Row, name: str, value: Field | None, grave: set[str]) -> FieldView:
    target = f"{row.id}.{name}"
    noted = f"{row.id}.{name.removeprefix('other:')}"
    if value is None:
        return FieldView(target, name, None, "empty", 1.0, "[]", latest(plan, noted), None)
    is_doubt = value.origin is None and (value.confidence < SURE or target in grave)
    state = value.origin or ("doubt" if is_doubt else "sure")
    table = next((p.table for p in value.places if p.table is not None), None)
    return FieldView(
        target,
        name,
        value.text,
        state,
        value.confidence,
        places_json(value.places),
        latest(plan, noted),
        table,
        alternatives(plan, noted, value),
    )


def places_json(places: Sequence[Place]) -> str:
    """Boxes for the page's script."""
    return json.dumps([[p.page, *p.bbox] for p in places if p.page is not None and p.bbox is not None])


def alternatives(plan: Plan, target: str, value: Field) -> tuple[str, ...]:
    """Other texts that the machine had for a field: what it read before corrections, without a repair, unrepaired."""
    found = [c.machine for c in plan.corrections if c.target == target and isinstance(c.machine, str)]
    found += [
        value.text.replace(r.after, r.before, 1)
        for r in plan.repairs
        if r.target == target and r.after and r.after in value.text
    ]
    found.append(folded(value.raw))
    return tuple(t for t in dict.fromkeys(found) if t and folded(t) != folded(value.text))[:MOST_ALTERNATIVES]
