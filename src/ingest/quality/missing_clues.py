"""What speaks for a field that a row lacks: the document may state it, and the row does not hold it.

For each of the five fields that a row does not fill, numbers tell whether its neighbours have one, whether a column or
a label of that name stands by it, whether text around it or over it that no row took says such a thing, and whether
another of its fields may hold it. All are read from the draft, whatever the steps before decided by.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np
from numpy.typing import NDArray

from ingest.classify.fields.cell_scores import by_both
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.text.leads import Lead, chances
from ingest.document import Paragraph, Table, paragraphs, tables_of
from ingest.draft import Draft, DraftRow, Value
from ingest.plan import FIELDS, FieldName, Place
from ingest.quality.row_clues import Group, group_of

__all__ = ["MISSING_FEATURES", "MissingLook"]

_OF_FIELD = tuple(f"is_{name}" for name in FIELDS)
_OF_WAY = ("is_list", "is_prose", "group_one")
_OF_COMPANY = (
    "company_has", "company_own", "all_but_few", "before_has", "after_has", "both_have", "section_has", "document_has",
    "never_filled",
)  # fmt: skip
_OF_COLUMN = ("column_named", "column_blank", "column_text", "label_blank", "other_says", "other_named")
_OF_TEXT = (
    "around_says", "around_words", "over_says", "title_says", "statement_says", "label_around", "label_over",
    "label_anywhere",
)  # fmt: skip
_OF_ROW = ("inside_says", "inside_parts", "inside_label", "fields_held")
_SHARED_BY_ROWS = ("around_says", "over_says", "label_around", "label_blank")
_OF_ALL = tuple(f"all_{name}" for name in _SHARED_BY_ROWS)
"""Means over all rows of the document that lack the field: what is missed once is mostly missed everywhere."""
MISSING_FEATURES: tuple[str, ...] = (
    *_OF_FIELD, *_OF_WAY, *_OF_COMPANY, *_OF_COLUMN, *_OF_TEXT, *_OF_ROW, *_OF_ALL,
)  # fmt: skip
_KNOWN = 0.8
"""How well the vocabulary knows a heading that names a column without doubt."""
_HEADS = 3
"""Rows at the top of a table that may hold headings of columns."""
_COLUMNS = 3
"""Columns of a table from which on its first rows head columns rather than hold labels and values."""
_BLANK = " -–—…._"
_LABEL_WORDS = 4
"""Words of a label at most."""
_LONGEST = 400
"""Characters of a text that says one field; longer ones are running text."""
_NEAR = 6
"""Texts that no row took, before and after a row, that are looked at."""
_FEW = 2
"""Rows of a group up to which a gap among the others is rather an oversight than a habit."""
_SHARED = 0.3
"""Share of the smaller of two boxes that both cover, from which on they are the same text."""
_SKIPPED = frozenset({"header", "footer", "footnote"})
_PURPOSES: Mapping[FieldName, str] = {"mål": "goal", "orsak": "problem"}


@dataclass
class _Text:
    """A paragraph in reading order, and the rows that took a part of it."""

    text: str
    rows: set[int] = field(default_factory=set)
    heading: bool = False

    @property
    def loose(self) -> bool:
        return not self.rows


class MissingLook:
    """A draft's rows with the texts around them; `clues` then answers for each field that a row lacks."""

    def __init__(self, draft: Draft, words: Vocabulary) -> None:
        self._draft = draft
        self._words = words
        self._tables = {t.number: t for t in tables_of(draft.document.blocks)}
        self._groups = [group_of(row) for row in draft.rows]
        self._members: dict[Group, list[int]] = defaultdict(list)
        for index, group in enumerate(self._groups):
            self._members[group].append(index)
        self._sections = {s.id: s for s in draft.sections}
        self._said = Counter((s.section, s.field) for s in draft.statements)
        self._texts = _texts(draft)
        self._at = _positions(self._texts, len(draft.rows))
        self._labels = [frozenset(self._labels_of(t.text)) for t in self._texts]
        self._labelled = Counter(name for labels in self._labels for name in labels)
        self._fits: dict[tuple[str, FieldName], float] = {}
        self.targets: list[tuple[int, FieldName]] = [
            (i, n) for i, row in enumerate(draft.rows) for n in FIELDS if n not in row.fields
        ]

    def table(self) -> NDArray[np.float64]:
        """Return the numbers of all fields that rows lack, of shape (targets, features)."""
        at = {name: i for i, name in enumerate(MISSING_FEATURES)}
        out = np.zeros((len(self.targets), len(MISSING_FEATURES)))
        for line, (index, name) in enumerate(self.targets):
            for feature, number in self.clues(index, name).items():
                out[line, at[feature]] = number
        own, shared = [at[n] for n in _SHARED_BY_ROWS], [at[n] for n in _OF_ALL]
        for name in FIELDS:
            lines = [line for line, (_, n) in enumerate(self.targets) if n == name]
            if lines:
                out[np.ix_(lines, shared)] = out[np.ix_(lines, own)].mean(axis=0)
        return out

    def clues(self, index: int, name: FieldName) -> dict[str, float]:
        """Return what speaks for a field that a row lacks; names of `MISSING_FEATURES`, absent where 0."""
        row = self._draft.rows[index]
        return {
            f"is_{name}": 1.0,
            "is_list": float(row.origin == "list"),
            "is_prose": float(row.origin == "prose"),
            **self._of_company(index, name),
            **self._of_column(index, name),
            **self._of_texts(index, name),
            **self._of_row(row, name),
        }

    def _of_company(self, index: int, name: FieldName) -> dict[str, float]:
        rows = self._draft.rows
        members = self._members[self._groups[index]]
        others = [rows[i] for i in (members if len(members) > 1 else range(len(rows))) if i != index]
        has = _share(others, name)
        at = members.index(index)
        before = at > 0 and name in rows[members[at - 1]].fields
        after = at + 1 < len(members) and name in rows[members[at + 1]].fields
        section = [r for i, r in enumerate(rows) if i != index and r.section == rows[index].section]
        lacking = sum(name not in r.fields for r in others) + 1
        return {
            "group_one": float(len(members) == 1),
            "company_has": has,
            "company_own": _share([r for r in others if not _inherits(r, name)], name),
            "all_but_few": float(has > 0 and lacking <= _FEW),
            "before_has": float(before),
            "after_has": float(after),
            "both_have": float(before and after),
            "section_has": _share(section, name),
            "document_has": _share(rows, name),
            "never_filled": float(not any(name in r.fields for r in rows)),
        }

    def _of_column(self, index: int, name: FieldName) -> dict[str, float]:
        """What the row's table and its further columns say of the field."""
        row = self._draft.rows[index]
        out = {
            "other_says": max((self._fit(v.text, name) for v in row.other.values()), default=0.0),
            "other_named": max((self._named(heading, name) for heading in row.other), default=0.0),
        }
        place = next((p for p in _own_places(row) if p.table is not None), None)
        table = self._tables.get(place.table or 0) if place is not None else None
        if place is None or place.row is None or table is None:
            return out
        out["label_blank"] = float(self._labels_nothing(table, name))
        if table.columns < _COLUMNS:
            return out
        named = {
            column: sure
            for cell in table.cells
            if cell.row < min(_HEADS, place.row - 1)
            for column in range(cell.column, cell.column + cell.colspan)
            if (sure := self._named(" ".join(cell.text.split()), name)) > 0
        }
        if not named:
            return out
        held = {p.row for p in _own_places(row) if p.table == place.table}
        cells = [c for c in table.cells if c.row + 1 in held and c.column in named]
        text = any(c.text.strip(_BLANK) for c in cells)
        return {
            **out,
            "column_named": max(named.values()),
            "column_blank": float(not text),
            "column_text": float(text),
        }

    def _labels_nothing(self, table: Table, name: FieldName) -> bool:
        """Return whether a cell of a table is a label of the field and the one beside it is empty."""
        beside = {(c.row, c.column): c.text.strip(_BLANK) for c in table.cells}
        return any(
            beside.get((c.row, c.column + c.colspan)) == "" and self._named(" ".join(c.text.split()), name) > 0
            for c in table.cells
            if c.column == 0
        )

    def _of_texts(self, index: int, name: FieldName) -> dict[str, float]:
        around, over = self._around(index), self._over(index)
        free = [t for t in around if self._texts[t].loose]
        section = self._sections.get(self._draft.rows[index].section or "")
        titles = [] if section is None else [section.title, section.problem or ""]
        return {
            "around_says": max((self._fit(self._texts[t].text, name) for t in free), default=0.0),
            "around_words": log(1 + sum(len(self._texts[t].text.split()) for t in free)),
            "over_says": max((self.gives(self._texts[t].text, name) for t in over), default=0.0),
            "title_says": max((self.gives(t, name) for t in titles if t), default=0.0),
            "statement_says": log(1 + self._said[self._draft.rows[index].section, name]),
            "label_around": float(any(name in self._labels[t] for t in around)),
            "label_over": float(any(name in self._labels[t] for t in over)),
            "label_anywhere": float(self._labelled[name] > 0),
        }

    def _of_row(self, row: DraftRow, name: FieldName) -> dict[str, float]:
        """What the row's own fields say of the one that it lacks."""
        own = [v for v in row.fields.values() if not v.evidence.inherited]
        parts = [p for v in own for p in v.text.split("\n")]
        return {
            "inside_says": max((self._fit(p, name) for p in parts), default=0.0),
            "inside_parts": log(max(1, len(parts) - len(own) + 1)),
            "inside_label": float(any(name in self._labels_of(p) for p in parts)),
            "fields_held": len(row.fields) / len(FIELDS),
        }

    def _around(self, index: int) -> list[int]:
        """Positions of the texts from the row before to the row after, the nearest ones, the row's own among them."""
        own = self._at[index]
        if not own:
            return []
        first, last = own[0], own[-1]
        low, high = first, last
        while low > 0 and first - low < _NEAR and self._texts[low - 1].rows <= {index}:
            low -= 1
        while high + 1 < len(self._texts) and high - last < _NEAR and self._texts[high + 1].rows <= {index}:
            high += 1
        return list(range(low, high + 1))

    def _over(self, index: int) -> list[int]:
        """Positions of the texts that stand over the first of the rows that follow each other in one group."""
        members = self._members[self._groups[index]]
        at = members.index(index)
        while at > 0 and self._draft.rows[members[at - 1]].section == self._draft.rows[index].section:
            at -= 1
        own = self._at[members[at]]
        if not own:
            return []
        low = own[0]
        while low > 0 and own[0] - low < _NEAR and self._texts[low - 1].loose:
            low -= 1
        return list(range(low, own[0]))

    def _fit(self, text: str, name: FieldName) -> float:
        """Return how well a text suits a field; 0 for long ones."""
        key = (text, name)
        if key not in self._fits:
            said = text.strip(" :") if len(text) <= _LONGEST else ""
            self._fits[key] = by_both([said])[0][name] if said else 0.0
        return self._fits[key]

    def gives(self, text: str, name: FieldName) -> float:
        """Return how likely a text over rows gives them the field."""
        purpose = _PURPOSES.get(name)
        if purpose is None:
            return self._fit(text, name)
        found = chances(Lead(text, "paragraph"), self._words)
        return next(p for one, p in found.items() if one == purpose)

    def _named(self, heading: str, name: FieldName) -> float:
        """Return how sure a heading names the field; 0 where the vocabulary does not know it."""
        if not heading or len(heading.split()) > _LABEL_WORDS:
            return 0.0
        meaning = self._words.heading(heading.rstrip(" :"))
        return meaning.probabilities[name] if meaning.known >= _KNOWN and meaning.best == name else 0.0

    def _labels_of(self, text: str) -> Iterator[FieldName]:
        """Yield the fields of the labels that a text is, or that stand before colons in it."""
        flat = " ".join(text.split())[:_LONGEST]
        words = flat.split()
        ends = [i for i, w in enumerate(words, 1) if w.endswith(":")]
        if 0 < len(words) <= _LABEL_WORDS:
            ends.append(len(words))
        for end in ends:
            for start in range(max(0, end - _LABEL_WORDS), end):
                label = self._words.label(" ".join(words[start:end]).rstrip(":"))
                if label is not None:
                    yield from (n for n in FIELDS if n == label)
                    break


def _share(rows: Sequence[DraftRow], name: FieldName) -> float:
    return sum(name in r.fields for r in rows) / len(rows) if rows else 0.0


def _inherits(row: DraftRow, name: FieldName) -> bool:
    return name in row.fields and row.fields[name].evidence.inherited


def _own(row: DraftRow) -> Iterator[Value]:
    yield from (v for v in row.fields.values() if not v.evidence.inherited)
    yield from (v for v in row.other.values() if not v.evidence.inherited)


def _own_places(row: DraftRow) -> Iterator[Place]:
    return (p for v in _own(row) for p in v.places)


def _texts(draft: Draft) -> list[_Text]:
    """Return the document's paragraphs in reading order with the rows that took them, running lines left out."""
    kept = [p for p in paragraphs(draft.document.blocks) if p.role not in _SKIPPED and p.text.strip()]
    found = [_Text(" ".join(p.text.split()), heading=p.role == "heading") for p in kept]
    _by_place(draft, kept, found)
    _by_words(draft, kept, found)
    return found


def _by_place(draft: Draft, kept: Sequence[Paragraph], found: Sequence[_Text]) -> None:
    """Mark the texts whose lines rows took, on pages."""
    boxes: dict[int, list[tuple[float, float, float, float]]] = defaultdict(list)
    owners: dict[int, list[int]] = defaultdict(list)
    for index, row in enumerate(draft.rows):
        for value in (*row.fields.values(), *row.other.values()):
            for place in value.places:
                if place.page is not None and place.bbox is not None:
                    boxes[place.page].append(place.bbox)
                    owners[place.page].append(-1 - index if value.evidence.inherited else index)
    lines: dict[int, list[tuple[int, tuple[float, float, float, float]]]] = defaultdict(list)
    for position, paragraph in enumerate(kept):
        for line in paragraph.lines:
            if line.page in boxes and line.bbox is not None:
                lines[line.page].append((position, line.bbox))
    for page, some in lines.items():
        same = _same(np.array(boxes[page], dtype=float), np.array([box for _, box in some], dtype=float))
        for line_at, box_at in np.argwhere(same).tolist():
            found[some[line_at][0]].rows.add(owners[page][box_at])


def _same(boxes: NDArray[np.float64], lines: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which boxes cover much of which lines, or are covered by them; shape (lines, boxes)."""
    one = lines.T[:, :, None]
    across = np.minimum(boxes[:, 2], one[2]) - np.maximum(boxes[:, 0], one[0])
    down = np.minimum(boxes[:, 3], one[3]) - np.maximum(boxes[:, 1], one[1])
    areas = np.minimum((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), (one[2] - one[0]) * (one[3] - one[1]))
    found: NDArray[np.bool_] = (across > 0) & (down > 0) & (across * down > _SHARED * np.maximum(areas, 1e-6))
    return found


def _by_words(draft: Draft, kept: Sequence[Paragraph], found: Sequence[_Text]) -> None:
    """Mark the texts that rows took in documents without pages: by table place, else by what was read."""
    if all(line.page is not None for p in kept for line in p.lines):
        return
    at = {id(paragraph): position for position, paragraph in enumerate(kept)}
    where: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for table in tables_of(draft.document.blocks):
        for key, paragraph in _of_cells(table):
            if id(paragraph) in at:
                where[key].append(at[id(paragraph)])
    raw = [paragraph.raw for paragraph in kept]
    for index, row in enumerate(draft.rows):
        for value in (*row.fields.values(), *row.other.values()):
            for position in _taken(value, where, raw):
                found[position].rows.add(-1 - index if value.evidence.inherited else index)


def _taken(value: Value, where: Mapping[tuple[int, int, int], Sequence[int]], raw: Sequence[str]) -> Iterator[int]:
    """Yield the positions of the texts (`raw`: as read) without pages that a value was taken from."""
    unpaged = [place for place in value.places if place.page is None]
    for place in unpaged:
        if place.table is not None:
            yield from where.get((place.table, place.row or 0, place.column or 0), ())
    if any(place.table is None for place in unpaged):
        lines = [line for line in value.raw.split("\n") if line.strip()]
        yield from (i for i, text in enumerate(raw) if any([line in text for line in lines]))


def _of_cells(table: Table) -> Iterator[tuple[tuple[int, int, int], Paragraph]]:
    for cell in table.cells:
        for paragraph in paragraphs(cell.blocks):
            yield (table.number, cell.row + 1, cell.column + 1), paragraph


def _positions(texts: Sequence[_Text], rows: int) -> list[list[int]]:
    """Return for each row the positions of its own texts; what it inherits stands elsewhere."""
    out: list[list[int]] = [[] for _ in range(rows)]
    for position, text in enumerate(texts):
        for index in text.rows:
            if index >= 0:
                out[index].append(position)
    return out
