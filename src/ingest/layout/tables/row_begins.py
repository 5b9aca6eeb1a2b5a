"""Whether a visual row begins a row of its table: one logistic model over named clues.

The weights come from `ingest train structure`, judged with families of documents held out; what they are worth, and
against which rule by hand, stands in `models/structure/README.md`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log
from typing import Protocol

from ingest.artefacts import linear_weights
from ingest.decision_overrides import Watched
from ingest.language.patterns import pattern
from ingest.layout.tables.gutters import is_marker
from ingest.layout.tables.visual_rows import RowItem, VisualRow

__all__ = ["FEATURES", "RowBeginDecision", "Spacing", "Watch", "begins", "clues", "is_watched",
           "surely_wrapped", "watched"]  # fmt: skip

FEATURES: tuple[str, ...] = (
    # The white space.
    "gap", "gap_over_usual", "apart", "apart_where_padded", "near_where_padded", "padded", "open_pitch", "even_pitch",
    "gap_before_less", "gap_after_less", "between",
    # Which columns.
    "first", "first_again", "first_new", "all_columns", "all_twice", "few_columns", "within_open", "new_columns",
    "one_item", "one_item_first", "next_fuller", "spans_change", "restarted", "restarts",
    # What stands in them.
    "values_again", "values_new", "bold_change", "no_room", "room", "room_first", "wide_room", "wide_room_capital",
    "small", "small_no_room", "capital", "capital_no_room", "goes_on", "hyphen", "stopped", "stopped_capital", "marker",
    "indented", "number_first",
    # The table.
    "lines_open", "columns", "values_share", "one_line_table", "wraps", "no_wraps", "no_wraps_capital",
    "no_wraps_even",
)  # fmt: skip
_GOES_ON = pattern("layout", "row_begins.goes_on")
_HYPHEN = re.compile(r"[-‐\xad]$")
_STOP = re.compile(r"[.!?:;][\"”’)\]]*$")
_NUMBER = re.compile(r"\d{1,3}(\.\d{1,2})*[.)]?|[A-Z]{1,2}\d{1,3}|§+\d*")
_LIMIT = 30.0
"""Log-odds beyond which the exponential says nothing more."""
_FAR = 3.0
"""Font sizes of white space beyond which more says no more."""
_OPEN_PITCH = 1.6
"""Font sizes from line to line over which lines are hardly one wrapped text: common leading is 1.15 to 1.5."""
_ROOM = 0.3
"""Font sizes beside a word that a line must leave for it, its space included."""
_GUTTER = 1.0
"""Font sizes of white space that a column keeps before the next one."""
_MANY = 6.0
"""Lines of a row beyond which more say no more."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """What all visual rows of one body tell about its spacing.

    Attributes:
        tight: distance of neighbouring lines inside cells, in points.
        limit: distance over which rows are set apart, in points.
        padded: whether rows are set apart by white space, and some hold several lines.
        right: the furthest right that text of each column reaches, in points.
        limits: how far right the text of each column could reach, in points: the left edge of the next one.
        values: share of the items that are values.
        single: share of neighbouring lines in which no column that was filled is left out.
        wraps: share of lines that surely go on with the one above: in small letters, or after a word that needs more.
        even: whether all lines are equally far apart.
    """

    tight: float
    limit: float
    padded: bool
    right: tuple[float, ...]
    limits: tuple[float, ...]
    values: float
    single: float
    wraps: float
    even: bool


class RowBeginDecision(Protocol):
    """Gives the log-odds that a visual row begins a row of the table."""

    def __call__(
        self, group: Sequence[VisualRow], row: VisualRow, following: VisualRow | None, spacing: Spacing, /
    ) -> float: ...


Watch = RowBeginDecision
_WATCHED: Watched[Watch] = Watched("row_begins")
watched = _WATCHED.by
"""Let something else decide in a context, and see what it is asked: training knows the truth."""


def is_watched() -> bool:
    """Return whether something else decides: what it answers then holds, and each question is asked once."""
    return _WATCHED.current() is not None


def begins(group: Sequence[VisualRow], row: VisualRow, following: VisualRow | None, spacing: Spacing) -> float:
    """Return the log-odds that a visual row begins a row of the table rather than goes on with the open one.

    Args:
        group: the visual rows of the open row, top to bottom.
        row: the next one.
        following: the one after that, if any.
        spacing: what the whole body tells.
    """
    watch = _WATCHED.current()
    if watch is not None:
        return watch(group, row, following, spacing)
    weights, bias = _load()
    return bias + sum(w * v for w, v in zip(weights, clues(group, row, following, spacing), strict=True))


@cache
def _load() -> tuple[tuple[float, ...], float]:
    return linear_weights("structure", "row_begins.json", FEATURES)


def probability(odds: float) -> float:
    """Return the probability that log-odds stand for."""
    return 1 / (1 + exp(-max(-_LIMIT, min(_LIMIT, odds))))


def surely_wrapped(above: VisualRow, row: VisualRow) -> bool:
    """Return whether a line surely goes on with the one above in some column."""
    upper = {i.c0: i for i in above.items if i.c1 - i.c0 == 1}
    for item in row.items:
        over = upper.get(item.c0)
        if over is None or item.c1 - item.c0 > 1 or item.value:
            continue
        if item.tokens[0].text[:1].islower() and not _STOP.search(over.tokens[-1].text):
            return True
        if _GOES_ON.search(over.text) or _HYPHEN.search(over.tokens[-1].text):
            return True
    return False


def clues(
    group: Sequence[VisualRow], row: VisualRow, following: VisualRow | None, spacing: Spacing
) -> tuple[float, ...]:
    """Return the numbers in the order of `FEATURES`, each about between -1 and 1."""
    found: dict[str, float] = {}
    found |= _of_space(group, row, following, spacing)
    found |= _of_columns(group, row, following, spacing)
    found |= _of_texts(group, row, spacing)
    found["lines_open"] = min(_MANY, len(group)) / _MANY
    found["columns"] = min(8, len(spacing.right)) / 8
    found["values_share"] = spacing.values
    found["one_line_table"] = spacing.single
    none = spacing.wraps == 0.0
    found |= {"wraps": spacing.wraps, "no_wraps": float(none), "no_wraps_even": float(none and spacing.even)}
    found["no_wraps_capital"] = none * found.get("capital", 0.0)
    return tuple(found.get(name, 0.0) for name in FEATURES)


def _of_space(
    group: Sequence[VisualRow], row: VisualRow, following: VisualRow | None, spacing: Spacing
) -> dict[str, float]:
    above = group[-1]
    size = max(row.size, 1.0)
    pitch = row.mid - above.mid
    loose = pitch > spacing.limit
    gap = max(-1.0, min(_FAR, (row.top - max(r.bottom for r in group)) / size))
    found = {
        "gap": gap / _FAR,
        "gap_over_usual": max(-1.0, min(2.0, log(max(pitch, 0.5) / spacing.tight))),
        "apart": float(loose),
        "apart_where_padded": float(loose and spacing.padded),
        "near_where_padded": float(not loose and spacing.padded),
        "padded": float(spacing.padded),
        "open_pitch": float(pitch > _OPEN_PITCH * size),
        "even_pitch": float(pitch > _OPEN_PITCH * size and pitch < 1.12 * spacing.tight),
        "between": float(row.top < above.bottom - 0.2 * size and not above.columns & row.columns),
    }
    if len(group) > 1:
        found["gap_before_less"] = max(-1.0, min(1.0, (pitch - (above.mid - group[-2].mid)) / size))
    if following is not None:
        found["gap_after_less"] = max(-1.0, min(1.0, (pitch - (following.mid - row.mid)) / size))
    return found


def _of_columns(
    group: Sequence[VisualRow], row: VisualRow, following: VisualRow | None, spacing: Spacing
) -> dict[str, float]:
    above = group[-1]
    count = max(1, len(spacing.right))
    held = frozenset(c for r in group for c in r.columns)
    again = (row.columns & held) - above.columns
    first = 0 in row.columns
    every = len(row.columns) == count
    return {
        "first": float(first),
        "first_again": float(first and 0 in held),
        "first_new": float(first and 0 not in held),
        "all_columns": float(every),
        "all_twice": float(every and len(above.columns) == count),
        "few_columns": 1 - len(row.columns) / count,
        "within_open": float(not first and row.columns < held),
        "new_columns": len(row.columns - held) / count,
        "one_item": float(len(row.items) == 1),
        "one_item_first": float(len(row.items) == 1 and first),
        "next_fuller": float(following is not None and len(following.columns) > len(row.columns)),
        "spans_change": float(row.spans != above.spans),
        # A wrapped text leaves no line out: what begins again below its own end is another cell.
        "restarted": len(again) / count,
        "restarts": float(bool(again)),
    }


def _of_texts(group: Sequence[VisualRow], row: VisualRow, spacing: Spacing) -> dict[str, float]:
    held = frozenset(c for r in group for c in r.values)
    found: dict[str, float] = {
        "values_again": min(2, len(row.values & held)) / 2,
        "values_new": min(2, len(row.values - held)) / 2,
        "bold_change": float(row.bold != group[-1].bold),
    }
    lead = row.items[0]
    found["number_first"] = float(lead.c0 == 0 and _NUMBER.fullmatch(lead.tokens[0].text) is not None)
    last: dict[int, RowItem] = {i.c0: i for r in group for i in r.items if i.c1 - i.c0 == 1}
    on = [(i, last[i.c0]) for i in row.items if i.c1 - i.c0 == 1 and i.c0 in last and not i.value]
    if not on:
        return found
    share = 1 / len(on)
    for item, upper in on:
        if is_marker(item.tokens[0].text) and len(item.tokens) > 1:
            found["marker"] = found.get("marker", 0.0) + share
            continue
        for name, told in _signs(item, upper, row, spacing).items():
            found[name] = found.get(name, 0.0) + share * told
    return found


def _signs(item: RowItem, upper: RowItem, row: VisualRow, spacing: Spacing) -> dict[str, bool]:
    """What a text under another of its column tells."""
    start, end = item.tokens[0], upper.tokens[-1]
    word = start.x1 - start.x0 + _ROOM * start.size
    full = spacing.right[item.c0] - end.x1 < word
    wide = spacing.limits[item.c0] - _GUTTER * start.size - end.x1 > word
    small, capital = start.text[:1].islower(), start.text[:1].isupper()
    stopped = _STOP.search(end.text) is not None
    return {
        "no_room": full,
        "room": not full,
        "room_first": not full and item.c0 == 0,
        "wide_room": wide,
        "wide_room_capital": wide and capital,
        "small": small,
        "small_no_room": small and full,
        "capital": capital,
        "capital_no_room": capital and full,
        "goes_on": _GOES_ON.search(upper.text) is not None,
        "hyphen": _HYPHEN.search(end.text) is not None,
        "stopped": stopped,
        "stopped_capital": stopped and capital,
        "indented": start.x0 > upper.tokens[0].x0 + 0.5 * row.size,
    }
