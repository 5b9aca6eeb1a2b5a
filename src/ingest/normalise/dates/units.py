"""What a *när* can name: a day, a month, a season … as a unit with or without its year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Literal

from ingest.normalise.dates.edtf import DAY, GROUPINGS, grouping, month_end

__all__ = ["Kind", "Part", "TimeUnit", "easter"]

Kind = Literal[
    "day", "month", "quarter", "tertial", "half", "term", "season", "week", "year", "school-year", "turn", "span"
]
Part = Literal["early", "mid", "late", "first-half", "second-half"]

_CODE = {"quarter": 32, "tertial": 36, "half": 39, "term": 39, "season": 20}


_MONTHS = _DECEMBER = 12
_LAST_DAY = 31
"""Of December."""


@dataclass(frozen=True, slots=True)
class TimeUnit:
    """One unit of time.

    `number` is the month, quarter, tertial, half, term (1 spring, 2 autumn), season (1 spring .. 4 winter) or ISO
    week; for `turn` the month that ends (12 is the turn of the year). `last_year` closes a `year` unit that is a
    span of years. `first` and `last` are the (month, day) bounds of a feast (`span`), `fixed` the days of
    something known in full, such as the plan's period.
    """

    kind: Kind
    number: int = 0
    day: int = 0
    year: int | None = None
    last_year: int | None = None
    part: Part | None = None
    first: tuple[int, int] | None = None
    last: tuple[int, int] | None = None
    feast: str | None = None
    fixed: tuple[date, date] | None = None

    @property
    def dated(self) -> bool:
        """Whether bounds can be told."""
        return self.year is not None or self.fixed is not None

    def in_year(self, year: int) -> TimeUnit:
        return replace(self, year=year)

    def bounds(self) -> tuple[date, date]:
        """First and last day.

        Raises:
            ValueError: no year, or no such day (31 juni, week 53 of a short year).
        """
        start, end = self._whole()
        if self.part is None:
            return start, end
        return _cut(start, end, self.part, self.kind)

    def _whole(self) -> tuple[date, date]:
        if self.fixed is not None:
            return self.fixed
        if self.year is None:
            raise ValueError("no year")
        year, n = self.year, self.number
        match self.kind:
            case "year":
                return date(year, 1, 1), date(self.last_year or year, _DECEMBER, _LAST_DAY)
            case "month":
                return date(year, n, 1), month_end(year, n)
            case "day":
                day = date(year, n, self.day)
                return day, day
            case "week":
                monday = date.fromisocalendar(year, n, 1)
                return monday, monday + timedelta(days=6)
            case "school-year":
                return date(year, 7, 1), date((self.last_year or year + 1), 6, 30)
            case "turn":
                last = month_end(year, n)
                return last, last + DAY
            case "span":
                return _feast(self, year)
            case _:
                return grouping(year, _CODE[self.kind] + n)

    def edtf(self) -> str:
        """The notation of this unit alone; an interval where EDTF has no single expression for it."""
        start, end = self.bounds()
        if self.part is not None:
            if self.kind == "year" and self.part in ("early", "mid", "late") and self.last_year is None:
                return f"{self.year:04d}~"
            if self.kind == "month" and self.part in ("early", "mid", "late"):
                return f"{self.year:04d}-{self.number:02d}~"
            return _days(start, end, "~")
        return _days(start, end, "") if self._by_days() else self._plain()

    def edtf_start(self) -> str:
        """The notation of its beginning as the left end of an interval."""
        return self._side(0)

    def edtf_end(self) -> str:
        """The notation of its end as the right end of an interval."""
        return self._side(1)

    def _side(self, side: int) -> str:
        day = self.bounds()[side].isoformat()
        if self.part is not None:
            return day + "~"
        if self._by_days():
            return day
        return self._plain().split("/")[side if "/" in self._plain() else 0]

    def _by_days(self) -> bool:
        return self.fixed is not None or self.kind in ("week", "turn", "span", "day")

    def _plain(self) -> str:
        year = self.year or 0
        if self.kind == "year":
            return f"{year:04d}" if self.last_year in (None, year) else f"{year:04d}/{self.last_year:04d}"
        if self.kind == "school-year":
            return f"{year:04d}-41/{self.last_year or year + 1:04d}-40"
        if self.kind == "month":
            return f"{year:04d}-{self.number:02d}"
        code = _CODE[self.kind] + self.number
        assert code in GROUPINGS
        return f"{year:04d}-{code:02d}"


def _days(start: date, end: date, mark: str) -> str:
    first, last = start.isoformat() + mark, end.isoformat() + mark
    return first if start == end else f"{_month_or(start, end, mark) or f'{first}/{last}'}"


def _month_or(start: date, end: date, mark: str) -> str | None:
    # A whole month, year or run of those reads better without its days.
    if start.day != 1 or end != month_end(end.year, end.month):
        return None
    if start.month == 1 and end.month == _DECEMBER:
        first, last = f"{start.year:04d}{mark}", f"{end.year:04d}{mark}"
    else:
        first, last = f"{start.year:04d}-{start.month:02d}{mark}", f"{end.year:04d}-{end.month:02d}{mark}"
    return first if first == last else f"{first}/{last}"


_EARLY = (1, 10)
"""First and last day of a month's early and middle part, and of its first half."""
_MIDDLE = (11, 20)
_LATE = 21
"""First day of a month's late part and of its second half."""
_FIRST_HALF = (1, 15)
_SECOND_HALF = 16
_PARTS = 3


def _cut(start: date, end: date, part: Part, kind: Kind) -> tuple[date, date]:
    """The part of an interval: thirds by whole months or by days 10 and 20, halves by whole months or days."""
    if kind in ("month",):
        edges = {"early": _EARLY, "mid": _MIDDLE, "late": (_LATE, end.day), "first-half": _FIRST_HALF}
        first, last = edges.get(part, (_SECOND_HALF, end.day))
        return start.replace(day=first), start.replace(day=last)
    months = (end.year - start.year) * _MONTHS + end.month - start.month + 1
    if part in ("early", "mid", "late") and start.day == 1 and months % _PARTS == 0:
        at = ("early", "mid", "late").index(part) * (months // _PARTS)
        return _month(start, at), month_end(*_month(start, at + months // _PARTS - 1).timetuple()[:2])
    if part in ("first-half", "second-half") and start.day == 1 and months % 2 == 0:
        at = 0 if part == "first-half" else months // 2
        return _month(start, at), month_end(*_month(start, at + months // 2 - 1).timetuple()[:2])
    days = (end - start).days + 1
    pieces, index = (_PARTS, ("early", "mid", "late").index(part)) if part in ("early", "mid", "late") else (2, 0)
    if part == "second-half":
        index = 1
    first_day = start + timedelta(days=days * index // pieces)
    last_day = start + timedelta(days=max(days * (index + 1) // pieces - 1, days * index // pieces))
    return first_day, last_day


def _month(start: date, later: int) -> date:
    index = start.month - 1 + later
    return date(start.year + index // _MONTHS, index % _MONTHS + 1, 1)


def _feast(unit: TimeUnit, year: int) -> tuple[date, date]:
    if unit.feast == "easter":
        sunday = easter(year)
        return sunday - timedelta(days=2), sunday + DAY
    if unit.feast == "whitsun":
        sunday = easter(year) + timedelta(days=49)
        return sunday - DAY, sunday
    if unit.feast == "midsummer":
        # The eve: the Friday between 19 and 25 June; the day after is the holiday.
        eve = next(date(year, 6, d) for d in range(19, 26) if date(year, 6, d).weekday() == 4)
        return eve, eve + DAY
    if unit.first is None or unit.last is None:
        raise ValueError("a feast without days")
    start = date(year, *unit.first)
    end = date(year + (unit.last < unit.first), *unit.last)
    return start, end


@cache
def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, 2nd ed., ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
