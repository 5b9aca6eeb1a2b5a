"""Lists that stand alone, of goals or of measures."""

from __future__ import annotations

import pytest

from ingest.classify.fields.vocabulary import load
from ingest.classify.text.goal_lists import FEATURES, are_goals, clues
from ingest.classify.text.measures import FEATURES as ITEM_FEATURES
from ingest.classify.text.measures import MeasureCandidate, MeasureSetting, values_of
from ingest.normalise import load_registers

GOALS = [
    "Alla invånare känner sig trygga i centrum",
    "Antalet inbrott i källare har minskat",
    "Ungdomar har någonstans att vara på kvällarna",
]
MEASURES = [
    "Byta lampor i gångtunneln",
    "Ordna föräldravandringar varje fredag",
    "Klippa häckarna längs skolvägen",
]


def items(texts: list[str]) -> list[tuple[float, ...]]:
    return values_of(
        [MeasureCandidate(t, "item") for t in texts], MeasureSetting(load(), load_registers(None), "handlingsplan")
    )


@pytest.mark.parametrize(("texts", "goals"), [(GOALS, True), (MEASURES, False)])
def test_lists_of_states_are_goals_and_lists_of_deeds_are_not(texts: list[str], goals: bool) -> None:
    assert are_goals(items(texts)) is goals


def test_the_clues_of_lists_are_the_means_of_their_items() -> None:
    two = items(GOALS[:2])
    length = FEATURES.index("length")
    at = ITEM_FEATURES.index("length")
    assert len(clues(two)) == len(FEATURES)
    assert clues(two)[length] == pytest.approx((two[0][at] + two[1][at]) / 2)
    assert clues(two[:1]) == tuple(two[0][ITEM_FEATURES.index(name)] for name in FEATURES)
