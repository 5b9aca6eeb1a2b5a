"""Lines of print are told from photographs without recognition."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.read.ocr.images import Gray, PageImage
from ingest.read.ocr.print_detector import print_seen, shows_print

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
pytestmark = pytest.mark.skipif(not FONT.is_file(), reason="DejaVu is not installed")


def printed(dpi: float = 130.0, lines: int = 12) -> Gray:
    image = Image.new("L", (round(6 * dpi), round(4 * dpi)), 240)
    pen = ImageDraw.Draw(image)
    face = ImageFont.truetype(str(FONT), round(10 * dpi / 72))
    for i in range(lines):
        pen.text((20, round((0.2 + 0.3 * i) * dpi)), "Belysningen vid torget ses över före hösten", fill=20, font=face)
    return np.asarray(image)


def foliage(seed: int = 3) -> Gray:
    """Leaves and stems: as many pieces of ink as a page of print, in no rows."""
    rng = np.random.default_rng(seed)
    image = Image.fromarray((rng.random((520, 780)) * 80 + 90).astype(np.uint8))
    pen = ImageDraw.Draw(image)
    for _ in range(2500):
        x, y, size = int(rng.integers(780)), int(rng.integers(520)), int(rng.integers(3, 14))
        pen.ellipse((x, y, x + size, y + int(rng.integers(3, 14))), fill=int(rng.integers(20, 220)))
    return np.asarray(image)


def test_letters_stand_in_rows() -> None:
    seen = print_seen(printed(), 130.0)
    assert seen.letters > 300
    assert seen.share > 0.6


def test_a_photograph_has_no_rows_and_is_no_page() -> None:
    seen = print_seen(foliage(), 130.0)
    assert seen.share < 0.1
    assert not shows_print(foliage(), 130.0)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_print_before_something_dark_is_a_page_however_it_lies(turns: int) -> None:
    desk = np.full((1400, 1600), 60, np.uint8)
    sheet = printed()
    desk[300 : 300 + sheet.shape[0], 300 : 300 + sheet.shape[1]] = sheet
    assert shows_print(np.ascontiguousarray(np.rot90(desk, turns)), 130.0)


def test_a_nearly_empty_sheet_is_a_page() -> None:
    assert shows_print(np.full((1400, 1000), 245, np.uint8), 130.0)


def test_light_print_on_dark_ground_is_turned_and_a_sheet_on_a_desk_is_not() -> None:
    page = PageImage(255 - printed(), 130.0)
    assert np.array_equal(page.dark_on_light().gray, printed())
    desk = np.full((1400, 1600), 60, np.uint8)
    desk[300:820, 300:1080] = printed()
    image = PageImage(desk, 130.0)
    assert image.dark_on_light() is image
    plain = PageImage(printed(), 130.0)
    assert plain.dark_on_light() is plain
