"""Tables of one form side by side: the same headings come again and again in one row of the page.

Year wheels and slides set a table for each month so, each under a heading of its own. Neither the gap between two such
tables nor what is drawn parts them surely: it may be as narrow as one between columns. Their headings do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from ingest.language.letters import fold
from ingest.layout.blocks.split import WordGroup
from ingest.layout.tables.model import MeasuredWord, visual_rows
from ingest.layout.text.lines import Segment, segments

__all__ = ["twin_tables"]

_FEWEST = 2
"""Tables side by side, and headings of each, at least."""
_MOST = 4
"""Tables side by side, at most."""
_OUT = 4.0
"""Points that text may stand out at the left of the first heading of its table."""
_GAP = 1.0
"""Font sizes of white between two headings, at least."""
_ABOVE = 3.0
"""Font sizes within which a heading of a table stands above its header row."""
_BELOW = 4.0
"""Font sizes of white that end the tables."""
_HEAD_WORDS = 8
"""Words of such a heading."""

Row = list[MeasuredWord]


def twin_tables(tokens: Sequence[MeasuredWord]) -> list[WordGroup]:
    """Return the tables of one form that stand side by side, each with what heads it, left to right; [] without any.

    Args:
        tokens: the page's words.
    """
    rows = visual_rows(list(tokens))
    out: list[WordGroup] = []
    end = 0
    for at, row in enumerate(rows):
        if at >= end and (lefts := _header_row(row)):
            end = _end(rows, at, lefts)
            held = [*chain.from_iterable(_heads(rows, at, lefts)), *chain.from_iterable(rows[at:end])]
            if end - at < _FEWEST or any(t.x0 < lefts[0] - _OUT for t in held):
                # What stands at the left of the headings is what the rows of one table are called by.
                end = 0
                continue
            out += [WordGroup(tuple(t for t in held if _table(t, lefts) == n), beside=True) for n in range(len(lefts))]
    return out


def _header_row(row: Row) -> list[float]:
    """The left edge of each table in a row of headings that come again; [] for any other row.

    Labels with their values (`Ansvarig: Park` in two cards beside each other) are no headings.
    """
    if any(t.text.endswith(":") for t in row):
        return []
    for count in range(_FEWEST, _MOST + 1):
        size = len(row) // count
        if size * count != len(row):
            continue
        parts = [row[n * size : (n + 1) * size] for n in range(count)]
        said = [[fold(t.text) for t in part] for part in parts]
        if any(words != said[0] for words in said):
            continue
        if len(list(_pieces(parts[0]))) < _FEWEST or not any(c.isalpha() for w in said[0] for c in w):
            continue
        if all(_parted(a, b) for a, b in pairwise(parts)):
            return [part[0].x0 for part in parts]
    return []


def _pieces(row: Row) -> Iterator[Row]:
    """Words of a row between which no more than a space stands."""
    piece: Row = []
    for token in row:
        if piece and _apart(piece[-1], token):
            yield piece
            piece = []
        piece.append(token)
    if piece:
        yield piece


def _apart(a: MeasuredWord, b: MeasuredWord) -> bool:
    return b.x0 - a.x1 > _GAP * min(a.size, b.size)


def _parted(left: Row, right: Row) -> bool:
    return _apart(left[-1], right[0])


def _table(token: MeasuredWord, lefts: Sequence[float]) -> int:
    """The table that a word stands in."""
    return sum(token.x0 >= left - _OUT for left in lefts[1:])


def _heads(rows: Sequence[Row], at: int, lefts: Sequence[float]) -> list[Row]:
    """The row above the headings, where each of its texts heads one table and each table has one."""
    above = rows[at - 1] if at else []
    pieces = segments([t.word for t in above])
    near = bool(above) and min(t.top for t in rows[at]) - max(t.bottom for t in above) <= _ABOVE * above[0].size
    if not near or any(len(p.words) > _HEAD_WORDS or _crosses(p, lefts) for p in pieces):
        return []
    return [above] if {_table(t, lefts) for t in above} == set(range(len(lefts))) else []


def _crosses(piece: Segment, lefts: Sequence[float]) -> bool:
    return any(piece.box.x0 < left - _OUT and piece.box.x1 > left for left in lefts)


def _end(rows: Sequence[Row], at: int, lefts: Sequence[float]) -> int:
    """The row that ends the tables: text across two of them, or behind white."""
    foot = max(t.bottom for t in rows[at])
    for end in range(at + 1, len(rows)):
        row = rows[end]
        if min(t.top for t in row) - foot > _BELOW * row[0].size:
            return end
        if any(_crosses(p, lefts) for p in segments([t.word for t in row])):
            return end
        foot = max(foot, *(t.bottom for t in row))
    return len(rows)
