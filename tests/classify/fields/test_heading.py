"""What a heading says, as a probability for each field."""

from __future__ import annotations

import pytest

from ingest.classify.fields.heading import LABELS, PRIOR, meaning_of, mixed


def test_the_rest_is_shared_as_before_anything_is_known() -> None:
    found = meaning_of("vem", 0.9, 1.0)
    assert (found.best, found.probability) == ("vem", 0.9)
    assert sum(found.probabilities.values()) == pytest.approx(1.0)
    assert found.probabilities["mål"] / found.probabilities["när"] == pytest.approx(PRIOR["mål"] / PRIOR["när"])


def test_of_two_words_in_one_heading_the_first_weighs_more_and_neither_is_wholly_known() -> None:
    found = mixed([meaning_of("mål", 0.95, 1.0), meaning_of("orsak", 0.95, 1.0)])
    assert found.best == "mål"
    assert found.known == 0.85
    assert sum(found.probabilities[la] for la in LABELS) == pytest.approx(1.0)
