"""What the rows of a table are: heading rows, bands across it, comments, records."""

from __future__ import annotations

from dataclasses import replace

from ingest.classify.tables.parsed import Band, Comment, ParsedRecord, ParsedTable
from ingest.document import Table
from tests.classify.build import reading, t, wide


def events(read: ParsedTable) -> list[str]:
    names = {Band: "band", Comment: "comment", ParsedRecord: "record"}
    return [names[type(e)] for e in read.events]


def cells(read: ParsedTable) -> list[list[str]]:
    return [["" if s is None else s.text for s in r.slots] for r in read.records()]


TABLE: Table = t([["Åtgärd", "Ansvarig", "När"], ["Byta lampor", "Polisen", "maj"], ["Klippa häck", "Parken", "juni"]])


def test_rows_below_a_heading_row_are_records_of_its_part() -> None:
    read = reading(TABLE)
    (part,) = read.parts
    assert part.headings == ("Åtgärd", "Ansvarig", "När")
    assert cells(read) == [["Byta lampor", "Polisen", "maj"], ["Klippa häck", "Parken", "juni"]]


def test_a_row_across_is_a_band_and_one_that_comments_a_comment() -> None:
    read = reading(
        t(
            [
                ["Åtgärd", "Ansvarig", "När"],
                [wide("Torget", 3)],
                ["Byta lampor", "Polisen", "maj"],
                [wide("Kommentar: Lamporna är beställda.", 3)],
            ]
        )
    )
    assert events(read) == ["band", "record", "comment"]
    (comment,) = (e for e in read.events if isinstance(e, Comment))
    assert comment.label == "Kommentar"


def test_a_month_alone_over_measures_is_a_band_and_one_among_times_is_none() -> None:
    heads, rows = ["Åtgärd", "Ansvarig"], [["Byta lampor", "Polisen"], ["Klippa häck", "Parken"]]
    read = reading(t([heads, ["Mars 2030", ""], rows[0], ["April–maj 2030", ""], rows[1]]))
    assert events(read) == ["band", "record", "band", "record"]
    read = reading(t([["När", "Åtgärd"], ["maj 2030", ""], ["juni 2030", "Byta lampor"], ["juli 2030", "Klippa häck"]]))
    assert events(read) == ["record", "record", "record"]


def test_a_second_heading_row_begins_a_second_part() -> None:
    read = reading(t([["Åtgärd", "Ansvarig"], ["Byta", "Polisen"], ["Mål", "När"], ["Färre inbrott", "2030"]]))
    assert [part.headings for part in read.parts] == [("Åtgärd", "Ansvarig"), ("Mål", "När")]
    assert [r.part for r in read.records()] == [0, 1]


def test_without_a_heading_row_the_part_has_no_headings() -> None:
    read = reading(t([["Byta lampor i parken", "12 st"], ["Klippa häcken vid torget", "3 st"]]))
    assert [(part.kind, part.headings) for part in read.parts] == [("none", ("", ""))]


def test_labels_beside_their_values_are_the_headings_of_one_record() -> None:
    read = reading(t([["Åtgärd", "Byta lampor"], ["Ansvarig", "Polisen"], ["När", "maj 2030"]]))
    (part,) = read.parts
    assert (part.kind, part.headings) == ("labels", ("Åtgärd", "Ansvarig", "När"))
    assert cells(read) == [["Byta lampor", "Polisen", "maj 2030"]]


def test_blank_rows_are_no_records() -> None:
    assert events(reading(t([["Åtgärd", "Ansvarig"], ["", "–"], ["Byta", "Polisen"]]))) == ["record"]


def test_a_row_with_an_empty_cell_on_a_tint_like_other_rows_is_no_torn_band() -> None:
    lines = [
        ["Åtgärd", "Ansvarig", "När"],
        [wide("Fler ska känna sig trygga.", 3)],
        ["Byta lampor i parken", "Gatukontoret", "maj 2030"],
        ["Klippa häcken vid skolan", "Parkenheten", ""],
    ]
    table = t(lines, fills=[1, 2, 3])
    # A scan's tints are a little lighter here and darker there.
    cells = tuple(replace(c, fill=(0.79, 0.79, 0.79)) if c.row == 2 else c for c in table.cells)
    assert events(reading(replace(table, cells=cells))) == ["band", "record", "record"]
