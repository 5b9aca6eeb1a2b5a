"""Headings of scanned pages that neither size nor weight shows any more: told by where the others stand.

A worn scan hides how heavy letters are, and a size that differs by a tenth is within what measuring errs. The white
over and under a line stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.document import BBox, Block, Paragraph, Table
from ingest.language.calendar import time_unit

__all__ = ["with_headings_by_white"]

_Place = tuple[int, BBox]
_Model = tuple[Paragraph, tuple[float, float], float]

_MOST_WORDS = 8
"""Words of such a heading."""
_SAME_LEFT = 4.0
"""Points within which left edges are one on a scan."""
_MORE_ABOVE = 1.5
"""Times as much white over a heading as under it, at least."""
_ALIKE = 0.4
"""Part by which the white under it, and over it, may differ from that of a heading."""
_OVERLAP, _FAR = -2.0, 4.0
"""Points by which the line below may reach into a heading's box, and heights of a heading within which something stands
below it."""
_PERIODS = 2
"""Lines of nothing but a period that head tables, at least."""


def with_headings_by_white(blocks: Sequence[Block], pages: frozenset[int]) -> tuple[Block, ...]:
    """Return the blocks, lines that stand as headings do being such.

    Args:
        blocks: in reading order, headings marked by their looks.
        pages: numbers of the scanned pages.
    """
    if not pages:
        return tuple(blocks)
    models = list(_models(blocks))
    level = max((block.level or 1 for block, _, _ in models), default=1)
    periods = [i for i, block in enumerate(blocks) if _is_line(block, pages) and _heads_table(blocks, i)]
    out = list(blocks)
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or not _is_line(block, pages):
            continue
        if index in periods and len(periods) >= _PERIODS:
            out[index] = replace(block, role="heading", level=level)
            continue
        like = _like(blocks, index, models)
        if like:
            out[index] = replace(block, role="heading", level=max(m.level or 1 for m in like))
    return tuple(out)


def _models(blocks: Sequence[Block]) -> Iterator[_Model]:
    """The headings that their looks tell, with the white around them and their left edges."""
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.role == "heading":
            white, place = _white(blocks, index), _begin(block)
            if white is not None and place is not None:
                yield block, white, place[1].x0


def _like(blocks: Sequence[Block], index: int, models: Sequence[_Model]) -> list[Paragraph]:
    """The headings that stand as a line does."""
    white, place = _white(blocks, index), _begin(blocks[index])
    if white is None or place is None or white[0] < _MORE_ABOVE * white[1]:
        return []
    return [m for m, own, x in models if _alike(white, own) and abs(place[1].x0 - x) <= _SAME_LEFT]


def _is_line(block: Block, pages: frozenset[int]) -> bool:
    """Whether a block is a line of a scanned page that may head something: short, begun with a capital, not ended."""
    if not isinstance(block, Paragraph) or block.role != "body" or len(block.lines) != 1:
        return False
    words, text = block.lines[0].words, block.raw.rstrip()
    short = 0 < len(words) <= _MOST_WORDS and block.lines[0].page in pages
    return short and words[0].raw[:1].isupper() and (text[-1].isalnum() or text[-1] in ")?")


def _heads_table(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line is nothing but a period, and right above a table."""
    block = blocks[index]
    below = blocks[index + 1] if index + 1 < len(blocks) else None
    words = block.lines[0].words if isinstance(block, Paragraph) else ()
    units = [time_unit(w.raw) for w in words]
    return isinstance(below, Table) and any(u != "year" for u in units) and all(u is not None for u in units)


def _white(blocks: Sequence[Block], index: int) -> tuple[float, float] | None:
    """The white over and under a line, in points; None at a page's head or foot."""
    if not 0 < index < len(blocks) - 1:
        return None
    above, box, below = _end(blocks[index - 1]), _begin(blocks[index]), _begin(blocks[index + 1])
    if box is None or above is None or below is None or not above[0] == box[0] == below[0]:
        return None
    over, under = box[1].top - above[1].bottom, below[1].top - box[1].bottom
    return (over, max(under, 1.0)) if over > 0 and _OVERLAP < under < _FAR * box[1].height else None


def _alike(white: tuple[float, float], other: tuple[float, float]) -> bool:
    over, under = white
    return abs(under - other[1]) <= max(2.0, _ALIKE * other[1]) and over >= (1 - _ALIKE) * other[0]


def _begin(block: Block) -> _Place | None:
    """Page and box of a block's first line, or of a table's first part."""
    if isinstance(block, Table):
        return block.boxes[0] if block.boxes else None
    line = block.lines[0] if block.lines else None
    return (line.page, line.bbox) if line is not None and line.page is not None and line.bbox is not None else None


def _end(block: Block) -> _Place | None:
    """The same of its last line, or part."""
    if isinstance(block, Table):
        return block.boxes[-1] if block.boxes else None
    line = block.lines[-1] if block.lines else None
    return (line.page, line.bbox) if line is not None and line.page is not None and line.bbox is not None else None
