"""Two pages on one sheet: what is printed 2-up, or a spread that was scanned, read as two pages.

Nothing crosses the middle of such a sheet, neither words nor what is drawn; the white there is two margins wide; and
the margins of both halves are alike, or mirrored. Where both halves have rules or paint of their own, these show that
no column of one table stands there; sheets of text alone are left to the decisions on blocks (`split`).
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ingest.document import BBox, Page
from ingest.layout.blocks.part_pages import pages_of
from ingest.layout.blocks.split import WordGroup
from ingest.layout.tables.model import MeasuredWord, tokens_of

__all__ = ["pages_on"]

WIDE = 1.15
"""How much wider than high a sheet is, at least."""
SEAM, MIDDLE = 0.045, 0.02
"""White between two pages, at least, and how far its middle may be off the sheet's, as shares of the sheet's width."""
FURNITURE = (0.06, 0.91)
"""Heights, as shares of the sheet's, above and below which its own running lines may cross the middle."""
MIRRORED, SHIFTED = 8.0, 4.0
"""Points by which the outer margins, or the left ones, may differ."""
DRAWN = 0.15
"""Width of what is drawn on each page as a share of the sheet's, at least."""
GROUND = 0.9
"""Share of the sheet's width from which a painted area is its ground."""
FEWEST = 8
"""Words of a page."""


def pages_on(page: Page) -> tuple[Page, ...]:
    """Return the two pages of a sheet, or the page alone where it is no such sheet."""
    if page.width < WIDE * page.height:
        return (page,)
    tokens = tokens_of(page.words)
    middle = page.width / 2
    left = [t for t in tokens if t.mid < middle]
    right = [t for t in tokens if t.mid >= middle]
    if min(len(left), len(right)) < FEWEST:
        return (page,)
    if _own_ground(page, middle, tokens):
        return tuple(pages_of(page, [WordGroup(tuple(left), beside=True), WordGroup(tuple(right), beside=True)]))
    drawn = _drawn(page)
    top, foot = (share * page.height for share in FURNITURE)
    held = [*(BBox(t.x0, t.top, t.x1, t.bottom) for t in tokens), *drawn]
    body = [b for b in held if top < (b.top + b.bottom) / 2 < foot]
    sides = [b for b in body if b.x1 <= middle], [b for b in body if b.x0 >= middle]
    if len(sides[0]) + len(sides[1]) < len(body) or not all(sides):
        return (page,)
    size = median(t.size for t in tokens)
    ends, begins = max(b.x1 for b in sides[0]), min(b.x0 for b in sides[1])
    narrow = begins - ends < max(SEAM * page.width, 2 * size)
    if narrow or abs(begins + ends - page.width) > 2 * MIDDLE * page.width:
        return (page,)
    if not all(_has_drawn(side, drawn, page.width) for side in sides):
        return (page,)
    if not _margins_alike(sides, page.width):
        return (page,)
    return tuple(pages_of(page, [WordGroup(tuple(left), beside=True), WordGroup(tuple(right), beside=True)]))


def _margins_alike(sides: tuple[list[BBox], list[BBox]], width: float) -> bool:
    """Whether the outer margins of the halves, or the left ones, are alike."""
    outer, begins = min(b.x0 for b in sides[0]), min(b.x0 for b in sides[1])
    mirrored = abs(outer - (width - max(b.x1 for b in sides[1]))) <= MIRRORED
    return mirrored or abs(outer - (begins - width / 2)) <= SHIFTED


def _own_ground(page: Page, middle: float, tokens: Sequence[MeasuredWord]) -> bool:
    """Whether one half of a sheet is painted from its head to its foot, up to the middle, which no word crosses: that
    page's own ground."""
    tall = [f.bbox for f in page.fills if f.bbox.height >= GROUND * page.height]
    left = any(abs(b.x1 - middle) <= SHIFTED and b.x0 <= SHIFTED for b in tall)
    right = any(abs(b.x0 - middle) <= SHIFTED and b.x1 >= page.width - SHIFTED for b in tall)
    return (left or right) and not any(t.x0 < middle < t.x1 for t in tokens)


def _drawn(page: Page) -> list[BBox]:
    """What is drawn on a sheet, but for its ground."""
    fills = [f.bbox for f in page.fills if f.bbox.width < GROUND * page.width or f.bbox.height < page.height / 2]
    return [r.bbox for r in page.rules] + fills


def _has_drawn(side: list[BBox], drawn: list[BBox], width: float) -> bool:
    own = [b for b in side if any(b is d for d in drawn)]
    return bool(own) and max(b.x1 for b in own) - min(b.x0 for b in own) >= DRAWN * width
