"""How a page lies: turned pages are read as the same page upright, to the letter and the place."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ingest.options import Options
from ingest.read.ocr import reader as scan
from ingest.read.ocr.deskew import Letters, letters, lying, skew_of, turn_of, upside_down
from ingest.read.ocr.engines import choice as engines
from ingest.read.ocr.engines.tesseract import language_data
from ingest.read.ocr.images import Gray, PageImage
from ingest.read.ocr.orientation import upright
from ingest.read.ocr.preprocess import Evened, evened
from tests.typefaces import font

DPI = 150.0
LINE = "Kommunen och polisen följer upp läget på plats."
needs_ocr = pytest.mark.skipif(language_data() is None, reason="Tesseract's language data is not installed")


def drawn(*lines: tuple[int, str], size: tuple[int, int] = (900, 700)) -> Gray:
    """Lines of (type size in pixels, text), one below the other."""
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    y = 40
    for height, text in lines:
        draw.text((50, y), text, fill=0, font=font(height))
        y += round(1.8 * height)
    return np.asarray(image)


def scanned(gray: Gray, degrees: float = 0.7) -> Gray:
    """Not laid in quite straight, and with the grain of a sensor: no two turns of it are alike."""
    askew = Image.fromarray(gray).rotate(degrees, fillcolor=255, resample=Image.Resampling.BICUBIC)
    grain = np.random.default_rng(5).normal(0, 4, gray.shape)
    return np.clip(np.asarray(askew) + grain, 0, 255).astype(np.uint8)


def quarter(gray: Gray, turns: int) -> Gray:
    """As displayed when `turns` quarter turns clockwise are needed."""
    return np.ascontiguousarray(np.rot90(gray, turns))


def text() -> Gray:
    return drawn((30, "Handlingsplan för trygghet"), *((22, LINE),) * 6)


def capitals() -> Gray:
    return drawn((30, "HANDLINGSPLAN"), *((22, "KOMMUNEN OCH POLISEN UTREDER"),) * 5)


def annex() -> Gray:
    return drawn((24, "Bilaga 1"))


def cover() -> Gray:
    return drawn((130, "Trygghet"), (130, "i Tierp"), (130, "2025"))


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_letters_tell_the_quarter_turns(turns: int) -> None:
    seen = evened(PageImage(quarter(text(), turns), DPI))
    turn = turn_of(seen.letters, (seen.gray.shape[0], seen.gray.shape[1]))
    assert turn.turns == turns
    assert turn.lying_sure
    assert turn.down_sure


@pytest.mark.parametrize("degrees", [-6.0, -3.0, -0.7, 0.7, 3.0, 6.0])
def test_skew_is_measured(degrees: float) -> None:
    gray = Image.fromarray(text()).rotate(degrees, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    seen = evened(PageImage(np.asarray(gray), DPI))
    shape = (seen.gray.shape[0], seen.gray.shape[1])
    assert skew_of(seen.letters, shape) == pytest.approx(-degrees, abs=0.25)
    assert turn_of(seen.letters, shape).turns == 0


def test_capitals_and_few_letters_leave_it_open() -> None:
    for gray in (capitals(), annex()):
        seen = evened(PageImage(gray, DPI))
        turn = turn_of(seen.letters, (seen.gray.shape[0], seen.gray.shape[1]))
        assert turn.turns == 0
        assert not turn.down_sure


@needs_ocr
@pytest.mark.parametrize("make", [text, capitals, annex, cover])
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_quarter_turns_are_undone_pixel_for_pixel(turns: int, make: object) -> None:
    assert callable(make)
    gray = scanned(make())
    image, seen = upright(PageImage(quarter(gray, turns), DPI), engines.engine())
    assert image.turns == turns
    assert np.array_equal(image.gray, gray)
    assert _same(seen, evened(PageImage(gray, DPI)))


def _same(a: Evened, b: Evened) -> bool:
    return np.array_equal(a.gray, b.gray) and a.letters.height == b.letters.height and a.dpi == b.dpi


@needs_ocr
def test_a_turned_page_reads_as_the_upright_one() -> None:
    """Words, types, boxes and rules; the place as displayed turns with the page."""
    gray = scanned(text())
    first, _ = scan.read_image(PageImage(gray, DPI), 1, Options())
    height, width = (v * 72.0 / DPI for v in gray.shape)
    assert "Handlingsplan" in [w.raw for w in first.words]
    for turns in (1, 2, 3):
        page, _ = scan.read_image(PageImage(quarter(gray, turns), DPI), 1, Options())
        assert page.words == first.words
        assert page.rules == first.rules
        assert page.quality == first.quality
        box = first.words[0].bbox
        assert box is not None
        at, was = page.displayed(box), first.displayed(box)
        wanted = {
            1: (was.top, width - was.x1, was.bottom, width - was.x0),
            2: (width - was.x1, height - was.bottom, width - was.x0, height - was.top),
            3: (height - was.bottom, was.x0, height - was.top, was.x1),
        }[turns]
        assert tuple(at) == pytest.approx(wanted, abs=0.01)


@needs_ocr
def test_figures_alone_stay_as_they_lie() -> None:
    gray = drawn(*((30, "6989 1968 8961 9081 6889"),) * 6)
    image, _ = upright(PageImage(gray, DPI), engines.engine())
    assert image.turns == 0


@needs_ocr
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_coloured_mark_is_told_where_it_is_displayed(turns: int) -> None:
    gray = text()
    image = Image.fromarray(gray).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.ellipse((300, 90, 560, 300), outline=(40, 40, 220), width=6)
    tinted = np.asarray(image)
    blue = (tinted[..., 2].astype(int) - tinted[..., 0] > 60).astype(np.uint8)
    picture = PageImage(np.asarray(image.convert("L")), DPI, blue)
    shown = PageImage(quarter(picture.gray, turns), DPI, quarter(blue, turns))
    _, notes = scan.read_image(shown, 1, Options())
    (mark,) = [n for n in notes if n.code == "mark-on-page"]
    x0, y0, x1, y1 = (v * 72.0 / DPI for v in (300, 90, 560, 300))
    width, height = picture.points
    wanted = {
        1: (y0, width - x1, y1, width - x0),
        2: (width - x1, height - y1, width - x0, height - y0),
        3: (height - y1, x0, height - y0, x1),
    }[turns]
    told = mark.message.split("(points) ")[1].split(". ")[0].replace(" to ", ", ").split(", ")
    assert [float(v) for v in told] == pytest.approx(wanted, abs=4)


def test_leaders_are_no_letters() -> None:
    """A table of contents: the dots are many more than the letters, and solid."""
    image = Image.new("L", (1500, 900), 255)
    draw = ImageDraw.Draw(image)
    for y in range(60, 860, 60):
        draw.text((50, y), "Våld i nära relation", fill=0, font=font(34))
        for x in range(430, 1400, 11):
            draw.ellipse((x, y + 30, x + 6, y + 36), fill=0)
    ink = np.where(np.asarray(image) < 128, 255, 0).astype(np.uint8)
    assert letters(ink, 300.0).height > 15


def test_large_type_is_found_where_there_is_no_other() -> None:
    ink = np.where(cover() < 128, 255, 0).astype(np.uint8)
    assert len(letters(ink, DPI)) >= 12


def test_words_of_swollen_print_lie_as_their_lines_do() -> None:
    words = [(60.0 + 250 * x, 100.0 + 40 * y, 90.0 + 20 * (x + y) % 60, 24.0) for y in range(12) for x in range(4)]
    found = Letters(np.array(words), 24.0)
    assert lying(found) == -1.0
    assert upside_down(found) == 0.0
    turned = Letters(found.boxes[:, [1, 0, 3, 2]], 24.0)
    assert lying(turned) == 1.0


def test_lines_typed_as_hyphens_do_not_tell_the_size_of_letters() -> None:
    words = drawn(*((22, LINE),) * 8)
    ruled = drawn(*((22, LINE),) * 8).copy()
    for y in range(36, 680, 40):
        for x in range(50, 850, 14):
            ruled[y : y + 3, x : x + 8] = 0
    for gray in (ruled, quarter(ruled, 1)):
        plain = words if gray is ruled else quarter(words, 1)
        assert letters(np.uint8(255) - gray, DPI).height == letters(np.uint8(255) - plain, DPI).height


def test_a_frame_of_dashes_about_a_few_words_is_no_listing() -> None:
    few = drawn((22, LINE))
    framed = few.copy()
    for y in (10, 690):
        for x in range(20, 880, 9):
            framed[y : y + 3, x : x + 6] = 0
    found = letters(np.uint8(255) - framed, DPI)
    assert len(found.boxes) > len(letters(np.uint8(255) - few, DPI).boxes)
