"""Stacks of cards with a head each that stand at different heights: time lines and boards.

Above its line the stacks of a time line end at one height and begin where their cards do, below it they hang; no cut
across the page parts the heads from the cards of others. Heads are set alike and larger than what stands right below
them; each goes with its cards into a part of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.layout.blocks.split import WordGroup
from ingest.layout.tables.model import MeasuredWord
from ingest.layout.text.lines import Segment, segments

__all__ = ["headed_stacks"]

_FEWEST = 3
"""Stacks of a board, at least."""
_LARGER = 1.15
"""How many times larger than the page's text a head is set, at least."""
_HEAD_WORDS = 4
"""Words of a head."""
_UNDER = 2.0
"""Font sizes of the head within which its first card begins below it, and stands in."""
_BETWEEN = 3.0
"""Font sizes of the head within which the next text of a stack begins."""
_LEVEL = 4.0
"""Font sizes of the head within which heads stand in one row of stacks."""
_OUT = 4.0
"""Points that text may stand out at the left of its head."""
_SHARE = 0.4
"""Share of the page's words in stacks from which it is such a page."""


@dataclass(slots=True)
class _Stack:
    head: Segment
    right: float = 0.0
    """Where the next stack begins (points)."""
    body: list[Segment] = field(default_factory=list)

    @property
    def words(self) -> int:
        return sum(len(piece.words) for piece in self.body)

    def takes(self, piece: Segment) -> bool:
        """Return whether a piece of text goes on with the stack."""
        foot = self.body[-1].box.bottom if self.body else self.head.box.bottom
        near = piece.box.top - foot <= (_BETWEEN if self.body else _UNDER) * self.head.size
        below = piece.box.top >= self.head.box.top + self.head.size / 2 and piece.size < self.head.size
        return near and below and self.head.box.x0 - _OUT <= piece.box.x0 < self.right


def headed_stacks(tokens: Sequence[MeasuredWord]) -> list[WordGroup]:
    """Return the stacks of a page in reading order; [] where their heads stand in rows, or there are none.

    Args:
        tokens: the page's words.
    """
    pieces = sorted(segments([t.word for t in tokens]), key=lambda s: (s.box.top, s.box.x0))
    heads = _heads(pieces)
    rows = _rows(heads)
    if len(heads) < _FEWEST or not any(_staggered(row) for row in rows) or _wrapped(heads):
        return []
    made = [[_stack(head, row, pieces, heads) for head in row] for row in rows]
    if not any(_staggered(row) and _level_feet(own) for row, own in zip(rows, made, strict=True)):
        return []
    stacks = [s for own in made for s in own]
    placed = {id(w): t for t in tokens for w in (t.word,)}
    if not all(s.body for s in stacks) or sum(s.words for s in stacks) < _SHARE * len(tokens):
        return []
    if _overlap(stacks) or _run_on(stacks, pieces):
        return []
    parts = [(s, tuple(placed[id(w)] for piece in (s.head, *s.body) for w in piece.words)) for s in _by_turns(stacks)]
    return [WordGroup(held, beside=True) for _, held in parts]


def _overlap(stacks: Sequence[_Stack]) -> bool:
    """Return whether a head stands inside another's stack: a box of several labels (`Problem`, `Mål`), each over its
    text."""
    return len({id(piece) for s in stacks for piece in s.body}) < sum(len(s.body) for s in stacks)


def _run_on(stacks: Sequence[_Stack], pieces: Sequence[Segment]) -> bool:
    """Return whether text of no stack stands beside the uppermost head, in the column of another stack above its head:
    columns of running text, in which a chapter goes on at the top of the next column."""
    held = {id(piece) for s in stacks for piece in (s.head, *s.body)}
    top = min(s.head.box.top for s in stacks)
    loose = [p for p in pieces if id(p) not in held and p.box.bottom > top]
    return any(
        s.head.box.x0 - _OUT <= p.box.x0 < s.right and p.box.bottom <= s.head.box.top for s in stacks for p in loose
    )


def _heads(pieces: Sequence[Segment]) -> list[Segment]:
    """The short pieces of one size, larger than the usual one, that stand right over smaller text."""
    if not pieces:
        return []
    least = _LARGER * median(p.size for p in pieces)
    short = [p for p in pieces if p.size >= least and len(p.words) <= _HEAD_WORDS]
    over = [p for p in short if any(_stands_under(p, other) for other in pieces)]
    sizes = [round(2 * p.size) for p in over]
    usual = max(sizes, key=sizes.count, default=0)
    return [p for p in over if round(2 * p.size) == usual]


def _stands_under(head: Segment, piece: Segment) -> bool:
    gap, indent = piece.box.top - head.box.bottom, piece.box.x0 - head.box.x0
    return piece.size < head.size and -1 <= gap <= _UNDER * head.size and -_OUT <= indent <= _UNDER * head.size


def _rows(heads: Sequence[Segment]) -> list[list[Segment]]:
    """Heads at about one height, the uppermost first, left to right."""
    rows: list[list[Segment]] = []
    for head in sorted(heads, key=lambda h: h.box.top):
        if rows and head.box.top - rows[-1][0].box.top <= _LEVEL * head.size:
            rows[-1].append(head)
        else:
            rows.append([head])
    return [sorted(row, key=lambda h: h.box.x0) for row in rows]


def _staggered(row: Sequence[Segment]) -> bool:
    """Return whether each head of a row stands at a height of its own."""
    tops = sorted(h.box.top for h in row)
    return len(row) > 1 and all(b - a > row[0].size / 2 for a, b in pairwise(tops))


def _level_feet(stacks: Sequence[_Stack]) -> bool:
    """Return whether stacks end at one height, as above a line they do."""
    feet = [s.body[-1].box.bottom for s in stacks if s.body]
    return len(feet) == len(stacks) and max(feet) - min(feet) <= stacks[0].head.size / 2


def _wrapped(heads: Sequence[Segment]) -> bool:
    """Return whether a head is the second line of another: titles of cards in rows."""
    return any(
        abs(a.box.x0 - b.box.x0) <= _OUT and 0 <= b.box.top - a.box.bottom < a.size for a in heads for b in heads
    )


def _stack(head: Segment, row: Sequence[Segment], pieces: Sequence[Segment], heads: Sequence[Segment]) -> _Stack:
    steps = [b.box.x0 - a.box.x0 for a, b in pairwise(row)]
    right = min((h.box.x0 for h in row if h.box.x0 > head.box.x0), default=head.box.x0 + median(steps or [head.box.x0]))
    stack = _Stack(head, right - _OUT)
    for piece in pieces:
        if not any(piece is h for h in heads) and stack.takes(piece):
            stack.body.append(piece)
    return stack


def _by_turns(stacks: Sequence[_Stack]) -> list[_Stack]:
    """Return stacks row by row; left to right where they stand above and below a line by turns."""
    across = sorted(stacks, key=lambda s: s.head.box.x0)
    tops = [s.head.box.top for s in across]
    upper = [top < (min(tops) + max(tops)) / 2 for top in tops]
    return across if all(a != b for a, b in pairwise(upper)) else list(stacks)
