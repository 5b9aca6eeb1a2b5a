"""Forms side by side that a page's end cuts: each goes on at the head of its own column of the next page.

The blocks of a page are read column by column, so that the rest of the left one stands behind the whole right column.
Its place and its labels say whose it is: the first one follows the last one of the cut form in other forms too, or in
the form beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.document import BBox, Block, Cell, Paragraph, Table, paragraphs, union
from ingest.language.letters import fold
from ingest.layout.tables.page_breaks import PagePart, join_parts

__all__ = ["with_rests"]

SAME = 3.0
"""Points within which the edges of a form and of its rest are one."""
LONGEST = 5
"""Words of a label."""
FORM = 2
"""Columns: labels and values."""

_Pair = tuple[str, str]
"""Two labels, one below the other."""


def with_rests(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks; forms beside others that a page's end cuts are whole, each at the place of its beginning."""
    forms = [b for b in blocks if isinstance(b, Table) and _is_form(b)]
    ends = [f for f in forms if any(_beside(f, o) for o in forms if o is not f) and _at_edge(f, blocks, last=True)]
    below = [(a, b) for a in ends for b in forms if a is not b and _same_place(a, b)]
    found = [(a, b) for a, b in below if _at_edge(b, blocks, last=False)]
    if not found:
        return list(blocks)
    cuts = [(_labels(a)[-1], next(filter(None, _labels(b)), "")) for a, b in found]
    known = {pair for form in forms for pair in pairwise(_labels(form))}
    rests = {
        id(a): b
        for (a, b), cut in zip(found, cuts, strict=True)
        if (cut in known or cuts.count(cut) > 1) and not _shared(a, b)
    }
    gone = {id(b) for b in rests.values()}
    return [_whole(b, rests) for b in blocks if id(b) not in gone]


def _is_form(table: Table) -> bool:
    labels = [c for c in table.cells if c.column == 0]
    single = all(c.colspan == 1 and c.rowspan == 1 for c in table.cells)
    return (
        table.columns == FORM and single and bool(table.boxes) and all(len(c.text.split()) <= LONGEST for c in labels)
    )


def _labels(form: Table) -> list[str]:
    """Its labels, folded, from top to bottom; "" at the head of one that the page's end cut within a value."""
    return [fold(_cell(form, row, 0)) for row in range(form.rows)]


def _cell(form: Table, row: int, column: int) -> str:
    return next((c.text for c in form.cells if (c.row, c.column) == (row, column)), "")


def _shared(a: Table, b: Table) -> bool:
    """Whether a form has labels of another one: that is no rest of it."""
    return not set(_labels(a)).isdisjoint(_labels(b))


def _beside(a: Table, b: Table) -> bool:
    (page, left), (other, right) = a.boxes[-1], b.boxes[-1]
    apart = left.x1 <= right.x0 or right.x1 <= left.x0
    return page == other and apart and min(left.bottom, right.bottom) > max(left.top, right.top)


def _at_edge(form: Table, blocks: Sequence[Block], *, last: bool) -> bool:
    """Whether nothing stands below a form on its last page, or above it on its first one, in its own column."""
    page, box = form.boxes[-1 if last else 0]
    others = (b for block in blocks if block is not form for n, b in _places(block) if n == page)
    return not any(
        b.x0 < box.x1 and b.x1 > box.x0 and (b.top >= box.bottom - SAME if last else b.bottom <= box.top + SAME)
        for b in others
    )


def _places(block: Block) -> Iterator[tuple[int, BBox]]:
    if isinstance(block, Table):
        yield from block.boxes
        return
    yield from ((line.page, line.bbox) for line in block.lines if line.page is not None and line.bbox is not None)


def _same_place(a: Table, b: Table) -> bool:
    """Whether a form stands in another one's column on the page behind that one's: the texts of both begin at the same
    places, whether or not borders are seen around them."""
    level = all(abs(_left(a, n) - _left(b, n)) <= SAME for n in range(FORM))
    return b.boxes[0][0] == a.boxes[-1][0] + 1 and level


def _left(form: Table, column: int) -> float:
    """Where the texts of a column begin."""
    found = (box.x0 for c in form.cells if c.column == column for box in _boxes(c))
    return min(found, default=form.boxes[0][1].x0)


def _boxes(cell: Cell) -> list[BBox]:
    return [line.bbox for p in paragraphs(cell.blocks) for line in p.lines if line.bbox is not None]


def _whole(block: Block, rests: dict[int, Table]) -> Block:
    if isinstance(block, Paragraph) or id(block) not in rests:
        return block
    whole = PagePart(block, _edges(block), block.boxes[-1][0])
    at: Table | None = block
    while at is not None and (rest := rests.get(id(at))) is not None:
        whole = join_parts(whole, PagePart(rest, _edges(rest), rest.boxes[0][0]), range(FORM))
        at = rest
    return whole.table


def _edges(form: Table) -> tuple[float, ...]:
    held = union(box for _, box in form.boxes)
    assert held is not None
    return held.x0, _left(form, 1) - 1, held.x1
