"""What runs on a fold or beside it: a column's rule is kept."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from ingest.read.ocr.images import Gray
from ingest.read.ocr.rules.creases import without_creases
from ingest.read.ocr.rules.solid import find_rules

DPI = 300.0
LETTER = 28.0
FOLD = 1200


def page(*, rule: int | None) -> Gray:
    """A form of three boxes under each other, the lowest parted by a rule, folded lengthwise beside that."""
    image = Image.new("L", (2400, 1500), 250)
    pen = ImageDraw.Draw(image)
    for y in (300, 500, 700, 900):
        pen.line((300, y, 2100, y), fill=60, width=5)
    for x in (300, 2100):
        pen.line((x, 300, x, 900), fill=60, width=5)
    if rule is not None:
        pen.line((rule, 700, rule, 900), fill=60, width=5)
    out = np.asarray(image).astype(np.int16)
    out[:, FOLD : FOLD + 4] -= 120
    return np.clip(out, 0, 250).astype(np.uint8)


def upright(gray: Gray) -> list[tuple[int, int, int]]:
    lines, creases = without_creases(find_rules(gray, DPI), (), gray, LETTER, DPI)
    assert [c.upright for c in creases] == [True]
    return sorted((round((a + c) / 2), round(b), round(d)) for a, b, c, d in lines.vertical if 400 < a < 2000)


def test_a_rule_beside_a_fold_is_kept() -> None:
    for at in (FOLD - 9, FOLD + 1, FOLD + 12):
        ((x, top, foot),) = upright(page(rule=at))
        assert abs(x - at) < 6
        assert abs(top - 700) < 6
        assert abs(foot - 900) < 6


def test_a_fold_by_itself_gives_no_rule() -> None:
    assert upright(page(rule=None)) == []
