"""Who a sentence says shall do something."""

from __future__ import annotations

import pytest

from ingest.classify.fields.vocabulary import load
from ingest.classify.text.measures import MeasureCandidate, MeasureSetting, charges, dated_deed, subject_of
from ingest.normalise import load_registers

SETTING = MeasureSetting(load(), load_registers(None), "handlingsplan")


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Under 2030 ska Mottagningsgruppen byta ut skyltar i hamnen.", "Mottagningsgruppen"),
        ("I maj ska Vuxenenheten informera lantbrukare om stölder.", "Vuxenenheten"),
        ("Vuxenenheten ska under 2030 informera lantbrukare.", "Vuxenenheten"),
    ],
)
def test_the_time_before_it_is_not_who_does_it(sentence: str, who: str) -> None:
    span = subject_of(sentence)
    assert span is not None
    assert sentence[slice(*span)] == who
    assert charges(MeasureCandidate(sentence, "sentence", "§6 Tillgänglighet", ()), SETTING)


@pytest.mark.parametrize("sentence", ["Under 2030 ska torget bevaras.", "Från hösten ska Planen gälla för alla."])
def test_a_thing_is_charged_with_nothing(sentence: str) -> None:
    assert not charges(MeasureCandidate(sentence, "sentence", "§6 Tillgänglighet", ()), SETTING)


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Kassören tecknar senast 31 maj 2030 avtal om kortbetalning.", "Kassören"),
        ("Ungdomssektionen ska begära utdrag av alla ledare senast 30 april 2030.", "Ungdomssektionen"),
        ("Kansliet ordnar en kväll om hjärtstart under oktober 2030.", "Kansliet"),
        ("Två inbrott i förrådet under hösten 2030 kostade oss bollar.", None),
        ("Kommunen har under 2030 sett fler inbrott.", None),
        ("Kassören tecknar avtal om kortbetalning.", None),
    ],
)
def test_somebody_who_does_something_by_a_date_is_charged(sentence: str, who: str | None) -> None:
    span = dated_deed(sentence, SETTING)
    assert (None if span is None else sentence[slice(*span)]) == who
