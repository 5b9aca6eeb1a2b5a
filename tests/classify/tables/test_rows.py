"""Records to rows: the cells of a line, put under their fields."""

from __future__ import annotations

from ingest.classify.fields.cell_scores import by_both
from ingest.classify.fields.vocabulary import load
from ingest.classify.spans import Piece
from ingest.classify.tables.document_tables import read_meanings
from ingest.classify.tables.rows import Seed, items_of, listed_cell, rows_of, unnumbered
from ingest.document import Table
from tests.classify.build import li, p, reading, t, tall


def rows(table: Table) -> list[Seed]:
    read = reading(table)
    meanings = read_meanings([read], load(), by_both)
    return [seed for record in read.records() for seed in rows_of(record, read, meanings)]


def texts(seed: Seed) -> dict[str, str]:
    named = {n: " | ".join(f.text for f in found) for n, found in seed.fields.items()}
    return named | {f"+{k}": " | ".join(f.text for f in found) for k, found in seed.other.items()}


def test_each_cell_stands_under_its_field_and_others_under_their_heading() -> None:
    (row,) = rows(t([["Åtgärd", "Ansvarig", "Kostnad"], ["Byta lampor", "Polisen", "50 tkr"]]))
    assert texts(row) == {"åtgärd": "Byta lampor", "vem": "Polisen", "+Kostnad": "50 tkr"}
    assert row.own() == row.filled() == {"åtgärd", "vem"}


def test_a_cell_over_rows_is_inherited() -> None:
    table = t(
        [
            ["Mål", "Åtgärd", "Vem"],
            [tall("Färre inbrott", 2), "Byta lampor", "Polisen"],
            [None, "Klippa häck", "Parken"],
        ]
    )
    first, second = rows(table)
    assert texts(second)["mål"] == "Färre inbrott"
    assert [s.fields["mål"][0].inherited for s in (first, second)] == [False, True]
    assert second.own() == {"åtgärd", "vem"}


def test_lists_of_one_length_side_by_side_are_a_row_an_item() -> None:
    table = t([["Åtgärd", "Ansvarig"], [[li("Byta lampor"), li("Klippa häck")], [li("Polisen"), li("Parken")]]])
    assert [texts(s) for s in rows(table)] == [
        {"åtgärd": "Byta lampor", "vem": "Polisen"},
        {"åtgärd": "Klippa häck", "vem": "Parken"},
    ]


def test_marks_under_actors_say_who_by_the_heading() -> None:
    table = t([["Åtgärd", "Polisen", "Kommunen"], ["Byta lampor", "x", ""], ["Klippa häck", "nej", "x"]])
    assert [texts(s)["vem"] for s in rows(table)] == ["Polisen", "Kommunen"]


def test_a_filled_month_of_a_year_wheel_is_a_row() -> None:
    months = ["Januari", "Februari", "Mars", "April"]
    wheel = [
        ["Område", *months],
        ["Parken", "Klippa häcken vid torget", "Byta lampor i parken", "Måla muren", "Laga bron"],
        ["Skolan", "Vandra i skolan", "Träffa föräldrar", "", "Besöka klasser"],
    ]
    found = [texts(s) for s in rows(t(wheel))]
    assert [(f["åtgärd"], f["när"]) for f in found[:2]] == [
        ("Klippa häcken vid torget", "Januari"),
        ("Byta lampor i parken", "Februari"),
    ]
    assert len(found) == 7


def pieces(*blocks: str) -> list[Piece]:
    return [Piece(p(b), 0) for b in blocks]


def test_a_cell_is_a_list_where_each_text_is_an_item() -> None:
    assert [[x.text for x in i] for i in items_of(pieces("1. Byta", "2. Klippa", "vid torget"))] == [
        ["1. Byta"],
        ["2. Klippa", "vid torget"],
    ]
    assert items_of(pieces("Byta", "1. Klippa")) == []


def test_lines_before_the_bullets_are_told_apart() -> None:
    slot = reading(t([[[p("Vi ska"), li("Byta"), li("Klippa")], "x"]])).grid.slot(0, 0)
    assert slot is not None
    lead, items = listed_cell(slot)
    assert ([x.text for x in lead], len(items)) == (["Vi ska"], 2)


def test_an_item_loses_its_number() -> None:
    assert [unnumbered(x).text for x in pieces("1. Byta", "(b) Klippa", "Måla")] == ["Byta", "Klippa", "Måla"]
