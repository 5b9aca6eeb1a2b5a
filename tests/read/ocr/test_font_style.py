"""Sizes of a scan's words."""

from __future__ import annotations

from ingest.read.ocr.font_style import font_sizes
from ingest.read.ocr.tesseract import OcrWord

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
