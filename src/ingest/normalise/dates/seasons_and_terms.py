"""Seasons, terms (`VT 2026`), school years and feasts: what a match of their patterns means, as units of time."""

from __future__ import annotations

import re
from functools import cache

from ingest.language.patterns import expression, word_list
from ingest.normalise.dates.date_readers import first_of_two, one, year_of
from ingest.normalise.dates.folding import fold_in_place, words
from ingest.normalise.dates.token import Atom
from ingest.normalise.dates.units import Part, TimeUnit

__all__ = [
    "numbered",
    "read_christmas",
    "read_feast",
    "read_school_year",
    "read_season",
    "read_term",
    "read_terms",
    "season_words",
]


_SPRING = expression("normalise", "seasons_and_terms.spring")


def numbered(name: str) -> dict[str, int]:
    return {fold_in_place(w): int(n) for n, names in words()[name].items() for w in names}


@cache
def season_words() -> dict[str, tuple[int, Part | None]]:
    out: dict[str, tuple[int, Part | None]] = {w: (n, None) for w, n in numbered("seasons").items()}
    out.update({w: (n, "early") for w, n in numbered("early_season").items()})
    out.update({w: (n, "late") for w, n in numbered("late_season").items()})
    return out


def read_season(found: re.Match[str], text: str) -> list[Atom] | None:
    """`Våren 2026`; the spring without its ring (`var`) is a season only with a year."""
    word = re.sub(r"[ \n]+", " ", found["word"])
    number, part = season_words()[word]
    if word == _SPRING and "å" not in text[found.start("word") : found.end("word")].lower() and year_of(found) is None:
        return None
    return one(found, TimeUnit("season", number, year=year_of(found) or first_of_two(found), part=part))


def read_term(found: re.Match[str], text: str) -> list[Atom] | None:
    """`VT 2026`, `höstterminen`: the first (spring) or second (autumn) term of a year."""
    return one(found, TimeUnit("term", numbered("terms")[found["word"]], year=year_of(found)))


def read_terms(found: re.Match[str], text: str) -> list[Atom] | None:
    """`Vår- och hösttermin`: the first half of the pair lacks its end."""
    first = 1 if found["first_term"] == _SPRING else 2
    year, middle = year_of(found), found.end("first_term") + 1
    return [
        Atom("unit", found.start(), middle, unit=TimeUnit("term", first, year=year)),
        Atom("sep", middle, found.start("second_term"), "and"),
        Atom("unit", found.start("second_term"), found.end(), unit=TimeUnit("term", 2 if first == 1 else 1, year=year)),
    ]


_MOST_SCHOOL_YEARS = 10
_DIGITS_OF_YEAR = 4


def read_school_year(found: re.Match[str], text: str) -> list[Atom] | None:
    """`Läsåret 2025/26`."""
    first, last = first_of_two(found), found.groupdict().get("second")
    end = None
    if first is not None and last:
        end = int(last) if len(last) == _DIGITS_OF_YEAR else first // 100 * 100 + int(last)
        # `1999/00`
        end += 100 if end < first else 0
        if not first < end <= first + _MOST_SCHOOL_YEARS:
            return None
    return one(found, TimeUnit("school-year", year=first, last_year=end))


def read_feast(found: re.Match[str], text: str) -> list[Atom] | None:
    word = re.sub(r"[ \n]+", " ", found["word"])
    value = next(v for k, v in words()["feasts"].items() if fold_in_place(k) == word)
    year = year_of(found)
    if isinstance(value, str):
        return one(found, TimeUnit("span", year=year, feast=value))
    (m1, d1), (m2, d2) = ((int(x[:2]), int(x[3:])) for x in value)
    return one(found, TimeUnit("span", year=year, first=(m1, d1), last=(m2, d2)))


_CHRISTMAS = (12, 24)
"""Month and day: Christmas Eve to Boxing Day."""


_BOXING_DAY = (12, 26)


_CHRISTMAS_BOUNDS = dict(word_list("normalise", "seasons_and_terms.christmas_bounds"))


def read_christmas(found: re.Match[str], text: str) -> list[Atom] | None:
    """*Före jul* is Christmas; *jul* alone may be an abbreviated month."""
    unit = TimeUnit("span", year=year_of(found), first=_CHRISTMAS, last=_BOXING_DAY)
    out = [Atom("unit", found.start("word"), found.end(), unit=unit)]
    if found["bound"] in _CHRISTMAS_BOUNDS:
        out.insert(0, Atom("bound", found.start(), found.start("word"), _CHRISTMAS_BOUNDS[found["bound"]]))
    return out
