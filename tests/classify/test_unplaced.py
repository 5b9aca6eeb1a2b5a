"""Notes on what was read and has no place hold the words themselves."""

from __future__ import annotations

from ingest.classify.unplaced import MOST, quoted, row_note, table_note

from .build import reading, t


def test_texts_are_quoted_and_parted_by_bars() -> None:
    assert quoted(["Byta\nlampor", "", "Polisen"]) == "“Byta lampor | Polisen”"


def test_what_is_longer_is_cut_and_the_note_says_how_much_is_left_out() -> None:
    assert quoted(["x" * (MOST + 7)]).endswith("and 7 characters more")


def test_a_table_without_words_gives_no_note() -> None:
    assert table_note(t([["", ""]])) is None
    note = table_note(t([["Namn", "Telefon"]], number=3))
    assert note is not None
    assert (note.code, note.target) == ("table-without-plan-fields", "table3")
    assert "Namn | Telefon" in note.message


def test_a_row_that_fills_no_field_is_quoted_once_for_each_cell() -> None:
    table = t([["Åtgärd", "Vem", "När"], [{"c": "Se bilaga", "cols": 3}], ["Byta lampor", "Polisen", "maj"]])
    read = reading(table)
    note = row_note(read, read.records()[-1])
    assert note.message == "Row 3 of the table fills none of the five fields: “Byta lampor | Polisen | maj”."
