"""A page of text with narrow columns at its side, read by the columns' edges: paragraphs, and what stands beside them.

What stands in the columns belongs to the paragraph that begins at the same height.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise, takewhile
from statistics import median

from ingest.document import Line
from ingest.language.lists import open_end
from ingest.layout.tables.model import MeasuredWord
from ingest.layout.text.paragraphs import Leading, leading_of, paragraphs_of

__all__ = [
    "APART",
    "AT_PLACE",
    "HEAD_WORDS",
    "ITEM_NUMBER",
    "LONGEST_MARK",
    "LOST_BULLET",
    "MOST_COLUMNS",
    "NO_SPACE",
    "SAME_EDGE",
    "STOP",
    "WIDER",
    "WRAPPED",
    "ColumnRow",
    "MarginColumns",
    "MarginTask",
    "PageTasks",
    "heads_at",
    "is_head",
    "is_heading",
    "is_word",
    "may_head",
    "read_tasks",
    "says",
    "usual_space",
    "without_specks",
]  # fmt: skip

APART = 0.7
"""Font sizes of white space from which a word may begin a column."""
NO_SPACE, WIDER = 0.3, 1.4
"""White space that parts no column from the text before it: less than so many font sizes, or times the usual space."""
LONGEST_MARK = 2
"""Letters of what may be a bullet or an item's number, misread or not."""
SAME_EDGE = 3.0
"""Points within which left edges are one; a scan's rows drift."""
AT_PLACE = 1.0
"""Points within which a word surely begins at its column's edge."""
LOST_BULLET = 1.5
"""Font sizes by which the text of an item stands in from its bullet, at most."""
_LEVEL = 0.6
"""Font sizes by which the first lines of a task and of what stands beside it differ in height."""
_MOVED = 0.15
"""Font sizes by which a line stands otherwise beside the text's than the first one does."""
WRAPPED = 1.9
"""Font sizes from a line of an entry to its next."""
HEAD_WORDS = 3
"""Words of a column's head."""
_LINE = 1.0
"""Heights of a line of white space between paragraphs of one item at most."""
_HEADING = 9
"""Words of an item's heading at most."""
MOST_COLUMNS = 3
"""Columns beside a text at most."""
ITEM_NUMBER = re.compile(r"§+|(?:§\s?)?\d{1,3}(?:\.\d{1,2})*[.:)]?")
STOP = re.compile(r"[.!?:][\"”’)\]]*$")


@dataclass(frozen=True, slots=True)
class MarginColumns:
    """Where the text and the columns beside it stand: left edges, in points, and the heads of all, left to right."""

    edges: tuple[float, ...]
    main: int
    """Which of the columns is the text."""
    right: float
    """Right edge of the text, in points."""
    begin: tuple[int, float] = (0, 0.0)
    """Page and height (points) at which the first numbered item begins; nothing above it is a task."""
    ends: tuple[float, ...] = ()
    """The right edge of the words in each column, in points."""
    heads: tuple[Line, ...] = ()
    """A line a column, () where there are none; the text's own has no words where it has no head."""
    shifts: tuple[tuple[int, float], ...] = ()
    """Pages of a scan that lie aside: their numbers, and points by which all stands further right there."""

    def on(self, page: int) -> MarginColumns:
        """Return the columns as they stand on a page."""
        shift = dict(self.shifts).get(page, 0.0)
        if not shift:
            return self
        edges, ends = (tuple(x + shift for x in own) for own in (self.edges, self.ends))
        return replace(self, edges=edges, ends=ends, right=self.right + shift)


@dataclass(slots=True)
class ColumnRow:
    """A visual row, by column."""

    columns: list[list[MeasuredWord]]
    crossing: bool
    """Whether it runs across a column's edge."""

    @property
    def tokens(self) -> list[MeasuredWord]:
        return [t for column in self.columns for t in column]


@dataclass(slots=True, eq=False)
class MarginTask:
    """A paragraph of the text and what stands beside it, by column."""

    lines: list[Line]
    beside: dict[int, list[list[MeasuredWord]]] = field(default_factory=dict)


@dataclass(slots=True)
class PageTasks:
    """What a page holds: its paragraphs in order, tasks among them, the row of heads, and what belongs to nothing."""

    paragraphs: list[MarginTask]
    heads: tuple[Line, ...]
    """Of each column, () where the page has none."""
    lost: int
    """Rows beside no paragraph."""
    crossing: int
    """Rows that run across a column's edge."""
    crossing_beside: int
    """Those of them right above or below an entry: what stands apart from the tasks may."""
    rows: int
    again: bool
    """The heads come again further down."""


def read_tasks(rows: Sequence[Sequence[MeasuredWord]], columns: MarginColumns, number: int) -> PageTasks:
    """Return what a page holds.

    Args:
        rows: its visual rows, without specks at the text's left edge (`without_specks`).
        columns: the edges that it is read by.
        number: the page's.
    """
    space = usual_space(rows)
    split = [r for row in rows if (r := by_column(row, columns, space)).tokens]
    at = heads_at(split, columns)
    heads = split[at] if at is not None else None
    body = split if at is None else split[at + 1 :]
    if at is None and number <= columns.begin[0]:
        body = [r for r in body if number == columns.begin[0] and r.tokens[0].top >= columns.begin[1] - 1]
    blocks: list[list[ColumnRow]] = [[]]
    for row in body:
        if row.crossing:
            blocks.append([])
        else:
            blocks[-1].append(row)
    lines = [
        [Line(tuple(t.word for t in r.columns[columns.main]), number) for r in b if r.columns[columns.main]]
        for b in blocks
    ]
    leading = leading_of(lines)
    paragraphs: list[MarginTask] = []
    lost = 0
    for block, own in zip(blocks, lines, strict=True):
        made = _paragraphs(own, leading, columns, _starts(block, columns))
        lost += _place(block, made, columns)
        paragraphs += _to_texts(made)
    found = () if heads is None else tuple(Line(tuple(t.word for t in c), number) for c in heads.columns)
    words = [[t.text for t in r.tokens] for r in body]
    again = heads is not None and [t.text for t in heads.tokens] in words
    crossing = sum(r.crossing for r in body), _crossing_beside(body, columns)
    return PageTasks(paragraphs, found, lost, *crossing, len(body), again)


def _crossing_beside(rows: Sequence[ColumnRow], columns: MarginColumns) -> int:
    """How many rows run across a column's edge right above or below a row with something in that column."""
    held = [not r.crossing and any(c for k, c in enumerate(r.columns) if k != columns.main) for r in rows]
    tops = [min(t.top for t in r.tokens) for r in rows]
    sizes = [max(t.size for t in r.tokens) for r in rows]

    def near(at: int, other: int) -> bool:
        return 0 <= other < len(rows) and held[other] and abs(tops[other] - tops[at]) <= WRAPPED * sizes[at]

    return sum(r.crossing and (near(at, at - 1) or near(at, at + 1)) for at, r in enumerate(rows))


def usual_space(rows: Sequence[Sequence[MeasuredWord]]) -> float:
    """The usual white space between the words of a page's rows, in points."""
    gaps = [gap for row in rows for a, b in pairwise(row) if (gap := b.x0 - a.x1) < a.size]
    return median(gaps) if gaps else 0.0


def by_column(row: Sequence[MeasuredWord], columns: MarginColumns, space: float) -> ColumnRow:
    """Return a row by column.

    Args:
        row: from left to right, without specks (`without_specks`).
        columns: the edges.
        space: the page's usual white space between words, in points.
    """
    held: list[list[MeasuredWord]] = [[] for _ in columns.edges]
    starts = [x - SAME_EDGE for x in columns.edges]
    for t in row:
        held[max(0, bisect_right(starts, t.x0) - 1)].append(t)
    crossing = any(is_word(t) for t in takewhile(lambda t: t.x0 < starts[0], row))
    end = max((t.x1 for t in held[0]), default=0.0)
    begun = bool(held[0])
    for k, (x, behind) in enumerate(zip(columns.edges[1:], held[1:], strict=True), start=1):
        too_long = _is_too_long(k, held, columns)
        crossing |= end > x + 1 and not too_long
        if behind:
            # A line of text whose word happens to begin there.
            # Behind a bullet the text stands as near as behind a word.
            words = any(len(t.text) > LONGEST_MARK for column in held[:k] for t in column)
            near = max(NO_SPACE * behind[0].size, WIDER * space if words else 0.0)
            runs_on = begun and behind[0].x0 - end < near and not too_long
            # A scan may have lost the bullet before an item's text.
            indent = LOST_BULLET * behind[0].size if k == columns.main else 3 * SAME_EDGE
            crossing |= behind[0].x0 > x + indent or runs_on
            # A speck before the next column's word is no text that runs on.
            end = max(end, max((t.x1 for t in behind if is_word(t)), default=behind[-1].x1))
            begun = True
    return ColumnRow(held, crossing)


def _is_too_long(k: int, held: Sequence[Sequence[MeasuredWord]], columns: MarginColumns) -> bool:
    """Return whether what runs into a column (`k`) from the one before may be a word too long for that one: what
    stands in both begins at its place all the same."""
    before, own, alone = held[k - 1], held[k], len(held[k - 1]) == 1
    if columns.main == k - 1 or not _at_place(before, columns.edges[k - 1]):
        return False
    return (_at_place(own, columns.edges[k]) and (alone or columns.main != k)) or (alone and not own)


def _at_place(words: Sequence[MeasuredWord], x: float) -> bool:
    """Whether there are words in a column, the first one right at its left edge (`x`, points)."""
    return bool(words) and abs(words[0].x0 - x) <= AT_PLACE


def without_specks(row: Sequence[MeasuredWord], left: float) -> list[MeasuredWord]:
    """Return a row without signs that stand alone behind its words, or far at the left of `left` (points)."""
    if all([_is_word(t.text) for t in row]):
        return list(row)
    out: list[MeasuredWord] = []
    for n, t in enumerate(row):
        if is_word(t):
            out.append(t)
            continue
        before = t.x0 - row[n - 1].x1 if n else left - t.x0 - t.size
        after = row[n + 1].x0 - t.x1 if n + 1 < len(row) else t.size
        if before <= APART * t.size or (n and after <= APART * t.size):
            out.append(t)
    return out


def is_word(token: MeasuredWord) -> bool:
    """Return whether a word is more than a speck or a mark."""
    return _is_word(token.text)


@lru_cache(1 << 14)
def _is_word(text: str) -> bool:
    return text[:1].isalnum() or any(map(str.isalnum, text))


def heads_at(rows: Sequence[ColumnRow], columns: MarginColumns) -> int | None:
    """Return which row holds the heads of a page's columns: words over all of them, but no text beside them."""
    for at, row in enumerate(rows):
        beside = [c for k, c in enumerate(row.columns) if k != columns.main]
        if row.crossing or not all(map(may_head, beside)):
            continue
        if is_head(rows, at, columns):
            return at
    return None


def is_head(rows: Sequence[ColumnRow], at: int, columns: MarginColumns) -> bool:
    """Return whether the row at a place, which may hold heads, stands as such: over all of what it heads."""
    return _titled(rows, at, columns) if rows[at].columns[columns.main] else not _wraps(rows, at, columns)


def may_head(column: Sequence[MeasuredWord]) -> bool:
    """Return whether what stands in a column of a row may be its head."""
    if not 0 < len(column) <= HEAD_WORDS or not says(column):
        return False
    return not any([any(map(str.isdigit, t.text)) or "," in t.text or ";" in t.text for t in column])


def says(row: Sequence[MeasuredWord]) -> bool:
    """Return whether some words are more than ticks."""
    return any([sum(map(str.isalnum, t.text)) > 1 for t in row])


def _wraps(rows: Sequence[ColumnRow], at: int, columns: MarginColumns) -> bool:
    """Return whether a row is the second line of what stands in the columns above it."""
    above = rows[at - 1] if at else None
    if above is None or above.crossing or not any(c for k, c in enumerate(above.columns) if k != columns.main):
        return False
    first = rows[at].tokens[0]
    return first.top - above.tokens[0].top <= WRAPPED * first.size


def _titled(rows: Sequence[ColumnRow], at: int, columns: MarginColumns) -> bool:
    """Return whether what a meeting calls its items stands over the text, set as the heads are."""
    main, words = rows[at].columns[columns.main], rows[at].tokens
    if len(main) >= HEAD_WORDS or STOP.search(main[-1].text):
        return False
    below = next((r.columns[columns.main] for r in rows[at + 1 :] if r.columns[columns.main]), [])
    titled = bool(below) and below[0].bold and len({t.size for t in words}) == 1
    return titled or all(t.bold for t in words) or all(t.word.italic for t in words)


def _starts(block: Sequence[ColumnRow], columns: MarginColumns) -> frozenset[int]:
    """The first words (ids) of lines of text that something begins beside; what goes on there begins nothing."""
    out: set[int] = set()
    open_: dict[int, _Entry] = {}
    for row in block:
        main = row.columns[columns.main]
        held = {k: own for k, own in enumerate(row.columns) if own and k != columns.main}
        near = [e for e in open_.values() if main and main[0].top - e.top <= WRAPPED * e.size]
        goes_on = any(k in open_ and open_[k].has(own, main) for k, own in held.items())
        # Where fewer entries have a line here than began together, one is longer than the other.
        if main and held and not goes_on and len(held) >= len(near):
            out.add(id(main[0].word))
            open_ = {}
        for k, own in held.items():
            open_[k] = open_[k].with_line(own) if k in open_ else _Entry.begun(own, main)
    return frozenset(out)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What stands beside a text, as far as it is read."""

    off: float | None
    """How far its first line stands below the text's, in points; None beside no text."""
    top: float
    """Of its last line, in points."""
    size: float
    last: str
    """Its last word."""

    @classmethod
    def begun(cls, own: Sequence[MeasuredWord], main: Sequence[MeasuredWord]) -> _Entry:
        return cls(own[0].ym - main[0].ym if main else None, own[0].top, own[0].size, own[-1].text)

    def with_line(self, own: Sequence[MeasuredWord]) -> _Entry:
        return replace(self, top=own[0].top, last=own[-1].text)

    def has(self, own: Sequence[MeasuredWord], main: Sequence[MeasuredWord]) -> bool:
        """Return whether a line right below goes on with it: in the midst of a phrase, or not at the height of the
        text's line as the first one is."""
        if own[0].top - self.top > WRAPPED * self.size:
            return False
        off = own[0].ym - main[0].ym if main else None
        moved = off is not None and self.off is not None and abs(off - self.off) > _MOVED * self.size
        return open_end(self.last) or own[0].text[:1].islower() or moved


def _paragraphs(
    lines: Sequence[Line], leading: Leading, columns: MarginColumns, starts: frozenset[int]
) -> list[MarginTask]:
    """The text's paragraphs, parted too where a sentence has ended and something begins beside the next line."""
    out: list[MarginTask] = []
    whole = {id(w): line for line in lines for w in line.words}
    for paragraph in paragraphs_of(lines, leading, columns.edges[columns.main], columns.right):
        open_ = MarginTask([])
        for part in paragraph.lines:
            # A marker glued to its text (`1.Brev`) is cut off a word, which is another then.
            line = next((whole[id(w)] for w in part.words if id(w) in whole), part)
            if open_.lines and line.words and id(line.words[0]) in starts and STOP.search(open_.lines[-1].text):
                out.append(open_)
                open_ = MarginTask([])
            open_.lines.append(line)
        out.append(open_)
    return out


def _place(block: Sequence[ColumnRow], paragraphs: Sequence[MarginTask], columns: MarginColumns) -> int:
    """Put what stands in the columns to the paragraphs it belongs to; the number of rows that belong to none."""
    lost = 0
    owner: dict[int, tuple[MarginTask, float]] = {}
    for row in block:
        main = row.columns[columns.main]
        for k, own in enumerate(row.columns):
            if k == columns.main or not own:
                continue
            top = min(t.top for t in own)
            size = own[0].size
            last = owner.get(k)
            here, begins = _beside(paragraphs, own, main)
            near = last is not None and top - last[1] <= WRAPPED * size
            own_text = last is not None and here in (last[0], *_texts_below(last[0], paragraphs))
            if near and last is not None and (here is None or not begins or own_text):
                last[0].beside[k].append(own)
                owner[k] = last[0], top
            elif here is None:
                lost += 1
            else:
                here.beside.setdefault(k, []).append(own)
                owner[k] = here, top
    return lost


def is_heading(task: MarginTask) -> bool:
    """Return whether a paragraph is an item's heading: numbered or bold, short, and no sentence."""
    words = [w for line in task.lines for w in line.words]
    numbered = len(words) > 1 and ITEM_NUMBER.fullmatch(words[0].text) is not None
    if len(words) > _HEADING or STOP.search(words[-1].text):
        return False
    return numbered or all(w.bold for w in words)


def _texts_below(heading: MarginTask, paragraphs: Sequence[MarginTask]) -> list[MarginTask]:
    """The text right below an item's heading, up to the next one or to what something else stands beside."""
    if not is_heading(heading):
        return []
    at = next(n for n, p in enumerate(paragraphs) if p is heading)
    pairs = takewhile(lambda pair: _goes_on(*pair), pairwise(paragraphs[at:]))
    return [below for _, below in pairs]


def _goes_on(above: MarginTask, below: MarginTask) -> bool:
    """Whether a paragraph is of the item that the one above it is of."""
    a, b = above.lines[-1].bbox, below.lines[0].bbox
    near = a is None or b is None or b.top - a.bottom <= _LINE * b.height
    return near and not is_heading(below) and not below.beside


def _to_texts(paragraphs: Sequence[MarginTask]) -> list[MarginTask]:
    """Return the paragraphs, all of an item's text as one where something stands beside the item's heading."""
    gone: list[MarginTask] = []
    for heading in paragraphs:
        texts = _texts_below(heading, paragraphs) if heading.beside else []
        if texts:
            first, *rest = texts
            first.lines += [line for p in rest for line in p.lines]
            first.beside = heading.beside
            heading.beside = {}
            gone += rest
    return [p for p in paragraphs if not any(p is g for g in gone)]


def _beside(
    paragraphs: Sequence[MarginTask], own: Sequence[MeasuredWord], main: Sequence[MeasuredWord]
) -> tuple[MarginTask | None, bool]:
    """Return the paragraph that stands at the height of some words, and whether it begins there."""
    at = sum(t.ym for t in own) / len(own)
    size = max(t.size for t in (*own, *main))
    for task in paragraphs:
        first, last = task.lines[0].bbox, task.lines[-1].bbox
        if first is None or last is None:
            continue
        if abs((first.top + first.bottom) / 2 - at) <= _LEVEL * size:
            return task, True
        if first.top <= at <= last.bottom:
            return task, False
    return None, False
