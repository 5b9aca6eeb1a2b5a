"""Whether a text begins with an order."""

from __future__ import annotations

import pytest

from ingest.classify.text.orders import begins_with_order


@pytest.mark.parametrize("text", ["Stäng grindarna", "Utred tomter längs sjön", "Ring vaktbolaget", "Rör ingenting."])
def test_a_stem_with_the_forms_of_a_verb_is_an_order(text: str) -> None:
    assert begins_with_order(text)


@pytest.mark.parametrize(
    "text", ["Räcke vid trappan", "Bygga en bro", "Cirkusskola på lovet", "Skyltar", "", "12 lampor"]
)
def test_other_words_are_none(text: str) -> None:
    assert not begins_with_order(text)
