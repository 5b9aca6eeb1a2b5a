"""Labels right below a record's table, whose values stand too close behind them for a column of their own.

`Ombesörjes av: Gatukontoret` below `Brist: …` and `Åtgärd: …` is the record's too: the longest label leaves no white
space before its value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.document import BBox, Block, Cell, Line, Paragraph, Table, union
from ingest.language.letters import fold

__all__ = ["with_labels_below"]

FEWEST = 2
"""Records below which a label stands so, at least."""
LONGEST = 4
"""Words of such a label."""
EDGE = 6.0
"""Points by which the left edges of a record and of its label below may differ."""
NEAR = 2.5
"""Line heights of white space, at most, between a record and its label below."""

_Split = tuple[Paragraph, Paragraph]
"""A label and its value."""


def with_labels_below(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks; labelled lines right below tables of labels are theirs where several records have them."""
    names = Counter(name for at in range(len(blocks)) for name in {_name(p) for p in _below(blocks, at)} - {""})
    usual = frozenset(name for name, count in names.items() if count >= FEWEST)
    if not usual:
        return tuple(blocks)
    out: list[Block] = []
    taken: set[int] = set()
    for at, block in enumerate(blocks):
        if id(block) in taken:
            continue
        if isinstance(block, Table):
            for paragraph in _below(blocks, at):
                split = _split(paragraph, usual)
                if split is None:
                    break
                taken.add(id(paragraph))
                block = _grown(block, split)
        out.append(block)
    return tuple(out)


def _below(blocks: Sequence[Block], at: int) -> list[Paragraph]:
    """The paragraphs right below a table of labels at its left edge, each close below the one before."""
    table = blocks[at]
    if not isinstance(table, Table) or table.method != "labels" or table.columns != 2 or not table.boxes:
        return []
    page, box = table.boxes[-1]
    out: list[Paragraph] = []
    for block in blocks[at + 1 :]:
        if not isinstance(block, Paragraph) or block.role != "body" or not block.lines:
            break
        own = union(b for line in block.lines if (b := line.bbox) is not None)
        first = block.lines[0].bbox
        if own is None or first is None or block.lines[0].page != page or not _near(box, own, first):
            break
        out.append(block)
        box = BBox(box.x0, box.top, box.x1, own.bottom)
    return out


def _near(above: BBox, below: BBox, first: BBox) -> bool:
    return abs(first.x0 - above.x0) <= EDGE and -first.height < below.top - above.bottom <= NEAR * first.height


def _name(paragraph: Paragraph) -> str:
    """The label before a colon at a paragraph's beginning, folded; empty where it has none."""
    for count, word in enumerate(paragraph.lines[0].words[:LONGEST], start=1):
        if word.raw.endswith(":"):
            has_value = len(paragraph.lines[0].words) > count
            return fold(" ".join(w.raw for w in paragraph.lines[0].words[:count]).rstrip(":")) if has_value else ""
    return ""


def _split(paragraph: Paragraph, usual: frozenset[str]) -> _Split | None:
    """The label and the value of a line that begins with one of the usual labels; its colon may be lost."""
    first, *rest = paragraph.lines
    for count in range(1, min(LONGEST, len(first.words) - 1) + 1):
        text = " ".join(w.raw for w in first.words[:count])
        if fold(text.rstrip(":.;")) in usual:
            label = Line(first.words[:count], first.page)
            value = (Line(first.words[count:], first.page), *rest)
            return replace(paragraph, lines=(label,)), replace(paragraph, lines=value)
    return None


def _grown(table: Table, split: _Split) -> Table:
    """The table with a row more."""
    boxes = [union(b for line in held.lines if (b := line.bbox) is not None) for held in split]
    cells = [Cell(table.rows, column, (held,), bbox=boxes[column]) for column, held in enumerate(split)]
    page, box = table.boxes[-1]
    whole = union(b for b in (box, *boxes) if b is not None)
    placed = (*table.boxes[:-1], (page, whole if whole is not None else box))
    return replace(table, cells=(*table.cells, *cells), rows=table.rows + 1, boxes=placed)
