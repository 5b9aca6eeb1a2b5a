"""The shapes of a slide in the order in which they are read, each with its place (ECMA-376 part 1, 19.3 and 20.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from ingest.errors import FileTooLarge
from ingest.language.patterns import word_set
from ingest.read.office_xml import MC, integer

__all__ = ["A", "P", "Placeholders", "Shape", "ordered", "shapes"]

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

_ROW = 400_000
"""English Metric Units (1.1 cm) within which the tops of shapes beside each other may differ."""
_OUT = 180_000
"""The same (5 mm) by which a card may stand out of its lane at the left."""
_HEADS = word_set("language", "boards.heads")
_SCALED = 1_000_000
"""Parts in which a group's scale is counted."""


class _Frame(NamedTuple):
    """How places inside a group become places on the slide: times `scale`, plus `offset`, for x and y."""

    scale: tuple[int, int] = (_SCALED, _SCALED)
    offset: tuple[int, int] = (0, 0)

    def place(self, x: int, y: int) -> tuple[int, int]:
        width, height = self.length(x, y)
        return width + self.offset[0], height + self.offset[1]

    def length(self, width: int, height: int) -> tuple[int, int]:
        return width * self.scale[0] // _SCALED, height * self.scale[1] // _SCALED


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape: its element, its upper left corner (EMU; None where nothing says) and what placeholder it is.

    `place` is "" for a placeholder of the body and None for a box of its own; `size` is its width and height (EMU; None
    where only its layout knows).
    """

    element: etree._Element
    at: tuple[int, int] | None
    place: str | None
    size: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """All that is written in it."""
        return "".join(t.text or "" for t in self.element.iter(A + "t")).strip()


class Placeholders:
    """Where a layout puts its placeholders: slides that leave their places out take them from there."""

    def __init__(self, layout: etree._Element | None) -> None:
        self._places: dict[str, tuple[int, int]] = {}
        for shape in () if layout is None else layout.iter(P + "sp"):
            place, corner = shape.find(f".//{P}ph"), _corner(shape)
            if place is not None and corner is not None:
                for key in _keys(place):
                    self._places.setdefault(key, corner)

    def of(self, place: etree._Element) -> tuple[int, int] | None:
        return next((self._places[key] for key in _keys(place) if key in self._places), None)


def _keys(place: etree._Element) -> Iterator[str]:
    if place.get("idx") is not None:
        yield f"#{place.get('idx')}"
    yield place.get("type") or "body"


def shapes(tree: etree._Element, layout: Placeholders, limit: int) -> Iterator[Shape]:
    """Every shape of a slide's tree, those of groups included; `limit` bounds how deep groups may nest."""
    yield from _walk(tree, layout, _Frame(), limit)


def _walk(tree: etree._Element, layout: Placeholders, frame: _Frame, limit: int) -> Iterator[Shape]:
    if limit <= 0:
        raise FileTooLarge("nests groups of shapes too deep (nesting).")
    for element in tree.iterchildren(etree.Element):
        if element.tag == P + "grpSp":
            yield from _walk(element, layout, _inside(element, frame), limit - 1)
        elif element.tag == MC + "AlternateContent":
            branch = next((b for b in element.iterchildren(MC + "Choice", MC + "Fallback") if len(b)), None)
            if branch is not None:
                yield from _walk(branch, layout, frame, limit - 1)
        elif element.tag in _SHAPES and not _is_hidden(element):
            place = element.find(f".//{P}ph")
            corner = _corner(element)
            if corner is None and place is not None:
                corner = layout.of(place)
            at = None if corner is None else frame.place(*corner)
            extent = _pair(_transform(element), "ext", ("cx", "cy"))
            size = None if extent is None else frame.length(*extent)
            yield Shape(element, at, None if place is None else place.get("type") or "", size)


_SHAPES = frozenset(P + name for name in ("sp", "graphicFrame", "pic", "cxnSp"))


def _is_hidden(element: etree._Element) -> bool:
    named = element.find(f"*/{P}cNvPr")
    return named is not None and named.get("hidden") in ("1", "true")


def _transform(element: etree._Element) -> etree._Element | None:
    found = element.find(P + "xfrm")
    if found is None:
        found = element.find(f"{P}spPr/{A}xfrm")
    return element.find(f"{P}grpSpPr/{A}xfrm") if found is None else found


def _pair(element: etree._Element | None, name: str, keys: tuple[str, str]) -> tuple[int, int] | None:
    child = None if element is None else element.find(A + name)
    if child is None:
        return None
    return integer(child.get(keys[0])) or 0, integer(child.get(keys[1])) or 0


def _corner(element: etree._Element) -> tuple[int, int] | None:
    return _pair(_transform(element), "off", ("x", "y"))


def _inside(group: etree._Element, outer: _Frame) -> _Frame:
    """The frame of a group's children, which have a coordinate system of their own (20.1.7: chOff, chExt)."""
    change = _transform(group)
    corner, start = _pair(change, "off", ("x", "y")), _pair(change, "chOff", ("x", "y"))
    size, inner = _pair(change, "ext", ("cx", "cy")), _pair(change, "chExt", ("cx", "cy"))
    if corner is None or start is None or size is None or inner is None or 0 in inner:
        return outer
    scale = (size[0] * _SCALED // inner[0], size[1] * _SCALED // inner[1])
    x, y = (corner[k] - start[k] * scale[k] // _SCALED for k in (0, 1))
    both = (outer.scale[0] * scale[0] // _SCALED, outer.scale[1] * scale[1] // _SCALED)
    return _Frame(both, outer.place(x, y))


def ordered(found: Mapping[int, Shape]) -> list[int]:
    """The numbers of a slide's shapes from top to bottom, those beside each other from left to right.

    Titles come first, whatever their place; a shape without a place keeps that behind the one before it in the file; a
    box right below its head stands behind it, whatever stands beside the head. Below the heads of a board (`Att göra`,
    `Pågår`, `Klart` side by side) each lane is read to its end.
    """
    keys: dict[int, tuple[int, int, int, int]] = {}
    last = (0, 0)
    for number, shape in found.items():
        last = shape.at or last
        row = -1 if shape.place in ("title", "ctrTitle") else max(0, last[1]) // _ROW
        keys[number] = (row, last[0], number, 0)
    lanes = _lanes(found)
    if lanes:
        top, lefts = lanes[0][1] // _ROW, sorted(x for x, _ in lanes)
        for number, (row, x, _, _) in keys.items():
            if row >= top:
                keys[number] = (top + sum(x + _OUT >= left for left in lefts), row, number, 0)
        return sorted(found, key=lambda n: keys[n])
    few = found if len(found) <= _MOST else {}
    heads = {number: head for number, shape in few.items() if (head := _head_of(shape, found)) is not None}
    for number, head in heads.items():
        if head not in heads:
            keys[number] = (*keys[head][:3], 1)
    return sorted(found, key=lambda n: keys[n])


def _lanes(found: Mapping[int, Shape]) -> list[tuple[int, int]]:
    """The corners of the heads of a board's lanes: shapes side by side, each of which says nothing but how far
    something has come."""
    heads = [s.at for s in found.values() if s.place is None and s.at is not None and s.text.casefold() in _HEADS]
    return heads if len(heads) > 1 and len({y // _ROW for _, y in heads}) == 1 else []


_SHARED, _LOW, _GAP = 0.85, 0.5, 1.0
"""Share of the wider one that a box and its head stand over each other; a head's height at most, as a share of its
box's; white between them, as a share of the head's height."""

_MOST = 500
"""Shapes of a slide that are compared with each other."""


def _head_of(box: Shape, found: Mapping[int, Shape]) -> int | None:
    """The number of the low shape as wide as a box that stands right above it, with nothing between; None for none."""
    if box.at is None or box.size is None:
        return None
    (left, top), (width, height) = box.at, box.size
    above: list[tuple[int, int]] = []
    for number, shape in found.items():
        if shape is box or shape.at is None or shape.size is None:
            continue
        shared = min(shape.at[0] + shape.size[0], left + width) - max(shape.at[0], left)
        white = top - shape.at[1] - shape.size[1]
        low = 0 < shape.size[1] <= _LOW * height
        if shared >= _SHARED * max(width, shape.size[0]) and low and abs(white) <= _GAP * shape.size[1]:
            above.append((white, number))
    return min(above)[1] if above else None
