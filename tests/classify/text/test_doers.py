"""Who does what a list item says, as its sentence says it."""

from __future__ import annotations

import pytest

from ingest.classify.fields.vocabulary import load
from ingest.classify.text.doers import deed_of
from ingest.classify.text.measures import MeasureSetting
from ingest.normalise import load_registers
from tests.classify.build import draft, h, li

SETTING = MeasureSetting(load(None), load_registers(None))


@pytest.mark.parametrize(
    ("text", "who", "when"),
    [
        ("Kommunen och polisen bjuder in till samtal under hösten 2030.", "Kommunen och polisen", "under hösten 2030"),
        ("Kommunen och polisen gemensamt besöker alla båtklubbar.", "Kommunen och polisen", None),
        ("Polisen ska två gånger per termin besöka skolan", "Polisen", None),
        ("Kassören sammanställer en rapport", "Kassören", None),
        ("Ledamot B röjer stigen", "Ledamot B", None),
        ("Grus beställs genom ledamot B:s försorg.", "ledamot B", None),
        ("Bladet delas ut av kassören.", "kassören", None),
        ("senast den 3 maj 2030 redovisa arbetet", None, "senast den 3 maj 2030"),
        ("löpande informera styrelsen", None, "löpande"),
        ("Fältassistenter ska anställas", None, None),
        ("Måla bänkarna", None, None),
        ("Budgeten beslutas av ledningsgruppen", None, None),
        ("Elevrådet får en egen budget", None, None),
    ],
)
def test_who_a_sentence_says_does_it(text: str, who: str | None, when: str | None) -> None:
    deed = deed_of(text, SETTING)
    assert (deed.who and text[slice(*deed.who)], deed.when and text[slice(*deed.when)]) == (who, when)


def test_what_else_says_who_comes_first() -> None:
    found = draft(
        h("Handlingsplan för en trygg hamn 2030"),
        h("Åtgärder", 2),
        li("Polisen patrullerar på kajen (Hamnenheten, maj 2030)"),
        li("Kommunen sätter upp kameror vid kranen (Parkenheten, juni 2030)"),
    ).rows
    assert [r.fields["vem"].text for r in found] == ["Hamnenheten", "Parkenheten"]


def test_an_item_that_is_a_sentence_says_who() -> None:
    found = draft(
        h("Medborgarlöfte 2030"),
        h("Det här ska vi göra", 2),
        li("Polisen patrullerar på kajen varje helg."),
        li("Kommunen sätter upp kameror vid kranen i mars 2030."),
    ).rows
    assert [r.fields["vem"].text for r in found] == ["Polisen", "Kommunen"]
    assert [r.fields["när"].text if "när" in r.fields else None for r in found] == [None, "i mars 2030"]
