"""Draws *när*: what a cell says and the times that it means, written from the contract's table alone.

Nothing here calls the reader of times in `ingest.normalise`: the answers must not share its faults.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from ingest.train.factory.grammar import capitalised
from ingest.train.factory.model import Period, Time, When

__all__ = ["draw_when", "years_of"]

Role = Literal["during", "start", "done", "follow-up"]
_MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
           "november", "december")  # fmt: skip
_SHORT = ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sept", "okt", "nov", "dec")
# ISO 8601-2, 4.8.1: seasons; 4.8.3: quarters, thirds and halves of a year, each with its first and last month.
_SPRING, _SUMMER, _AUTUMN, _WINTER = 21, 22, 23, 24
_QUARTER, _THIRD, _HALF = 33, 37, 40
_MONTHS_OF = {
    _SPRING: (3, 5), _SUMMER: (6, 8), _AUTUMN: (9, 11), _WINTER: (12, 14),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12), 37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12),
}  # fmt: skip
# Years that a plan without a period names.
_FREE_YEARS = (2023, 2024, 2025, 2026, 2027)
_DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit of time as printed, without what binds it: its notation and the days that it covers."""

    text: str
    edtf: str
    start: date
    end: date

    def time(self, role: Role = "during") -> Time:
        return Time(self.edtf, self.start.isoformat(), self.end.isoformat(), role)


def years_of(period: Period | None) -> tuple[int, ...]:
    """Return the years of a plan's period; those that plans usually name where it has none or only one end."""
    if period is None or None in period:
        known = next((int(day[:4]) for day in period or () if day), None)
        return _FREE_YEARS if known is None else (known,)
    first, last = (int(day[:4]) for day in period if day)
    return tuple(range(first, last + 1))


def draw_when(rng: random.Random, period: Period | None) -> When:
    """Return a *när* as a plan of that period prints it, with its times.

    A date without a year gets the year of a period of one year; in a plan of several years it has no dates. In a plan
    without a period each date has its year.
    """
    drawer = _Drawer(rng, period)
    (shape,) = rng.choices([s for s, _ in _SHAPES], [w for _, w in _SHAPES])
    when = shape(drawer)
    return replace(when, text=capitalised(when.text)) if rng.random() < drawer.capitals else when


_YEARLESS_CHANCE = 0.35
"""Probability that a date has no year, in a plan of one year; in one of several years."""
_YEARLESS_OF_SEVERAL_CHANCE = 0.06
_CAPITAL_CHANCE = 0.75
"""Probability that a cell begins with a capital."""
_TWO_DIGITS_CHANCE = 0.15
"""Probability of a year of two digits where a unit can have one."""


class _Drawer:
    """The draws of one cell: the generator, the years that fit, and whether a year may be left out."""

    def __init__(self, rng: random.Random, period: Period | None) -> None:
        self.rng = rng
        self.years = years_of(period)
        known = period is not None and None not in period
        self.one_year = known and len(self.years) == 1
        # Without a period the year would come from the document's date, which is not known here.
        self.yearless = _YEARLESS_CHANCE if self.one_year else _YEARLESS_OF_SEVERAL_CHANCE if known else 0.0
        self.capitals = _CAPITAL_CHANCE

    def year(self) -> int:
        return self.rng.choice(self.years)

    def unit(self, kinds: Sequence[Callable[[_Drawer, int, str], _Unit]] | None = None) -> tuple[_Unit, bool]:
        """Return a unit and whether its dates are known."""
        kind = self.rng.choice(kinds or _UNITS)
        year = self.year()
        if kind in _ALWAYS_DATED or self.rng.random() >= self.yearless:
            two = self.rng.random() < _TWO_DIGITS_CHANCE
            printed = f"-{year % 100:02d}" if two and kind in _SHORT_YEAR else str(year)
            return kind(self, year, printed), True
        return kind(self, year, ""), self.one_year


def _known(time: Time, known: bool) -> Time:
    """Return the time, without dates where its year is unknown."""
    return time if known else replace(time, edtf=None, start=None, end=None)


def _joined(text: str, year: str) -> str:
    return f"{text} {year}" if year else text


_MONTHS_OF_YEAR = 12


def _last_of(year: int, month: int) -> date:
    """Return the last day of a month; months over 12 lie in the next year."""
    following = date(year + month // _MONTHS_OF_YEAR, month % _MONTHS_OF_YEAR + 1, 1)
    return following - timedelta(days=1)


def _of(text: str, year: int, code: int) -> _Unit:
    first, last = _MONTHS_OF[code]
    return _Unit(text, f"{year}-{code}", date(year, first, 1), _last_of(year, last))


_SHORT_MONTH_CHANCE = 0.2


def _month_name(rng: random.Random, month: int) -> str:
    return (_SHORT if rng.random() < _SHORT_MONTH_CHANCE else _MONTHS)[month - 1]


_ANY_MONTH = (1, 12)
_WITH_A = (1, 2, 21, 22, 31)
"""Days whose ordinal ends in `a` (*den 1:a maj*); the others end in `e`."""
_ISO_WEIGHT = 3
"""How many times more often than any other form a day stands in ISO 8601."""


def _day(d: _Drawer, year: int, printed: str) -> _Unit:
    rng = d.rng
    month = rng.randint(*_ANY_MONTH)
    day = rng.randint(1, _last_of(year, month).day)
    moment = date(year, month, day)
    name = _month_name(rng, month)
    forms = [
        _joined(f"{day} {name}", printed),
        _joined(f"den {day} {name}", printed),
        _joined(f"{day}/{month}", printed),
    ]
    ordinal = "a" if day in _WITH_A else "e"
    forms.append(_joined(f"den {day}:{ordinal} {_MONTHS[month - 1]}", printed))
    if printed:
        forms += [moment.isoformat()] * _ISO_WEIGHT + [f"{day}.{month}.{year}"]
    return _Unit(rng.choice(forms), moment.isoformat(), moment, moment)


_DIGITS_OF_YEAR = 4
_NUMERIC_MONTH_CHANCE = 0.2
_IN_MONTH_CHANCE = 0.1


def _month(d: _Drawer, year: int, printed: str) -> _Unit:
    month = d.rng.randint(*_ANY_MONTH)
    text = _joined(_month_name(d.rng, month), printed)
    if len(printed) == _DIGITS_OF_YEAR and d.rng.random() < _NUMERIC_MONTH_CHANCE:
        text = f"{year}-{month:02d}"
    elif d.rng.random() < _IN_MONTH_CHANCE:
        text = f"i {text}"
    return _Unit(text, f"{year}-{month:02d}", date(year, month, 1), _last_of(year, month))


_DURING_YEAR_CHANCE = 0.3
_DECEMBER = 12
_LAST_DAY = 31


def _year(d: _Drawer, year: int, printed: str) -> _Unit:
    text = printed or "under året"
    if printed and d.rng.random() < _DURING_YEAR_CHANCE:
        text = f"under {text}"
    return _Unit(text, str(year), date(year, 1, 1), date(year, _DECEMBER, _LAST_DAY))


_QUARTERS = (1, 4)


def _quarter(d: _Drawer, year: int, printed: str) -> _Unit:
    n = d.rng.randint(*_QUARTERS)
    text = d.rng.choice((f"Q{n}", f"kvartal {n}", f"kv. {n}", f"kv {n}"))
    return _of(_joined(text, printed), year, _QUARTER + n - 1)


_THIRDS = (1, 3)


def _third(d: _Drawer, year: int, printed: str) -> _Unit:
    n = d.rng.randint(*_THIRDS)
    return _of(_joined(d.rng.choice((f"T{n}", f"tertial {n}")), printed), year, _THIRD + n - 1)


def _half(d: _Drawer, year: int, printed: str) -> _Unit:
    n = d.rng.randint(1, 2)
    text = d.rng.choice((f"halvår {n}", ("första", "andra")[n - 1] + " halvåret", f"H{n}"))
    return _of(_joined(text, printed), year, _HALF + n - 1)


def _term(d: _Drawer, year: int, printed: str) -> _Unit:
    n = d.rng.randint(0, 1)
    long, short = (("vårterminen", "VT"), ("höstterminen", "HT"))[n]
    forms = [_joined(long, printed), _joined(f"under {long}", printed), _joined(short, printed)]
    if printed:
        forms += [f"{short}{year % 100:02d}", f"{short.lower()}-{year % 100:02d}", f"{short} {year}"]
    return _of(d.rng.choice(forms), year, _HALF + n)


_DURING_SEASON_CHANCE = 0.2


def _season(d: _Drawer, year: int, printed: str) -> _Unit:
    code, name = d.rng.choice(((_SPRING, "våren"), (_SUMMER, "sommaren"), (_AUTUMN, "hösten"), (_WINTER, "vintern")))
    if code == _WINTER and printed and d.rng.random() < 0.5:
        printed = f"{year}/{year + 1}"
    lead = "under " if d.rng.random() < _DURING_SEASON_CHANCE else ""
    return _of(_joined(lead + name, printed), year, code)


_FIRST_WEEK = (2, 47)
_MORE_WEEKS = (1, 3)
_WEEKS_CHANCE = 0.3


def _week(d: _Drawer, year: int, printed: str) -> _Unit:
    first = d.rng.randint(*_FIRST_WEEK)
    last = first + (d.rng.randint(*_MORE_WEEKS) if d.rng.random() < _WEEKS_CHANCE else 0)
    weeks = str(first) if last == first else f"{first}{d.rng.choice('-–')}{last}"
    text = _joined(f"{d.rng.choice(('vecka', 'v.', 'v'))} {weeks}", printed)
    start = date.fromisocalendar(year, first, 1)
    end = date.fromisocalendar(year, last, _DAYS_OF_WEEK)
    return _Unit(text, f"{start}/{end}", start, end)


_SHORT_MONTHS_CHANCE = 0.2


def _months(d: _Drawer, year: int, printed: str) -> _Unit:
    first, last = sorted(d.rng.sample(range(1, _MONTHS_OF_YEAR + 1), 2))
    one, two = _MONTHS[first - 1], _MONTHS[last - 1]
    if d.rng.random() < _SHORT_MONTHS_CHANCE:
        one, two = _SHORT[first - 1], _SHORT[last - 1]
    text = d.rng.choice((f"{one}-{two}", f"{one}–{two}", f"{one} – {two}", f"mellan {one} och {two}"))
    edtf = f"{year}-{first:02d}/{year}-{last:02d}"
    return _Unit(_joined(text, printed), edtf, date(year, first, 1), _last_of(year, last))


_ANY_DAY = (1, 28)
"""Days that every month has."""


def _days(d: _Drawer, year: int, printed: str) -> _Unit:
    first, last = sorted(d.rng.sample(range(1, _MONTHS_OF_YEAR + 1), 2))
    start, end = date(year, first, d.rng.randint(*_ANY_DAY)), date(year, last, d.rng.randint(*_ANY_DAY))
    text = f"{start.day} {_MONTHS[first - 1]}{d.rng.choice((' – ', '–', ' - '))}{end.day} {_MONTHS[last - 1]}"
    return _Unit(_joined(text, printed), f"{start}/{end}", start, end)


_MORE_YEARS = (1, 3)
_TWO_DIGITS_OF_LAST_CHANCE = 0.2


def _years(d: _Drawer, year: int, printed: str) -> _Unit:
    last = year + d.rng.randint(*_MORE_YEARS)
    dash = d.rng.choice("-–")
    text = f"{year}{dash}{last % 100:02d}" if d.rng.random() < _TWO_DIGITS_OF_LAST_CHANCE else f"{year}{dash}{last}"
    return _Unit(text, f"{year}/{last}", date(year, 1, 1), date(last, _DECEMBER, _LAST_DAY))


_TWO_DIGITS_OF_SCHOOL_YEAR_CHANCE = 0.3


def _school_year(d: _Drawer, year: int, printed: str) -> _Unit:
    tail = f"{(year + 1) % 100:02d}" if d.rng.random() < _TWO_DIGITS_OF_SCHOOL_YEAR_CHANCE else str(year + 1)
    return _Unit(f"läsåret {year}/{tail}", f"{year}-41/{year + 1}-40", date(year, 7, 1), date(year + 1, 6, 30))


def _turn_of_year(d: _Drawer, year: int, printed: str) -> _Unit:
    days = date(year, _DECEMBER, _LAST_DAY), date(year + 1, 1, 1)
    return _Unit(f"årsskiftet {year}/{year + 1}", f"{days[0]}/{days[1]}", *days)


_PARTS_OF_YEAR = (("början", 1, 4), ("mitten", 5, 8), ("slutet", 9, 12))
"""A part of a year with its first and last month."""


def _part_of_year(d: _Drawer, year: int, printed: str) -> _Unit:
    word, first, last = d.rng.choice(_PARTS_OF_YEAR)
    return _Unit(f"i {word} av {year}", f"{year}~", date(year, first, 1), _last_of(year, last))


def _part_of_month(d: _Drawer, year: int, printed: str) -> _Unit:
    month = d.rng.randint(*_ANY_MONTH)
    whole = _last_of(year, month)
    word, first, last = d.rng.choice((("början", 1, 10), ("mitten", 11, 20), ("slutet", 21, whole.day)))
    text = _joined(f"i {word} av {_MONTHS[month - 1]}", printed)
    return _Unit(text, f"{year}-{month:02d}~", date(year, month, first), date(year, month, last))


_AUTUMN_MONTHS = (8, 12)
_SPRING_MONTHS = (1, 7)


def _over_the_year(d: _Drawer, year: int, printed: str) -> _Unit:
    """From one year into the next: months or terms."""
    if d.rng.random() < 0.5:
        one, two = d.rng.randint(*_AUTUMN_MONTHS), d.rng.randint(*_SPRING_MONTHS)
        text = f"{_MONTHS[one - 1]} {year}{d.rng.choice((' – ', '–', '-'))}{_MONTHS[two - 1]} {year + 1}"
        edtf = f"{year}-{one:02d}/{year + 1}-{two:02d}"
        return _Unit(text, edtf, date(year, one, 1), _last_of(year + 1, two))
    text = f"HT {year}{d.rng.choice((' – ', '–', '-'))}VT {year + 1}"
    return _Unit(text, f"{year}-41/{year + 1}-40", date(year, 7, 1), date(year + 1, 6, 30))


_UNITS = (_day, _day, _day, _month, _month, _month, _month, _year, _year, _quarter, _quarter, _third, _half, _term,
          _term, _season, _season, _week, _months, _months, _days, _years, _years, _school_year, _turn_of_year,
          _part_of_year, _part_of_month, _over_the_year)  # fmt: skip
_ALWAYS_DATED = (_years, _school_year, _turn_of_year, _part_of_year, _over_the_year)
_SHORT_YEAR = (_month, _quarter, _third, _week)
# Units that stand after "senast", "klart", "från" and the like.
_BOUND = (_day, _day, _day, _month, _month, _month, _quarter, _term, _season)
_POINTS = (_day, _month, _month, _quarter)


def _plain(d: _Drawer) -> When:
    unit, known = d.unit()
    return When(unit.text, (_known(unit.time(), known),))


def _until(d: _Drawer) -> When:
    """Return a time whose start is open: `senast`, `t.o.m.`, `före`, `innan`."""
    unit, known = d.unit(_BOUND)
    word = d.rng.choice(("senast", "senast", "senast", "klart senast", "t.o.m.", "före", "innan"))
    text = f"{word} {_bare(unit.text)}"
    if word in ("före", "innan"):
        day = (unit.start - timedelta(days=1)).isoformat()
        return When(text, (_known(Time(f"../{day}", None, day, "done"), known),))
    last = unit.end.isoformat()
    role: Role = "during" if word == "t.o.m." else "done"
    return When(text, (_known(Time(f"../{unit.edtf}", None, last, role), known),))


def _before_turn(d: _Drawer) -> When:
    year = d.year()
    return When(f"före årsskiftet {year}/{year + 1}", (Time(f"../{year}-12-31", None, f"{year}-12-31", "done"),))


def _from(d: _Drawer) -> When:
    unit, known = d.unit(_BOUND)
    word = d.rng.choice(("från", "fr.o.m.", "från och med", "start", "startar", "påbörjas", "med början"))
    time = Time(f"{unit.edtf}/..", unit.start.isoformat(), None, "start")
    return When(f"{word} {_bare(unit.text)}", (_known(time, known),))


_START_MONTH = (1, 9)
_END_MONTH = (10, 12)


def _from_to(d: _Drawer) -> When:
    year = d.year()
    start = date(year, d.rng.randint(*_START_MONTH), 1)
    end = _last_of(year + d.rng.randint(0, 1), d.rng.randint(*_END_MONTH))
    words = f"fr.o.m. {start.day} {_MONTHS[start.month - 1]} {start.year}"
    text = f"{words} t.o.m. {end.day} {_MONTHS[end.month - 1]} {end.year}"
    return When(text, (Time(f"{start}/{end}", start.isoformat(), end.isoformat()),))


def _done(d: _Drawer) -> When:
    unit, known = d.unit(_BOUND)
    word = d.rng.choice(("klart", "klart", "klar", "färdigt", "slutfört"))
    return When(f"{word} {_bare(unit.text)}", (_known(unit.time("done"), known),))


def _followed(d: _Drawer) -> When:
    unit, known = d.unit(_BOUND)
    word = d.rng.choice(("följs upp", "utvärderas", "Uppföljning", "Utvärdering", "Avstämning"))
    label = word if word[0].isupper() else None
    return When(f"{word} {_bare(unit.text)}", (replace(_known(unit.time("follow-up"), known), label=label),))


def _preliminary(d: _Drawer) -> When:
    unit, known = d.unit((_day, _month, _month, _quarter, _season, _term))
    bare = _bare(unit.text)
    form = d.rng.choice(("preliminärt {}", "prel. {}", "{} (prel.)", "planeras till {}", "ev. {}", "ca {}"))
    return When(form.format(bare), (replace(_known(unit.time(), known), preliminary=True),))


_RECURRING = (
    ("löpande", "continuous"), ("löpande", "continuous"), ("löpande", "continuous"), ("kontinuerligt", "continuous"),
    ("pågående", "continuous"), ("pågår", "continuous"), ("tills vidare", "continuous"), ("årligen", "yearly"),
    ("varje år", "yearly"), ("halvårsvis", "half-yearly"), ("två gånger per år", "half-yearly"),
    ("varje termin", "termly"), ("kvartalsvis", "quarterly"), ("fyra gånger per år", "quarterly"),
    ("varje månad", "monthly"), ("varje vecka", "weekly"), ("vid behov", "as-needed"),
)  # fmt: skip


def _recurring(d: _Drawer) -> When:
    word, recurrence = d.rng.choice(_RECURRING)
    return When(word, (Time(recurrence=recurrence),))


_RECURS_FOR_YEARS_CHANCE = 0.4


def _recurring_in(d: _Drawer) -> When:
    """Return a recurrence with its date: one time."""
    word, recurrence = d.rng.choice([r for r in _RECURRING if r[0] not in ("tills vidare", "vid behov", "pågår")])
    if recurrence == "yearly":
        month = d.rng.randint(*_ANY_MONTH)
        time = Time(f"{d.years[0]}-{month:02d}", date(d.years[0], month, 1).isoformat(),
                    _last_of(d.years[0], month).isoformat(), recurrence=recurrence)  # fmt: skip
        return When(f"{word} i {_MONTHS[month - 1]}", (_known(time, d.one_year),))
    unit, _ = (
        d.unit((_years,))
        if d.rng.random() < _RECURS_FOR_YEARS_CHANCE
        else (_year(d, year := d.year(), str(year)), True)
    )
    joint = " " if unit.text.startswith("under") or "-" in unit.text or "–" in unit.text else " under "
    return When(f"{word}{joint}{unit.text}", (replace(unit.time(), recurrence=recurrence),))


def _none(d: _Drawer) -> When:
    words = ("Snarast", "Omgående", "Enligt separat tidplan", "Datum beslutas senare", "Ej bestämt", "Se årshjul",
             "Beslutas av styrgruppen")  # fmt: skip
    return When(d.rng.choice(words))


_SEPARATORS = (", ", ", ", "; ", " och ", " samt ", "\n")
_LABELS = ("Utbildning", "Pilot", "Beslut i nämnd", "Montering", "Enkät", "Upphandling", "Utskick", "Föräldramöte",
           "Inventering", "Invigning", "Temavecka", "Kick-off")  # fmt: skip


_TWO_MONTHS_CHANCE = 0.6


def _two_of_one_year(d: _Drawer) -> When:
    """Return two months or seasons with one year at the end."""
    year = d.year()
    if d.rng.random() < _TWO_MONTHS_CHANCE:
        units = [
            _Unit(_MONTHS[m - 1], f"{year}-{m:02d}", date(year, m, 1), _last_of(year, m))
            for m in sorted(d.rng.sample(range(1, _MONTHS_OF_YEAR + 1), 2))
        ]
    else:
        units = [_of(name, year, code) for name, code in (("våren", _SPRING), ("hösten", _AUTUMN))]
    shown = d.rng.random() >= d.yearless
    text = d.rng.choice((" och ", " samt ", " och ")).join(u.text for u in units) + (f" {year}" if shown else "")
    return When(text, tuple(_known(u.time(), shown or d.one_year) for u in units))


_TIMES = (2, 3)


def _several(d: _Drawer) -> When:
    separator = d.rng.choice(_SEPARATORS)
    kind = d.rng.choice((_day, _month, _quarter))
    units = [kind(d, year, str(year)) for year in (d.year() for _ in range(d.rng.randint(*_TIMES)))]
    units = sorted({u.edtf: u for u in units}.values(), key=lambda u: u.start)
    return When(separator.join(_bare(u.text) for u in units), tuple(u.time() for u in units))


def _labelled(d: _Drawer) -> When:
    """Return dates bound to what happens then: `Utbildning maj 2024, Diplomeringsklart december 2024`."""
    labels: list[tuple[str, Role]] = [(d.rng.choice(_LABELS), "during")]
    labels.append(d.rng.choice((("Uppföljning", "follow-up"), ("Utvärdering", "follow-up"),
                                ("Diplomeringsklart", "done"), (d.rng.choice(_LABELS), "during"))))  # fmt: skip
    if labels[0][0] == labels[1][0]:
        labels.pop()
    joint = d.rng.choice((" ", " ", ": "))
    times: list[Time] = []
    parts: list[str] = []
    for label, role in labels:
        year = d.year()
        unit = d.rng.choice((_day, _month, _month, _quarter))(d, year, str(year))
        parts.append(f"{label}{joint}{_bare(unit.text)}")
        times.append(replace(unit.time(role), label=label))
    return When(d.rng.choice((", ", "; ", "\n")).join(parts), tuple(times))


def _start_done(d: _Drawer) -> When:
    year = d.year()
    first, last = sorted(d.rng.sample(range(1, _MONTHS_OF_YEAR + 1), 2))
    end = d.rng.choice(("klart", "slutfört", "färdigt"))
    text = f"start {_MONTHS[first - 1]}, {end} {_MONTHS[last - 1]} {year}"
    start = Time(f"{year}-{first:02d}/..", date(year, first, 1).isoformat(), None, "start")
    done = _Unit("", f"{year}-{last:02d}", date(year, last, 1), _last_of(year, last)).time("done")
    return When(text, (start, done))


def _recurring_followed(d: _Drawer) -> When:
    word, recurrence = d.rng.choice(_RECURRING)
    unit, known = d.unit(_POINTS)
    label = d.rng.choice(("uppföljning", "utvärdering", "avstämning"))
    time = replace(_known(unit.time("follow-up"), known), label=label)
    return When(f"{word}, {label} {_bare(unit.text)}", (Time(recurrence=recurrence), time))


def _bare(text: str) -> str:
    """Return a unit without a preposition of its own."""
    return text.removeprefix("i ").removeprefix("under ")


_SHAPES: tuple[tuple[Callable[[_Drawer], When], float], ...] = (
    (_plain, 44), (_until, 10), (_before_turn, 0.5), (_from, 6), (_from_to, 0.7), (_done, 5), (_followed, 2),
    (_preliminary, 3), (_recurring, 14), (_recurring_in, 4), (_none, 3), (_two_of_one_year, 2.5), (_several, 2),
    (_labelled, 2.5), (_start_done, 1.5), (_recurring_followed, 1.5),
)  # fmt: skip
