"""Matrices: years with the amount in the year it falls on, marks under actors, groups beside tasks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.classify.build import rows, t, wide

YEARS = ["Aktivitet", "Ansvarig", "2030", "2031", "2032"]


def test_the_year_of_the_amount_is_when() -> None:
    table = t(
        [
            YEARS,
            ["Byta lampor i gångtunneln", "Gatukontoret", "", "120 tkr", ""],
            ["Klippa häckar vid stationen", "Parkenheten", "40 tkr", "", ""],
        ],
        bold_header=True,
    )
    found = rows(table)
    assert [(r.get("åtgärd"), r.get("när")) for r in found] == [
        ("Byta lampor i gångtunneln", "2031"),
        ("Klippa häckar vid stationen", "2030"),
    ]


def test_a_cost_every_year_is_a_budget() -> None:
    table = t(
        [
            YEARS,
            ["Byta lampor i gångtunneln", "Gatukontoret", "10 tkr", "20 tkr", "30 tkr"],
            ["Klippa häckar vid stationen", "Parkenheten", "10 tkr", "20 tkr", "30 tkr"],
        ],
        bold_header=True,
    )
    assert {r.get("när") for r in rows(table)} <= {"", None}


def test_one_heading_over_groups_and_tasks_names_the_tasks() -> None:
    table = t(
        [
            [wide("Komponent", 2), "Fastighetsägaren", "Hyresgästen"],
            [{"c": "Dörrar", "rows": 2}, "Måla ytterdörren", "", "Ja"],
            [None, "Byta lås", "Ja", ""],
            [{"c": "Kök", "rows": 2}, "Rensa golvbrunnen", "", "Ja"],
            [None, "Byta kran", "Ja", ""],
        ],
        bold_header=True,
    )
    assert [r.get("åtgärd") for r in rows(table)] == ["Måla ytterdörren", "Byta lås", "Rensa golvbrunnen", "Byta kran"]


def test_a_bar_of_painted_cells_under_months_says_when() -> None:
    lines = [["Byta lampor i gångtunneln", "Gatukontoret"], ["Klippa häckar vid stationen", "Parkenheten"]]
    bars = [(2, 3), (3, 4)]
    table = t(
        [["Aktivitet", "Ansvarig", "Jan", "Feb", "Mars"], *[[*line, "", "", ""] for line in lines]], bold_header=True
    )
    cells = tuple(replace(c, fill=(0.2, 0.4, 0.7)) if c.row and c.column in bars[c.row - 1] else c for c in table.cells)
    found = rows(replace(table, cells=cells))
    assert [r.get("när") for r in found] == ["Jan\nFeb", "Feb\nMars"]


@pytest.mark.parametrize(
    ("own", "when"),
    [
        (["januari–februari 2031", "v. 6–10 2031"], ["januari–februari 2031", "v. 6–10 2031"]),
        (["Klart senast mars", ""], ["Klart senast mars", "Feb\nMars"]),
        (["2031", "2031"], ["2031\nJan\nFeb", "2031\nFeb\nMars"]),
    ],
)
def test_bars_say_nothing_more_where_a_column_of_its_own_says_when(own: list[str], when: list[str]) -> None:
    lines = [["Byta lampor i gångtunneln", own[0]], ["Klippa häckar vid stationen", own[1]]]
    bars = [(2, 3), (3, 4)]
    table = t([["Aktivitet", "Tid", "Jan", "Feb", "Mars"], *[[*line, "", "", ""] for line in lines]], bold_header=True)
    cells = tuple(replace(c, fill=(0.2, 0.4, 0.7)) if c.row and c.column in bars[c.row - 1] else c for c in table.cells)
    assert [r.get("när") for r in rows(replace(table, cells=cells))] == when


def test_lines_on_a_ground_of_their_own_are_no_bars() -> None:
    table = t(
        [
            ["Aktivitet", "Ansvarig", "Jan", "Feb", "Mars"],
            ["Byta lampor i gångtunneln", "Gatukontoret", "", "", ""],
            ["Klippa häckar vid stationen", "Parkenheten", "", "", ""],
        ],
        bold_header=True,
        fills=(1,),
    )
    assert {r.get("när") for r in rows(table)} == {None}


def test_a_dot_alone_in_a_cell_is_a_mark_and_no_bullet() -> None:
    table = t(
        [YEARS, ["Öva utrymning", "Skolan", "●", "", "●"], ["Utbilda vakter", "Parken", "", "●", ""]], bold_header=True
    )
    assert [r.get("när") for r in rows(table)] == ["2030\n2032", "2031"]


def test_codes_that_refer_to_risks_are_no_causes() -> None:
    table = t(
        [
            ["Risk", "Åtgärd", "Ansvarig"],
            ["R1", "Byt lås på pumphuset", "Driftchefen"],
            ["R2, R4", "Öva reservkraft ett helt skift", "Driftchefen"],
        ],
        bold_header=True,
    )
    assert [(r.get("orsak"), r.get("åtgärd")) for r in rows(table)] == [
        (None, "Byt lås på pumphuset"),
        (None, "Öva reservkraft ett helt skift"),
    ]


def test_a_training_by_role_and_year_is_a_row() -> None:
    table = t(
        [
            ["", "2030", "År 2031"],
            ["Växeln", "Introduktion", "Vid behov"],
            ["Stabschefer", "-", "Ledningsövning"],
        ],
        bold_header=True,
    )
    assert [(r.get("åtgärd"), r.get("vem"), r.get("när")) for r in rows(table)] == [
        ("Introduktion", "Växeln", "2030"),
        ("Vid behov", "Växeln", "År 2031"),
        ("Ledningsövning", "Stabschefer", "År 2031"),
    ]


def test_targets_by_year_are_no_trainings() -> None:
    table = t(
        [["Nyckeltal", "2030", "2031"], ["Nöjda besökare", "Minst som i dag", "Högre än riket"]], bold_header=True
    )
    assert rows(table) == []
