"""Streaks of a scanner's glass go, letters on them and the page's own strokes stay."""

from __future__ import annotations

import numpy as np

from ingest.read.ocr.images import Gray
from ingest.read.ocr.streaks import without_streaks

DPI = 150.0


def page() -> Gray:
    """Grainy paper with rows of letters and a rule that ends an inch from the sheet's edges."""
    out = 240 + np.random.default_rng(4).normal(0, 4, (1750, 1240))
    for y in range(200, 1500, 30):
        for x in range(150, 1050, 14):
            out[y : y + 14, x : x + 8] = 40
    out[150:1600, 1150:1153] = 190
    return np.clip(out, 0, 255).astype(np.uint8)


def streaked(gray: Gray) -> Gray:
    out = gray.copy()
    out[:, 503:505] = (out[:, 503:505] * 0.87).astype(np.uint8)
    return out


def test_a_streak_from_edge_to_edge_goes_and_the_letters_on_it_stay() -> None:
    clean, mended = page(), without_streaks(streaked(page()), DPI)
    assert abs(float(mended[:, 503:505].mean()) - float(clean[:, 503:505].mean())) < 4
    assert np.array_equal(mended[:, 600:], clean[:, 600:])
    assert ((mended < 140) == (clean < 140)).mean() > 0.999


def test_a_streak_across_a_turned_page_goes() -> None:
    turned = np.ascontiguousarray(streaked(page()).T)
    assert abs(float(without_streaks(turned, DPI)[503:505].mean()) - float(page()[:, 503:505].mean())) < 4


def test_a_page_without_streaks_is_the_very_same() -> None:
    gray = page()
    assert without_streaks(gray, DPI) is gray


def test_a_dark_line_through_the_whole_picture_is_no_streak() -> None:
    gray = page()
    gray[:, 503:505] = 60
    assert without_streaks(gray, DPI) is gray


def test_rules_from_edge_to_edge_of_a_pasted_picture_stay() -> None:
    table = streaked(page())[:900]
    assert without_streaks(table, DPI) is table


def test_rules_of_a_picture_that_was_cut_to_its_table_stay() -> None:
    grey = np.full((700, 1050), 245, np.uint8)
    for x in (4, 300, 600, 1040):
        grey[:, x : x + 2] = 170
    for y in (3, 120, 690):
        grey[y : y + 2] = 170
    assert without_streaks(grey, DPI) is grey
