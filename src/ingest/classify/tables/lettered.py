"""Lettered tasks in one cell, each with its own responsible beside it, as rows of their own.

`A) Måla taket`, `B) Byta lås` stand in one cell, and beside them, at the heights of their first lines, who does each.
Whether a table is set out so is told for all of its rows together: a line beside a later task shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ingest.classify.spans import Piece
from ingest.classify.tables.rows import FoundValue, Seed, items_of, unnumbered
from ingest.document import Line
from ingest.plan import FieldName

__all__ = ["each_task", "stand_apart"]

_NEAR = 0.7
"""Share of a line's height by which two lines at the same height may be apart."""
_LETTER = re.compile(r"^(?:([a-zA-Z])\)|\(([a-zA-Z])\))\s")
_FEWEST = 2
"""Tasks in a cell that lines beside it part."""
_LEAD: tuple[FieldName, ...] = ("åtgärd", "mål")
_BESIDE: tuple[FieldName, ...] = ("vem", "när")


def stand_apart(seeds: Sequence[Seed]) -> bool:
    """Return whether lines of who or when stand at the heights of later tasks in a row of a table, or lettered tasks
    have rows of their own."""
    return any(_apart(seed) for seed in seeds) or any(_go_on(a, b) for a, b in pairwise(seeds))


def _go_on(above: Seed, below: Seed) -> bool:
    """Return whether two rows are the first two tasks of a list of letters (`(A) …`, `(B) …`)."""
    marks = [_letter(seed) for seed in (above, below)]
    return marks == ["a", "b"]


def _letter(seed: Seed) -> str:
    """Return the letter before a row's only task; "" for none."""
    _, items = _items(seed)
    found = _LETTER.match(items[0][0].text) if len(items) == 1 else None
    return "" if found is None else (found[1] or found[2]).casefold()


def each_task(seed: Seed) -> Iterator[Seed]:
    """Yield a row for each lettered task of a row, with what stands beside it; the row itself where it has none."""
    lead, items = _items(seed)
    tops = [_top(item) for item in items]
    if lead is None or any(t is None for t in tops):
        yield seed
        return
    heights = [t for t in tops if t is not None]
    beside = {n: _by_height(seed.fields[n], heights) for n in _BESIDE if n in seed.fields}
    for index, item in enumerate(items):
        fields = dict(seed.fields)
        first = replace(item[0], paragraph=unnumbered(item[0]))
        fields[lead] = (replace(seed.fields[lead][0], pieces=(first, *item[1:])),)
        for name, parts in beside.items():
            if name == "när" and not any(parts[1:]):
                continue  # One time for all of them stands at the top.
            if parts[index]:
                fields[name] = (replace(seed.fields[name][0], pieces=tuple(parts[index])),)
            else:
                del fields[name]
        yield replace(seed, fields=fields)


def _items(seed: Seed) -> tuple[FieldName | None, list[list[Piece]]]:
    """Return the field whose cell is numbered or lettered tasks, one or more, and these."""
    for name in _LEAD:
        found = seed.fields.get(name, ())
        if len(found) == 1 and not found[0].inherited:
            items = items_of(found[0].pieces)
            if items and all(_numbered(i[0]) for i in items):
                return name, items
    return None, []


def _numbered(piece: Piece) -> bool:
    """Return whether a task has a number or a letter, in its words or as the mark that the reader took off."""
    mark = piece.paragraph.marker or ""
    return unnumbered(piece) is not piece.paragraph or any(ch.isalnum() for ch in mark)


def _apart(seed: Seed) -> bool:
    """Return whether who stands beside a later task than the first, and each line of it begins at some task's height
    or goes on from the line above."""
    _, items = _items(seed)
    tops = [t for item in items if (t := _top(item)) is not None]
    found = seed.fields.get("vem", ())
    if len(items) < _FEWEST or len(tops) < len(items) or len(found) != 1 or found[0].inherited:
        return False
    boxes = [line.bbox for p in found[0].pieces for line in p.paragraph.lines]
    own = [b.top for b in boxes if b is not None]
    if not own or len(own) < len(boxes):
        return False
    height = median(b.height for b in boxes if b is not None)
    # A cell of several lines reaches later tasks by chance: there must be white space before one of them.
    spaced = own[0] - tops[0] > height or any(b - a > 2 * height for a, b in pairwise(own))
    beside = sum(_near(o, tops, height) for o in own)
    each = len(found[0].pieces) == len(items) and beside == len(own)
    return (spaced or each) and beside * 2 >= len(own) and any(_near(o, tops[1:], height) for o in own)


def _near(own: float, tops: Sequence[float], height: float) -> bool:
    return any(abs(t - own) <= _NEAR * height for t in tops)


def _by_height(found: Sequence[FoundValue], tops: Sequence[float]) -> list[list[Piece]]:
    """Return the lines of a cell by the task that they stand beside."""
    out: list[list[Piece]] = [[] for _ in tops]
    for piece in (p for f in found for p in f.pieces):
        parts: dict[int, list[Line]] = {}
        for line in piece.paragraph.lines:
            middle = (line.bbox.top + line.bbox.bottom) / 2 if line.bbox is not None else tops[0]
            home = max((i for i, t in enumerate(tops) if t <= middle), default=0)
            parts.setdefault(home, []).append(line)
        for home, lines in parts.items():
            out[home].append(replace(piece, paragraph=replace(piece.paragraph, lines=tuple(lines))))
    return out


def _top(item: Sequence[Piece]) -> float | None:
    box = item[0].paragraph.lines[0].bbox if item[0].paragraph.lines else None
    return box.top if box is not None else None
