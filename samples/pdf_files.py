"""PDF files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import reportlab
from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from lines import cells_of, headed
from plans import Part, Sample

__all__ = ["pdf"]

rl_config.invariant = 1
FONTS = Path(reportlab.__file__).parent / "fonts"


def fonts() -> None:
    for name, file in (("Vera", "Vera.ttf"), ("Vera-Bold", "VeraBd.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))


def style(size: float, *, bold: bool = False, after: float = 4, font: str = "Vera") -> ParagraphStyle:
    name = f"{font}-Bold" if bold else font
    return ParagraphStyle("x", fontName=name, fontSize=size, leading=size * 1.25, spaceAfter=after)


def pdf_table(sample: Sample, part: Part, widths: Sequence[float], *, ruled: bool, size: float, font: str) -> Table:
    rows = [[Paragraph(h, style(size, bold=True, after=0, font=font)) for h, _ in sample.columns]]
    rows += [[Paragraph(t, style(size, after=0, font=font)) for t in cells_of(sample, action)] for action in part.rows]
    for action in part.rows:
        for text, width in zip(cells_of(sample, action), widths, strict=True):
            for word in text.split():
                # A word wider than its column would be cut without a hyphen.
                if pdfmetrics.stringWidth(word, font, size) > width - (8 if ruled else 14):
                    raise ValueError(f"{word!r} is wider than its column")
    commands: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4 if ruled else 10),
        ("TOPPADDING", (0, 0), (-1, -1), 3 if ruled else 5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4 if ruled else 7),
    ]
    if ruled:
        commands += [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey)]
    return Table(rows, colWidths=widths, repeatRows=1, style=TableStyle(commands), hAlign="LEFT")


def pdf(
    sample: Sample, path: Path, *, ruled: bool, wide: bool, size: float = 9, gap: float = 0, font: str = "Vera"
) -> int:
    """A drawn PDF; gives its number of pages."""
    fonts()
    page = landscape(A4) if wide else A4
    inner = page[0] - 100
    shares = (0.19, 0.17, 0.23, 0.24, 0.17)
    story: list[Flowable] = [Paragraph(sample.title, style(17, bold=True, after=8, font=font))]
    if sample.issuer_line:
        story.append(Paragraph(sample.issuer_line, style(11, font=font)))
    story.append(Paragraph(sample.dated_line, style(10, after=10, font=font)))
    story += [Paragraph(text, style(10, after=8, font=font)) for text in sample.intro]
    story.append(Spacer(1, gap))
    for part in sample.parts:
        head: list[Flowable] = [Paragraph(headed(part), style(13, bold=True, after=3, font=font))]
        if part.problem:
            head.append(Paragraph(part.problem, style(10, after=5, font=font)))
        story.append(KeepTogether([*head, Spacer(1, 2)]))
        story.append(pdf_table(sample, part, [inner * s for s in shares], ruled=ruled, size=size, font=font))
        story.append(Spacer(1, 14))
    count = 0

    def foot(canvas: Canvas, _: object) -> None:
        nonlocal count
        count += 1
        canvas.setFont(font, 8)
        canvas.drawString(50, 25, sample.issuers[0])
        canvas.drawRightString(page[0] - 50, 25, f"Sida {canvas.getPageNumber()}")

    file = SimpleDocTemplate(
        str(path), pagesize=page, leftMargin=50, rightMargin=50, topMargin=50, bottomMargin=50, title="", author=""
    )
    file.build(story, onFirstPage=foot, onLaterPages=foot)
    return count
