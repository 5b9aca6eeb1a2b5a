"""Lists side by side, each under a head with a rule of its own: columns without boxes, parted by white alone.

A table's rule goes on from column to column, or each heading's has its like below the row. Where rules of one length
stand at one height with white between them, a short head right over each and bullets below, each is a list with its
head, read to its end before the next. Whether the items of lists stand at one height is chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.document import BBox, Rule
from ingest.language.lists import BULLETS
from ingest.layout.blocks.split import WordGroup
from ingest.layout.tables.below_headings.headings import fields_named
from ingest.layout.tables.model import MeasuredWord, visual_rows
from ingest.layout.tables.regions import rows_of

__all__ = ["ruled_lists"]

_FEWEST = 2
"""Lists side by side, and items of one of them, at least."""
_FIELDS = 2
"""Heads that name fields of a plan (`Problem`, `Åtgärder`), from which they are those of a record's columns."""
_SAME = 1.0
"""Points within which rules stand at one height."""
_ALIKE = 4.0
"""Points by which rules of one length differ."""
_APART = 0.8
"""Font sizes of white between two rules, at least."""
_OVER = 1.0
"""Font sizes of white between a head and its rule at most."""
_HEAD_WORDS = 7
_OUT = 4.0
"""Points that text may stand out of its list at the left, and a rule reach beyond it."""
_FAR = 3.0
"""Font sizes of white that end the lists."""


def ruled_lists(tokens: Sequence[MeasuredWord], rules: Sequence[Rule]) -> list[WordGroup]:
    """Return the uppermost lists under ruled heads of a page, left to right; [] without any.

    Args:
        tokens: the page's words.
        rules: drawn on it.
    """
    level = [r.bbox for r in rules if r.horizontal]
    upright = [r.bbox for r in rules if not r.horizontal]
    for row in _rows(level):
        heads = [_head(rule, tokens) for rule in row]
        if not all(heads) or not _apart(row, heads) or _names_columns(heads):
            continue
        bodies = _bodies(row, tokens, level)
        listed = sum(_items(body) >= _FEWEST for body in bodies)
        held = [*(t for head in heads for t in head), *(t for body in bodies for t in body)]
        if all(bodies) and listed >= _FEWEST and not _crossed(row, held, [*level, *upright]):
            lists = zip(heads, bodies, strict=True)
            return [WordGroup((*head, *body), beside=True) for head, body in lists]
    return []


def _rows(level: Sequence[BBox]) -> Iterator[list[BBox]]:
    """Rules of one length side by side, left to right, the uppermost first."""
    rest = sorted(level, key=lambda b: (b.top, b.x0))
    while rest:
        first = rest[0]
        row = [b for b in rest if abs(b.top - first.top) <= _SAME and abs(b.width - first.width) <= _ALIKE]
        rest = [b for b in rest if b not in row]
        row.sort(key=lambda b: b.x0)
        if len(row) >= _FEWEST and all(b.x0 > a.x1 for a, b in pairwise(row)):
            yield row


def _head(rule: BBox, tokens: Sequence[MeasuredWord]) -> list[MeasuredWord]:
    """The short line right over a rule, that begins where it does; [] for none."""
    over = [t for t in tokens if rule.x0 - _OUT <= t.mid <= rule.x1 and t.ym < rule.top]
    lines = visual_rows(over)
    if not lines:
        return []
    last = lines[-1]
    near = rule.top - max(t.bottom for t in last) <= _OVER * last[0].size
    begins = abs(last[0].x0 - rule.x0) <= _OUT and last[-1].x1 <= rule.x1 + _OUT
    return list(last) if near and begins and len(last) <= _HEAD_WORDS and last[0].text not in BULLETS else []


def _apart(row: Sequence[BBox], heads: Sequence[Sequence[MeasuredWord]]) -> bool:
    """Whether white parts the rules, and their heads are set alike at one height."""
    first = heads[0][0]
    white = all(b.x0 - a.x1 >= _APART * first.size for a, b in pairwise(row))
    return white and all(
        h[0].bold == first.bold and abs(h[0].size - first.size) < _SAME and abs(h[0].ym - first.ym) < first.size / 2
        for h in heads
    )


def _names_columns(heads: Sequence[Sequence[MeasuredWord]]) -> bool:
    phrases = [piece for head in heads for row in rows_of(list(head)) for piece in row.pieces]
    return len(fields_named(phrases)) >= _FIELDS


def _bodies(row: Sequence[BBox], tokens: Sequence[MeasuredWord], level: Sequence[BBox]) -> list[list[MeasuredWord]]:
    """The words below each rule, down to white, to text across the lists, or to the heads of the next ones."""
    top = row[0].bottom
    below = [t for t in tokens if t.ym > top]
    nexts = [b.top for other in _rows(level) for b in other if b.top > top + _SAME]
    ends = min(nexts, default=float("inf"))
    if nexts:
        heads = [_head(b, tokens) for b in level if abs(b.top - ends) <= _SAME]
        ends = min((t.top for head in heads for t in head), default=ends)
    out: list[list[MeasuredWord]] = [[] for _ in row]
    foot = top
    for line in visual_rows([t for t in below if t.ym < ends]):
        parts = [[t for t in line if b.x0 - _OUT <= t.mid <= b.x1 + _OUT] for b in row]
        across = sum(map(len, parts)) < len(line) or any(
            p and (p[0].x0 < b.x0 - _OUT or p[-1].x1 > b.x1 + _OUT) for p, b in zip(parts, row, strict=True)
        )
        if across or min(t.top for t in line) - foot > _FAR * line[0].size:
            break
        for held, part in zip(out, parts, strict=True):
            held += part
        foot = max(foot, *(t.bottom for t in line))
    return out


def _items(body: Sequence[MeasuredWord]) -> int:
    return sum(line[0].text in BULLETS for line in visual_rows(list(body)))


def _crossed(row: Sequence[BBox], held: Sequence[MeasuredWord], rules: Sequence[BBox]) -> bool:
    """Whether further rules stand among the lists, as a table's do."""
    top, bottom = row[0].top + _SAME, max(t.ym for t in held)
    left, right = row[0].x0 - _OUT, row[-1].x1 + _OUT
    return any(top < (b.top + b.bottom) / 2 < bottom and left < b.x1 and b.x0 < right for b in rules)
