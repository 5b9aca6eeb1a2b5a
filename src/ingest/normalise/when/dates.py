"""The patterns of dates, from exact days to whole years, and the units that they stand for."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ingest.normalise.when.edtf import bounds as edtf_bounds
from ingest.normalise.when.months import month, month_names
from ingest.normalise.when.text import alternatives, fold, words
from ingest.normalise.when.units import Part, Unit

__all__ = ["Atom", "AtomKind", "Handler", "date_patterns"]

AtomKind = Literal[
    "unit", "role", "prelim", "bound", "part", "rec", "sep", "dash", "till", "onwards", "open", "close", "skip",
    "verb", "word", "duration", "clock",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Atom:
    """A run of characters `start`..`end` of the text and what it means.

    `value` is the role, bound, part, separator or recurrence; `unit` the time; `noun` marks a role word that is an
    activity (*uppföljning*); `exact` is false where a frequency was rounded to a category.
    """

    kind: AtomKind
    start: int
    end: int
    value: str = ""
    unit: Unit | None = None
    noun: bool = False
    exact: bool = True


_Y4 = r"(?:19|20)[0-9]{2}(?![0-9])"
_ORD = r"(?::?(?:e|a|de|dje|sta|dra)(?![a-z]))?"
_CONNECTOR = (
    r"(?:[ \n]*(?:,|-|/|&|\+)[ \n]*(?:(?:och|samt)[ \n]+)?"
    r"|[ \n]+(?:och|samt|till|resp\.?|respektive|eller|alt\.?|t\.?[ ]?o\.?[ ]?m\.?|till[ ]och[ ]med)[ \n]+)"
)


@cache
def _month_pattern() -> str:
    return f"(?:{alternatives(month_names())})"


@cache
def _year_pattern() -> str:
    """A year after its unit: `2024`, `, 2024`, `-24`, `'24`, ` 24`, `24`; never the start of something else."""
    months = _month_pattern()
    no_more = (
        r"(?![0-9])(?![ ]?[:/][ ]?[0-9])(?!\.[0-9])(?!:?[ea](?![a-z]))"
        rf"(?![ ]*{months}(?![a-z]))(?![ ]*(?:ggr|gang|st|h|%))"
    )
    return (
        r"(?:(?:[ \n]*,?[ \n]*|[-/])\(?(?:ar[ ]+|aret[ ]+)?(?P<y4>(?:19|20)[0-9]{2})(?![0-9]|:[0-9])"
        rf"(?![ ]?[-/][ ]?[0-9]{{2,4}}(?![0-9.]|[ ]*/|[ ]*{months}))"
        rf"|[ ]?['/-][ ]?(?P<y2>[1-4][0-9]){no_more}"
        rf"|[ ]?(?P<y2b>(?:1[5-9]|[2-4][0-9])){no_more}(?![ ]?-[ ]?[0-9]))"
    )


def _year(found: re.Match[str]) -> int | None:
    groups = found.groupdict()
    if groups.get("y4"):
        return int(groups["y4"])
    short = groups.get("y2") or groups.get("y2b")
    return 2000 + int(short) if short else None


Handler = Callable[[re.Match[str], str], "list[Atom] | None"]


def _one(found: re.Match[str], unit: Unit) -> list[Atom]:
    return [Atom("unit", found.start(), found.end(), unit=unit)]


def _valid(year: int, month_number: int, day: int) -> bool:
    return edtf_bounds(f"{year:04d}-{month_number:02d}-{day:02d}") is not None


def _iso_day(found: re.Match[str], text: str) -> list[Atom] | None:
    year, m, d = int(found["y"]), int(found["m"]), int(found["d"])
    if text[found.start("m") - 1] == "-" and text[found.start("d") - 1] in "–—" and max(m, d) <= 12:
        # "2025-01–06": from January to June.
        middle = found.start("d") - 1
        return [
            Atom("unit", found.start(), middle, unit=Unit("month", m, year=year)),
            Atom("dash", middle, middle + 1, "-"),
            Atom("unit", middle + 1, found.end(), unit=Unit("month", d, year=year)),
        ]
    if len(found["y"]) == 2:
        year += 2000
    plausible = len(found["y"]) == 4 and "-" in found[0] and 1 <= m <= 12 and 1 <= d <= 31
    if not (_valid(year, m, d) or plausible):
        return None
    return _one(found, Unit("day", m, d, year))


def _iso_month(found: re.Match[str], text: str) -> list[Atom] | None:
    m = int(found["m"])
    return _one(found, Unit("month", m, year=int(found["y"]))) if 1 <= m <= 12 else None


_LISTED = re.compile(r"(?P<n>[0-9]{1,2})(?::?(?:e|a|de|dje|sta|dra)(?![a-z]))?|(?P<w>[a-z.]+|[,/&+-])")
_LINKS = frozenset({"-", "till", "tom", ",", "/", "&", "+", "och", "samt", "resp", "respektive", "eller", "alt", "med"})


def _numbers(found: re.Match[str], make: Callable[[int], Unit | None], tail: int) -> list[Atom] | None:
    """A list or span of numbers that share one unit: `6 och 7`, `1-15`; the last atom reaches to `tail`."""
    start = found.start("list")
    parts = list(
        re.finditer(r"(?P<n>[0-9]{1,2})(?::?(?:e|a|de|dje|sta|dra)(?![a-z]))?|(?P<w>[a-z.]+|[,/&+-])", found["list"])
    )
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
        word = part["w"].replace(".", "")
        if word not in _LINKS:
            # "den", or the prefix again: Q1-Q2, v. 12-v. 14.
            continue
        kind: AtomKind = "dash" if word in ("-", "till", "tom") else "sep"
        if out and out[-1].kind in ("sep", "dash"):
            if word in ("och", "med"):
                continue
            out.pop()
        out.append(Atom(kind, begin, start + part.end(), "och" if kind == "sep" else "-"))
    return out if out and out[-1].kind == "unit" else None


def _day_month(found: re.Match[str], text: str) -> list[Atom] | None:
    year = _year(found)
    number = month(found["month"], True) if found["month"] not in month_names() else month_names()[found["month"]]
    if number is None:
        return None
    if found["month"] not in month_names() and year is None:
        number = month(found["month"], False)
        if number is None:
            return None
    return _numbers(found, lambda n: Unit("day", number, n, year) if 1 <= n <= 31 else None, found.end())


def _day_slash(found: re.Match[str], text: str) -> list[Atom] | None:
    m = int(found["m"])
    if not 1 <= m <= 12:
        return None
    year = _year(found)
    return _numbers(found, lambda n: Unit("day", m, n, year) if 1 <= n <= 31 else None, found.end())


def _day_dot(found: re.Match[str], text: str) -> list[Atom] | None:
    d, m = int(found["d"]), int(found["m"])
    year = int(found["y"]) if found["y"] else None
    if year is not None and year < 100:
        year += 2000
    if not _valid(year or 2024, m, d):
        return None
    return _one(found, Unit("day", m, d, year))


def _month_slash(found: re.Match[str], text: str) -> list[Atom] | None:
    m = int(found["m"])
    return _one(found, Unit("month", m, year=int(found["y"]))) if 1 <= m <= 12 else None


def _month_alone(found: re.Match[str], text: str) -> list[Atom] | None:
    name, year = found["month"], _year(found)
    number = month_names().get(name)
    if number is None:
        # A word that is no month is taken for one only with a year behind it.
        number = month(name, False) if year is not None or len(name) >= 6 else None
    if number is None:
        return None
    return _one(found, Unit("month", number, year=year))


def _year_month(found: re.Match[str], text: str) -> list[Atom] | None:
    number = month_names().get(found["month"])
    return _one(found, Unit("month", number, year=int(found["y"]))) if number else None


@cache
def _number_words() -> dict[str, int]:
    return {fold(w): int(n) for n, names in words()["numbers"].items() for w in names}


def _counted(kind: Literal["quarter", "tertial", "half", "term", "week"], most: int) -> Handler:
    def handle(found: re.Match[str], text: str) -> list[Atom] | None:
        groups = found.groupdict()
        year = int(groups["first_year"]) if groups.get("first_year") else _year(found)
        word = groups.get("word")
        if word:
            n = _number_words().get(word, 0)
            return _one(found, Unit(kind, n, year=year)) if 1 <= n <= most else None
        return _numbers(found, lambda n: Unit(kind, n, year=year) if 1 <= n <= most else None, found.end())

    return handle


def _week(found: re.Match[str], text: str) -> list[Atom] | None:
    pair = re.fullmatch(r"([0-9]{1,2})-([1-4][0-9])", found["list"])
    if pair is not None and int(pair[2]) < int(pair[1]) and int(pair[2]) >= 15:
        # "v. 44-24": no span goes backwards within these weeks.
        return _one(found, Unit("week", int(pair[1]), year=2000 + int(pair[2])))
    year = int(found["first_year"]) if found.groupdict().get("first_year") else _year(found)
    return _numbers(found, lambda n: Unit("week", n, year=year) if 1 <= n <= 53 else None, found.end())


def _year_week(found: re.Match[str], text: str) -> list[Atom] | None:
    year = int(found["y"])
    return _one(found, Unit("week", int(found["n"]), year=year + (2000 if year < 100 else 0)))


def _table(name: str) -> dict[str, int]:
    return {fold(w): int(n) for n, names in words()[name].items() for w in names}


@cache
def _season_words() -> dict[str, tuple[int, Part | None]]:
    out: dict[str, tuple[int, Part | None]] = {w: (n, None) for w, n in _table("seasons").items()}
    out.update({w: (n, "early") for w, n in _table("early_season").items()})
    out.update({w: (n, "late") for w, n in _table("late_season").items()})
    return out


def _season(found: re.Match[str], text: str) -> list[Atom] | None:
    word = re.sub(r"[ \n]+", " ", found["word"])
    number, part = _season_words()[word]
    if word == "var" and "å" not in text[found.start("word") : found.end("word")].lower() and _year(found) is None:
        return None
    return _one(found, Unit("season", number, year=_year(found) or _first_of_two(found), part=part))


def _first_of_two(found: re.Match[str]) -> int | None:
    first = found.groupdict().get("first")
    if not first:
        return None
    return int(first) + (2000 if len(first) == 2 else 0)


def _term(found: re.Match[str], text: str) -> list[Atom] | None:
    return _one(found, Unit("term", _table("terms")[found["word"]], year=_year(found)))


def _school_year(found: re.Match[str], text: str) -> list[Atom] | None:
    first, last = _first_of_two(found), found.groupdict().get("second")
    end = None
    if first is not None and last:
        end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
        if not first < end <= first + 10:
            return None
    return _one(found, Unit("school-year", year=first, last_year=end))


def _turn(number: int) -> Handler:
    def handle(found: re.Match[str], text: str) -> list[Atom] | None:
        n = number
        if number == 0:
            n = month_names()[found["month"]]
        return _one(found, Unit("turn", n, year=_first_of_two(found) or _year(found)))

    return handle


def _feast(found: re.Match[str], text: str) -> list[Atom] | None:
    word = re.sub(r"[ \n]+", " ", found["word"])
    value = next(v for k, v in words()["feasts"].items() if fold(k) == word)
    year = _year(found)
    if isinstance(value, str):
        return _one(found, Unit("span", year=year, feast=value))
    (m1, d1), (m2, d2) = ((int(x[:2]), int(x[3:])) for x in value)
    return _one(found, Unit("span", year=year, first=(m1, d1), last=(m2, d2)))


def _named_day(found: re.Match[str], text: str) -> list[Atom] | None:
    """The first or the last day of a month."""
    number, year = month_names()[found["month"]], _year(found)
    last = 29 if number == 2 and (year or 1) % 4 == 0 else monthrange(2023, number)[1]
    return _one(found, Unit("day", number, 1 if found["which"].startswith("f") else last, year))


def _terms(found: re.Match[str], text: str) -> list[Atom] | None:
    """`Vår- och hösttermin`: the first half of the pair lacks its end."""
    first = 1 if found["first_term"] == "var" else 2
    year, middle = _year(found), found.end("first_term") + 1
    return [
        Atom("unit", found.start(), middle, unit=Unit("term", first, year=year)),
        Atom("sep", middle, found.start("second_term"), "och"),
        Atom("unit", found.start("second_term"), found.end(), unit=Unit("term", 3 - first, year=year)),
    ]


def _christmas(found: re.Match[str], text: str) -> list[Atom] | None:
    """*Före jul* is Christmas; *jul* alone may be an abbreviated month."""
    unit = Unit("span", year=_year(found), first=(12, 24), last=(12, 26))
    bounds = {"fore": "before", "innan": "before", "infor": "before", "efter": "after"}
    out = [Atom("unit", found.start("word"), found.end(), unit=unit)]
    if found["bound"] in bounds:
        out.insert(0, Atom("bound", found.start(), found.start("word"), bounds[found["bound"]]))
    return out


def _years(found: re.Match[str], text: str) -> list[Atom] | None:
    first = int(found["y"])
    last = first // 100 * 100 + int(found["y2"])
    return _one(found, Unit("year", year=first, last_year=last)) if first < last <= first + 30 else None


def _whole_year(found: re.Match[str], text: str) -> list[Atom] | None:
    return _one(found, Unit("year", year=int(found["y"])))


def _this_year(found: re.Match[str], text: str) -> list[Atom] | None:
    return _one(found, Unit("year"))


def _plan_period(found: re.Match[str], text: str) -> list[Atom] | None:
    return [Atom("unit", found.start(), found.end(), value="period", unit=Unit("year"))]


_BY_DIGIT = ("(?P<y>", "(?P<d>", "(?P<m>", "(?P<first_year>", "(?P<y4>", "(?P<list>")
_BY_EITHER = ("(?:den[ ]", "(?:det[ ]")


def _may_begin(pattern: str, digit: bool) -> bool:
    """Whether a pattern of the table can match at a digit, or at a letter."""
    return pattern.startswith(_BY_EITHER) or pattern.startswith(_BY_DIGIT) is digit


@cache
def date_patterns(digit_first: bool) -> tuple[tuple[re.Pattern[str], Handler], ...]:
    """The patterns of dates that begin with a digit, or with a letter; a part of another stands after it."""
    names, year = _month_pattern(), _year_pattern()
    months = r"(?:[ ]+manad(?:en)?|(?<=maj)manad(?:en)?)?"
    numbers = rf"(?P<list>[0-9]{{1,2}}{_ORD}(?:{_CONNECTOR}(?:den[ ]+)?[0-9]{{1,2}}{_ORD}){{0,24}})"
    no_slash = numbers.replace("-|/|&", "-|&")
    digit = r"(?P<list>[0-9](?![0-9])(?:{c}{p}[0-9](?![0-9])){{0,24}})"
    ordinal_words = alternatives(_number_words())
    two_years = r"[ ]*(?P<first>(?:20)?[0-9]{2})[ ]?[-/][ ]?(?P<second>(?:20)?[0-9]{2})(?![0-9])"
    seasons = alternatives(_season_words())
    school = alternatives(words()["school_year"]["words"])
    end = r"(?![a-z0-9])"

    def shared(prefix: str) -> str:
        return digit.format(c=_CONNECTOR, p=f"(?:{prefix}[ ]?)?")

    def counted(prefix: str, long: str) -> list[str]:
        y0 = rf"(?P<first_year>{_Y4})[ :,-]*"
        return [
            rf"{y0}{prefix}[ ]?{shared(prefix)}{end}(?!{year})",
            rf"{y0}(?P<word>{ordinal_words})[ ]+(?:{long}){end}",
            rf"{prefix}[ ]?{shared(prefix)}{year}?{end}",
            rf"(?:det[ ]+)?(?P<word>{ordinal_words})[ ]+(?:{long}){end}{year}?",
            rf"(?:{long})[ ]+(?P<word>{ordinal_words}){end}{year}?",
        ]

    quarter = r"(?:kvartal(?:et)?|kvart\.?|kv\.?|q)"
    tertial = r"(?:tertial(?:et)?|delar|delarsperiod|tert\.?|t)"
    half = r"(?:halvar(?:et)?|h)"
    week = r"(?:veckorna|veckor|veckan|vecka|v\.?)"
    further = rf"[0-9]{{1,2}}(?![0-9]|[ ]*{names}|[/:.][0-9])"
    weeks = rf"(?P<list>[0-9]{{1,2}}(?![0-9])(?:{_CONNECTOR}(?:{week}[ ]?)?{further}){{0,24}})"
    week_year = (
        r"(?:[ ]*,?[ ]*\(?(?P<y4>(?:19|20)[0-9]{2})(?![0-9])"
        r"|[ ]['-](?P<y2>[1-4][0-9])(?![0-9])|'(?P<y2b>[1-4][0-9])(?![0-9]))"
    )
    table: list[tuple[str, Handler]] = [
        (r"(?P<y>(?:19|20)[0-9]{2})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?![0-9])", _iso_day),
        (rf"(?P<y>{_Y4})[ ]?(?P<s>[-/.])[ ]?(?P<m>[0-9]{{1,2}})[ ]?(?P=s)[ ]?(?P<d>[0-9]{{1,2}})(?![0-9])", _iso_day),
        (r"(?P<y>20[0-9]{2})(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?![0-9])", _iso_day),
        (r"(?P<y>[1-4][0-9])(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?![0-9-])", _iso_day),
        (r"(?P<y>[1-4][0-9])-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?![0-9])", _iso_day),
        (rf"(?:den[ ]+|d\.[ ]?)?(?P<d>[0-9]{{1,2}})\.[ ]?(?P<m>[0-9]{{1,2}})\.[ ]?(?P<y>{_Y4})", _day_dot),
        (r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[1-4][0-9])(?![0-9])", _day_dot),
        (rf"(?P<d>[0-9]{{1,2}})-(?P<m>[0-9]{{1,2}})-(?P<y>{_Y4})", _day_dot),
        (r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?![0-9])(?P<y>)", _day_dot),
        (r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})(?=[ ]?-[ ]?[0-9]{1,2}\.[0-9]{1,2}\.(?:[0-9]{4})?)(?P<y>)", _day_dot),
        (rf"(?:den[ ]+|d\.[ ]?)?{numbers}[ ]?(?P<month>{names})(?![a-z])\.?{months}{year}?(?![0-9])", _day_month),
        (rf"(?:den[ ]+|d\.[ ]?)?{numbers}[ ]?(?P<month>[a-z]{{3,11}})\.?{year}(?![0-9])", _day_month),
        (rf"(?:den[ ]+|d\.[ ]?)?{numbers}[ ](?P<month>[a-z]{{6,11}})(?![a-z])", _day_month),
        (rf"(?P<m>[0-9]{{1,2}})[ ]?[-/.][ ]?(?P<y>{_Y4})", _month_slash),
        (rf"(?:den[ ]+|d\.[ ]?)?{no_slash}[ ]?/[ ]?(?P<m>[0-9]{{1,2}})(?![0-9]){year}?(?![0-9])", _day_slash),
        (rf"(?P<y>{_Y4})[ ]?[-:,]?[ ]?(?P<month>{names})(?![a-z])\.?(?!{year})(?![ ]?-?[0-9])", _year_month),
        (r"(?P<y>(?:19|20)[0-9]{2})[ ]?[-/][ ]?(?P<m>0[1-9]|1[0-2])(?![0-9])(?!-[0-9])", _iso_month),
        (rf"(?P<y>{_Y4})[ -]?[wv]\.?[ ]?(?P<n>[0-9]{{1,2}})(?![0-9])", _year_week),
        (r"v\.?[ ]?(?P<y>[2-4][0-9])(?P<n>[0-5][0-9])(?![0-9])", _year_week),
        (rf"(?P<first_year>{_Y4})[ ,-]*{week}[ ]?{weeks}{end}", _week),
        (rf"{week}[ ]?{weeks}{week_year}{end}", _week),
        (rf"{week}[ ]?{weeks}{end}", _week),
        *((p, _counted("quarter", 4)) for p in counted(quarter, "kvartalet|kvartal|kv")),
        *((p, _counted("tertial", 3)) for p in counted(tertial, "tertialet|tertial|delaret|delar")),
        *((p, _counted("half", 2)) for p in counted(half, "halvaret|halvar|halvarsperioden")),
        (rf"(?P<first_year>{_Y4})[ ]*(?P<list>[1-4])q{end}", _counted("quarter", 4)),
        (rf"(?P<list>[1-4])q{year}?{end}", _counted("quarter", 4)),
        (rf"manadsskiftet[ ]+{names}[ ]?[-/][ ]?(?:{names}){year}?".replace(names, f"(?P<month>{names})", 1), _turn(0)),
        (rf"halvarsskiftet{year}?", _turn(6)),
        (rf"(?:ars|nyars)skiftet{two_years}", _turn(12)),
        (rf"(?:ars|nyars)skifte(?:t|n)?{year}?{end}", _turn(12)),
        (rf"(?:{school})(?:[ ]+ar)?{two_years}", _school_year),
        (rf"(?:{school})[ ]+(?P<first>(?:20)?[0-9]{{2}})(?P<second>)(?![0-9])", _school_year),
        (rf"(?:{school}){end}", _school_year),
        (
            r"(?P<first_term>var|host)-[ ]?(?:och|&|/)[ ]?(?P<second_term>var|host)(?:terminerna|terminen|termin)"
            rf"(?![a-z]){year}?",
            _terms,
        ),
        (rf"(?:den[ ]+)?(?P<which>forsta|sista)[ ]+(?P<month>{names})(?![a-z]){year}?{end}", _named_day),
        (rf"(?P<word>{seasons}){two_years}", _season),
        (rf"(?P<word>{seasons})(?![a-z]){year}?{end}", _season),
        (rf"(?P<word>{alternatives(_table('terms'))})(?![a-z])\.?{year}?{end}", _term),
        (rf"(?P<word>vt|ht){year}{end}", _term),
        (rf"(?P<y4>{_Y4})[ ]?-?(?P<word>{alternatives(_table('terms'))}){end}", _term),
        (rf"(?P<y4>{_Y4})[ ]?-?(?P<word>{seasons}){end}", _season),
        (rf"(?P<word>{alternatives(words()['feasts'])})(?![a-z]){year}?{end}", _feast),
        (rf"(?P<bound>fore|innan|infor|efter|kring|runt|till|over)[ ]+(?P<word>jul)(?![a-z]){year}?{end}", _christmas),
        (rf"(?P<month>{names})(?![a-z])\.?{months}{year}?{end}", _month_alone),
        (rf"(?P<month>{names})manad(?:en)?{year}?{end}", _month_alone),
        (rf"(?P<month>{names}){year}{end}", _month_alone),
        (rf"(?P<month>[a-z]{{5,11}})\.?{year}{end}", _month_alone),
        (r"(?P<month>[a-z]{6,11})(?![a-z])", _month_alone),
        (
            r"(?:(?:under|inom)[ ]+)?(?:hela[ ]+)?"
            r"(?:(?:plan|avtals|program|giltighets|mandat|projekt|overenskommelse)perioden"
            r"|(?<=hela )perioden|(?<=under )perioden"
            r"|planens[ ]+(?:giltighetstid|giltighetsperiod|lopptid)|overenskommelsens[ ]+giltighetstid)"
            rf"(?![a-z])(?![ ,(]*{_Y4})",
            _plan_period,
        ),
        (rf"(?P<y>{_Y4})[ ]?[-/][ ]?(?P<y2>[0-9]{{2}})(?![0-9])(?!-[0-9])", _years),
        (rf"(?P<y>{_Y4})[ ]+(?P<y2>[0-9]{{2}})(?=[ ]*$)", _years),
        (rf"(?P<y>{_Y4})[ ]ars(?=[ ]+(?:slut|borjan|utgang|mitt)(?![a-z]))", _whole_year),
        (rf"(?P<y>{_Y4})(?!:[0-9])(?!/(?!{_Y4})[0-9]{{3}})", _whole_year),
        (
            r"(?:(?:under|i)[ ]+)?(?:hela[ ]+|innevarande[ ]+|lopande[ ]+)?"
            rf"aret(?![a-z])(?![ ]+runt|[ ]+om(?![a-z])|[ ]+{_Y4})",
            _this_year,
        ),
        (r"arets(?=[ ]+(?:slut|borjan|utgang|ingang|inledning|mitt)(?![a-z]))", _this_year),
        (r"i[ ]ar(?![a-z])", _this_year),
    ]  # fmt: skip
    return tuple((re.compile(pattern), handler) for pattern, handler in table if _may_begin(pattern, digit_first))
