"""Shaded tables under uneven light, and rules that are too faint or broken to be told by themselves."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from ingest.read.ocr.fills import filled
from ingest.read.ocr.images import Gray, PageImage
from ingest.read.ocr.preprocess import Prepared, _to_ends, parted_by_rules, prepare
from tests.typefaces import font

DPI = 200.0
COLUMNS = (150, 600, 1050, 1500)
ROWS = (300, 380, 760, 1180, 1600)
TEXT = "Kommunen ordnar vandringar i parken"


def table(tints: tuple[int, ...], rule: int, lined: bool = True) -> Gray:
    """A page of 8.3 by 11.7 inches: a table of three columns and four rows, shaded row by row, with its rules' grey."""
    page = Image.new("L", (1654, 2339), 255)
    pen = ImageDraw.Draw(page)
    for y in range(60, 280, 45):
        pen.text((150, y), f"{TEXT} och på torget varje vecka under hösten", fill=0, font=font(28))
    for (top, foot), tint in zip(pairwise(ROWS), tints, strict=True):
        pen.rectangle((COLUMNS[0], top, COLUMNS[-1], foot), fill=tint)
    for top in ROWS[:-1]:
        for x in COLUMNS[:-1]:
            for k, word in enumerate(TEXT.split()[:2]):
                pen.text((x + 20, top + 12 + 34 * k), word, fill=0, font=font(26))
    if lined:
        for y in ROWS:
            pen.line((COLUMNS[0], y, COLUMNS[-1], y), fill=rule, width=2)
        for x in COLUMNS:
            pen.line((x, ROWS[0], x, ROWS[-1]), fill=rule, width=2)
    return np.asarray(page)


def scanned(page: Gray, sigma: float = 5.0) -> Gray:
    """The same, unevenly lit, soft and noisy."""
    height, width = page.shape
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    light = 1 - 0.22 * np.exp(-(((x - 0.02) / 0.25) ** 2)) - 0.1 * x * y
    grain = np.random.default_rng(5).normal(0, sigma, page.shape)
    soft = cv2.GaussianBlur(page, (0, 0), 0.8)
    return np.clip(soft * light + grain, 0, 255).astype(np.uint8)


def at(prepared: Prepared, *, horizontal: bool) -> list[float]:
    """Places of the rules that run over half of the table, in pixels of the drawn page."""
    least = 0.5 * ((COLUMNS[-1] - COLUMNS[0]) if horizontal else (ROWS[-1] - ROWS[0])) * 72 / DPI
    long: dict[int, float] = {}
    for rule in prepared.rules:
        box = rule.bbox
        if rule.horizontal is horizontal:
            place = round((box.top + box.bottom if horizontal else box.x0 + box.x1) / 2 * DPI / 72 / 10)
            near = next((p for p in long if abs(p - place) <= 1), place)
            long[near] = long.get(near, 0.0) + (box.width if horizontal else box.height)
    return sorted(10.0 * p for p, length in long.items() if length >= least)


@pytest.mark.parametrize("tints", [(240, 208, 240, 208), (208, 208, 208, 208)])
def test_shaded_rows_keep_their_grey_rules(tints: tuple[int, ...]) -> None:
    prepared = prepare(PageImage(scanned(table(tints, rule=160)), DPI))
    assert at(prepared, horizontal=True) == pytest.approx(ROWS, abs=14)
    assert at(prepared, horizontal=False) == pytest.approx(COLUMNS, abs=14)


def test_rows_in_two_greys_are_fills_of_their_own_and_end_at_the_rules() -> None:
    prepared = prepare(PageImage(scanned(table((255, 208, 235, 208), rule=90)), DPI))
    tops = sorted({round(f.bbox.top * DPI / 72) for f in prepared.fills})
    assert tops == pytest.approx([380, 760, 1180], abs=12)
    assert all(abs(f.bbox.x0 * DPI / 72 - COLUMNS[0]) < 12 for f in prepared.fills)


def test_a_rule_of_which_the_copier_kept_a_half_is_whole() -> None:
    page = table((255, 255, 255, 255), rule=60).copy()
    rng = np.random.default_rng(3)
    for y in ROWS[1:-1]:
        for x in range(COLUMNS[0], COLUMNS[-1], 40):
            if rng.random() < 0.45:
                page[y - 2 : y + 3, x + 3 : x + 40] = 255
    prepared = prepare(PageImage(scanned(page, 3.0), DPI))
    assert at(prepared, horizontal=True) == pytest.approx(ROWS, abs=14)


def test_what_shines_through_is_no_rule() -> None:
    page = table((255, 255, 255, 255), rule=30)
    back = cv2.GaussianBlur(np.roll(page[:, ::-1], 130, axis=0), (0, 0), 1.5).astype(np.float32)
    mixed = np.minimum(page, 255 - (255 - back) * 0.2).astype(np.uint8)
    prepared = prepare(PageImage(scanned(mixed, 3.0), DPI))
    assert at(prepared, horizontal=True) == pytest.approx(ROWS, abs=14)
    assert at(prepared, horizontal=False) == pytest.approx(COLUMNS, abs=14)


def test_a_merged_row_gets_no_upright_rules() -> None:
    page = table((255, 255, 255, 255), rule=60).copy()
    for x in COLUMNS[1:-1]:
        page[ROWS[1] + 3 : ROWS[2] - 3, x - 3 : x + 4] = 255
    prepared = prepare(PageImage(scanned(page, 3.0), DPI))
    middle = (ROWS[1] + ROWS[2]) / 2 * 72 / DPI
    crossing = [r for r in prepared.rules if not r.horizontal and r.bbox.top < middle < r.bbox.bottom]
    places = sorted((r.bbox.x0 + r.bbox.x1) / 2 * DPI / 72 for r in crossing)
    assert places == pytest.approx([COLUMNS[0], COLUMNS[-1]], abs=14)


def test_a_painted_row_that_fades_goes_as_far_as_its_rules() -> None:
    rules = [(50.0, 900.0), (51.0, 901.0)]
    assert _to_ends(52.0, 500.0, rules, 20.0) == rules[0]
    assert _to_ends(52.0, 300.0, rules, 20.0) == (52.0, 300.0)
    assert _to_ends(200.0, 700.0, rules, 20.0) == (200.0, 700.0)
    assert _to_ends(52.0, 500.0, [(50.0, 900.0), (50.0, 600.0)], 20.0) == (52.0, 500.0)


def test_spots_of_stained_paper_are_no_fills_and_a_printed_tint_of_the_same_grey_is_one() -> None:
    paper = np.full((1200, 1654), 250.0)
    yy, xx = np.mgrid[0:1200, 0:1654]
    for x, y in ((400, 600), (1100, 800), (700, 1000)):
        paper -= 18.0 * np.exp(-(((xx - x) / 120) ** 2 + ((yy - y) / 120) ** 2))
    stained = np.clip(paper, 0, 250).astype(np.uint8)
    assert filled(stained, DPI)[0] == []
    tinted = stained.copy()
    tinted[60:140, 200:1400] = 234
    ((box, _),) = filled(tinted, DPI)[0]
    assert abs(box[1] - 60) <= 6
    assert abs(box[3] - 140) <= 6


def test_a_tint_is_parted_by_the_rules_that_run_across_all_of_it() -> None:
    area = (100.0, 100.0, 700.0, 220.0)
    rules = [(98.0, 99.0, 702.0, 101.0), (99.0, 159.0, 701.0, 161.0), (300.0, 190.0, 702.0, 191.0)]
    assert parted_by_rules(area, rules, 20.0) == [(100.0, 100.0, 700.0, 160.0), (100.0, 160.0, 700.0, 220.0)]
