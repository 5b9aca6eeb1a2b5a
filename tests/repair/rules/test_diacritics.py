"""Marks are put back where a text tells that they were lost; a few words that may stand as they are tell nothing."""

from __future__ import annotations

import pytest

from ingest import repair_text
from ingest.document import Method
from ingest.repair.rules.diacritics import _is_older_passive, _is_passive, mend_letters
from ingest.repair.working_text import Body, Passage, WorkingWord


@pytest.mark.parametrize(
    "text",
    [
        "Handlingsplan 2030\nAnsvarig: Anette Fors",
        "Handlingsplan 2030\nMat\nbar",
        "Kontakta Anette Fors om lokalen\nVi ska ha bar i lokalen",
        "Minska antalet inbrott, Per Fors\nOrdna bar, Lars Hall",
    ],
)
def test_healthy_text_without_marks_stays(text: str) -> None:
    assert repair_text(text) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Ansvarig: Raddningstjansten", "Ansvarig: Räddningstjänsten"),
        ("Oka tryggheten", "Öka tryggheten"),
        ("Motverka vald", "Motverka våld"),
    ],
)
def test_few_words_that_can_be_nothing_else_tell_enough(before: str, after: str) -> None:
    assert repair_text(before) == after


@pytest.mark.parametrize(("sure", "meant"), [(0.92, "Uppklaringen"), (0.6, "Uppklarningen")])
def test_a_compound_that_an_engine_read_well_becomes_no_word_in_little_use(sure: float, meant: str) -> None:
    text = "Uppklaringen av stölder i kommunen ska öka under åren som kommer"
    passage = Passage([[WorkingWord(w, sure) for w in text.split()]], Method.OCR)
    mend_letters(Body([passage]))
    assert passage.tokens()[0].text == meant


def test_bodies_parted_by_semicolons_are_no_program_text() -> None:
    assert repair_text("Oka tryggheten\nRaddningstjansten; Aklagarmyndigheten") == (
        "Öka tryggheten\nRäddningstjänsten; Åklagarmyndigheten"
    )
    code = "Oka tryggheten\nreturn ratt; foo(); bar[1];"
    assert repair_text(code).endswith("return ratt; foo(); bar[1];")


def test_a_verbs_form_that_the_lexicon_hardly_has_becomes_no_other_verb() -> None:
    assert _is_passive("provas", "prövas")
    assert not _is_passive("baras", "bäras")
    assert _is_older_passive("införes", "införas")
    assert not _is_older_passive("kares", "karas")
