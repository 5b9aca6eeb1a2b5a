"""Marks are put back where a text tells that they were lost; a few words that may stand as they are tell nothing."""

from __future__ import annotations

import pytest

from ingest import repair_text


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
