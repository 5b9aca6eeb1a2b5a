"""Pictures of pages in a Word document: which pictures show a page, how large, and what stands on them.

A scan that was pasted into Word is a picture nearly as wide as the text. Such pictures are read as pages by the scan
reader; smaller ones (logos, icons) and photographs, which hold no text, stay pictures. Only parts of the package
are opened: a linked picture has none. Decision 153.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np
from lxml import etree

from ingest.document import Block, Note, Page, Paragraph, Table
from ingest.errors import FileTooLarge, MissingTool, TruncatedFile
from ingest.options import Options
from ingest.plan import Severity
from ingest.read.docx.package import Package, R, Relation, W
from ingest.read.ocr import reader as scan
from ingest.read.ocr.images import PageImage, embedded_page
from ingest.read.ocr.preprocess import even_light
from ingest.read.pdf.ocr_decision import STRAY

__all__ = ["Found", "PictureMark", "Shown", "lifted", "read_pictures", "shown", "text_width"]

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPG = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
V = "{urn:schemas-microsoft-com:vml}"

EMU = 12700.0
"""English metric units a point (ECMA-376-1, 20.1.2.1)."""
WIDE = 0.6
"""Share of the text's width from which a picture may show a page."""
HIGH = 40.0
"""Points; what is lower is a banner or a line (the same bound as for pictures on a PDF page)."""
LONG = 1000
"""Pixels of the longer side; a page of A4 in fewer has letters that no reader tells apart (85 dpi)."""
PAPER = 0.7
"""Share of a page's area, evenly lit, that is as bright as paper (grey 230 of 255). Scanned pages of print have over
0.86, photographs and grain under 0.56 (measured on few of each); OCR of grain would take minutes."""
A4_TEXT = 451.0
"""Points between margins of an inch, where the document does not say."""

_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d{1,6}(?:\.\d{1,9})?)\s*(pt|in|cm|mm|px|pc|)\s*(?=;|$)")
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, "pc": 12.0, "": 0.75}
_DRAWN = frozenset({"emf", "wmf", "svg", "svgz", "emz", "wmz", "pict", "bin"})
"""Endings of drawings, which have no pixels."""


class Shown(NamedTuple):
    """A picture where it stands: its relationship, size in points as displayed, quarter turns clockwise, and the shares
    cut off its left, top, right and bottom."""

    relation: str
    width: float
    height: float
    turns: int = 0
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class PictureMark(Paragraph):
    """Stands among the blocks where a page-like picture does, until `lifted` takes it out."""

    picture: Shown | None = None


def text_width(body: etree._Element) -> float:
    """Points between the margins; of several sections the narrowest."""
    found = []
    for section in body.iter(W + "sectPr"):
        size, margins = section.find(W + "pgSz"), section.find(W + "pgMar")
        if size is None:
            continue
        left, right = (_number(margins.get(W + k)) if margins is not None else 1440.0 for k in ("left", "right"))
        width = (_number(size.get(W + "w")) - left - right) / 20.0
        if 72.0 < width < 3000.0:
            found.append(width)
    return min(found, default=A4_TEXT)


def shown(blip: etree._Element, width: float) -> Shown | None:
    """A picture of the package (`a:blip`, `v:imagedata`) that is as large as a page's text.

    Args:
        width: of the text, in points.
    """
    found = _vml(blip) if blip.tag == V + "imagedata" else _drawing(blip)
    if found is None or not found.relation or found.width < WIDE * width or found.height < HIGH:
        return None
    return found


def _drawing(blip: etree._Element) -> Shown | None:
    relation = blip.get(R + "embed")
    frame = next(blip.iterancestors(WP + "inline", WP + "anchor"), None)
    extent = None if frame is None else frame.find(WP + "extent")
    if relation is None or extent is None:
        return None
    width, height = _number(extent.get("cx")) / EMU, _number(extent.get("cy")) / EMU
    shape = next(blip.iterancestors(PIC + "pic"), None)
    form = None if shape is None else shape.find(f"{PIC}spPr/{A}xfrm")
    group = next(blip.iterancestors(WPG + "wgp"), None)
    inner = None if group is None else group.find(f"{WPG}grpSpPr/{A}xfrm/{A}chExt")
    own = None if form is None else form.find(A + "ext")
    if inner is not None and own is not None:
        # One of several in a group: its share of the group's own units.
        width *= min(1.0, _number(own.get("cx")) / max(1.0, _number(inner.get("cx"))))
        height *= min(1.0, _number(own.get("cy")) / max(1.0, _number(inner.get("cy"))))
    turns = 0 if form is None else round(_number(form.get("rot")) / 5_400_000) % 4
    if turns % 2:
        width, height = height, width
    fill = blip.getparent()
    cut = None if fill is None else fill.find(A + "srcRect")
    return Shown(relation, width, height, turns, _crop(cut))


def _crop(cut: etree._Element | None) -> tuple[float, float, float, float]:
    if cut is None:
        return (0.0, 0.0, 0.0, 0.0)
    left, top, right, bottom = (min(1.0, max(0.0, _number(cut.get(k)) / 100_000)) for k in "ltrb")
    return (left, top, right, bottom) if left + right < 0.95 and top + bottom < 0.95 else (0.0, 0.0, 0.0, 0.0)


def _vml(data: etree._Element) -> Shown | None:
    relation, shape = data.get(R + "id"), data.getparent()
    if relation is None or shape is None:
        return None
    sizes = {m[1]: float(m[2]) * _UNITS[m[3]] for m in _LENGTH.finditer((shape.get("style") or "")[:2000])}
    return Shown(relation, sizes.get("width", 0.0), sizes.get("height", 0.0))


def _number(value: str | None) -> float:
    """A whole number of the XML; 0 for what is none, or beyond sense."""
    return float(value) if value and len(value) < 12 and value.removeprefix("-").isdecimal() else 0.0


# -- marks among the blocks


def lifted(blocks: Iterable[Block]) -> tuple[list[Block], list[tuple[int, Shown]]]:
    """The blocks without marks, and each picture with how many blocks stand before it.

    A picture in a table comes after the table.
    """
    kept: list[Block] = []
    pictures: list[tuple[int, Shown]] = []
    for block in blocks:
        if isinstance(block, PictureMark):
            if block.picture is not None:
                pictures.append((len(kept), block.picture))
        elif isinstance(block, Table):
            inside: list[Shown] = []
            table = _without(block, inside)
            if inside and not table.text.strip():
                # Only a frame around pictures.
                pictures += [(len(kept), p) for p in inside]
                continue
            kept.append(table)
            pictures += [(len(kept), p) for p in inside]
        else:
            kept.append(block)
    return kept, pictures


def _without(table: Table, inside: list[Shown]) -> Table:
    cells, before = [], len(inside)
    for cell in table.cells:
        blocks: list[Block] = []
        for block in cell.blocks:
            if isinstance(block, PictureMark):
                if block.picture is not None:
                    inside.append(block.picture)
            else:
                blocks.append(_without(block, inside) if isinstance(block, Table) else block)
        cells.append(replace(cell, blocks=tuple(blocks)))
    return table if len(inside) == before else replace(table, cells=tuple(cells))


# -- reading them


@dataclass(frozen=True, slots=True)
class Found:
    """`pages` are numbered from 1; `at` says how many blocks stand before each."""

    pages: tuple[Page, ...] = ()
    at: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()


def read_pictures(
    pictures: Sequence[tuple[int, Shown]],
    package: Package,
    relations: Mapping[str, Relation],
    options: Options,
    characters: int,
    name: str,
) -> Found:
    """Read page-like pictures, each once however often it is shown.

    Args:
        pictures: with how many blocks stand before each.
        characters: of the document's own text. With fewer than `STRAY` a picture, the pictures are the document.
        name: of the file, for messages.

    Raises:
        FileTooLarge: more pictures than `limits.pages`.
        MissingTool: the pictures are the document, and OCR is not installed.
    """
    wanted = _different(pictures, relations)
    if len(wanted) > options.limits.pages:
        raise FileTooLarge(
            f"has {len(wanted)} pictures of pages; the limit (pages) is {options.limits.pages}.", source=name
        )
    if not wanted:
        return Found()
    if options.ocr == "never":
        note = Note("page-not-read", "warning", f"{len(wanted)} pictures as large as a page: OCR was switched off.")
        return Found(notes=(note,))
    alone = characters < STRAY * len(wanted)
    pages: list[Page] = []
    at: list[int] = []
    notes: list[Note] = []
    for before, picture, target in wanted:
        try:
            image = _opened(picture, target, package, options)
        except (TruncatedFile, FileTooLarge) as error:
            drawn = target.rpartition(".")[2].lower() in _DRAWN
            why = "is a drawing, which is not read." if drawn else error.message
            severity: Severity = "info" if drawn and not alone else "warning"
            notes.append(Note("picture-not-read", severity, f"The picture {target} {why}"))
            continue
        if image is None:
            if alone:
                message = f"The picture {target} has too few pixels to be read (under {LONG} on its longer side)."
                notes.append(Note("picture-not-read", "warning", message))
            continue
        if not _paper(image):
            if alone:
                message = f"The picture {target} looks like a photograph, not like a page; it was not read."
                notes.append(Note("picture-not-read", "warning", message))
            continue
        try:
            page, page_notes = scan.read_image(image, len(pages) + 1, options)
        except MissingTool as error:
            if alone:
                error.source = name
                raise
            message = f"{len(wanted)} pictures as large as a page were not read: {error.message} {error.remedy}"
            notes.append(Note("picture-not-read", "warning", message))
            break
        if _holds_text(page, alone):
            pages.append(page)
            at.append(before)
            notes += page_notes
        elif len(page.words) >= STRAY:
            message = f"The picture {target} seems to hold text, which could not be read."
            notes.append(Note("picture-not-read", "warning", message))
    if pages:
        message = f"{len(pages)} pictures of pages were read by OCR; pages are counted by them."
        notes.append(Note("picture-read", "info", message))
    return Found(tuple(pages), tuple(at), tuple(dict.fromkeys(notes)))


def _different(
    pictures: Sequence[tuple[int, Shown]], relations: Mapping[str, Relation]
) -> list[tuple[int, Shown, str]]:
    out = []
    seen: set[tuple[object, ...]] = set()
    for before, picture in pictures:
        relation = relations.get(picture.relation)
        if relation is None or relation.external:
            continue
        key = (relation.target.lower(), picture.crop, picture.turns)
        if key not in seen:
            seen.add(key)
            out.append((before, picture, relation.target))
    return out


def _opened(picture: Shown, target: str, package: Package, options: Options) -> PageImage | None:
    """The picture as displayed; None where it has too few pixels."""
    data = package.data(target)
    if data is None:
        raise TruncatedFile("is missing.")
    gray = embedded_page(data, options.limits, LONG)
    if gray is None:
        return None
    left, top, right, bottom = picture.crop
    height, width = gray.shape
    gray = gray[round(top * height) : round((1 - bottom) * height), round(left * width) : round((1 - right) * width)]
    gray = np.ascontiguousarray(np.rot90(gray, -picture.turns))
    if max(gray.shape, default=0) < LONG or min(gray.shape, default=0) < 30:
        return None
    # A picture may be stretched; its letters are as large as the longer ratio makes them.
    dpi = max(gray.shape[1] / picture.width, gray.shape[0] / picture.height) * 72.0
    return PageImage(gray, dpi)


def _paper(image: PageImage) -> bool:
    """Whether most of the picture is paper."""
    reduce = max(1.0, max(image.gray.shape) / 1000.0)
    small = cv2.resize(image.gray, None, fx=1 / reduce, fy=1 / reduce, interpolation=cv2.INTER_AREA)
    return bool((even_light(small, max(image.dpi / reduce, 25.0)) > 230).mean() >= PAPER)


def _holds_text(page: Page, alone: bool) -> bool:
    """Whether the words are text, not what OCR sees in a photograph: a few odd letters.

    Where the pictures are the document, a page in doubt is kept (its quality tells), and a blank one is left out.
    """
    good = [w for w in page.words if w.confidence > 0.6 and sum(c.isalnum() for c in w.raw) >= 2]
    if alone:
        return bool(good) and len(good) >= 0.3 * len(page.words)
    return len(good) >= 6 and sum(w.confidence for w in good) / len(good) > 0.8
