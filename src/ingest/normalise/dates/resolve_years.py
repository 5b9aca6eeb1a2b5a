"""Years that the text leaves out, and clauses as the contract's times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ingest.normalise.dates.clause import Clause
from ingest.normalise.dates.edtf import DAY, bounds
from ingest.normalise.dates.units import TimeUnit
from ingest.plan import Period, Time

__all__ = ["TimeDoubt", "fill", "to_time"]


@dataclass(frozen=True, slots=True)
class TimeDoubt:
    """Something uncertain in a *när*: a stable code and a plain message."""

    code: str
    message: str


def fill(clauses: Sequence[Clause], period: Period | None, dated: date | None) -> None:
    """Give units without a year theirs, in the contract's order: the cell, a plan of one year, the plan's date."""
    for clause in clauses:
        _inside(clause)
    known = {i: y for i, c in enumerate(clauses) if (y := _single_year(c)) is not None}
    for index, clause in enumerate(clauses):
        if clause.unit is None or _dated(clause):
            continue
        if clause.period:
            _plan_period(clause, period, dated)
            continue
        school = _school_year(clauses)
        if clause.unit.kind == "year" and (known or school):
            # "under året" beside a date is the year of the plan all the same.
            _set(clause, _outside(clause.unit, period, dated))
            continue
        before = max((i for i in known if i < index), default=None)
        after = min((i for i in known if i > index), default=None)
        if before is not None or after is not None:
            _set(clause, _near(clauses, index, before, after, known))
        elif school is not None:
            _set(clause, _within(clause.unit, *school))
        else:
            _set(clause, _outside(clause.unit, period, dated))


def _dated(clause: Clause) -> bool:
    return clause.unit is None or (clause.unit.dated and (clause.last is None or clause.last.dated))


def _set(clause: Clause, year: int | None) -> None:
    if year is None or clause.unit is None:
        return
    if not clause.unit.dated:
        clause.unit = clause.unit.in_year(year)
    if clause.last is not None and not clause.last.dated:
        clause.last = clause.last.in_year(year)
        if _safe(clause.last)[1] < _safe(clause.unit)[0]:
            clause.last = clause.last.in_year(year + 1)


def _safe(unit: TimeUnit) -> tuple[date, date]:
    """Bounds for comparison; an impossible day counts as the last of its month."""
    try:
        return unit.bounds()
    except ValueError:
        if unit.kind == "day" and unit.year is not None:
            return TimeUnit("month", unit.number, year=unit.year).bounds()
        if unit.year is not None:
            return TimeUnit("year", year=unit.year).bounds()
        return date.min, date.min


def _inside(clause: Clause) -> None:
    """A span with one year: `februari-mars 2024`, `november - januari 2025`, `oktober 2022 – februari`."""
    first, last = clause.unit, clause.last
    if first is None or last is None:
        return
    if not first.dated and last.dated and last.year is not None:
        guess = first.in_year(last.year)
        clause.unit = guess if _safe(guess)[0] <= _safe(last)[1] else first.in_year(last.year - 1)
    elif first.dated and not last.dated and first.year is not None:
        guess = last.in_year(first.year)
        clause.last = guess if _safe(guess)[1] >= _safe(first)[0] else last.in_year(first.year + 1)
    elif first.dated and last.dated and first.year == last.year and first.year is not None:
        _over_new_year(clause, first, last, first.year)


def _over_new_year(clause: Clause, first: TimeUnit, last: TimeUnit, year: int) -> None:
    """Move one end of a span that would end before it begins, both ends in one year: `v. 48–3 2025`, `HT–VT 2025`."""
    if first.kind == "week" and last.kind == "week":
        if last.number < first.number:
            clause.last = last.in_year(year + 1)
    elif first.kind in ("quarter", "tertial", "half", "term", "season") and _safe(first)[0] > _safe(last)[1]:
        clause.unit = first.in_year(year - 1)


def _single_year(clause: Clause) -> int | None:
    """The year that a clause states, if it states just one."""
    unit = clause.unit
    if unit is None or unit.year is None or unit.fixed is not None:
        return None
    if unit.kind in ("year", "school-year") and (unit.last_year or unit.kind == "school-year"):
        return None
    if clause.last is not None:
        return unit.year if clause.last.year == unit.year else None
    return unit.year


def _school_year(clauses: Sequence[Clause]) -> tuple[date, date] | None:
    for clause in clauses:
        if clause.unit is not None and clause.unit.kind == "school-year" and clause.unit.dated:
            return _safe(clause.unit)
    return None


def _near(
    clauses: Sequence[Clause], index: int, before: int | None, after: int | None, known: dict[int, int]
) -> int | None:
    """The year of a neighbour in the cell: that after it holds for all before it unless the order forbids."""
    clause = clauses[index]
    unit = clause.unit
    assert unit is not None
    if after is None:
        assert before is not None
        year = known[before]
        first = clauses[before]
        ordered = "start" in first.roles and "done" in clause.roles
        if ordered and first.unit is not None and _safe(unit.in_year(year))[1] < _safe(first.unit)[0]:
            return year + 1
        return year
    year = known[after]
    follower = clauses[after].unit
    assert follower is not None
    if before is not None and known[before] != year and _safe(unit.in_year(year))[0] > _safe(follower)[1]:
        return known[before]
    ordered = "start" in clause.roles and "done" in clauses[after].roles
    if ordered and _safe(unit.in_year(year))[0] > _safe(follower)[1]:
        return year - 1
    return year


def _plan_period(clause: Clause, period: Period | None, dated: date | None) -> None:
    if period is not None and period.start is not None and period.end is not None:
        clause.unit = TimeUnit("span", fixed=(period.start, period.end), part=clause.unit.part if clause.unit else None)


def _outside(unit: TimeUnit, period: Period | None, dated: date | None) -> int | None:
    if period is None:
        return None if dated is None else dated.year
    if period.start is None or period.end is None:
        return None
    return _within(unit, period.start, period.end)


def _within(unit: TimeUnit, start: date, end: date) -> int | None:
    """The year in which the unit lies within twelve months at most; None where several years would do."""
    if end - start > timedelta(days=366):
        return None
    if start.year == end.year:
        return start.year
    best: tuple[int, int] | None = None
    for year in range(start.year - 1, end.year + 1):
        try:
            first, last = unit.in_year(year).bounds()
        except ValueError:
            continue
        overlap = (min(last, end) - max(first, start)).days + 1
        if overlap > 0 and (best is None or overlap > best[0]):
            best = (overlap, year)
    return None if best is None else best[1]


def to_time(clause: Clause) -> tuple[Time, TimeDoubt | None]:
    """A clause with its years as a time, and a doubt where its dates are missing or impossible."""
    opens = clause.bound in ("from", "earliest", "onwards") or (clause.role == "start" and clause.bound is None)
    role = clause.role
    if clause.last is not None and role == "start":
        role = "during"
    base = Time(None, None, None, role, clause.preliminary, clause.recurrence, clause.label)
    if clause.unit is None:
        return base, None
    if not _dated(clause):
        return base, TimeDoubt("year-unknown", "the time names no year, and the plan does not give one")
    try:
        return _interval(base, clause, opens), None
    except ValueError:
        if clause.last is not None and _safe(clause.unit)[0] > _safe(clause.last)[1]:
            return base, TimeDoubt("end-before-start", "the span ends before it starts")
        mended = _possible(clause)
        doubt = TimeDoubt("date-impossible", "the calendar has no such date; the month or year around it was taken")
        try:
            return _interval(base, mended, opens), doubt
        except ValueError:
            return base, TimeDoubt("date-impossible", "the calendar has no such date")


def _possible(clause: Clause) -> Clause:
    """The clause with days that do not exist widened to their month, weeks to their year."""

    def widen(unit: TimeUnit | None) -> TimeUnit | None:
        if unit is None:
            return None
        try:
            unit.bounds()
        except ValueError:
            if unit.kind == "day":
                return TimeUnit("month", unit.number, year=unit.year)
            return TimeUnit("year", year=unit.year)
        return unit

    return replace(clause, unit=widen(clause.unit), last=widen(clause.last))


def _interval(base: Time, clause: Clause, opens: bool) -> Time:
    unit = clause.unit
    assert unit is not None
    last = clause.last or unit
    first_day, last_day = unit.bounds()[0], last.bounds()[1]
    if first_day > last_day:
        raise ValueError("ends before it starts")
    start, end, edtf = _bounded(clause, unit, last, opens)
    if bounds(edtf) is None:
        raise ValueError(f"no EDTF: {edtf}")
    return replace(base, edtf=edtf, start=start, end=end)


_DECEMBER, _LAST_DAY = 12, 31


def _bounded(clause: Clause, unit: TimeUnit, last: TimeUnit, opens: bool) -> tuple[date | None, date | None, str]:
    """First day, last day (None: open) and EDTF of a clause from `unit` to `last`, by what bounds it."""
    first_day, last_day = unit.bounds()[0], last.bounds()[1]
    match clause.bound:
        case "by" | "until":
            return None, last_day, f"../{last.edtf_end()}"
        case "before":
            turn = unit.kind == "turn" and unit.number == _DECEMBER
            end = date(first_day.year, _DECEMBER, _LAST_DAY) if turn else first_day - DAY
            return None, end, f"../{end.isoformat()}"
        case "after":
            start = last_day if unit.kind == "turn" else last_day + DAY
            return start, None, f"{start.isoformat()}/.."
    if clause.last is not None:
        edtf = f"{unit.edtf_start()}/{last.edtf_end()}"
        begin, end_ = edtf.split("/")[:2]
        return first_day, last_day, begin if begin == end_ else edtf
    return (first_day, None, f"{unit.edtf_start()}/..") if opens else (first_day, last_day, unit.edtf())
