"""Matrices: years with the amount in the year it falls on, marks under actors, groups beside tasks."""

from __future__ import annotations

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
