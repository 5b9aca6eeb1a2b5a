"""What a cell's own words say of its field."""

from __future__ import annotations

import pytest

from ingest.classify.fields.cell_scores import by_both, by_signs, by_words
from ingest.classify.fields.heading import LABELS

TEXTS = ["Kommunstyrelsen", "hösten 2030", "Minska antalet inbrott", "Byta ut lamporna i parken"]


@pytest.mark.parametrize("scorer", [by_signs, by_words, by_both])
def test_the_fields_share_the_probability(scorer: object) -> None:
    assert callable(scorer)
    for scores in scorer(TEXTS):
        assert set(scores) == set(LABELS)
        assert sum(scores.values()) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("hösten 2030", "när"),
        ("Kommunstyrelsen, Polisen", "vem"),
        ("2030-05-01", "när"),
        # Limits without a date: an event, a length, how often.
        ("Före sommarlovet", "när"),
        ("Innan nästa styrelsemöte", "när"),
        ("I god tid före valborg", "när"),
        ("90 dagar", "när"),
        ("Inom tre månader", "när"),
        ("Så snart som möjligt", "när"),
        ("Vartannat år", "när"),
        ("Senhösten", "när"),
    ],
)
def test_dates_and_names_in_a_row_show_by_signs(text: str, field: str) -> None:
    (scores,) = by_signs([text])
    assert max(scores, key=lambda la: scores[la]) == field


@pytest.mark.parametrize(
    "text", ["Vid stationen sätts kameror upp", "Inför rutin för klotter", "Skolstart för nya elever"]
)
def test_a_measure_that_begins_as_a_time_does_is_none(text: str) -> None:
    (scores,) = by_signs([text])
    assert max(scores, key=lambda la: scores[la]) != "när"


def test_both_is_between_signs_and_words() -> None:
    for text in TEXTS:
        (signs,), (words,), (both,) = by_signs([text]), by_words([text]), by_both([text])
        best = max(both, key=lambda la: both[la])
        assert best in {max(s, key=lambda la: s[la]) for s in (signs, words)}


def test_a_text_without_words_is_other() -> None:
    (scores,) = by_signs(["%"])
    assert scores["other"] > scores["vem"]
