"""Words to visual rows, rows to segments: the smallest pieces of running text that belong together for certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from ingest.document import BBox, Line, Word, union

__all__ = ["Segment", "rows", "segments", "size_of"]

GAP = 1.6
"""Font sizes of white space that part two segments: twice the widest space of justified text."""


@dataclass(slots=True)
class Segment:
    """Words side by side without a wide gap, on one visual row."""

    words: list[Word]
    box: BBox
    size: float
    row: int = 0
    number: int = field(default=0)

    def line(self, page: int) -> Line:
        return Line(tuple(self.words), page)


def size_of(words: Sequence[Word]) -> float:
    """The usual font size, in points; the box's height where the reader gives no size (OCR)."""
    sizes = [w.size or (w.bbox.height if w.bbox else 0.0) for w in words]
    return median(sizes) if sizes else 0.0


def rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words that overlap by half their height, top to bottom, each row from left to right.

    A row's height is that of its first word, so that rows do not grow together over jitter.
    """
    placed = sorted((w for w in words if w.bbox is not None), key=lambda w: (w.bbox.top + w.bbox.bottom, w.bbox.x0))  # type: ignore[union-attr]
    open_rows: list[tuple[float, float, list[Word]]] = []
    done: list[tuple[float, float, list[Word]]] = []
    for word in placed:
        box = word.bbox
        assert box is not None
        best, share = None, 0.5
        for row in open_rows:
            overlap = min(row[1], box.bottom) - max(row[0], box.top)
            smaller = min(row[1] - row[0], box.height) or 1.0
            if overlap / smaller > share:
                best, share = row, overlap / smaller
        if best is not None:
            best[2].append(word)
            continue
        keep: list[tuple[float, float, list[Word]]] = []
        for row in open_rows:
            (keep if row[1] > box.top - 2 else done).append(row)
        open_rows = keep
        open_rows.append((box.top, box.bottom, [word]))
    done += open_rows
    out = [sorted(row[2], key=_left) for row in done]
    out.sort(key=lambda row: _middle(row))
    return out


def _left(word: Word) -> float:
    return word.bbox.x0 if word.bbox else 0.0


def _middle(row: Sequence[Word]) -> float:
    return median((w.bbox.top + w.bbox.bottom) / 2 for w in row if w.bbox is not None)


def segments(words: Sequence[Word], gap: float = GAP) -> list[Segment]:
    """Rows cut at gaps wider than `gap` font sizes, in row order from left to right."""
    out: list[Segment] = []
    for number, row in enumerate(rows(words)):
        part: list[Word] = []
        edge = 0.0
        for word in row:
            box = word.bbox
            assert box is not None
            size = max(word.size or box.height, 1.0)
            if part and box.x0 - edge > gap * size:
                out.append(_segment(part, number))
                part = []
            edge = max(edge, box.x1) if part else box.x1
            part.append(word)
        if part:
            out.append(_segment(part, number))
    return out


def _segment(words: list[Word], row: int) -> Segment:
    box = union(w.bbox for w in words if w.bbox is not None)
    assert box is not None
    return Segment(words, box, size_of(words), row)
