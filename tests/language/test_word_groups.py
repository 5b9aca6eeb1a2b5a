from __future__ import annotations

import pytest

from ingest.language.word_groups import WordGroups

WORDS = ["a", "ab", "abc", "abcd", "abcd", "abce", "abd", "b", "bcd", "żal", "𝔸bc"]


@pytest.mark.parametrize("filled", [False, True])
def test_words_are_found_by_their_numbers(filled: bool) -> None:
    groups = WordGroups("".join(f"{w}\n" for w in WORDS))
    if filled:
        groups.fill()
    for word in WORDS:
        numbers = [i for i, w in enumerate(WORDS) if w == word]
        assert list(groups.all(word)) == numbers
        assert groups.first(word) == numbers[0]


@pytest.mark.parametrize(("letters", "first"), [("abc", "abc"), ("abcd", "abcd"), ("abce", "abce"), ("bcde", None)])
def test_a_beginning_is_answered_by_the_first_word(letters: str, first: str | None) -> None:
    assert WordGroups("".join(f"{w}\n" for w in WORDS)).beginning(letters) == first


@pytest.mark.parametrize("word", ["", "ac", "abcf", "bc", "bcde", "c", "żalu", "a\nab"])
def test_other_words_are_not_found(word: str) -> None:
    groups = WordGroups("".join(f"{w}\n" for w in WORDS))
    assert groups.first(word) is None
    assert not groups.all(word)
