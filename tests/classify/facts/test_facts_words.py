"""The word lists of facts, and how words are compared."""

from __future__ import annotations

from ingest.classify.facts.facts_words import fold, words


def test_words_are_compared_without_case_accents_and_kinds_of_dashes() -> None:
    assert fold("Åtgärds–  PLAN") == fold("åtgärds-\nplan")


def test_the_lists_name_units_institutions_and_organisations() -> None:
    assert {"units", "institutions", "organisations"} <= set(words()["issuing"])
