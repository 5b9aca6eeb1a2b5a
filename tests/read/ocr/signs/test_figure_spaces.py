"""A space before a figure that recognition dropped."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.signs.figure_spaces import with_figure_spaces
from ingest.read.ocr.text_lines import InkRun, ink_of


@pytest.mark.parametrize(
    ("text", "gaps", "meant"),
    [
        ("kv4", (4, 14), ["kv", "4"]),
        ("kv4", (4, 5), ["kv4"]),
        ("§den", (14, 4, 4), ["§", "den"]),
        ("A4", (4,), ["A4"]),
        ("barn", (4, 14, 4), ["barn"]),
    ],
)
def test_a_word_is_parted_where_the_ink_has_a_space(text: str, gaps: tuple[int, ...], meant: list[str]) -> None:
    image = Image.new("L", (300, 80), 255)
    draw = ImageDraw.Draw(image)
    x = 20
    for gap in (*gaps, 0):
        draw.rectangle((x, 20, x + 15, 44), fill=0)
        x += 16 + gap
    ink = ink_of(np.asarray(image), 25.0)
    word = OcrWord(text, (20.0, 20.0, float(x), 45.0), 0.9, 0, x_height=24.0)
    run = InkRun((20, 20, x, 45), tuple(range(1, len(ink.boxes))), 25.0)
    assert [w.text for w in with_figure_spaces([word], [run], ink)] == meant
