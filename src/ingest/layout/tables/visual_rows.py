"""Visual rows: what stands on one line of a table, taken apart into items that lie in its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.document import usual
from ingest.layout.tables.gutters import JOIN, Gutter, is_value, pieces
from ingest.layout.tables.model import MeasuredWord

__all__ = ["RowItem", "VisualRow", "itemise"]

_LEFT_EDGE = 1.3
"""Points by which a line may miss its column's left edge."""


@dataclass(slots=True)
class RowItem:
    """Text of one visual row in columns [`c0`, `c1`)."""

    c0: int
    c1: int
    tokens: list[MeasuredWord]

    @property
    def text(self) -> str:
        return " ".join(t.text for t in self.tokens)

    @property
    def value(self) -> bool:
        return all(is_value(t.text) for t in self.tokens)


@dataclass(slots=True)
class VisualRow:
    top: float
    bottom: float
    mid: float
    size: float
    items: list[RowItem]
    barrier: bool = False
    """A border or a change of paint lies between this row and the one above."""
    columns: frozenset[int] = field(default_factory=frozenset)
    values: frozenset[int] = field(default_factory=frozenset)
    spans: bool = False
    bold: bool = False
    painted: bool = False
    """One painted area lies behind the whole table's width here."""
    unsure: float = 0.0
    """How near the decision was whether it begins a row of the table: 0 (sure) to 1."""


_LONG_LINE = 6
"""Words of a line that shows how wide its own spaces are."""
_WIDER = 1.5
"""How many times its own spaces a space inside a line is wide that parts columns."""


def itemise(row: Sequence[MeasuredWord], between: Sequence[Gutter], join: float = JOIN) -> VisualRow:
    """The pieces of a visual row as items of the columns that the gutters part (one column more than gutters)."""
    items: list[RowItem] = []
    for piece in pieces(row, join):
        part: list[MeasuredWord] = []
        cuts = _cuts(piece.tokens, between)
        for i, t in enumerate(piece.tokens):
            if i in cuts and part:
                items.append(_item(part, between))
                part = []
            part.append(t)
        items.append(_item(part, between))
    merged: list[RowItem] = []
    for item in items:
        if merged and item.c0 < merged[-1].c1:
            merged[-1].c1 = max(merged[-1].c1, item.c1)
            merged[-1].tokens += item.tokens
        else:
            merged.append(item)
    tokens = list(row)
    visual = VisualRow(
        min([t.top for t in tokens]),
        max([t.bottom for t in tokens]),
        usual([t.ym for t in tokens]),
        usual([t.size for t in tokens]),
        merged,
    )
    visual.columns = frozenset([c for i in merged for c in range(i.c0, i.c1)])
    visual.values = frozenset([i.c0 for i in merged if i.value and i.c1 - i.c0 == 1])
    visual.spans = any([i.c1 - i.c0 > 1 for i in merged])
    visual.bold = all([t.bold for t in tokens])
    return visual


def _cuts(tokens: Sequence[MeasuredWord], between: Sequence[Gutter]) -> set[int]:
    """Where a piece that crosses gutters falls into columns: at its widest space there, if that is no common one."""
    out: set[int] = set()
    if len(tokens) < 2:
        return out
    usual = _usual_space(tokens)
    for g in between:
        if tokens[0].x0 > g.hi or tokens[-1].x1 < g.lo:
            continue
        best, width = 0, 0.0
        for i in range(1, len(tokens)):
            a, b = tokens[i - 1], tokens[i]
            if g.start is not None and abs(b.x0 - g.start) <= _LEFT_EDGE:
                best, width = i, tokens[i].size
                break
            if a.x1 > g.hi + 1 or b.x0 < g.lo - 1:
                continue
            space = b.x0 - a.x1
            if space > width:
                best, width = i, space
        if not best:
            continue
        a, b = tokens[best - 1], tokens[best]
        size = min(a.size, b.size)
        if width > max(0.42 * size, usual) or (width > 0.18 * size and is_value(a.text) and is_value(b.text)):
            out.add(best)
    return out


def _usual_space(tokens: Sequence[MeasuredWord]) -> float:
    """The width (points) up to which a space is one of a line's own: a typewriter's are all wide. 0 for short lines."""
    if len(tokens) < _LONG_LINE:
        return 0.0
    return _WIDER * median(b.x0 - a.x1 for a, b in pairwise(tokens))


def _item(tokens: list[MeasuredWord], between: Sequence[Gutter]) -> RowItem:
    """The columns that a part of a row stands in: it spans a gutter if it reaches the text on both sides of it."""
    x0, x1 = tokens[0].x0, tokens[-1].x1
    slack = 0.3 * min([t.size for t in tokens])
    middle = (x0 + x1) / 2
    c0, c1 = 0, len(between) + 1
    for k, g in enumerate(between):
        if x0 < g.lo - slack and x1 > g.hi + slack:
            continue
        if middle > g.at:
            c0 = k + 1
        else:
            c1 = min(c1, k + 1)
    return RowItem(c0, max(c1, c0 + 1), list(tokens))
