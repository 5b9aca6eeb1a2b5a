"""The clues of a table's kind."""

from __future__ import annotations

import pytest

from ingest.classify.fields.cell_scores import by_signs
from ingest.classify.fields.vocabulary import load
from ingest.classify.tables.kind_features import FEATURES, TableClues, class_of, kind_features, shares


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Mandattid", "mandate"),
        ("Nuvarande mandat", "mandate"),
        ("Utfall 2031", "account"),
        ("Resultatindikatorer", "indicator"),
        ("Klart %", "progress"),
        ("Omfattar:", "scope"),
        ("Beroende av", "dependency"),
    ],
)
def test_classes_of_headings(heading: str, name: str) -> None:
    assert name in class_of(heading)


@pytest.mark.parametrize("heading", ["Åtgärd", "Ansvarig", "Mål", "När", "Vad ska göras?", ""])
def test_headings_of_the_five_fields_are_of_no_class(heading: str) -> None:
    assert class_of(heading) == frozenset()


def test_forms_of_cells() -> None:
    found = shares(["Ulla Ekvall", "12", "40 000 kr", "Klippa häcken vid torget"])
    assert found["person"] == 0.25
    assert found["number"] == 0.25
    assert found["money"] == 0.25
    assert found["infinitive"] == 0.25


def test_forms_of_no_cells_are_none() -> None:
    assert set(shares([]).values()) == {0.0}


def test_features_are_about_one_at_most() -> None:
    words = load()
    headings = ["Åtgärd", "Ansvarig", "Antal"]
    clues = TableClues(
        headings,
        [words.heading(x) for x in headings],
        ["åtgärd", "vem", "other"],
        [0.9, 0.9, 0.9],
        [["Måla bänkar"], ["Parkenheten"], ["3"]],
        1,
        "columns",
        "Åtgärder 2031",
    )
    found = dict(zip(FEATURES, kind_features(clues, words, by_signs), strict=True))
    assert found["says_åtgärd"] == found["says_vem"] == found["title_measures"] == found["title_field"] == 1
    assert found["class_statistic"] == 0.5
    assert found["action_filled"] == 1
    assert all(-0.01 <= v <= 2 for v in found.values())


def test_what_stands_above_and_the_tense_of_the_cells() -> None:
    words = load()
    headings = ["Aktivitet", "Genomfördes"]
    clues = TableClues(
        headings,
        [words.heading(x) for x in headings],
        ["åtgärd", "när"],
        [0.9, 0.9],
        [["Rutinen skrevs om", "Cheferna gick en kurs"], ["maj 2030", "juni 2030"]],
        2,
        "columns",
        "Insatser",
        "Tabellen visar vad som genomfördes under året.",
        "Årsrapport 2030",
    )
    found = dict(zip(FEATURES, kind_features(clues, words, by_signs), strict=True))
    assert found["lead_past"] == found["document_report"] == found["action_told"] == 1
    assert found["done_when"] > 0.5
    assert found["document_plan"] == found["lead_measures"] == 0
