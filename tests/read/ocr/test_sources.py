"""Pictures as archives' machines leave them: fax pixels, pages lying every way, JBIG2 in PDF, coarse and fine."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageDraw

from ingest.errors import FileTooLarge, UnsupportedFile
from ingest.options import Limits, Options
from ingest.read import read
from ingest.read.ocr.engines import tesseract
from ingest.read.ocr.images import image_pages
from ingest.source import Source
from tests.typefaces import font

WORDS = "Kommunen ordnar nattvandring varje fredag"
needs_ocr = pytest.mark.skipif(tesseract.language_data() is None, reason="Tesseract's language data is not installed")


def drawn(dpi: int, width: float = 5.0, height: float = 3.0) -> Image.Image:
    """A page of `width` by `height` inches with six lines of 11-point print."""
    page = Image.new("L", (round(width * dpi), round(height * dpi)), 255)
    pen = ImageDraw.Draw(page)
    for line in range(6):
        pen.text((0.4 * dpi, (0.4 + 0.35 * line) * dpi), WORDS, fill=0, font=font(round(11 * dpi / 72)))
    return page


def saved(pages: list[Image.Image], kind: str = "TIFF", **keys: object) -> bytes:
    out = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if len(pages) > 1 else {}
    pages[0].save(out, kind, **more, **keys)
    return out.getvalue()


def share_read(data: bytes, name: str) -> float:
    """Share of the words on the pages that are read as they stand."""
    document = read(Source.from_bytes(data, name), Options())
    wanted = WORDS.split()
    right = sum(w.raw in wanted for p in document.pages for w in p.words)
    return right / (6 * len(wanted) * len(document.pages))


@pytest.mark.parametrize(("across", "down"), [(204, 98), (204, 196), (204, 49), (98, 204)])
def test_fax_pixels_become_squares(across: int, down: int) -> None:
    page = drawn(204)
    squeezed = page.resize((round(5 * across), round(3 * down)), Image.Resampling.BOX).convert("1")
    data = saved([squeezed], dpi=(across, down), compression="group4")
    (seen,) = image_pages(Source.from_bytes(data, "fax.tif"), Limits())
    assert seen.dpi == 204
    assert seen.gray.shape == pytest.approx(page.size[::-1], abs=12)


def test_fax_pixels_of_a_page_that_lies_become_squares() -> None:
    # Stored with its columns as rows; the resolutions are those of the picture as it is stored.
    lying = drawn(204).transpose(Image.Transpose.ROTATE_90).resize((612, 490))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    data = saved([lying], dpi=(204, 98), exif=exif)
    (seen,) = image_pages(Source.from_bytes(data, "fax.tif"), Limits())
    assert seen.gray.shape == (612, 1020)


def test_fax_pixels_are_bounded() -> None:
    squeezed = drawn(204).resize((1020, 294)).convert("1")
    with pytest.raises(FileTooLarge):
        list(image_pages(Source.from_bytes(saved([squeezed], dpi=(204, 98)), "fax.tif"), Limits(pixels=400_000)))


@needs_ocr
def test_a_coarse_fax_is_read() -> None:
    squeezed = drawn(204).resize((1020, 294), Image.Resampling.BOX).convert("1", dither=Image.Dither.NONE)
    assert share_read(saved([squeezed], dpi=(204, 98), compression="group3"), "fax.tif") >= 0.8


@needs_ocr
@pytest.mark.parametrize("dpi", [100, 150, 600])
def test_coarse_and_fine_pages_are_read(dpi: int) -> None:
    assert share_read(saved([drawn(dpi)], dpi=(dpi, dpi)), "sida.tif") >= 0.9


@needs_ocr
def test_pages_of_one_file_lie_every_way() -> None:
    upright = drawn(200)
    pages = [upright, *(upright.rotate(angle, expand=True) for angle in (90, 180, 270))]
    data = saved(pages, dpi=(200, 200), compression="tiff_deflate")
    document = read(Source.from_bytes(data, "blandat.tif"), Options())
    assert [sum(w.raw in WORDS.split() for w in p.words) for p in document.pages] == [30, 30, 30, 30]


@needs_ocr
def test_a_cmyk_photograph_of_print_is_read() -> None:
    page = Image.merge("CMYK", [Image.new("L", drawn(200).size, 0)] * 3 + [drawn(200).point(lambda v: 255 - v)])
    assert share_read(saved([page], "JPEG", quality=85, dpi=(200, 200)), "sida.jpg") >= 0.9


def jbig2_pdf(page: Image.Image, dpi: int) -> bytes:
    """A PDF whose page is one JBIG2 picture: a generic region coded by MMR (ITU-T T.88, 6.2.6), which is Group 4."""
    width, height = page.size
    tiff = io.BytesIO()
    page.convert("1", dither=Image.Dither.NONE).save(tiff, "TIFF", compression="group4", tiffinfo={278: height})
    with Image.open(tiff) as stored:
        (start,), (length,) = stored.tag_v2[273], stored.tag_v2[279]  # type: ignore[attr-defined]
        # Zero is white in a Group 4 TIFF of Pillow where the photometric interpretation says so, black else.
        inverted = stored.tag_v2[262] == 1  # type: ignore[attr-defined]
    coded = tiff.getvalue()[start : start + length]
    info = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", width, height, 0, 0, 0, 1) + coded
    segments = struct.pack(">IBBBI", 0, 48, 0, 1, len(info)) + info
    segments += struct.pack(">IBBBI", 1, 38, 0, 1, len(region)) + region
    decode = b"/Decode [1 0] " if inverted else b""
    size = f"{width * 72 / dpi:.2f} {height * 72 / dpi:.2f}".encode()
    content = b"q " + size.replace(b" ", b" 0 0 ") + b" 0 0 cm /P Do Q"
    image = b"<< /Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode "
    image += decode + b"/Width %d /Height %d /Length %d >>\nstream\n" % (width, height, len(segments))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 " + size + b"] /Contents 4 0 R "
        b"/Resources << /XObject << /P 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
        image + segments + b"\nendstream",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)


@needs_ocr
def test_jbig2_in_pdf_is_read() -> None:
    assert share_read(jbig2_pdf(drawn(300), 300), "sida.pdf") >= 0.9


def test_a_telephones_heic_says_what_to_do() -> None:
    head = struct.pack(">I", 24) + b"ftypheic" + b"\0" * 4 + b"mif1heic"
    with pytest.raises(UnsupportedFile) as caught:
        read(Source.from_bytes(head + b"\0" * 200, "IMG_1.HEIC"), Options())
    assert caught.value.remedy
    assert np.char.find(caught.value.remedy, "JPEG") >= 0


FRENCH = (
    "Les élèves de l'école sont entrés dans la forêt à côté du château",
    "et la fenêtre de la maison était fermée, même si le père y était",
    "pour voir les bateaux du port où les pêcheurs vendent leur poisson",
)


@needs_ocr
def test_another_languages_letters_are_read_on_its_pages_alone() -> None:
    page = Image.new("L", (1700, 700), 255)
    for n, line in enumerate(FRENCH):
        ImageDraw.Draw(page).text((100, 100 + 90 * n), line, fill=0, font=font(44))
    document = read(Source.from_bytes(saved([page], dpi=(200, 200)), "lettre.tif"), Options())
    words = [w.raw for w in document.pages[0].words]
    assert not any(c in w for w in words for c in "åäö")
    assert {"élèves", "côté", "château", "pêcheurs"} <= set(words)
    # The next page is Swedish again.
    assert share_read(saved([drawn(200)], dpi=(200, 200)), "sida.tif") >= 0.9
