"""How heading words are compared."""

from __future__ import annotations

from ingest.classify.fields.folding import allowed_edits, compact, confused, heading_key, is_language, stems_of


def test_case_accents_and_punctuation_say_nothing() -> None:
    assert heading_key("Åtgärd/Insats:") == "atgard insats"
    assert compact("Vem gör?") == "vemgor"
    assert heading_key("åt\u00adgärd") == "atgard"


def test_letters_that_ocr_takes_for_each_other_are_one() -> None:
    assert confused("klar") == confused("k1ar")
    assert confused("mal") != confused("mat")


def test_a_word_has_a_stem_for_each_ending_it_may_carry() -> None:
    assert "atgard" in stems_of("atgarder")
    assert all(len(s) >= 3 for s in stems_of("malen"))


def test_short_words_allow_no_edits_and_longer_ones_more() -> None:
    assert [allowed_edits(n) for n in (3, 6, 12, 20)] == [0, 1, 2, 3]


def test_swedish_words_are_language_and_broken_ones_are_not() -> None:
    assert is_language("huvudman")
    assert not is_language("huvudmxl")
