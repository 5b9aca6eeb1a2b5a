"""Which rows of a table are headings, and what stands above the first of them."""

from __future__ import annotations

from ingest.classify.tables.header_rows import repeated_rows
from ingest.document import Table
from tests.classify.build import p, rows, t

HEADS = ["Bakgrund", "Mål", "Åtgärd", "Ansvarig", "Tidplan"]


def _table(*lines: list[str]) -> Table:
    return t([HEADS, *lines], bold_header=True)


def test_a_plain_line_whose_words_name_fields_is_a_line_under_bold_headings() -> None:
    found = rows(
        _table(
            ["Mörkt vid bron", "Fler ska våga gå hem", "Byta lampor", "Gatukontoret", "maj 2030"],
            ["Orsak okänd", "Målet är färre klotter", "Aktivitet på lov", "Ansvariga nämnder", "2030-03"],
            ["Klotter i tunneln", "Rena väggar", "Måla tunneln", "Parkenheten", "juni 2030"],
        )
    )
    assert [r.get("åtgärd") for r in found] == ["Byta lampor", "Aktivitet på lov", "Måla tunneln"]


def test_lines_above_the_headings_of_a_printed_sheet_do_not_stand_under_them() -> None:
    sheet = t(
        [
            ["Handläggare", "Åsa Lindqvist", "", "", ""],
            ["Antagen", "2030-05-03", "", "", ""],
            [[p(x, bold=True)] for x in HEADS],
            ["Mörkt vid bron", "Fler ska våga gå hem", "Byta lampor vid bron", "Gatukontoret", "maj 2030"],
            ["Klotter i tunneln", "Rena väggar", "Måla tunneln varje vår", "Parkenheten", "juni 2030"],
        ]
    )
    assert [r.get("mål") for r in rows(sheet)] == ["Fler ska våga gå hem", "Rena väggar"]


def test_two_facts_of_the_document_side_by_side_are_no_row() -> None:
    facts = t([["Dokumentansvarig", "Säkerhetssamordnare", "Giltighetstid", "2030"]])
    plan = t(
        [["Åtgärd", "Ansvarig", "När"], ["Byta lampor vid bron", "Gatukontoret", "maj 2030"]],
        number=2,
        bold_header=True,
    )
    assert [r.get("åtgärd") for r in rows(facts, plan)] == ["Byta lampor vid bron"]


def test_lines_of_data_that_come_again_are_no_heading_rows() -> None:
    head = ["Förvaltning", "Ansvarig"]
    tables = [t([head, ["Skolan", first], ["Fritid", "Genom Park"]]) for first in ("Rektor", "Chef")]
    assert repeated_rows(tables) == {("forvaltning", "ansvarig")}


def test_a_line_of_a_body_and_a_year_is_no_heading_row_under_plain_headings() -> None:
    lines = [
        ["Mörka stigar", "Trygga gångvägar", "Byt lampor i parken", "Gatukontoret", "maj 2031"],
        ["Klotter", "Rena väggar", "Sanera varje vecka", "Fastighet", "2031"],
    ]
    found = rows(t([["Orsak", "Mål", "Åtgärd", "Ansvarig", "När"], *lines]))
    assert [list(r.values()) for r in found] == lines


def test_a_record_in_the_midst_that_ends_in_a_year_and_its_progress_is_no_heading_row() -> None:
    heads = ["Bakgrund", "Åtgärd", "Ansvarig", "Klart", "Status", "Målgrupp"]
    sheet = t(
        [
            heads,
            ["Mörkt vid bron", "Byta lampor", "Gatukontoret", "maj 2030", "Pågår", "Alla"],
            [
                "Lågt flöde i kök i elva lägenheter",
                "Rensa kanalerna",
                "Driftgruppen",
                "2027",
                "Klar",
                "Fastighetsägare",
            ],
            ["Klotter i tunneln", "Måla tunneln", "Parkenheten", "juni 2030", "Pågår", "Ungdomar"],
        ]
    )
    assert [(r.get("åtgärd"), r.get("vem")) for r in rows(sheet)] == [
        ("Byta lampor", "Gatukontoret"), ("Rensa kanalerna", "Driftgruppen"), ("Måla tunneln", "Parkenheten"),
    ]  # fmt: skip
