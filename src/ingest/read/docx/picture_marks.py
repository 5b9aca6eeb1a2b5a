"""Pictures of a Word document where they stand: how large each is shown, and which may show a page.

Smaller ones (logos, icons) stay pictures; those nearly as wide as the text are lifted out, to be read as pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from lxml import etree

from ingest.document import Block, Note, Page, Paragraph, Table
from ingest.read.office_xml import R, W

__all__ = ["FoundPictures", "PictureMark", "ShownPicture", "lifted", "shown", "text_width"]

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
A4_TEXT = 451.0
"""Points between margins of an inch, where the document does not say."""

_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d{1,6}(?:\.\d{1,9})?)\s*(pt|in|cm|mm|px|pc|)\s*(?=;|$)")
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, "pc": 12.0, "": 0.75}


class ShownPicture(NamedTuple):
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

    picture: ShownPicture | None = None


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


def shown(blip: etree._Element, width: float) -> ShownPicture | None:
    """A picture of the package (`a:blip`, `v:imagedata`) that is as large as a page's text.

    Args:
        width: of the text, in points.
    """
    found = _vml(blip) if blip.tag == V + "imagedata" else _drawing(blip)
    if found is None or not found.relation or found.width < WIDE * width or found.height < HIGH:
        return None
    return found


def _drawing(blip: etree._Element) -> ShownPicture | None:
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
    return ShownPicture(relation, width, height, turns, _crop(cut))


def _crop(cut: etree._Element | None) -> tuple[float, float, float, float]:
    if cut is None:
        return (0.0, 0.0, 0.0, 0.0)
    left, top, right, bottom = (min(1.0, max(0.0, _number(cut.get(k)) / 100_000)) for k in "ltrb")
    return (left, top, right, bottom) if left + right < 0.95 and top + bottom < 0.95 else (0.0, 0.0, 0.0, 0.0)


def _vml(data: etree._Element) -> ShownPicture | None:
    relation, shape = data.get(R + "id"), data.getparent()
    if relation is None or shape is None:
        return None
    sizes = {m[1]: float(m[2]) * _UNITS[m[3]] for m in _LENGTH.finditer((shape.get("style") or "")[:2000])}
    return ShownPicture(relation, sizes.get("width", 0.0), sizes.get("height", 0.0))


def _number(value: str | None) -> float:
    """A whole number of the XML; 0 for what is none, or beyond sense."""
    return float(value) if value and len(value) < 12 and value.removeprefix("-").isdecimal() else 0.0


# -- marks among the blocks


def lifted(blocks: Iterable[Block]) -> tuple[list[Block], list[tuple[int, ShownPicture]]]:
    """The blocks without marks, and each picture with how many blocks stand before it.

    A picture in a table comes after the table.
    """
    kept: list[Block] = []
    pictures: list[tuple[int, ShownPicture]] = []
    for block in blocks:
        if isinstance(block, PictureMark):
            if block.picture is not None:
                pictures.append((len(kept), block.picture))
        elif isinstance(block, Table):
            inside: list[ShownPicture] = []
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


def _without(table: Table, inside: list[ShownPicture]) -> Table:
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


@dataclass(frozen=True, slots=True)
class FoundPictures:
    """What the pictures of pages gave: `pages` are numbered from 1; `at` says how many blocks stand before each."""

    pages: tuple[Page, ...] = ()
    at: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()
