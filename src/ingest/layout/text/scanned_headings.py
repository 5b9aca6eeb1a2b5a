"""Headings of scanned pages that neither size nor weight shows any more: periods over tables.

A worn scan hides how heavy letters are, and a size that differs by a tenth is within what measuring errs; but several
lines that are nothing but a period, each right above a table, head these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Block, Paragraph, Table
from ingest.language.calendar import time_unit

__all__ = ["with_periods_over_tables"]

_MOST_WORDS = 8
"""Words of such a heading."""
_PERIODS = 2
"""Lines of nothing but a period that head tables, at least."""


def with_periods_over_tables(blocks: Sequence[Block], pages: frozenset[int]) -> tuple[Block, ...]:
    """Return the blocks, periods over tables being headings.

    Args:
        blocks: in reading order, headings marked by their looks.
        pages: numbers of the scanned pages.
    """
    periods = {i for i in range(len(blocks)) if _is_period(blocks[i], pages) and _is_table(blocks, i + 1)}
    if len(periods) < _PERIODS:
        return tuple(blocks)
    marked = [b.level or 1 for b in blocks if isinstance(b, Paragraph) and b.role == "heading"]
    level = max(marked, default=1)
    return tuple(
        replace(block, role="heading", level=level) if i in periods and isinstance(block, Paragraph) else block
        for i, block in enumerate(blocks)
    )


def _is_period(block: Block, pages: frozenset[int]) -> bool:
    """Whether a block is a line of a scanned page that is nothing but a period (`Våren 2024`), and no bare year."""
    if not isinstance(block, Paragraph) or block.role != "body" or len(block.lines) != 1:
        return False
    words = block.lines[0].words
    if not 0 < len(words) <= _MOST_WORDS or block.lines[0].page not in pages or not words[0].raw[:1].isupper():
        return False
    units = [time_unit(w.raw) for w in words]
    return all(u is not None for u in units) and any(u != "year" for u in units)


def _is_table(blocks: Sequence[Block], index: int) -> bool:
    return index < len(blocks) and isinstance(blocks[index], Table)
