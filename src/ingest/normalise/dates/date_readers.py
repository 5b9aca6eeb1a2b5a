"""What a match of a date pattern means: its units of time, or nothing where the numbers make no date."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from functools import cache
from typing import Literal

from ingest.language.patterns import expression, pattern, word_set
from ingest.normalise.dates.edtf import bounds as edtf_bounds
from ingest.normalise.dates.folding import fold_in_place, words
from ingest.normalise.dates.months import month, month_names
from ingest.normalise.dates.token import Atom, AtomKind, Handler
from ingest.normalise.dates.units import TimeUnit

__all__ = [
    "first_of_two",
    "number_words",
    "one",
    "read_counted",
    "read_day_dot",
    "read_day_month",
    "read_day_slash",
    "read_iso_day",
    "read_iso_month",
    "read_month_alone",
    "read_month_slash",
    "read_named_day",
    "read_plan_period",
    "read_this_year",
    "read_turn",
    "read_week",
    "read_whole_year",
    "read_year_month",
    "read_year_week",
    "read_years",
    "year_of",
]


_CENTURY = 2000
"""What a year of two digits is counted from."""


def year_of(found: re.Match[str]) -> int | None:
    """Return the year of a match, of four digits or two; None where it has none."""
    groups = found.groupdict()
    if groups.get("y4"):
        return int(groups["y4"])
    short = groups.get("y2") or groups.get("y2b")
    return _CENTURY + int(short) if short else None


def one(found: re.Match[str], unit: TimeUnit) -> list[Atom]:
    """Return the whole match as one unit of time."""
    return [Atom("unit", found.start(), found.end(), unit=unit)]


def _valid(year: int, month_number: int, day: int) -> bool:
    return edtf_bounds(f"{year:04d}-{month_number:02d}-{day:02d}") is not None


_MONTHS = 12
_DIGITS_OF_YEAR = 4
_DAYS = 31


def read_iso_day(found: re.Match[str], text: str) -> list[Atom] | None:
    year, m, d = int(found["y"]), int(found["m"]), int(found["d"])
    if text[found.start("m") - 1] == "-" and text[found.start("d") - 1] in "–—" and max(m, d) <= _MONTHS:
        # "2025-01–06": from January to June.
        middle = found.start("d") - 1
        return [
            Atom("unit", found.start(), middle, unit=TimeUnit("month", m, year=year)),
            Atom("dash", middle, middle + 1, "-"),
            Atom("unit", middle + 1, found.end(), unit=TimeUnit("month", d, year=year)),
        ]
    if len(found["y"]) == 2:
        year += _CENTURY
    plausible = len(found["y"]) == _DIGITS_OF_YEAR and "-" in found[0] and 1 <= m <= _MONTHS and 1 <= d <= _DAYS
    if not (_valid(year, m, d) or plausible):
        return None
    return one(found, TimeUnit("day", m, d, year))


def read_iso_month(found: re.Match[str], text: str) -> list[Atom] | None:
    m = int(found["m"])
    return one(found, TimeUnit("month", m, year=int(found["y"]))) if 1 <= m <= _MONTHS else None


_LISTED = pattern("normalise", "date_readers.listed")
_LINKS = word_set("normalise", "date_readers.links")
_SPANS = word_set("normalise", "date_readers.spans")
_AGAIN = word_set("normalise", "date_readers.again")
_FIRST = expression("normalise", "date_readers.first")


def _numbers(found: re.Match[str], make: Callable[[int], TimeUnit | None], tail: int) -> list[Atom] | None:
    """A list or span of numbers that share one unit: `6 och 7`, `1-15`; the last atom reaches to `tail`."""
    start = found.start("list")
    parts = list(_LISTED.finditer(found["list"]))
    out: list[Atom] = []
    for index, part in enumerate(parts):
        begin = start + part.start() if out else found.start()
        if part["n"]:
            unit = make(int(part["n"]))
            if unit is None:
                return None
            end = tail if index == len(parts) - 1 else start + part.end()
            out.append(Atom("unit", begin, end, unit=unit))
            continue
        word = part["w"].replace(".", "").replace(" ", "")
        if word not in _LINKS:
            # "den", or the prefix again: Q1-Q2, v. 12-v. 14.
            continue
        kind: AtomKind = "dash" if word in _SPANS else "sep"
        if out and out[-1].kind in ("sep", "dash"):
            if word in _AGAIN:
                continue
            out.pop()
        out.append(Atom(kind, begin, start + part.end(), "and" if kind == "sep" else "-"))
    return out if out and out[-1].kind == "unit" else None


def read_day_month(found: re.Match[str], text: str) -> list[Atom] | None:
    year = year_of(found)
    number = month(found["month"], True) if found["month"] not in month_names() else month_names()[found["month"]]
    if number is None:
        return None
    if found["month"] not in month_names() and year is None:
        number = month(found["month"], False)
        if number is None:
            return None
    return _numbers(found, lambda n: TimeUnit("day", number, n, year) if 1 <= n <= _DAYS else None, found.end())


def read_day_slash(found: re.Match[str], text: str) -> list[Atom] | None:
    m = int(found["m"])
    if not 1 <= m <= _MONTHS:
        return None
    year = year_of(found)
    return _numbers(found, lambda n: TimeUnit("day", m, n, year) if 1 <= n <= _DAYS else None, found.end())


_LEAP_YEAR = 2024
"""Any: where no year is known, 29 February is a day."""


def read_day_dot(found: re.Match[str], text: str) -> list[Atom] | None:
    d, m = int(found["d"]), int(found["m"])
    year = int(found["y"]) if found["y"] else None
    if year is not None and year < 100:
        year += _CENTURY
    if not _valid(year or _LEAP_YEAR, m, d):
        return None
    return one(found, TimeUnit("day", m, d, year))


def read_month_slash(found: re.Match[str], text: str) -> list[Atom] | None:
    m = int(found["m"])
    return one(found, TimeUnit("month", m, year=int(found["y"]))) if 1 <= m <= _MONTHS else None


_LONG_MONTH = 6
"""Letters of a month's name that is no abbreviation of something else."""


def read_month_alone(found: re.Match[str], text: str) -> list[Atom] | None:
    name, year = found["month"], year_of(found)
    number = month_names().get(name)
    if number is None:
        # A word that is no month is taken for one only with a year behind it.
        number = month(name, False) if year is not None or len(name) >= _LONG_MONTH else None
    if number is None:
        return None
    return one(found, TimeUnit("month", number, year=year))


def read_year_month(found: re.Match[str], text: str) -> list[Atom] | None:
    number = month_names().get(found["month"])
    return one(found, TimeUnit("month", number, year=int(found["y"]))) if number else None


@cache
def number_words() -> dict[str, int]:
    return {fold_in_place(w): int(n) for n, names in words()["numbers"].items() for w in names}


def read_counted(kind: Literal["quarter", "tertial", "half", "term", "week"], most: int) -> Handler:
    def handle(found: re.Match[str], text: str) -> list[Atom] | None:
        groups = found.groupdict()
        year = int(groups["first_year"]) if groups.get("first_year") else year_of(found)
        word = groups.get("word")
        if word:
            n = number_words().get(word, 0)
            return one(found, TimeUnit(kind, n, year=year)) if 1 <= n <= most else None
        return _numbers(found, lambda n: TimeUnit(kind, n, year=year) if 1 <= n <= most else None, found.end())

    return handle


_WEEKS = 53


def read_week(found: re.Match[str], text: str) -> list[Atom] | None:
    pair = re.fullmatch(r"([0-9]{1,2})([-/])([1-4][0-9])", found["list"])
    if pair is not None and _is_year_of_week(int(pair[1]), pair[2], int(pair[3])):
        return one(found, TimeUnit("week", int(pair[1]), year=_CENTURY + int(pair[3])))
    year = int(found["first_year"]) if found.groupdict().get("first_year") else year_of(found)
    return _numbers(found, lambda n: TimeUnit("week", n, year=year) if 1 <= n <= _WEEKS else None, found.end())


_NEAREST_WEEKS = 3
"""Weeks written with a slash (`v 36/37`) lie next to each other; further apart, the second number is a year."""
_FIRST_SHORT_YEAR = 15
"""Plans name no year before 2015 in two digits after a week; lower numbers are weeks."""


def _is_year_of_week(week: int, sign: str, number: int) -> bool:
    """Return whether the second of two numbers after `v` is a year: `v. 44-24`, `v 36/25`."""
    if number < _FIRST_SHORT_YEAR:
        return False
    # No span goes backwards within these weeks.
    return number < week or (sign == "/" and number - week > _NEAREST_WEEKS)


def read_year_week(found: re.Match[str], text: str) -> list[Atom] | None:
    year = int(found["y"])
    return one(found, TimeUnit("week", int(found["n"]), year=year + (_CENTURY if year < 100 else 0)))


def first_of_two(found: re.Match[str]) -> int | None:
    """Return the first year of a pair such as `2025/26`; None where there is none."""
    first = found.groupdict().get("first")
    if not first:
        return None
    return int(first) + (_CENTURY if len(first) == 2 else 0)


def read_turn(number: int) -> Handler:
    def handle(found: re.Match[str], text: str) -> list[Atom] | None:
        n = number
        if number == 0:
            n = month_names()[found["month"]]
        return one(found, TimeUnit("turn", n, year=first_of_two(found) or year_of(found)))

    return handle


_LEAP_DAY = 29
_COMMON_YEAR = 2023
"""Any: the lengths of its months."""


def read_named_day(found: re.Match[str], text: str) -> list[Atom] | None:
    """The first or the last day of a month."""
    number, year = month_names()[found["month"]], year_of(found)
    last = _LEAP_DAY if number == 2 and (year or 1) % 4 == 0 else monthrange(_COMMON_YEAR, number)[1]
    return one(found, TimeUnit("day", number, 1 if found["which"] == _FIRST else last, year))


_MOST_YEARS = 30
"""Years that a span of years has at most; more is no span."""


def read_years(found: re.Match[str], text: str) -> list[Atom] | None:
    first = int(found["y"])
    last = first // 100 * 100 + int(found["y2"])
    return one(found, TimeUnit("year", year=first, last_year=last)) if first < last <= first + _MOST_YEARS else None


def read_whole_year(found: re.Match[str], text: str) -> list[Atom] | None:
    return one(found, TimeUnit("year", year=int(found["y"])))


def read_this_year(found: re.Match[str], text: str) -> list[Atom] | None:
    return one(found, TimeUnit("year"))


def read_plan_period(found: re.Match[str], text: str) -> list[Atom] | None:
    return [Atom("unit", found.start(), found.end(), value="period", unit=TimeUnit("year"))]
