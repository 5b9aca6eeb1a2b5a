"""Struck-out words of a PDF page: a drawn line through the letters' middle takes them back.

PDF has no mark for it: producers draw a rule over the text, readers pin an annotation (StrikeOut) to it.
Word says the same of struck-out text by a property, and its reader leaves it out as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from ingest.document import BBox, Rule, Word

__all__ = ["without_struck_out"]

_BAND = (0.35, 0.75)
"""Where the line runs, as shares of a word's height from its top: underlines lie below 0.8, table rules outside."""
_COVERED = 0.8
"""Share of a word's width that the line covers at least."""
_BEYOND = 0.6
"""How far the line goes beyond the words that it strikes, in heights of a word: a rule of a table goes farther."""
_THICKEST = 0.2
"""Thickness of the line in heights of a word; anything thicker is a bar that hides, not a line that strikes."""

_STEP, _TALL = 8.0, 200.0
"""Points of a band of heights that words are sorted into, and the height from which on a word is asked always."""

Mark = TypeVar("Mark")


def without_struck_out(
    seen: Sequence[tuple[Word, Mark]], rules: Iterable[Rule]
) -> tuple[list[tuple[Word, Mark]], tuple[Word, ...]]:
    """The words that stand, each with its mark, and those that a line strikes out, in their order."""
    lines = [r for r in rules if r.horizontal]
    if not lines:
        return list(seen), ()
    struck: set[int] = set()
    near = _Bands(seen)
    for line in lines:
        touched = [i for i, box in near.at((line.bbox.top + line.bbox.bottom) / 2) if _strikes(line, box)]
        boxes = [box for i in touched if (box := seen[i][0].bbox) is not None]
        if not boxes:
            continue
        height = max(box.height for box in boxes)
        left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
        if line.bbox.x0 >= left - _BEYOND * height and line.bbox.x1 <= right + _BEYOND * height:
            struck.update(touched)
    kept = [pair for i, pair in enumerate(seen) if i not in struck]
    return kept, tuple(seen[i][0] for i in sorted(struck))


class _Bands:
    """The words of a page by the heights at which a line would strike them, so that each rule asks few of them."""

    def __init__(self, seen: Sequence[tuple[Word, Mark]]) -> None:
        self._by_band: dict[int, list[tuple[int, BBox]]] = {}
        self._tall: list[tuple[int, BBox]] = []
        for index, (word, _) in enumerate(seen):
            box = word.bbox
            if box is None:
                continue
            # A little wider than the band itself: `_strikes` decides.
            height = box.bottom - box.top
            low, high = box.top + _BAND[0] * height - 1, box.top + _BAND[1] * height + 1
            if not 0 < height <= _TALL:
                self._tall.append((index, box))
                continue
            for band in range(int(low // _STEP), int(high // _STEP) + 1):
                self._by_band.setdefault(band, []).append((index, box))

    def at(self, height: float) -> list[tuple[int, BBox]]:
        """Return the words, in their order, that a line at a height may strike, with their boxes."""
        found = self._by_band.get(int(height // _STEP), [])
        return sorted(found + self._tall) if self._tall else found


def _strikes(rule: Rule, word: BBox) -> bool:
    line = rule.bbox
    height = word.bottom - word.top
    if height <= 0 or max(rule.width, line.height) > _THICKEST * height:
        return False
    at = ((line.top + line.bottom) / 2 - word.top) / height
    covered = min(line.x1, word.x1) - max(line.x0, word.x0)
    return _BAND[0] <= at <= _BAND[1] and covered >= _COVERED * word.width
