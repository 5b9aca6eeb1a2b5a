"""Names of months, days and seasons, between which a stroke is the dash of a span."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Literal

__all__ = ["TimeUnit", "is_calendar_name", "time_unit"]

TimeUnit = Literal["year", "part", "name"]
_YEAR = re.compile(r"(19|20)\d\d")
_PART = re.compile(r"(kv|q|t|h|v)\.?\d{1,2}|[vh]t([- ]?\d\d)?")


@cache
def _names() -> frozenset[str]:
    text = resources.files("ingest.language").joinpath("data/calendar.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def is_calendar_name(word: str) -> bool:
    """Return whether a word, marks of its sentence apart, names a month, a day of the week or a season."""
    return word.strip(".,;:()").lower() in _names()


def time_unit(word: str) -> TimeUnit | None:
    """Return what unit of time a word is: a year, a part of one (`Q1`, `v12`, `HT`), or a month's or day's name."""
    bare = word.strip(".,;:()").lower()
    if _YEAR.fullmatch(bare):
        return "year"
    if _PART.fullmatch(bare):
        return "part"
    return "name" if bare in _names() else None
