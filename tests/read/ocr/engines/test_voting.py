"""Votes of several readings of one line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.engines.voting import FEATURES, NO_WORD, clues, vote, word_bits

SWEDISH = frozenset(["polisen", "och", "kommunen", "räddningstjänst", "från"])


def line(*words: tuple[str, float], width: float = 10.0) -> list[OcrWord]:
    out, x = [], 0.0
    for text, confidence in words:
        end = x + width * len(text)
        out.append(OcrWord(text, (x, 0.0, end, 20.0), confidence, 0))
        x = end + 12
    return out


def likely(text: str) -> float:
    return min((-12.0 if w.lower() in SWEDISH else NO_WORD for w in text.split()), default=-14.0)


def test_each_word_comes_from_the_reading_that_has_it_right() -> None:
    first = line(("Polisen", 0.95), ("ocn", 0.6), ("kommunen", 0.9))
    second = line(("Poiisen", 0.7), ("och", 0.9), ("kommunen", 0.9))
    out = vote([first, second], likely)
    assert [w.text for w in out] == ["Polisen", "och", "kommunen"]
    assert out[2].confidence > 0.9 == first[2].confidence  # agreement lifts


def test_language_decides_between_readings_equally_sure() -> None:
    out = vote([line(("räddninastiänst", 0.80)), line(("räddningstjänst", 0.78))], likely)
    assert [w.text for w in out] == ["räddningstjänst"]


def test_a_word_is_no_surer_than_its_vote() -> None:
    texts = line(("Stalboda", 0.97)), line(("Stålboda", 0.97))
    out = vote(texts, likely)
    assert out[0].confidence < 0.9  # neither is in the lexicon: nobody knows which it is


def test_an_engine_that_says_nothing_is_heard_where_several_readings_agree() -> None:
    silent = [line(("Anlita", 0.0)), line(("Anhta", 0.88)), line(("Anlita", 0.0)), line(("Anlita", 0.0))]
    assert [w.text for w in vote(silent, word_bits, 1)] == ["Anlita"]


def test_words_are_as_likely_as_the_least_likely_of_them() -> None:
    assert word_bits("och") > word_bits("och trygghetsvandring") > word_bits("och trygghetsvandrlng") == NO_WORD
    assert word_bits("2019–2021.") == word_bits("") == word_bits("i 9") != NO_WORD


def test_clues_of_each_text_have_their_names() -> None:
    parts = {0: tuple(line(("$kolan-", 0.5))), 2: tuple(line(("Skolan", 0.0)))}
    told = clues(parts, word_bits, 2)
    sign, word = (dict(zip(FEATURES, told[text], strict=True)) for text in ("$kolan-", "Skolan"))
    assert (sign["first"], sign["odd_signs"], sign["mark_before"], sign["mark_behind"]) == (1, 1, 1, 1)
    assert (word["swedish_data"], word["silent"], word["odd_signs"], word["mark_behind"]) == (1, 1, 0, 0)
    assert word["word_bits"] > sign["word_bits"]


def test_two_words_against_one_are_one_stretch() -> None:
    apart = [OcrWord("från", (0, 0, 40, 20), 0.9, 0), OcrWord("polisen", (46, 0, 120, 20), 0.9, 0)]
    glued = [OcrWord("frånpolisen", (0, 0, 120, 20), 0.9, 0)]
    assert [w.text for w in vote([glued, apart], likely)] == ["från", "polisen"]


words = st.lists(st.tuples(st.text("abcåäö.,-", min_size=1, max_size=6), st.floats(0, 1)), min_size=1, max_size=5)


@given(st.lists(words, min_size=1, max_size=4))
def test_a_vote_keeps_order_and_probabilities(readings: list[list[tuple[str, float]]]) -> None:
    given_lines = [line(*r) for r in readings]
    out = vote(given_lines, likely)
    assert out
    assert all(0 <= w.confidence <= 1 for w in out)
    assert [w.box[0] for w in out] == sorted(w.box[0] for w in out)
    assert {w.text for w in out} <= {w.text for r in given_lines for w in r}


@given(words)
def test_one_reading_is_left_alone(reading: list[tuple[str, float]]) -> None:
    assert vote([line(*reading)], likely) == line(*reading)
    assert [w.text for w in vote([line(*reading), line(*reading)], likely)] == [t for t, _ in reading]
