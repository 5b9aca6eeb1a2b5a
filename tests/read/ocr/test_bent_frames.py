"""Boxes drawn by hand: what goes on from their rules in a bow is no letter."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from ingest.document import BBox, Rule
from ingest.read.ocr.images import Gray
from ingest.read.ocr.text_lines import ink_of, runs

SCALE = 300 / 72
RULE = Rule(BBox(100 / SCALE, 300 / SCALE, 400 / SCALE, 302 / SCALE), True, 2 / SCALE)


def page(*, bow_from: int) -> Gray:
    """Five letters on a line, and a bow 70 pixels wide that begins at `bow_from` on the height of the rule's end."""
    image = Image.new("L", (900, 500), 250)
    draw = ImageDraw.Draw(image)
    for x in range(100, 300, 40):
        draw.rectangle((x, 200, x + 15, 229), fill=0)
    draw.line([(bow_from + k, 301 - round(18 * (k / 70) ** 2)) for k in range(71)], fill=0, width=4)
    return np.asarray(image)


def read(gray: Gray) -> list[tuple[int, int, int, int]]:
    return [run.box for run in runs(ink_of(gray, 30.0), (RULE,), SCALE)]


def test_a_bow_at_a_rules_end_is_no_text() -> None:
    assert len(read(page(bow_from=404))) == 1


def test_a_stroke_that_no_rule_leads_to_is_left_to_recognition() -> None:
    assert len(read(page(bow_from=600))) == 2
