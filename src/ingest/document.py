"""What readers give and layout arranges: pages, words, rules, paragraphs, tables, each with its place.

Two kinds of reader fill a `Document`. Paginated formats (PDF, scans) give `pages` with words, rules and
fills; `ingest.layout` arranges those into `blocks`. Declarative formats (Word, text) give `blocks` at once,
and pages only where they hold pictures of such.
After layout everything reads from `blocks` alone, in reading order.

All text is made of `Word`s, whatever the format, so that every value keeps its raw reading, its place and the
repairs made to it. Repair replaces words one for one: where two words become one (a hyphen at a line's end,
a word split by the machine) the first takes the whole text and the other's text becomes empty; where a word
falls in two, its text holds a space. So no step loses count of what stood where.

Geometry is in PDF points (1/72 inch) from the top left corner of the page as it is displayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from statistics import median
from typing import Literal, NamedTuple

from ingest.plan import Place, RepairRule, Severity

__all__ = [
    "BBox",
    "Block",
    "BlockRole",
    "Cell",
    "Change",
    "Document",
    "Fill",
    "Line",
    "Method",
    "Note",
    "Page",
    "Paragraph",
    "Properties",
    "Rule",
    "Table",
    "TaggedCell",
    "TaggedTable",
    "Tags",
    "Word",
    "paragraphs",
    "tables_of",
    "union",
    "usual",
    "words_of",
]


class Method(StrEnum):
    """How a text was read."""

    TEXT_LAYER = "text-layer"
    OCR = "ocr"
    WORD = "word"
    TEXT = "text"


class BBox(NamedTuple):
    """A box in points; x grows rightwards, y (`top`, `bottom`) downwards."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top


def union(boxes: Iterable[BBox]) -> BBox | None:
    """The smallest box around all; None for none."""
    found = list(boxes)
    if len(found) < 2:
        return found[0] if found else None
    columns = tuple(zip(*found, strict=True))
    return BBox(min(columns[0]), min(columns[1]), max(columns[2]), max(columns[3]))


def usual(values: Sequence[float]) -> float:
    """The median of some numbers, one at least; of the words of a line most are one number."""
    return values[0] if values.count(values[0]) == len(values) else median(values)


@dataclass(frozen=True, slots=True)
class Change:
    """One repair of one word: the rule, what stood there, what stands there now, and how sure that is."""

    before: str
    after: str
    rule: RepairRule
    confidence: float


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without white space.

    `raw` is exactly what the reader read and never changes; `text` is what repair made of it. `confidence` is
    the reader's own (OCR: 0..1; 1 for text that needs no recognition). `size` is the font size in points.
    """

    text: str
    raw: str
    bbox: BBox | None = None
    confidence: float = 1.0
    size: float | None = None
    bold: bool = False
    italic: bool = False
    changes: tuple[Change, ...] = ()


class _Worked:
    """Room beside a value's fields for what was worked out of them once; no part of comparison, copy or pickle."""

    __slots__ = ("_bbox", "_foot", "_size", "_text")
    _text: str
    _bbox: BBox | None
    _size: float
    _foot: float


class _Numbered:
    """The same for a document's pages."""

    __slots__ = ("_numbered",)
    _numbered: Mapping[int, Page]


@dataclass(frozen=True, slots=True)
class Line(_Worked):
    """Words that stand beside each other on one page (`page` counts from 1; None without pages)."""

    words: tuple[Word, ...]
    page: int | None = None

    @property
    def text(self) -> str:
        try:
            return self._text
        except AttributeError:
            text = " ".join([w.text for w in self.words if w.text])
            object.__setattr__(self, "_text", text)
            return text

    @property
    def raw(self) -> str:
        return " ".join(w.raw for w in self.words)

    @property
    def bbox(self) -> BBox | None:
        try:
            return self._bbox
        except AttributeError:
            box = union([w.bbox for w in self.words if w.bbox is not None])
            object.__setattr__(self, "_bbox", box)
            return box

    @property
    def size(self) -> float:
        """The usual font size, in points; the box's height where the reader gives no size (OCR), 0 without words."""
        try:
            return self._size
        except AttributeError:
            sizes = [w.size or (w.bbox.height if w.bbox else 0.0) for w in self.words]
            size = usual(sizes) if sizes else 0.0
            object.__setattr__(self, "_size", size)
            return size

    @property
    def foot(self) -> float:
        """Where most words end, in points: a speck or a raised letter must not move the line, which has a box."""
        try:
            return self._foot
        except AttributeError:
            foot = usual([w.bbox.bottom for w in self.words if w.bbox is not None])
            object.__setattr__(self, "_foot", foot)
            return foot


BlockRole = Literal["body", "heading", "list-item", "header", "footer", "footnote", "caption", "side"]


@dataclass(frozen=True, slots=True)
class Paragraph(_Worked):
    """Lines that belong together. A forced line break inside a cell starts a new paragraph, a wrapped line not.

    `level`: 1.. for headings (outline level), 0.. for list items (depth), None else. `marker` is the printed
    number or bullet ("2.2.1", "a)", "•"), taken out of the words. `role` "heading" is given where the format
    says so (style, tag) or layout is sure of it; content may still decide otherwise.
    """

    lines: tuple[Line, ...]
    role: BlockRole = "body"
    level: int | None = None
    marker: str | None = None
    part: int | None = field(default=None, kw_only=True)
    """Number of the box, card or column beside others that it stands in, counted over the document; None for the
    page's own text."""
    unsure: float = field(default=0.0, kw_only=True)
    """How near the decisions on the borders of its part of the page were to the other answer: 0 (sure) to 1."""

    @property
    def text(self) -> str:
        try:
            return self._text
        except AttributeError:
            text = " ".join([t for t in [line.text for line in self.lines] if t])
            object.__setattr__(self, "_text", text)
            return text

    @property
    def raw(self) -> str:
        return "\n".join(line.raw for line in self.lines)

    @property
    def places(self) -> tuple[Place, ...]:
        """One place a line; (None, None) where the format has no pages."""
        return tuple(dict.fromkeys(Place(line.page, line.bbox) for line in self.lines))

    @property
    def bold(self) -> bool:
        words = [w for line in self.lines for w in line.words]
        return bool(words) and all(w.bold for w in words)


@dataclass(frozen=True, slots=True)
class Cell(_Worked):
    """A table cell at 0-based (`row`, `column`), covering `rowspan` x `colspan` grid places."""

    row: int
    column: int
    blocks: tuple[Block, ...]
    rowspan: int = 1
    colspan: int = 1
    fill: tuple[float, float, float] | None = None
    """Background as RGB, each 0..1; None where nothing is painted."""
    rotated: bool = False
    bbox: BBox | None = None

    @property
    def text(self) -> str:
        """The paragraphs of the cell, one a line; nested tables left out."""
        try:
            return self._text
        except AttributeError:
            text = "\n".join([t for t in [b.text for b in self.blocks if isinstance(b, Paragraph)] if t])
            object.__setattr__(self, "_text", text)
            return text


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells, row by row. Every grid place is covered by at most one cell.

    `number` counts tables in the document from 1 (0 until layout has numbered them); nested tables are counted
    after their outer one. `method` names what gave the structure (ruled, aligned, tagged, word, tabs …);
    `confidence` is layout's own margin, 0..1. `joined_rows` are the 0-based rows that a page break had cut.
    `pages` are those that it stands on.
    """

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    number: int = 0
    method: str = "word"
    confidence: float = 1.0
    joined_rows: frozenset[int] = frozenset()
    header_rows: int = 0
    """Rows that the format itself marks as headings (Word's repeated header, tagged TH); 0 where unknown."""
    pages: tuple[int, ...] = ()
    boxes: tuple[tuple[int, BBox], ...] = ()
    """(page, box) of each part."""
    part: int | None = field(default=None, kw_only=True)
    """As of a paragraph: the box, card or column beside others that it stands in."""
    sheet_rows: tuple[int, ...] = field(default=(), kw_only=True)
    """Of a table on a sheet of a workbook: the sheet's number, from 1, of each of its rows; its pages are sheets."""
    sheet_columns: tuple[int, ...] = field(default=(), kw_only=True)
    """The same of its columns."""

    @property
    def text(self) -> str:
        """Rows as lines, cells parted by tabs; a row whose cells hold tables as its blocks, one after the other."""
        rows: list[list[Cell]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return "\n".join(self._row_text(row) for row in rows)

    def _row_text(self, row: list[Cell]) -> str:
        if any(isinstance(b, Table) for cell in row for b in cell.blocks):
            return "\n".join(b.text for cell in row for b in cell.blocks)
        texts = [""] * self.columns
        for cell in row:
            texts[cell.column] = cell.text.replace("\n", " ")
        return "\t".join(texts)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn straight line, horizontal or vertical (thin filled rectangles count as such)."""

    bbox: BBox
    horizontal: bool
    width: float = 0.5


@dataclass(frozen=True, slots=True)
class Fill:
    """A painted area; `color` is RGB, each 0..1."""

    bbox: BBox
    color: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class TaggedCell:
    """A table cell that the file itself names; `paragraphs` are positions in `Page.words`, one group a paragraph."""

    row: int
    column: int
    rowspan: int
    colspan: int
    header: bool
    paragraphs: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class TaggedTable:
    """The part of a tagged table that stands on one page."""

    rows: int
    columns: int
    cells: tuple[TaggedCell, ...]


@dataclass(frozen=True, slots=True)
class Tags:
    """What a tagged PDF says of one page. `headings` are (level, positions in `Page.words`)."""

    tables: tuple[TaggedTable, ...] = ()
    headings: tuple[tuple[int, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page as displayed (rotation applied). `quality` is the probability that its words were read right.

    Words of upright text only; `rotated` holds words of turned text (their boxes as displayed).
    """

    number: int
    width: float
    height: float
    method: Method
    quality: float = 1.0
    words: tuple[Word, ...] = ()
    rotated: tuple[Word, ...] = ()
    rules: tuple[Rule, ...] = ()
    fills: tuple[Fill, ...] = ()
    images: tuple[BBox, ...] = ()
    upright: tuple[float, ...] | None = None
    """Where the page was scanned askew or turned, all its boxes stand in the frame of the page set upright, and
    this homography (nine numbers, row by row) takes points of that frame to the page as displayed."""

    tags: Tags | None = None

    def displayed(self, box: BBox) -> BBox:
        """The box around `box` on the page as displayed, in points."""
        if self.upright is None:
            return box
        a, b, c, d, e, f, g, h, i = self.upright
        xs, ys = [], []
        for x, y in ((box.x0, box.top), (box.x1, box.top), (box.x1, box.bottom), (box.x0, box.bottom)):
            w = g * x + h * y + i
            xs.append((a * x + b * y + c) / w)
            ys.append((d * x + e * y + f) / w)
        return BBox(min(xs), min(ys), max(xs), max(ys))

    def set_upright(self, box: BBox) -> BBox:
        """The inverse of `displayed`: the upright box with the same centre and, nearly, the same size."""
        if self.upright is None:
            return box
        a, b, c, d, e, f, g, h, i = self.upright
        # Adjugate of the matrix: its scale does not matter to a homography.
        m = (e * i - f * h, c * h - b * i, b * f - c * e, f * g - d * i, a * i - c * g, c * d - a * f)
        n = (d * h - e * g, b * g - a * h, a * e - b * d)

        def back(x: float, y: float) -> tuple[float, float]:
            w = n[0] * x + n[1] * y + n[2]
            return (m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w

        x, y = back((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2)
        turned = abs(d) > abs(a)
        w, t = (box.height, box.width) if turned else (box.width, box.height)
        return BBox(x - w / 2, y - t / 2, x + w / 2, y + t / 2)


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself; None where it says nothing."""

    title: str | None = None
    author: str | None = None
    subject: str | None = None
    created: date | None = None
    modified: date | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader or layout noticed that must not be lost; becomes an issue of the plan."""

    code: str
    severity: Severity
    message: str
    target: str = "document"


@dataclass(frozen=True, slots=True)
class Document(_Numbered):
    """One file as read. `source` is its path relative to the input root, `id` the SHA-256 of its bytes."""

    id: str
    source: str
    media_type: str
    method: Method
    pages: tuple[Page, ...] = ()
    blocks: tuple[Block, ...] = ()
    properties: Properties = field(default_factory=Properties)
    notes: tuple[Note, ...] = ()
    quality: float = 1.0
    pages_at: tuple[int, ...] = ()
    """Where a declarative document holds pictures of pages: how many of `blocks` stand before each of `pages`. Layout
    puts each page's blocks there and empties it."""

    @property
    def page_count(self) -> int | None:
        return len(self.pages) if self.pages else None

    @property
    def numbered(self) -> Mapping[int, Page]:
        """The pages by their numbers; of both halves of a spread, which have one number, the second."""
        try:
            return self._numbered
        except AttributeError:
            numbered = {p.number: p for p in self.pages}
            object.__setattr__(self, "_numbered", numbered)
            return numbered


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Every paragraph in reading order, those of cells and nested tables included."""
    out: list[Paragraph] = []
    _gather(blocks, out)
    return iter(out)


def _gather(blocks: Iterable[Block], out: list[Paragraph]) -> None:
    for block in blocks:
        if isinstance(block, Paragraph):
            out.append(block)
        else:
            for cell in block.cells:
                _gather(cell.blocks, out)


def tables_of(blocks: Iterable[Block]) -> Iterator[Table]:
    """Every table in reading order, those inside cells after the one that holds them."""
    for block in blocks:
        if isinstance(block, Table):
            yield block
            for cell in block.cells:
                if any([isinstance(b, Table) for b in cell.blocks]):
                    yield from tables_of(cell.blocks)


def words_of(blocks: Iterable[Block]) -> Iterator[Word]:
    """Every word in reading order."""
    return iter([word for paragraph in paragraphs(blocks) for line in paragraph.lines for word in line.words])
