"""Text that its clip leaves out is not seen and not read: a merged cell printed again over a page break."""

from __future__ import annotations

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from ingest import Options
from ingest.read import read
from ingest.source import Source


def words_of(canvas: Canvas, out: BytesIO) -> list[str]:
    canvas.save()
    document = read(Source.from_bytes(out.getvalue(), "plan.pdf"), Options())
    return [w.text for page in document.pages for w in page.words]


def test_a_line_above_its_clip_is_not_read() -> None:
    out = BytesIO()
    canvas = Canvas(out, pagesize=(400, 400))
    for y, text in ((300, "Ovanför"), (200, "Inuti")):
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(40, 150, 200, 100)
        canvas.clipPath(path, stroke=0)
        canvas.drawString(50, y, text)
        canvas.restoreState()
    canvas.drawString(50, 350, "Utan")
    assert words_of(canvas, out) == ["Inuti", "Utan"]


def test_a_line_that_its_clip_touches_is_read() -> None:
    out = BytesIO()
    canvas = Canvas(out, pagesize=(400, 400))
    path = canvas.beginPath()
    path.rect(40, 150, 200, 100)
    canvas.clipPath(path, stroke=0)
    canvas.drawString(50, 148, "Tjänster")
    assert words_of(canvas, out) == ["Tjänster"]


def test_what_no_page_shows_is_told() -> None:
    out = BytesIO()
    canvas = Canvas(out, pagesize=(400, 400))
    canvas.drawString(50, 350, "Synlig text")
    canvas.drawString(50, 900, "Utanför sidan")
    canvas.drawString(50, 960, "Synlig")
    path = canvas.beginPath()
    path.rect(40, 150, 200, 100)
    canvas.clipPath(path, stroke=0)
    canvas.drawString(50, 300, "Ovanför ramen")
    canvas.save()
    document = read(Source.from_bytes(out.getvalue(), "plan.pdf"), Options())
    assert [w.text for page in document.pages for w in page.words] == ["Synlig", "text"]
    (note,) = (n for n in document.notes if n.code == "hidden-text")
    assert note.message.endswith("are left out: Utanför sidan Ovanför ramen")
