"""Pages as a scanner gives them, one with a text layer read badly."""

from __future__ import annotations

import io
import random
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pdf_files import pdf
from plans import Sample

__all__ = ["scan_png", "scan_with_bad_layer"]


def pages_of(path: Path, dpi: int) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [document[i].render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for i in range(len(document))]
    finally:
        document.close()


def scanned(page: Image.Image, seed: int, *, angle: float) -> Image.Image:
    """A page as a cheap scanner gives it: a little turned, soft, speckled, grey paper."""
    chance = np.random.default_rng(seed)
    turned = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.6))
    pixels = np.asarray(turned, dtype=np.float32)
    pixels = 25 + pixels * (225 / 255) + chance.normal(0, 5, pixels.shape)
    specks = chance.random(pixels.shape) < 0.0002
    pixels[specks] = 60
    # Few grey levels: what a scanner set to small files writes.
    return Image.fromarray((np.clip(pixels, 0, 255) // 16 * 17).astype(np.uint8))


def bad_reading(text: str, seed: int) -> str:
    """What an English OCR makes of Swedish: rings and dots lost or misread."""
    chance = random.Random(seed)
    table = {"å": "aa4", "ä": "aa4d", "ö": "o6o", "Å": "A", "Ä": "A", "Ö": "O", "–": "-", "§": "8"}
    return "".join(chance.choice(table[c]) if c in table else c for c in text)


def scan_with_bad_layer(sample: Sample, path: Path) -> int:
    """Page images with an invisible text layer that is wrong."""
    clean = path.with_suffix(".clean.pdf")
    pdf(sample, clean, ruled=True, wide=False, size=9)
    document = pypdfium2.PdfDocument(clean)
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for number, page in enumerate(pages_of(clean, 200)):
        picture = io.BytesIO()
        scanned(page, 11 + number, angle=0.4).save(picture, "JPEG", quality=45)
        from reportlab.lib.utils import ImageReader

        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        layer = document[number].get_textpage()
        text = canvas.beginText()
        text.setTextRenderMode(3)
        text.setFont("Helvetica", 9)
        for at in range(layer.count_rects()):
            left, bottom, right, top = layer.get_rect(at)
            line = bad_reading(layer.get_text_bounded(left, bottom, right, top).strip(), at)
            text.setTextOrigin(left, bottom + 2)
            text.textOut(line)
        canvas.drawText(text)
        canvas.showPage()
    pages = len(document)
    document.close()
    canvas.save()
    clean.unlink()
    return pages


def scan_png(sample: Sample, path: Path) -> int:
    clean = path.with_suffix(".clean.pdf")
    pdf(sample, clean, ruled=True, wide=False, size=9)
    page = scanned(pages_of(clean, 200)[0], 5, angle=-0.7)
    page.quantize(16).save(path, optimize=True, dpi=(200, 200))
    clean.unlink()
    return 1
