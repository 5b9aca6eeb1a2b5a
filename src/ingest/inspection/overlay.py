"""Found words, cells and fields drawn over the pages, to see where a conversion went right or wrong.

Words are outlined thinly (grey: as read, orange: repaired), table cells in blue, and each field's lines are filled
in the field's colour, with the row's id where the field starts.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pypdfium2
from PIL import Image, ImageDraw, ImageFont, ImageSequence

from ingest.document import BBox, Block, Document, Page, Paragraph, Table, Word, paragraphs, tables_of
from ingest.errors import UnsupportedFile
from ingest.options import Options
from ingest.pipeline import Conversion
from ingest.plan import Field, FieldName, Place, Plan
from ingest.read.pdf.reader import opened
from ingest.source import IMAGES, PDF, Source

__all__ = ["COLOURS", "overlays", "page_picture"]

Colour = tuple[int, int, int, int]

COLOURS: dict[FieldName, Colour] = {
    "orsak": (214, 39, 40, 70),
    "mål": (44, 160, 44, 70),
    "åtgärd": (31, 119, 180, 70),
    "vem": (148, 103, 189, 80),
    "när": (255, 160, 0, 90),
}
_OTHER: Colour = (120, 120, 120, 60)
_SECTION: Colour = (23, 190, 207, 80)
_WORD: Colour = (150, 150, 150, 160)
_REPAIRED: Colour = (255, 110, 0, 220)
_CELL: Colour = (20, 60, 200, 255)
_MARGIN: Colour = (120, 120, 120, 200)


def overlays(source: Source, conversion: Conversion, options: Options, dpi: float = 100.0) -> Iterator[Image.Image]:
    """One picture a page, in page order.

    Args:
        source: the bytes that were converted.
        dpi: dots per inch of the pictures; a page with more pixels than the limit is drawn smaller.

    Raises:
        UnsupportedFile: the format has no pages (Word, text).
    """
    pages = conversion.document.pages
    if not pages or source.media_type not in (PDF, *IMAGES):
        raise UnsupportedFile(
            "has no pages to draw on.", source=source.name, remedy="Convert it to PDF, or leave --overlay out."
        )
    for page, picture in zip(pages, _pictures(source, pages, options, dpi), strict=False):
        yield _drawn(page, picture, conversion.document, conversion.plan)


def _pictures(source: Source, pages: Sequence[Page], options: Options, dpi: float) -> Iterator[Image.Image]:
    if source.media_type == PDF:
        with opened(source, options) as pdf:
            for index in range(len(pages)):
                yield page_picture(pdf, index, options, dpi)
        return
    with Image.open(io.BytesIO(source.data)) as image:
        for frame, page in zip(ImageSequence.Iterator(image), pages, strict=False):
            size = (max(1, round(page.width * dpi / 72)), max(1, round(page.height * dpi / 72)))
            yield frame.convert("RGB").resize(size)


def page_picture(pdf: pypdfium2.PdfDocument, index: int, options: Options, dpi: float) -> Image.Image:
    """A page as displayed, white if PDFium cannot open it; with more pixels than the limit it is drawn smaller.

    Args:
        index: of the page, from 0.
        dpi: dots per inch.
    """
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError:
        return Image.new("RGB", (595, 842), "white")
    try:
        area = page.get_width() * page.get_height() * (dpi / 72) ** 2
        scale = dpi / 72 * min(1.0, (options.limits.pixels / area) ** 0.5 if area else 1.0)
        bitmap = page.render(scale=scale)
        try:
            picture: Image.Image = bitmap.to_pil().convert("RGB")
        finally:
            bitmap.close()
        return picture
    finally:
        page.close()


class _Pen:
    """Draws boxes of one page, given in points, on its picture."""

    def __init__(self, page: Page, picture: Image.Image) -> None:
        self.page = page
        self.layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
        self.draw = ImageDraw.Draw(self.layer)
        self.x = picture.width / (page.width or 1)
        self.y = picture.height / (page.height or 1)
        self.font = ImageFont.load_default(max(9, round(picture.height / 110)))

    def box(self, box: BBox, *, line: Colour | None = None, fill: Colour | None = None, width: int = 1) -> None:
        x0, top, x1, bottom = box.x0 * self.x, box.top * self.y, box.x1 * self.x, box.bottom * self.y
        self.draw.rectangle((x0, top, max(x0, x1), max(top, bottom)), outline=line, fill=fill, width=width)

    def label(self, box: BBox, text: str, colour: Colour) -> None:
        place = (box.x0 * self.x - 1, box.top * self.y)
        edges = self.draw.textbbox(place, text, font=self.font, anchor="rt")
        self.draw.rectangle(edges, fill=(*colour[:3], 230))
        self.draw.text(place, text, font=self.font, fill=(255, 255, 255, 255), anchor="rt")


def _drawn(page: Page, picture: Image.Image, document: Document, plan: Plan) -> Image.Image:
    pen = _Pen(page, picture)
    values = [v for v in _values(plan) if v[0].page == page.number and v[0].bbox is not None]
    for place, colour, _ in values:
        if place.bbox is not None:
            pen.box(BBox(*place.bbox), fill=colour)
    for word, marginal in _words(document.blocks, page.number):
        if word.bbox is not None:
            colour = _REPAIRED if word.changes else _MARGIN if marginal else _WORD
            pen.box(page.displayed(word.bbox), line=colour)
    for table in tables_of(document.blocks):
        _draw_table(pen, page, table)
    for place, colour, label in values:
        if label and place.bbox is not None:
            pen.label(BBox(*place.bbox), label, colour)
    return Image.alpha_composite(picture.convert("RGBA"), pen.layer).convert("RGB")


def _draw_table(pen: _Pen, page: Page, table: Table) -> None:
    """A table's cells on a page and its border, with its number and how it was found."""
    for cell in table.cells:
        if cell.bbox is not None and _stands_on(table, cell.blocks, page.number):
            pen.box(page.displayed(cell.bbox), line=_CELL, width=2)
    for number, box in table.boxes:
        if number == page.number:
            shown = page.displayed(box)
            pen.box(shown, line=_CELL, width=3)
            pen.label(shown, f"{table.number} {table.method}", _CELL)


def _values(plan: Plan) -> Iterator[tuple[Place, Colour, str]]:
    """Every placed value with its colour; the first place of each has a label."""
    for section in plan.sections:
        if section.place is not None:
            yield section.place, _SECTION, section.id
    for row in plan.rows:
        first = True
        for name, field in row.fields():
            if field is not None:
                yield from _field(field, COLOURS[name], row.id if first else "")
                first = False
        for field in row.other.values():
            yield from _field(field, _OTHER, "")
    for statement in plan.statements:
        colour = _OTHER if statement.field == "annat" else COLOURS[statement.field]
        for i, place in enumerate(statement.places):
            yield place, colour, statement.id if i == 0 else ""


def _field(field: Field, colour: Colour, label: str) -> Iterator[tuple[Place, Colour, str]]:
    for i, place in enumerate(field.places):
        yield place, colour, label if i == 0 else ""


def _words(blocks: Sequence[Block], number: int) -> Iterator[tuple[Word, bool]]:
    for paragraph in paragraphs(blocks):
        marginal = paragraph.role in ("header", "footer")
        for line in paragraph.lines:
            if line.page == number:
                for word in line.words:
                    yield word, marginal


def _stands_on(table: Table, blocks: Sequence[Block], number: int) -> bool:
    """Cells carry no page: where the table has several, its words tell; an empty cell is left out."""
    if len(table.pages) == 1:
        return table.pages[0] == number
    lines = [line for b in blocks if isinstance(b, Paragraph) for line in b.lines]
    return bool(lines) and lines[0].page == number
