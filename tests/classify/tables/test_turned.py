"""Turned tables: headings down the left, a measure a column."""

from __future__ import annotations

from tests.classify.build import h, p, rows, t

TITLE = h("Handlingsplan för en trygg hamn 2030")


def test_each_column_is_a_measure_where_the_headings_stand_down_the_left() -> None:
    found = rows(
        TITLE,
        t(
            (
                ("Plats", "A. Kajen", "B. Torget", "C. Bron"),
                ("Vad vi såg", "Mörkt under kranen.", "Klotter på väggen.", "Räcket saknas."),
                ("Åtgärd", "Ny belysning sätts upp", "Klottret saneras", "Ett räcke sätts upp"),
                ("Ansvarig", "Gatukontoret", "Fastighetskontoret", "–"),
                ("Klart", "maj 2030", "senast 1 juni 2030", "–"),
            )
        ),
    )
    assert [(r["åtgärd"], r.get("vem"), r.get("när"), r["+Plats"]) for r in found] == [
        ("Ny belysning sätts upp", "Gatukontoret", "maj 2030", "A. Kajen"),
        ("Klottret saneras", "Fastighetskontoret", "senast 1 juni 2030", "B. Torget"),
        ("Ett räcke sätts upp", None, None, "C. Bron"),
    ]


def test_measures_stand_in_the_first_row_where_it_has_no_heading() -> None:
    found = rows(
        TITLE,
        t(
            (
                ("", "Vi sätter upp ny belysning vid kajen", "Vi klipper häckarna längs gångvägen"),
                ("Ansvarig", "Gatukontoret", "Parkenheten"),
                ("Tidplan", "maj 2030", "juni 2030"),
                ("", "Vi målar om tunneln i ljusa färger", "Vi flyttar busshållplatsen till torget"),
                ("Ansvarig", "Gatukontoret", "Trafikenheten"),
                ("Tidplan", "augusti 2030", "hösten 2030"),
            )
        ),
    )
    assert [(r["åtgärd"], r["vem"], r["när"]) for r in found] == [
        ("Vi sätter upp ny belysning vid kajen", "Gatukontoret", "maj 2030"),
        ("Vi klipper häckarna längs gångvägen", "Parkenheten", "juni 2030"),
        ("Vi målar om tunneln i ljusa färger", "Gatukontoret", "augusti 2030"),
        ("Vi flyttar busshållplatsen till torget", "Trafikenheten", "hösten 2030"),
    ]


def test_blocks_below_each_other_begin_where_a_heading_comes_again_and_lines_without_one_go_on() -> None:
    found = rows(
        TITLE,
        t(
            (
                ("Insats", "Nattvandring varje fredag", "Kurs för ledare"),
                ("Vem", "Föräldraföreningen", "Simklubben"),
                ("", "Polisen", ""),
                ("När", "varje fredag", "mars 2030"),
                ("Insats", "Öppen fritidsgård", "Läxhjälp"),
                ("Vem", "Fritidsgården", "Biblioteket"),
                ("När", "löpande", "hösten 2030"),
            )
        ),
    )
    assert [(r["åtgärd"], r["vem"]) for r in found] == [
        ("Nattvandring varje fredag", "Föräldraföreningen\nPolisen"),
        ("Kurs för ledare", "Simklubben"),
        ("Öppen fritidsgård", "Fritidsgården"),
        ("Läxhjälp", "Biblioteket"),
    ]


def test_a_turned_table_of_another_kind_gives_no_rows() -> None:
    people = t((("Namn", "Eva Ek", "Ali Ask"), ("Roll", "Rektor", "Polis"), ("Telefon", "1234567", "2345678")))
    board = t((("Uppdrag", "Ordförande", "Kassör"), ("Ansvarig", "Eva Ek", "Ali Ask"), ("Vald till", "2031", "2032")))
    assert rows(TITLE, p("Vilka vi är."), people, p("Styrelsen."), board) == []


def test_fields_down_the_left_under_a_row_of_headings_stay_lines() -> None:
    found = rows(
        TITLE,
        t(
            (
                ("Aktivitet", "Ansvarig", "När"),
                ("Tidplan tas fram", "Polisen", "maj 2030"),
                ("Åtgärder följs upp", "Kommunen", "juni 2030"),
                ("Ansvar delas ut", "Kommunen", "juli 2030"),
            )
        ),
    )
    assert [r["vem"] for r in found] == ["Polisen", "Kommunen", "Kommunen"]
