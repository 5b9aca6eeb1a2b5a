"""How likely columns beside a text can be at most: a bound that takes no paragraphs.

To read a document by some columns takes as long as its paragraphs do, and of most documents no choice of columns is
taken. Which rows run across an edge, what heads the columns and how the lines of each are parted is known before: where
all that is not known yet spoke for the columns and they still were too unlikely, nobody needs to read by them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby, pairwise
from math import inf
from typing import NamedTuple

import numpy as np

from ingest.document import Line
from ingest.layout.tables.margin_columns.clues import (
    FEATURES,
    LONG,
    SOME,
    is_named,
    is_parted,
    is_parted_text,
    is_timed,
    said,
    weights,
)
from ingest.layout.tables.margin_columns.edge_rows import EdgeRows
from ingest.layout.tables.margin_columns.tasks import (
    HEAD_WORDS,
    MOST_COLUMNS,
    WRAPPED,
    ColumnRow,
    MarginColumns,
    is_head,
    may_head,
    usual_space,
)
from ingest.layout.tables.model import MeasuredWord
from ingest.layout.text.paragraphs import names_body
from ingest.system.worked_out import worked_out

__all__ = ["Ceiling"]


class _Piece:
    """The words of a row in one column, one at least."""

    def __init__(self, tokens: Sequence[MeasuredWord]) -> None:
        self.tokens = tokens
        self.top = min([t.top for t in tokens])
        self.bottom = max([t.bottom for t in tokens])
        self.middle = sum([t.ym for t in tokens]) / len(tokens)

    @worked_out
    def parted_text(self) -> bool:
        """Whether white space parts it as a line of text."""
        return is_parted_text(Line(tuple(t.word for t in self.tokens)))

    @worked_out
    def parted_entry(self) -> bool:
        """Whether white space parts it as what stands beside the text."""
        return is_parted([t.word.bbox for t in self.tokens])

    @worked_out
    def may_head(self) -> bool:
        """Whether it may be the head of its column."""
        return may_head(self.tokens)

    @worked_out
    def words(self) -> int:
        """How many words its text is."""
        return sum([len(t.text.split()) for t in self.tokens])

    @worked_out
    def names_body(self) -> bool:
        return any(names_body(t.text) for t in self.tokens)

    @worked_out
    def is_entry(self) -> bool:
        """Whether it may begin a name, or tell a time."""
        return is_named(self.tokens) or is_timed([self.tokens])


@dataclass(slots=True)
class _Counts:
    """What is counted over the pages."""

    rows: int = 0
    crossing: int = 0
    crossing_beside: int = 0
    headed: bool = False
    again: bool = False
    said: float = 0.0
    parted: int = 0
    lines: int = 0
    """Lines of text among tasks, and how many of them are parted; of the others only those that are not."""
    text: int = 0
    """Words of all lines of text."""
    placed: list[_Piece] = field(default_factory=list)
    """What surely stands beside a paragraph."""
    loose: int = 0
    """How many pieces may stand beside none."""
    bodies: bool = False
    entries: dict[int, bool] = field(default_factory=dict)
    """Of each column whether anything in it may begin a name or tell a time."""


class _PartedRows(NamedTuple):
    """The rows of a document, parted by columns."""

    crossing: Sequence[bool]
    """Whether each runs across an edge."""
    cuts: Sequence[Sequence[int]]
    """Of each column how many words of each row stand before it; and how many words each row has."""
    held: Sequence[bool]
    """Whether something stands beside the text, and none runs across an edge."""
    may_head: Sequence[bool]
    """Whether a few words stand in all columns beside the text, and none runs across an edge."""


class Ceiling:
    """The rows of a document, to be asked how likely columns beside its text can be at most."""

    def __init__(
        self, pages: Sequence[Sequence[Sequence[MeasuredWord]]], numbers: Sequence[int], edges: Sequence[float]
    ) -> None:
        """Take rows without specks at the left of the columns, the pages' numbers, and the edges of all choices."""
        held = [[row for row in page if row] for page in pages]
        self._rows = [row for page in held for row in page]
        ends = list(accumulate(map(len, held)))
        self._pages = [(n, range(end - len(page), end)) for n, page, end in zip(numbers, held, ends, strict=True)]
        self._edges = EdgeRows(self._rows, edges)
        self._cuts = {x: (cut, cut.tolist()) for x, cut in zip(edges, self._edges.cut, strict=True)}
        """Of each edge, how many words of each row stand before it: to count with, and to look up."""
        self._space = np.repeat([usual_space(page) for page in held], [len(page) for page in held])
        self._tops = [min([t.top for t in row]) for row in self._rows]
        self._sizes = [max([t.size for t in row]) for row in self._rows]
        self._pieces: dict[tuple[int, int, int], _Piece] = {}

    def odds(self, columns: MarginColumns) -> float:
        """Return a number that the log-odds of columns (of these edges) do not exceed."""
        crossing = self._edges.crossing(columns, self._space)
        known = [self._cuts[x] for x in columns.edges[1:]]
        length = self._edges.length
        places = [np.zeros_like(length), *(cut for cut, _ in known), length]
        numbers = [end - begin for k, (begin, end) in enumerate(pairwise(places)) if k != columns.main]
        parted = _PartedRows(
            crossing.tolist(),
            [[0] * len(self._rows), *(cut for _, cut in known), length.tolist()],
            (np.any([n > 0 for n in numbers], axis=0) & ~crossing).tolist(),
            (np.all([(n > 0) & (n <= HEAD_WORDS) for n in numbers], axis=0) & ~crossing).tolist(),
        )
        counts = _Counts()
        for number, rows in self._pages:
            self._count(counts, [*rows], number, columns, parted)
        return _most(counts, len(columns.edges) - 1)

    def _piece(self, row: int, begin: int, end: int) -> _Piece | None:
        if begin == end:
            return None
        piece = self._pieces.get((row, begin, end))
        if piece is None:
            piece = self._pieces[row, begin, end] = _Piece(self._rows[row][begin:end])
        return piece

    def _count(
        self,
        counts: _Counts,
        rows: Sequence[int],
        number: int,
        columns: MarginColumns,
        parted: _PartedRows,
    ) -> None:
        """Count what a page (of this number) holds."""
        crossing, cuts = parted.crossing, parted.cuts
        at = self._heads_at(rows, columns, parted)
        body = rows if at is None else rows[at + 1 :]
        if at is not None:
            heads = [Line(tuple(t.word for t in part), number) for part in self._parts(rows[at], cuts)]
            texts = [t.text for t in self._rows[rows[at]]]
            counts.headed = True
            counts.again |= any([[t.text for t in self._rows[r]] == texts for r in body])
            counts.said = max(counts.said, said(heads, columns.main))
        elif number <= columns.begin[0]:
            begin = columns.begin
            body = [r for r in body if number == begin[0] and self._rows[r][0].top >= begin[1] - 1]
        held = [parted.held[r] for r in body]
        counts.rows += len(body)
        across = [n for n, r in enumerate(body) if crossing[r]]
        counts.crossing += len(across)
        counts.crossing_beside += sum([self._stands_by_an_entry(body, n, held) for n in across])
        blocks = [[*block] for crosses, block in groupby(body, key=crossing.__getitem__) if not crosses]
        lines = [line for block in blocks for line in self._count_block(counts, block, columns, cuts)]
        begun = [n for n, (begins, _) in enumerate(lines) if begins]
        first, last = (begun[0], begun[-1]) if begun else (0, -1)
        among = [white for _, white in lines[first : last + 1]]
        around = [white for _, white in (*lines[:first], *lines[last + 1 :])]
        counts.lines += len(among) + around.count(False)
        counts.parted += sum(among)

    def _stands_by_an_entry(self, body: Sequence[int], at: int, held: Sequence[bool]) -> bool:
        """Whether right above or below a row at a place something stands beside the text."""
        row = body[at]
        near = [body[n] for n in (at - 1, at + 1) if 0 <= n < len(body) and held[n]]
        return any([abs(self._tops[r] - self._tops[row]) <= WRAPPED * self._sizes[row] for r in near])

    def _count_block(
        self, counts: _Counts, rows: Sequence[int], columns: MarginColumns, cuts: Sequence[Sequence[int]]
    ) -> list[tuple[bool, bool]]:
        """Count what stands in rows that follow each other; of each line of text, whether something surely begins
        beside it, and whether it is parted."""
        main = columns.main
        texts = [self._piece(r, cuts[main][r], cuts[main + 1][r]) for r in rows]
        above = accumulate((p.top if p is not None else -inf for p in texts), max)
        below = [*accumulate((p.bottom if p is not None else inf for p in reversed(texts)), min)][::-1]
        last: dict[int, float] = {}
        lines: list[tuple[bool, bool]] = []
        beside = [(k, *pair) for k, pair in enumerate(pairwise(cuts)) if k != main]
        for r, text, top, bottom in zip(rows, texts, above, below, strict=True):
            begins = False
            for k, begin, end in beside:
                own = self._piece(r, begin[r], end[r]) if begin[r] != end[r] else None
                if own is None:
                    continue
                near = k in last and own.top - last[k] <= WRAPPED * own.tokens[0].size
                last[k] = max(own.top, last.get(k, own.top))
                # The paragraph that its line of text is in stands at its height, whatever that begins and ends with.
                if text is not None and top <= own.middle <= bottom:
                    begins |= not near
                    counts.placed.append(own)
                else:
                    counts.loose += 1
                counts.bodies = counts.bodies or own.names_body
                counts.entries[k] = counts.entries.get(k, False) or own.is_entry
            if text is not None:
                counts.text += text.words
                lines.append((begins, text.parted_text))
        return lines

    def _parts(self, row: int, cuts: Sequence[Sequence[int]]) -> list[list[MeasuredWord]]:
        return [list(self._rows[row][begin[row] : end[row]]) for begin, end in pairwise(cuts)]

    def _heads_at(self, rows: Sequence[int], columns: MarginColumns, parted: _PartedRows) -> int | None:
        crossing, cuts = parted.crossing, parted.cuts
        beside = [pair for k, pair in enumerate(pairwise(cuts)) if k != columns.main]
        for at, r in enumerate(rows):
            if not parted.may_head[r]:
                continue
            pieces = [self._piece(r, begin[r], end[r]) for begin, end in beside]
            if not all([p is not None and p.may_head for p in pieces]):
                continue
            # Asked are the row above, and the next one below that holds text.
            above, last = max(0, at - 1), at + 1
            while last < len(rows) and cuts[columns.main][rows[last]] == cuts[columns.main + 1][rows[last]]:
                last += 1
            near = [ColumnRow(self._parts(one, cuts), crossing[one]) for one in rows[above : last + 1]]
            if is_head(near, at - above, columns):
                return at
        return None


def _most(counts: _Counts, columns: int) -> float:
    """Return the log-odds with each clue that is not known as it speaks for the columns most; no odds
    where one of them stays empty."""
    if len(counts.entries) < columns:
        return -inf
    low, high = dict.fromkeys(FEATURES, 0.0), dict.fromkeys(FEATURES, 1.0)
    rows = max(1, counts.rows)
    known = {
        "crossing": min(1.0, counts.crossing / rows / SOME),
        "crossing_beside": min(1.0, counts.crossing_beside / rows / SOME),
        "headed": float(counts.headed),
        "heads_say": counts.said,
        "heads_again": float(counts.again),
        "columns": columns / MOST_COLUMNS,
    }
    low |= known
    high |= known
    low["parted"] = min(1.0, counts.parted / max(1, counts.lines) / SOME)
    words = [len(piece.tokens) for piece in counts.placed]
    low["parted_entries"] = sum(p.parted_entry for p in counts.placed) / max(1, len(words) + counts.loose)
    low["mass"] = min(1.0, 2 * sum(words) / max(1, counts.text))
    low["longest"] = min(max(words, default=0), LONG) / LONG
    high["bodies"] = float(counts.bodies)
    high["named"] = float(all(counts.entries.values()))
    fitted, bias = weights()
    return bias + sum(w * (high if w > 0 else low)[name] for name, w in zip(FEATURES, fitted, strict=True))
