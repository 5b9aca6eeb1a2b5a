"""Bullets that a producer draws instead of setting them as letters, as browsers do: put before their lines as words.

A bullet is a small disc, circle or square of its own at the left of a line, with nothing on the line before it; a list
has several that stand under each other. Without them the items of a list run together into one paragraph.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.document import BBox, Rule, Word

__all__ = ["with_bullets"]

_REACH = 2.6
"""Font sizes between a bullet and its line at most (browsers leave about one)."""
_BESIDE, _WIDER = 1.2, 2.0
"""Font sizes of white before a bullet at least, and how many times as much as behind it."""
_BESIDE_LIST, _WIDER_LIST = 0.75, 1.3
"""The same of one that looks as those of a list on the page do: a list goes on in a second column."""
_SIZE = 0.55
"""Font sizes that a bullet is high at most; larger marks are lights and tick boxes."""
_MOST = 400
"""Marks on a page that are looked at; more are a drawing."""


def with_bullets(
    words: Sequence[tuple[Word, int]], dots: Sequence[BBox], rules: Sequence[Rule] = ()
) -> list[tuple[Word, int]]:
    """The words of a page, each with its mark, and a `•` before those that a list's drawn bullet stands at.

    Args:
        words: upright words in content order, each with the number of its marked content.
        dots: boxes of small round or square marks in displayed points.
        rules: drawn on the page; what stands beyond an upright one is of another cell.
    """
    if not 1 < len(dots) <= _MOST:
        return list(words)
    walls = [rule for rule in rules if not rule.horizontal]
    found = _at_lines(words, dots, walls, _BESIDE, _WIDER)
    columns = Counter(round(d.x0) for d in found.values())
    # A lone dot may be anything; the items of a list have theirs in one line, or look as those of a list do.
    sizes = {_size(d) for d in found.values() if sum(columns[round(d.x0) + step] for step in (-1, 0, 1)) > 1}
    alike = [dot for dot in dots if _size(dot) in sizes]
    found = _at_lines(words, alike, walls, _BESIDE_LIST, _WIDER_LIST)
    out: list[tuple[Word, int]] = []
    for index, (word, mark) in enumerate(words):
        box = found.get(index)
        if box is not None:
            out.append((Word("•", "•", box, size=word.size), mark))
        out.append((word, mark))
    return out


def _size(box: BBox) -> tuple[int, int]:
    """Width and height in tenths of a point."""
    return round(10 * box.width), round(10 * box.height)


def _at_lines(
    words: Sequence[tuple[Word, int]], dots: Sequence[BBox], walls: Sequence[Rule], beside: float, wider: float
) -> dict[int, BBox]:
    """The words that begin lines at whose left dots stand, by their place, each with its dot."""
    found: dict[int, BBox] = {}
    for dot in dots:
        at = _line_start(words, dot, walls, beside, wider)
        if at is not None:
            found.setdefault(at, dot)
    return found


def _line_start(
    words: Sequence[tuple[Word, int]], dot: BBox, walls: Sequence[Rule], beside: float, wider: float
) -> int | None:
    """The word that begins the line at whose left a dot stands, nothing of its cell before it.

    Args:
        words: of the page.
        dot: the box of a mark.
        walls: the upright rules.
        beside: font sizes of white before the dot at least.
        wider: how many times as much white as behind it.
    """
    middle = (dot.top + dot.bottom) / 2
    best: tuple[float, int] | None = None
    before = float("inf")
    for index, (word, _) in enumerate(words):
        box, size = word.bbox, word.size
        if box is None or not size or not box.top < middle < box.bottom:
            continue
        if box.x0 < dot.x1:
            if not any(_parts(wall.bbox, box.x1, dot.x0, middle) for wall in walls):
                before = min(before, (dot.x0 - box.x1) / size)
            continue
        gap = box.x0 - dot.x1
        if gap <= _REACH * size and dot.height <= _SIZE * size and (best is None or gap < best[0]):
            best = (gap, index)
    # A word right before it makes it a sign between two words; a column's width away stands another text.
    if best is None or before <= max(beside, wider * best[0] / (words[best[1]][0].size or 1.0)):
        return None
    return best[1] if any(ch.isalnum() for ch in words[best[1]][0].raw) else None


def _parts(wall: BBox, left: float, right: float, height: float) -> bool:
    """Whether an upright rule stands between two places (points from the left) at a height."""
    return left <= (wall.x0 + wall.x1) / 2 <= right and wall.top <= height <= wall.bottom
