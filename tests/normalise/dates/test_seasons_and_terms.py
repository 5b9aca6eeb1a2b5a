"""Seasons, terms, school years and feasts as units of time."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.normalise import parse_times
from ingest.normalise.dates.seasons_and_terms import numbered, season_words


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("VT 2026", date(2026, 1, 1), date(2026, 6, 30)),
        ("höstterminen 2026", date(2026, 7, 1), date(2026, 12, 31)),
        ("läsåret 2025/26", date(2025, 7, 1), date(2026, 6, 30)),
        ("läsåret 1991/92", date(1991, 7, 1), date(1992, 6, 30)),
        ("läsåret 1999/00", date(1999, 7, 1), date(2000, 6, 30)),
        ("vintern 1988/89", date(1988, 12, 1), date(1989, 2, 28)),
        ("våren 2026", date(2026, 3, 1), date(2026, 5, 31)),
        ("före jul 2026", None, date(2026, 12, 23)),
    ],
)
def test_terms_seasons_and_feasts_become_days(text: str, start: date | None, end: date | None) -> None:
    (time,) = parse_times(text)
    assert (time.start, time.end) == (start, end)


def test_the_pair_of_terms_is_a_term_each() -> None:
    assert [t.edtf for t in parse_times("vår- och hösttermin 2026")] == ["2026-40", "2026-41"]


def test_seasons_are_numbered_and_some_are_the_early_or_late_part_of_one() -> None:
    assert set(numbered("terms").values()) == {1, 2}
    assert {part for _, part in season_words().values()} == {None, "early", "late"}
