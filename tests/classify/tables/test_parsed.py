"""What a table taken apart gives to those that read it."""

from __future__ import annotations

from ingest.classify.tables.parsed import Band, ParsedRecord, TablePart, heading_text
from tests.classify.build import reading, t, wide


def test_records_are_the_events_that_are_lines_of_cells() -> None:
    read = reading(t([["Åtgärd", "Vem"], [wide("Torget", 2)], ["Byta lampor", "Polisen"], ["Klippa häck", "Parken"]]))
    assert [type(e) for e in read.events] == [Band, ParsedRecord, ParsedRecord]
    assert [r.row for r in read.records()] == [2, 3]
    assert read.header_rows == {0}


def test_parts_with_the_same_headings_share_a_key() -> None:
    assert TablePart(("Åtgärd", "Vem:")).key == TablePart(("åtgärd", "Vem")).key
    assert TablePart(("Åtgärd",)).key != TablePart(("Mål",)).key


def test_the_words_of_a_heading_cell_are_one_line() -> None:
    grid = reading(t([["Vad ska\ngöras", "Vem"], ["Byta lampor", "Polisen"]])).grid
    assert heading_text(grid.slot(0, 0)) == "Vad ska göras"
    assert heading_text(None) == ""
