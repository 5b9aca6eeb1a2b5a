"""Presentations (.pptx, .pptm): the walk over the slides.

A slide's title is a heading, its table a grid, its texts are paragraphs and list items in the order of their places;
each box that somebody has drawn is a part of its own. What is kept, dropped and noted stands in docs/formats.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from ingest.document import Block, Cell, Document, Line, Method, Note, Paragraph, Table, paragraphs
from ingest.errors import TruncatedFile
from ingest.language.lists import without_continued
from ingest.options import Options
from ingest.plan import Severity
from ingest.read.office_xml import Package, R, Relation, counted_notes, integer, properties_of, reading
from ingest.read.slides.shapes import A, P, Placeholders, Shape, ordered, shapes
from ingest.read.text.tabs import cell_blocks
from ingest.read.words import TextRun, lines_of_runs
from ingest.source import Source

__all__ = ["pictures_alone", "read"]

_NOTES: dict[str, tuple[str, Severity, str]] = {
    "hidden": ("hidden-text", "info", "{n} hidden slides are left out."),
    "notes": ("speaker-notes", "info", "The speaker's notes of {n} slides are left out."),
}
_TITLES = ("title", "ctrTitle")
_FILLED_IN = ("sldNum", "dt", "hdr", "ftr", "sldImg")
"""Placeholders that the program fills by itself (ECMA-376 part 1, 19.7.10); a foot is read where it holds words."""
_LISTS = ("", "body", "obj")
"""Placeholders whose paragraphs have bullets, unless they say otherwise."""
_BULLET = "•"
_POINTS = 100
"""Parts of a point in which sizes are given."""
_FEWEST = 15
"""Characters on a slide; with fewer beside a picture the picture is what the slide shows."""
_SHADOW = 108_000
"""Parts (EMU) by which a text's shadow stands aside: 3 mm."""
_COLOR_DIGITS = 4
"""Decimals that tell two bytes apart."""


def read(source: Source, options: Options) -> Document:
    """Read a presentation.

    Raises:
        InputError: truncated, encrypted, too large or hostile.
    """
    with reading(source):
        return _Reader(source, options).document()


def pictures_alone(document: Document) -> bool:
    """Return whether what was read has next to no words, but pictures: of pages, as scanned decks have them."""
    shown = any(note.code == "image" for note in document.notes)
    return shown and sum(len(w.raw) for p in paragraphs(document.blocks) for k in p.lines for w in k.words) < _FEWEST


class _Reader:
    def __init__(self, source: Source, options: Options) -> None:
        self._source = source
        self._limits = options.limits
        self._package = Package(source, options.limits)
        self._counts: Counter[str] = Counter()
        self._notes: list[Note] = []
        self._layouts: dict[str, Placeholders] = {}
        self._parts = 0

    def document(self) -> Document:
        main = self._package.main("ppt/presentation.xml")
        root = self._package.part(main)
        if root is None:
            raise TruncatedFile("has no slides.", source=self._source.name)
        related = {r.id: r for r in self._package.relations(main)}
        blocks: list[Block] = []
        before = ""
        for number, entry in enumerate(root.iterfind(f"{P}sldIdLst/{P}sldId"), 1):
            relation = related.get(entry.get(R + "id") or "")
            slide = None if relation is None or relation.external else self._secondary(relation.target)
            if slide is None or relation is None:
                continue
            if (slide.get("show") or "1").lower() in ("0", "false"):
                self._counts["hidden"] += 1
                continue
            found = self._slide(slide, list(self._package.relations(relation.target)), number)
            title = next((b.text for b in found if isinstance(b, Paragraph) and b.role == "heading"), "")
            if title and without_continued(title) == without_continued(before):
                # A slide that goes on with the one before it says its title again.
                found = [_again(b, title) for b in found]
            before = title or before
            blocks += found
        self._counts["macros"] = int(any(n.endswith("vbaproject.bin") for n in self._package.names()))
        return Document(
            id=self._source.id,
            source=self._source.name,
            media_type=self._source.media_type,
            method=Method.WORD,
            blocks=tuple(blocks),
            properties=properties_of(self._package),
            notes=(*self._notes, *self._counted(blocks)),
        )

    def _counted(self, blocks: list[Block]) -> Iterator[Note]:
        yield from counted_notes(self._counts, _NOTES)
        if not any(p.lines for p in paragraphs(blocks)):
            held = "only pictures" if self._counts["images"] else "no text"
            yield Note("no-text", "warning", f"The document holds {held}.")

    def _secondary(self, target: str) -> etree._Element | None:
        try:
            return self._package.part(target)
        except TruncatedFile as error:
            self._notes.append(Note("damaged-part", "warning", f"The part {target} {error.message}"))
            return None

    # -- one slide

    def _slide(self, slide: etree._Element, related: list[Relation], number: int) -> list[Block]:
        layout = Placeholders(None)
        for relation in related:
            if relation.kind == "slideLayout" and not relation.external:
                if relation.target not in self._layouts:
                    self._layouts[relation.target] = Placeholders(self._secondary(relation.target))
                layout = self._layouts[relation.target]
            else:
                self._count(relation)
        tree = slide.find(f"{P}cSld/{P}spTree")
        drawn = () if tree is None else shapes(tree, layout, self._limits.nesting)
        found = dict(enumerate(_once(drawn)))
        by_id = {r.id: r for r in related}
        return [block for at in ordered(found) for block in self._shape(found[at], by_id, number)]

    def _count(self, relation: Relation) -> None:
        if relation.external:
            self._counts["links"] += relation.kind != "hyperlink"
        elif relation.kind == "notesSlide":
            self._counts["notes"] += _says_something(self._secondary(relation.target))
        elif relation.kind == "comments":
            part = self._secondary(relation.target)
            self._counts["comments"] += 0 if part is None else sum(1 for _ in part.iter("{*}cm"))
        self._counts["embedded"] += relation.kind in ("oleObject", "package")
        self._counts["charts"] += relation.kind in ("chart", "chartEx")

    def _shape(self, shape: Shape, related: dict[str, Relation], page: int) -> Iterator[Block]:
        table = shape.element.find(f".//{A}tbl")
        if table is not None:
            yield from self._table(table, page)
            return
        self._counts["images"] += shape.element.tag == P + "pic"
        diagram = shape.element.find(".//{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds")
        relation = None if diagram is None else related.get(diagram.get(R + "dm") or "")
        if relation is not None and not relation.external:
            data = self._secondary(relation.target)
            yield from () if data is None else self._texts(data, page, part=None, bullets=False)
        body = shape.element.find(P + "txBody")
        if body is None or (shape.place in _FILLED_IN and shape.place != "ftr"):
            return
        if shape.place in _TITLES:
            lines = tuple(k for p in self._texts(body, page, part=None, bullets=False) for k in p.lines)
            if lines:
                yield Paragraph(lines, "heading", 1)
        elif shape.place == "ftr":
            for paragraph in self._texts(body, page, part=None, bullets=False):
                yield replace(paragraph, role="footer")
        else:
            self._parts += 1
            part = self._parts if shape.place is None else None
            yield from self._texts(body, page, part=part, bullets=shape.place in _LISTS)

    def _texts(self, body: etree._Element, page: int, *, part: int | None, bullets: bool) -> Iterator[Paragraph]:
        for element in body.iter(A + "p"):
            lines = [Line(line, page) for line in lines_of_runs(_runs(element)) if line]
            depth = _listed(element, bullets=bullets)
            if depth is not None and lines:
                yield Paragraph(tuple(lines), "list-item", depth, _BULLET, part=part)
                continue
            for block in cell_blocks(lines):
                if isinstance(block, Paragraph):
                    yield replace(block, part=part)

    def _table(self, table: etree._Element, page: int) -> Iterator[Table]:
        cells: list[Cell] = []
        columns = rows = 0
        for rows, line in enumerate(table.iterchildren(A + "tr"), 1):
            for column, cell in enumerate(line.iterchildren(A + "tc")):
                columns = max(columns, column + 1)
                if cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true"):
                    continue
                blocks = tuple(self._texts(cell, page, part=None, bullets=False))
                spans = (integer(cell.get("rowSpan")) or 1, integer(cell.get("gridSpan")) or 1)
                properties = cell.find(A + "tcPr")
                turned = properties is not None and (properties.get("vert") or "horz") != "horz"
                cells.append(Cell(rows - 1, column, blocks, *spans, _fill(properties), turned))
        look = table.find(A + "tblPr")
        heads = int(look is not None and look.get("firstRow") in ("1", "true") and rows > 1)
        if any(cell.blocks for cell in cells):
            yield Table(_fitted(cells, rows, columns), rows, columns, header_rows=heads, pages=(page,))


def _once(drawn: Iterable[Shape]) -> Iterator[Shape]:
    """The shapes without those that say what another one says in the same place: a shadow, a copy left behind."""
    seen: dict[str, list[tuple[int, int]]] = {}
    for shape in drawn:
        text = shape.text
        if text and shape.at is not None:
            places = seen.setdefault(text, [])
            if any(abs(shape.at[0] - x) <= _SHADOW and abs(shape.at[1] - y) <= _SHADOW for x, y in places):
                continue
            places.append(shape.at)
        yield shape


def _again(block: Block, title: str) -> Block:
    """A title that is said again as a running header."""
    again = isinstance(block, Paragraph) and block.text == title
    return replace(block, role="header") if isinstance(block, Paragraph) and again else block


def _fitted(cells: list[Cell], rows: int, columns: int) -> tuple[Cell, ...]:
    """The cells with no span beyond the grid or over another cell."""
    taken: set[tuple[int, int]] = {(c.row, c.column) for c in cells}
    out = []
    for cell in cells:
        down = max(1, min(cell.rowspan, rows - cell.row))
        wide = max(1, min(cell.colspan, columns - cell.column))
        covered = {(cell.row + i, cell.column + k) for i in range(down) for k in range(wide)} - {
            (cell.row, cell.column)
        }
        if covered & taken:
            down, wide, covered = 1, 1, set()
        taken |= covered
        out.append(replace(cell, rowspan=down, colspan=wide))
    filled = [Cell(r, c, ()) for r in range(rows) for c in range(columns) if (r, c) not in taken]
    return tuple(sorted([*out, *filled], key=lambda c: (c.row, c.column)))


def _runs(paragraph: etree._Element) -> Iterator[TextRun]:
    for element in paragraph.iterchildren(A + "r", A + "br", A + "fld"):
        if element.tag == A + "br":
            yield TextRun("\n")
            continue
        properties = element.find(A + "rPr")
        size = None if properties is None else integer(properties.get("sz"))
        text = "".join(t.text or "" for t in element.iterchildren(A + "t"))
        bold, italic = (properties is not None and properties.get(k) in ("1", "true") for k in ("b", "i"))
        yield TextRun(text, None if size is None else size / _POINTS, bold, italic)


def _listed(paragraph: etree._Element, *, bullets: bool) -> int | None:
    """The depth of a list item; None for a paragraph without a bullet."""
    properties = paragraph.find(A + "pPr")
    own = None
    if properties is not None:
        if properties.find(A + "buNone") is not None:
            own = False
        elif any(properties.find(A + name) is not None for name in ("buChar", "buAutoNum", "buBlip")):
            own = True
    if not (bullets if own is None else own):
        return None
    return 0 if properties is None else integer(properties.get("lvl")) or 0


def _fill(properties: etree._Element | None) -> tuple[float, float, float] | None:
    color = None if properties is None else properties.find(f"{A}solidFill/{A}srgbClr")
    try:
        red, green, blue = bytes.fromhex("" if color is None else color.get("val") or "")
    except ValueError:
        return None
    if (red, green, blue) == (0xFF, 0xFF, 0xFF):
        return None
    return tuple(round(byte / 0xFF, _COLOR_DIGITS) for byte in (red, green, blue))  # type: ignore[return-value]


def _says_something(notes: etree._Element | None) -> bool:
    for shape in () if notes is None else notes.iter(P + "sp"):
        place = shape.find(f".//{P}ph")
        if place is not None and place.get("type") in _FILLED_IN:
            continue
        if any((t.text or "").strip() for t in shape.iter(A + "t")):
            return True
    return False
