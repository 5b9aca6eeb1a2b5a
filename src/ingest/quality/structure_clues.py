"""What the shape of the rows says against a value: rows of one document are built alike, and stand apart.

Layout and classification decided which values make a row. This module measures the result by boxes alone, whatever the
layout: is a value nearer to another row's than to its own, does it stand elsewhere in its row than its like in other
rows, does its row reach into another, is its row longer than the others, has its row other fields?
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from statistics import median

from ingest.draft import Draft, DraftRow, Value
from ingest.plan import FIELDS, FieldName

__all__ = ["STRUCTURE_FEATURES", "StructureLook"]

STRUCTURE_FEATURES = (
    "measure_doubt",
    "nearer_other",
    "row_gap",
    "top_unlike",
    "left_unlike",
    "order_unlike",
    "row_overlap",
    "row_length_unlike",
    "pattern_unlike",
    "pattern_rare",
    "given_past",
    "room_inside",
)
_FEWEST = 3
"""Rows from which on a middle value over them says what is usual."""
_FAR = 3.0
"""Heights of a line beyond which a distance says no more."""
_INDENT = 60.0
"""Points across beyond which a distance says no more."""
_ROOM = 1.2
"""Widths of a line's first word that the line above leaves free, from which the word had room there."""
_HEIGHT = 10.0
"""Height of a line in points where none is known."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _At:
    """Where a value stands: the page of its first line, the box around its lines there, the height of a line."""

    page: int
    box: Box
    height: float


class StructureLook:
    """A draft's rows measured against each other; `clues` then answers for each value."""

    def __init__(self, draft: Draft) -> None:
        self._rows = draft.rows
        self._at: list[dict[str, _At]] = [_places(row) for row in draft.rows]
        self._boxes = [_row_box(at) for at in self._at]
        self._on_page: dict[int, list[tuple[int, _At]]] = defaultdict(list)
        self._rows_on: dict[int, list[int]] = defaultdict(list)
        for index, at in enumerate(self._at):
            for one in at.values():
                self._on_page[one.page].append((index, one))
            for page in self._boxes[index]:
                self._rows_on[page].append(index)
        self._company = _company(draft.rows)
        self._patterns = Counter((row.origin, frozenset(row.fields)) for row in draft.rows)
        self._origins = Counter(row.origin for row in draft.rows)
        self._most: dict[str, int] = {}
        for (origin, _), count in self._patterns.items():
            self._most[origin] = max(count, self._most.get(origin, 0))
        self._lengths = {o: median(_length(r) for r in draft.rows if r.origin == o) for o in self._origins}
        self._offsets = self._usual_offsets()
        self._orders = self._usual_orders()
        self._right = self._right_edges()
        self._row_clues: dict[int, dict[str, float]] = {}

    def clues(self, index: int, name: FieldName | None) -> dict[str, float]:
        """Return the doubts about a value; names of `STRUCTURE_FEATURES`, absent where 0."""
        row = self._rows[index]
        if index not in self._row_clues:
            self._row_clues[index] = self._of_row(index, row)
        out = dict(self._row_clues[index])
        at = self._at[index].get(name or "")
        if at is not None and name is not None:
            out |= self._of_place(index, name, at)
        value = next((v for n, v in row.fields.items() if n == name), None)
        if value is not None and value.evidence.inherited:
            out |= self._of_given(index, value)
        if value is not None and name is not None:
            out["room_inside"] = log(1 + self._with_room(index, name, value))
        return out

    def _right_edges(self) -> dict[tuple[object, str], float]:
        """How far right lines of a field reach in rows that are set out alike."""
        out: dict[tuple[object, str], float] = {}
        for row, company in zip(self._rows, self._company, strict=True):
            for name, value in row.fields.items():
                for place in value.places:
                    if place.bbox is not None:
                        key = company, name
                        out[key] = max(out.get(key, 0.0), place.bbox[2])
        return out

    def _with_room(self, index: int, name: FieldName, value: Value) -> int:
        """How many lines of a value begin with a capital though the line above had room for their first word: texts of
        two rows may have run together."""
        lines = [part.split() for part in value.raw.split("\n") if part.strip()]
        places = [p for p in value.places if p.bbox is not None]
        if len(lines) != len(places):
            return 0
        right = self._right[self._company[index], name]
        count = 0
        for above, place, under in zip(places, places[1:], lines[1:], strict=False):
            a, b = above.bbox, place.bbox
            if a is None or b is None or above.page != place.page or b[1] <= a[1]:
                continue
            word = (b[2] - b[0]) * len(under[0]) / max(1, len(" ".join(under)))
            count += under[0][:1].isupper() and right - a[2] > _ROOM * word
        return count

    def _of_row(self, index: int, row: DraftRow) -> dict[str, float]:
        rows = self._origins[row.origin]
        same = self._patterns[row.origin, frozenset(row.fields)]
        most = self._most[row.origin]
        return {
            "measure_doubt": 1 - row.measure,
            "row_length_unlike": abs(log(_length(row) / self._lengths[row.origin])) if rows >= _FEWEST else 0.0,
            "pattern_unlike": 1 - same / most,
            "pattern_rare": 1 - most / rows,
            "row_overlap": self._overlap(index),
            "row_gap": self._gap(index),
        }

    def _of_given(self, index: int, value: Value) -> dict[str, float]:
        """How many rows that were not given it stand between a row and the text over it that gives it a field."""
        at = _at(value)
        box = self._boxes[index].get(at.page) if at is not None else None
        if at is None or box is None or at.box[3] > box[1] + 1:
            return {}
        between = 0
        for other in self._rows_on[at.page]:
            one = self._boxes[other][at.page]
            inside = at.box[3] <= one[1] + 1 and one[3] <= box[1] + 1 and _beside(one, box)
            given = any(v.places == value.places for v in self._rows[other].fields.values())
            between += other != index and inside and not given
        return {"given_past": log(1 + between)}

    def _of_place(self, index: int, name: FieldName, at: _At) -> dict[str, float]:
        own = [o for n, o in self._at[index].items() if n != name and o.page == at.page]
        others = self._above_or_below(index, at.page, at.box)
        out: dict[str, float] = {}
        if own and others:
            to_own = min(_above(at.box, o.box) for o in own)
            to_other = _nearest(at.box, others)
            out["nearer_other"] = min(_FAR, max(0.0, to_own - to_other) / at.height)
        anchor = self._anchor(index)
        usual = self._offsets.get((self._company[index], name))
        if anchor is not None and usual is not None and anchor.page == at.page and anchor is not at:
            across, down = usual
            out["left_unlike"] = min(1.0, abs(at.box[0] - anchor.box[0] - across) / _INDENT)
            out["top_unlike"] = min(_FAR, abs(at.box[1] - anchor.box[1] - down) / at.height)
            order = [self._orders.get((self._company[index], name, n)) for n in self._at[index] if n != name]
            mine = [_order(at, self._at[index][n]) for n in self._at[index] if n != name]
            against = [u is not None and u * m < 0 for u, m in zip(order, mine, strict=True)]
            out["order_unlike"] = sum(against) / len(against) if against else 0.0
        return out

    def _anchor(self, index: int) -> _At | None:
        """Return where the row's first of mål and åtgärd stands: what its other fields are measured from."""
        at = self._at[index]
        return next((at[n] for n in ("åtgärd", "mål", "orsak", "vem", "när") if n in at), None)

    def _usual_offsets(self) -> dict[tuple[object, str], tuple[float, float]]:
        found: dict[tuple[object, str], list[tuple[float, float]]] = defaultdict(list)
        for index, at in enumerate(self._at):
            anchor = self._anchor(index)
            for name, one in at.items():
                if anchor is not None and one.page == anchor.page:
                    offset = (one.box[0] - anchor.box[0], one.box[1] - anchor.box[1])
                    found[self._company[index], name].append(offset)
        return {
            key: (median(x for x, _ in offsets), median(y for _, y in offsets))
            for key, offsets in found.items()
            if len(offsets) >= _FEWEST
        }

    def _usual_orders(self) -> dict[tuple[object, str, str], float]:
        """Return for two fields of a company whether the first mostly stands above (-1) or below (1) the second."""
        found: dict[tuple[object, str, str], list[int]] = defaultdict(list)
        for index, at in enumerate(self._at):
            for a, one in at.items():
                for b, two in at.items():
                    if a != b:
                        found[self._company[index], a, b].append(_order(one, two))
        return {key: sum(signs) / len(signs) for key, signs in found.items() if len(signs) >= _FEWEST}

    def _overlap(self, index: int) -> float:
        """Return the largest share of the row's box that another row's box covers."""
        worst = 0.0
        for page, box in self._boxes[index].items():
            area = max(1.0, (box[2] - box[0]) * (box[3] - box[1]))
            for other in self._rows_on[page]:
                if other != index:
                    worst = max(worst, _shared(box, self._boxes[other][page]) / area)
        return min(1.0, worst)

    def _gap(self, index: int) -> float:
        """Return the largest gap down inside the row beyond the least gap to another row, in heights of a line."""
        worst = 0.0
        for page, box in self._boxes[index].items():
            own = sorted((o.box[1], o.box[3], o.height) for o in self._at[index].values() if o.page == page)
            bottom, widest = own[0][1], 0.0
            for top, low, _ in own[1:]:
                widest = max(widest, top - bottom)
                bottom = max(bottom, low)
            around = self._above_or_below(index, page, box) if widest > 0 else ()
            if around:
                worst = max(worst, (widest - _nearest(box, around)) / own[0][2])
        return min(_FAR, worst)

    def _above_or_below(self, index: int, page: int, box: Box) -> list[Box]:
        """The boxes of other rows' values that share a stretch across with a box."""
        x0, _, x1, _ = box
        found = [o.box for i, o in self._on_page[page] if i != index and o.box[0] < x1 and o.box[2] > x0]
        return [b for b in found if _beside(b, box)]


def _places(row: DraftRow) -> dict[str, _At]:
    """Return where the row's own values stand; those taken from elsewhere tell nothing of its shape."""
    out: dict[str, _At] = {}
    for name in FIELDS:
        value = row.fields.get(name)
        at = _at(value) if value is not None and not value.evidence.inherited else None
        if at is not None:
            out[name] = at
    return out


def _at(value: Value) -> _At | None:
    lines = [(p.page, p.bbox) for p in value.places if p.page is not None and p.bbox is not None]
    if not lines:
        return None
    page = lines[0][0]
    boxes = [b for p, b in lines if p == page]
    box = _around(boxes)
    heights = [b[3] - b[1] for b in boxes if b[3] > b[1]]
    return _At(page, box, max(1.0, median(heights)) if heights else _HEIGHT)


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def _row_box(at: Mapping[str, _At]) -> dict[int, Box]:
    """Return the box around a row's values on each page."""
    pages: dict[int, list[Box]] = defaultdict(list)
    for one in at.values():
        pages[one.page].append(one.box)
    return {page: _around(boxes) for page, boxes in pages.items()}


def _company(rows: Sequence[DraftRow]) -> list[object]:
    """Return for each row what is set out like it: the columns that its values stand in, or how it came."""
    out: list[object] = []
    for row in rows:
        table = next(
            (p.table for v in row.fields.values() if not v.evidence.inherited for p in v.places if p.table is not None),
            None,
        )
        out.append((row.origin, table))
    sizes = Counter(out)
    # A table of one or two rows has company in the document's other rows only.
    return [key if sizes[key] >= _FEWEST else rows[i].origin for i, key in enumerate(out)]


def _length(row: DraftRow) -> float:
    own = (v for v in row.fields.values() if not v.evidence.inherited)
    return 1.0 + sum(len(v.text.split()) for v in own)


def _beside(a: Box, b: Box) -> bool:
    """Return whether two boxes share a stretch across: one stands above the other."""
    return min(a[2], b[2]) > max(a[0], b[0])


def _above(a: Box, b: Box) -> float:
    """Return the gap down between two boxes, 0 where they share a height."""
    return max(0.0, max(a[1], b[1]) - min(a[3], b[3]))


def _nearest(box: Box, others: Sequence[Box]) -> float:
    """Return the least gap down between a box and others, 0 where one shares a height with it."""
    _, top, _, bottom = box
    return min([max(0.0, top - b[3], b[1] - bottom) for b in others])


def _order(a: _At, b: _At) -> int:
    """Return -1 where a stands wholly above b, 1 where below, 0 where beside it."""
    if a.page != b.page:
        return -1 if a.page < b.page else 1
    if a.box[3] <= b.box[1] + 1:
        return -1
    return 1 if b.box[3] <= a.box[1] + 1 else 0


def _shared(a: Box, b: Box) -> float:
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
