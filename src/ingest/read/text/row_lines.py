"""Whether a line of a text table begins a row: one logistic model over named clues.

Cells are wrapped over lines, and blank lines stand between rows, between some or between none. The weights come from
`ingest train text-rows`, judged with families of documents held out; what they are worth, and against which rule by
hand, stands in `models/text-rows/README.md`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple, Protocol

from ingest.artefacts import linear_weights
from ingest.decision_overrides import Watched
from ingest.language.lists import open_end

__all__ = [
    "FEATURES",
    "LineBeginDecision",
    "Spaced",
    "TableLines",
    "begins",
    "clues",
    "lines_of",
    "row_starts",
    "watched",
]

FEATURES: tuple[str, ...] = (
    # Blank lines.
    "blank", "blank_where_spaced", "none_where_spaced", "none_before_blanks", "spaced", "blank_share",
    # Which columns.
    "first", "first_again", "first_new", "all_columns", "all_twice", "few_columns", "within_open", "new_columns",
    "restarts", "restarted", "ended", "begun", "one_cell", "one_cell_first", "next_fuller",
    # What stands in them.
    "under_nothing", "under_nothing_small", "fitted", "fitted_small", "runs_on", "wrapped", "wrapped_small",
    "wrapped_capital", "capital", "value", "stopped_capital", "number_first", "all_small",
    "all_run_on", "bold_change", "capitals_change", "overruns",
    # The table.
    "after_head", "after_head_small", "lines_open", "columns", "one_line_table", "wraps", "no_wraps",
    "no_wraps_first", "no_wraps_capital", "one_line_first", "one_line_capital", "line_width",
    "widest", "widest_first",
)  # fmt: skip
FULL = 0.9
"""Share of a column's width past which a word was wrapped: columns end a little before the next begins."""
LONGEST_HEADING = 4
"""Words of a line of a heading."""
_STOP = re.compile(r"[.!?:;][\"”’)\]]*$")
_NUMBER = re.compile(r"\d{1,3}(\.\d{1,2})*[.)]?|[A-Z]{1,2}\d{1,3}|§+\d*")
_MANY = 6
"""Lines of a row, columns of a table beyond which more say no more."""
_WIDEST_LINE, _WIDEST_CELL = 300, 120
"""Characters of a table's line, and of a cell's, beyond which more say no more: nobody wraps text so late."""
_GOES_ON = 0.9
"""Share of the lines without a blank one before them that go on with the line above, where blank lines part rows."""
_SPACED = 2
"""Blank lines in a table from which they may be what parts its rows."""

Grid = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class TableLines:
    """The lines of a table, and what they tell together.

    Attributes:
        grid: for each line, the text in each column.
        blanks: for each line, whether a blank line stands before it.
        widths: of the columns, in characters.
        single: share of neighbouring lines in which no column that was filled is left out.
        wraps: share of lines that surely go on with the one above.
        bold: for each line, whether it is in bold; empty where the file has no such thing.
    """

    grid: Grid
    blanks: Sequence[bool]
    widths: Sequence[int]
    single: float
    wraps: float
    bold: Sequence[bool] = ()


class Spaced(NamedTuple):
    """The lines of a table: for each the text in each column, and whether a blank line stands before it."""

    grid: Grid
    blanks: Sequence[bool]

    @property
    def first_blank(self) -> int:
        """The first line below a blank one; the number of lines where none is."""
        return next((at for at, blank in enumerate(self.blanks) if blank and at), len(self.grid))


class LineBeginDecision(Protocol):
    """Gives the log-odds that a line begins a row of its table."""

    def __call__(self, lines: TableLines, start: int, at: int, /) -> float: ...


_WATCHED: Watched[LineBeginDecision] = Watched("text_rows")
watched = _WATCHED.by
"""Let something else decide in a context, and see what it is asked: training knows the truth."""


def lines_of(grid: Grid, blanks: Sequence[bool], widths: Sequence[int], bold: Sequence[bool] = ()) -> TableLines:
    """Return the lines of a table with what they tell together."""
    pairs = list(pairwise(grid))
    single = sum(all(cell or not over for cell, over in zip(row, above, strict=False)) for above, row in pairs)
    wraps = sum(any(_goes_on(cell, over) for cell, over in zip(row, above, strict=False)) for above, row in pairs)
    return TableLines(grid, blanks, widths, single / max(1, len(pairs)), wraps / max(1, len(pairs)), bold)


def begins(lines: TableLines, start: int, at: int) -> float:
    """Return the log-odds that a line begins a row rather than goes on with the open one.

    Args:
        lines: of the table.
        start: the line that began the open row.
        at: the line asked about.
    """
    watch = _WATCHED.current()
    if watch is not None:
        return watch(lines, start, at)
    weights, bias = _load()
    return bias + sum(w * v for w, v in zip(weights, clues(lines, start, at), strict=True))


def row_starts(
    grid: Grid,
    gaps: Sequence[bool],
    widths: Sequence[int],
    bold: Sequence[bool] = (),
    known: Collection[int] = (),
    sisters: Sequence[Spaced] = (),
    body: int | None = None,
) -> list[bool]:
    """Which lines of a table with wrapped cells begin a row.

    Args:
        grid: for each line, the text in each column.
        gaps: for each line, whether a blank line stands before it.
        widths: of the columns, in characters.
        bold: for each line, whether it is in bold; empty where the file has no such thing.
        known: lines that begin a row without a question.
        sisters: tables of the same columns beside it in the document, which were set as it was.
        body: the line below the rule under the headings, where there is one: it begins a row.
    """
    lines = lines_of(grid, gaps, widths, bold)
    own = Spaced(grid, gaps)
    parted = _WATCHED.current() is None and _parted_by_blanks((own, *sisters))
    first = own.first_blank if body is None else min(own.first_blank, body)
    out = [True]
    start = 0
    for at in range(1, len(grid)):
        out.append(at == body or at in known or (gaps[at] if parted and at >= first else begins(lines, start, at) > 0))
        if out[-1]:
            start = at
    return out


def _parted_by_blanks(tables: Sequence[Spaced]) -> bool:
    """Return whether blank lines part all rows of tables set alike: each begins with its first cell, and what follows
    without a blank line goes on in small letters, or leaves the first cell empty."""
    begun, below = [], []
    for grid, blanks, first in ((t.grid, t.blanks, t.first_blank) for t in tables):
        begun += [grid[at][0] for at in range(first, len(grid)) if blanks[at]]
        below += [grid[at][0] for at in range(first, len(grid)) if not blanks[at]]
    if len(begun) < _SPACED + 1 or 2 * len(below) < len(begun) or not all(begun):
        return False
    return sum(not cell or cell[:1].islower() for cell in below) >= _GOES_ON * len(below)


@cache
def _load() -> tuple[tuple[float, ...], float]:
    return linear_weights("text-rows", "row_lines.json", FEATURES)


def clues(lines: TableLines, start: int, at: int) -> tuple[float, ...]:
    """Return the numbers in the order of `FEATURES`, each about between -1 and 1."""
    found = _of_blanks(lines, start, at) | _of_columns(lines, start, at) | _of_texts(lines, start, at)
    head = start == 0 and all(_may_head(cell) for line in lines.grid[:at] for cell in line)
    small = any(cell[:1].islower() for cell in lines.grid[at])
    found |= {"after_head": float(head), "after_head_small": float(head and small)}
    found["lines_open"] = min(_MANY, at - start) / _MANY
    found["columns"] = min(_MANY, len(lines.widths)) / _MANY
    found |= {"one_line_table": lines.single, "wraps": lines.wraps, "no_wraps": float(lines.wraps == 0.0)}
    found["no_wraps_first"] = found["no_wraps"] * found["first"]
    found["no_wraps_capital"] = found["no_wraps"] * found.get("capital", 0.0)
    found["one_line_first"] = lines.single * found["first"]
    found["one_line_capital"] = (lines.single == 1.0) * found.get("capital", 0.0)
    found["line_width"] = min(_WIDEST_LINE, sum(lines.widths)) / _WIDEST_LINE
    found["widest"] = min(_WIDEST_CELL, max(lines.widths, default=0)) / _WIDEST_CELL
    found["widest_first"] = found["widest"] * found["first"]
    found["bold_change"] = float(bool(lines.bold) and lines.bold[at] != lines.bold[at - 1])
    # What is wider than its column is no part of it, but a line across.
    found["overruns"] = float(any(len(c) > w for c, w in zip(lines.grid[at], lines.widths, strict=False)))
    found["capitals_change"] = float(_in_capitals(lines.grid[at]) != _in_capitals(lines.grid[at - 1]))
    return tuple(found.get(name, 0.0) for name in FEATURES)


def _in_capitals(row: Sequence[str]) -> bool:
    return " ".join(row).isupper()


def _of_blanks(lines: TableLines, start: int, at: int) -> dict[str, float]:
    blank, spaced = bool(lines.blanks[at]), sum(lines.blanks[1:]) >= _SPACED
    return {
        "blank": float(blank),
        "blank_where_spaced": float(blank and spaced),
        "none_where_spaced": float(not blank and spaced),
        "none_before_blanks": float(not blank and spaced and not any(lines.blanks[1:at])),
        "spaced": float(spaced),
        "blank_share": sum(lines.blanks[1:]) / max(1, len(lines.grid) - 1),
    }


def _of_columns(lines: TableLines, start: int, at: int) -> dict[str, float]:
    count = max(1, len(lines.widths))
    own, above = _filled(lines.grid[at]), _filled(lines.grid[at - 1])
    held = frozenset(c for row in lines.grid[start:at] for c in _filled(row))
    again = (own & held) - above
    following = _filled(lines.grid[at + 1]) if at + 1 < len(lines.grid) else frozenset()
    first = 0 in own
    return {
        "first": float(first),
        "first_again": float(first and 0 in held),
        "first_new": float(first and 0 not in held),
        "all_columns": float(len(own) == count),
        "all_twice": float(len(own) == count and len(above) == count),
        "few_columns": 1 - len(own) / count,
        "within_open": float(not first and own < held),
        "new_columns": len(own - held) / count,
        # A wrapped text leaves no line out: what begins again below its own end is another cell.
        "restarts": float(bool(again)),
        "restarted": len(again) / count,
        "ended": len(above - own) / count,
        "begun": len(own - above) / count,
        "one_cell": float(len(own) == 1),
        "one_cell_first": float(len(own) == 1 and first),
        "next_fuller": float(len(following) > len(own)),
    }


def _of_texts(lines: TableLines, start: int, at: int) -> dict[str, float]:
    row, above = lines.grid[at], lines.grid[at - 1]
    found: dict[str, float] = {"number_first": float(_NUMBER.fullmatch(row[0].split(" ")[0]) is not None)}
    filled = [(c, cell) for c, cell in enumerate(row) if cell]
    share = 1 / max(1, len(filled))
    small = [cell[0].islower() for _, cell in filled]
    found["all_small"] = float(len(filled) > 1 and all(small))
    found["all_run_on"] = float(bool(filled) and all(_goes_on(cell, above[c]) for c, cell in filled if c < len(above)))
    for column, cell in filled:
        over = above[column] if column < len(above) else ""
        for name, told in _signs(cell, over, lines.widths[column] if column < len(lines.widths) else 0).items():
            found[name] = found.get(name, 0.0) + share * told
    return found


def _signs(cell: str, over: str, width: int) -> dict[str, bool]:
    """What a cell's text tells under the line above it, in a column of a width in characters."""
    small, capital = cell[0].islower(), cell[0].isupper()
    wrapped = bool(over) and len(over) + 1 + len(cell.split()[0]) > FULL * width
    on = bool(over) and not wrapped and open_end(over.split()[-1])
    fitted = bool(over) and not wrapped and not on
    return {
        "under_nothing": not over,
        "under_nothing_small": not over and small,
        "fitted": fitted,
        "fitted_small": fitted and small,
        "runs_on": on,
        "wrapped": wrapped,
        "wrapped_small": wrapped and small,
        "wrapped_capital": wrapped and capital,
        "capital": capital,
        "value": cell[0].isdigit(),
        "stopped_capital": capital and _STOP.search(over) is not None,
    }


def _filled(row: Sequence[str]) -> frozenset[int]:
    return frozenset(c for c, cell in enumerate(row) if cell)


def _goes_on(cell: str, over: str) -> bool:
    """Whether a text surely goes on with the one above it."""
    if not cell or not over:
        return False
    return open_end(over.split()[-1]) or (cell[0].islower() and _STOP.search(over) is None)


def _may_head(cell: str) -> bool:
    few = len(cell.split()) <= LONGEST_HEADING
    return few and not any(c.isdigit() for c in cell) and not cell.endswith((".", ",", ";"))
