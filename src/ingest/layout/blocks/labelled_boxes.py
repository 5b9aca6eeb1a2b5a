"""Boxes that all hold the same labels: cards in a grid, and strips with the labels beside their text.

What recurs in every box of one width, with other text behind it, is a label of records: each box is one, however the
texts of neighbours line up, and a column of labels inside a box is no continuation of the text beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from ingest.document import BBox
from ingest.language.letters import fold
from ingest.layout.blocks.frames import words_in
from ingest.layout.tables.model import MeasuredWord
from ingest.layout.text.lines import Segment, segments
from ingest.system.worked_out import worked_out

__all__ = ["labelled_boxes"]

_FEWEST = 2
"""Boxes of one width, at least."""
_RECURS = 0.6
"""Share of the boxes of one width that hold a label: others are of a goal, a summary."""
_LEVEL = 3.0
"""Points within which edges are one."""
_WHITE = 6.0
"""Points of white between two boxes that are no cells of one table, and beside a column of labels."""
_LABEL_WORDS = 3
_ENDS = (":", "?")
"""What ends a label before its text."""
_ASIDE = 0.25
"""Share of a box's width from its left side, from which labels stand beside a text."""
_OF_A_COLUMN = 0.9
"""Share of the wider of two boxes that stands over or under the other one, in one column."""
_SHARE = 0.3
"""Share of the page's words in such boxes from which it is such a page."""


@dataclass(frozen=True)
class _Box:
    """A box and its words."""

    frame: BBox
    tokens: tuple[MeasuredWord, ...]

    @worked_out
    def labels(self) -> dict[str, float]:
        """Folded text and left edge of its labels, each once."""
        return _labels(self.tokens)


_Sided = tuple[_Box, list[list[MeasuredWord]]]
"""A box and the words of each side of it."""


def labelled_boxes(tokens: Sequence[MeasuredWord], frames: Sequence[BBox]) -> list[list[MeasuredWord]]:
    """Return the words of each box, or of each side of it, in reading order; [] where a page has no such boxes.

    Text between two rows of boxes, a heading of the lower ones for the most part, ends what is returned: what is below
    is looked at by itself.

    Args:
        tokens: the page's words.
        frames: the boxes on it, the smallest first.
    """
    out: list[_Sided] = []
    filled = _filled(tokens, frames)
    groups = [(group, _common(group)) for group in _of_one_width(filled)]
    every = [[b for b in group if not common.isdisjoint(b.labels)] for group, common in groups]
    taken = [b for records in every if len(records) >= _FEWEST for b in records]
    for (_, common), records in zip(groups, every, strict=True):
        if len(records) < _FEWEST:
            continue
        abreast = _abreast(records)
        for record in records:
            box = _with_badges(record, [b for b in filled if not any(b is r for r in taken)])
            sides = [list(box.tokens)] if abreast else _sides(box, common)
            if len(sides) > 1 or abreast:
                out.append((box, sides))
    columns = _headed(out, [b for b in filled if not any(b is t for t in taken)])
    held = _down_to_text([one for column in columns for one in column], tokens)
    return [side for _, sides in held or _by_rows(_down_to_text(out, tokens)) for side in sides]


def _by_rows(found: Sequence[_Sided]) -> list[_Sided]:
    """The boxes row by row, each from left to right."""
    rows: list[list[_Sided]] = []
    for one in sorted(found, key=lambda one: one[0].frame.top):
        if rows and _level(rows[-1][0][0].frame, one[0].frame):
            rows[-1].append(one)
        else:
            rows.append([one])
    return [one for row in rows for one in sorted(row, key=lambda one: one[0].frame.x0)]


def _headed(records: Sequence[_Sided], others: Sequence[_Box]) -> list[list[_Sided]]:
    """Return the columns of records below a box each that heads them, with that box, left to right; [] where a column
    has none.

    Args:
        records: the boxes with labels.
        others: the boxes with words that are no records.
    """
    columns: list[list[_Sided]] = []
    for one in sorted(records, key=lambda one: (one[0].frame.x0, one[0].frame.top)):
        if columns and _in_column(columns[-1][0][0].frame, one[0].frame):
            columns[-1].append(one)
        else:
            columns.append([one])
    out: list[list[_Sided]] = []
    for column in columns:
        top = min(box.frame.top for box, _ in column)
        above = [b for b in others if _in_column(b.frame, column[0][0].frame) and b.frame.bottom <= top + _LEVEL]
        if above:
            head = max(above, key=lambda b: b.frame.bottom)
            out.append([(head, [list(head.tokens)]), *sorted(column, key=lambda one: one[0].frame.top)])
    heads = [column[0][0].frame for column in out]
    level = bool(heads) and max(h.top for h in heads) - min(h.top for h in heads) <= _LEVEL
    return out if level and len(out) == len(columns) >= _FEWEST else []


def _in_column(a: BBox, b: BBox) -> bool:
    """Whether two boxes are of one column: one under the other, about as wide."""
    return min(a.x1, b.x1) - max(a.x0, b.x0) >= _OF_A_COLUMN * max(a.width, b.width)


def _down_to_text(found: Sequence[_Sided], tokens: Sequence[MeasuredWord]) -> Sequence[_Sided]:
    """The boxes above the first text that stands between two rows of them; none where they hold little of the page, or
    text stands beside one."""
    held = {t.index for box, _ in found for t in box.tokens}
    if len(held) < _SHARE * len(tokens):
        return ()
    between = _between(tokens, held, [box.frame for box, _ in found])
    if any(box.frame.top < t.ym < box.frame.bottom for t in between for box, _ in found):
        return ()
    foot = min((t.top for t in between), default=inf)
    above = [one for one in found if one[0].frame.bottom <= foot]
    return above if len(above) >= _FEWEST else ()


def _with_badges(box: _Box, others: Sequence[_Box]) -> _Box:
    """A box with the words of the smaller ones inside it: the number in a disc beside its title, a tinted part."""
    inner = [o for o in others if o is not box and _encloses(box.frame, o.frame)]
    held = sorted((t for o in (box, *inner) for t in o.tokens), key=lambda t: t.index)
    return replace(box, tokens=tuple(held)) if inner else box


def _encloses(outer: BBox, inner: BBox) -> bool:
    level = outer.top <= inner.top and inner.bottom <= outer.bottom
    return level and outer.x0 <= inner.x0 and inner.x1 <= outer.x1


def _level(a: BBox, b: BBox) -> bool:
    """Whether two boxes stand side by side, though one may begin lower: they overlap by half of the smaller one."""
    return min(a.bottom, b.bottom) - max(a.top, b.top) > 0.5 * min(a.height, b.height)


def _between(tokens: Sequence[MeasuredWord], held: Set[int], frames: Sequence[BBox]) -> list[MeasuredWord]:
    """The words between the boxes: a heading of some of them, that would lose its place.

    What fills a place of the grid that has no box, all boxes of its column above it, is read after them.
    """
    inside = [t.ym for t in tokens if t.index in held]
    top, foot = min(inside, default=0.0), max(inside, default=0.0)
    return [t for t in tokens if t.index not in held and top < t.ym < foot and not _fills_place(t, frames)]


def _fills_place(token: MeasuredWord, frames: Sequence[BBox]) -> bool:
    column = [b for b in frames if b.x0 <= token.mid <= b.x1]
    return bool(column) and all(b.bottom <= token.top for b in column)


def _filled(tokens: Sequence[MeasuredWord], frames: Sequence[BBox]) -> list[_Box]:
    """The boxes with words, each word in the smallest one around it."""
    held: dict[int, list[MeasuredWord]] = {}
    inside = words_in(frames, tokens)
    for word in np.flatnonzero(inside.any(axis=0)).tolist():
        held.setdefault(int(inside[:, word].argmax()), []).append(tokens[word])
    return [_Box(frames[at], tuple(own)) for at, own in sorted(held.items())]


def _labels(tokens: Sequence[MeasuredWord]) -> dict[str, float]:
    """What may be labels: short texts with a colon or question mark behind them, or alone above another text."""
    pieces = sorted(segments([t.word for t in tokens]), key=lambda s: (s.box.top, s.box.x0))
    out: dict[str, float] = {}
    for at, piece in enumerate(pieces):
        label = _label(piece, below=at + 1 < len(pieces))
        if label:
            out.setdefault(label, piece.box.x0)
    return out


def _label(piece: Segment, *, below: bool) -> str:
    texts = [w.text for w in piece.words]
    ended = next((n for n, text in enumerate(texts[:_LABEL_WORDS], start=1) if text.endswith(_ENDS)), 0)
    if ended:
        return fold(" ".join(texts[:ended]))
    alone = below and len(texts) <= _LABEL_WORDS and texts[0][:1].isupper() and texts[-1][-1:].isalpha()
    return fold(" ".join(texts)) if alone else ""


def _of_one_width(boxes: Sequence[_Box]) -> Iterator[list[_Box]]:
    rest = list(boxes)
    while rest:
        width = rest[0].frame.width
        group = [b for b in rest if abs(b.frame.width - width) <= _LEVEL]
        rest = [b for b in rest if abs(b.frame.width - width) > _LEVEL]
        # A painted strip across a box, its heading's, is as wide as the box.
        group = [b for b in group if not any(o is not b and _encloses(o.frame, b.frame) for o in group)]
        if len(group) >= _FEWEST:
            yield group


def _common(group: Sequence[_Box]) -> frozenset[str]:
    """The labels that most boxes of a group hold."""
    counts = Counter(label for box in group for label in box.labels)
    return frozenset(label for label, n in counts.items() if n >= max(_FEWEST, _RECURS * len(group)))


def _abreast(group: Sequence[_Box]) -> bool:
    """Whether boxes stand side by side, white between them on every side."""
    frames = [b.frame for b in group]
    pairs = [(a, b) for a in frames for b in frames if a is not b]
    beside = [b.x0 - a.x1 for a, b in pairs if _level(a, b) and b.x0 >= a.x1 - _LEVEL]
    under = [b.top - a.bottom for a, b in pairs if abs(a.x0 - b.x0) <= _LEVEL and b.top >= a.bottom - _LEVEL]
    return bool(beside) and min(beside) >= _WHITE and min(under, default=_WHITE) >= _WHITE


def _sides(box: _Box, common: frozenset[str]) -> list[list[MeasuredWord]]:
    """The words of a box on the left and on the right of its column of labels; all together where it has none."""
    whole = [list(box.tokens)]
    # Values of a table's last column come again, too; what stands beside them has no colon.
    edges = [x for label, x in box.labels.items() if label in common and label.endswith(":")]
    if not edges or max(edges) - min(edges) > _LEVEL or min(edges) < box.frame.x0 + _ASIDE * box.frame.width:
        return whole
    edge = min(edges)
    left = [t for t in box.tokens if t.x0 < edge - _LEVEL]
    if not left or max(t.x1 for t in left) > edge - _WHITE:
        return whole
    return [left, [t for t in box.tokens if t.x0 >= edge - _LEVEL]]
