"""Words printed across a page (`KOPIA`, `UTKAST`): far larger than its text and over it, or turned. They stay aside."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from ingest.document import BBox, Method, Page, Word
from ingest.layout.blocks.part_pages import tags_of

__all__ = ["is_mark", "text_size", "with_marks_aside"]

LARGE = 2.5
"""How many times larger than the page's text a turned word is that lies across it; headings of columns are not."""
LARGER = 3.0
"""The same of an upright word: a title may be as large, but nothing stands under it."""
COVERED = 3
"""Smaller words that such a word covers in part, at least."""


def text_size(page: Page) -> float:
    """The median font size of a page's words, in points; 0 where no size is known."""
    return median(sizes) if (sizes := [w.size for w in page.words if w.size]) else 0.0


def is_mark(word: Word, size: float) -> bool:
    """Return whether a turned word on a page whose text has this size (points) is one across it."""
    return word.size is not None and size > 0 and word.size >= LARGE * size


def with_marks_aside(page: Page) -> Page:
    """Return a page whose upright words across the text stand among the turned ones: in no line, no cell, but told."""
    size = text_size(page)
    if page.method is not Method.TEXT_LAYER or not size:
        return page
    boxes = [w.bbox for w in page.words if w.bbox is not None and w.size and w.size < LARGER * size]
    marks = [
        w
        for w in page.words
        if w.size and w.size >= LARGER * size and w.bbox is not None
        and sum(_overlap(w.bbox, b) for b in boxes) >= COVERED
    ]  # fmt: skip
    if not marks:
        return page
    gone = {id(w) for w in marks}
    kept = [i for i, w in enumerate(page.words) if id(w) not in gone]
    return replace(
        page,
        words=tuple(page.words[i] for i in kept),
        rotated=(*page.rotated, *marks),
        tags=tags_of(page.tags, kept),
    )


def _overlap(mark: BBox, box: BBox) -> bool:
    """Whether the middle of a word lies within a mark."""
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return mark.x0 < x < mark.x1 and mark.top < y < mark.bottom
