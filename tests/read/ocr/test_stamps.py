"""Stamps and handwriting over print: what goes, what stays, and that a page without marks is left alone."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from ingest.options import Limits, Options
from ingest.read.ocr.images import Gray, PageImage, image_pages, tint_of
from ingest.read.ocr.stamps import note, pen_strokes, slanted_runs, without_coloured, without_strokes
from ingest.read.ocr.text_lines import ink_of, runs
from ingest.source import Source

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
DPI = 150.0
BLUE, RED = (40, 60, 170), (190, 30, 40)
LINES = ("Polisen och kommunen följer upp", "åtgärder mot våld i nära relationer", "i samverkan med skolan, varje år")
pytestmark = pytest.mark.skipif(not FONT.is_file(), reason="DejaVu is not installed")


def sheet(size: int = 22, fill: tuple[int, int, int] = (0, 0, 0)) -> Image.Image:
    image = Image.new("RGB", (760, 420), (250, 250, 250))
    draw = ImageDraw.Draw(image)
    for i, text in enumerate(LINES):
        draw.text((60, 90 + 60 * i), text, fill=fill, font=ImageFont.truetype(str(FONT), size))
    return image


def picture(image: Image.Image, dpi: float = DPI) -> PageImage:
    return PageImage(np.asarray(image.convert("L")), dpi, tint_of(np.asarray(image)))


def stamped(image: Image.Image, colour: tuple[int, int, int], degrees: float, round_: bool) -> Image.Image:
    """With an entry stamp set askew over the print, as ink lies: the darker of the two shows."""
    stamp = Image.new("RGB", image.size, (255, 255, 255))
    draw = ImageDraw.Draw(stamp)
    if round_:
        draw.ellipse((170, 70, 400, 300), outline=colour, width=5)
    else:
        draw.rectangle((150, 100, 430, 220), outline=colour, width=5)
    draw.text((190, 145), "INKOM 2024", fill=colour, font=ImageFont.truetype(str(FONT), 30))
    stamp = stamp.rotate(degrees, Image.Resampling.BICUBIC, center=(290, 160), fillcolor=(255, 255, 255))
    return Image.fromarray(np.minimum(np.asarray(image), np.asarray(stamp)))


@pytest.mark.parametrize("round_", [False, True], ids=["square", "round"])
@pytest.mark.parametrize("colour", [BLUE, RED], ids=["blue", "red"])
def test_a_coloured_stamp_goes_and_the_print_under_it_stays(colour: tuple[int, int, int], round_: bool) -> None:
    clean = np.asarray(sheet().convert("L")).astype(int)
    page = picture(stamped(sheet(), colour, 9, round_))
    out, places = without_coloured(page)
    assert len(places) == 1
    assert out.tint is None
    print_ = clean < 100
    assert (out.gray[print_] < 150).mean() > 0.97
    before = (page.gray.astype(int) < clean - 60).sum()
    after = (out.gray.astype(int) < clean - 60).sum()
    assert after < 0.1 * before
    box = places[0]
    assert box.x0 < 210 * 72 / DPI < 380 * 72 / DPI < box.x1


def test_coloured_print_rules_fills_and_underlines_are_no_marks() -> None:
    image = sheet()
    draw = ImageDraw.Draw(image)
    draw.text((60, 20), "Blå rubrik över texten", fill=BLUE, font=ImageFont.truetype(str(FONT), 34))
    draw.text((60, 300), "röd text i raden", fill=RED, font=ImageFont.truetype(str(FONT), 22))
    draw.rectangle((40, 340, 720, 400), fill=BLUE)
    draw.text((60, 355), "Mål", fill="white", font=ImageFont.truetype(str(FONT), 24))
    draw.line((40, 115, 720, 115), fill=RED, width=2)  # close under a line of text, touching its descenders
    for x in (40, 380, 720):
        draw.line((x, 80, x, 280), fill=BLUE, width=3)
    page = picture(image)
    assert page.tint is not None
    out, places = without_coloured(page)
    assert places == []
    assert out is page


def test_fringes_of_black_letters_are_no_marks() -> None:
    """A scanner whose three rows of sensors lie a pixel apart."""
    pixels = np.asarray(sheet()).copy()
    pixels[1:, :, 0] = pixels[:-1, :, 0]
    page = PageImage(np.asarray(Image.fromarray(pixels).convert("L")), DPI, tint_of(pixels))
    assert without_coloured(page) == (page, [])


def test_a_page_printed_in_colour_is_left_alone() -> None:
    page = picture(stamped(sheet(fill=RED), BLUE, 9, False))
    assert without_coloured(page) == (page, [])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_colour_of_an_image_file_is_kept_no_longer_than_needed(kind: str) -> None:
    data = io.BytesIO()
    stamped(sheet(), BLUE, 9, False).resize((1520, 840)).save(data, kind, dpi=(300, 300))
    [page] = image_pages(Source(f"a.{kind.lower()}", data.getvalue()), Limits())
    assert page.gray.ndim == 2
    assert page.tint is not None
    assert page.tint.shape == (420, 760)
    assert len(without_coloured(page)[1]) == 1


def test_a_grey_file_has_no_tint() -> None:
    data = io.BytesIO()
    sheet().convert("L").save(data, "PNG")
    [page] = image_pages(Source("a.png", data.getvalue()), Limits())
    assert page.tint is None


def scribble(rng: np.random.Generator, start: tuple[float, float], width: int = 300) -> np.ndarray:
    n = width // 12
    x = start[0] + np.cumsum(rng.uniform(8, 16, n))
    y = start[1] + 14 * np.where(np.arange(n) % 2, 1, -1) * rng.uniform(0.5, 1.0, n)
    return np.stack([x, y], axis=1).round().astype(np.int32)


def black(size: int = 44) -> Gray:
    image = Image.new("L", (1500, 600), 250)
    draw = ImageDraw.Draw(image)
    for i, text in enumerate(LINES):
        draw.text((250, 100 + 120 * i), text, fill=0, font=ImageFont.truetype(str(FONT), size))
    return np.asarray(image).copy()


def test_most_pen_strokes_go_and_no_letter_with_them() -> None:
    """A stroke as thick as the stems of the letters (5 pixels here) is told from them by nothing yet, and stays."""
    clean, gone = black(), []
    for seed in range(30):
        page = clean.copy()
        thick, grey = 2 + seed % 3, 3 * seed
        cv2.polylines(page, [scribble(np.random.default_rng(seed), (40, 190))], False, grey, thick, cv2.LINE_AA)
        mask, _ = pen_strokes(ink_of(page, 25.0))
        out = page if mask is None else without_strokes(page, mask)
        gone.append((out[page.astype(int) < clean.astype(int) - 80] > 150).mean())
        assert (out[clean < 100] < 150).mean() > 0.999
    assert sum(share > 0.6 for share in gone) >= 0.9 * len(gone)


@pytest.mark.parametrize("size", [30, 44, 60])
@pytest.mark.parametrize("blur", [0.0, 1.5, 3.0], ids=["sharp", "soft", "run together"])
def test_print_is_no_pen_stroke(size: int, blur: float) -> None:
    page = black(size)
    if blur:
        page = np.where(cv2.GaussianBlur(page, (0, 0), blur) < 205, 0, 250).astype(np.uint8)
    assert pen_strokes(ink_of(page, 0.55 * size)) == (None, [])


def test_rules_frames_and_skewed_lines_are_no_pen_strokes() -> None:
    page = black()
    cv2.rectangle(page, (200, 60), (1450, 560), 0, 3)
    cv2.line(page, (20, 20), (1480, 45), 0, 3, cv2.LINE_AA)
    cv2.line(page, (20, 590), (180, 80), 0, 4, cv2.LINE_AA)
    cv2.ellipse(page, (100, 300), (60, 40), 0, 0, 360, 0, 3)
    rng = np.random.default_rng(1)
    noisy = np.clip(page + rng.normal(0, 12, page.shape), 0, 255).astype(np.uint8)
    assert pen_strokes(ink_of(page, 25.0)) == (None, [])
    assert pen_strokes(ink_of(noisy, 25.0)) == (None, [])


@given(st.lists(st.text("abcdefghijklmnoprstuvxyåäöABCDEÅÄÖ0123456789 ,.-", min_size=1, max_size=40), max_size=6))
@settings(max_examples=25, deadline=None)
def test_a_page_without_marks_is_unchanged_byte_for_byte(lines: list[str]) -> None:
    image = Image.new("RGB", (900, 420), (250, 250, 250))
    draw = ImageDraw.Draw(image)
    for i, text in enumerate(lines):
        draw.text((20, 20 + 60 * i), text, fill=(0, 0, 0), font=ImageFont.truetype(str(FONT), 26))
    page = picture(image)
    before = page.gray.tobytes()
    out, places = without_coloured(page)
    assert out is page
    assert places == []
    assert pen_strokes(ink_of(page.gray, 15.0)) == (None, [])
    assert page.gray.tobytes() == before


def test_what_went_is_told_with_its_place() -> None:
    _, places = without_coloured(picture(stamped(sheet(), BLUE, 9, False)))
    [told] = note(3, places)
    assert (told.code, told.severity, told.target) == ("mark-on-page", "info", "page.3")
    assert "Page 3" in told.message
    assert note(3, []) == ()
    assert "12 more" in note(1, places * 20)[0].message


def test_a_coloured_stamp_on_a_pdf_page_is_found_and_a_grey_page_is_not_asked(tmp_path: Path) -> None:
    import pypdfium2

    from ingest.read.pdf.first_look import PageCounts
    from ingest.read.pdf.ocr_decision import render

    for image, marks in ((stamped(sheet(), BLUE, 9, False), 1), (sheet().convert("L"), 0)):
        path = tmp_path / f"{marks}.pdf"
        image.save(path, "PDF", resolution=DPI)
        pdf = pypdfium2.PdfDocument(path)
        width, height = pdf[0].get_size()
        look = PageCounts(1, width, height)
        page = render(pdf, 0, look, Options())
        assert (page.tint is None) is (marks == 0)
        assert len(without_coloured(page)[1]) == marks
        pdf.close()


def _line_with_stroke(zigzag: bool) -> Gray:
    """A line of bars for letters, and a pen's stroke that comes down into the third."""
    page = np.full((300, 900), 250, np.uint8)
    for n in range(12):
        page[170:200, 100 + 30 * n : 118 + 30 * n] = 20
    points = [(120, 95), (135, 130), (150, 100), (165, 175)] if zigzag else [(168, 100), (168, 175)]
    cv2.polylines(page, [np.array(points, np.int32)], False, 60, 5)
    return page


def test_what_a_stroke_shows_out_of_its_line_goes_and_the_letter_stays() -> None:
    page = _line_with_stroke(True)
    strokes, _ = pen_strokes(ink_of(page, 30.0))
    assert strokes is not None
    assert strokes[95:160].sum() >= (page[95:160] < 128).sum()
    assert not strokes[170:].any()


def test_a_thin_zigzag_shorter_than_three_letters_goes_whole() -> None:
    page = np.full((300, 900), 250, np.uint8)
    cv2.polylines(page, [np.array([(100, 160), (115, 60), (130, 150), (150, 70), (165, 120)], np.int32)], False, 20, 4)
    strokes, boxes = pen_strokes(ink_of(page, 30.0))
    assert strokes is not None
    assert len(boxes) == 1
    assert strokes.sum() == (page < 128).sum()


def test_a_line_askew_is_no_line_of_the_page() -> None:
    image = sheet()
    stamp = Image.new("L", (420, 120), 255)
    ImageDraw.Draw(stamp).text((10, 40), "INKOM 2024-03-11", fill=0, font=ImageFont.truetype(str(FONT), 22))
    image.paste(stamp.rotate(9, fillcolor=255).convert("RGB"), (300, 290))
    gray = np.asarray(image.convert("L"))
    ink = ink_of(gray, 16.0)
    found = runs(ink, (), DPI / 72)
    askew = slanted_runs(found, ink)
    assert askew
    assert all(run.box[1] > 280 for run in askew)
    level = [run for run in found if run not in askew]
    assert len([run for run in level if run.box[1] < 280]) >= len(LINES)


def test_words_with_falling_letters_at_one_end_are_level() -> None:
    image = Image.new("RGB", (500, 420), (250, 250, 250))
    draw = ImageDraw.Draw(image)
    for i, text in enumerate(("upplysta", "fredag", "påsklov", "bryggorna", "April och", "gårdar")):
        draw.text((60, 40 + 60 * i), text, fill=(0, 0, 0), font=ImageFont.truetype(str(FONT), 22))
    ink = ink_of(np.asarray(image.convert("L")), 16.0)
    assert slanted_runs(runs(ink, (), DPI / 72), ink) == []
