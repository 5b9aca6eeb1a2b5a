"""Names of months, days and seasons, between which a stroke is the dash of a span."""

from __future__ import annotations

from functools import cache
from importlib import resources

__all__ = ["is_calendar_name"]


@cache
def _names() -> frozenset[str]:
    text = resources.files("ingest.language").joinpath("data/calendar.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def is_calendar_name(word: str) -> bool:
    """Whether a word, marks of its sentence apart, names a month, a day of the week or a season."""
    return word.strip(".,;:()").lower() in _names()
