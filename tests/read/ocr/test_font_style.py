"""Sizes of a scan's words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.font_style import as_typed, font_sizes, typed_pitch, with_typed_spaces
from ingest.read.ocr.text_lines import Ink, InkRun

SCALE = 300 / 72


def word(text: str, line: int, size: float, x_height: float, top: float = 0.72, foot: float = 0.0) -> OcrWord:
    """`x_height` in points, as the engine says; `top` and `foot` of its ink from the baseline, in parts of `size`."""
    return OcrWord(
        text,
        (0.0, -top * size * SCALE, 200.0, foot * size * SCALE),
        0.96,
        line,
        x_height=x_height * SCALE,
        baseline=0.1,
    )


BODY = [word("Kommunen", k, 9.0, 9.0 * 0.52) for k in range(20)]


def test_a_line_without_letters_that_rise_is_no_smaller_print() -> None:
    assert font_sizes([*BODY, word("ges", 30, 9.0, 3.4, 0.52, 0.21)], SCALE)[-1] == 9.0


def test_a_line_that_the_engine_takes_for_larger_print_is_told_by_its_ink() -> None:
    assert font_sizes([*BODY, word("juli.", 30, 9.0, 7.0, 0.72, 0.21)], SCALE)[-1] == 9.0


def test_headings_keep_their_size() -> None:
    found = font_sizes([*BODY, word("Handlingsplan", 30, 14.0, 14 * 0.52, 0.72, 0.21)], SCALE)
    assert found[-1] == 14.0
    small = font_sizes([*BODY, word("Fotnot", 30, 6.5, 6.5 * 0.52)], SCALE)
    assert small[-1] == 6.5


def typed(pitch: float) -> list[OcrWord]:
    """Words of a typewriter, ink a fifth of a letter narrower than their letters' widths."""
    texts = ("kommunen", "ansvarar", "och", "polisen", "medverkar", "till", "vårterminen", "i", "skolorna", "mobbning")
    return [
        OcrWord(text, (100.0, 0.0, 100.0 + pitch * (len(text) - 0.2), 30.0), 0.95, k, x_height=13.0, baseline=28.0)
        for k, text in enumerate(texts * 5)
    ]


def test_typed_words_are_as_wide_as_their_letters() -> None:
    words = typed(25.0)
    assert typed_pitch(words) == pytest.approx(25.0)
    widened = as_typed(words, 25.0)
    assert [w.box[2] - w.box[0] for w in widened] == pytest.approx([25.0 * len(w.text) for w in words])
    # Ten points, whatever the height of the small letters.
    assert set(font_sizes(words, SCALE)) == {10.0}


def test_a_box_that_took_in_more_than_its_word_says_nothing_of_the_pitch() -> None:
    words = typed(25.0)
    stray = replace(words[4], box=(100.0, 0.0, 760.0, 30.0))
    assert typed_pitch([*words[:4], stray, *words[5:]]) == pytest.approx(25.0, abs=0.05)


def test_typed_words_are_parted_where_a_letters_space_stands_in_them() -> None:
    pitch = 25.0
    lefts = [0, 1, 3, 5]
    boxes = np.array([[0, 0, 0, 0], *([100 + pitch * x, 8, 100 + pitch * x + 18, 28] for x in lefts)], dtype=float)
    ink = Ink(np.zeros((1, 1)), boxes, np.ones(len(boxes)), 20.0)
    run = InkRun((100, 8, 250, 28), (1, 2, 3, 4), 20.0)
    read = OcrWord("From", (100.0, 0.0, 100 + pitch * 5 + 18, 30.0), 0.95, 0, x_height=13.0, baseline=28.0)
    assert [w.text for w in with_typed_spaces([read], pitch, [run], ink)] == ["Fr", "o", "m"]
    close = replace(read, box=(100.0, 0.0, 100 + pitch * 4, 30.0))
    assert with_typed_spaces([close], pitch, [run], ink) == [close]


def test_common_print_is_not_typed() -> None:
    rng = np.random.default_rng(1)
    words = [replace(w, box=(0.0, 0.0, w.box[2] * rng.uniform(0.8, 1.2), 30.0)) for w in typed(25.0)]
    assert typed_pitch(words) == 0.0
