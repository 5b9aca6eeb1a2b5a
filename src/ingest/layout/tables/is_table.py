"""Is a region a table? Columns of prose, lists, contents lists, addresses and forms for signatures are not."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.document import Fill
from ingest.layout.tables.charts import axis, painted_figure, struck
from ingest.layout.tables.gutters import is_marker
from ingest.layout.tables.regions import TableRegion
from ingest.layout.tables.rules import RuleSegment
from ingest.layout.tables.visual_rows import RowItem, VisualRow

__all__ = ["credence"]

_LEADER = re.compile(r"[.…_·]{4,}|(\. ?){4,}")
_PAGE = re.compile(r"\d{1,3}|[ivxl]{1,6}")
_FEW = 3
"""Lines of which a paragraph of justified text may look like a table."""
_WIDE = 3.0
"""Font sizes of the widest space between justified words."""


def credence(
    region: TableRegion, rows: Sequence[VisualRow], columns: int, hs: Sequence[RuleSegment], fills: Sequence[Fill]
) -> float:
    """Confidence in 0..1 that the region is a table; under 0.5 it is to be left alone."""
    if struck(region.rows, hs) >= max(2, 0.25 * len(region.rows)):
        return 0.0
    if axis(rows) or painted_figure(region.bbox, fills):
        return 0.0
    by_column: list[list[RowItem]] = [[] for _ in range(columns)]
    for row in rows:
        for item in row.items:
            if item.c1 - item.c0 == 1:
                by_column[item.c0].append(item)
    if sum(len(r.items) > 1 for r in rows) < 2 or sum(bool(c) for c in by_column) < 2:
        return 0.0
    if _list(by_column) or _contents(region, by_column):
        return 0.0
    drawn = _is_drawn(region, rows)
    prose = [_is_prose(c) for c in by_column if len(c) >= _PROSE_LINES]
    if len(prose) >= 2 and all(prose) and not drawn:
        return _COLUMNS_OF_PROSE
    score = _BIAS
    for name, value in _features(region, rows, by_column, drawn).items():
        score += _WEIGHTS[name] * value
    return 1 / (1 + math.exp(-score))


_PROSE_LINES = 3
"""Lines of a column from which it can be running text."""
_COLUMNS_OF_PROSE = 0.1
"""Confidence in columns of running text that nothing parts."""
_BIAS = -1.6
_WEIGHTS = {
    "rows": 0.45,
    "columns": 0.5,
    "values": 2.2,
    "aligned": 2.2,
    "drawn": 1.6,
    "ruled": 0.7,
    "bold_head": 0.6,
    "long_cells": -0.12,
    "spanning": -2.0,
    "single": -1.2,
    "running": -4.0,
    "two_plain": -1.3,
    "out_of_step": -4.0,
}
"""Log-odds of a table for each unit of a feature."""
_MOST_ROWS, _MOST_COLUMNS = 8, 4
"""Rows, and columns beyond two, from which more of them say no more."""
_USUAL_ALIGNED, _USUAL_WORDS, _USUAL_SINGLE = 0.6, 3, 0.4
"""What is neither for nor against a table: share of aligned items, words of a cell, share of rows of one item."""


def _features(
    region: TableRegion, rows: Sequence[VisualRow], by_column: Sequence[Sequence[RowItem]], drawn: bool
) -> dict[str, float]:
    """What speaks for and against a table, by the names of `_WEIGHTS`."""
    many = [r for r in rows if len(r.items) > 1]
    items = [i for column in by_column for i in column]
    plain = not drawn
    two = plain and len(by_column) == 2
    return {
        "rows": min(len(many), _MOST_ROWS),
        "columns": min(len(by_column) - 2, _MOST_COLUMNS),
        "values": sum(i.value for i in items) / len(items),
        "aligned": _aligned(by_column) - _USUAL_ALIGNED,
        "drawn": drawn,
        "ruled": len(region.rules) >= _INNER_RULES,
        "bold_head": rows[0].bold and not all(r.bold for r in rows),
        "long_cells": max(0.0, median(len(i.tokens) for i in items) - _USUAL_WORDS),
        "spanning": sum(r.spans for r in rows) / len(rows),
        "single": max(0.0, sum(len(r.items) == 1 for r in rows) / len(rows) - _USUAL_SINGLE),
        "running": _running(rows) if plain and len(rows) <= _FEW else 0.0,
        "two_plain": two,
        "out_of_step": two and _out_of_step(many),
    }


_INNER_RULES = 3
"""Rules from which one stands between two rows of the body."""
_HEAD_SLACK = 2.0
"""Points by which the rule under the headings may stand inside the rows on its sides."""


def _is_drawn(region: TableRegion, rows: Sequence[VisualRow]) -> bool:
    """Whether rules or fills part the rows: one under the headings, two anywhere, or one of them and bold headings."""
    if sum(len(r.items) > 1 for r in rows) > 2:
        head, below = region.rows[0].bottom - _HEAD_SLACK, region.rows[1].top + _HEAD_SLACK
        if any(head <= y <= below for y in region.rules):
            return True
    if len(region.rules) >= 2 or region.bands >= 2:
        return True
    return rows[0].bold and len(region.rules) + region.bands >= 1


def _running(rows: Sequence[VisualRow]) -> float:
    """Share of the items beside others that go on in small letters after no more than a wide space: justified text."""
    beside = [(a.tokens[-1], b.tokens[0]) for r in rows for a, b in pairwise(r.items)]
    close = [b.text[:1].islower() and b.x0 - a.x1 < _WIDE * b.size for a, b in beside]
    return sum(close) / len(close) if close else 0.0


def _out_of_step(rows: Sequence[VisualRow]) -> bool:
    """Whether headings of one column stand beside body text of the other: two columns that each run on their own.

    A table is set in one size; only its heading row may be larger, and then in all its columns.
    """
    sizes = [[median(t.size for t in i.tokens) for i in r.items] for r in rows[1:]]
    return sum(max(s) > 1.15 * min(s) for s in sizes) >= 2


def _aligned(by_column: Sequence[Sequence[RowItem]]) -> float:
    """Mean share of a column's items that agree on their left, right or middle, weighted by items."""
    total = agree = 0.0
    for column in by_column:
        if len(column) < 2:
            continue
        best = 0.0
        for edge in (
            [i.tokens[0].x0 for i in column],
            [i.tokens[-1].x1 for i in column],
            [(i.tokens[0].x0 + i.tokens[-1].x1) / 2 for i in column],
        ):
            middle = median(edge)
            best = max(best, sum(abs(x - middle) <= 2.5 for x in edge) / len(edge))
        total += len(column)
        agree += best * len(column)
    return agree / total if total else 0.0


def _list(by_column: Sequence[Sequence[RowItem]]) -> bool:
    """Two columns, the first of bullets or numbers of items."""
    filled = [c for c in by_column if c]
    if len(filled) != 2:
        return False
    first = filled[0]
    return sum(len(i.tokens) == 1 and is_marker(i.text) for i in first) >= 0.7 * len(first)


def _contents(region: TableRegion, by_column: Sequence[Sequence[RowItem]]) -> bool:
    """Titles and page numbers: leaders, or small numbers that never fall."""
    leaders = sum(any(_LEADER.search(t.text) for t in r.tokens) for r in region.rows)
    filled = [c for c in by_column if c]
    last = [i.text for i in filled[-1]]
    if leaders >= 0.4 * len(region.rows) and len(filled) <= 3:
        pages = [int(t) for t in last if t.isdigit() and len(t) <= 3]
        rising = sum(x <= y for x, y in pairwise(pages))
        # Leaders lead to amounts as well: contents count upwards.
        return len(pages) < 2 or (len(pages) >= 0.7 * len(last) and rising >= 0.8 * (len(pages) - 1))
    if len(filled) <= 3 and len(last) >= 5 and sum(bool(_PAGE.fullmatch(t)) for t in last) >= 0.9 * len(last):
        numbers = [int(t) for t in last if t.isdigit()]
        words = sum(len(i.tokens) for i in filled[-2]) / len(filled[-2])
        return numbers == sorted(numbers) and len(set(numbers)) > 2 and words >= 1.5
    return False


def _is_prose(column: Sequence[RowItem]) -> bool:
    """Long lines that fill the column."""
    left = min(i.tokens[0].x0 for i in column)
    right = max(i.tokens[-1].x1 for i in column)
    full = sum(i.tokens[-1].x1 - i.tokens[0].x0 >= 0.82 * (right - left) for i in column)
    return full >= 0.6 * len(column) and sum(len(i.tokens) for i in column) >= 4.5 * len(column)
