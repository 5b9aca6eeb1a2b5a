"""Headings that name who does what stands below them. Every text is invented."""

from __future__ import annotations

import pytest

from ingest.classify.spans import Piece
from ingest.classify.text.charging import charged_in, charging_headings
from ingest.classify.text.outline import Heading, HeadingLook
from ingest.normalise import load_registers
from tests.classify.build import h, li, p, rows

REGISTERS = load_registers(None)


def who(*titles: str) -> list[str | None]:
    headings = [Heading(None, (Piece(p(title), n),), HeadingLook(level=2)) for n, title in enumerate(titles)]
    found = charging_headings(headings, REGISTERS)
    return [found[n].text if n in found else None for n in range(len(titles))]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Polisen gör", "Polisen"),
        ("Polisen gör:", "Polisen"),
        ("Kommunen ansvarar för", "Kommunen"),
        ("Nora kommun tar ansvar för att", "Nora kommun"),
        ("Det gör skolan", "skolan"),
        ("Det här gör gatukontoret 2031:", "gatukontoret"),
        ("Vad ska föräldrarna göra?", "föräldrarna"),
        ("Räddningstjänsten bidrar med", "Räddningstjänsten"),
    ],
)
def test_the_name_stands_in_the_heading(title: str, name: str) -> None:
    span = charged_in(title)
    assert span is not None
    assert title[slice(*span)] == name


@pytest.mark.parametrize(
    "title",
    [
        "Vi gör",
        "Så gör vi",
        "Vad gör vi?",
        "Vem gör vad",
        "Polisen gör mer i centrum",
        "Polisen",
        "Skolan ansvarar inte",
    ],
)
def test_nobody_by_name_and_sentences_charge_nobody(title: str) -> None:
    assert charged_in(title) is None


def test_a_known_body_bears_out_others_beside_it() -> None:
    assert who("Det gör skolan", "Det gör hemmet") == ["skolan", "hemmet"]
    assert who("Det gör parkbänken", "Det gör vinden") == [None, None]


def test_names_alone_are_all_of_bodies() -> None:
    assert who("Kommunen", "Polisen") == ["Kommunen", "Polisen"]
    assert who("Kommunen", "Trafik") == [None, None]
    assert who("Skola", "Fritid") == [None, None]
    assert who("Polisen") == [None]


def test_rows_below_take_the_name() -> None:
    found = rows(
        h("Medborgarlöfte för Nora 2031"),
        h("Polisen gör", 2),
        li("Går till fots i centrum varje fredag"),
        li("Kontrollerar hastigheten vid skolan"),
        h("Det gör hemmet", 2),
        li("Märker cyklar med barnens namn"),
        p("Det här gör kommunen:"),
        li("Röjer buskage längs gångvägen"),
        li("Sätter upp nya lampor vid stationen"),
    )
    assert [r["vem"] for r in found] == ["Polisen", "Polisen", "hemmet", "kommunen", "kommunen"]
