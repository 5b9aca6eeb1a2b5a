"""Headings said again: a slide that shows the title of the one before it, a chapter that goes on (`Åtgärder, forts.`).

What stands below such a heading goes on with what stood below the first one; the heading itself is a running header.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ingest.document import Block, Page, Paragraph
from ingest.language.lists import without_continued

__all__ = ["with_headings_once"]


def with_headings_once(blocks: Sequence[Block], pages: Sequence[Page]) -> tuple[Block, ...]:
    """Return the blocks with headings that say that they go on with one still open, and titles of slides that the slide
    before had too, as headers.

    Args:
        blocks: of a document, headings marked.
        pages: its pages; those wider than high may be slides.
    """
    slides = frozenset(p.number for p in pages if p.width > p.height)
    open_: list[Paragraph] = []
    out: list[Block] = []
    for block in blocks:
        if not isinstance(block, Paragraph) or block.role != "heading":
            out.append(block)
            continue
        level = block.level or 1
        first = next((h for h in reversed(open_) if (h.level or 1) == level), None)
        if first is not None and _goes_on(first, block, slides):
            out.append(replace(block, role="header", level=None))
            continue
        open_ = [h for h in open_ if (h.level or 1) < level]
        open_.append(block)
        out.append(block)
    return tuple(out)


def _goes_on(first: Paragraph, again: Paragraph, slides: Collection[int | None]) -> bool:
    a, b = first.lines[0].page, again.lines[0].page
    title = without_continued(again.text)
    if a is None or b is None or a == b or not title or title != without_continued(first.text):
        return False
    return title != again.text.strip() or (b == a + 1 and b in slides and (again.level or 1) == 1)
