"""What speaks against a row: it is unlike its neighbours, lacks what they have, or its heading says another thing."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from statistics import median

from ingest.classify.fields.vocabulary import Vocabulary
from ingest.document import Cell, Table, tables_of
from ingest.draft import Draft, DraftRow, Value
from ingest.plan import FIELDS, FieldName

__all__ = ["ROW_FEATURES", "RowLook", "group_of"]

ROW_FEATURES = (
    "group_one",
    "group_small",
    "group_narrow",
    "group_no_action",
    "group_no_body_or_time",
    "lacks",
    "lacks_action",
    "only_field",
    "unusual_field",
    "length_unlike",
    "start_unlike",
    "end_unlike",
    "said_twice",
    "next_goes_on",
    "heading_unknown",
    "heading_against",
    "heading_missing",
    "title_foreign",
    "table_undrawn",
    "table_narrow",
    "row_unfilled",
)
_DRAWN = frozenset({"ruled", "tagged", "word"})
"""Methods of layout that need no guess where a column ends."""
_ENDS = (".", "!", "?")
_USUAL, _UNUSUAL = 0.6, 0.25
"""Shares of a group's rows from which a field is expected, and up to which it is a surprise."""

Group = tuple[str, int, str]


def group_of(row: DraftRow) -> Group:
    """Return what a row's neighbours share: its table, or for rows of no table how they came and their section."""
    for value in row.fields.values():
        if not value.evidence.inherited:
            for place in value.places:
                if place.table is not None:
                    return ("table", place.table, "")
    return (row.origin, 0, row.section or "")


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the rows of one group have in common, by field: shares and middle values over the rows that fill it."""

    size: int
    filled: Mapping[FieldName, float]
    length: Mapping[FieldName, float]
    """Middle logarithm of the number of words."""
    lower: Mapping[FieldName, float]
    ended: Mapping[FieldName, float]
    said: Mapping[FieldName, Counter[str]]


class RowLook:
    """A draft's rows beside each other."""

    def __init__(self, draft: Draft, words: Vocabulary) -> None:
        self._draft = draft
        self._words = words
        self._tables = {t.number: t for t in tables_of(draft.document.blocks)}
        self._titles = {s.id: s.title for s in draft.sections}
        self._groups: dict[Group, list[int]] = defaultdict(list)
        self.group: list[Group] = []
        for index, row in enumerate(draft.rows):
            group = group_of(row)
            self.group.append(group)
            self._groups[group].append(index)
        self._shared = {g: self._of_group(members) for g, members in self._groups.items()}
        self._headings: dict[tuple[int, int], tuple[str, ...]] = {}
        self._beside: dict[int, dict[int, Cell]] = {}
        self._row_clues: dict[int, dict[str, float]] = {}

    def _of_group(self, members: Sequence[int]) -> _Shared:
        rows = [self._draft.rows[i] for i in members]
        texts = {n: [r.fields[n].text for r in rows if n in r.fields] for n in FIELDS}
        return _Shared(
            len(rows),
            {n: len(t) / len(rows) for n, t in texts.items()},
            {n: median(log(1 + len(x.split())) for x in t) if t else 0.0 for n, t in texts.items()},
            {n: _majority([x[0].islower() for x in t]) for n, t in texts.items()},
            {n: _majority([x.endswith(_ENDS) for x in t]) for n, t in texts.items()},
            {n: Counter(x.casefold() for x in t) for n, t in texts.items()},
        )

    def clues(self, index: int, name: FieldName | None, value: Value) -> dict[str, float]:
        """Return the doubts about a value from its company; names of `ROW_FEATURES`, absent where 0."""
        row = self._draft.rows[index]
        shared = self._shared[self.group[index]]
        if index not in self._row_clues:
            self._row_clues[index] = self._of_row(index, row, shared)
        out = dict(self._row_clues[index])
        if name is not None:
            out |= self._of_field(index, name, value, shared)
            out |= self._of_heading(name, value)
        return out

    def _of_row(self, index: int, row: DraftRow, shared: _Shared) -> dict[str, float]:
        expected = [n for n in FIELDS if shared.filled[n] >= _USUAL]
        table = self._tables.get(self.group[index][1]) if self.group[index][0] == "table" else None
        title = self._titles.get(row.section or "", "")
        has = [n for n in FIELDS if shared.filled[n] > 0]
        return {
            "group_one": float(shared.size == 1),
            "group_small": 1 / shared.size,
            "group_narrow": 1 - len(has) / len(FIELDS),
            "group_no_action": float("åtgärd" not in has),
            "group_no_body_or_time": float("vem" not in has and "när" not in has),
            "lacks": log(1 + sum(n not in row.fields for n in expected)) if shared.size > 1 else 0.0,
            "lacks_action": float("åtgärd" not in row.fields),
            "only_field": float(len(row.fields) == 1),
            "title_foreign": float(bool(title) and self._words.is_foreign_title(title)),
            "table_undrawn": float(table is not None and table.method not in _DRAWN),
            "table_narrow": 1 / table.columns if table is not None and table.columns else 0.0,
            "row_unfilled": sum(n not in row.fields for n in FIELDS) / len(FIELDS),
        }

    def _of_field(self, index: int, name: FieldName, value: Value, shared: _Shared) -> dict[str, float]:
        text = value.text
        alone = shared.size < 3 or value.evidence.inherited
        members = self._groups[self.group[index]]
        at = bisect_left(members, index)
        after = self._draft.rows[members[at + 1]].fields.get(name) if at + 1 < len(members) else None
        return {
            "unusual_field": float(shared.size > 3 and shared.filled[name] <= _UNUSUAL),
            "length_unlike": 0.0 if alone else abs(log(1 + len(text.split())) - shared.length[name]),
            "start_unlike": 0.0 if alone else abs(float(text[0].islower()) - shared.lower[name]),
            "end_unlike": 0.0 if alone else abs(float(text.endswith(_ENDS)) - shared.ended[name]),
            "said_twice": float(
                name == "åtgärd" and not value.evidence.inherited and shared.said[name][text.casefold()] > 1
            ),
            "next_goes_on": float(
                after is not None and after is not value and after.text[0].islower() and not text.endswith(_ENDS)
            ),
        }

    def _of_heading(self, name: FieldName, value: Value) -> dict[str, float]:
        """What the vocabulary knows of the heading over (or the label beside) a cell."""
        place = next((p for p in value.places if p.table is not None), None)
        if place is None or place.table is None or place.column is None or place.row is None:
            return {}
        table = self._tables.get(place.table)
        if table is None:
            return {}
        found = self._heading(table, place.row - 1, place.column - 1)
        if not found:
            return {"heading_missing": 1.0}
        meanings = [self._words.heading(h) for h in found]
        best = max(meanings, key=lambda m: m.probabilities[name] * (0.1 + m.known))
        return {"heading_unknown": 1 - best.known, "heading_against": 1 - best.probabilities[name]}

    def _heading(self, table: Table, row: int, column: int) -> tuple[str, ...]:
        """Return the texts of the table's topmost cells over a column, and of the cell left of a place."""
        key = (table.number, column)
        if key not in self._headings:
            above = [c for c in table.cells if c.column <= column < c.column + c.colspan and c.row < min(row, 3)]
            self._headings[key] = tuple(dict.fromkeys(_text(c) for c in above if _text(c)))
        if column == 1 and table.number not in self._beside:
            # The first cell of a row that ends left of the second column.
            self._beside[table.number] = {c.row: c for c in reversed(table.cells) if c.column + c.colspan == 1}
        beside = self._beside[table.number].get(row) if column == 1 else None
        said = _text(beside) if beside is not None else ""
        return (*self._headings[key], said) if said else self._headings[key]


def _majority(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


def _text(cell: Cell) -> str:
    text = " ".join(cell.text.split())
    return text if len(text) <= 80 else ""
