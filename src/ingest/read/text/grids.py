"""Grids drawn with characters whose cells span rows or columns, cut at the places of their strokes.

┌─────────┬──────────┐
│ Lugnare │ Byt lås  │
│ kvällar ├──────────┤
│         │ Sätt upp │
└─────────┴──────────┘
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["SpanningCell", "spanning_cells"]

_ACROSS = re.compile(r"[-=_─━═┄┅┈┉╌╍]+")
"""What a rule is drawn with."""
_UPRIGHT = frozenset("|+│┃║┆┇┊┋╎╏├┤┼┬┴┌┐└┘╠╣╬╦╩╔╗╚╝╞╡╪╤╧╟╢╫╥╨╒╓╕╖╘╙╛╜┝┠┡┢┣┥┨┩┪┫┯┰┳┷┸┻┿╂╋┍┎┏┑┒┓┕┖┗┙┚┛")
"""Strokes that part cells, and their corners."""
_OFTEN = 0.5
"""Share of a grid's lines that have a stroke at a place, from which the place parts columns."""


@dataclass(frozen=True, slots=True)
class SpanningCell:
    """A cell at 0-based (`row`, `column`), and its lines as (number of the line, text)."""

    row: int
    column: int
    rowspan: int
    colspan: int
    lines: tuple[tuple[int, str], ...]


def spanning_cells(texts: Sequence[str]) -> tuple[SpanningCell, ...]:
    """Return the cells of a grid in which a rule parts some columns and not others; () for any other lines.

    Args:
        texts: the lines from the upper frame to the lower, as printed, without tabs.
    """
    places = _places(texts)
    if len(places) < 3:
        return ()
    ruled = [_ruled(text, places) for text in texts]
    across = [at for at, parts in enumerate(ruled) if any(parts)]
    partly = any(any(ruled[at]) and not all(ruled[at]) for at in across[1:-1])
    if len(across) < 3 or not partly or across[0] != 0 or across[-1] != len(texts) - 1:
        return ()
    columns = len(places) - 1
    cells: list[SpanningCell] = []
    above: list[int] = [-1] * columns
    """The cell that the last row has in each column."""
    for row, (first, last) in enumerate(itertools.pairwise(across)):
        inside = range(first + 1, last)
        starts = [k for k in range(columns) if k == 0 or _parted(texts, places[k], inside)]
        for start, end in zip(starts, [*starts[1:], columns], strict=True):
            goes_on = above[start] >= 0 and not any(ruled[first][start:end])
            piece = [(at, texts[at][places[start] + 1 : places[end]]) for at in inside]
            if goes_on:
                cell = cells[above[start]]
                piece.insert(0, (first, texts[first][places[start] + 1 : places[end]]))
                grown = SpanningCell(cell.row, cell.column, cell.rowspan + 1, cell.colspan, (*cell.lines, *piece))
                cells[above[start]] = grown
            else:
                cells.append(SpanningCell(row, start, 1, end - start, tuple(piece)))
                above[start:end] = [len(cells) - 1] * (end - start)
    return tuple(cells)


def _places(texts: Sequence[str]) -> list[int]:
    """Return the places of the characters at which most lines have a stroke."""
    counts = Counter(at for text in texts for at, ch in enumerate(text) if ch in _UPRIGHT)
    return sorted(at for at, count in counts.items() if count >= _OFTEN * len(texts))


def _ruled(text: str, places: Sequence[int]) -> tuple[bool, ...]:
    """Return for each column whether the line is a rule there."""
    return tuple(bool(_ACROSS.fullmatch(text[left + 1 : right])) for left, right in itertools.pairwise(places))


def _parted(texts: Sequence[str], place: int, lines: Sequence[int]) -> bool:
    """Return whether any of the lines has a stroke at a place; True without lines."""
    return not lines or any(place < len(texts[at]) and texts[at][place] in _UPRIGHT for at in lines)
