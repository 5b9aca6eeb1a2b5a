"""Headings by size, weight, capitals and number; captions beside tables."""

from __future__ import annotations

import pytest

from ingest.document import Paragraph
from ingest.layout.text.headings import mark_headings
from tests.classify.build import p, t

BODY = [p(f"Kommunen arbetar vidare med frågan i hela staden under år {n}.", size=10) for n in range(6)]


def marked(*blocks: Paragraph) -> list[tuple[str, int | None]]:
    found = mark_headings([*blocks, *BODY])
    return [(b.role, b.level) for b in found[: len(blocks)] if isinstance(b, Paragraph)]


def test_larger_type_is_a_heading_of_a_higher_level_than_bold_type() -> None:
    assert marked(p("Trygghet", size=16), p("Torget", size=10, bold=True)) == [("heading", 1), ("heading", 2)]


@pytest.mark.parametrize(
    ("text", "bold", "size", "role"),
    [
        ("MÅL OCH MEDEL", False, 10, "heading"),
        ("2.1 Skolfrånvaro", False, 10, "heading"),
        ("2 personer", False, 10, "body"),
        ("Lamporna byts i hela parken,", True, 10, "body"),
        ("Inledning ........ 4", True, 10, "body"),
        ("Vi ser till att alla som bor i kommunen kan gå hem utan oro om kvällen.", False, 12, "body"),
        ("Lamporna byts.", False, 12, "heading"),
        ("Torget", True, 8, "body"),
    ],
)
def test_numbers_capitals_and_ends_decide(text: str, bold: bool, size: float, role: str) -> None:
    assert [r for r, _ in marked(p(text, bold=bold, size=size))] == [role]


def test_a_line_that_names_a_table_beside_it_is_its_caption() -> None:
    table = t([["Åtgärd", "Vem"], ["Byta lampor", "Gatukontoret"]])
    found = mark_headings([p("Tabell 1. Åtgärder på torget", size=10), table, *BODY])
    assert isinstance(found[0], Paragraph)
    assert found[0].role == "caption"
    alone = mark_headings([p("Tabell 1. Åtgärder på torget", size=10), *BODY])
    assert isinstance(alone[0], Paragraph)
    assert alone[0].role == "body"
