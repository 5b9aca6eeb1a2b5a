"""Possible personal data: found where it is valid, not where the date or the check digit is impossible."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalise import parse_times
from ingest.plan import Facts, Issue, Plan
from ingest.privacy.detect import find, is_identity_number, mask_text
from ingest.privacy.mask import mask_plan
from ingest.quality.checks import check


def with_check_digit(nine: str) -> str:
    """Ten digits: Luhn over nine, written from its definition (every second digit doubled, sums of digits)."""
    doubled = [int(c) * (2 if i % 2 == 0 else 1) for i, c in enumerate(nine)]
    return nine + str(-sum(int(c) for n in doubled for c in str(n)) % 10)


@pytest.mark.parametrize(
    ("century", "nine", "is_valid"),
    [
        ("", "040229123", True),  # 2004 was a leap year
        ("", "000229123", True),  # so was 2000
        ("", "010229123", False),  # neither 1901 nor 2001
        ("", "990229123", False),
        ("19", "000229123", False),  # 1900 was none
        ("20", "000229123", True),
        ("18", "960229123", True),
        ("20", "010229123", False),
        ("", "040289123", True),  # coordination numbers: the day and 60
        ("", "010289123", False),
        ("", "240231123", False),
        ("", "241331123", False),
        ("", "240160123", False),
    ],
)
def test_the_date_must_have_been(century: str, nine: str, is_valid: bool) -> None:
    assert is_identity_number(century + with_check_digit(nine)) is is_valid


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 999), st.booleans())
def test_every_date_counts_and_one_wrong_digit_does_not(day: date, number: int, is_coordination: bool) -> None:
    ten = with_check_digit(f"{day:%y%m}{day.day + 60 * is_coordination:02}{number:03}")
    assert is_identity_number(ten)
    assert is_identity_number(f"{day:%Y}"[:2] + ten)
    assert not is_identity_number(ten[:-1] + str((int(ten[-1]) + 1) % 10))
    text = f"Kontakta {day:%Y}{ten[2:6]}-{ten[6:]} senast måndag."
    assert [f.kind for f in find(text)] == ["identity-number"]
    assert mask_text(text) == "Kontakta [identity-number] senast måndag."


@pytest.mark.parametrize("digits", ["", "123", "12345678901", "٠٤٠٢٢٩١٢٣٤", "04022912-4"])
def test_what_has_not_ten_or_twelve_digits_is_none(digits: str) -> None:
    assert not is_identity_number(digits)


def test_numbers_of_offices_are_no_private_data() -> None:
    assert list(find("Ring 08-123 45 67 eller skriv till kommunen@almvik.se, dnr 2024-0123")) == []
    assert [f.kind for f in find("Ring 070-123 45 67 eller anna@gmail.com")] == ["telephone", "e-mail"]


def test_digits_that_may_be_two_things_are_masked_once() -> None:
    text = "ring 0701231235 nu"
    assert len(list(find(text))) == 2
    assert mask_text(text) == "ring [identity-number] nu"


def test_what_an_issue_quotes_is_looked_through_and_masked() -> None:
    quote = Issue("table-without-plan-fields", "info", "table1", "Table 1 gives no rows: “Anna | 070-123 45 67”.")
    plan = Plan(Facts("0" * 64, "a", "text/plain", None, None, "annat", None, None, (), "sv", ()), issues=(quote,))
    assert ("personal-data", "table1") in {(i.code, i.target) for i in check(plan).issues}
    assert mask_plan(plan).issues[0].message == "Table 1 gives no rows: “Anna | [telephone]”."


@pytest.mark.parametrize("between", ["-", "–", "\u2011", " ", "\u00a0", " - ", "-\n", "\n", "\u00ad\n", "+"])
def test_a_number_is_found_whatever_stands_between_its_digits(between: str) -> None:
    """Word turns hyphens to dashes, scans break lines, and raw readings keep both."""
    for century in ("", "19"):
        assert mask_text(f"Anna, {century}811218{between}9876.") == "Anna, [identity-number]."
    if between != "+":
        assert mask_text(f"ring 070{between}123{between}45{between}67!") == "ring [telephone]!"
        assert mask_text(f"ring +46{between}70{between}1234567!") == "ring [telephone]!"


def test_a_private_address_over_two_lines_is_found() -> None:
    assert mask_text("anna.svensson@\ngmail.com") == "[e-mail]"
    assert mask_text("ring 070/123 45 67") == "ring [telephone]"


@pytest.mark.parametrize(
    "text", ["0730–1600\n0800–1700", "240101–241231", "2024-01-01 – 2024-12-31", "07 2024-05-06", "1–3, 4–7\n0720 2025"]
)
def test_times_and_dates_are_no_numbers_of_persons(text: str) -> None:
    assert list(find(text)) == []


def test_a_period_of_two_days_is_no_identity_number() -> None:
    # The check digit of 310101-2031 is right.
    assert not list(find("Giltighetstid: 2031-01-01–2031-12-31"))
    assert [t.edtf for t in parse_times("2031-01-01–2031-12-31")] == ["2031-01-01/2031-12-31"]
    assert list(find("310101-2031"))
