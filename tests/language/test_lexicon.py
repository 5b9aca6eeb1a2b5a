"""The lexicon: words, readings without marks, compounds."""

from __future__ import annotations

import pytest

from ingest.language.letters import fold
from ingest.language.lexicon import frequency, known, lexicon, readings


@pytest.mark.parametrize(
    "word", ["och", "åtgärd", "Åtgärder,", "ÅTGÄRDER", "brottsförebyggande", "kommunfullmäktige", "EU-länder", "barn-"]
)
def test_swedish_words_are_known(word: str) -> None:
    assert known(word) >= 0.9


@pytest.mark.parametrize("word", ["trygghetsvandringsansvarig", "nattvandrargruppernas", "cykelstöldsinsats"])
def test_compounds_that_no_list_holds_are_known(word: str) -> None:
    assert lexicon().find(word) < 0
    assert known(word) >= 0.5


@pytest.mark.parametrize("word", ["xqzkv", "atgard", "brottsforebyggande", "stéd", "funktionsnedsattning"])
def test_damaged_words_are_not_known(word: str) -> None:
    assert known(word) < 0.5


def test_the_commoner_word_is_more_frequent() -> None:
    assert frequency("för") > frequency("åtgärd") > frequency("förskolebarn") > frequency("xqzkv") == 0.0


@pytest.mark.parametrize(
    ("folded", "word"),
    [
        ("for", "för"),
        ("fran", "från"),
        ("atgarder", "åtgärder"),
        ("trygghetsvandringsansvarig", "trygghetsvandringsansvarig"),
        ("ungdomsmottagningsbesoken", "ungdomsmottagningsbesöken"),
        ("goteborg", "göteborg"),
        ("jonkoping", "jönköping"),
        ("ideer", "idéer"),
    ],
)
def test_the_likeliest_reading_comes_first(folded: str, word: str) -> None:
    assert readings(folded)[0].text == word


def test_every_form_is_found_under_its_fold() -> None:
    lex = lexicon()
    for i in range(0, len(lex.score), 4001):
        assert i in lex.forms(fold(lex.word(i)))
        assert lex.find(lex.word(i)) == i


def test_words_that_read_alike_without_marks_are_found_together() -> None:
    lex = lexicon()
    assert {"far", "får"} <= {lex.word(i) for i in lex.forms("far")}
    assert all(fold(lex.word(i)) == "far" for i in lex.forms("far"))
    first = lex.forms("far")[0]
    assert fold(lex.word(first - 1)) < "far" == fold(lex.word(first))


@pytest.mark.parametrize("folded", ["", "i", "xq", "forxqzk", "zzz"])
def test_a_word_is_held_if_it_is_among_the_folded_words(folded: str) -> None:
    lex = lexicon()
    words = {fold(lex.word(i)) for i in range(len(lex.score))}
    assert lex.holds(folded) == (folded in words) == bool(lex.forms(folded))


@pytest.mark.parametrize("letters", ["för", "trygghets", "xqz", "zzzz"])
def test_a_beginning_is_answered_by_the_first_word_that_begins_so(letters: str) -> None:
    lex = lexicon()
    letters = fold(letters)
    words = [word for i in range(len(lex.score)) if (word := fold(lex.word(i))).startswith(letters)]
    assert lex.beginning(letters) == min(words, default=None)
