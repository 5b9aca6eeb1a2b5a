"""Heads abreast over columns: a row of short texts, each over one of the columns below it and set apart from it.

A painted strip across the tops of columns leaves white below all of them at one height, and a cut across the page parts
the heads from what they head. Each goes back to its column.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ingest.layout.blocks.split import WordGroup
from ingest.layout.tables.model import MeasuredWord, visual_rows

__all__ = ["with_heads"]

_FEWEST = 2
"""Columns beside each other, at least."""
_GAP = 1.6
"""Font sizes of white between two heads, at least."""
_OUT = 6.0
"""Points that a head may stand out at the left of its column."""
_HEAD_WORDS = 8
"""Words of one line of a head, at most."""
_LARGER = 1.08
"""How many times larger than its column's text a head is that is neither bold nor painted."""
_WRAPPED = 0.6
"""Font sizes of white between two lines of a head, at most."""
_NEAR = 4.0
"""Font sizes of white between heads and columns, at most."""

_Piece = list[MeasuredWord]


def with_heads(parts: Sequence[WordGroup], boxes: Mapping[int, int], tabled: Collection[int] = ()) -> list[WordGroup]:
    """Return the parts of a page, in reading order, each column with its head.

    Args:
        parts: the page's parts in reading order.
        boxes: of each word (its index) the number of the drawn box around it.
        tabled: the words (indices) of drawn tables, whose last row heads nothing below them.
    """
    out: list[WordGroup] = []
    at = 0
    while at < len(parts):
        columns = _columns(parts, at + 1) if not parts[at].beside else []
        heads = _heads(parts[at], columns, boxes) if len(columns) >= _FEWEST else []
        taken = {t.index for head in heads for t in head}
        if not taken or not taken.isdisjoint(tabled):
            out.append(parts[at])
            at += 1
            continue
        rest = tuple(t for t in parts[at].tokens if t.index not in taken)
        out += [replace(parts[at], tokens=rest)] if rest else []
        out += [replace(c, tokens=(*head, *c.tokens)) for head, c in zip(heads, columns, strict=True)]
        at += 1 + len(columns)
    return out


def _columns(parts: Sequence[WordGroup], start: int) -> list[WordGroup]:
    """The parts from `start` that stand beside each other, left to right."""
    found: list[WordGroup] = []
    for part in parts[start:]:
        left = min(t.x0 for t in part.tokens)
        if not part.beside or (found and max(t.x1 for t in found[-1].tokens) >= left):
            break
        found.append(part)
    return found


def _heads(above: WordGroup, columns: Sequence[WordGroup], boxes: Mapping[int, int]) -> list[_Piece]:
    """The words of each column's head among those above; [] where the last row is anything else."""
    rows = visual_rows(list(above.tokens))
    lefts = [min(t.x0 for t in c.tokens) for c in columns]
    first = _pieces(rows[-1], lefts)
    tops = [min(t.top for t in c.tokens) for c in columns]
    size = median(t.size for t in rows[-1])
    if len(first) != len(columns) or min(tops) - max(t.bottom for t in rows[-1]) > _NEAR * size:
        return []
    if not all(_set_apart(piece, column, boxes) for piece, column in zip(first.values(), columns, strict=True)):
        return []
    heads = [list(first[n]) for n in range(len(columns))]
    for row, below in zip(rows[-2::-1], rows[:0:-1], strict=True):
        wrapped = _pieces(row, lefts)
        white = min(t.top for t in below) - max(t.bottom for t in row)
        alike = {(round(2 * t.size), t.bold) for t in row} <= {(round(2 * t.size), t.bold) for t in rows[-1]}
        if not wrapped or white > _WRAPPED * size or not alike:
            break
        for number, piece in wrapped.items():
            heads[number][:0] = piece
    return heads


def _pieces(row: Sequence[MeasuredWord], lefts: Sequence[float]) -> dict[int, _Piece]:
    """The texts of a row by the column that each stands over; {} where one stands over none, or two over one."""
    pieces: list[_Piece] = [[row[0]]]
    for a, b in pairwise(row):
        if b.x0 - a.x1 > _GAP * b.size:
            pieces.append([])
        pieces[-1].append(b)
    out: dict[int, _Piece] = {}
    for piece in pieces:
        number = max((n for n, left in enumerate(lefts) if piece[0].x0 >= left - _OUT), default=-1)
        across = number + 1 < len(lefts) and piece[-1].x1 > lefts[number + 1]
        if number < 0 or number in out or across or len(piece) > _HEAD_WORDS:
            return {}
        out[number] = piece
    return out


def _set_apart(head: _Piece, column: WordGroup, boxes: Mapping[int, int]) -> bool:
    """Whether a head is painted, bold or larger, and its column's text for the most part is not."""
    own, below = {boxes.get(t.index) for t in head}, [boxes.get(t.index) for t in column.tokens]
    if len(own) == 1 and None not in own and own.isdisjoint(below):
        return True
    bold = all(t.bold for t in head) and 2 * sum(t.bold for t in column.tokens) < len(column.tokens)
    return bold or min(t.size for t in head) > _LARGER * median(t.size for t in column.tokens)
