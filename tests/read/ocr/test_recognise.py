"""What the shape of the ink says against recognition: capitals, crumbs, marks without their fellow."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.images import Gray
from ingest.read.ocr.recognise import _capital, _clean
from ingest.read.ocr.signs.dashes import with_dash
from ingest.read.ocr.signs.letter_case import with_case
from ingest.read.ocr.text_lines import Ink, InkRun, ink_of, runs

FONTS = [
    p
    for p in (
        Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
        Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"),
        Path("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"),
    )
    if p.is_file()
]
X_HEIGHT = {"DejaVuSans": 0.547, "LiberationSans-Regular": 0.528, "LiberationSerif-Regular": 0.459}
needs_fonts = pytest.mark.skipif(not FONTS, reason="neither DejaVu nor Liberation is installed")


def drawn(text: str, path: Path, size: int = 40) -> tuple[Gray, Ink, InkRun, float]:
    """Picture, ink and run of one line whose baseline lies at y = 80, and its x-height."""
    image = Image.new("L", (900, 120), 250)
    ImageDraw.Draw(image).text((30, 80), text, fill=0, font=ImageFont.truetype(str(path), size), anchor="ls")
    gray = np.asarray(image)
    ink = ink_of(gray, 0.6 * size)
    found = runs(ink, (), 300 / 72)
    assert len(found) == 1
    return gray, ink, found[0], X_HEIGHT[path.stem] * size


@needs_fonts
@pytest.mark.parametrize("path", FONTS, ids=lambda p: p.stem)
@pytest.mark.parametrize(
    ("printed", "read", "meant"),
    [
        ("Införa", "införa", "Införa"),
        ("införa", "Införa", "införa"),
        ("Ideellt", "Ideellt", "Ideellt"),
        ("i", "I", "i"),
        ("i", "1", "i"),
        ("lag", "lag", "lag"),
        ("15", "15", "15"),
    ],
)
def test_a_dot_makes_the_small_letter(path: Path, printed: str, read: str, meant: str) -> None:
    _, ink, run, x_height = drawn(printed + " mitten", path)
    end = 30 + ImageFont.truetype(str(path), 40).getlength(printed)
    word = OcrWord(read, (30.0, 40.0, end, 80.0), 0.9, 0, x_height, 80.0)
    assert _capital(word, read + "mitten", run, ink, (0, 0)).text == meant


@needs_fonts
def test_where_dots_run_into_their_letters_recognition_is_believed() -> None:
    gray, _, _, x_height = drawn("införa mitten", FONTS[0])
    smeared = np.minimum(gray, np.minimum(np.roll(gray, 4, axis=0), np.roll(gray, -4, axis=0)))
    ink = ink_of(smeared, 24.0)
    run = max(runs(ink, (), 300 / 72), key=lambda r: r.box[2] - r.box[0])
    word = OcrWord("införa", (30.0, 40.0, 160.0, 80.0), 0.9, 0, x_height, 82.0)
    assert _capital(word, "införamitten", run, ink, (0, 0)).text == "införa"


def test_lone_marks_apart_from_words_are_crumbs() -> None:
    run = InkRun((0, 0, 400, 20), (1, 2, 3), 18.0)

    def word(text: str, x: float, confidence: float = 0.6) -> OcrWord:
        return OcrWord(text, (x, 0.0, x + 10.0 * len(text), 20.0), confidence, 0)

    words = [word("Utbildning", 0), word(".", 160), word("–", 200), word("stöd", 240), word(".", 281)]
    assert [w.text for w in _clean(words, run)] == ["Utbildning", "–", "stöd", "."]
    sure = [word("Utbildning", 0), word("=", 160, 0.95)]
    assert _clean(sure, run) == sure
    bar = InkRun((0, 0, 4, 20), (1,), 18.0)
    assert _clean([word("l", 0)], bar) == []
    assert _clean([word("5", 0)], bar) != []


def test_dirt_at_half_height_is_no_colon() -> None:
    rng = np.random.default_rng(3)
    image = Image.new("L", (1200, 500), 250)
    draw = ImageDraw.Draw(image)
    for y in range(60, 460, 50):
        for x in range(60, 1100, 26):
            draw.rectangle((x, y, x + 16, y + 24), fill=0)
    clean = np.asarray(image).copy()
    for _ in range(500):
        y, x = int(rng.integers(0, 495)), int(rng.integers(0, 1195))
        if (clean[max(0, y - 12) : y + 16, max(0, x - 12) : x + 16] == 250).all():
            clean[y : y + 4, x : x + 4] = 0
    speck = clean.copy()
    speck[66:70, 1097:1101] = 0  # right of the last letter of the first line, at half height
    ink = ink_of(speck, 25.0)
    label = int(ink.labels[67, 1098])
    assert label > 0
    assert not any(label in run.pieces for run in runs(ink, (), 300 / 72))
    colon = clean.copy()
    colon[66:70, 1097:1101] = 0
    colon[80:84, 1097:1101] = 0
    ink = ink_of(colon, 25.0)
    label = int(ink.labels[67, 1098])
    assert any(label in run.pieces for run in runs(ink, (), 300 / 72))


@needs_fonts
@pytest.mark.parametrize("path", FONTS, ids=lambda p: p.stem)
@pytest.mark.parametrize(
    "printed", ["2024–2027", "2024-2027", "20–22", "19–24", "2024-05", "juni–augusti", "maj-juni", "april-ringar"]
)
@pytest.mark.parametrize("size", [28, 40])
def test_a_span_of_figures_has_the_sign_that_is_printed(path: Path, printed: str, size: int) -> None:
    _, ink, run, x_height = drawn("Under " + printed, path, size)
    font = ImageFont.truetype(str(path), size)
    start = 30 + font.getlength("Under ")
    box = (start, 80.0 - 0.8 * size, start + font.getlength(printed), 81.0)
    for sign in "-–":
        read = printed.replace("–", "-").replace("-", sign)
        word = OcrWord(read, box, 0.9, 0, x_height, 80.0)
        assert with_dash(word, run, ink).text == printed


@needs_fonts
@pytest.mark.parametrize("path", FONTS, ids=lambda p: p.stem)
@pytest.mark.parametrize(
    ("printed", "read"),
    [("vi anordnar en mässa", "vi"), ("Vi anordnar en mässa", "vi"), ("som anordnar en mässa", "som")],
)
def test_the_height_of_a_letter_makes_the_case(path: Path, printed: str, read: str) -> None:
    _, ink, run, x_height = drawn(printed, path)
    face, at = ImageFont.truetype(str(path), 40), 30.0
    words: list[OcrWord] = []
    for text in printed.split():
        end = at + face.getlength(text)
        words.append(OcrWord(text if words else read, (at, 40.0, end, 80.0), 0.9, 0, x_height, 80.0))
        at = end + face.getlength(" ")
    assert " ".join(w.text for w in with_case(words, run, ink)) == printed


@needs_fonts
@pytest.mark.parametrize("path", FONTS, ids=lambda p: p.stem)
def test_a_large_bullet_before_a_line_is_no_letter_of_it(path: Path) -> None:
    image = Image.new("L", (900, 120), 250)
    pen = ImageDraw.Draw(image)
    pen.text((70, 80), "Översyn av belysningen", fill=0, font=ImageFont.truetype(str(path), 40), anchor="ls")
    pen.ellipse((30, 61, 44, 75), fill=0)
    found = runs(ink_of(np.asarray(image), 24.0), (), 300 / 72)
    assert sorted((r.sign, r.box[0] < 60) for r in found) == [("", False), ("•", True)]


@needs_fonts
def test_dots_below_the_line_and_behind_commas_are_specks() -> None:
    gray, clean, run, _ = drawn("Lampor, i parken", FONTS[0])
    marked = gray.copy()
    foot, after = run.box[3], run.box[2]
    comma = max(clean.boxes[list(run.pieces)], key=lambda b: b[3])
    marked[82:87, 40:45] = 0
    marked[75:79, round(comma[2]) + 2 : round(comma[2]) + 5] = 0
    ink = ink_of(marked, 24.0)
    (found,) = runs(ink, (), 300 / 72)
    assert len(found.pieces) == len(run.pieces)
    assert (found.box[2], found.box[3]) == (after, foot)


def test_a_dashed_stroke_down_the_page_is_no_text() -> None:
    gray = np.full((1200, 200), 250, np.uint8)
    for y in range(20, 1100, 14):
        gray[y : y + 10, 100:103] = 0
    assert runs(ink_of(gray, 20.0), (), 300 / 72) == []
