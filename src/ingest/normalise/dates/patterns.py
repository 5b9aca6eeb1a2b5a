"""The patterns of dates, from exact days to whole years."""

from __future__ import annotations

from functools import cache

from ingest.language.patterns import expression
from ingest.normalise.dates.date_readers import (
    number_words,
    read_counted,
    read_day_dot,
    read_day_month,
    read_day_slash,
    read_iso_day,
    read_iso_month,
    read_month_alone,
    read_month_slash,
    read_named_day,
    read_plan_period,
    read_this_year,
    read_turn,
    read_week,
    read_whole_year,
    read_year_month,
    read_year_week,
    read_years,
)
from ingest.normalise.dates.folding import alternatives, words
from ingest.normalise.dates.months import month_names
from ingest.normalise.dates.seasons_and_terms import (
    numbered,
    read_christmas,
    read_feast,
    read_school_year,
    read_season,
    read_term,
    read_terms,
    season_words,
)
from ingest.normalise.dates.token import Handler

__all__ = ["date_patterns"]

_Y4 = r"(?:19|20)[0-9]{2}(?![0-9])"


def _part(name: str, **parts: str) -> str:
    return expression("normalise", f"date_patterns.{name}", **parts)


_ORD = _part("ordinal")
_CONNECTOR = _part("connector")
_COUNTED = _part("counted")
_OF_YEAR = _part("of_year")


@cache
def _month_pattern() -> str:
    return f"(?:{alternatives(month_names())})"


@cache
def _year_pattern() -> str:
    """A year after its unit: `2024`, `, 2024`, `-24`, `'24`, ` 24`, `24`; never the start of something else."""
    months = _month_pattern()
    no_more = (
        r"(?![0-9])(?![ ]?[:/][ ]?[0-9])(?!\.[0-9])(?!:?[ea](?![a-z]))"
        rf"(?![ ]*{months}(?![a-z]))(?![ ]*{_COUNTED})"
    )
    return (
        rf"(?:(?:[ \n]*,?[ \n]*|[-/])\(?{_OF_YEAR}(?P<y4>(?:19|20)[0-9]{{2}})(?![0-9]|:[0-9])"
        rf"(?![ ]?[-/][ ]?[0-9]{{2,4}}(?![0-9.]|[ ]*/|[ ]*{months}))"
        rf"|[ ]?['/-][ ]?(?P<y2>[1-4][0-9]){no_more}"
        rf"|[ ]?(?P<y2b>(?:1[5-9]|[2-4][0-9])){no_more}(?![ ]?-[ ]?[0-9]))"
    )


_BY_DIGIT = ("(?P<y>", "(?P<d>", "(?P<m>", "(?P<first_year>", "(?P<y4>", "(?P<list>")
_BY_EITHER = tuple(_part(name) for name in ("day", "the", "it"))


def _may_begin(pattern: str, digit: bool) -> bool:
    """Whether a pattern of the table can match at a digit, or at a letter."""
    return pattern.startswith(_BY_EITHER) or pattern.startswith(_BY_DIGIT) is digit


@cache
def date_patterns(digit_first: bool) -> tuple[tuple[str, Handler], ...]:
    """The patterns of dates that begin with a digit, or with a letter; a part of another stands after it."""
    names, year = _month_pattern(), _year_pattern()
    months, month = _part("months"), _part("month")
    day, the, it = _part("day"), _part("the"), _part("it")
    numbers = rf"(?P<list>[0-9]{{1,2}}{_ORD}(?:{_CONNECTOR}{the}[0-9]{{1,2}}{_ORD}){{0,24}})"
    no_slash = numbers.replace("-|/|&", "-|&")
    digit = r"(?P<list>[0-9](?![0-9])(?:{c}{p}[0-9](?![0-9])){{0,24}})"
    ordinal_words = alternatives(number_words())
    two_years = r"[ ]*(?P<first>(?:19|20)?[0-9]{2})[ ]?[-/][ ]?(?P<second>(?:19|20)?[0-9]{2})(?![0-9])"
    seasons = alternatives(season_words())
    school = alternatives(words()["school_year"]["words"])
    end = r"(?![a-z0-9])"

    def shared(prefix: str) -> str:
        return digit.format(c=_CONNECTOR, p=f"(?:{prefix}[ ]?)?")

    few = rf"(?P<list>[1-4]{_ORD}(?:[ ]?{_part('few_joined')}[ ]?[1-4])?)(?![0-9])"

    def counted(prefix: str, long: str) -> list[str]:
        y0 = rf"(?P<first_year>{_Y4})[ :,-]*"
        return [
            rf"{y0}{prefix}[ ]?{shared(prefix)}{end}(?!{year})",
            rf"{y0}(?P<word>{ordinal_words})[ ]+(?:{long}){end}",
            rf"{prefix}[ ]?{shared(prefix)}{year}?{end}",
            rf"{it}(?P<word>{ordinal_words})[ ]+(?:{long}){end}{year}?",
            rf"(?:{long})[ ]+(?P<word>{ordinal_words}){end}{year}?",
            # "2 kvartalet", "1-2 kvartalet"; without its article ("2 kvartal") it is a length unless a year follows.
            rf"{few}{_ORD}[.]?[ ]+(?:{long})(?<=et){end}{year}?",
            rf"{few}{_ORD}[.]?[ ]+(?:{long}){end}{year}",
        ]

    week = _part("week")
    further = rf"[0-9]{{1,2}}(?![0-9]|[ ]*{names}|[/:.][0-9])"
    weeks = rf"(?P<list>[0-9]{{1,2}}(?![0-9])(?:{_CONNECTOR}(?:{week}[ ]?)?{further}){{0,24}})"
    week_year = (
        r"(?:[ ]*,?[ ]*\(?(?P<y4>(?:19|20)[0-9]{2})(?![0-9])"
        r"|[ ]['-](?P<y2>[1-4][0-9])(?![0-9])|'(?P<y2b>[1-4][0-9])(?![0-9]))"
    )
    table: list[tuple[str, Handler]] = [
        (r"(?P<y>(?:19|20)[0-9]{2})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?![0-9])", read_iso_day),
        (
            rf"(?P<y>{_Y4})[ ]?(?P<s>[-/.])[ ]?(?P<m>[0-9]{{1,2}})[ ]?(?P=s)[ ]?(?P<d>[0-9]{{1,2}})(?![0-9])",
            read_iso_day,
        ),
        (
            r"(?P<y>(?:19|20)[0-9]{2})[ ](?P<m>0[1-9]|1[0-2])[ ](?P<d>0[1-9]|[12][0-9]|3[01])(?![0-9])(?! [0-9])",
            read_iso_day,
        ),
        (r"(?P<y>20[0-9]{2})(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?![0-9])", read_iso_day),
        (r"(?P<y>[1-4][0-9])(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?![0-9-])", read_iso_day),
        (r"(?P<y>[1-4][0-9])-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?![0-9])", read_iso_day),
        (rf"{day}(?P<d>[0-9]{{1,2}})\.[ ]?(?P<m>[0-9]{{1,2}})\.[ ]?(?P<y>{_Y4})", read_day_dot),
        (r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[1-4][0-9])(?![0-9])", read_day_dot),
        (rf"(?P<d>[0-9]{{1,2}})-(?P<m>[0-9]{{1,2}})-(?P<y>{_Y4})", read_day_dot),
        # "15.6.-25": a year after a dash, unless a month follows ("15.6.-25.6.").
        (r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.[ ]?['-](?P<y>[1-4][0-9])(?![0-9]|[ ]?[./])", read_day_dot),
        (r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?![0-9])(?P<y>)", read_day_dot),
        (
            r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})(?=[ ]?-[ ]?[0-9]{1,2}\.[0-9]{1,2}\.(?:[0-9]{4})?)(?P<y>)",
            read_day_dot,
        ),
        (rf"{day}{numbers}[ ]?(?P<month>{names})(?![a-z])\.?{months}{year}?(?![0-9])", read_day_month),
        (rf"{day}{numbers}[ ]?(?P<month>[a-z]{{3,11}})\.?{year}(?![0-9])", read_day_month),
        (rf"{day}{numbers}[ ](?P<month>[a-z]{{6,11}})(?![a-z])", read_day_month),
        (rf"(?P<m>[0-9]{{1,2}})[ ]?[-/.][ ]?(?P<y>{_Y4})", read_month_slash),
        (rf"{day}{no_slash}[ ]?/[ ]?(?P<m>[0-9]{{1,2}})(?![0-9]){year}?(?![0-9])", read_day_slash),
        (rf"(?P<y>{_Y4})[ ]?[-:,]?[ ]?(?P<month>{names})(?![a-z])\.?(?!{year})(?![ ]?-?[0-9])", read_year_month),
        (r"(?P<y>(?:19|20)[0-9]{2})[ ]?[-/][ ]?(?P<m>0[1-9]|1[0-2])(?![0-9])(?!-[0-9])", read_iso_month),
        (rf"(?P<first_year>{_Y4})[ ,-]*{week}[ ]?{weeks}{end}", read_week),
        (rf"(?P<y>{_Y4})[ -]?[wv]\.?[ ]?(?P<n>[0-9]{{1,2}})(?![0-9])", read_year_week),
        (r"v\.?[ ]?(?P<y>[2-4][0-9])(?P<n>[0-5][0-9])(?![0-9])", read_year_week),
        (rf"{week}[ ]?{weeks}{week_year}{end}", read_week),
        (rf"{week}[ ]?{weeks}{end}", read_week),
        *((p, read_counted("quarter", 4)) for p in counted(_part("quarter"), _part("quarter_long"))),
        *((p, read_counted("tertial", 3)) for p in counted(_part("tertial"), _part("tertial_long"))),
        *((p, read_counted("half", 2)) for p in counted(_part("half"), _part("half_long"))),
        (rf"(?P<first_year>{_Y4})[ ]*(?P<list>[1-4])q{end}", read_counted("quarter", 4)),
        (rf"(?P<list>[1-4])q{year}?{end}", read_counted("quarter", 4)),
        (
            rf"{_part('month_turn')}[ ]+{names}[ ]?[-/][ ]?(?:{names}){year}?".replace(names, f"(?P<month>{names})", 1),
            read_turn(0),
        ),
        (rf"{_part('half_turn')}{year}?", read_turn(6)),
        (rf"{_part('year_turn')}{two_years}", read_turn(12)),
        (rf"{_part('any_year_turn')}{year}?{end}", read_turn(12)),
        (rf"(?:{school}){_part('school_year')}{two_years}", read_school_year),
        (rf"(?:{school})[ ]+(?P<first>(?:19|20)?[0-9]{{2}})(?P<second>)(?![0-9])", read_school_year),
        (rf"(?:{school}){end}", read_school_year),
        (
            rf"{_part('terms')}(?![a-z]){year}?",
            read_terms,
        ),
        (rf"{the}{_part('which_day')}[ ]+(?P<month>{names})(?![a-z]){year}?{end}", read_named_day),
        (rf"(?P<word>{seasons}){two_years}", read_season),
        (rf"(?P<word>{seasons})(?![a-z]){year}?{end}", read_season),
        (rf"(?P<word>{alternatives(numbered('terms'))})(?![a-z])\.?{year}?{end}", read_term),
        (rf"(?P<word>vt|ht){year}{end}", read_term),
        (rf"(?P<y4>{_Y4})[ ]?-?(?P<word>{alternatives(numbered('terms'))}){end}", read_term),
        (rf"(?P<y4>{_Y4})[ ]?-?(?P<word>{seasons}){end}", read_season),
        (rf"(?P<word>{alternatives(words()['feasts'])})(?![a-z]){year}?{end}", read_feast),
        (
            rf"{_part('christmas')}{year}?{end}",
            read_christmas,
        ),
        (rf"(?P<month>{names})(?![a-z])\.?{months}{year}?{end}", read_month_alone),
        (rf"(?P<month>{names}){month}{year}?{end}", read_month_alone),
        (rf"(?P<month>{names}){year}{end}", read_month_alone),
        (rf"(?P<month>[a-z]{{5,11}})\.?{year}{end}", read_month_alone),
        (r"(?P<month>[a-z]{6,11})(?![a-z])", read_month_alone),
        (
            rf"{_part('plan_period')}(?![a-z])(?![ ,(]*{_Y4})",
            read_plan_period,
        ),
        (rf"(?P<y>{_Y4})[ ]?[-/][ ]?(?P<y2>[0-9]{{2}})(?![0-9])(?!-[0-9])", read_years),
        (rf"(?P<y>{_Y4})[ ]+(?P<y2>[0-9]{{2}})(?=[ ]*$)", read_years),
        (rf"(?P<y>{_Y4})[ ]{_part('genitive_year')}", read_whole_year),
        (rf"(?P<y>{_Y4})(?!:[0-9])(?!/(?!{_Y4})[0-9]{{3}})", read_whole_year),
        (_part("this_year", year=_Y4), read_this_year),
        (_part("of_this_year"), read_this_year),
        (_part("in_this_year"), read_this_year),
    ]  # fmt: skip
    return tuple((pattern, handler) for pattern, handler in table if _may_begin(pattern, digit_first))
