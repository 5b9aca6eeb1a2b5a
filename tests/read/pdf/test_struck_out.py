"""Struck-out words are left out and quoted; underlines and the rules of a table strike nothing."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

from ingest import Options
from ingest.read.pdf.reader import read
from ingest.source import Source


def page(*lines: tuple[float, float, float], width: float = 0.7) -> bytes:
    """`Gamla namnet Parkenheten` in 12 points at x 100, baseline 700, and horizontal lines (x0, x1, y)."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(100, 700, "Gamla namnet Parkenheten")
    canvas.setLineWidth(width)
    for x0, x1, y in lines:
        canvas.line(x0, y, x1, y)
    canvas.save()
    return buffer.getvalue()


END_OF_OLD = 173.5  # where "namnet" ends, by the widths of Helvetica


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ((100, END_OF_OLD, 703.5), ["Parkenheten"]),
        ((100, END_OF_OLD, 698.5), ["Gamla", "namnet", "Parkenheten"]),
        ((40, 500, 703.5), ["Gamla", "namnet", "Parkenheten"]),
        ((100, 110, 703.5), ["Gamla", "namnet", "Parkenheten"]),
    ],
)
def test_a_line_through_the_middle_strikes(line: tuple[float, float, float], words: list[str]) -> None:
    document = read(Source.from_bytes(page(line), "plan.pdf"), Options(ocr="never"))
    assert [w.text for w in document.pages[0].words] == words
    quoted = [n.message for n in document.notes if n.code == "struck-out"]
    assert bool(quoted) == (len(words) == 1)
    assert not quoted or quoted[0].endswith("Gamla namnet")


def test_a_thick_bar_hides_and_does_not_strike() -> None:
    document = read(Source.from_bytes(page((100, END_OF_OLD, 703.5), width=6), "plan.pdf"), Options(ocr="never"))
    assert len(document.pages[0].words) == 3


@pytest.mark.parametrize(("kind", "flags", "stands"), [("StrikeOut", 4, 1), ("StrikeOut", 2, 3), ("Highlight", 4, 3)])
def test_an_annotation_strikes_too(kind: str, flags: int, stands: int) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(page())) as pdf:
        quad = Array([100, 710, END_OF_OLD, 710, 100, 697, END_OF_OLD, 697])
        note = Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=Array([100, 697, END_OF_OLD, 710]), F=flags)
        note.QuadPoints = quad
        pdf.pages[0].Annots = Array([pdf.make_indirect(note)])
        pdf.save(out)
    document = read(Source.from_bytes(out.getvalue(), "plan.pdf"), Options(ocr="never"))
    assert len(document.pages[0].words) == stands
