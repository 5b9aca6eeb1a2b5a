"""The grammar of *när*: a table of wordings from the contract and from real plans, and what must always hold."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalise import parse_times, read_times
from ingest.normalise.dates.edtf import bounds, is_valid
from ingest.normalise.dates.units import easter
from ingest.plan import Period, Time

PLANS: dict[str, dict[str, object]] = {
    "2024": {"period": Period(date(2024, 1, 1), date(2024, 12, 31))},
    "2024-2026": {"period": Period(date(2024, 1, 1), date(2026, 12, 31))},
    "dated 2023": {"dated": date(2023, 5, 4)},
    "prose": {"prose": True},
}
CASES = [
    (row["plan"], row["text"].replace("⏎", "\n"), row["times"])
    for row in csv.DictReader(
        (Path(__file__).parent / "date_cases.tsv").read_text(encoding="utf-8").splitlines(),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
]


def shown(times: tuple[Time, ...]) -> str:
    """Times in the table's notation."""
    out = []
    for time in times:
        parts = [time.edtf or "null"]
        if time.edtf and "~" in time.edtf:
            parts.append(f"[{time.start or ''}..{time.end or ''}]")
        parts += [time.role] if time.role != "during" else []
        parts += ["preliminary"] if time.preliminary else []
        parts += [time.recurrence] if time.recurrence else []
        parts += [f'"{time.label}"'] if time.label else []
        out.append(" ".join(parts))
    return "; ".join(out) or "-"


@pytest.mark.parametrize(("plan", "text", "expected"), CASES, ids=[f"{p}: {t}" for p, t, _ in CASES])
def test_wordings(plan: str, text: str, expected: str) -> None:
    assert shown(parse_times(text, **PLANS[plan])) == expected  # type: ignore[arg-type]


def test_the_table_is_large() -> None:
    assert len(CASES) >= 400


def agrees(time: Time) -> None:
    if time.edtf is None:
        assert time.start is None
        assert time.end is None
        return
    assert is_valid(time.edtf), time
    limits = bounds(time.edtf)
    assert limits is not None
    if "~" in time.edtf:
        assert time.start is None or limits[0] is None or time.start >= limits[0]
        assert time.end is None or limits[1] is None or time.end <= limits[1]
    else:
        assert (time.start, time.end) == limits
    if time.start and time.end:
        assert time.start <= time.end


@pytest.mark.parametrize(("plan", "text", "expected"), CASES, ids=[f"{p}: {t}" for p, t, _ in CASES])
def test_notation_and_days_agree(plan: str, text: str, expected: str) -> None:
    for time in parse_times(text, **PLANS[plan]):  # type: ignore[arg-type]
        agrees(time)


PIECES = st.sampled_from(
    [text for _, text, _ in CASES]
    + ["och", "samt", ",", ";", "\n", "-", "–", "till", "senast", "från", "före", "löpande", "2024", "maj", "v.", "("]
)


@given(st.lists(PIECES, min_size=1, max_size=5), st.sampled_from([" ", ", ", "\n", " - ", ""]), st.booleans())
def test_any_mixture_gives_valid_times(pieces: list[str], joiner: str, prose: bool) -> None:
    reading = read_times(joiner.join(pieces), period=Period(date(2023, 7, 1), date(2024, 6, 30)), prose=prose)
    for time in reading.times:
        agrees(time)


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    for time in parse_times(text):
        agrees(time)


@given(st.dates(date(2000, 1, 1), date(2079, 12, 31)))
def test_every_day_in_every_spelling(day: date) -> None:
    months = ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober"]
    months += ["november", "december"]
    name = months[day.month - 1]
    for text in (
        day.isoformat(),
        f"{day.day} {name} {day.year}",
        f"{day.day}/{day.month} {day.year}",
        f"den {day.day}:e {name} {day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%Y%m%d}",
    ):
        (time,) = parse_times(text)
        assert (time.edtf, time.start, time.end) == (day.isoformat(), day, day), text


@pytest.mark.timeout(30)
@pytest.mark.parametrize("text", ["1, " * 700, "1 och " * 500, "2024-" * 700, "och " * 700, "x" * 9000, "(" * 3000])
def test_hostile_texts_end(text: str) -> None:
    for time in parse_times(text):
        agrees(time)


def test_a_year_is_taken_from_the_cell_before_the_plan() -> None:
    times = parse_times("mars och maj 2026", period=Period(date(2024, 1, 1), date(2024, 12, 31)))
    assert [t.edtf for t in times] == ["2026-03", "2026-05"]


def test_a_school_year_plan_gives_the_year() -> None:
    period = Period(date(2024, 8, 1), date(2025, 6, 30))
    assert [t.edtf for t in parse_times("oktober och mars", period=period)] == ["2024-10", "2025-03"]


def test_a_plan_with_one_end_gives_no_year() -> None:
    reading = read_times("maj", period=Period(None, date(2026, 12, 31)), dated=date(2024, 1, 1))
    assert reading.times == (Time(None, None, None, "during"),)
    assert [d.code for d in reading.doubts] == ["year-unknown"]


def test_doubts() -> None:
    assert [d.code for d in read_times("Omgående").doubts] == ["no-date-parsed"]
    assert [d.code for d in read_times("31 juni 2024").doubts] == ["date-impossible"]
    assert [d.code for d in read_times("varannan vecka").doubts] == ["recurrence-rounded"]
    assert read_times("").doubts == ()
    assert read_times("maj 2024").doubts == ()


@pytest.mark.parametrize(
    "text", ["2024-05", "2024", "2024-21", "2024-41", "2024~", "2024-05-06", "../2024-05", "2024-05/..", "2024/2026"]
)
def test_valid_notation(text: str) -> None:
    assert is_valid(text)


@pytest.mark.parametrize(
    "text", ["", "24", "2024-13", "2024-20", "2024-05-32", "2024-42", "../..", "2025/2024", "2024-02-30", "maj"]
)
def test_invalid_notation(text: str) -> None:
    assert not is_valid(text)


@pytest.mark.parametrize(("year", "sunday"), [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2038, (4, 25))])
def test_easter(year: int, sunday: tuple[int, int]) -> None:
    assert easter(year) == date(year, *sunday)
