"""Strokes of a typewriter: as long as its hyphens they are hyphens, whatever stands around them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.signs.dashes import as_typed_strokes, beside_hyphens, with_dash
from ingest.read.ocr.text_lines import Ink, InkRun, ink_of

WORDS = ("elev-råd", "hus-plan", "bo-kvarter", "park-lek", "1988–1989")


def page(last: int) -> tuple[list[OcrWord], list[InkRun], Ink]:
    """Words of two blocks and a stroke between them, which is 12 pixels long but `last` pixels in the last word."""
    image = Image.new("L", (860, 120), 255)
    draw = ImageDraw.Draw(image)
    words = []
    for k, text in enumerate(WORDS):
        x = 20 + 160 * k
        length = last if k == len(WORDS) - 1 else 12
        draw.rectangle((x, 40, x + 18, 70), fill=0)
        draw.rectangle((x + 24, 54, x + 24 + length, 57), fill=0)
        draw.rectangle((x + 32 + length, 40, x + 50 + length, 70), fill=0)
        words.append(OcrWord(text, (float(x), 40.0, float(x + 51 + length), 71.0), 0.9, 0))
    ink = ink_of(np.asarray(image), 30.0)
    return words, [InkRun((20, 40, 850, 71), tuple(range(1, len(ink.boxes))), 30.0)], ink


def test_a_stroke_as_long_as_the_hyphens_is_one() -> None:
    words, runs, ink = page(12)
    assert [w.text for w in as_typed_strokes(words, runs, ink)] == [*WORDS[:4], "1988-1989"]


def test_a_longer_stroke_is_a_dash() -> None:
    words, runs, ink = page(30)
    assert [w.text for w in as_typed_strokes(words, runs, ink)] == list(WORDS)


def test_a_stroke_in_a_span_longer_than_the_pages_hyphens_is_a_dash() -> None:
    words, runs, ink = page(18)
    hyphens = [replace(w, text=w.text.replace("–", "-"), x_height=22.0) for w in words]
    assert [w.text for w in beside_hyphens(hyphens, runs, ink)] == [*WORDS[:4], "1988–1989"]
    words, runs, ink = page(12)
    hyphens = [replace(w, text=w.text.replace("–", "-"), x_height=22.0) for w in words]
    assert beside_hyphens(hyphens, runs, ink)[-1].text == "1988-1989"


def test_two_sure_hyphens_tell_of_a_typed_page() -> None:
    words, runs, ink = page(12)
    assert as_typed_strokes(words[2:], runs, ink)[-1].text == "1988-1989"
    assert as_typed_strokes(words[3:], runs, ink)[-1].text == "1988–1989"


@pytest.mark.parametrize(("first", "meant"), [(20, "13–15-åringar"), (12, "13-15-åringar")])
def test_a_span_before_a_hyphenated_word_is_told_beside_its_hyphen(first: int, meant: str) -> None:
    image = Image.new("L", (400, 120), 255)
    draw = ImageDraw.Draw(image)
    for x0, x1, y0 in ((20, 38, 40), (46, 46 + first, 54), (80, 98, 40), (106, 118, 54), (126, 200, 40)):
        draw.rectangle((x0, y0, x1, 57 if y0 == 54 else 70), fill=0)
    ink = ink_of(np.asarray(image), 30.0)
    word = OcrWord("13-15-åringar", (20.0, 40.0, 201.0, 71.0), 0.9, 0, x_height=22.0, baseline=71.0)
    run = InkRun((20, 40, 201, 71), tuple(range(1, len(ink.boxes))), 30.0)
    assert with_dash(word, run, ink).text == meant
