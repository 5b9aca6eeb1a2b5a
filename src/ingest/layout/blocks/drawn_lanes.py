"""Boards: lanes side by side, each a head and cards in boxes of their own below each other.

A lane may be a box around its head and cards; or its head is a time, over cards of one width (road maps). Lanes begin
at one height, and each card at its own: a cut across the page would go through cards, or part the heads from them. Each
lane is read to its end before the next, its head first and then card by card.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise

import numpy as np

from ingest.document import BBox, Rule
from ingest.language.calendar import is_calendar_name
from ingest.layout.blocks.frames import words_in
from ingest.layout.blocks.split import WordGroup
from ingest.layout.tables.model import MeasuredWord, visual_rows

__all__ = ["drawn_lanes"]

_FEWEST = 2
"""Lanes of a board, and cards of one of them, at least."""
_LEVEL = 3.0
"""Points within which lanes begin at one height."""
_INSET = 1.5
"""Points that a card stands in from its lane's sides, and below the card above it, at least."""
_WIDE = 0.6
"""Share of its lane's width that a card has, at least."""
_MOST_OF = 0.75
"""Share of a card's shadow that the card covers, at least."""
_NEAR = 3.0
"""Font sizes of a head within which its first card begins below it."""
_HEAD_WORDS, _HEAD_LINES = 9, 3
"""Words and lines of a head that is a time, or a phase with its time."""
_CLOSE = 0.6
"""Font sizes of white between two lines of a head at most."""
_SAME = 1.0
"""Points within which rules are at one height, or reach from the same place to the same."""
_DASH = re.compile(r"[–—-]")
Lane = list[list[MeasuredWord]]
"""The words of its head, and of each card."""
_SHARE = 0.4
"""Share of the page's words in lanes from which it is such a page."""


def drawn_lanes(tokens: Sequence[MeasuredWord], frames: Sequence[BBox], rules: Sequence[Rule] = ()) -> list[WordGroup]:
    """Return the heads and cards of a page's lanes in reading order; [] where it has none.

    Args:
        tokens: the page's words.
        frames: the boxes on it, the smallest first.
        rules: drawn on it.
    """
    boxed, timed = _boxed(tokens, frames), (*_timed(tokens, frames), *_timed(tokens, _between(rules, tokens)))
    for lanes, single in (*((lanes, False) for lanes in boxed), *((lanes, True) for lanes in timed)):
        if len(lanes) < _FEWEST or sum(len(t) for lane in lanes for t in lane) < _SHARE * len(tokens):
            continue
        # A page's end may leave a card to each of several times.
        if max(map(len, lanes)) > _FEWEST or (single and len(lanes) > _FEWEST and min(map(len, lanes)) == _FEWEST):
            return [WordGroup(tuple(held), beside=True) for lane in lanes for held in lane if held]
    return []


def _boxed(tokens: Sequence[MeasuredWord], frames: Sequence[BBox]) -> Iterator[list[Lane]]:
    """Lanes in boxes side by side."""
    for row in _rows(frames):
        out: list[Lane] = []
        for box in row:
            cards = _cards(box, frames)
            inside = [t for t in tokens if _holds(box, t)]
            if cards:
                out.append(_lane([t for t in inside if not any(_holds(c, t) for c in cards)], inside, cards))
        yield out


def _timed(tokens: Sequence[MeasuredWord], frames: Sequence[BBox]) -> Iterator[list[Lane]]:
    """Lanes under heads that are times, in boxes or not."""
    alone = _without_shadows(frames)
    filled = [bool(inside.any()) for inside in words_in(alone, tokens)]
    cards = [
        b
        for b, held in zip(alone, filled, strict=True)
        if held and not any(_encloses(o, b, 0.0) for o in alone if o != b)
    ]
    if len(cards) < _FEWEST:
        return
    heads = {box: head for box in cards if (head := _own_head(_head(box, tokens), cards, tokens))}
    for row in _rows_of_heads(heads):
        if any(abs(b.width - row[0].width) > _LEVEL for b in row):
            continue
        out: list[Lane] = []
        for box in row:
            foot = max(t.bottom for t in heads[box])
            stack = [
                b for b in cards if abs(b.x0 - box.x0) <= _LEVEL and abs(b.x1 - box.x1) <= _LEVEL and b.top >= foot - 1
            ]
            out.append(_lane(heads[box], tokens, sorted(stack, key=lambda b: b.top)))
        yield out


def _between(rules: Sequence[Rule], tokens: Sequence[MeasuredWord]) -> list[BBox]:
    """The boxes between rules of one length under each other, where they are no rows of a grid: no upright rule parts
    them, and some rule of a column stands at no height of its neighbours'; and what stands below the last rule, where
    each has a card below it."""
    columns: list[list[BBox]] = []
    upright = [r.bbox for r in rules if not r.horizontal]
    level = (r.bbox for r in rules if r.horizontal and not any(_crosses(u, r.bbox) for u in upright))
    for rule in sorted(level, key=lambda b: b.top):
        own = next((c for c in columns if abs(c[0].x0 - rule.x0) <= _SAME and abs(c[0].x1 - rule.x1) <= _SAME), None)
        if own is None:
            columns.append([rule])
        elif rule.top - own[-1].top > _LEVEL:
            own.append(rule)
    heights = [{round(b.top) for b in c} for c in columns if len(c) > 1]
    rows = all(
        any(abs(y - o) <= _SAME for o in others)
        for own in heights
        for others in heights
        for y in own
        if min(others) <= y <= max(others)
    )
    if rows:
        return []
    abreast = [c for c in columns if any(_abreast(c[0], o[0]) for o in columns)]
    below = [_below(c[-1], tokens) for c in abreast]
    if all(below):
        columns = [[*c, BBox(b.x0, b.bottom, b.x1, b.bottom)] for c, b in zip(abreast, below, strict=True) if b]
    return [BBox(a.x0, a.bottom, a.x1, b.top) for c in columns for a, b in pairwise(c)]


def _crosses(upright: BBox, level: BBox) -> bool:
    """Return whether an upright rule meets a level one between its ends, as a table's columns do."""
    inside = level.x0 + _INSET < upright.x0 and upright.x1 < level.x1 - _INSET
    return inside and upright.top - _INSET <= level.top and level.bottom <= upright.bottom + _INSET


def _abreast(a: BBox, b: BBox) -> bool:
    """Return whether rules of one length stand side by side at one height."""
    apart = a.x1 <= b.x0 or b.x1 <= a.x0
    return apart and abs(a.top - b.top) <= _SAME and abs(a.width - b.width) <= _LEVEL


def _below(rule: BBox, tokens: Sequence[MeasuredWord]) -> BBox | None:
    """The box of the lines right below a rule and as wide as it; None for none."""
    lines = visual_rows([t for t in tokens if rule.x0 <= t.mid <= rule.x1 and t.top >= rule.bottom - _SAME])
    foot = rule.bottom
    held: list[list[MeasuredWord]] = []
    for line in lines:
        near = _NEAR if not held else _CLOSE
        if min(t.top for t in line) - foot > near * line[0].size:
            break
        held.append(line)
        foot = max(t.bottom for t in line)
    return BBox(rule.x0, rule.bottom, rule.x1, foot + _SAME) if held else None


def _rows_of_heads(heads: Mapping[BBox, Sequence[MeasuredWord]]) -> list[list[BBox]]:
    """Boxes side by side whose heads begin at one height, left to right: a head of two lines has its box lower."""
    out: list[list[BBox]] = []
    for box, head in sorted(heads.items(), key=lambda item: item[0].x0):
        top = min(t.top for t in head)
        row = next((r for r in out if abs(min(t.top for t in heads[r[0]]) - top) <= _LEVEL), None)
        if row is None:
            out.append([box])
        elif box.x0 >= row[-1].x1 - _SAME:
            row.append(box)
    return [row for row in out if len(row) >= _FEWEST]


def _head(card: BBox, tokens: Sequence[MeasuredWord]) -> list[MeasuredWord]:
    """The lines right above a card, where they are a time, or a phase with its time; else none."""
    above = [t for t in tokens if card.x0 - _LEVEL <= t.mid <= card.x1 and t.bottom <= card.top + _SAME]
    head: list[MeasuredWord] = []
    for line in islice(reversed(visual_rows(above)), _HEAD_LINES):
        first = head[0] if head else None
        if first is not None and not _goes_on(line, first):
            break
        if first is None and card.top - line[0].bottom > _NEAR * line[0].size:
            break
        head = [*line, *head]
    timed = any(ch.isdigit() for t in head for ch in t.text) or any(
        is_calendar_name(word) for t in head for word in _DASH.split(t.text)
    )
    return head if timed and len(head) <= _HEAD_WORDS else []


def _goes_on(line: Sequence[MeasuredWord], below: MeasuredWord) -> bool:
    """Whether a line is of one head with the one below it: set alike, and as near as lines are."""
    alike = line[0].bold == below.bold and abs(line[0].size - below.size) < _SAME
    return alike and abs(line[0].x0 - below.x0) <= _LEVEL and below.top - line[0].bottom <= _CLOSE * below.size


def _own_head(head: list[MeasuredWord], cards: Sequence[BBox], tokens: Sequence[MeasuredWord]) -> list[MeasuredWord]:
    """A head that stands free or in a box of its own; none where it is the last line of the card above."""
    held = {t.index for card in cards if any(_holds(card, t) for t in head) for t in tokens if _holds(card, t)}
    return head if held <= {t.index for t in head} else []


def _lane(head: Sequence[MeasuredWord], tokens: Sequence[MeasuredWord], cards: Sequence[BBox]) -> Lane:
    return [list(head), *([t for t in tokens if _holds(card, t)] for card in cards)]


def _rows(frames: Sequence[BBox]) -> list[list[BBox]]:
    """Boxes that begin at one height side by side, left to right; the largest first."""
    out: list[list[BBox]] = []
    for box in sorted(frames, key=lambda b: -b.width * b.height):
        row = next((r for r in out if abs(r[0].top - box.top) <= _LEVEL), None)
        if row is None:
            out.append([box])
        elif all(box.x1 <= other.x0 or box.x0 >= other.x1 for other in row):
            row.append(box)
    return [sorted(row, key=lambda b: b.x0) for row in out if len(row) >= _FEWEST]


def _cards(lane: BBox, frames: Sequence[BBox]) -> list[BBox]:
    """The boxes right inside a lane, from top to bottom; [] where they are no stack with white around each."""
    inner = [b for b in frames if b != lane and _encloses(lane, b)]
    inner = _without_shadows(inner)
    outer = [b for b in inner if not any(o != b and _encloses(o, b, 0.0) for o in inner)]
    cards = sorted((b for b in outer if b.width >= _WIDE * lane.width), key=lambda b: b.top)
    apart = all(below.top - above.bottom >= _INSET for above, below in pairwise(cards))
    return cards if apart and cards and cards[0].top > lane.top + _INSET else []


def _without_shadows(boxes: Sequence[BBox]) -> list[BBox]:
    """Return boxes without those that are little more than another one inside them."""
    x0, top, x1, bottom = np.array(boxes, dtype=np.float64).reshape(-1, 4).T
    area = (x1 - x0) * (bottom - top)
    out: list[BBox] = []
    for box in boxes:
        inside = (box.x0 <= x0) & (x1 <= box.x1) & (box.top <= top) & (bottom <= box.bottom)
        inside &= area >= _MOST_OF * (box.x1 - box.x0) * (box.bottom - box.top)
        # The box itself, and others of the same place, are none.
        inside &= (x0 != box.x0) | (x1 != box.x1) | (top != box.top) | (bottom != box.bottom)
        if not np.count_nonzero(inside):
            out.append(box)
    return out


def _encloses(outer: BBox, inner: BBox, inset: float = _INSET) -> bool:
    level = outer.top <= inner.top and inner.bottom <= outer.bottom
    return level and outer.x0 + inset <= inner.x0 and inner.x1 <= outer.x1 - inset


def _holds(box: BBox, token: MeasuredWord) -> bool:
    return box.x0 <= token.mid <= box.x1 and box.top <= token.ym <= box.bottom
