"""Sound text stays sound: names, English and Danish inside Swedish, and short texts of other languages."""

from __future__ import annotations

import pytest

from ingest import Options
from ingest.pipeline import arrange
from ingest.source import Source
from ingest.write.plain_text import plain_text
from tests.read.docx_builder import docx, p

PLAN = [
    "Handlingsplan 2031 för ökad trygghet",
    "Vakter går ronder på kvällarna",
    "Fler möten med föräldrar",
    "Så följer vi upp åtgärderna",
]


def text(*paragraphs: str) -> list[str]:
    source = Source.from_bytes(docx("".join(p(t) for t in paragraphs)), "plan.docx")
    return plain_text(arrange(source, Options())).splitlines()


@pytest.mark.parametrize(
    "names",
    [
        ("Mal Hansson, fritidsenheten", "Klubben Star", "Starta Musical Summer for Youth"),
        ("Farah Malin och Mans Halle", "Ronja Ali, Stadsbyggarna", "Lag Five United"),
        ("Projektet Over the Rainbow", "Far Cry Gaming", "Kurs i Small Talk for Parents"),
        ("European Forum for Urban Security", "Forum for Safety", "Network for Men", "Nordic Forum for Public Health"),
    ],
)
def test_names_in_a_sound_plan_stay(names: tuple[str, ...]) -> None:
    assert text(*PLAN, *names) == [*PLAN, *names]


@pytest.mark.parametrize(
    "foreign",
    [
        ("The meeting before the autumn break", "Until further notice"),
        ("Fornavn", "Efternavn", "Tiltræder den 1. marts"),
        ("DA INDUSTRIA DO NORTE", "Relatório da reunião ordinária"),
        ("The fox jumps over a lazy dog", "Investment income", "Small payments"),
    ],
)
def test_short_foreign_texts_stay(foreign: tuple[str, ...]) -> None:
    assert text(*foreign) == list(foreign)


def test_lost_marks_come_back_beside_foreign_words() -> None:
    lost = ["Handlingsplan for okad trygghet", "Kvallar med Music at Midnight", "Foraldrar gar ronder pa kvallarna"]
    assert text(*lost) == [
        "Handlingsplan för ökad trygghet",
        "Kvällar med Music at Midnight",
        "Föräldrar går ronder på kvällarna",
    ]
