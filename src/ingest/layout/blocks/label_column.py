"""Labels beside their values inside a box or column: a left column of short texts, values that wrap beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.document import Line, Word, union
from ingest.layout.text.lines import size_of
from ingest.read.words import BULLETS

__all__ = ["Pair", "label_pairs"]

_NEAR = 1.8
"""Points within which left edges agree."""
_GAP = 0.42
"""Font sizes of white between a label and its value at least."""
_WORDS = 5
"""Words of a label at most."""
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and the lines of its value; `label` is empty for lines that stand alone (a title)."""

    label: tuple[Line, ...]
    value: tuple[Line, ...]


def label_pairs(lines: Sequence[Line]) -> list[Pair] | None:
    """Return the labels and values of the lines of one block; None where they do not stand in two such columns."""
    best: tuple[int, float] | None = None
    for x in sorted({round(w.bbox.x0, 1) for line in lines for w in _after_gaps(line) if w.bbox is not None}):
        count = sum(_split(line, x) is not None for line in lines)
        if count >= _FEWEST and (best is None or count > best[0]):
            best = count, x
    if best is None:
        return None
    return _pairs(lines, best[1])


def _after_gaps(line: Line) -> list[Word]:
    size = size_of(line.words) or 10.0
    return [
        b
        for a, b in pairwise(line.words)
        if a.bbox is not None and b.bbox is not None and b.bbox.x0 - a.bbox.x1 >= _GAP * size
    ]


def _split(line: Line, x: float) -> int | None:
    """How many words stand before the value column at `x`; None where no value begins there."""
    for at, word in enumerate(line.words):
        if word.bbox is not None and abs(word.bbox.x0 - x) <= _NEAR and at:
            return at if word in _after_gaps(line) else None
    return None


def _pairs(lines: Sequence[Line], x: float) -> list[Pair] | None:
    lefts = [b.x0 for line in lines if _split(line, x) is not None and (b := line.bbox) is not None]
    left = min(lefts)
    if max(lefts) - left > _NEAR:
        return None
    out: list[Pair] = []
    loose = 0
    for line in lines:
        at = _split(line, x)
        box = line.bbox
        if at is not None:
            label = line.words[:at]
            if at > _WORDS or label[0].raw in BULLETS or not any(c.isalpha() for w in label for c in w.raw):
                return None
            out.append(Pair((Line(label, line.page),), (Line(line.words[at:], line.page),)))
        elif (box is not None and abs(box.x0 - x) <= 3 * _NEAR) or (box is not None and box.x0 > x and out):
            if not out:
                return None
            last = out[-1]
            out[-1] = Pair(last.label, (*last.value, line))
        elif box is not None and box.x1 < x and out and out[-1].label and _goes_on(out[-1], line):
            # A label in two lines.
            last = out[-1]
            out[-1] = Pair((*last.label, line), last.value)
        else:
            loose += 1
            out.append(Pair((), (line,)))
    labelled = sum(bool(p.label) for p in out)
    return out if loose <= labelled else None


def _goes_on(pair: Pair, line: Line) -> bool:
    above = union(b for part in pair.label if (b := part.bbox) is not None)
    box = line.bbox
    if above is None or box is None or any(w.raw.endswith(":") for w in pair.label[-1].words[-1:]):
        return False
    return box.top - above.bottom < 0.5 * box.height
