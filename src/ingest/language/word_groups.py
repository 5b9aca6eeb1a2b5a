"""Long sorted lists of words, to look words up in without a dictionary of all of them."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["WordGroups"]

_GROUP = 3
"""First letters by which words are looked up together: of 0.6 million words some ten thousand groups, of twelve
thousand words at most."""
_LINE_FEED = 10
_DEAR = 16
"""Words that go into a dictionary in the time of one look-up without it."""


class WordGroups:
    """Words in sorted order, in one long text.

    To look one up fast takes a dictionary, and one of all words takes longer to make than a short document takes to
    convert: the words that begin with the same three letters get theirs when they have been asked for often enough to
    be worth it, and are halved until one is left before that.
    """

    def __init__(self, text: str) -> None:
        """`text` is the words, each with a line feed behind it; words that come again stand one after the other."""
        self._text = text
        letters = _letters(text)
        starts = np.concatenate(([0], np.flatnonzero(letters == _LINE_FEED) + 1)).astype(np.uint32)
        self.start: memoryview = starts.data
        """uint32: where each word begins in the text, and one past the end."""
        self._groups: dict[str, range] = {}
        """By the first letters the numbers of the words."""
        self._made: dict[str, dict[str, int]] = {}
        """By the first letters, where they were asked for often, by word the first one's number."""
        self._asked: dict[str, int] = {}
        """By the first letters how often so far."""
        self._sorted: dict[str, list[str]] = {}
        """By the first letters the words, once each."""
        edges = [0, *(np.flatnonzero(_begins_otherwise(letters, starts[:-1])) + 1).tolist(), len(starts) - 1]
        for i, j in pairwise(edges):
            at = self.start[i]
            self._groups[text[at : at + _GROUP].partition("\n")[0]] = range(i, j)

    def first(self, word: str) -> int | None:
        """Return the number of the first of these words that is this one; None where none is."""
        begin = word[:_GROUP]
        made = self._made.get(begin)
        if made is not None:
            return made.get(word)
        numbers = self._groups.get(begin)
        if numbers is None:
            return None
        asked = self._asked[begin] = self._asked.get(begin, 0) + 1
        return self._group(begin).get(word) if asked * _DEAR > len(numbers) else self._halved(word, numbers)

    def all(self, word: str) -> range:
        """Return the numbers of all of these words that are this one."""
        i = self.first(word)
        if i is None:
            return range(0)
        j, last = i + 1, len(self.start) - 1
        while j < last and self._text[self.start[j] : self.start[j + 1] - 1] == word:
            j += 1
        return range(i, j)

    def beginning(self, letters: str) -> str | None:
        """Return the first of these words that begins with some letters, three at least; None where none does."""
        begin = letters[:_GROUP]
        words = self._sorted.get(begin)
        if words is None:
            words = self._sorted[begin] = sorted(self._group(begin))
        at = bisect_left(words, letters)
        return words[at] if at < len(words) and words[at].startswith(letters) else None

    def fill(self) -> None:
        """Make ready for words with any first letters: for a process that others are copies of."""
        for begin in self._groups:
            self._group(begin)

    def _group(self, begin: str) -> dict[str, int]:
        """By word the number of the first one, of the words that begin with some letters."""
        made = self._made.get(begin)
        if made is None:
            numbers = self._groups.get(begin, range(0))
            words = self._text[self.start[numbers[0]] : self.start[numbers[-1] + 1] - 1].split("\n") if numbers else []
            # Later entries of a dict win, so that it is filled from the back: the first of equal words stays.
            made = dict(zip(reversed(words), reversed(numbers), strict=True))
            if numbers:
                self._made[begin] = made
        return made

    def _halved(self, word: str, numbers: range) -> int | None:
        """The number of the first of some words that is this one, found by halving."""
        text, start = self._text, self.start
        low, high = numbers.start, numbers.stop
        while low < high:
            middle = (low + high) // 2
            if text[start[middle] : start[middle + 1] - 1] < word:
                low = middle + 1
            else:
                high = middle
        return low if low < numbers.stop and text[start[low] : start[low + 1] - 1] == word else None


def _letters(text: str) -> NDArray[np.unsignedinteger]:
    """Return the code points of a text; in half the room where none is beyond U+FFFF."""
    halves = text.encode("utf-16-le", "surrogatepass")
    if len(halves) == 2 * len(text):
        return np.frombuffer(halves, dtype="<u2")
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _begins_otherwise(letters: NDArray[np.unsignedinteger], starts: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Return for each word but the first whether it begins with other letters than the one before it."""
    different = np.zeros(len(starts) - 1, dtype=bool)
    ended = np.zeros(len(starts), dtype=bool)
    for place in range(_GROUP):
        # Behind a short word's line feed stands the next word.
        letter = np.where(ended, 0, letters.take(starts + place, mode="clip"))
        different |= letter[1:] != letter[:-1]
        ended |= letter == _LINE_FEED
    return different
