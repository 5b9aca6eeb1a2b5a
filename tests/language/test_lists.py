"""Bullets, typed numbers, labels and open ends mean the same in every kind of file."""

from __future__ import annotations

import pytest

from ingest.document import Word
from ingest.language.lists import begins_with_label, counts_on, lower_start, open_end, split_bullet


def _line(text: str) -> list[Word]:
    return [Word(w, w) for w in text.split()]


@pytest.mark.parametrize(
    ("text", "bullet", "rest"),
    [
        ("• Ring polisen", "•", "Ring polisen"),
        ("– Ring polisen", "–", "Ring polisen"),
        ("[x] Ring polisen", "[x]", "Ring polisen"),
        ("[ ] Ring polisen", "[ ]", "Ring polisen"),
        ("o Ring polisen", "o", "Ring polisen"),
        ("o ring", None, "o ring"),
        ("–", None, "–"),
        ("Ring polisen", None, "Ring polisen"),
    ],
)
def test_a_typed_bullet_is_taken_from_its_line(text: str, bullet: str | None, rest: str) -> None:
    found, words = split_bullet(_line(text))
    assert (found, " ".join(w.raw for w in words)) == (bullet, rest)


@pytest.mark.parametrize(
    ("one", "two", "on"),
    [
        ("1.", "2)", True),
        ("9", "10", True),
        ("b)", "c)", True),
        ("1.", "3.", False),
        ("1.", "b)", False),
        ("ab", "ac", False),
    ],
)
def test_numbers_and_letters_count_on(one: str, two: str, on: bool) -> None:
    assert counts_on(one, two) is on


@pytest.mark.parametrize("text", ["Ansvarig: Parken", "Mål (vad ska uppnås)?", "Drift/underhåll:"])
def test_labels_begin_a_line(text: str) -> None:
    assert begins_with_label(text)


@pytest.mark.parametrize("text", ["ansvarig: Parken", "Klockan 12:30", "Parken byter lampor.", ": ja"])
def test_other_lines_begin_with_none(text: str) -> None:
    assert not begins_with_label(text)


def test_a_sentence_goes_on_after_a_word_that_joins() -> None:
    assert all(map(open_end, ["och", "För", "barn-", "torget,", "Kalmar/"]))
    assert not any(map(open_end, ["torget", "Parken.", "polisen"]))


def test_small_letters_begin_the_middle_of_a_sentence() -> None:
    assert lower_start(_line("torget och parken"))
    assert not lower_start(_line("Torget och parken"))
    assert not lower_start([])
