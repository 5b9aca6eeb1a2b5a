"""Ruling lines drawn through, and strokes of letters that look like them."""

from __future__ import annotations

import numpy as np

from ingest.read.ocr.images import Gray
from ingest.read.ocr.rules.solid import find_rules

DPI = 200.0


def page(*strokes: tuple[int, int, int, int]) -> Gray:
    gray = np.full((600, 600), 250, np.uint8)
    for x0, y0, x1, y1 in strokes:
        gray[y0:y1, x0:x1] = 20
    return gray


def upright(*strokes: tuple[int, int, int, int]) -> int:
    return len(find_rules(page(*strokes), DPI).vertical)


def test_stems_of_two_lines_one_over_the_other_are_no_rule() -> None:
    assert upright((300, 200, 303, 266)) == 0


def test_a_short_stroke_is_a_rule_where_others_meet_it_or_it_goes_on() -> None:
    assert upright((300, 200, 303, 266), (200, 200, 400, 203)) == 1
    assert upright((300, 200, 303, 266), (300, 300, 303, 366)) >= 1
    assert upright((300, 200, 303, 320)) == 1


def test_a_rule_that_is_fainter_in_a_painted_heading_is_one_rule() -> None:
    gray = page((100, 100, 500, 102), (100, 170, 500, 172))
    gray[102:170, 300:303] = 215
    gray[172:420, 300:303] = 110
    (box,) = find_rules(gray, DPI).vertical
    assert box[3] > 415


def test_letters_under_each_other_are_no_rule_where_a_rule_crosses_them() -> None:
    gray = page((100, 100, 500, 102), (100, 300, 500, 302))
    for top in range(110, 500, 26):
        gray[top : top + 14, 300:303] = 20
        gray[top : top + 14, 306:316] = 20
    assert not find_rules(gray, DPI).vertical


def test_a_letter_over_the_last_crossing_rule_takes_no_rule_with_it() -> None:
    gray = page((100, 200, 500, 205), (100, 300, 500, 305), (298, 200, 306, 300))
    gray[172:196, 299:301] = 150
    (box,) = find_rules(gray, DPI).vertical
    assert 196 <= box[1] <= 206
    assert box[3] >= 296
