"""Votes of several readings of one line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.engines.voting import vote

SWEDISH = frozenset(["polisen", "och", "kommunen", "räddningstjänst", "från"])


def line(*words: tuple[str, float], width: float = 10.0) -> list[OcrWord]:
    out, x = [], 0.0
    for text, confidence in words:
        end = x + width * len(text)
        out.append(OcrWord(text, (x, 0.0, end, 20.0), confidence, 0))
        x = end + 12
    return out


def known(word: str) -> float:
    return float(word.lower() in SWEDISH)


def test_each_word_comes_from_the_reading_that_has_it_right() -> None:
    first = line(("Polisen", 0.95), ("ocn", 0.6), ("kommunen", 0.9))
    second = line(("Poiisen", 0.7), ("och", 0.9), ("kommunen", 0.9))
    out = vote([first, second], known)
    assert [w.text for w in out] == ["Polisen", "och", "kommunen"]
    assert out[2].confidence > 0.9 == first[2].confidence  # agreement lifts


def test_language_decides_between_readings_equally_sure() -> None:
    out = vote([line(("räddninastiänst", 0.80)), line(("räddningstjänst", 0.78))], known)
    assert [w.text for w in out] == ["räddningstjänst"]


def test_two_words_against_one_are_one_stretch() -> None:
    apart = [OcrWord("från", (0, 0, 40, 20), 0.9, 0), OcrWord("polisen", (46, 0, 120, 20), 0.9, 0)]
    glued = [OcrWord("frånpolisen", (0, 0, 120, 20), 0.9, 0)]
    assert [w.text for w in vote([glued, apart], known)] == ["från", "polisen"]


words = st.lists(st.tuples(st.text("abcåäö.,-", min_size=1, max_size=6), st.floats(0, 1)), min_size=1, max_size=5)


@given(st.lists(words, min_size=1, max_size=4))
def test_a_vote_keeps_order_and_probabilities(readings: list[list[tuple[str, float]]]) -> None:
    given_lines = [line(*r) for r in readings]
    out = vote(given_lines, known)
    assert out
    assert all(0 <= w.confidence <= 1 for w in out)
    assert [w.box[0] for w in out] == sorted(w.box[0] for w in out)
    assert {w.text for w in out} <= {w.text for r in given_lines for w in r}


@given(words)
def test_one_reading_is_left_alone(reading: list[tuple[str, float]]) -> None:
    assert vote([line(*reading)], known) == line(*reading)
    assert [w.text for w in vote([line(*reading), line(*reading)], known)] == [t for t, _ in reading]
