"""Headings of scans that their looks show no more: periods over tables."""

from __future__ import annotations

from ingest.document import BBox, Block, Line, Paragraph, Word
from ingest.layout.text.scanned_headings import with_periods_over_tables
from tests.classify.build import t

PAGES = frozenset({1})
TABLE = t([["Mål", "Aktivitet"], ["Lugn", "Byta lampor"]])


def line(text: str) -> Paragraph:
    words = tuple(Word(w, w, BBox(60 + 40 * k, 60, 90 + 40 * k, 70)) for k, w in enumerate(text.split()))
    return Paragraph((Line(words, 1),))


def roles(*blocks: Block, pages: frozenset[int] = PAGES) -> list[str]:
    return [b.role for b in with_periods_over_tables(blocks, pages) if isinstance(b, Paragraph)]


def test_periods_over_tables_are_headings_where_there_are_several() -> None:
    assert roles(line("Våren 2030"), TABLE, line("Hösten 2030"), TABLE) == ["heading", "heading"]
    assert roles(line("Våren 2030"), TABLE) == ["body"]


def test_years_other_lines_and_pages_with_type_of_their_own_stay() -> None:
    assert roles(line("2030"), TABLE, line("2031"), TABLE) == ["body", "body"]
    assert roles(line("Trygga torg"), TABLE, line("Hösten 2030"), TABLE) == ["body", "body"]
    assert roles(line("Våren 2030"), TABLE, line("Hösten 2030"), TABLE, pages=frozenset()) == ["body", "body"]
