"""What the page says against a value: a second look at white space, rules and neighbours, independent of layout.

Layout decided what belongs together. This module asks the page again, value by value and by nothing but boxes: is there
a gap inside the value as wide as those between columns, does a word of another value stand as close as one of its own,
do its lines lie further apart than lines do, does a rule cross it, do words stand in its box that nothing took?
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray

from ingest.document import Document, Page
from ingest.draft import Draft, DraftRow, Value
from ingest.plan import FIELDS, Place

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
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Box = tuple[float, float, float, float]
Key = tuple[int, str]
"""Index of the row, and field (or `other:` and the heading)."""

_WORD_SPACE = 0.6
"""Widest space between words of one text, as a share of the font size (a quarter is usual, more in justified lines)."""
_COLUMN_SPACE = 1.2
"""Space from which on texts surely stand apart, as a share of the font size."""
_GUTTER = 0.5
"""Least width of a stripe that no word of a column crosses, as a share of the font size."""
_SAME_LINE = 0.5
"""Share of the lower line's height by which two boxes must overlap to stand on one line."""
_INSIDE = 1.5
"""Points by which a rule must lie inside a box to cross it."""
_DOUBTED = 0.7
"""Confidence of the reader below which a word is doubted."""
_LONG_RULE = 0.4
"""Share of a page's rows' width that a rule between them may leave free: text does not reach its outer edges."""
_SIZE = 10.0
"""Font size in points where none is known."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a value: its box in points."""

    key: Key
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class _Words:
    """The words of one page: boxes of shape (words, 4), font sizes, boldness, and whose each is."""

    boxes: Floats
    sizes: Floats
    bold: NDArray[np.bool_]
    doubted: NDArray[np.bool_]
    """Whether the reader was unsure of each."""
    owner: NDArray[np.int64]
    """Position in the list of keys; -1: of no row, -2: of a section or sentence."""

    @cached_property
    def top(self) -> Floats:
        return self.boxes[:, 1].copy()

    @cached_property
    def bottom(self) -> Floats:
        return self.boxes[:, 3].copy()

    @cached_property
    def centres(self) -> tuple[Floats, Floats]:
        """Middle of each word, in points across and down."""
        return (self.boxes[:, 0] + self.boxes[:, 2]) / 2, (self.boxes[:, 1] + self.boxes[:, 3]) / 2


_OUTSIDE = -3
"""Owner of words outside the table."""
_FEW_WORDS = 4
_POINT_OFF = 0.1
_INDENT = 60
"""Points of an indent that is as doubtful as can be."""


class PageLook:
    """A draft's pages, looked at once; `clues` then answers for each value."""

    def __init__(self, draft: Draft) -> None:
        self._pages = {p.number: p for p in draft.document.pages}
        self._keys: list[Key] = []
        self._lines: dict[int, list[tuple[int, _Line]]] = defaultdict(list)
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
                        self._lines[place.page].append((number, _Line(key, place.bbox)))
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
        lines: Sequence[tuple[int, _Line]],
        elsewhere: Sequence[tuple[float, float, float, float]],
        furniture: Sequence[tuple[float, float, float, float]],
    ) -> None:
        words = _words(page, lines, elsewhere, furniture)
        if not len(words.boxes):
            return
        counted = words.owner > _OUTSIDE
        self.unused_words[page.number] = int((words.owner == -1).sum())
        self.unused[page.number] = self.unused_words[page.number] / max(1, int(counted.sum()))
        per_value: dict[int, list[_Line]] = defaultdict(list)
        for number, line in lines:
            per_value[number].append(line)
        leading = _leading(per_value)
        stripes = self._gutters(words, per_value)
        row_boxes = _row_boxes([(n, line) for n, line in lines if not self._values[self._keys[n]].evidence.inherited])
        rows_of = np.array([row for row, _ in self._keys])
        taken_rows = np.where(words.owner >= 0, rows_of[np.maximum(words.owner, 0)], -1)
        of_row = {row: _of_row(words, box, taken_rows, row) for row, box in row_boxes.items()}
        drawn = _Drawn.of(page)
        of_page = {
            "page_words_doubted": float(words.doubted[counted].mean()) if counted.any() else 0.0,
            "rules_broken": _broken(drawn, list(row_boxes.values())),
        }
        for number, own in per_value.items():
            key = self._keys[number]
            boxes = np.array([line.box for line in own])
            x0, top, x1, bottom = zip(*(line.box for line in own), strict=True)
            around = (min(x0), min(top), max(x1), max(bottom))
            mine = words.owner == number
            out = self._found[key]
            found = {
                **_horizontal(words, mine, boxes, around),
                **_vertical(words, mine, boxes, around, leading),
                **_rules(drawn, boxes, around),
                **_inside(words, mine, around),
                **_styles(words, mine),
                **_stream(words.boxes, np.flatnonzero(mine), taken_rows, boxes),
                "gutter_inside": stripes.get(number, 0.0),
                "words_doubted": log(1 + int(words.doubted[mine].sum())),
                **of_page,
                **of_row.get(key[0], {}),
            }
            for name, doubt in found.items():
                out[name] = max(out.get(name, 0.0), doubt)
            out.setdefault("no_place", 0.0)

    def _gutters(self, words: _Words, per_value: Mapping[int, list[_Line]]) -> dict[int, float]:
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
        for members in columns.values():
            mine = np.isin(words.owner, members)
            if mine.sum() < _FEW_WORDS or len(members) < 2:
                continue
            boxes, owners = words.boxes[mine], words.owner[mine]
            size = float(words.sizes[mine].mean())
            for low, high in _stripes(boxes, _GUTTER * size):
                left, right = boxes[:, 2] <= low + _POINT_OFF, boxes[:, 0] >= high - _POINT_OFF
                parted = [n for n in members if (owners[left] == n).any() and (owners[right] == n).any()]
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


_SIDES = 4
_HEIGHT_TO_SIZE = 0.8
"""Font size as share of the box's height."""


def _words(
    page: Page,
    lines: Sequence[tuple[int, _Line]],
    elsewhere: Sequence[tuple[float, float, float, float]],
    furniture: Sequence[tuple[float, float, float, float]],
) -> _Words:
    kept = [w for w in page.words if w.bbox is not None and w.raw.strip()]
    boxes: Floats = np.array([w.bbox for w in kept], dtype=float).reshape(-1, _SIDES)
    height = boxes[:, 3] - boxes[:, 1]
    sizes = np.array([w.size or 0.0 for w in kept])
    sizes = np.where(sizes > 0, sizes, np.where(height > 0, _HEIGHT_TO_SIZE * height, _SIZE))
    owner = np.full(len(kept), -1, dtype=np.int64)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2

    def within(box: tuple[float, float, float, float]) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = (x >= box[0] - 0.5) & (x <= box[2] + 0.5) & (y >= box[1] - 0.5) & (y <= box[3] + 0.5)
        return found

    for box in furniture:
        owner[within(box)] = _OUTSIDE
    for box in elsewhere:
        owner[within(box)] = -2
    for number, line in lines:
        owner[within(line.box)] = number
    doubted = np.array([w.confidence < _DOUBTED for w in kept], dtype=bool)
    return _Words(boxes, sizes, np.array([w.bold for w in kept], dtype=bool), doubted, owner)


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


_OVERLAP = 0.3
"""Font sizes by which words beside each other may overlap."""


def _horizontal(words: _Words, mine: Bools, lines: Floats, around: Box) -> dict[str, float]:
    """Gaps inside the value's lines, and how close other words stand beside them."""
    if not mine.any():
        return {}
    size = max(1.0, float(words.sizes[mine].mean()))
    near = np.flatnonzero((words.bottom > around[1]) & (words.top < around[3]) & (words.owner != _OUTSIDE))
    boxes, own = words.boxes[near], mine[near]
    on = _on_lines(boxes, lines)
    beside = on & ~own
    # The nearest word of all lines is the closest: what is made of its distance only falls with it.
    x0, x1 = lines[:, 0, None], lines[:, 2, None]
    to_right = np.where(beside & (boxes[:, 0] >= x1 - _OVERLAP * size), boxes[:, 0] - x1, np.inf).min(initial=np.inf)
    to_left = np.where(beside & (boxes[:, 2] <= x0 + _OVERLAP * size), x0 - boxes[:, 2], np.inf).min(initial=np.inf)
    inside = [[(box[0], box[2]) for box in boxes[of_line].tolist()] for of_line in on & own]
    return {
        "gap_inside": max(
            (_ramp(_widest(spans) / size, _WORD_SPACE, 2 * _COLUMN_SPACE) for spans in inside), default=0.0
        ),
        "close_right": 1 - _ramp(float(to_right) / size, _WORD_SPACE / 2, _COLUMN_SPACE),
        "close_left": 1 - _ramp(float(to_left) / size, _WORD_SPACE / 2, _COLUMN_SPACE),
    }


def _on_lines(boxes: Floats, lines: Floats) -> Bools:
    """Return which boxes stand on which lines; shape (lines, boxes)."""
    top, bottom = lines[:, 1, None], lines[:, 3, None]
    shared = np.minimum(boxes[:, 3], bottom) - np.maximum(boxes[:, 1], top)
    found: Bools = shared > _SAME_LINE * np.minimum(boxes[:, 3] - boxes[:, 1], bottom - top)
    return found


def _widest(spans: list[tuple[float, float]]) -> float:
    """Return the widest space between stretches from left to right; 0 for fewer than two."""
    spans.sort()
    widest, end = 0.0, spans[0][1] if spans else 0.0
    for x0, x1 in spans[1:]:
        widest = max(widest, x0 - end)
        end = max(end, x1)
    return widest


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))


_USUAL_LEADING = 1.2


def _leading(per_value: Mapping[int, list[_Line]]) -> float:
    """Return the usual distance between the lines of one value, as a share of a line's height; 1.2 where unknown."""
    steps: list[float] = []
    for lines in per_value.values():
        boxes = sorted(line.box for line in lines)
        boxes.sort(key=lambda b: b[1])
        steps += [
            (b[1] - a[1]) / max(1.0, a[3] - a[1])
            for a, b in itertools.pairwise(boxes)
            if b[1] - a[1] > 0.5 * (a[3] - a[1])
        ]
    return float(np.median(steps)) if steps else _USUAL_LEADING


_NEARLY_LEADING = 0.1
"""Line heights beyond the usual ones from which the next text is near, and from which it is far."""
_FAR_LEADING = 0.9
_LEADING_EVEN = 1.15
_LEADING_UNEVEN = 2.5


def _vertical(words: _Words, mine: Bools, lines: Floats, around: Box, leading: float) -> dict[str, float]:
    """Lines further apart than lines are, and lines of others as close as the value's own."""
    ordered = lines[np.argsort(lines[:, 1])]
    height = max(1.0, float((ordered[:, 3] - ordered[:, 1]).mean()))
    steps = (ordered[1:, 1] - ordered[:-1, 1]) / height
    widest = float(steps.max()) if len(steps) else 0.0
    x0, top, x1, bottom = around
    apart = ~mine & (words.boxes[:, 2] > x0) & (words.boxes[:, 0] < x1)
    below = words.boxes[apart & (words.boxes[:, 1] >= bottom - 0.3 * height), 1] - bottom
    above = top - words.boxes[apart & (words.boxes[:, 3] <= top + 0.3 * height), 3]
    usual = max(0.0, leading - 1.0)

    def close(distances: Floats) -> float:
        return (
            1 - _ramp(float(distances.min()) / height, usual + _NEARLY_LEADING, usual + _FAR_LEADING)
            if len(distances)
            else 0.0
        )

    return {
        "leading_inside": _ramp(widest, _LEADING_EVEN * leading, _LEADING_UNEVEN * leading),
        "close_below": close(below),
        "close_above": close(above),
    }


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A page's drawn lines as boxes, of shape (lines, 4)."""

    across: Floats
    down: Floats

    @classmethod
    def of(cls, page: Page) -> _Drawn:
        across = [r.bbox for r in page.rules if r.horizontal]
        down = [r.bbox for r in page.rules if not r.horizontal]
        return cls(np.array(across, dtype=float).reshape(-1, _SIDES), np.array(down, dtype=float).reshape(-1, _SIDES))


_ACROSS = 1.1


def _rules(drawn: _Drawn, lines: Floats, around: Box) -> dict[str, float]:
    """Drawn lines that run through the value's box."""
    x0, top, x1, bottom = around
    across = down = False
    if len(drawn.across):
        left, y, right = drawn.across[:, 0], drawn.across[:, 1], drawn.across[:, 2]
        found = (top + _INSIDE < y) & (y < bottom - _INSIDE) & (right - left > _ACROSS * (x1 - x0))
        found &= np.minimum(right, x1) - np.maximum(left, x0) > 0.5 * (x1 - x0)
        across = any(not _strikes(lines, height) for height in y[found].tolist())
    if len(drawn.down):
        x, high, low = drawn.down[:, 0], drawn.down[:, 1], drawn.down[:, 3]
        found = (x0 + _INSIDE < x) & (x < x1 - _INSIDE)
        found &= np.minimum(low, bottom) - np.maximum(high, top) > 0.5 * (bottom - top)
        down = bool(found.any())
    return {"rule_across": float(across), "rule_down": float(down)}


def _broken(drawn: _Drawn, rows: Sequence[Box]) -> float:
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


def _strikes(lines: Floats, y: float) -> bool:
    """Return whether a height lies amid a line of text: what is drawn there underlines or strikes it."""
    return bool(((lines[:, 1] + _INSIDE < y) & (y < lines[:, 3] + _INSIDE)).any())


def _inside(words: _Words, mine: Bools, around: Box) -> dict[str, float]:
    """Words in the value's box that are not its own."""
    inside = _in_box(words, around) & ~mine
    taken = inside & (words.owner >= 0)
    return {"foreign_inside": log(1 + float(inside.sum())), "overlap": log(1 + float(taken.sum()))}


_SIZES_EVEN = 1.05
_SIZES_UNEVEN = 1.5


def _styles(words: _Words, mine: Bools) -> dict[str, float]:
    if not mine.any():
        return {}
    sizes = words.sizes[mine]
    share = float(words.bold[mine].mean())
    return {
        "sizes": _ramp(float(sizes.max()) / max(1.0, float(sizes.min())), _SIZES_EVEN, _SIZES_UNEVEN),
        "bold_mixed": 1.0 if 0 < share < 1 else 0.0,
    }


def _stream(boxes: Floats, mine: NDArray[np.int64], rows: NDArray[np.int64], lines: Floats) -> dict[str, float]:
    """What the order in which the file draws its words says: a second segmentation that layout did not make.

    A text's words are mostly drawn one after the other, down its lines: in how many parts are they, how many words of
    other rows come between, how many words come before one that stands above them?

    Args:
        boxes: of all words of the page, in the order of drawing.
        mine: positions of the value's own words.
        rows: the row that each word belongs to, -1 for none.
        lines: boxes of the value's lines.
    """
    if len(mine) < 2:
        return {}
    between = rows[mine[0] : mine[-1] + 1]
    middle = (boxes[mine, 1] + boxes[mine, 3]) / 2
    line = np.abs(middle[:, None] - ((lines[:, 1] + lines[:, 3]) / 2)[None, :]).argmin(axis=1)
    back = (np.diff(lines[:, 1][line]) < -1.0) & (np.diff(boxes[mine, 0]) < 0)
    return {
        "stream_parts": log(1 + int((np.diff(mine) > 1).sum())),
        "stream_foreign": log(1 + float(((between >= 0) & (between != rows[mine[0]])).sum())),
        "stream_back": log(1 + float(back.sum())),
    }


def _mixed(rows: NDArray[np.int64], index: int) -> float:
    """Return the share of other rows' words among those drawn from the row's first word to its last."""
    mine = np.flatnonzero(rows == index)
    if not len(mine):
        return 0.0
    span = rows[mine[0] : mine[-1] + 1]
    taken = span[span >= 0]
    return float((taken != index).mean())


def _row_boxes(lines: Sequence[tuple[int, _Line]]) -> dict[int, Box]:
    """Return the box around all of each row's values on one page."""
    out: dict[int, Box] = {}
    for _, line in lines:
        index = line.key[0]
        x0, top, x1, bottom = line.box
        if index in out:
            a = out[index]
            out[index] = (min(a[0], x0), min(a[1], top), max(a[2], x1), max(a[3], bottom))
        else:
            out[index] = (x0, top, x1, bottom)
    return out


def _in_box(words: _Words, box: Box) -> Bools:
    x, y = words.centres
    found: Bools = (x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])
    return found


def _of_row(words: _Words, box: Box, rows: NDArray[np.int64], index: int) -> dict[str, float]:
    """Words inside a row's box: how many nothing took, as a logarithm, and which share belongs to other rows."""
    inside = _in_box(words, box)
    taken = rows[inside & (rows >= 0)]
    return {
        "unused_beside": log(1 + float((inside & (words.owner == -1)).sum())),
        "row_scattered": float((taken != index).mean()) if len(taken) else 0.0,
        "row_stream_mixed": _mixed(rows, index),
    }
