"""Folds, holes, lids and shadows are the paper's: no rule, no fill, no text."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.document import BBox, Rule
from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.images import Gray, PageImage
from ingest.read.ocr.margins import marginal_rules, marginal_runs, ticks_before, without_holes
from ingest.read.ocr.preprocess import Prepared, even_light, prepare
from ingest.read.ocr.text_lines import InkRun

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
DPI = 150.0
pytestmark = pytest.mark.skipif(not FONT.is_file(), reason="DejaVu is not installed")


def inch(value: float) -> int:
    return round(value * DPI)


def table_page() -> Gray:
    """A page with a table of three columns, one of them wide enough to be folded through, and a line below it."""
    image = Image.new("L", (inch(8.27), inch(11.69)), 250)
    pen = ImageDraw.Draw(image)
    face = ImageFont.truetype(str(FONT), round(10 * DPI / 72))
    left, right, top = inch(1.0), inch(7.4), inch(2.0)
    columns = (left, inch(2.6), inch(5.6), right)
    for i in range(7):
        y = top + i * inch(0.7)
        pen.line((left, y, right, y), fill=30, width=2)
    for x in columns:
        pen.line((x, top, x, top + 6 * inch(0.7)), fill=30, width=2)
    for i in range(6):
        y = top + i * inch(0.7) + inch(0.1)
        for x, text in zip(columns, ("Otrygg park", "Belysning vid gångvägen ses över", "Tekniska"), strict=False):
            pen.text((x + inch(0.08), y), text, fill=20, font=face)
            pen.text((x + inch(0.08), y + inch(0.2)), text, fill=20, font=face)
    for k in range(6):
        pen.text(
            (left, inch(7.5) + k * inch(0.25)),
            "Nämnden följer upp arbetet varje höst och redovisar",
            fill=20,
            font=face,
        )
    return np.asarray(image)


def folded(page: Gray) -> Gray:
    """Folded lengthwise through the wide column, the paper shaded on one side of the crease."""
    out = page.astype(np.float32)
    x = inch(4.1)
    for y in range(page.shape[0]):
        at = x + round(3 * y / page.shape[0])
        out[y, at : at + 2] -= 110
    out[:, x - inch(0.4) : x] *= np.linspace(1, 0.9, inch(0.4))
    return np.clip(out, 0, 255).astype(np.uint8)


def upright_rules(prepared: Prepared) -> list[float]:
    return sorted({round((r.bbox.x0 + r.bbox.x1) / 144, 1) for r in prepared.rules if not r.horizontal})


def test_a_fold_is_no_rule_and_its_shade_no_fill() -> None:
    clean, bent = prepare(PageImage(table_page(), DPI)), prepare(PageImage(folded(table_page()), DPI))
    assert upright_rules(clean) == [1.0, 2.6, 5.6, 7.4]
    assert upright_rules(bent) == upright_rules(clean)
    assert len([r for r in bent.rules if r.horizontal]) == len([r for r in clean.rules if r.horizontal])
    assert not bent.fills


def test_letters_under_a_fold_stay_and_the_fold_goes() -> None:
    clean, creased = prepare(PageImage(table_page(), DPI)).text, prepare(PageImage(folded(table_page()), DPI)).text
    middle = creased.shape[1] * 4.1 / 8.27
    strip = slice(round(middle - 12), round(middle + 25))
    scale = creased.shape[0] / 11.69
    rows = slice(round(7.5 * scale), round(9.0 * scale))
    kept = (creased[rows, strip] < 140).sum() / (clean[rows, strip] < 140).sum()
    assert 0.8 < kept < 1.25
    below = slice(round(9.5 * scale), round(11.0 * scale))
    assert (creased[below, strip] < 140).sum() == 0


def test_letters_of_a_line_that_a_fold_runs_along_stay() -> None:
    bent = table_page().astype(np.float32)
    y = inch(7.5) + inch(0.25) + 9
    bent[y : y + 2] -= 110
    clean = prepare(PageImage(table_page(), DPI)).text
    creased = prepare(PageImage(np.clip(bent, 0, 255).astype(np.uint8), DPI)).text
    scale = creased.shape[0] / (11.69 * DPI)
    rows = slice(round((y - 2) * scale), round((y + 4) * scale))
    print_, margin = slice(0, round(inch(5.5) * scale)), slice(round(inch(6.0) * scale), None)
    kept = (creased[rows, print_] < 140).sum() / (clean[rows, print_] < 140).sum()
    assert 0.85 < kept < 1.15
    assert (creased[rows, margin] < 140).sum() == 0


def test_a_rule_that_no_word_meets_stays_however_long_it_is() -> None:
    page = table_page().copy()
    cv2.line(page, (inch(0.6), inch(0.7)), (inch(0.6), inch(11.0)), 30, 2)
    assert 0.6 in upright_rules(prepare(PageImage(page, DPI)))


def test_holes_and_a_lid_turn_white_and_print_stays() -> None:
    page = table_page().copy()
    for y in (2.4, 5.6, 8.8):
        cv2.circle(page, (inch(0.45), inch(y)), inch(0.115), 20, -1)
    page[:, -inch(0.2) :] = 30
    clean = without_holes(page, DPI)
    assert clean[:, : inch(0.7)].min() > 200
    assert clean[:, -inch(0.2) :].min() > 200
    assert np.array_equal(clean[:, inch(0.8) : inch(7.8)], table_page()[:, inch(0.8) : inch(7.8)])


def test_small_holes_in_a_column_feed_the_paper_and_one_alone_is_none() -> None:
    page = table_page().copy()
    for k in range(8):
        cv2.circle(page, (inch(0.3), inch(0.6 + 0.5 * k)), inch(0.072), 20, -1)
    assert without_holes(page, DPI)[:, : inch(0.7)].min() > 200
    alone = table_page().copy()
    cv2.circle(alone, (inch(0.3), inch(1.1)), inch(0.072), 20, -1)
    assert without_holes(alone, DPI) is alone


def test_a_page_without_holes_is_the_very_same() -> None:
    page = table_page()
    assert without_holes(page, DPI) is page


def test_a_printed_band_with_light_letters_at_the_edge_stays() -> None:
    image = Image.fromarray(table_page().copy())
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, image.width, inch(0.6)), fill=40)
    face = ImageFont.truetype(str(FONT), round(22 * DPI / 72))
    pen.text((inch(0.3), inch(0.1)), "Trygg kommun – plan för ett år framåt", fill=250, font=face)
    page = np.asarray(image)
    assert without_holes(page, DPI) is page


def test_a_round_dot_as_large_as_a_hole_in_the_middle_stays() -> None:
    page = table_page().copy()
    cv2.circle(page, (inch(4.0), inch(9.6)), inch(0.115), 20, -1)
    assert without_holes(page, DPI) is page


def test_a_shadow_with_an_edge_is_evened_and_a_tint_is_kept() -> None:
    page = table_page().astype(np.float32)
    page[inch(2.05) : inch(2.65), inch(1.05) : inch(7.35)] *= 0.85
    page[inch(6.0) :, inch(4.5) :] *= 0.55
    even = even_light(np.clip(page, 0, 255).astype(np.uint8), DPI)
    assert np.median(even[inch(6.5) :, inch(5.0) : inch(8.0)]) > 235
    assert np.median(even[inch(2.1) : inch(2.6), inch(3.0) : inch(5.0)]) < 225


def mark(x: float, y: float, pieces: int) -> InkRun:
    return InkRun((inch(x), inch(y), inch(x + 0.15), inch(y + 0.2)), tuple(range(1, pieces + 1)), 20.0)


def test_marks_in_the_side_margins_are_told_by_place_and_pieces() -> None:
    shape = (inch(11.69), inch(8.27))
    tick, number, word, column = mark(0.2, 5.0, 1), mark(7.9, 0.4, 1), mark(0.1, 6.0, 8), mark(0.9, 5.0, 1)
    assert marginal_runs([tick, number, word, column], DPI, shape) == [tick]
    corner = mark(8.2, 11.6, 1)
    assert marginal_runs([number, corner], DPI, shape) == [corner]


def test_strokes_in_the_margin_that_meet_no_rule_go() -> None:
    stroke = Rule(BBox(20, 300, 21, 340), False, 1.0)
    level = Rule(BBox(30, 500, 400, 501), True, 1.0)
    frame = Rule(BBox(30, 500, 31, 700), False, 1.0)
    assert marginal_rules([stroke, level, frame], 595.0) == {stroke}


def test_a_tall_stroke_beside_all_print_is_a_tick() -> None:
    printed = [InkRun((300, 300 + 60 * k, 900, 340 + 60 * k), tuple(range(9 * k, 9 * k + 9)), 30.0) for k in range(12)]
    tick, figure, tall = (
        InkRun((990, 400, 1040, 470), (200,), 70.0),
        InkRun((990, 520, 1010, 555), (201,), 35.0),
        InkRun((500, 600, 540, 680), (202,), 80.0),
    )
    assert marginal_runs([*printed, tick, figure, tall], 100.0, (2000, 1300)) == [tick]


def test_a_stroke_read_before_a_line_is_a_tick_where_no_print_stands() -> None:
    words = [
        OcrWord("./", (100.0, 300.0, 140.0, 370.0), 0.9, 0),
        OcrWord("Utbilda", (250.0, 310.0, 400.0, 345.0), 0.95, 0),
        OcrWord("-", (200.0, 380.0, 215.0, 385.0), 0.9, 1),
        OcrWord("Besöka", (250.0, 370.0, 400.0, 405.0), 0.95, 1),
        OcrWord("2014", (100.0, 430.0, 200.0, 465.0), 0.9, 2),
        OcrWord("Mars", (250.0, 430.0, 400.0, 465.0), 0.95, 2),
    ]
    assert ticks_before(words) == {0}
    assert ticks_before([]) == set()


def test_a_fold_across_a_table_parts_no_row() -> None:
    page = table_page().astype(np.float32)
    y = inch(2.0 + 0.7 * 3 + 0.34)
    for x in range(page.shape[1]):
        at = y + round(4 * x / page.shape[1])
        page[at : at + 2, x] -= 24
    prepared = prepare(PageImage(np.clip(page, 0, 255).astype(np.uint8), DPI))
    inner = [r for r in prepared.rules if r.horizontal and abs(r.bbox.top / 72 - 2.0 - 0.7 * 3 - 0.34) < 0.08]
    assert inner == []
