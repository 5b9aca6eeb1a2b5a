"""Text layer or OCR: the decision itself, from what a first look at a page gives."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.document import BBox, Method, Note, Page, Word
from ingest.errors import FileTooLarge
from ingest.options import Limits, Options
from ingest.read import read
from ingest.read.ocr import reader as scan
from ingest.read.ocr.engines import tesseract
from ingest.read.ocr.images import PageImage
from ingest.read.pdf.first_look import PageCounts
from ingest.read.pdf.ocr_decision import PageReading, _confirmed, _less_wrong, choose, is_text, render, settle
from ingest.read.pdf.reader import opened, read_page
from ingest.source import Source

needs_ocr = pytest.mark.skipif(tesseract.language_data() is None, reason="Tesseract's language data is not installed")

SOUND = [
    "Kommunen",
    "och",
    "polisen",
    "ska",
    "tillsammans",
    "följa",
    "upp",
    "åtgärderna",
    "för",
    "att",
    "öka",
    "tryggheten",
    "i",
    "centrum",
    "under",
    "året",
]
FULL = (BBox(0, 0, 595, 842),)


def page(words: list[str], images: tuple[BBox, ...] = ()) -> Page:
    boxes = tuple(Word(w, w, BBox(50, 50 + 12 * i, 150, 60 + 12 * i)) for i, w in enumerate(words))
    return Page(1, 595, 842, Method.TEXT_LAYER, words=boxes, images=images)


def look(characters: int, images: tuple[BBox, ...] = (), **more: int) -> PageCounts:
    return PageCounts(1, 595.0, 842.0, characters=characters, images=images, **more)


def test_healthy_layer_is_used() -> None:
    assert choose(page(SOUND * 5), look(500), Options()) is PageReading.LAYER


def test_no_layer_is_ocr() -> None:
    assert choose(page([], FULL), look(0, FULL), Options()) is PageReading.OCR


@pytest.mark.parametrize("invisible", [0, 1])
def test_stray_letter_on_a_scan_is_no_layer(invisible: int) -> None:
    reading = PageReading.OCR if invisible else PageReading.STRAY
    assert choose(page(["x"], FULL), look(1, FULL, invisible=invisible), Options()) is reading


def test_a_scan_in_strips_is_a_scan() -> None:
    strips = tuple(BBox(0, 84.2 * n, 595, 84.2 * (n + 1)) for n in range(10))
    assert look(0, strips).image_share == pytest.approx(1.0)
    assert choose(page(["x"], strips), look(1, strips), Options()) is PageReading.STRAY
    assert choose(page(SOUND * 5, strips), look(500, strips, invisible=500), Options()) is PageReading.COMPARE
    assert look(0, (*FULL, *FULL)).image_share == pytest.approx(1.0)
    assert look(0, (BBox(-50, -50, 297.5, 421), BBox(700, 0, 900, 842))).image_share == pytest.approx(0.25, abs=0.01)


def test_hidden_layer_is_compared() -> None:
    assert choose(page(SOUND * 5, FULL), look(500, FULL, invisible=500), Options()) is PageReading.COMPARE


def test_picture_on_a_page_of_text_is_looked_at() -> None:
    picture = (BBox(50, 400, 545, 700),)
    assert choose(page(SOUND * 5, picture), look(500, picture), Options()) is PageReading.PARTS


def test_logo_is_not_read() -> None:
    logo = (BBox(50, 20, 120, 50),)
    assert choose(page(SOUND * 5, logo), look(500, logo), Options()) is PageReading.LAYER


def test_letters_without_a_meaning_are_ocr() -> None:
    assert choose(page(SOUND * 5), look(500, unmapped=200), Options()) is PageReading.OCR


@pytest.mark.parametrize(("mode", "reading"), [("never", PageReading.LAYER), ("force", PageReading.OCR)])
def test_the_user_can_force_either(mode: str, reading: PageReading) -> None:
    options = Options(ocr=mode)  # type: ignore[arg-type]
    assert choose(page(SOUND * 5, FULL), look(500, FULL, invisible=500), options) is reading


def plan_with(picture: Image.Image, path: Path) -> Page:
    """The words of a PDF page of one line of text above a picture."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen import canvas

    sheet = canvas.Canvas(str(path), pagesize=(595, 842))
    for k in range(8):
        sheet.drawString(60, 780 - 14 * k, "Kommunen och polisen ska tillsammans följa upp åtgärderna i centrum")
    sheet.drawImage(ImageReader(picture), 60, 100, 480, 320)
    sheet.save()
    return read(Source.open(path), Options()).pages[0]


def text_picture(lines: int = 8) -> Image.Image:
    image = Image.new("L", (1340, 110 * lines), 255)
    draw = ImageDraw.Draw(image)
    for k in range(lines):
        text = "Orsaken är bristande belysning och många tomma lokaler"
        draw.text((40, 40 + 100 * k), text, fill=0, font=ImageFont.load_default(38))
    return image


def photograph(seed: int = 4) -> Image.Image:
    """Railings before foliage: stems and dots of all sizes, as dark as letters."""
    rng = np.random.default_rng(seed)
    image = Image.fromarray((rng.random((890, 1340)) * 60 + 130).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(1500):
        x, y, grey = int(rng.integers(1340)), int(rng.integers(890)), int(rng.integers(0, 255))
        draw.line((x, y, x + int(rng.integers(-9, 9)), y + int(rng.integers(8, 40))), fill=grey, width=4)
    return image


@needs_ocr
def test_text_in_a_picture_is_read(tmp_path: Path) -> None:
    words = [w.raw for w in plan_with(text_picture(), tmp_path / "a.pdf").words]
    assert words.count("belysning") == 8


@needs_ocr
def test_a_photograph_adds_nothing(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    found = plan_with(photograph(), tmp_path / "a.pdf")
    assert len(found.words) == 8 * 10
    assert not found.fills


@needs_ocr
def test_a_title_on_a_photograph_is_kept_and_the_photograph_is_not_read() -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.drawImage(ImageReader(photograph()), 0, 0, 595, 842)
    canvas.drawString(60, 700, "Trygg i Granlid")
    canvas.save()
    read, _ = settled(out.getvalue(), Options())
    assert [w.raw for w in read.words] == ["Trygg", "i", "Granlid"]


def ciphered(text: str) -> str:
    """Every letter 29 places lower, as a font with a shifted map gives it."""
    return "".join(chr(ord(c) - 29) if c.isalpha() and c.isascii() else c for c in text)


def test_a_layer_that_is_a_cipher_or_full_of_unknown_words_is_doubted_and_a_sound_one_is_not() -> None:
    sound = [
        "Kommunen",
        "och",
        "polisen",
        "ska",
        "öka",
        "tryggheten",
        "i",
        "centrum",
        "genom",
        "fler",
        "ronder",
        "under",
        "kvällar",
    ] * 4
    assert choose(page(sound), look(400), Options()) is PageReading.LAYER
    assert choose(page([ciphered(w) for w in sound]), look(400), Options()) is PageReading.DOUBT
    broken = [w if i % 4 else w.replace("e", "\ue123").replace("n", "\ue124") for i, w in enumerate(sound)]
    assert choose(page(broken), look(400), Options()) is PageReading.DOUBT
    # Marks that were lost are put right from the text; pages of another language have no Swedish to miss.
    stripped = [w.replace("ö", "o").replace("ä", "a") for w in sound]
    assert choose(page(stripped), look(400), Options()) is PageReading.LAYER
    english = [
        "The",
        "council",
        "and",
        "the",
        "police",
        "will",
        "work",
        "together",
        "to",
        "make",
        "the",
        "town",
        "centre",
        "safe",
        "for",
        "everyone",
        "who",
    ] * 3
    assert choose(page(english), look(400), Options()) is PageReading.LAYER


CODE = """\\cs_new_protected:Npn \\__pdf_page_value:nn #1 #2 { 35 \\@esphack 36 } % issues the values of the global list
\\prop_gput:Nnn \\g_file_prop {#1} { 61 } end of the definition for the list that is used on the page 62"""
FRENCH = """Le français est une langue romane parlée en France dont elle est originaire la langue et les autres
dans les régions du monde soit au total dans les pays ayant pour la plupart fait partie des anciens empires"""
NAMES = "NetworkLinearFlow isolated boolean LevelPriority Author Team Version Created Updated Events Hydro"
SWEDISH = "kommunen polisen tryggheten genom centrum kvällar ronder öka fler under skola park"
ENGLISH = "the council and the police will work together to make it safe"


def test_text_of_another_language_and_code_are_sound_where_their_words_are_spelled_right() -> None:
    # Nothing of Swedish is to be found in either; reading the page anew would lose what is right.
    for text in (CODE, FRENCH):
        words = text.split() * 2
        assert choose(page(words), look(900), Options()) is PageReading.LAYER
        read, notes = settle(None, 0, page(words), look(900), Options())
        assert (read[0].quality, notes) == (1.0, ())
    assert choose(page(NAMES.split() * 4), look(900), Options()) is PageReading.LAYER
    # English beside Swedish that is a cipher does not make the page sound.
    mixed = [*ENGLISH.split(), *map(ciphered, SWEDISH.split() * 2)]
    assert choose(page(mixed), look(900), Options()) is PageReading.DOUBT


def test_a_script_that_no_engine_reads_is_kept_where_ocr_makes_nothing_of_it() -> None:
    greek = page(["Η", "ελληνική", "γλώσσα", "ανήκει", "στην", "ινδοευρωπαϊκή", "οικογένεια", "και", "μιλιέται"] * 4)
    noise = Page(1, 595, 842, Method.OCR, quality=0.2, words=tuple(words_of("NN eAn yAd oc " * 9, 0.3)))
    (kept,), _ = _less_wrong(greek, ((noise,), ()))
    assert kept is greek
    # A Swedish page whose map says Greek letters is read by OCR.
    swedish = Page(1, 595, 842, Method.OCR, quality=0.96, words=tuple(words_of("kommunen polisen och " * 12, 0.96)))
    (kept,), _ = _less_wrong(greek, ((swedish,), ()))
    assert kept is swedish


def test_the_less_wrong_of_layer_and_reading_is_kept_and_its_quality_told() -> None:
    broken = page(["k\ue123mmunen", "p\ue124lisen", "och"] * 12)
    good = Page(1, 595, 842, Method.OCR, quality=0.96, words=tuple(words_of("kommunen polisen och " * 12, 0.96)))
    assert _less_wrong(broken, ((good,), ()))[0] == (good,)
    worse = Page(1, 595, 842, Method.OCR, quality=0.2, words=tuple(words_of("komm x~ | ii " * 12, 0.2)))
    (kept,), _ = _less_wrong(broken, ((worse,), ()))
    assert kept.words == broken.words
    assert kept.quality < 0.5


def words_of(texts: str, confidence: float) -> list[Word]:
    return [Word(t, t, BBox(0, 0, 9, 9), confidence) for t in texts.split()]


def test_what_recognition_makes_of_a_photograph_is_no_text() -> None:
    noise = words_of("fo Iver DAY sy LJ tyY te aa qa Xx LJ Rogl La Li PS", 0.85)
    assert not is_text(noise)
    sign = words_of("Kommunen polisen och skolan följer upp", 0.95)
    assert not is_text([*sign, *words_of("x | , ~ ii 1l . ' _ = " * 3, 0.4)])
    assert is_text(words_of("Kommunen polisen och skolan följer upp läget", 0.95))


def drawn_page(size: tuple[float, float], pictures: int = 0) -> bytes:
    """A PDF page of this size in points with text, and pictures of text side by side."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    for n in range(20):
        canvas.drawString(40, size[1] - 40 - 14 * n, "Kommunen och polisen ska öka tryggheten i centrum")
    for n in range(pictures):
        canvas.drawImage(ImageReader(text_picture(4)), 40, 60 + 170 * n, 400, 160)
    canvas.save()
    return out.getvalue()


def settled(data: bytes, options: Options) -> tuple[Page, tuple[Note, ...]]:
    source = Source.from_bytes(data, "plan.pdf")
    with opened(source, options) as pdf:
        read, seen = read_page(pdf, 0, options)
        pages, notes = settle(pdf, 0, read, seen, options)
    assert len(pages) == 1
    return pages[0], notes


def test_a_poster_is_rendered_with_as_many_pixels_as_are_allowed() -> None:
    options = Options(limits=Limits(pixels=2_000_000))
    source = Source.from_bytes(drawn_page((595, 842)), "plan.pdf")
    with opened(source, options) as pdf:
        _, seen = read_page(pdf, 0, options)
        image = render(pdf, 0, seen, options)
        assert image.gray.size <= 2_000_000
        assert 100 < image.dpi < 300
        # Letters at less than 100 dpi are not read.
        with pytest.raises(FileTooLarge):
            render(pdf, 0, seen, Options(limits=Limits(pixels=500_000)))


def test_what_is_told_of_each_picture_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of those whose text was taken: the notes of the last picture looked at stood for all."""
    words = tuple(Word(w, w, BBox(10, 10 + 12 * i, 90, 20 + 12 * i)) for i, w in enumerate(SOUND[:8]))
    readings = iter([(words, "first"), (words, "second"), ((), "photograph")])

    def read_image(image: object, number: int, options: Options) -> tuple[Page, tuple[Note, ...]]:
        found, message = next(readings)
        return Page(number, 400, 160, Method.OCR, words=found), (Note("mark-on-page", "info", message),)

    monkeypatch.setattr(scan, "read_image", read_image)
    read, notes = settled(drawn_page((595, 842), pictures=3), Options())
    assert len(read.words) > 100
    assert {n.message for n in notes if n.code == "mark-on-page"} == {"first", "second"}


def test_pictures_too_large_to_look_at_lose_no_text() -> None:
    read, notes = settled(drawn_page((595, 842), pictures=1), Options(limits=Limits(pixels=900_000)))
    assert len(read.words) > 100
    assert [n.code for n in notes] == ["picture-not-read"]


def test_a_layer_that_ocr_agrees_with_is_kept_whatever_its_words_look_like() -> None:
    names = [f"Ækvold{c}xq Brztn{c}" for c in "abcdefghijklmnop"]
    layer = page(" ".join(names).split())
    same = Page(1, 595, 842, Method.OCR, quality=0.97, words=layer.words)
    (kept,), _ = _less_wrong(layer, ((same,), ()))
    assert kept.method is Method.TEXT_LAYER
    assert kept.quality > 0.95
    other = Page(1, 595, 842, Method.OCR, quality=0.97, words=tuple(words_of("kommunen polisen och " * 12, 0.97)))
    assert _less_wrong(layer, ((other,), ()))[0] == (other,)


def test_lines_to_write_on_do_not_make_a_layer_doubted() -> None:
    signed = ["_" * 60, "_" * 60, "Sm", "Kmn", "Xq", "Brztn", "|", "www.exmpl.se"]
    assert choose(page(signed), look(150), Options()) is PageReading.LAYER
    broken = [f"Brztn{c}xq\ue123" for c in "abcdefghijklmnop"]
    assert choose(page([*signed, *broken]), look(300), Options()) is PageReading.DOUBT


def test_a_few_doubted_lines_are_read_without_the_blank_paper_around_them(monkeypatch: pytest.MonkeyPatch) -> None:
    names = page([f"Brztn{c}xq" for c in "abcdefgh"])
    read: list[PageImage] = []
    answers = [names.words, names.words[:2], names.words]

    def read_image(image: PageImage, number: int, options: Options) -> tuple[Page, tuple[Note, ...]]:
        read.append(image)
        return Page(number, 100, 100, Method.OCR, quality=0.97, words=answers[len(read) - 1]), ()

    monkeypatch.setattr(scan, "read_image", read_image)
    image = PageImage(np.full((842, 595), 255, dtype=np.uint8), 72.0)
    confirmed = _confirmed(names, image, look(64), Options())
    assert confirmed is not None
    assert confirmed[0][0].words == names.words
    assert confirmed[0][0].quality == 1.0
    assert read[0].gray.shape == (10 + 7 * 12 + 36, 100 + 36)
    # What OCR reads otherwise is looked for on the whole page; so is what may stand in pictures.
    assert _confirmed(names, image, look(64), Options()) is None
    assert _confirmed(names, image, look(64, (BBox(0, 0, 100, 100),)), Options()) is None
    full = Page(1, 595, 842, Method.TEXT_LAYER, words=(Word("Brztnxq", "Brztnxq", BBox(40, 40, 560, 800)),))
    assert _confirmed(full, image, look(600), Options()) is None
    assert len(read) == 2


def test_shadows_of_boxes_are_no_scan_under_a_layer_with_unknown_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice draws the shadows of a slide as black pictures that a mask alone shapes."""
    pytest.importorskip("reportlab")
    read: list[object] = []

    def read_image(image: object, number: int, options: Options) -> tuple[Page, tuple[Note, ...]]:
        read.append(image)
        return Page(number, 595, 842, Method.OCR), ()

    monkeypatch.setattr(scan, "read_image", read_image)
    shadow = Image.new("RGBA", (400, 600), (0, 0, 0, 90))
    shadow.putpixel((0, 0), (0, 0, 0, 0))
    (page, _), (other, _) = (settled(unsound_on(p), Options()) for p in (shadow, photograph()))
    assert page.method is Method.TEXT_LAYER
    assert other.method is Method.OCR
    assert len(read) > 0, "a photograph may be a scan"


def unsound_on(picture: Image.Image) -> bytes:
    """A page of text in which a word is spelled as OCR errs, on a picture as large as the page."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842, mask="auto")
    for k in range(6):
        canvas.drawString(60, 700 - 14 * k, "Kommunen och pol1sen ska tillsammans följa upp åtgärderna i centrum")
    canvas.save()
    return out.getvalue()
