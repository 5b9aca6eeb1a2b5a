"""Draws the measures of one document from the bank: no measure twice, fields kept or left out together."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ingest.train.factory.model import (
    FIELDS,
    ContentBank,
    DrawnFront,
    FieldName,
    Measure,
    Origin,
    Period,
    Section,
    Theme,
    Time,
    When,
)
from ingest.train.factory.phrases import phrase, phrases

__all__ = ["Column", "Picker", "kept", "month_when", "months_when", "numbered", "phase_period", "share"]

# How often the bank is asked again for a measure that was not drawn before in this document.
_TRIES = 25
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a drawn table: a field under its heading, or a column beyond the five with its values."""

    heading: str
    field: FieldName | None = None
    values: Callable[[random.Random], str] | None = None


_UNDATED_YEAR = 2030
_OFTEN = {"orsak": 0.62, "mål": 0.72, "åtgärd": 1.0, "vem": 0.9, "när": 0.88}
"""How often a document has each field."""
_SHUFFLED_CHANCE = 0.25
_OTHERS_LAST_CHANCE = 0.75


class Picker:
    """The facts of one document and a source of measures that belong to it."""

    def __init__(self, rng: random.Random, bank: ContentBank) -> None:
        self.rng = rng
        self.bank = bank
        self.front: DrawnFront = bank.front(rng)
        self.period = _years(self.front)
        self._used: set[str] = set()
        self._themes: list[str] = []

    @property
    def year(self) -> int | None:
        """The one year that dates without a year are meant in; None where there are several or none."""
        if self.period is None or self.period[0] is None or self.period[1] is None:
            return None
        first, last = self.period[0][:4], self.period[1][:4]
        return int(first) if first == last else None

    @property
    def first_year(self) -> int:
        """The year that the document begins with; its own where it names no time at all."""
        named = (self.period or (None, None))[0] or (self.period or (None, None))[1] or self.front.dated
        return int(named[:4]) if named else _UNDATED_YEAR

    def theme(self) -> Theme:
        """Return a theme that was not yet drawn in this document, where the bank has one."""
        theme = self.bank.theme(self.rng)
        for _ in range(_TRIES):
            if theme.title not in self._themes:
                break
            theme = self.bank.theme(self.rng)
        self._themes.append(theme.title)
        return theme

    def themes(self, least: int, most: int) -> list[Theme]:
        """Return several themes with different titles."""
        drawn: dict[str, Theme] = {}
        for _ in range(self.rng.randint(least, most)):
            theme = self.theme()
            drawn.setdefault(theme.title, theme)
        return list(drawn.values())

    def measure(
        self,
        theme: Theme,
        fields: Collection[FieldName] = FIELDS,
        *,
        origin: Origin = "table",
        one_line: bool = False,
        longest: int | None = None,
    ) -> Measure:
        """Return a measure with these fields.

        Args:
            theme: what it is about.
            fields: the fields that it keeps.
            origin: where the contract says that such a row comes from.
            one_line: none of its texts has several lines or a separator of lists.
            longest: the most characters that its åtgärd may have, as far as the bank has such.
        """
        best: Measure | None = None
        for _ in range(_TRIES):
            measure = self.bank.measure(self.rng, theme, self.period)
            deed = measure.åtgärd or ""
            texts = [measure.text(f) or "" for f in FIELDS]
            if deed in self._used or (one_line and any("\n" in t for t in texts)):
                continue
            best = measure
            if longest is None or len(deed) <= longest:
                break
        measure = best or _one_line(self.bank.measure(self.rng, theme, self.period), one_line)
        self._used.add(measure.åtgärd or "")
        return replace(kept(measure, fields), origin=origin)

    def measures(
        self,
        theme: Theme,
        least: int,
        most: int,
        fields: Collection[FieldName] = FIELDS,
        *,
        origin: Origin = "table",
        one_line: bool = False,
        longest: int | None = None,
    ) -> tuple[Measure, ...]:
        """Return several measures of a theme."""
        count = self.rng.randint(least, most)
        draw = self.measure
        return tuple(draw(theme, fields, origin=origin, one_line=one_line, longest=longest) for _ in range(count))

    def fields(self, *, must: Sequence[FieldName] = ("åtgärd",), never: Sequence[FieldName] = ()) -> list[FieldName]:
        """Return which of the five a document has, in the usual order: most often four or five of them."""
        often = _OFTEN
        chosen = [f for f in FIELDS if f not in never and (f in must or self.rng.random() < often[f])]
        if len(chosen) < 2:
            chosen = [f for f in FIELDS if f not in never and f in (*must, "vem", "när")]
        return chosen

    def columns(self, fields: Sequence[FieldName], *, most_others: int = 2, number: float = 0.2) -> list[Column]:
        """Return the columns of a table in their order, each with a heading of its own.

        Args:
            fields: which of the five it has.
            most_others: the most columns beyond the five.
            number: the probability of a first column with running numbers.
        """
        rng, bank = self.rng, self.bank
        order = list(fields)
        if rng.random() < _SHUFFLED_CHANCE:
            rng.shuffle(order)
        taken: set[str] = set()
        columns: list[Column] = []
        for field in order:
            heading = _fresh(lambda field=field: bank.heading(rng, field), taken)  # type: ignore[misc]
            columns.append(Column(heading, field))
        for _ in range(rng.randint(0, most_others)):
            heading, values = bank.other_column(rng)
            if heading.casefold() in taken:
                continue
            taken.add(heading.casefold())
            place = len(columns) if rng.random() < _OTHERS_LAST_CHANCE else rng.randint(0, len(columns))
            columns.insert(place, Column(heading, None, values))
        if rng.random() < number:
            heading = phrase(rng, "number_headings")
            if heading.casefold() not in taken:
                columns.insert(0, Column(heading, None, numbered(rng)))
        return columns

    def filled(self, measure: Measure, columns: Sequence[Column], *, empty: float = 0.06) -> Measure:
        """Return a measure with values for a table's other columns, and now and then a field left empty."""
        rng = self.rng
        other = {c.heading: value for c in columns if c.values is not None if (value := c.values(rng))}
        gone = {f for f in ("orsak", "mål", "vem", "när") if rng.random() < empty}
        return replace(kept(measure, [f for f in FIELDS if f not in gone]), other=other)


def kept(measure: Measure, fields: Collection[FieldName]) -> Measure:
    """Return a measure with some of its fields only."""
    return replace(
        measure,
        orsak=measure.orsak if "orsak" in fields else None,
        mål=measure.mål if "mål" in fields else None,
        åtgärd=measure.åtgärd if "åtgärd" in fields else None,
        vem=measure.vem if "vem" in fields else None,
        när=measure.när if "när" in fields else None,
    )


def share(rng: random.Random, measures: Sequence[Measure], field: FieldName, longest: int = 4) -> tuple[Measure, ...]:
    """Return the measures with one field the same over groups of neighbours, as a merged cell gives it."""
    out: list[Measure] = []
    left = 0
    for measure in measures:
        if left == 0:
            left = rng.randint(1, longest)
            first = measure
        left -= 1
        value = getattr(first, field)
        out.append(replace(measure, **{field: value}))
    return tuple(out)


_MOST_NUMBERS = 1000


def numbered(rng: random.Random) -> Callable[[random.Random], str]:
    """Return a function that counts: `1`, `2`, … or `1.1`, `1.2`, … or `A1`, …"""
    prefix = rng.choice(("", "", "1.", "A", "T-"))
    count = iter(range(1, _MOST_NUMBERS))
    return lambda _: f"{prefix}{next(count)}"


def month_when(number: int, year: int | None, text: str, role: str = "during") -> When:
    """Return a month (1 to 12) as a *när*; a plan without one year gives it no dates."""
    return When(text, (_months_time(number, number, year),))


def months_when(first: int, last: int, year: int | None, text: str) -> When:
    """Return a range of months of one year as a *när*."""
    return When(text, (_months_time(first, last, year),))


def phase_period(rng: random.Random, first: int, last: int, year: int) -> When:
    """Return a range of months with its year, as the heading of a phase prints it."""
    names = phrases("months")
    dash = rng.choice(("–", "-", " – "))
    text = f"{names[first - 1].lower()}{dash}{names[last - 1].lower()} {year}"
    if first == last:
        text = f"{names[first - 1].lower()} {year}"
    return months_when(first, last, year, text)


def _months_time(first: int, last: int, year: int | None) -> Time:
    if year is None:
        return Time()
    end = date(year + last // _MONTHS, last % _MONTHS + 1, 1) - timedelta(days=1)
    edtf = f"{year}-{first:02d}" if first == last else f"{year}-{first:02d}/{year}-{last:02d}"
    return Time(edtf, f"{year}-{first:02d}-01", end.isoformat())


def _years(front: DrawnFront) -> Period | None:
    """Return the period that dates without a year are read in: the plan's, else the year of its date."""
    if front.period is not None:
        return front.period
    return None if front.dated is None else (f"{front.dated[:4]}-01-01", f"{front.dated[:4]}-12-31")


def _fresh(draw: Callable[[], str], taken: set[str]) -> str:
    heading = draw()
    for _ in range(_TRIES):
        if heading.casefold() not in taken:
            break
        heading = draw()
    taken.add(heading.casefold())
    return heading


def _one_line(measure: Measure, wanted: bool) -> Measure:
    if not wanted:
        return measure
    deed = (measure.åtgärd or "").split("\n")[0]
    return replace(measure, åtgärd=deed)


def sections_of(
    rows: Sequence[tuple[Theme, tuple[Measure, ...]]], numbers: Sequence[str | None]
) -> tuple[Section, ...]:
    """Return one section a theme."""
    return tuple(Section(t.title, n, None, m) for (t, m), n in zip(rows, numbers, strict=True))
