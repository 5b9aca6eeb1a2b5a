"""What a number format shows, as Swedish Excel shows it."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read.sheets.number_formats import builtin, serial, shown, shown_bool

DAY = serial(datetime(2027, 3, 1))
NOON = serial(datetime(2027, 3, 1, 13, 5, 9))


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (DAY, "yyyy-mm-dd", "2027-03-01"),
        (DAY, "mmm-yy", "mar-27"),
        (DAY, "mmm yy", "mar 27"),
        (DAY, "mmmm yyyy", "mars 2027"),
        (DAY, "[$-41D]d mmmm yyyy;@", "1 mars 2027"),
        (DAY, "[$-409]mmm-yy", "Mar-27"),
        (DAY, "d/m yyyy", "1/3 2027"),
        (DAY, "d\\.m\\.yyyy", "1.3.2027"),
        (DAY, '"senast "yyyy-mm-dd', "senast 2027-03-01"),
        (DAY, "åååå-mm-dd", "2027-03-01"),
        (DAY, "ddd d mmm", "mån 1 mar"),
        (DAY, "mmmmm", "M"),
        (DAY, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "den 1 mars 2027"),
        (NOON, "yyyy-mm-dd hh:mm", "2027-03-01 13:05"),
        (NOON, "h:mm:ss AM/PM", "1:05:09 em"),
        (0.5, "[h]:mm", "12:00"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (-1, "yyyy-mm-dd", "-1"),
        (0.755, "0.0%", "75,5%"),
        (0.5, "0%", "50%"),
        (1234567.891, "#,##0.00", "1\u00a0234\u00a0567,89"),
        (1200, '#,##0\\ "kr"', "1\u00a0200 kr"),
        (1200, "#,##0.00\\ [$kr-41D]", "1\u00a0200,00 kr"),
        (1_500_000, '#,##0.0,,"mnkr"', "1,5mnkr"),
        (-5, "0;[Red]-0", "-5"),
        (-5, "0;(0)", "(5)"),
        (-5, "0.0", "-5,0"),
        (-0.4, "0", "0"),
        (0, "0;-0;;@", ""),
        (0, ";;;", ""),
        (3, '"Prio "0', "Prio 3"),
        (7, "000", "007"),
        (2.5, "# ?/?", "2,5"),
        (5, "0.00E+00", "5"),
        (3, '[>2]"hög";[<=2]"låg"', "hög"),
        (2, '[>2]"hög";[<=2]"låg"', "låg"),
        (1, '_-* #,##0.00\\ "kr"_-;\\-* #,##0.00\\ "kr"_-;_-* "-"??\\ "kr"_-;_-@_-', "1,00 kr"),
        (0, '_-* #,##0.00\\ "kr"_-;\\-* #,##0.00\\ "kr"_-;_-* "-"??\\ "kr"_-;_-@_-', "- kr"),
        (0.1 + 0.2, "General", "0,3"),
        (2027, "General", "2027"),
        (2027, 'General" år"', "2027 år"),
        (4, "@", "4"),
        ("abc", '@" (x)"', "abc (x)"),
        ("abc", "0", "abc"),
    ],
)
def test_what_a_cell_shows(value: float | str, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_days_may_count_from_1904() -> None:
    assert shown(serial(datetime(2027, 3, 1), since_1904=True), "yyyy-mm-dd", since_1904=True) == "2027-03-01"


def test_built_in_dates_are_those_of_sweden() -> None:
    assert [shown(DAY, builtin(n)) for n in (14, 15, 17, 22)] == [
        "2027-03-01",
        "01-mar-27",
        "mar-27",
        "2027-03-01 00:00",
    ]
    assert shown(12, builtin(4711)) == "12"


def test_truth_is_swedish() -> None:
    assert (shown_bool(True), shown_bool(False)) == ("SANT", "FALSKT")


@given(st.datetimes(datetime(1901, 1, 1), datetime(2199, 12, 31)).map(lambda d: d.replace(microsecond=0)))
def test_a_moment_comes_back_to_the_second(moment: datetime) -> None:
    assert shown(serial(moment), "yyyy-mm-dd hh:mm:ss") == f"{moment:%Y-%m-%d %H:%M:%S}"


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(alphabet='0#?.,%;"\\_*[]@ymdhsE+-/ Gerl', max_size=12))
def test_any_code_shows_something(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)
