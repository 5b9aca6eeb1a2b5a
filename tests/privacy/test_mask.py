"""Masking: what is masked in the text stands clear in nothing that is made of it, however it was written or broken."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from docx import Document as NewDocument
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from stdnum import luhn

from ingest.document import words_of
from ingest.options import Options
from ingest.pipeline import process
from ingest.privacy.detect import find, mask_text
from ingest.source import Source
from ingest.write.plain_text import plain_text
from ingest.write.plan_json import dumps
from ingest.write.records import records

MASKING = Options(mask_personal_data=True)


def ten_digits(day: date, serial: int, *, is_coordination: bool = False) -> str:
    nine = f"{day:%y%m}{day.day + 60 * is_coordination:02}{serial:03}"
    return nine + luhn.calc_check_digit(nine)


NUMBER = ten_digits(date(1950, 3, 9), 166)
A, B, C, LAST = NUMBER[:2], NUMBER[2:4], NUMBER[4:6], NUMBER[6:]


@pytest.mark.parametrize(
    "written",
    [
        f"19{A}-{B}-{C}-{LAST}",
        f"19{A}-{B}-{C} {LAST}",
        f"{A} {B} {C}-{LAST}",
        f"{A}{B}{C}/{LAST}",
        f"{A}{B}{C}.{LAST}",
        f"-{A}{B}{C}-{LAST}",
        f"pnr-{A}{B}{C}-{LAST}",
        f"{A}{B}{C}-{LAST}- Anna",
        f"{A}{B}{C}-{LAST}-A",
        f"1-{A}{B}{C}-{LAST}",
        f"{A}{B.replace('0', 'O')}{C}-{LAST}",
        f"{A}{B}{C}+{LAST}",
        f"{A}{B}\u200b{C}\u2060{LAST}",
        f"{A}{B}{C}-\n{LAST}",
        f"{A}{B}{C}\n{LAST}",
        f"{A}{B}{C}_{LAST}",
        f"{A}{B}{C}:{LAST}",
        f"{A}{B}{C}-{LAST[:2]} {LAST[2:]}",
        f"{(A + B + C)[:3]} {(A + B + C)[3:]} {LAST}",
        " ".join(f"{A}{B}{C}{LAST}"),
        "-".join(f"{A}{B}{C}{LAST}"),
        f"{A}{B}{C}-{LAST}{A}{B}{C}-{LAST}",
        f"{A}{B}{C}-{'-'.join(LAST)}",
        f"{A}{B}{C}-{LAST[:3]} {LAST[3:]}",
        f"{A}{B}{C[0]} {C[1]}{LAST}",
        f"{A}{B}{C}|{LAST}",
        f"{A}{B}{C}, {LAST}",
        f"{A}{B}{C}¬\n{LAST}",
        f"{A}{B}{C}\u3164{LAST}",
        f"{A}{B}{C.replace('9', 'g')}-{LAST}",
        f"{A.replace('5', 'S')}{B}{C}-{LAST}",
    ],
)
def test_identity_numbers_in_every_form(written: str) -> None:
    shown = mask_text(f"Se akt {written} i dag")
    assert "[identity-number]" in shown
    assert LAST not in shown.replace(" ", "")


@pytest.mark.parametrize(
    "written",
    [
        "(070) 123 45 67",
        "070.123.45.68",
        "46701234571",
        "0 70 123 45 74",
        "(0)70-123 45 82",
        "+46(70)1234583",
        "+46/701234584",
        "0046 70 123 45 84",
        "070-123 45 6l",
        "070-123\u00ad45 67",
        "070-12\u200b34567",
        "07 01 23 45 67",
        "070_1234567",
        "070*123*4567",
        "07 0123 4567",
        "0 7 0 1 2 3 4 5 6 7",
        "07O-123 45 67",
        "[+46] 70 123 45 67",
        "+46 7 01 23 45 67",
        "070-1Z3 4S 67",
        "070,1234567",
        "070’123’45’67",
    ],
)
def test_mobile_numbers_in_every_form(written: str) -> None:
    shown = mask_text(f"Ring {written} vid frågor")
    assert "[telephone]" in shown
    assert not re.search(r"\d{2}", shown)


@pytest.mark.parametrize(
    "written",
    [
        "x.y@hotmail.co.uk",
        "x.y@googlemail.com",
        "x.y@tele2.se",
        "x.y@pm.me",
        "x.y @gmail.com",
        "x.y(at)gmail.com",
        "x.y@gmail. com",
        "x.y@hot-\nmail.com",
        "x.y@gmail\u00ad.com",
        "x.y\u200b@gmail.com",
        "x.y@mail.telia.com",
        "x.y at gmail.com",
        "x.y@gmail dot com",
        "x.y (at) gmail (punkt) com",
        "x.y snabel-a hotmail.se",
        "x.y(snabel-a)gmail.com",
        "x.y {at} gmail {dot} com",
        "x.y_at_gmail.com",
        "x.y ät gmail punkt com",
        "x.y&#64;gmail.com",
        "x.y©gmail.com",
        "x.y@gmai1.com",
        "x.y@grnail.corn",
        "x.y@gmail,com",
        "x.y@gmail[.]com",
        "x.y@gmail",
        "x.y﹫ｇｍａｉｌ．com",
        "x . y @ g m a i l . c o m",
        "o'neill&berg@gmail.com",
    ],
)
def test_private_addresses_in_every_form(written: str) -> None:
    shown = mask_text(f"Skriv till {written} senast måndag")
    assert shown == "Skriv till [e-mail] senast måndag"


@pytest.mark.parametrize(
    "public",
    [
        "kommun@lovstad.se",
        "0771-22 11 00",
        "08-123 45 67",
        "0303-12 34 56",
        "2031-05-06 18:30",
        "sidorna 3 4 5 6 7 8 9 1 2 3",
        "we look at the plan",
        "2024-05-06 2025-07-01",
        "org.nr 556677-8899",
        "Dnr 2024-123",
        "07 2024-05-06",
        "5 003 091 666 kr",
        "anna@sigtuna.se och gmail",
        "möte at hotmail",
    ],
)
def test_public_numbers_and_addresses_stay(public: str) -> None:
    assert list(find(public)) == []


YEAR = 2031
"""Of the plans below."""
_BREAKS = st.sampled_from(
    [
        "", "-", " ", "\u200b", "\u00ad", "-\n", "\n", "\u2011", "–", ".", "/", "_", ":", "\u00a0", "\u202f",
        "\u2009", "\t", "\u00ad\n", " - ", " – ", "--", "\u2043", "\uff0d", "\u2212", "~", "=", "'", "’", "•", "·",
        "¬", "¬\n", "\u2800", "\u3164", "\u2060-\u2060", "\ufeff", "\u0301", "- ", " (", "\u2028",
    ]
)  # fmt: skip
_READ = {"0": "OoDQОØ", "1": "lIi!", "2": "Z", "5": "S", "6": "bG", "8": "B", "9": "gq"}
"""What OCR reads for a digit; a bar, too, but that parts the cells of a text file."""
_STYLES = {"full-width": 0xFF10, "bold": 0x1D7CE, "double": 0x1D7D8, "plain": 0x30}
"""Where the digits of a style begin."""
_ATS = (
    "@", "(at)", " @", "@ ", "\u200b@", " at ", "(snabel-a)", " [at] ", "{at}", "<at>", "_at_", "-at-",
    " snabel-a ", " ät ", " (snabel a) ", "＠", "﹫", "©", "®", "[@]", "&#64;", "%40", " @\n", "@\n", "@\u00ad",
    " alfakrull ", " (a) ", " AT ",
)  # fmt: skip
_DOMAINS = (
    "gmail.com", "hotmail.se", "telia.com", "GMAIL.COM", "gmaiI.com", "gmai1.com", "grnail.com", "hotmail . se",
    "gmail,com", "gmail (dot) com", "gmail punkt com", "gmail[.]com", "gmail\u00ad.com", "hot-\nmail.com",
    "hotmail.\nse", "ｇｍａｉｌ.com", "gmail。com", "mail.telia.com", "g mail.com", "gmail.corn", "yahoo.se",
    "outlook.com",
)  # fmt: skip


def _as_read(draw: st.DrawFn, digits: str) -> str:
    """Digits with one that OCR took for a letter, now and then, or in another style."""
    how = draw(st.sampled_from(["plain", "plain", "plain", "read", "full-width", "bold", "double"]))
    if how == "read":
        at = draw(st.integers(0, len(digits) - 1))
        return digits[:at] + draw(st.sampled_from(_READ.get(digits[at], digits[at]))) + digits[at + 1 :]
    return "".join(chr(_STYLES[how] + int(digit)) for digit in digits)


def _identity(draw: st.DrawFn) -> tuple[str, list[str]]:
    day = draw(st.dates(date(1930, 1, 1), date(2019, 12, 31)))
    ten = ten_digits(day, draw(st.integers(0, 999)), is_coordination=draw(st.booleans()))
    # The plans' own year stands in them, whoever's number ends in it; so below.
    assume(ten[6:] != str(YEAR))
    century = draw(st.sampled_from(["", f"{day:%Y}"[:2]]))
    form = draw(st.sampled_from(["halves", "halves", "halves", "date", "groups", "singles", "last", "together"]))
    if form == "date":
        between = draw(st.sampled_from(["-", " ", ".", "/", "\u00a0", "–", "\u2011"]))
        written = between.join((century + ten[:2], ten[2:4], ten[4:6])) + draw(
            st.sampled_from(["-", " ", "–", " - ", "-\n"])
        )
        return written + ten[6:], [ten[6:]]
    if form == "groups":
        at = draw(st.integers(5, 9))
        return f"{ten[:at]} {ten[at:]}", [ten[:at], *([ten[at:]] if at < 7 else [])]
    if form == "singles":
        return draw(st.sampled_from([" ", "-", ".", "\u00a0", "\u200b", "\u2009"])).join(century + ten), []
    if form == "last":
        between = draw(st.sampled_from([" ", "-", "\u00a0"]))
        at = draw(st.integers(1, 3))
        return f"{century}{ten[:6]}-{ten[6 : 6 + at]}{between}{ten[6 + at :]}", [ten[:6]]
    if form == "together":
        other = ten_digits(day, 123)
        return f"{ten[:6]}-{ten[6:]}{other[:6]}-{other[6:]}", [ten[:6], ten[6:]]
    first, last = _as_read(draw, ten[:6]), _as_read(draw, ten[6:])
    return f"{century}{first}{draw(_BREAKS)}{last}", [first, last]


def _mobile(draw: st.DrawFn) -> tuple[str, list[str]]:
    serial = f"{draw(st.integers(0, 9_999_999).filter(lambda n: n % 10_000 != YEAR)):07}"
    head = draw(
        st.sampled_from(
            ["070", "+4676", "(073)", "0 72", "4679", "00 46 70", "+46 (0)70", "0046(0)73", "+46-70", "(+46) 76",
             "[+46] 70", "+46\u00a070", "+46 070", "O70", "07O", "\uff0b4670", "+46\u200b70", "tel:+4670", "+46\n70",
             "+46.70", "+46/70"]
        )
    )  # fmt: skip
    last = _as_read(draw, serial[3:])
    return f"{head}{draw(_BREAKS)}{serial[:3]}{draw(_BREAKS)}{last}", [last]


def _mail(draw: st.DrawFn) -> tuple[str, list[str]]:
    name = draw(st.from_regex(r"[a-z]{4,8}[.+_-][a-z]{4,8}", fullmatch=True))
    return f"{name}{draw(st.sampled_from(_ATS))}{draw(st.sampled_from(_DOMAINS))}", [name]


@st.composite
def clear_values(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A number or an address as somebody may write it, and the parts of it that nothing may show."""
    return draw(st.sampled_from([_identity, _mobile, _mail]))(draw)


_PROBABILITY = re.compile(r"(?<![\d.])[01]\.\d{1,4}(?!\d)")


def _leaks(data: bytes, name: str, value: str, parts: list[str]) -> list[str]:
    result = process(Source.from_bytes(data, name), MASKING)
    # Four digits of a number stand in a digest of the file or in a probability by chance, once in a thousand cases.
    outputs = {
        "plan": dumps(result.plan).decode().replace(result.plan.document.id, ""),
        "text": plain_text(result.document),
        "words": " ".join(f"{w.text} {w.raw} {w.changes}" for w in words_of(result.document.blocks)),
        # What CSV, XLSX, Parquet and the databases are made of.
        "records": str(records(result.plan)).replace(result.plan.document.id, ""),
    }
    told = {where: _PROBABILITY.sub("", text) for where, text in outputs.items()}
    leaks = [f"{where}: {part}" for where, text in told.items() for part in parts if part in text]
    # The whole of it, whatever stands between its letters and digits.
    whole = _plain(value)
    return leaks + [f"{where}: {value}" for where, text in told.items() if whole in _plain(text)]


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _text_plan(value: str) -> bytes:
    return (
        f"Handlingsplan mot brott 2031\n\n1 Trygghet {value}\n\nÅtgärd: Samtala med familjen, se akt {value} för mer.\n"
        f"Ansvarig: Socialtjänsten ({value})\nNär: 2031\n\nFrågor ställs till {value}.\n"
    ).encode()


def _csv_plan(value: str) -> bytes:
    out = io.StringIO()
    lines = [
        ("Mål", "Åtgärd", "Ansvarig", "När"),
        ("Trygghet", f"Möte om {value}", value, "2031"),
        (value, "Laga", "Vi", "maj"),
    ]
    csv.writer(out, delimiter=";").writerows(lines)
    return out.getvalue().encode()


def _word_plan(value: str) -> bytes:
    """In a heading, in cells and in running text, broken where the value breaks."""
    document = NewDocument()
    document.core_properties.title = f"Plan {value}".replace("\n", " ")
    document.add_heading(f"1 Samtal {value}")
    document.add_paragraph(f"Frågor ställs till {value}, som svarar.")
    table = document.add_table(2, 4)
    texts = ("Mål", "Åtgärd", "Ansvarig", "När", f"Trygghet {value}", f"Samtal, se {value}.", value, f"2031 ({value})")
    for cell, text in zip([c for row in table.rows for c in row.cells], texts, strict=True):
        cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


FILES: dict[str, Callable[[str], bytes]] = {"plan.txt": _text_plan, "plan.csv": _csv_plan, "plan.docx": _word_plan}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(clear_values(), st.sampled_from(sorted(FILES)))
def test_nothing_that_is_made_of_a_text_shows_either_half(drawn: tuple[str, list[str]], name: str) -> None:
    value, parts = drawn
    assert _leaks(FILES[name](value), name, value, parts) == []


@pytest.mark.slow
@pytest.mark.timeout(3600)
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(clear_values(), st.sampled_from(sorted(FILES)))
def test_ten_thousand_cases_leak_nothing(drawn: tuple[str, list[str]], name: str) -> None:
    value, parts = drawn
    assert _leaks(FILES[name](value), name, value, parts) == []


def test_a_number_that_is_also_a_date_is_no_date() -> None:
    data = f"Plan 2031\n\nÅtgärd: Möte\nAnsvarig: Polisen\nNär: 19{A}-{B}-{C}-{LAST}\n".encode()
    for options in (MASKING, Options()):
        plan = process(Source.from_bytes(data, "plan.txt"), options).plan
        assert not any(t.start for row in plan.rows if row.när for t in row.när.times or ())


def test_a_file_name_is_masked_where_results_carry_it() -> None:
    plan = process(Source.from_bytes(b"Plan 2031\n", f"plan {A}{B}{C}-{LAST} Anna.txt"), MASKING).plan
    assert plan.document.source == "plan [identity-number] Anna.txt"
