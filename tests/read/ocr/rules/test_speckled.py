"""Thin grey rules that a black-and-white scan left as rows of specks."""

from __future__ import annotations

import numpy as np

from ingest.read.ocr.images import Gray
from ingest.read.ocr.rules.solid import find_rules
from ingest.read.ocr.rules.speckled import speckled_levels

DPI = 300.0
ROWS = (300, 420, 560, 700)


def page(rows: tuple[int, ...] = ROWS, *, size: int = 2, step: int = 14) -> Gray:
    """A page whose rules are specks; letters stand between them."""
    rng = np.random.default_rng(3)
    gray = np.full((1000, 1500), 250, np.uint8)
    for y in rows:
        for x in range(150, 1350, step):
            at = y + int(rng.integers(-1, 2))
            gray[at : at + size, x : x + size + 1] = 0
    for y in rows[:-1]:
        for x in range(200, 600, 30):
            gray[y + 50 : y + 80, x : x + 5] = 0
    return gray


def levels(gray: Gray) -> list[float]:
    return sorted(round(box[1]) for box in speckled_levels(250 - gray, [], DPI))


def test_rows_of_specks_with_paper_beside_them_are_rules() -> None:
    found = levels(page())
    assert len(found) == len(ROWS)
    assert all(abs(a - b) <= 3 for a, b in zip(found, ROWS, strict=True))


def test_leaders_and_two_lines_alone_are_none() -> None:
    assert levels(page(size=6, step=24)) == []
    assert levels(page(ROWS[:2])) == []


def test_a_page_with_whole_rules_is_not_searched() -> None:
    whole = [(100.0, y, 1400.0, y + 2.0) for y in (100.0, 200.0, 900.0)]
    assert speckled_levels(250 - page(), whole, DPI) == []


def test_their_ink_is_taken_for_the_rules() -> None:
    found = find_rules(page(), DPI)
    assert len(found.horizontal) == len(ROWS)
    assert found.mask[ROWS[0] - 1 : ROWS[0] + 4, 300:600].any()
