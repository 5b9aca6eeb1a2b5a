"""Scans, on small pages drawn here: what is on the page is known to the letter and the line."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ingest.document import BBox, Method, Page
from ingest.errors import FileTooLarge, MissingTool, TruncatedFile
from ingest.options import Limits, Options
from ingest.read import read
from ingest.read.ocr import reader as scan
from ingest.read.ocr.deskew import sheet_corners
from ingest.read.ocr.engines import choice as engines
from ingest.read.ocr.engines import tesseract
from ingest.read.ocr.fills import filled
from ingest.read.ocr.images import Gray, PageImage, image_pages
from ingest.read.ocr.preprocess import even_light, prepare
from ingest.read.ocr.rules.solid import find_rules
from ingest.read.ocr.text_lines import ink_of, runs
from ingest.source import Source
from tests.typefaces import font

DPI = 150.0
CELLS = (
    ("Orsak", "Åtgärd", "Vem"),
    ("Otrygg park", "Bättre ljus", "Kommunen"),
    ("Många stölder", "Märkning", "Polisen"),
)
needs_ocr = pytest.mark.skipif(tesseract.language_data() is None, reason="Tesseract's language data is not installed")


@pytest.fixture(scope="module")
def page() -> Gray:
    """A6-sized page at 150 dpi: a line of text, a ruled table of 3 x 3, several lines below."""
    image = Image.new("L", (900, 700), 255)
    draw = ImageDraw.Draw(image)
    draw.text((60, 40), "Handlingsplan för trygghet", fill=0, font=font(30))
    for i in range(4):
        draw.line((60, 120 + 50 * i, 840, 120 + 50 * i), fill=0, width=2)
        draw.line((60 + 260 * i, 120, 60 + 260 * i, 270), fill=0, width=2)
    for r, row in enumerate(CELLS):
        for c, text in enumerate(row):
            draw.text((72 + 260 * c, 130 + 50 * r), text, fill=0, font=font(22))
    for k in range(6):
        draw.text((60, 320 + 45 * k), "Kommunen och polisen följer upp läget på plats.", fill=0, font=font(22))
    return np.asarray(image)


def turned(gray: Gray, degrees: float) -> Gray:
    return np.asarray(
        Image.fromarray(gray).rotate(degrees, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    )


def png(gray: Gray, dpi: float = DPI) -> bytes:
    out = io.BytesIO()
    Image.fromarray(gray).save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


@pytest.mark.parametrize("degrees", [0.0, 2.0])
def test_rules_of_the_grid(page: Gray, degrees: float) -> None:
    prepared = prepare(PageImage(turned(page, degrees), DPI))
    level = [r for r in prepared.rules if r.horizontal and r.bbox.width > 300]
    upright = [r for r in prepared.rules if not r.horizontal and r.bbox.height > 60]
    assert len(level) == 4
    assert len(upright) == 4
    assert level[0].bbox.width == pytest.approx(780 * 72 / DPI, abs=5)


def test_no_rules_in_text(page: Gray) -> None:
    text = page.copy()
    text[115:280] = 255
    assert prepare(PageImage(text, DPI)).rules == ()


def test_rules_leave_the_letters(page: Gray) -> None:
    """Painting out the grid takes no ink from the words, which stand clear of it."""
    prepared = prepare(PageImage(page, DPI))
    scale = prepared.scale * 72 / DPI
    box = [round(v * scale) for v in (70, 128, 300, 162)]
    left = (prepared.text[box[1] : box[3], box[0] : box[2]] < 128).mean()
    drawn = (page[128:162, 70:300] < 128).mean()
    assert left == pytest.approx(drawn, rel=0.25)


def test_shadow_is_lifted(page: Gray) -> None:
    shade = np.linspace(0.5, 1.0, page.shape[1])
    dark = (page * shade).astype(np.uint8)
    flat = even_light(dark, DPI)
    assert np.percentile(flat[300:310, 20:880], 5) > 235


def test_white_letters_on_black_turn_dark() -> None:
    image = Image.new("L", (900, 500), 255)
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 60, 840, 110), fill=40)
    draw.text((80, 68), "Åtgärd och ansvarig", fill=255, font=font(24))
    for k in range(5):
        draw.text((60, 150 + 50 * k), "Kommunen och polisen följer upp.", fill=0, font=font(24))
    prepared = prepare(PageImage(np.asarray(image), DPI))
    assert any(f.color[0] < 0.4 and f.bbox.width > 300 for f in prepared.fills)
    scale = prepared.scale * 72 / DPI
    band = prepared.text[round(66 * scale) : round(104 * scale), round(500 * scale) : round(800 * scale)]
    assert np.median(band) > 220


@pytest.mark.parametrize("level", [0, 90, 150])
def test_bold_white_letters_do_not_break_a_filled_head(level: int) -> None:
    image = Image.new("L", (1200, 500), 250)
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 60, 1140, 110), fill=level)
    heavy = font(30)
    for x, text in ((70, "Bakomliggande orsak"), (520, "Mål"), (760, "Ansvarig aktör")):
        draw.text((x, 66), text, fill=250, font=heavy, stroke_width=1, stroke_fill=250)
    for y in (150, 200, 250):
        draw.text((70, y), "Kommunen och polisen följer upp läget på plats.", fill=0, font=heavy, stroke_width=1)
    found, clean = filled(np.asarray(image), 300.0)
    assert [box for box, _ in found if box[3] < 130]
    assert len(found) == 1
    (x0, y0, x1, y1), shade = found[0]
    assert abs(x0 - 60) < 8
    assert abs(x1 - 1140) < 8
    assert abs(y0 - 60) < 8
    assert abs(y1 - 110) < 8
    assert abs(shade - level / 250) < 0.05
    inside = clean[64:106, 64:1136]
    assert np.median(inside) > 240
    assert inside.min() < 40


def test_dense_bold_print_is_no_fill() -> None:
    image = Image.new("L", (1200, 400), 250)
    draw = ImageDraw.Draw(image)
    draw.text((40, 40), "Handlingsplan mmmmm", fill=20, font=font(80), stroke_width=4, stroke_fill=20)
    for y in (180, 220, 260):
        draw.text((40, y), "Fällningar utredningar mmmmmmm nnnnnn", fill=0, font=font(34), stroke_width=2)
    assert filled(np.asarray(image), 300.0)[0] == []


def _dotted_table(with_rules: bool) -> Gray:
    rng = np.random.default_rng(7)
    image = Image.new("L", (1500, 700), 250)
    draw = ImageDraw.Draw(image)
    for y in (60, 120, 400, 640):
        draw.line((60, y, 1440, y), fill=0, width=4)
    for x in (80, 530, 980):
        for k, text in enumerate(("Förening", "Utveckla", "F\u00f6r alla", "Hjälp", "Byta", "Information")):
            draw.text((x, 130 + 42 * k), text, fill=0, font=font(32))
    gray = np.asarray(image).copy()
    if with_rules:
        for x in (500, 950):
            for y in range(60, 640, 9):
                if rng.random() < 0.6:
                    gray[y : y + int(rng.integers(2, 6)), x : x + 2] = 0
    return gray


@pytest.mark.parametrize("with_rules", [True, False])
def test_rules_that_fell_into_dots(with_rules: bool) -> None:
    gray = _dotted_table(with_rules)
    found = [round((x0 + x1) / 2) for x0, _, x1, _ in find_rules(gray, 300.0).vertical]
    if with_rules:
        assert len(found) == 2
        assert abs(found[0] - 501) <= 2
        assert abs(found[1] - 951) <= 2
    else:
        assert found == []  # stems at the left edge of a column of text are no rule


@pytest.mark.parametrize("upright", [False, True])
def test_a_rule_that_goes_on_in_dots_is_one_rule(upright: bool) -> None:
    gray = np.full((1200, 1200), 250, np.uint8)
    for start in range(100, 1100, 340):
        gray[600:603, start : start + 280] = 20
    for x in range(100, 1100, 9):  # between the whole pieces: dots of 4 pixels, 60 pixels long
        gray[601:603, x : x + 4] = 20
    found = find_rules(gray.T.copy() if upright else gray, 300.0)
    boxes = found.vertical if upright else found.horizontal
    ends = [(b[1], b[3]) if upright else (b[0], b[2]) for b in boxes]
    assert len(ends) == 1
    assert ends[0][0] <= 104
    assert ends[0][1] >= 1090


def test_rules_with_paper_between_stay_apart() -> None:
    gray = np.full((1200, 1200), 250, np.uint8)
    gray[600:603, 100:400] = gray[600:603, 460:760] = 20
    gray[604:610, 500:506] = 20  # a speck is no dotted rule
    assert len(find_rules(gray, 300.0).horizontal) == 2


def test_a_comma_over_the_next_line_stays_with_its_word() -> None:
    """Set so close that the comma stands over a letter of the line below, as near as a dot would."""
    gray = np.full((300, 400), 250, np.uint8)
    for k in range(8):
        gray[100:130, 40 + 30 * k : 60 + 30 * k] = 20
        gray[138:168, 40 + 30 * k : 60 + 30 * k] = 20
    gray[124:135, 273:278] = 20
    found = sorted(runs(ink_of(gray, 30.0), (), 300 / 72), key=lambda r: r.box[1])
    assert [len(r.pieces) for r in found] == [9, 8]
    assert found[0].box[2] == 278


def test_a_comma_after_a_hyphen_stays_with_its_word() -> None:
    """`hem-, skol-`: the nearest letter stands before the hyphen."""
    gray = np.full((200, 500), 250, np.uint8)
    for x in (*range(40, 220, 30), *range(254, 434, 30)):
        gray[100:130, x : x + 20] = 20
    gray[113:117, 216:228] = 20
    gray[126:137, 232:237] = 20
    found = runs(ink_of(gray, 30.0), (), 300 / 72)
    assert [len(r.pieces) for r in found] == [14]


def test_a_rule_squeezed_in_between_two_lines_of_print() -> None:
    image = Image.new("L", (1500, 500), 250)
    draw = ImageDraw.Draw(image)
    for y in (60, 440):
        draw.line((60, y, 1440, y), fill=0, width=3)
    words = "Misshandel utomhus, gängkonflikter och åldringsbrott följs upp"
    draw.text((70, 174), words, fill=0, font=font(34), stroke_width=1)
    draw.text((70, 208), words, fill=0, font=font(34))
    assert len(find_rules(np.asarray(image), 300.0).horizontal) == 2
    draw.line((60, 211, 1440, 211), fill=0, width=3)
    assert [round(b[1]) for b in find_rules(np.asarray(image), 300.0).horizontal] == [59, 210, 439]


def test_a_tint_ends_at_the_rule_that_runs_along_it() -> None:
    image = Image.new("L", (1500, 700), 250)
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 300, 1440, 380), fill=215)
    for y in (60, 300, 380, 640):
        draw.line((60, y, 1440, y), fill=0, width=3)
    for y in (250, 330):
        draw.text((70, y), "Det finns ingen lägesbild, och många uppgifter når inte fram", fill=0, font=font(40))
    prepared = prepare(PageImage(np.asarray(image), 300.0))
    (tint,) = prepared.fills
    level = sorted((r.bbox.top + r.bbox.bottom) / 2 for r in prepared.rules if r.horizontal)
    assert tint.bbox.top == pytest.approx(level[1], abs=0.1)
    assert tint.bbox.bottom == pytest.approx(level[2], abs=0.1)


def test_outer_rules_that_go_on_under_the_last_line_across_stay() -> None:
    """As Writer draws a row that a page break parts: its sides, open below, their ends soft."""
    gray = np.full((700, 900), 250, np.uint8)
    for y in (120, 400):
        gray[y : y + 4, 60:840] = 20
    for x in (60, 836):
        gray[120:460, x : x + 4] = 20
        gray[460:462, x : x + 4] = 200
    assert [round(box[3], -1) for box in find_rules(gray, 300.0).vertical] == [460, 460]


def test_stem_over_a_table_is_no_part_of_its_rule() -> None:
    gray = np.full((500, 900), 250, np.uint8)
    for y in (120, 400):
        gray[y : y + 4, 60:840] = 0
    gray[120:404, 300:304] = 0
    gray[80:108, 299:304] = 0  # a letter's stem, twelve pixels above
    found = find_rules(gray, 300.0)
    assert [round(box[1]) for box in found.vertical] == [122]
    assert not found.mask[80:104, 299:304].any()


def test_sheet_on_a_desk(page: Gray) -> None:
    desk = np.full((900, 1200), 70, np.uint8)
    desk[100:800, 150:1050] = page
    corners = sheet_corners(desk)
    assert corners is not None
    assert np.abs(corners - [[150, 100], [1050, 100], [1050, 800], [150, 800]]).max() < 8
    assert sheet_corners(page) is None


def test_a_sheet_is_found_though_light_falls_off_over_it_and_the_desk(page: Gray) -> None:
    desk = np.full((900, 1200), 110, np.float32)
    desk[100:800, 150:1050] = page
    light = np.linspace(1.0, 0.3, 1200, dtype=np.float32)[None, :]
    corners = sheet_corners((desk * light).astype(np.uint8))
    assert corners is not None
    assert np.abs(corners - [[150, 100], [1050, 100], [1050, 800], [150, 800]]).max() < 16
    assert sheet_corners((page * light[:, : page.shape[1]]).astype(np.uint8)) is None


def test_displayed_and_set_upright_are_inverse() -> None:
    prepared = prepare(PageImage(np.full((400, 300), 255, np.uint8), 100.0))
    matrix = (0.02, -1.0, 300.0, 1.0, 0.02, 0.0, 0.0, 0.0, 1.0)
    page = replace(Page(1, 100, 100, Method.OCR), upright=matrix)
    box = BBox(10, 20, 40, 30)
    back = page.set_upright(page.displayed(box))
    assert (back.x0 + back.x1) / 2 == pytest.approx(25, abs=0.1)
    assert (back.top + back.bottom) / 2 == pytest.approx(25, abs=0.1)
    assert prepared.rules == ()


@needs_ocr
@pytest.mark.parametrize("degrees", [0.0, 3.0, 90.0, 180.0, 270.0])
def test_words_and_their_places(page: Gray, degrees: float) -> None:
    picture = turned(page, degrees)
    result, notes = scan.read_image(PageImage(picture, DPI), 1, Options())
    words = [w.raw for w in result.words]
    for cell in (word for row in CELLS for text in row for word in text.split()):
        assert cell in words
    assert notes == () or tesseract.language_data() is not None
    # The place of a word on the page as displayed holds its ink.
    for word in (w for w in result.words if w.raw in ("Kommunen", "Märkning", "Handlingsplan")):
        assert word.bbox is not None
        at = result.displayed(word.bbox)
        x0, y0, x1, y1 = (round(v * DPI / 72) for v in at)
        patch = picture[max(0, y0) : y1, max(0, x0) : x1]
        assert (patch < 128).mean() > 0.05


@needs_ocr
def test_every_confidence_is_a_probability(page: Gray) -> None:
    result, _ = scan.read_image(PageImage(page, DPI), 1, Options())
    assert result.words
    assert all(0.0 <= w.confidence <= 1.0 for w in result.words)
    assert 0.0 < result.quality <= 1.0


@needs_ocr
def test_same_bytes_same_page(page: Gray) -> None:
    source = Source.from_bytes(png(page), "a.png")
    assert read(source, Options()) == read(source, Options())


@needs_ocr
def test_multi_page_tiff(page: Gray) -> None:
    out = io.BytesIO()
    first = Image.fromarray(page)
    first.save(out, "TIFF", save_all=True, append_images=[first.rotate(180)], dpi=(150, 150))
    document = read(Source.from_bytes(out.getvalue(), "b.tif"), Options())
    assert [p.number for p in document.pages] == [1, 2]
    assert all("Handlingsplan" in [w.raw for w in p.words] for p in document.pages)
    assert document.method is Method.OCR


@needs_ocr
def test_blank_page_has_no_words() -> None:
    result, _ = scan.read_image(PageImage(np.full((1000, 700), 255, np.uint8), 100.0), 1, Options())
    assert result.words == ()
    # Nothing was missed: no warning of a badly read page for the back of each sheet.
    assert result.quality == 1.0
    black, _ = scan.read_image(PageImage(np.full((1000, 700), 20, np.uint8), 100.0), 1, Options())
    assert black.quality == 0.0


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("kind", ["WEBP", "JPEG", "TIFF"])
def test_pictures_of_every_kind_are_opened_with_their_grey_values(kind: str, mode: str) -> None:
    if kind == "WEBP" and mode == "CMYK":
        mode = "RGB"
    out = io.BytesIO()
    Image.new("L", (700, 1000), 200).convert(mode).save(out, kind)
    source = Source.from_bytes(out.getvalue(), "bild")
    assert source.media_type == f"image/{kind.lower()}"
    (page,) = image_pages(source, Limits())
    assert page.gray.shape == (1000, 700)
    assert abs(int(page.gray[500, 350]) - 200) < 4


@needs_ocr
def test_a_file_of_blank_pages_says_that_it_holds_no_text() -> None:
    document = read(Source.from_bytes(png(np.full((1000, 700), 255, np.uint8)), "tom.png"), Options())
    assert [n.code for n in document.notes] == ["no-text"]


@needs_ocr
def test_damaged_second_language_data_is_a_missing_tool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: Gray
) -> None:
    data = tesseract.language_data()
    assert data is not None
    (tmp_path / "swe.traineddata").write_bytes(b"nothing of the kind")
    name = Path(f"{data.languages}.traineddata")
    (tmp_path / name.parent).mkdir(exist_ok=True)
    (tmp_path / name).symlink_to(data.folder / name)
    running = tesseract.Tesseract(tesseract.LanguageData(tmp_path, data.languages, True))
    with pytest.raises(MissingTool, match="swe"):
        running.words(page, DPI, second=True)


def test_missing_language_data(monkeypatch: pytest.MonkeyPatch, page: Gray) -> None:
    monkeypatch.setattr(engines, "language_data", lambda: None)
    monkeypatch.setattr(engines, "model", lambda: None)
    monkeypatch.setattr(engines, "_running", {})
    with pytest.raises(MissingTool, match="language data") as caught:
        scan.read_image(PageImage(page, DPI), 1, Options())
    assert "apt-get install" in caught.value.remedy


@pytest.mark.parametrize(
    "data",
    [
        b"II*\x00",
        b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00",
        b"MM\x00*\x00\x00\x00\x08\x00\x01\x01\x00\x00\x05" + bytes(30),
        b"\x89PNG\r\n\x1a\n" + bytes(20),
        b"\xff\xd8\xff" + bytes(20),
    ],
)
def test_images_that_are_none_behind_their_first_bytes(data: bytes) -> None:
    with pytest.raises(TruncatedFile):
        list(image_pages(Source("a.tif", data), Limits()))


def test_a_camera_file_of_several_views_is_one_page(page: Gray) -> None:
    views = [Image.fromarray(page), Image.fromarray(page)]
    stored = io.BytesIO()
    views[0].save(stored, "MPO", save_all=True, append_images=views[1:])
    assert len(list(image_pages(Source("a.jpg", stored.getvalue()), Limits()))) == 1


def test_damaged_and_oversized_images(page: Gray) -> None:
    data = png(page)
    with pytest.raises(TruncatedFile):
        list(image_pages(Source.from_bytes(data[: len(data) // 2], "c.png"), Limits()))
    with pytest.raises(FileTooLarge, match="pixels"):
        list(image_pages(Source.from_bytes(data, "d.png"), Limits(pixels=1000)))


def test_resolution_is_guessed_where_none_is_stated(page: Gray) -> None:
    out = io.BytesIO()
    Image.fromarray(page).save(out, "PNG")
    (image,) = image_pages(Source.from_bytes(out.getvalue(), "e.png"), Limits())
    assert max(image.points) <= 842.5


def test_transparent_paper_is_white(page: Gray) -> None:
    rgba = np.zeros((*page.shape, 4), np.uint8)
    rgba[..., 3] = 255 - page
    out = io.BytesIO()
    Image.fromarray(rgba, "RGBA").save(out, "PNG")
    (image,) = image_pages(Source.from_bytes(out.getvalue(), "f.png"), Limits())
    assert np.array_equal(image.gray, page)
