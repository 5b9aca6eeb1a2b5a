"""How many words of a page are expected to be wrong: more where more are, none of what is sound."""

from __future__ import annotations

from ingest.document import BBox, Word
from ingest.read.page_error import FEATURES, clues, word_error

TEXT = (
    "Kommunen och polisen ska öka tryggheten i centrum genom fler ronder under kvällar . Skolan ansvarar för "
    "föräldramöten om alkohol och droger varje termin . Arbetet följs upp av rådet i december 2025"
)
SOUND = TEXT.split()
ENGLISH = "This is the plan of the council for the years to come and it is not in any other language than this"


def words(texts: list[str], confidence: float = 1.0) -> list[Word]:
    return [Word(t, t, BBox(0, 0, 9, 9), confidence) for t in texts]


def spoiled(share: float) -> list[str]:
    """Words of which a share has letters of an alphabet shifted by one."""
    every = round(1 / share)
    return ["".join(chr(ord(c) + 1) for c in w) if i % every == 0 else w for i, w in enumerate(SOUND * 3)]


def test_a_layer_has_more_wrong_words_where_more_are_broken() -> None:
    errors = [word_error(words(texts), "layer") for texts in (SOUND * 3, spoiled(0.1), spoiled(0.5), spoiled(1.0))]
    assert errors == sorted(errors)
    assert errors[0] < 0.05
    assert errors[1] > 0.05
    assert errors[3] > 0.6


def test_a_reading_has_more_wrong_words_where_the_engine_doubts() -> None:
    errors = [word_error(words(SOUND * 3, c), "ocr") for c in (0.97, 0.9, 0.8, 0.5)]
    assert errors == sorted(errors)
    assert errors[0] < 0.04
    assert errors[3] > 0.2


def test_ticks_in_a_table_are_no_broken_words() -> None:
    ticked = [t for w in SOUND * 3 for t in (w, "X")]
    assert word_error(words(ticked), "layer") < 0.05


def test_another_language_is_no_broken_layer() -> None:
    assert word_error(words(ENGLISH.split() * 4), "layer") < 0.05


def test_every_clue_has_a_value_and_a_page_without_words_has_no_wrong_ones() -> None:
    assert len(clues(words(SOUND))) == len(FEATURES)
    assert word_error([], "ocr") == 0.0
