"""Words that are no part of the lines they stand in: those printed across a page (`KOPIA`, `UTKAST`), far larger than
its text and over it, or turned; and large numbers that count cards at their right edge. They stay aside."""

from __future__ import annotations

from collections.abc import Sequence
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

COUNTED = 1.5
"""How many times larger than the text in its row the number of a card is."""
FEWEST_CARDS = 3
"""Cards that are counted, at least."""
WHITE = 1.0
"""Font sizes of white on both sides of such a number: one before its heading stands closer."""


def text_size(page: Page) -> float:
    """The median font size of a page's words, in points; 0 where no size is known."""
    return median(sizes) if (sizes := [w.size for w in page.words if w.size]) else 0.0


def is_mark(word: Word, size: float) -> bool:
    """Return whether a turned word on a page whose text has this size (points) is one across it."""
    return word.size is not None and size > 0 and word.size >= LARGE * size


def with_marks_aside(page: Page) -> Page:
    """Return a page whose upright words across the text, and numbers of cards, stand among the turned ones: in no line,
    no cell, but told."""
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
    marks += _numbers_of_cards(page.words)
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


def _numbers_of_cards(words: Sequence[Word]) -> list[Word]:
    """Return the numbers of one size that count on without a gap, each alone at the right of smaller text."""
    figures = [w for w in words if w.size and w.bbox is not None and w.raw.isdecimal() and len(w.raw) < _LONGEST_COUNT]
    out: list[Word] = []
    for size in sorted({w.size for w in figures if w.size}):
        own = [w for w in figures if w.size == size]
        counted = sorted(int(w.raw) for w in own)
        if len(own) < FEWEST_CARDS or counted != list(range(counted[0], counted[0] + len(own))):
            continue
        if all(_ends_a_card(w, words) for w in own):
            out += own
    return out


_LONGEST_COUNT = 3
"""Digits from which a number counts no cards."""


def _ends_a_card(number: Word, words: Sequence[Word]) -> bool:
    """Return whether much smaller text stands at the left of a number in its row, and white on both its sides."""
    box, size = number.bbox, number.size
    if box is None or not size:
        return False
    others = [(w, w.bbox) for w in words if w is not number and w.bbox is not None]
    row = [(w, b) for w, b in others if b.bottom > box.top and b.top < box.bottom]
    left = [w for w, b in row if b.x1 <= box.x0]
    near = any(box.x0 - b.x1 < WHITE * size and b.x0 - box.x1 < WHITE * size for _, b in row)
    return bool(left) and not near and all(COUNTED * (w.size or size) <= size for w in left if not w.raw.isdecimal())


def _overlap(mark: BBox, box: BBox) -> bool:
    """Whether the middle of a word lies within a mark."""
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return mark.x0 < x < mark.x1 and mark.top < y < mark.bottom
