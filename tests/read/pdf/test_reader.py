"""The PDF reader: small files drawn here, each with one thing to get right; and files that are broken."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Document, Method
from ingest.errors import EncryptedFile, FileTooLarge, IngestError, TruncatedFile, UnsupportedFile
from ingest.options import Limits, Options
from ingest.read.pdf import reader as reader_module
from ingest.read.pdf.reader import read, read_page
from ingest.source import Source

WIDTH, HEIGHT = 595.0, 842.0
NO_OCR = Options(ocr="never")


def drawn(draw: Any, *, size: Any = (WIDTH, HEIGHT), **options: Any) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1, **options)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def text_at(canvas: Canvas, x: float, top: float, text: str, font: Any = "Helvetica", size: Any = 10.0) -> None:
    canvas.setFont(font, size)
    canvas.drawString(x, HEIGHT - top, text)


def document(data: bytes, options: Options = NO_OCR) -> Document:
    return read(Source.from_bytes(data, "plan.pdf"), options)


def texts(data: bytes) -> list[str]:
    return [w.raw for w in document(data).pages[0].words]


def test_words_have_boxes_sizes_and_styles() -> None:
    def draw(c: Canvas) -> None:
        text_at(c, 72, 100, "Mål och åtgärd", size=12)
        text_at(c, 72, 120, "Fet", "Helvetica-Bold", 14)
        text_at(c, 72, 140, "Kursiv", "Helvetica-Oblique")

    page = document(drawn(draw)).pages[0]
    assert [w.raw for w in page.words] == ["Mål", "och", "åtgärd", "Fet", "Kursiv"]
    first, *_, bold, italic = page.words
    assert first.bbox is not None
    assert first.bbox.x0 == pytest.approx(72, abs=0.5)
    assert first.bbox.top < 100 < first.bbox.bottom < 104
    assert first.size == pytest.approx(12)
    assert not first.bold
    assert bold.bold
    assert bold.size == pytest.approx(14)
    assert italic.italic
    assert not italic.bold
    assert page.method is Method.TEXT_LAYER


def test_properties_come_from_the_information_dictionary() -> None:
    def draw(c: Canvas) -> None:
        c.setTitle("Handlingsplan för trygghet")
        c.setAuthor("Kommunen")
        text_at(c, 72, 100, "Text")

    about = document(drawn(draw)).properties
    assert (about.title, about.author) == ("Handlingsplan för trygghet", "Kommunen")
    assert isinstance(about.created, date)


def test_gaps_part_words_and_kerning_does_not() -> None:
    def draw(c: Canvas) -> None:
        t = c.beginText(72, HEIGHT - 100)
        t.setFont("Helvetica", 10)
        t.textOut("Pol")
        t.moveCursor(0, 0)
        c.drawText(t)
        text_at(c, 72 + c.stringWidth("Pol", "Helvetica", 10) + 0.3, 100, "isen")
        text_at(c, 72 + c.stringWidth("Polisen", "Helvetica", 10) + 3.2, 100, "skolan")

    assert texts(drawn(draw)) == ["Polisen", "skolan"]


def test_words_drawn_out_of_order_are_put_together() -> None:
    def draw(c: Canvas) -> None:
        x = 72.0
        places = []
        for letter in "trygghet":
            places.append((x, letter))
            x += c.stringWidth(letter, "Helvetica", 10)
        for x, letter in places[::2] + places[1::2]:
            text_at(c, x, 100, letter)

    assert texts(drawn(draw)) == ["trygghet"]


def test_letter_spaced_headings_are_words() -> None:
    def draw(c: Canvas) -> None:
        t = c.beginText(72, HEIGHT - 100)
        t.setFont("Helvetica", 10)
        t.setCharSpace(4)
        t.textOut("ORSAK MÅL")
        c.drawText(t)

    assert texts(drawn(draw)) == ["ORSAK", "MÅL"]


def test_letters_that_kerning_draws_together_are_of_the_spaced_word() -> None:
    def draw(c: Canvas) -> None:
        x = 72.0
        for piece in ("B", "O", "S", "TÄ", "D", "E", "R"):
            text_at(c, x, 100, piece)
            x += c.stringWidth(piece, "Helvetica", 10) + 3

    assert texts(drawn(draw)) == ["BOSTÄDER"]


@pytest.mark.parametrize(("gap", "read"), [(1.4, ["Norra", "kommun"]), (2.6, ["No", "r", "ra", "ko", "m", "m", "un"])])
def test_small_letters_in_pairs_are_spaced_text_only_where_no_gap_is_a_space(gap: float, read: list[str]) -> None:
    def draw(c: Canvas) -> None:
        x = 72.0
        for piece in (
            ("No", "r", "ra", " ", "ko", "m", "m", "u", "n")
            if gap < 2
            else ("No", "r", "ra", " ", "ko", "m", "m", "un")
        ):
            if piece == " ":
                x += 4
                continue
            text_at(c, x, 100, piece)
            x += c.stringWidth(piece, "Helvetica", 10) + gap

    assert texts(drawn(draw)) == read


@pytest.mark.parametrize("shift", [0.0, 0.3, 0.8])
def test_text_printed_twice_is_read_once(shift: Any) -> None:
    def draw(c: Canvas) -> None:
        text_at(c, 72, 100, "Trygghet i centrum")
        text_at(c, 72 + shift, 100 + shift, "Trygghet i centrum")

    assert texts(drawn(draw)) == ["Trygghet", "i", "centrum"]


def test_a_notes_mark_stands_alone_and_a_unit_stays() -> None:
    def draw(c: Canvas) -> None:
        text_at(c, 72, 100, "Polisen")
        text_at(c, 72 + c.stringWidth("Polisen", "Helvetica", 10), 96, "1", size=6)
        text_at(c, 200, 100, "m")
        text_at(c, 200 + c.stringWidth("m", "Helvetica", 10), 96, "2", size=6)

    assert texts(drawn(draw)) == ["Polisen", "1", "m2"]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_displayed(angle: Any) -> None:
    def draw(c: Canvas) -> None:
        if angle == 90:
            c.translate(0, HEIGHT)
            c.rotate(-90)
            c.translate(0, 0)
        c.drawString(100, 100, "Text")

    plain = pikepdf.open(io.BytesIO(drawn(lambda c: text_at(c, 72, 100, "Åtgärd"))))
    plain.pages[0].Rotate = angle
    buffer = io.BytesIO()
    plain.save(buffer)
    page = document(buffer.getvalue()).pages[0]
    # The text is upright in user space, hence turned as displayed.
    assert [w.raw for w in page.rotated] == ["Åtgärd"]
    assert not page.words
    expected = (HEIGHT, WIDTH) if angle % 180 else (WIDTH, HEIGHT)
    assert (page.width, page.height) == pytest.approx(expected)
    box = page.rotated[0].bbox
    assert box is not None
    assert 0 < box.x0 < box.x1 < page.width
    assert 0 < box.top < box.bottom < page.height


def test_text_turned_against_a_turned_page_is_upright() -> None:
    def draw(c: Canvas) -> None:
        c.saveState()
        c.translate(300, 400)
        c.rotate(90)
        c.setFont("Helvetica", 10)
        c.drawString(0, 0, "Liggande sida")
        c.restoreState()

    with pikepdf.open(io.BytesIO(drawn(draw))) as pdf:
        pdf.pages[0].Rotate = 90
        buffer = io.BytesIO()
        pdf.save(buffer)
    page = document(buffer.getvalue()).pages[0]
    assert [w.raw for w in page.words] == ["Liggande", "sida"]
    assert not page.rotated
    first, second = (w.bbox for w in page.words)
    assert first is not None
    assert second is not None
    assert second.x0 > first.x1
    assert first.top == pytest.approx(second.top, abs=0.1)
    assert (page.width, page.height) == pytest.approx((HEIGHT, WIDTH))


def test_turned_text_is_kept_apart() -> None:
    def draw(c: Canvas) -> None:
        text_at(c, 200, 100, "Rubrik")
        c.saveState()
        c.translate(100, 300)
        c.rotate(90)
        c.drawString(0, 0, "Prioriterat område")
        c.restoreState()

    page = document(drawn(draw)).pages[0]
    assert [w.raw for w in page.words] == ["Rubrik"]
    assert [w.raw for w in page.rotated] == ["Prioriterat", "område"]


def test_the_crop_box_is_the_page() -> None:
    def both(c: Canvas) -> None:
        text_at(c, 172, 200, "Inne")
        text_at(c, 20, 20, "Ute")

    data = drawn(both)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[0].CropBox = [100, 100, 500, 742]
        buffer = io.BytesIO()
        pdf.save(buffer)
    page = document(buffer.getvalue()).pages[0]
    assert (page.width, page.height) == pytest.approx((400, 642))
    assert [w.raw for w in page.words] == ["Inne"]
    assert page.words[0].bbox is not None
    assert page.words[0].bbox.x0 == pytest.approx(72, abs=0.5)
    assert page.words[0].bbox.bottom == pytest.approx(102, abs=2)


def test_rules_come_from_lines_boxes_thin_fills_and_dots() -> None:
    def draw(c: Canvas) -> None:
        c.setLineWidth(0.5)
        c.line(50, HEIGHT - 100, 500, HEIGHT - 100)
        c.rect(50, HEIGHT - 300, 200, 100, stroke=1, fill=0)
        c.rect(50, HEIGHT - 400, 400, 0.6, stroke=0, fill=1)
        c.setDash(1, 2)
        c.line(300, HEIGHT - 150, 300, HEIGHT - 350)
        c.setDash()
        for i in range(100):
            c.rect(50 + 3 * i, HEIGHT - 500, 1, 1, stroke=0, fill=1)

    page = document(drawn(draw)).pages[0]
    level = sorted((round(r.bbox.top), round(r.bbox.x0), round(r.bbox.x1)) for r in page.rules if r.horizontal)
    assert level == [(100, 50, 500), (200, 50, 250), (300, 50, 250), (400, 50, 450), (500, 50, 348)]
    sides = [r.bbox for r in page.rules if not r.horizontal]
    upright = sorted((round(b.x0), round(b.top), round(b.bottom)) for b in sides)
    assert upright == [(50, 200, 300), (250, 200, 300), (300, 150, 350)]


def test_a_box_with_corners_of_many_curves_has_four_sides_and_an_ellipse_none() -> None:
    def draw(c: Canvas) -> None:
        path = c.beginPath()
        path.moveTo(58, 600)
        path.lineTo(242, 600)
        corners = [(250, 608, 250, 692), (242, 700, 58, 700), (50, 692, 50, 608), (58, 600, 58, 600)]
        at = (242, 600)
        for x, y, to_x, to_y in corners:
            # Each corner in four curves, as browsers draw it.
            for i in range(1, 5):
                end = (at[0] + (x - at[0]) * i / 4, at[1] + (y - at[1]) * i / 4)
                path.curveTo(*end, *end, *end)
            path.lineTo(to_x, to_y)
            at = (to_x, to_y)
        c.drawPath(path, stroke=1, fill=0)
        c.ellipse(300, 600, 500, 700, stroke=1, fill=0)

    page = document(drawn(draw)).pages[0]
    sides = sorted((r.horizontal, round(r.bbox.x0), round(r.bbox.x1)) for r in page.rules)
    assert sides == [(False, 50, 50), (False, 250, 250), (True, 50, 250), (True, 50, 250)]


def test_fills_have_their_colour_and_white_paper_is_none() -> None:
    def draw(c: Canvas) -> None:
        c.setFillColorRGB(1, 1, 1)
        c.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
        c.rect(50, 600, 100, 50, stroke=0, fill=1)
        c.setFillColorRGB(0.2, 0.4, 0.8)
        c.rect(50, 500, 400, 20, stroke=0, fill=1)

    page = document(drawn(draw)).pages[0]
    assert len(page.fills) == 1
    assert page.fills[0].color == pytest.approx((0.2, 0.4, 0.8), abs=0.01)
    assert page.fills[0].bbox == pytest.approx((50, 322, 450, 342))


def test_white_lines_count_on_a_painted_ground_only() -> None:
    def draw(c: Canvas) -> None:
        c.setFillColorRGB(0.2, 0.4, 0.8)
        c.rect(50, 500, 400, 40, stroke=0, fill=1)
        c.setStrokeColorRGB(1, 1, 1)
        c.line(200, 500, 200, 540)
        c.line(200, 100, 200, 300)

    rules = document(drawn(draw)).pages[0].rules
    assert [(r.horizontal, round(r.bbox.top)) for r in rules] == [(False, 302)]


def test_fills_are_cut_to_their_clip() -> None:
    def draw(c: Canvas) -> None:
        c.saveState()
        path = c.beginPath()
        path.rect(100, 600, 80, 20)
        c.clipPath(path, stroke=0)
        c.setFillColorRGB(0.9, 0.9, 0.9)
        c.rect(0, 0, 500, 800, stroke=0, fill=1)
        c.restoreState()

    assert document(drawn(draw)).pages[0].fills[0].bbox == pytest.approx((100, 222, 180, 242))


def test_drawing_in_forms_stands_where_the_form_is_placed() -> None:
    def draw(c: Canvas) -> None:
        c.beginForm("ruta")
        c.line(0, 0, 100, 0)
        c.setFont("Helvetica", 10)
        c.drawString(0, 5, "Formulär")
        c.endForm()
        c.saveState()
        c.translate(200, 300)
        c.doForm("ruta")
        c.restoreState()

    page = document(drawn(draw)).pages[0]
    assert [(round(r.bbox.x0), round(r.bbox.top), round(r.bbox.x1)) for r in page.rules] == [(200, 542, 300)]
    assert page.words[0].bbox is not None
    assert page.words[0].bbox.x0 == pytest.approx(200, abs=0.5)


def test_the_look_tells_hidden_layers_and_pictures() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def draw(c: Canvas) -> None:
        c.drawImage(ImageReader(Image.new("L", (100, 140), 200)), 0, 0, WIDTH, HEIGHT)
        t = c.beginText(72, 700)
        t.setFont("Helvetica", 10)
        t.setTextRenderMode(3)
        t.textOut("Osynlig text under en bild")
        c.drawText(t)

    pdf = pypdfium2.PdfDocument(drawn(draw))
    page, look = read_page(pdf, 0, NO_OCR)
    assert len(page.words) == 5
    assert look.invisible == look.characters == 22
    assert look.image_share == pytest.approx(1, abs=0.01)
    assert look.hidden_layer


def test_hyphens_at_line_ends_and_soft_hyphens_stay_raw() -> None:
    def draw(c: Canvas) -> None:
        text_at(c, 72, 100, "brottsföre-")
        text_at(c, 72, 112, "byggande 2024-2026")

    assert texts(drawn(draw)) == ["brottsföre-", "byggande", "2024-2026"]


# Broken files


def test_a_password_is_asked_for() -> None:
    data = drawn(lambda c: text_at(c, 72, 100, "Hemligt"), encrypt=StandardEncryption("hemligt", strength=128))
    with pytest.raises(EncryptedFile):
        document(data)


def test_a_password_is_asked_for_where_objects_are_packed() -> None:
    """As most programs write files since 2008: whether layers are switched off cannot be seen from outside."""
    with pikepdf.open(io.BytesIO(drawn(lambda c: text_at(c, 72, 100, "Hemligt")))) as pdf:
        packed, out = pikepdf.ObjectStreamMode.generate, io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b", R=6), object_stream_mode=packed)
    with pytest.raises(EncryptedFile):
        document(out.getvalue())


def test_a_file_without_pages_behind_a_locked_one_is_not_called_locked() -> None:
    """PDFium leaves the code of the last error where it gives none."""
    with pikepdf.new() as pdf:
        pdf.save(out := io.BytesIO())
    locked = drawn(lambda c: text_at(c, 72, 100, "Hemligt"), encrypt=StandardEncryption("hemligt", strength=128))
    for encryption in (None, pikepdf.Encryption(owner="a", user="", R=6)):
        if encryption is not None:
            with pikepdf.new() as pdf:
                pdf.save(out := io.BytesIO(), encryption=encryption)
        with pytest.raises(EncryptedFile):
            document(locked)
        with pytest.raises(TruncatedFile):
            document(out.getvalue())


def test_an_empty_owner_password_opens() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn(lambda c: text_at(c, 72, 100, "Öppet")))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="", user="hemligt", R=6))
    assert texts(out.getvalue()) == ["Öppet"]


def test_a_compression_that_nobody_knows_is_named() -> None:
    data = b"%PDF-2.0\n1 0 obj <</Type /ObjStm /Filter /BrotliDecode /Length 3>> stream\nabc\nendstream endobj\n%%EOF"
    with pytest.raises(UnsupportedFile, match="BrotliDecode"):
        document(data)
    with pytest.raises(TruncatedFile):
        document(data.replace(b"Brotli", b"Flate"))


def test_an_owner_password_alone_does_not_lock() -> None:
    data = drawn(lambda c: text_at(c, 72, 100, "Öppet"), encrypt=StandardEncryption("", "ägare", strength=128))
    assert texts(data) == ["Öppet"]


def test_a_head_without_a_body_is_truncated() -> None:
    data = drawn(lambda c: text_at(c, 72, 100, "Text"))
    with pytest.raises(TruncatedFile):
        document(data[:200])


def test_a_cut_file_is_read_as_far_as_it_goes_or_refused() -> None:
    def draw(c: Canvas) -> None:
        for i in range(5):
            text_at(c, 72, 100, f"Sida {i}")
            c.showPage()

    data = drawn(draw)
    try:
        result = document(data[: len(data) * 2 // 3])
    except TruncatedFile:
        return
    assert any(n.code == "file-damaged" for n in result.notes)


def test_limits_on_pages_size_and_objects() -> None:
    def draw(c: Canvas) -> None:
        for _ in range(3):
            text_at(c, 72, 100, "Text")
            c.line(0, 0, 10, 10)
            c.line(0, 0, 20, 10)
            c.showPage()

    data = drawn(draw)
    for limits in (Limits(pages=2), Limits(page_points=500.0)):
        with pytest.raises(FileTooLarge):
            document(data, Options(ocr="never", limits=limits))


def test_a_page_that_draws_too_much_keeps_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(c: Canvas) -> None:
        text_at(c, 72, 100, "Mål")
        for i in range(50):
            c.rect(10 * i, 10, 8, 8, fill=1)
        c.showPage()
        text_at(c, 72, 100, "Åtgärd")
        c.line(100, 700, 300, 700)

    monkeypatch.setattr(reader_module, "MOST_DRAWN", 100)
    result = document(drawn(draw))
    assert [[w.raw for w in page.words] for page in result.pages] == [["Mål"], ["Åtgärd"]]
    assert [len(page.rules) for page in result.pages] == [0, 1]
    assert [(n.code, "Page 1 " in n.message) for n in result.notes] == [("drawing-not-read", True)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_after_the_mark_give_a_document_or_a_typed_error(tail: bytes) -> None:
    try:
        result = document(b"%PDF-1.7\n" + tail)
    except IngestError:
        return
    assert result.pages


def _sound(c: Canvas) -> None:
    text_at(c, 72, 100, "Orsak Mål Åtgärd")
    c.line(50, 700, 400, 700)


_SOUND = drawn(_sound, pageCompression=0)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(_SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_flipped_bytes_give_a_document_or_a_typed_error(changes: Any) -> None:
    data = bytearray(_SOUND)
    for place, value in changes:
        data[place] = value
    try:
        result = document(bytes(data))
    except IngestError:
        return
    assert all(p.number == i + 1 for i, p in enumerate(result.pages))


def test_the_same_bytes_give_the_same_document() -> None:
    data = drawn(lambda c: text_at(c, 72, 100, "Samma sak varje gång"))
    assert document(data) == document(data)


def test_a_pdf_of_which_no_page_can_be_read_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(*_: object) -> None:
        raise pypdfium2.PdfiumError("Failed to load page.")

    monkeypatch.setattr(reader_module, "read_page", unreadable)
    with pytest.raises(TruncatedFile, match="no page that can be read"):
        document(drawn(lambda c: text_at(c, 72, 100, "Mål")))
