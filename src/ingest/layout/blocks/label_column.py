"""Labels beside their values inside a box or column: a left column of short texts, values that wrap beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.document import Line, Word, union
from ingest.language.lists import BULLETS
from ingest.layout.text.lines import size_of

__all__ = ["Pair", "label_pairs", "pairs_in_the_open"]

_NEAR = 1.8
"""Points within which left edges agree."""
_GAP = 0.42
"""Font sizes of white between a label and its value at least."""
_WIDER = 1.4
"""How many times the usual space between words that white is at least."""
_WORDS = 5
"""Words of a label at most."""
_FEWEST = 2
_IN = 2.5
"""Font sizes that the bullets of a value stand in at most."""
_CLOSE = 0.9
"""Line heights of white between two lines of labels and values in the open, at most."""
_SPACE = 0.3
"""Font sizes of a space between words where a block has none to measure."""


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
    if best is None or not _stands_apart(lines, best[1]):
        return None
    pairs = _pairs(lines, best[1])
    loose = sum(not p.label for p in pairs)
    fit = all(_is_label(p.label) for p in pairs if p.label)
    return pairs if fit and pairs[-1].label and loose <= len(pairs) - loose else None


def pairs_in_the_open(lines: Sequence[Line]) -> list[tuple[int, int, list[Pair]]]:
    """Return the stretches of lines that are labels and values, from and up to which line, with their pairs.

    Among other text, where no box shows that they stand together, labels are set apart from their values or end in a
    colon, and some value wraps under its beginning: lines without such a value read well as they stand.
    """
    out: list[tuple[int, int, list[Pair]]] = []
    at = 0
    while at < len(lines):
        found = max((_stretch(lines, at, x) for x in _value_edges(lines[at])), default=at)
        if found > at:
            x = max(_value_edges(lines[at]), key=lambda x: _stretch(lines, at, x))
            out.append((at, found, _pairs(lines[at:found], x)))
        at = max(found, at + 1)
    return out


def _value_edges(line: Line) -> list[float]:
    """Where the value of a line may begin, behind what may be a label (points)."""
    return [w.bbox.x0 for n, w in enumerate(line.words) if n and w.bbox is not None and _names(line, w.bbox.x0)]


def _names(line: Line, x: float) -> bool:
    """Whether a line begins with a label whose value stands at `x`: set otherwise than it, or with a colon."""
    at = _split(line, x)
    if at is None or not _is_label([Line(line.words[:at], line.page)]):
        return False
    return _turns(line, at) or line.words[at - 1].raw.endswith(":")


def _stretch(lines: Sequence[Line], start: int, x: float) -> int:
    """The line that ends labels and values that begin at a line; `start` where no value wraps or one label is all."""
    left, labels, wraps, at = lines[start].bbox, 1, 0, start + 1
    while at < len(lines) and left is not None and _near(lines[at - 1], lines[at]):
        box = lines[at].bbox
        assert box is not None
        if _names(lines[at], x) and abs(box.x0 - left.x0) <= _NEAR:
            labels += 1
        elif abs(box.x0 - x) <= _NEAR:
            wraps += 1
        else:
            break
        at += 1
    return at if labels >= _FEWEST and wraps else start


def _near(above: Line, line: Line) -> bool:
    a, b = above.bbox, line.bbox
    return a is not None and b is not None and above.page == line.page and b.top - a.bottom <= _CLOSE * b.height


def _after_gaps(line: Line) -> list[Word]:
    """The words that white space wider than a space stands before."""
    size = size_of(line.words) or 10.0
    return [
        b
        for a, b in pairwise(line.words)
        if a.bbox is not None and b.bbox is not None and b.bbox.x0 - a.bbox.x1 >= _GAP * size
    ]


def _split(line: Line, x: float) -> int | None:
    """How many words stand before the value column at `x`; None where no value begins there.

    A longest label may leave no more than a space before its value where the two are set apart; a list stands in.
    """
    for at, word in enumerate(line.words):
        if word.bbox is None or not at or word.bbox.x0 < x - _NEAR:
            continue
        if word.bbox.x0 <= x + _NEAR:
            return at if word in _after_gaps(line) or _turns(line, at) else None
        stands_in = word.bbox.x0 <= x + _IN * (word.size or 10.0)
        return at if stands_in and word.raw in BULLETS and word in _after_gaps(line) else None
    return None


def _turns(line: Line, at: int) -> bool:
    """Whether the words before one are set otherwise, in weight or slant, than those from there on."""
    label, value = line.words[:at], line.words[at:]
    bold = {w.bold for w in label}, {w.bold for w in value}
    italic = {w.italic for w in label}, {w.italic for w in value}
    return any(len(a) == len(b) == 1 and a != b for a, b in (bold, italic))


def _stands_apart(lines: Sequence[Line], x: float) -> bool:
    """Whether labels have one left edge and the white before the values is wider than spaces between words."""
    before: list[float] = []
    spaces: list[float] = []
    lefts: list[float] = []
    for line in lines:
        at = _split(line, x)
        gaps = [b.bbox.x0 - a.bbox.x1 for a, b in pairwise(line.words) if a.bbox is not None and b.bbox is not None]
        if at is not None and len(gaps) == len(line.words) - 1:
            gap = gaps.pop(at - 1)
            if line.words[at] in _after_gaps(line):
                before.append(gap)
            lefts += [b.x0 for b in (line.bbox,) if b is not None]
        spaces += gaps
    usual = median(spaces) if spaces else _SPACE * (size_of(lines[0].words) or 10.0)
    return bool(before) and max(lefts) - min(lefts) <= _NEAR and min(before) >= _WIDER * usual


def _is_label(label: Sequence[Line]) -> bool:
    first = label[0].words
    return len(first) <= _WORDS and first[0].raw not in BULLETS and any(c.isalpha() for w in first for c in w.raw)


def _pairs(lines: Sequence[Line], x: float) -> list[Pair]:
    out: list[Pair] = []
    for line in lines:
        at = _split(line, x)
        box = line.bbox
        last = out[-1] if out and out[-1].label else None
        if at is not None:
            out.append(Pair((Line(line.words[:at], line.page),), (Line(line.words[at:], line.page),)))
        elif last is not None and box is not None and box.x0 >= x - 3 * _NEAR:
            out[-1] = Pair(last.label, (*last.value, line))
        elif last is not None and box is not None and box.x1 < x and _goes_on(last, line):
            out[-1] = Pair((*last.label, line), last.value)
        else:
            out.append(Pair((), (line,)))
    return out


def _goes_on(pair: Pair, line: Line) -> bool:
    """Whether a line below a label is its second line."""
    above = union(b for part in pair.label if (b := part.bbox) is not None)
    box = line.bbox
    if above is None or box is None or any(w.raw.endswith(":") for w in pair.label[-1].words[-1:]):
        return False
    return box.top - above.bottom < 0.5 * box.height
