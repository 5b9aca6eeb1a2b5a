"""What the boxes of a page say of its values, all of them together or a few at a time."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.quality import page_boxes
from ingest.quality.page_boxes import OUTSIDE, Box, PageRules, PageWords, clues_of

LINES: list[tuple[int, Box]] = [
    (0, (50, 100, 140, 110)),
    (0, (50, 112, 120, 122)),
    (1, (200, 100, 260, 110)),
    (3, (50, 130, 140, 140)),
]
NONE = np.zeros((0, 4))


def _words(gap: float = 0.0) -> PageWords:
    boxes = [(50, 100, 90, 110), (93 + gap, 100, 140, 110), (50, 112, 120, 122), (200, 100, 260, 110)]
    boxes += [(50, 130, 140, 140), (270, 100, 290, 110), (50, 20, 90, 30)]
    owner = np.array([0, 0, 0, 1, 3, -1, OUTSIDE])
    sizes = np.full(len(boxes), 10.0)
    plain = np.zeros(len(boxes), dtype=bool)
    return PageWords(np.array(boxes, dtype=float), sizes, plain, plain, owner)


def _clues(words: PageWords, drawn: PageRules | None = None) -> dict[int, dict[str, float]]:
    rows = np.where(words.owner >= 0, words.owner, -1)
    return dict(clues_of(words, LINES, 1.2, drawn or PageRules(NONE, NONE), rows))


def test_a_wide_space_inside_a_value_is_a_doubt() -> None:
    assert _clues(_words())[0]["gap_inside"] == 0.0
    assert _clues(_words(gap=15))[0]["gap_inside"] > 0.0


def test_words_of_others_near_a_value_are_doubts() -> None:
    found = _clues(_words())
    assert found[1]["close_right"] > found[0]["close_right"]
    assert found[0]["close_below"] > 0.0
    assert found[3]["close_above"] > 0.0
    assert found[1]["close_below"] == found[1]["close_above"] == 0.0


def test_a_rule_across_a_value_is_a_doubt_and_one_that_strikes_its_words_is_none() -> None:
    between = PageRules(np.array([[40, 112.5, 300, 112.5]]), NONE)
    assert _clues(_words(), between)[0]["rule_across"] == 1.0
    amid = PageRules(np.array([[40, 105, 300, 105]], dtype=float), NONE)
    assert _clues(_words(), amid)[0]["rule_across"] == 0.0


@pytest.mark.parametrize("most", [1, 8, 15])
def test_values_of_a_large_page_are_looked_at_in_parts(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _clues(_words(gap=15))
    monkeypatch.setattr(page_boxes, "_MOST", most)
    assert _clues(_words(gap=15)) == whole
    assert list(whole) == [0, 1, 3]
