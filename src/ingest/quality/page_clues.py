"""What the page says against a value: a second look at white space, rules and neighbours, independent of layout.

Layout decided what belongs together. This module asks the page again, value by value and by nothing but boxes: is there
a gap inside the value as wide as those between columns, does a word of another value stand as close as one of its own,
do its lines lie further apart than lines do, does a rule cross it, do words stand in its box that nothing took?
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log

import numpy as np

from ingest.document import Document, Page
from ingest.draft import Draft, DraftRow, Value
from ingest.plan import FIELDS, Place
from ingest.quality.page_boxes import OUTSIDE, SIDES, Box, Floats, Ints, PageRules, PageWords, clues_of, in_boxes

__all__ = ["PAGE_FEATURES", "PageLook"]

PAGE_FEATURES = (
    "no_place",
    "gap_inside",
    "gutter_inside",
    "close_right",
    "close_left",
    "leading_inside",
    "close_below",
    "close_above",
    "foreign_inside",
    "unused_beside",
    "overlap",
    "rule_across",
    "rule_down",
    "sizes",
    "bold_mixed",
    "indent",
    "row_scattered",
    "stream_parts",
    "stream_foreign",
    "stream_back",
    "row_stream_mixed",
    "words_doubted",
    "page_words_doubted",
    "rules_broken",
)
Key = tuple[int, str]
"""Index of the row, and field (or `other:` and the heading)."""

_GUTTER = 0.5
"""Least width of a stripe that no word of a column crosses, as a share of the font size."""
_DOUBTED = 0.7
"""Confidence of the reader below which a word is doubted."""
_LONG_RULE = 0.4
"""Share of a page's rows' width that a rule between them may leave free: text does not reach its outer edges."""
_SIZE = 10.0
"""Font size in points where none is known."""


_FEW_WORDS = 4
_POINT_OFF = 0.1
_AT_ONCE = 1 << 20
"""Numbers in a table of boxes by words at most."""
_INDENT = 60
"""Points of an indent that is as doubtful as can be."""


class PageLook:
    """A draft's pages, looked at once; `clues` then answers for each value."""

    def __init__(self, draft: Draft) -> None:
        self._pages = {p.number: p for p in draft.document.pages}
        self._keys: list[Key] = []
        self._lines: dict[int, list[tuple[int, Box]]] = defaultdict(list)
        self._values: dict[Key, Value] = {}
        self._same: dict[Key, Key] = {}
        first: dict[tuple[str, tuple[Place, ...]], Key] = {}
        for index, row in enumerate(draft.rows):
            for name, value in values_of(row):
                key = (index, name)
                # A cell that spans several rows, or a heading over them, is looked at once.
                self._same[key] = first.setdefault((name, value.places), key)
                if self._same[key] != key:
                    continue
                number = len(self._keys)
                self._keys.append(key)
                self._values[key] = value
                for place in value.places:
                    if place.page in self._pages and place.bbox is not None:
                        self._lines[place.page].append((number, place.bbox))
        self._row_of: Ints = np.array([row for row, _ in self._keys], dtype=np.int64)
        elsewhere = defaultdict(list)
        for place in _other_places(draft):
            if place.page is not None and place.bbox is not None:
                elsewhere[place.page].append(place.bbox)
        self._found: dict[Key, dict[str, float]] = {k: {} for k in self._keys}
        self.unused: dict[int, float] = {}
        """Share of each page's words, of those pages that hold rows, that nothing of the plan took."""
        self.unused_words: dict[int, int] = {}
        furniture = _furniture(draft.document)
        for number in sorted(self._lines):
            self._page(self._pages[number], self._lines[number], elsewhere[number], furniture[number])
        self._alignment()

    def clues(self, row: int, name: str) -> Mapping[str, float]:
        """Return the doubts about a value; names of `PAGE_FEATURES`, absent where 0."""
        return self._found.get(self._same.get((row, name), (row, name))) or {"no_place": 1.0}

    def _page(
        self,
        page: Page,
        lines: Sequence[tuple[int, Box]],
        elsewhere: Sequence[Box],
        furniture: Sequence[Box],
    ) -> None:
        words = _words(page, lines, elsewhere, furniture)
        if not len(words.boxes):
            return
        counted = words.owner > OUTSIDE
        self.unused_words[page.number] = int((words.owner == -1).sum())
        self.unused[page.number] = self.unused_words[page.number] / max(1, int(counted.sum()))
        per_value: dict[int, list[Box]] = defaultdict(list)
        for number, line in lines:
            per_value[number].append(line)
        stripes = self._gutters(words, per_value)
        own = [(self._keys[n][0], box) for n, box in lines if not self._values[self._keys[n]].evidence.inherited]
        row_boxes = _row_boxes(own)
        taken_rows = np.where(words.owner >= 0, self._row_of[np.maximum(words.owner, 0)], -1)
        of_row = _of_rows(words, row_boxes, taken_rows)
        drawn = PageRules.of(page)
        of_page = {
            "page_words_doubted": float(words.doubted[counted].mean()) if counted.any() else 0.0,
            "rules_broken": _broken(drawn, list(row_boxes.values())),
        }
        for number, doubts in clues_of(words, lines, _leading(per_value), drawn, taken_rows):
            key = self._keys[number]
            out = self._found[key]
            found = {
                **doubts,
                "gutter_inside": stripes.get(number, 0.0),
                **of_page,
                **of_row.get(key[0], {}),
            }
            if not out:
                out.update({name: doubt if doubt > 0.0 else 0.0 for name, doubt in found.items()})
                out.setdefault("no_place", 0.0)
                continue
            for name, doubt in found.items():
                if doubt > out.get(name, 0.0):
                    out[name] = doubt
                elif name not in out:
                    out[name] = 0.0
            out.setdefault("no_place", 0.0)

    def _gutters(self, words: PageWords, per_value: Mapping[int, list[Box]]) -> dict[int, float]:
        """Return how often a stripe that no word of its whole column crosses runs through each value.

        A column is made of the values of one field in one table; the stripe must part words of two values or more.
        """
        columns: dict[tuple[str, int], list[int]] = defaultdict(list)
        for number in per_value:
            key = self._keys[number]
            places = self._values[key].places
            table = next((p.table for p in places if p.table is not None), -1)
            columns[key[1], table].append(number)
        out: dict[int, float] = {}
        taken, owner = words.owner >= 0, np.maximum(words.owner, 0)
        for members in columns.values():
            if len(members) < 2:
                continue
            held = np.zeros(len(self._keys), dtype=bool)
            held[members] = True
            mine = taken & held[owner]
            if mine.sum() < _FEW_WORDS:
                continue
            boxes, owners = words.boxes[mine], words.owner[mine]
            size = float(words.sizes[mine].mean())
            for low, high in _stripes(boxes, _GUTTER * size):
                left, right = boxes[:, 2] <= low + _POINT_OFF, boxes[:, 0] >= high - _POINT_OFF
                parted = {*owners[left].tolist()}.intersection(owners[right].tolist())
                if len(parted) >= 2:
                    for n in parted:
                        out[n] = out.get(n, 0.0) + 1.0
        return {n: min(1.0, v) for n, v in out.items()}

    def _alignment(self) -> None:
        """Fill in how far each value's left edge lies from that of its column, in font sizes."""
        edges: dict[tuple[str, int, int], list[tuple[Key, float]]] = defaultdict(list)
        for key, value in self._values.items():
            for place in value.places:
                if place.bbox is not None and place.page is not None:
                    table = -1 if place.table is None else place.table
                    edges[key[1], table, place.page].append((key, place.bbox[0]))
        for members in edges.values():
            if len(members) < _FEW_WORDS:
                continue
            middle = float(np.median([x for _, x in members]))
            for key, x in members:
                found = self._found[key]
                found["indent"] = max(found.get("indent", 0.0), min(1.0, abs(x - middle) / _INDENT))


def values_of(row: DraftRow) -> list[tuple[str, Value]]:
    """Return a row's values by field, and those beyond the five by `other:` and their heading."""
    five = [(name, row.fields[name]) for name in FIELDS if name in row.fields]
    return [*((str(n), v) for n, v in five), *((f"other:{k}", v) for k, v in row.other.items())]


def _other_places(draft: Draft) -> list[Place]:
    places = [s.place for s in draft.sections if s.place is not None]
    return [*places, *(p for s in draft.statements for p in s.value.places)]


def _furniture(document: Document) -> dict[int, list[tuple[float, float, float, float]]]:
    """Boxes of headings, running lines and notes by page: what no row is expected to take."""
    out: dict[int, list[tuple[float, float, float, float]]] = defaultdict(list)
    for block in document.blocks:
        role = getattr(block, "role", None)
        if role in ("header", "footer", "footnote", "heading", "caption", "side"):
            for place in getattr(block, "places", ()):
                if place.page is not None and place.bbox is not None:
                    out[place.page].append(tuple(place.bbox))
    return out


_HEIGHT_TO_SIZE = 0.8
"""Font size as share of the box's height."""


def _words(
    page: Page,
    lines: Sequence[tuple[int, Box]],
    elsewhere: Sequence[Box],
    furniture: Sequence[Box],
) -> PageWords:
    kept = [w for w in page.words if w.bbox is not None and w.raw.strip()]
    boxes: Floats = np.array([w.bbox for w in kept], dtype=float).reshape(-1, SIDES)
    height = boxes[:, 3] - boxes[:, 1]
    sizes = np.array([w.size or 0.0 for w in kept])
    sizes = np.where(sizes > 0, sizes, np.where(height > 0, _HEIGHT_TO_SIZE * height, _SIZE))
    owner = np.full(len(kept), -1, dtype=np.int64)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2

    # The last box that holds a word says whose it is.
    boxed = np.array([*furniture, *elsewhere, *(box for _, box in lines)], dtype=float).reshape(-1, SIDES)
    owners = np.array([*[OUTSIDE] * len(furniture), *[-2] * len(elsewhere), *(number for number, _ in lines)])
    step = max(1, _AT_ONCE // max(1, len(kept)))
    for at in range(0, len(boxed), step):
        left, top, right, bottom = (boxed[at : at + step, i, None] for i in range(SIDES))
        held = (x >= left - 0.5) & (x <= right + 0.5) & (y >= top - 0.5) & (y <= bottom + 0.5)
        last = len(held) - 1 - held[::-1].argmax(axis=0)
        owner = np.where(held.any(axis=0), owners[at + last], owner)
    doubted = np.array([w.confidence < _DOUBTED for w in kept], dtype=bool)
    return PageWords(boxes, sizes, np.array([w.bold for w in kept], dtype=bool), doubted, owner)


def _stripes(boxes: Floats, least: float) -> list[tuple[float, float]]:
    """Return the stretches across that no box crosses, between the leftmost and the rightmost box."""
    order = np.argsort(boxes[:, 0])
    out: list[tuple[float, float]] = []
    end = float(boxes[order[0], 2])
    for i in order[1:]:
        x0, x1 = float(boxes[i, 0]), float(boxes[i, 2])
        if x0 - end >= least:
            out.append((end, x0))
        end = max(end, x1)
    return out


_USUAL_LEADING = 1.2


def _leading(per_value: Mapping[int, list[Box]]) -> float:
    """Return the usual distance between the lines of one value, as a share of a line's height; 1.2 where unknown."""
    steps: list[float] = []
    for lines in per_value.values():
        boxes = sorted(sorted(lines), key=lambda b: b[1])
        steps += [
            (b[1] - a[1]) / max(1.0, a[3] - a[1])
            for a, b in itertools.pairwise(boxes)
            if b[1] - a[1] > 0.5 * (a[3] - a[1])
        ]
    return float(np.median(steps)) if steps else _USUAL_LEADING


def _broken(drawn: PageRules, rows: Sequence[Box]) -> float:
    """Share of the lines across the rows' width that do not go all the way: rules of which a scan lost parts."""
    if not rows or not len(drawn.across):
        return 0.0
    left, right = min(b[0] for b in rows), max(b[2] for b in rows)
    top, bottom = min(b[1] for b in rows), max(b[3] for b in rows)
    y = drawn.across[:, 1]
    covered = np.minimum(drawn.across[:, 2], right) - np.maximum(drawn.across[:, 0], left)
    amid = (y > top - _SIZE) & (y < bottom + _SIZE) & (covered > 0)
    whole = amid & (covered >= (1 - _LONG_RULE) * (right - left))
    part = amid & ~whole
    return float(part.sum() / amid.sum()) if whole.any() else 0.0


def _mixed(rows: Ints, index: int) -> float:
    """Return the share of other rows' words among those drawn from the row's first word to its last."""
    mine = np.flatnonzero(rows == index)
    if not len(mine):
        return 0.0
    span = rows[mine[0] : mine[-1] + 1]
    taken = span[span >= 0]
    return float((taken != index).mean())


def _row_boxes(lines: Sequence[tuple[int, Box]]) -> dict[int, Box]:
    """Return the box around all of each row's values on one page; `lines`: index of its row and box of each line."""
    out: dict[int, Box] = {}
    for index, (x0, top, x1, bottom) in lines:
        if index in out:
            a = out[index]
            out[index] = (min(a[0], x0), min(a[1], top), max(a[2], x1), max(a[3], bottom))
        else:
            out[index] = (x0, top, x1, bottom)
    return out


def _of_rows(words: PageWords, boxes: Mapping[int, Box], rows: Ints) -> dict[int, dict[str, float]]:
    """Words inside the rows' boxes: how many nothing took, as a logarithm, and which share belongs to other rows."""
    out: dict[int, dict[str, float]] = {}
    indices, edges = list(boxes), np.array(list(boxes.values())).reshape(-1, SIDES)
    step = max(1, _AT_ONCE // max(1, len(rows)))
    for at in range(0, len(indices), step):
        part = np.array(indices[at : at + step])
        inside = in_boxes(words, *edges[at : at + step].T)
        taken = inside & (rows >= 0)
        counts = taken.sum(axis=1).tolist()
        others = (taken & (rows != part[:, None])).sum(axis=1).tolist()
        unused = (inside & (words.owner == -1)).sum(axis=1).tolist()
        for index, count, other, left in zip(part.tolist(), counts, others, unused, strict=True):
            out[index] = {
                "unused_beside": log(1 + left),
                "row_scattered": other / count if count else 0.0,
                "row_stream_mixed": _mixed(rows, index),
            }
    return out
