"""Names of bodies that issue plans, told by how they are built."""

from __future__ import annotations

import pytest

from ingest.classify.facts.bodies import bare, before_kind, bodies_of, is_invented, mentioned, undated
from ingest.normalise import load_registers

REGISTERS = load_registers()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Lövstads kommun", ["Lövstads kommun"]),
        ("Lövstads kommun 2031–2032", ["Lövstads kommun"]),
        ("Lövstads kommun, antagen 2031-04-01", ["Lövstads kommun"]),
        ("Lövstads kommun Lövstads kommun", ["Lövstads kommun"]),
        ("Lövstads ko mmun", ["Lövstads kommun"]),
        ("Utgiven av Region Lövmark", ["Region Lövmark"]),
        ("Lövstads kommun och Lokalpolisområde Lövstad", ["Lövstads kommun", "Lokalpolisområde Lövstad"]),
        ("POLISMYNDIGHETEN LÖVSTADS KOMMUN", ["POLISMYNDIGHETEN", "LÖVSTADS KOMMUN"]),
    ],
)
def test_a_line_that_names_nothing_else_names_its_bodies(line: str, names: list[str]) -> None:
    assert [a.name for a in bodies_of(line, REGISTERS)] == names


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Vem: Polisen",
        "Mark",
        "Handlingsplan för Lövstads kommun",
        "Lövstads kommun har 12 000 invånare",
        "nämnderna",
        "Lövstads kommun " * 100,
    ],
)
def test_labels_titles_sentences_and_bare_places_name_none(line: str) -> None:
    assert bodies_of(line, REGISTERS) == ()


def test_what_stands_beside_a_body_is_taken_off() -> None:
    assert bare("Lövstads  kommun 2031–2032") == "Lövstads kommun"
    assert undated("Lövstads kommun, antagen 2031-04-01") == "Lövstads kommun"
    # A title with a year is no date of the body.
    assert undated("Lövstads kommun – Åtgärdslista trygghet 2031") == "Lövstads kommun – Åtgärdslista trygghet 2031"


def test_bodies_are_built_in_ways_that_no_register_needs_to_know() -> None:
    assert is_invented("Lövstads kommun")
    assert is_invented("Region Lövmark")
    assert not is_invented("Parkenheten")


def test_the_kind_of_the_document_ends_the_head() -> None:
    assert [a.name for a in before_kind("Lövstads kommun PROTOKOLL", REGISTERS)] == ["Lövstads kommun"]
    assert before_kind("Lövstads kommun protokoll", REGISTERS) == ()
    assert before_kind("PROTOKOLL", REGISTERS) == ()


def test_bodies_inside_a_text_are_told_by_their_place() -> None:
    found = mentioned("Planen gäller Lövstads kommun och är gjord med Polisområde Lövmark.", REGISTERS)
    assert "Lövstads kommun" in [a.name for a in found]
    assert mentioned("Planen gäller hela kommunen.", REGISTERS) == ()
