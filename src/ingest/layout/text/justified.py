"""Justified text in narrow columns: lines set to both edges, with spaces as wide as that takes.

A label and its value, or names side by side, have one wide gap; of justified lines some are full of words, and those
with few have spaces that are all alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.document import Line, Word

__all__ = ["stretched_lines", "wide_gaps"]

_ONE_EDGE = 1.0
"""Points within which the right edges of justified lines are one."""
_FULL = 2
"""Lines full of words that show the edge of justified text, at least."""
_FULL_SHARE = 0.25
"""The same as a share of the lines that end at that edge."""
_WORDS = 3
"""Words of a line that is full of them, at least."""
_EVEN = 0.35
"""Font sizes by which the spaces of a justified line may differ."""
_TAB = 2.5
"""Font sizes of white space inside a line that no ordinary text has."""
_USUAL = 10.0
"""Points of a font where none is told."""


def stretched_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Return the last words (ids) of the lines of justified text.

    Args:
        lines: of one column or part of a page.
    """
    out: set[int] = set()
    for held in _to_one_edge(lines):
        full = sum(len(line.words) >= _WORDS and not wide_gaps(line) for line in held)
        if full >= max(_FULL, _FULL_SHARE * len(held)):
            out |= {id(line.words[-1]) for line in held if _evenly_spaced(line)}
    return frozenset(out)


def wide_gaps(line: Line) -> list[int]:
    """Return behind which words of a line white space stands that no ordinary text has."""
    wide = _TAB * _size(line)
    boxes = [w.bbox for w in line.words]
    return [i for i, (a, b) in enumerate(pairwise(boxes)) if a and b and b.x0 - a.x1 > wide]


def _to_one_edge(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines of several words by their right edge."""
    out: list[tuple[float, list[Line]]] = []
    for line in lines:
        if line.bbox is None or len(line.words) == 1:
            continue
        held = next((group for x, group in out if abs(x - line.bbox.x1) <= _ONE_EDGE), None)
        if held is None:
            out.append((line.bbox.x1, [line]))
        else:
            held.append(line)
    return [group for _, group in out]


def _evenly_spaced(line: Line) -> bool:
    """Return whether all spaces of a line are about as wide, but for that behind a bullet; a number alone behind a
    space is a value."""
    words = line.words[1:] if len(line.words[0].raw) == 1 and len(line.words) > _WORDS - 1 else line.words
    gaps = [_gap(a, b) for a, b in pairwise(words)]
    if len(gaps) == 1 and not any(c.isalpha() or c in "–-" for c in words[-1].raw):
        return False
    return bool(gaps) and max(gaps) - min(gaps) <= _EVEN * _size(line)


def _size(line: Line) -> float:
    return line.size or _USUAL


def _gap(a: Word, b: Word) -> float:
    return b.bbox.x0 - a.bbox.x1 if a.bbox and b.bbox else 0.0
