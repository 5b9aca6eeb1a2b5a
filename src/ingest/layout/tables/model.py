"""What the table engine finds on one page: tables with cells, each cell with its lines and its box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from operator import attrgetter

from ingest.document import BBox, Line, Word

__all__ = [
    "FoundCell",
    "FoundTable",
    "MeasuredWord",
    "cell_lines",
    "tokens_of",
    "turned_lines",
    "visual_rows",
    "words_shared",
]


_KEPT = 500
"""Pages, or parts of them, whose words and rows are held while a document is laid out; of the others each step makes
its own."""
_FEW = 40
"""Words that are parted into rows anew whenever asked: that costs no more than to look them up."""
_LATEST = 8
"""Visual rows, the latest ones, that the next word may stand on."""


@dataclass(frozen=True, slots=True)
class FoundCell:
    """One cell at 0-based (`row`, `column`); `bbox` is its area in points, not that of its text.

    `lines` are the visual lines in reading order: a reader of the cell decides what a paragraph is.
    `fill` is the painted background as RGB, 0..1. `tables` are drawn inside the cell; their words are not in
    `lines`.
    """

    row: int
    column: int
    bbox: BBox
    lines: tuple[Line, ...]
    rowspan: int = 1
    colspan: int = 1
    fill: tuple[float, float, float] | None = None
    rotated: bool = False
    tables: tuple[FoundTable, ...] = ()
    groups: tuple[int, ...] = ()
    """How many of `lines` each paragraph has, where the file itself says it."""
    unsure: float = 0.0
    """How near the decisions on the borders of its row were to the other answer: 0 (sure) to 1."""

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table on one page. Every grid place is covered by at most one cell, every word stands in at most one.

    `method` is "ruled" (all borders drawn), "mixed" (borders drawn in part) or "aligned" (from the text's
    alignment alone). `confidence` is the engine's own margin, 0..1. `words` and `rotated` are the positions in
    `page.words` and `page.rotated` that the table took: nothing else may use them again. `row_edges` and
    `column_edges` are the rows' and columns' borders in points (rows + 1 and columns + 1 of them).
    `header_rows` counts the rows over a drawn header border or in header paint; 0 where unknown.
    """

    page: int
    bbox: BBox
    rows: int
    columns: int
    cells: tuple[FoundCell, ...]
    method: str
    confidence: float
    words: frozenset[int]
    rotated: frozenset[int] = frozenset()
    row_edges: tuple[float, ...] = ()
    column_edges: tuple[float, ...] = ()
    header_rows: int = 0


class MeasuredWord:
    """A word with its numbers at hand; the engine reads coordinates far too often for properties."""

    __slots__ = ("bold", "bottom", "index", "mid", "size", "text", "top", "word", "x0", "x1", "ym")

    def __init__(self, word: Word, index: int) -> None:
        box = word.bbox
        assert box is not None
        self.x0, self.top, self.x1, self.bottom = box
        self.mid = (box[0] + box[2]) / 2
        self.ym = (box[1] + box[3]) / 2
        self.size = word.size or max(1.0, box[3] - box[1])
        self.text = word.text
        self.bold = word.bold
        self.index = index
        self.word = word


@dataclass(slots=True)
class _Shared:
    """What several steps ask of the same words of a document's pages."""

    tokens: dict[int, tuple[tuple[Word, ...], tuple[MeasuredWord, ...]]] = field(default_factory=dict)
    """By the identity of a page's words, which are held so that nothing else has it."""
    rows: dict[tuple[MeasuredWord, ...], list[list[MeasuredWord]]] = field(default_factory=dict)


_SHARED: ContextVar[_Shared | None] = ContextVar("shared words", default=None)


@contextmanager
def words_shared() -> Iterator[None]:
    """Measure the words of a page, and part them into rows, once for all steps inside."""
    token = _SHARED.set(_Shared())
    try:
        yield
    finally:
        _SHARED.reset(token)


def tokens_of(words: tuple[Word, ...]) -> list[MeasuredWord]:
    """All words that have a place and a text."""
    shared = _SHARED.get()
    known = shared.tokens.get(id(words)) if shared is not None else None
    if known is not None:
        return list(known[1])
    tokens = [MeasuredWord(w, i) for i, w in enumerate(words) if w.bbox is not None and w.text]
    if shared is not None and len(shared.tokens) < _KEPT:
        shared.tokens[id(words)] = words, tuple(tokens)
    return tokens


def visual_rows(tokens: list[MeasuredWord]) -> list[list[MeasuredWord]]:
    """Tokens on one baseline, top to bottom, each row from left to right.

    A token joins the row that it overlaps by more than half of the lower height of both; small raised
    tokens (note marks) so stay on the line they belong to.
    """
    if _level(tokens):
        return [sorted(tokens, key=_by_left)]
    shared = _SHARED.get() if len(tokens) >= _FEW else None
    if shared is None:
        return _rows(tokens)
    key = tuple(tokens)
    rows = shared.rows.get(key)
    if rows is None:
        rows = _rows(tokens)
        if len(shared.rows) < _KEPT:
            shared.rows[key] = rows
    return [list(row) for row in rows]


def _rows(tokens: Sequence[MeasuredWord]) -> list[list[MeasuredWord]]:
    rows: list[list[MeasuredWord]] = []
    spans: list[tuple[float, float]] = []  # top, bottom of the row's tallest token
    count = 0
    for token in sorted(tokens, key=_by_middle):
        best, share = -1, 0.5
        t_top, t_bottom = token.top, token.bottom
        height = t_bottom - t_top
        # Tokens come by height on the page: only the latest rows can reach this far down.
        for i in range(count - 1, count - 1 - _LATEST if count > _LATEST else -1, -1):
            top, bottom = spans[i]
            if bottom <= t_top:
                continue
            lower = bottom - top if bottom - top < height else height
            overlap = ((bottom if bottom < t_bottom else t_bottom) - (top if top > t_top else t_top)) / (lower or 1.0)
            if overlap > share:
                best, share = i, overlap
        if best < 0:
            rows.append([token])
            spans.append((t_top, t_bottom))
            count += 1
        else:
            rows[best].append(token)
            if height > 1.25 * (spans[best][1] - spans[best][0]):
                spans[best] = (t_top, t_bottom)
    for row in rows:
        row.sort(key=_by_left)
    if count > 1:
        rows.sort(key=_mean_height)
    return rows


def _level(tokens: Sequence[MeasuredWord]) -> bool:
    """Whether all words, one at least, have one top and one bottom."""
    if not tokens:
        return False
    top, bottom = tokens[0].top, tokens[0].bottom
    for t in tokens:
        if t.top != top or t.bottom != bottom:
            return False
    return top < bottom


_by_middle = attrgetter("ym", "x0")
_by_left = attrgetter("x0")


def _mean_height(row: Sequence[MeasuredWord]) -> float:
    return sum([t.ym for t in row]) / len(row)


def cell_lines(tokens: list[MeasuredWord], page: int) -> tuple[Line, ...]:
    """The tokens of one cell as visual lines."""
    return tuple(Line(tuple(t.word for t in row), page) for row in visual_rows(tokens))


def turned_lines(tokens: list[MeasuredWord], page: int) -> tuple[Line, ...]:
    """Words of turned text as lines, in the order they were read; a word beside the last one begins a line."""
    lines: list[list[MeasuredWord]] = []
    for token in sorted(tokens, key=lambda t: t.index):
        last = lines[-1][-1] if lines else None
        if last is not None and min(last.x1, token.x1) - max(last.x0, token.x0) > 0.5 * min(
            last.x1 - last.x0, token.x1 - token.x0
        ):
            lines[-1].append(token)
        else:
            lines.append([token])
    return tuple(Line(tuple(t.word for t in line), page) for line in lines)
