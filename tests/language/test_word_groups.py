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


def test_words_are_found_before_and_after_their_dictionary_is_made() -> None:
    words = sorted(f"abc{n:04d}" for n in range(500))
    groups = WordGroups("".join(f"{w}\n" for w in [*words[:250], words[249], *words[250:]]))
    for _ in range(3):
        found = [groups.first(w) for w in words]
        assert found == [*range(250), *range(251, 501)]
        assert [groups.first(f"{w}x") for w in words] == [None] * len(words)
    assert groups.all(words[249]) == range(249, 251)
