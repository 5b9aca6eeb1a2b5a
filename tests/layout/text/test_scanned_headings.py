"""Headings of scans by the white around them, and periods over tables."""

from __future__ import annotations

from ingest.document import BBox, Block, Line, Paragraph, Word
from ingest.layout.text.scanned_headings import with_headings_by_white
from tests.classify.build import t

PAGES = frozenset({1})


def line(text: str, top: float, role: str = "body", x: float = 60.0) -> Paragraph:
    words = tuple(Word(w, w, BBox(x + 40 * k, top, x + 40 * k + 30, top + 10)) for k, w in enumerate(text.split()))
    heading = role == "heading"
    return Paragraph((Line(words, 1),), "heading" if heading else "body", 2 if heading else None)


def roles(*blocks: Block, pages: frozenset[int] = PAGES) -> list[str]:
    return [b.role for b in with_headings_by_white(blocks, pages) if isinstance(b, Paragraph)]


TEXT = "Kommunen arbetar vidare med frågan i hela staden under året."
SECTIONS = (
    line(TEXT, 60),
    line("Trygga torg", 100, "heading"),
    line(TEXT, 115),
    line("Trygga parker", 155),
    line(TEXT, 170),
)


def test_a_line_with_white_around_it_as_a_heading_has_is_one() -> None:
    assert roles(*SECTIONS) == ["body", "heading", "body", "heading", "body"]


def test_pages_with_type_of_their_own_and_lines_that_stand_elsewhere_stay() -> None:
    assert roles(*SECTIONS, pages=frozenset()) == ["body", "heading", "body", "body", "body"]
    inside = (*SECTIONS[:3], line("Trygga parker", 155, x=90.0), line(TEXT, 170))
    assert roles(*inside)[3] == "body"
    close = (*SECTIONS[:3], line("Trygga parker", 128), line(TEXT, 143))
    assert roles(*close)[3] == "body"


def test_periods_over_tables_are_headings_where_there_are_several() -> None:
    table = t([["Mål", "Aktivitet"], ["Lugn", "Byta lampor"]])
    assert roles(line("Våren 2030", 60), table, line("Hösten 2030", 200), table) == ["heading", "heading"]
    assert roles(line("Våren 2030", 60), table) == ["body"]
