"""Letters of two lines that touch, commas of typewriters, and stems that stand in a rule's way.

Letters are drawn as bars, so that each piece of ink stands where the test says.
"""

from __future__ import annotations

import numpy as np
import pytest

from ingest.read.ocr.images import Gray
from ingest.read.ocr.rules.solid import find_rules
from ingest.read.ocr.text_lines import InkRun, ink_of, runs

SCALE = 300 / 72
COMMON, PITCH, WIDE = 30, 30, 18
"""Pixels: the height of a letter, from letter to letter, and a letter's width."""


def _page(height: int = 300) -> Gray:
    return np.full((height, 1200), 250, np.uint8)


def _letters(page: Gray, foot: int, places: range, high: int = COMMON) -> None:
    """A letter in each place of a line that stands on `foot`."""
    for place in places:
        page[foot - high : foot, 100 + place * PITCH : 100 + place * PITCH + WIDE] = 20


def _runs(page: Gray) -> list[InkRun]:
    return sorted(runs(ink_of(page, float(COMMON)), (), SCALE), key=lambda r: r.box[1])


def test_a_hanging_letter_that_touches_the_ring_below_joins_no_lines() -> None:
    page = _page()
    _letters(page, 130, range(8))
    _letters(page, 178, range(8))
    page[130:149, 196:200] = 20
    found = _runs(page)
    assert [len(r.pieces) for r in found] == [8, 8]
    assert found[0].box[3] < 149
    assert found[1].box[1] > 130


def test_a_large_letter_beside_two_lines_is_cut_only_where_it_is_of_both() -> None:
    page = _page()
    _letters(page, 160, range(8), high=60)
    assert len(ink_of(page, float(COMMON)).boxes) == 1 + 8


def _with_comma() -> Gray:
    page = _page()
    _letters(page, 130, range(4))
    _letters(page, 130, range(5, 9))
    _letters(page, 184, range(8))
    # In the place behind the fourth letter: as high as a small letter, from the middle of the line to under its foot.
    page[122:142, 224:232] = 20
    return page


def test_a_typed_comma_belongs_to_its_line_not_to_the_one_below() -> None:
    first, second = _runs(_with_comma())
    assert (len(first.pieces), len(second.pieces)) == (9, 8)


def test_a_typed_comma_on_a_dirty_page_is_kept() -> None:
    page = _with_comma()
    for n in range(40):
        page[250 + n % 3 * 12 : 256 + n % 3 * 12, 100 + n * 25 : 106 + n * 25] = 20
    assert max(len(r.pieces) for r in _runs(page)) == 9


@pytest.mark.parametrize(("place", "runs_of_it"), [(3, 1), (5, 2)])
def test_what_follows_a_stop_is_near_by_the_gap_behind_the_stop(place: int, runs_of_it: int) -> None:
    """`1. Aims` is one run, what stands in the next column is another."""
    page = _page()
    _letters(page, 130, range(1))
    page[122:130, 136:144] = 20
    _letters(page, 130, range(place, place + 5))
    assert len(_runs(page)) == runs_of_it


def test_stems_of_two_lines_over_a_cells_rule_are_no_rule() -> None:
    page = np.full((900, 1500), 250, np.uint8)
    for y in (100, 300, 440, 600):
        page[y - 3 : y + 3, 100:1300] = 30
    for x, top in ((100, 100), (1300, 100), (700, 440)):
        page[top:600, x - 3 : x + 3] = 30
    for top, foot in ((318, 362), (377, 427)):  # two letters right above the rule between the last row's cells
        page[top:foot, 697:703] = 30
    upright = [b for b in find_rules(page, 300.0).vertical if abs((b[0] + b[2]) / 2 - 700) < 10]
    assert [round(b[1], -1) for b in upright] == [440]
