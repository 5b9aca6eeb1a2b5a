"""How high a row must be for its wrapped texts to be seen: spreadsheets do not fit rows of files that others wrote."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["LINE_POINTS", "MAX_POINTS", "row_height", "wrapped_lines"]

# One line of Calibri 11 in points, as Excel sets it; no row is higher than the last.
LINE_POINTS = 15.0
MAX_POINTS = 409.0
# Characters that Calibri and the faces that stand in for it set wider than a digit, and narrower.
_WIDE = frozenset("mwMWÅÄÖ@%&ABCDEGHKNOPQRUVXYZ—…")
_NARROW = frozenset("iljtfrI.,;:!|'´`()[]-/ ")
_WIDE_UNITS, _NARROW_UNITS, _OTHER_UNITS = 1.25, 0.62, 1.0
# Cells have a margin at both sides, in widths of a digit.
_MARGIN = 1.0


def _units(word: str) -> float:
    return sum(_WIDE_UNITS if c in _WIDE else _NARROW_UNITS if c in _NARROW else _OTHER_UNITS for c in word)


def wrapped_lines(text: str, width: float) -> int:
    """Lines that a text takes in a column of so many digits' width; a word that is wider is broken."""
    room = max(1.0, width - _MARGIN)
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in paragraph.split(" "):
            size = _units(word)
            if used and used + _NARROW_UNITS + size > room:
                lines += 1
                used = 0.0
            lines += int(size // room) if size > room else 0
            used += (_NARROW_UNITS if used else 0.0) + (size % room if size > room else size)
    return lines


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """Height in points of a row of texts with the widths of their columns."""
    lines = max((wrapped_lines(text, width) for text, width in cells if text), default=1)
    return min(MAX_POINTS, LINE_POINTS * max(1, lines))
