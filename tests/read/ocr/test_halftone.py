"""Tints that a black-and-white copy turned into dots."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ingest.read.ocr.fills import filled
from ingest.read.ocr.halftone import without_stipple
from ingest.read.ocr.images import Gray, PageImage
from ingest.read.ocr.preprocess import prepare

DPI = 200.0
BAND = (100, 340, 1500, 400)


def page(share: float) -> Gray:
    """Lines of print and a band of which `share` of the dots are black, with bold print on it and a rule under it."""
    image = Image.new("L", (1600, 900), 250)
    draw = ImageDraw.Draw(image)
    text = ImageFont.load_default(30)
    for k in range(12):
        if not 330 < 60 + 60 * k < 400:
            draw.text((100, 60 + 60 * k), "Kommunen och polisen följer upp läget på plats.", fill=0, font=text)
    gray = np.array(image)
    rng = np.random.default_rng(3)
    x0, y0, x1, y1 = BAND
    spray = rng.random((y1 - y0, x1 - x0)) < share
    gray[y0:y1, x0:x1][spray] = 0
    heavy = Image.fromarray(gray)
    draw = ImageDraw.Draw(heavy)
    draw.text((110, 350), "Krogrelaterat våld", fill=0, font=text, stroke_width=1)
    draw.line((100, 405, 1500, 405), fill=0, width=4)
    return np.asarray(heavy)


def test_dots_go_and_print_stays() -> None:
    for share in (0.15, 0.3):
        gray = page(share)
        clean, area = without_stipple(gray, DPI)
        assert area is not None
        empty = clean[344:396, 700:1480]
        assert (empty < 128).mean() < 0.02, share
        assert (clean[352:384, 112:360] < 128).mean() > 0.15
        outside = np.ones(gray.shape, dtype=bool)
        outside[320:420, 80:1520] = False
        assert np.array_equal(clean[outside], gray[outside])


def test_a_page_without_dots_is_the_very_same() -> None:
    gray = page(0.0)
    clean, area = without_stipple(gray, DPI)
    assert clean is gray
    assert area is None


def test_dust_is_no_tint() -> None:
    gray = page(0.0).copy()
    rng = np.random.default_rng(5)
    for y, x in zip(rng.integers(0, 890, 400), rng.integers(0, 1590, 400), strict=True):
        gray[y : y + 2, x : x + 2] = 0
    assert without_stipple(gray, DPI)[1] is None


def test_letters_are_measured_without_the_dots() -> None:
    plain, sprayed = (prepare(PageImage(page(share), DPI)) for share in (0.0, 0.3))
    assert abs(sprayed.letter_height - plain.letter_height) < 2
    assert sprayed.scale == plain.scale


def test_swollen_print_where_dots_were_is_no_paint() -> None:
    image = Image.new("L", (1200, 400), 250)
    ImageDraw.Draw(image).rectangle((60, 60, 700, 110), fill=0)
    gray = np.asarray(image)
    assert filled(gray, 300.0)[0]
    assert not filled(gray, 300.0, np.full_like(gray, 255))[0]


def screen(dot: int) -> Gray:
    """A page of print with a band of a coarse screen: dots of so many pixels, half an em apart."""
    gray = np.array(page(0.0))
    x0, y0, x1, y1 = BAND
    for y in range(y0, y1 - dot, 11):
        for x in range(x0, x1 - dot, 11):
            gray[y : y + dot, x : x + dot] = 0
    return gray


def test_the_dots_of_a_coarse_screen_go_and_those_of_letters_stay() -> None:
    gray = screen(2)
    out, area = without_stipple(gray, DPI)
    assert area is not None
    x0, y0, x1, _ = BAND
    assert (out[y0 : y0 + 8, x0 + 400 : x1] < 128).mean() < 0.01 < (gray[y0 : y0 + 8, x0 + 400 : x1] < 128).mean()
    assert np.array_equal(out[460:], gray[460:]), "print beside the screen stays"


def test_faded_print_of_a_grainy_scan_is_no_tint() -> None:
    # A worn ribbon, or a fold: letters grey, their strokes broken into dots where they are told by black alone.
    image = Image.new("L", (1600, 900), 250)
    draw = ImageDraw.Draw(image)
    text = ImageFont.load_default(30)
    for k in range(12):
        draw.text((100, 60 + 60 * k), "Kommunen och polisen följer upp läget på plats.", fill=125, font=text)
    grain = np.random.default_rng(5).normal(0, 25, (900, 1600))
    gray: Gray = np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8)
    clean, area = without_stipple(gray, DPI)
    assert area is None
    assert clean is gray
