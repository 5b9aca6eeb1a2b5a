"""Struck-out words of a PDF page: a drawn line through the letters' middle takes them back.

PDF has no mark for it: producers draw a rule over the text (ISO 32000-1 knows the annotation StrikeOut alone,
12.5.6.10).
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

Mark = TypeVar("Mark")


def without_struck_out(
    seen: Sequence[tuple[Word, Mark]], rules: Iterable[Rule]
) -> tuple[list[tuple[Word, Mark]], tuple[Word, ...]]:
    """The words that stand, each with its mark, and those that a line strikes out, in their order."""
    lines = [r for r in rules if r.horizontal]
    if not lines:
        return list(seen), ()
    struck: set[int] = set()
    for line in lines:
        touched = [i for i, (word, _) in enumerate(seen) if word.bbox is not None and _strikes(line, word.bbox)]
        boxes = [box for i in touched if (box := seen[i][0].bbox) is not None]
        if not boxes:
            continue
        height = max(box.height for box in boxes)
        left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
        if line.bbox.x0 >= left - _BEYOND * height and line.bbox.x1 <= right + _BEYOND * height:
            struck.update(touched)
    kept = [pair for i, pair in enumerate(seen) if i not in struck]
    return kept, tuple(seen[i][0] for i in sorted(struck))


def _strikes(rule: Rule, word: BBox) -> bool:
    line = rule.bbox
    if word.height <= 0 or max(rule.width, line.height) > _THICKEST * word.height:
        return False
    at = ((line.top + line.bottom) / 2 - word.top) / word.height
    covered = min(line.x1, word.x1) - max(line.x0, word.x0)
    return _BAND[0] <= at <= _BAND[1] and covered >= _COVERED * word.width
