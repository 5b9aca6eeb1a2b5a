"""The parts of a page as pages of their own: their words, and what is drawn around these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.document import BBox, Page, TaggedTable, Tags
from ingest.layout.blocks.split import WordGroup

__all__ = ["pages_of", "tags_of"]

_AROUND = 14.0
"""Points around its words within which what is drawn belongs to a part."""


def pages_of(page: Page, parts: Sequence[WordGroup]) -> list[Page]:
    """Return a page for each part; turned words stand in the part around them, or else in the first."""
    areas = [_area(part) for part in parts]
    turned: list[list[int]] = [[] for _ in parts]
    for index, word in enumerate(page.rotated):
        box = word.bbox
        inside = [
            n
            for n, a in enumerate(areas)
            if box is not None
            and a.x0 <= (box.x0 + box.x1) / 2 <= a.x1
            and a.top <= (box.top + box.bottom) / 2 <= a.bottom
        ]
        turned[inside[0] if inside else 0].append(index)
    out = []
    for part, area, own in zip(parts, areas, turned, strict=True):
        others = [a for a in areas if a is not area] if part.beside else None
        positions = [t.index for t in part.tokens]
        positions.sort()
        out.append(
            replace(
                page,
                words=tuple(page.words[i] for i in positions),
                rotated=tuple(page.rotated[i] for i in own),
                rules=tuple(r for r in page.rules if _belongs(r.bbox, area, others)),
                fills=tuple(f for f in page.fills if _belongs(f.bbox, area, others)),
                tags=tags_of(page.tags, positions),
            )
        )
    return out


def _area(part: WordGroup) -> BBox:
    return BBox(
        min(t.x0 for t in part.tokens) - _AROUND,
        min(t.top for t in part.tokens) - _AROUND,
        max(t.x1 for t in part.tokens) + _AROUND,
        max(t.bottom for t in part.tokens) + _AROUND,
    )


def _belongs(box: BBox, area: BBox, others: Sequence[BBox] | None) -> bool:
    """Whether what is drawn stands in a part.

    Args:
        box: what is drawn.
        area: of the part.
        others: the areas of the other parts, of a part beside some; what reaches across several belongs to none of
            them, but a border may be far wider than the text inside it.
    """
    if not _meet(box, area):
        return False
    if others is None or min(box.x1, area.x1) - max(box.x0, area.x0) >= 0.6 * (box.x1 - box.x0):
        return True
    return box.x0 >= area.x0 and not any(_meet(box, other) for other in others)


def _meet(box: BBox, area: BBox) -> bool:
    return box.top <= area.bottom and box.bottom >= area.top and box.x0 <= area.x1 and box.x1 >= area.x0


def tags_of(tags: Tags | None, positions: Sequence[int]) -> Tags | None:
    """Return the tables and headings that stand wholly among the words at some positions, with their new positions."""
    if tags is None:
        return None
    new = {old: at for at, old in enumerate(positions)}
    tables = tuple(
        _moved(t, new) for t in tags.tables if all(i in new for c in t.cells for group in c.paragraphs for i in group)
    )
    headings = tuple(
        (level, tuple(new[i] for i in held)) for level, held in tags.headings if all(i in new for i in held)
    )
    return Tags(tables, headings)


def _moved(table: TaggedTable, new: dict[int, int]) -> TaggedTable:
    cells = tuple(
        replace(c, paragraphs=tuple(tuple(new[i] for i in group) for group in c.paragraphs)) for c in table.cells
    )
    return replace(table, cells=cells)
