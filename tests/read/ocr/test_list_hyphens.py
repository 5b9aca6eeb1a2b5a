"""Short strokes before the items of a list are hyphens; elsewhere they are specks."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from ingest.read.ocr.text_lines import ink_of, runs


def signs(strokes: list[tuple[int, int]]) -> int:
    """How many of some strokes are kept, on a page of five lines of letters; each is (left edge, line)."""
    image = Image.new("L", (700, 400), 255)
    draw = ImageDraw.Draw(image)
    for line in range(5):
        for k in range(20):
            draw.rectangle((100 + 22 * k, 40 + 60 * line, 112 + 22 * k, 66 + 60 * line), fill=0)
    for x, line in strokes:
        draw.rectangle((x, 52 + 60 * line, x + 9, 56 + 60 * line), fill=0)
    return sum(r.sign == "–" for r in runs(ink_of(np.asarray(image), 26.0), (), 4.0))


def test_strokes_one_under_the_other_begin_items() -> None:
    assert signs([(30, 0), (30, 2), (31, 3)]) == 3


def test_a_stroke_by_itself_and_those_behind_text_are_specks() -> None:
    assert signs([(30, 0)]) == 0
    assert signs([(600, 0), (600, 2), (600, 3)]) == 0
