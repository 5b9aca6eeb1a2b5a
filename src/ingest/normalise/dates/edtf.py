"""A small validator for the part of EDTF (ISO 8601-2:2019, levels 0 to 2) that `ingest` writes.

Years, months, days, sub-year groupings (21..24 seasons, 33..36 quarters, 37..39 four-month periods, 40..41
half-years), each with an optional `~`, and intervals with an open side (`..`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

__all__ = ["bounds", "is_valid"]

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)")

# First month and number of months of each sub-year grouping; winter (24) begins in December.
GROUPINGS: dict[int, tuple[int, int]] = {
    **{21 + i: (3 + 3 * i, 3) for i in range(4)},
    **{33 + i: (1 + 3 * i, 3) for i in range(4)},
    **{37 + i: (1 + 4 * i, 4) for i in range(3)},
    **{40 + i: (1 + 6 * i, 6) for i in range(2)},
}


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def grouping(year: int, code: int) -> tuple[date, date]:
    """First and last day of a sub-year grouping."""
    first, months = GROUPINGS[code]
    last = first + months - 1
    return date(year, first, 1), month_end(year + (last > 12), (last - 1) % 12 + 1)


def _date(text: str) -> tuple[date, date] | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = int(match[1]), match[2], match[3]
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is not None:
            exact = date(year, int(month), int(day))
            return exact, exact
        if int(month) <= 12:
            return date(year, int(month), 1), month_end(year, int(month))
        return grouping(year, int(month))
    except (ValueError, KeyError):
        return None


def bounds(text: str) -> tuple[date | None, date | None] | None:
    """First and last day that a notation covers, None for an open side; None for a bad notation.

    `~` is ignored: what is approximate lies within these bounds.
    """
    left, slash, right = text.partition("/")
    if not slash:
        return _date(left)
    if left == right == "..":
        return None
    first = (None, None) if left == ".." else _date(left)
    last = (None, None) if right == ".." else _date(right)
    if first is None or last is None:
        return None
    start, end = first[0], last[1]
    if start is not None and end is not None and start > end:
        return None
    return start, end


def is_valid(text: str) -> bool:
    """Return whether the notation is one that this product may write."""
    return bounds(text) is not None


DAY = timedelta(days=1)
