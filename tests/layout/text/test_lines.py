"""Words to visual rows and segments."""

from __future__ import annotations

import pytest

from ingest.document import Word
from ingest.layout.text.lines import rows, segments, size_of
from tests.layout.pages import words


def texts(found: list[list[Word]]) -> list[str]:
    return [" ".join(w.text for w in row) for row in found]


def test_words_that_overlap_by_half_their_height_are_one_row_from_left_to_right() -> None:
    mixed = [*words("lampor", 100, 101.5), *words("Byta", 60, 100), *words("Klippa", 60, 112)]
    assert texts(rows(mixed)) == ["Byta lampor", "Klippa"]


def test_rows_do_not_grow_together_over_words_that_step_down() -> None:
    stairs = [w for k, text in enumerate(("ett", "två", "tre", "fyra")) for w in words(text, 60 + 40 * k, 100 + 4 * k)]
    assert len(rows(stairs)) > 1


def test_a_row_is_cut_where_white_space_is_wider_than_any_of_justified_text() -> None:
    row = words("Byta lampor", 60, 100) + words("Gatukontoret", 200, 100)
    found = segments(row)
    assert texts([s.words for s in found]) == ["Byta lampor", "Gatukontoret"]
    assert [s.row for s in found] == [0, 0]
    assert len(segments(row, gap=20.0)) == 1


def test_size_is_the_usual_one_and_a_boxs_height_where_none_is_told() -> None:
    assert size_of(words("Byta lampor", 60, 100, size=11) + words("1", 120, 96, size=6)) == 11
    (word,) = words("Byta", 60, 100, size=10)
    assert size_of([Word("Byta", "Byta", word.bbox)]) == pytest.approx(9.7)
    assert size_of([]) == 0.0
