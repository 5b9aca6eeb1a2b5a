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
from ingest.layout.tables.regions import Region
from ingest.layout.tables.rules import Segment
from ingest.layout.tables.visual_rows import Item, VisualRow

__all__ = ["credence"]

_LEADER = re.compile(r"[.…_·]{4,}|(\. ?){4,}")
_PAGE = re.compile(r"\d{1,3}|[ivxl]{1,6}")
_FEW = 3
"""Lines of which a paragraph of justified text may look like a table."""
_RUNNING = 4.0
"""Log-odds against a table of which all cells go on in small letters."""
_WIDE = 3.0
"""Font sizes of the widest space between justified words."""


def credence(
    region: Region, rows: Sequence[VisualRow], columns: int, hs: Sequence[Segment], fills: Sequence[Fill]
) -> float:
    """Confidence in 0..1 that the region is a table; under 0.5 it is to be left alone."""
    if struck(region.rows, hs) >= max(2, 0.25 * len(region.rows)):
        return 0.0
    if axis(rows) or painted_figure(region.bbox, fills):
        return 0.0
    many = [r for r in rows if len(r.items) > 1]
    by_column: list[list[Item]] = [[] for _ in range(columns)]
    for row in rows:
        for item in row.items:
            if item.c1 - item.c0 == 1:
                by_column[item.c0].append(item)
    items = [i for column in by_column for i in column]
    if len(many) < 2 or sum(bool(c) for c in by_column) < 2 or not items:
        return 0.0
    if _list(by_column) or _contents(region, by_column):
        return 0.0
    first = region.rows[0].bottom
    headed = len(many) >= 3 and any(first - 2 <= y <= region.rows[1].top + 2 for y in region.rules)
    marks = len(region.rules) + region.bands
    drawn = headed or len(region.rules) >= 2 or region.bands >= 2 or (marks >= 1 and rows[0].bold)
    values = sum(i.value for i in items) / len(items)
    lengths = median(len(i.tokens) for i in items)
    aligned = _aligned(by_column)
    prose = [_is_prose(c) for c in by_column if len(c) >= 3]
    if len(prose) >= 2 and all(prose) and not drawn:
        return 0.1
    score = -1.6
    score += 0.45 * min(len(many), 8)
    score += 0.5 * min(columns - 2, 4)
    score += 2.2 * values
    score += 2.2 * (aligned - 0.6)
    score += 1.6 * drawn + 0.7 * (len(region.rules) >= 3)
    score += 0.6 * (rows[0].bold and not all(r.bold for r in rows))
    score -= 0.12 * max(0.0, lengths - 3)
    score -= 2.0 * (sum(r.spans for r in rows) / len(rows))
    singles = sum(len(r.items) == 1 for r in rows) / len(rows)
    score -= 1.2 * max(0.0, singles - 0.4)
    if len(rows) <= _FEW and not drawn:
        score -= _RUNNING * _running(rows)
    if columns == 2 and not drawn:
        score -= 1.3
        if _out_of_step(many):
            score -= 4.0
    return 1 / (1 + math.exp(-score))


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


def _aligned(by_column: Sequence[Sequence[Item]]) -> float:
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


def _list(by_column: Sequence[Sequence[Item]]) -> bool:
    """Two columns, the first of bullets or numbers of items."""
    filled = [c for c in by_column if c]
    if len(filled) != 2:
        return False
    first = filled[0]
    return sum(len(i.tokens) == 1 and is_marker(i.text) for i in first) >= 0.7 * len(first)


def _contents(region: Region, by_column: Sequence[Sequence[Item]]) -> bool:
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


def _is_prose(column: Sequence[Item]) -> bool:
    """Long lines that fill the column."""
    left = min(i.tokens[0].x0 for i in column)
    right = max(i.tokens[-1].x1 for i in column)
    full = sum(i.tokens[-1].x1 - i.tokens[0].x0 >= 0.82 * (right - left) for i in column)
    return full >= 0.6 * len(column) and sum(len(i.tokens) for i in column) >= 4.5 * len(column)
