"""Texts in a margin beside headings: a number, a goal or a summary at the left of the heading that it belongs to.

Read from left to right such a text stands before its heading, as the end of the chapter before. Where several headings
of a document have one it is read after the heading, a number alone as a side note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.document import BBox, Block, Paragraph, union

__all__ = ["behind_headings"]

_FEWEST = 2
"""Headings of a document with a text in the margin beside them, at least."""
_FEWEST_WORDS, _MOST_WORDS = 4, 40
"""Words of such a text, its number counted."""
_LEVEL = 1.5
"""Heights of the heading within which the text beside it begins."""
_GOES_ON = 1.0
"""Line heights of white within which a margin's lines are one sentence."""
_NUMBER = re.compile(r"(?:\d{1,2}|[A-Z])[.:]?")


@dataclass(frozen=True, slots=True)
class _Margin:
    """The blocks `start` to `heading` (excluded) stand beside the block `heading`."""

    start: int
    heading: int


def behind_headings(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with what stands in the margin beside a heading behind it."""
    found = [m for i in range(len(blocks)) if (m := _margin_of(blocks, i)) is not None]
    if len(found) < _FEWEST:
        return list(blocks)
    out: list[Block] = []
    at = 0
    for margin in found:
        out += [*blocks[at : margin.start], blocks[margin.heading], *_texts(blocks[margin.start : margin.heading])]
        at = margin.heading + 1
    return [*out, *blocks[at:]]


def _margin_of(blocks: Sequence[Block], index: int) -> _Margin | None:
    head = blocks[index]
    place = _place(head)
    if not isinstance(head, Paragraph) or head.role != "heading" or head.part is None or place is None:
        return None
    page, box = place
    start = index
    while start and _beside(blocks[start - 1], head, page, box) and blocks[start - 1].part == blocks[index - 1].part:
        start -= 1
    if start and start < index and blocks[start - 1].part == blocks[start].part:
        # The end of a card, not all of it.
        return None
    held = blocks[start:index]
    boxes = [p[1] for b in held if (p := _place(b)) is not None]
    if not boxes or abs(boxes[0].top - box.top) > _LEVEL * box.height:
        return None
    count = sum(len(b.text.split()) for b in held)
    if not _FEWEST_WORDS <= count <= _MOST_WORDS:
        # A number alone is that of the heading.
        return None
    return _Margin(start, index)


def _beside(block: Block, head: Paragraph, page: int, box: BBox) -> bool:
    """Return whether a block stands wholly at the left of a heading, from its height on, in a part of its own."""
    place = _place(block)
    if not isinstance(block, Paragraph) or place is None:
        return False
    if block.role != "body" and not (block.role == "heading" and _NUMBER.fullmatch(block.text.strip())):
        return False
    apart = block.part is not None and block.part != head.part
    return apart and place[0] == page and place[1].x1 <= box.x0 and place[1].top >= box.top - _LEVEL * box.height


def _texts(blocks: Sequence[Block]) -> list[Block]:
    """Return the margin's texts, lines of one sentence joined, numbers alone as side notes at the end."""
    said: list[Paragraph] = []
    numbers: list[Block] = []
    for block in blocks:
        assert isinstance(block, Paragraph)
        if _NUMBER.fullmatch(block.text.strip()):
            numbers.append(replace(block, role="side", level=None))
        elif said and _goes_on(said[-1], block):
            said[-1] = replace(said[-1], lines=said[-1].lines + block.lines)
        else:
            said.append(replace(block, role="body", level=None))
    return [*said, *numbers]


def _goes_on(above: Paragraph, below: Paragraph) -> bool:
    a, b = above.lines[-1].bbox, below.lines[0].bbox
    if a is None or b is None or above.text.rstrip().endswith((".", "!", "?")):
        return False
    return b.top - a.bottom <= _GOES_ON * b.height


def _place(block: Block) -> tuple[int, BBox] | None:
    """Return the page of a paragraph and the box of its lines."""
    if not isinstance(block, Paragraph) or not block.lines or block.lines[0].page is None:
        return None
    box = union(line.bbox for line in block.lines if line.bbox is not None)
    return None if box is None else (block.lines[0].page, box)
