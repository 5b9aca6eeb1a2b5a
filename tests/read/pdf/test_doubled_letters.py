"""Letters printed twice to look bold count once, whatever was printed between the two; two letters alike stay two."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest import Options
from ingest.read.pdf.reader import read
from ingest.source import Source

TEXT = "Alla tillfälliga villkor illa till"


def words(shifts: tuple[float, ...], *, font: str = "Helvetica", size: float = 11, tight: float = 0) -> str:
    """`TEXT` letter by letter, each at these shifts in points, the letters set closer by `tight` points."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    canvas.setFont(font, size)
    x = 40.0
    for letter in TEXT:
        for shift in shifts:
            canvas.drawString(x + shift, 700, letter)
        x += stringWidth(letter, font, size) - tight
    canvas.save()
    document = read(Source.from_bytes(buffer.getvalue(), "plan.pdf"), Options(ocr="never"))
    return " ".join(w.text for w in document.pages[0].words)


@pytest.mark.parametrize("shifts", [(0.0,), (0.0, 0.3), (0.0, 0.9), (0.0, 0.5, 1.0), (0.4, 0.0)])
@pytest.mark.parametrize("font", ["Helvetica", "Times-Roman", "Courier"])
def test_letters_count_once(shifts: tuple[float, ...], font: str) -> None:
    assert words(shifts, font=font) == TEXT


def test_tightly_set_letters_stay() -> None:
    assert words((0.0,), tight=0.5) == TEXT
