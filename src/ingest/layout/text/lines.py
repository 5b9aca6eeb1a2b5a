"""Words to visual rows, rows to segments: the smallest pieces of running text that belong together for certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from ingest.document import BBox, Line, Word, union, usual

__all__ = ["Segment", "rows", "segments", "size_of", "usual"]

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
    return usual(sizes) if sizes else 0.0


def rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words that overlap by half their height, top to bottom, each row from left to right.

    A row's height is that of its first word, so that rows do not grow together over jitter.
    """
    placed = [(box.top + box.bottom, box.x0, w, box) for w in words if (box := w.bbox) is not None]
    placed.sort(key=_by_place)
    open_rows: list[tuple[float, float, list[Word]]] = []
    done: list[tuple[float, float, list[Word]]] = []
    for _, _, word, (_, top, _, bottom) in placed:
        height = bottom - top
        best, share = None, 0.5
        for row in open_rows:
            above, below, _ = row
            overlap = (bottom if bottom < below else below) - (top if top > above else above)
            smaller = (height if height < below - above else below - above) or 1.0
            if overlap / smaller > share:
                best, share = row, overlap / smaller
        if best is not None:
            best[2].append(word)
            continue
        keep: list[tuple[float, float, list[Word]]] = []
        for row in open_rows:
            (keep if row[1] > top - 2 else done).append(row)
        open_rows = keep
        open_rows.append((top, bottom, [word]))
    done += open_rows
    out = [sorted(row[2], key=_left) for row in done]
    out.sort(key=lambda row: _middle(row))
    return out


_by_place = itemgetter(0, 1)


def _left(word: Word) -> float:
    return word.bbox.x0 if word.bbox else 0.0


def _middle(row: Sequence[Word]) -> float:
    return usual([(w.bbox.top + w.bbox.bottom) / 2 for w in row if w.bbox is not None])


def segments(words: Sequence[Word], gap: float = GAP) -> list[Segment]:
    """Rows cut at gaps wider than `gap` font sizes, in row order from left to right."""
    out: list[Segment] = []
    for number, row in enumerate(rows(words)):
        part: list[Word] = []
        edge = 0.0
        for word in row:
            box = word.bbox
            assert box is not None
            x0, top, x1, bottom = box
            size = word.size or bottom - top
            if part and x0 - edge > gap * (size if size > 1.0 else 1.0):
                out.append(_segment(part, number))
                part = []
            edge = edge if part and edge > x1 else x1
            part.append(word)
        if part:
            out.append(_segment(part, number))
    return out


def _segment(words: list[Word], row: int) -> Segment:
    box = words[0].bbox if len(words) == 1 else union([w.bbox for w in words if w.bbox is not None])
    assert box is not None
    return Segment(words, box, size_of(words), row)
