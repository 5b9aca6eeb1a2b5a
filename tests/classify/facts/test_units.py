"""Names of parts of a municipality, councils, associations and companies, told by how they are built."""

from __future__ import annotations

import pytest

from ingest.classify.facts.units import is_unit


@pytest.mark.parametrize(
    "text",
    ["Kommunstyrelsen", "Socialnämnden", "Brottsförebyggande rådet", "Bondeföreningen Slättängen"],
)
def test_units_and_councils_are_known_by_their_endings(text: str) -> None:
    assert is_unit(text)


@pytest.mark.parametrize(
    "text",
    ["Lövhults studentkår", "Lövnäs vägsamfällighetsförening", "Lövsunda brottsförebyggande råd",
     "Kommunstyrelsens kansli", "Lövstads Ridklubb"],
)  # fmt: skip
def test_institutions_are_known_by_the_last_word_also_in_compounds(text: str) -> None:
    assert is_unit(text)


@pytest.mark.parametrize("text", ["Södra sjukhusområdet", "Gröna resor till Södra skolområdet"])
def test_an_area_is_no_council(text: str) -> None:
    assert not is_unit(text)


@pytest.mark.parametrize("text", ["Enhet", "Ansvarig nämnd", "kommunstyrelsen", "Nämnden, 2030", "Handlingsplan", ""])
def test_labels_small_letters_and_other_words_are_none(text: str) -> None:
    assert not is_unit(text)


def test_inside_a_longer_name_small_letters_are_no_sign() -> None:
    assert is_unit("kommunstyrelsen", inside=True)


@pytest.mark.parametrize(
    "text", ["Ideella föreningen Lyktan", "Lövby Vägsamfällighet", "Tallmo samfällighetsförening i Lövby"]
)
def test_a_kind_with_its_sort_before_it_or_its_place_behind_it(text: str) -> None:
    assert is_unit(text)
