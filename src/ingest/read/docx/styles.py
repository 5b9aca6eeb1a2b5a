"""Styles of a Word document, resolved: what a paragraph style means and how its characters look."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

from lxml import etree

from ingest.read.office_xml import W, integer, on, val

__all__ = ["ParagraphStyle", "Styles", "TextLook", "points"]

Kind = Literal["body", "heading", "title", "contents", "caption"]


class TextLook(NamedTuple):
    """Characters' look; `size` in points. `font` is kept for symbol fonts."""

    bold: bool = False
    italic: bool = False
    size: float | None = None
    hidden: bool = False
    font: str | None = None
    struck: bool = False


class ParagraphStyle(NamedTuple):
    """A paragraph style with everything that it inherits; `level` counts from 1 and is None for no heading."""

    name: str = ""
    kind: Kind = "body"
    level: int | None = None
    number: str | None = None
    """numId of its list."""
    depth: int | None = None
    """ilvl of its list, where the style names one."""
    ids: tuple[str, ...] = ()
    """Ids of the style and those it is based on, nearest first."""


@dataclass(frozen=True, slots=True)
class _TableLook:
    fill: str | None = None
    bold: bool | None = None


def points(value: str | None) -> float | None:
    """A font size: half-points, or a number with its unit (strict documents)."""
    if not value:
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(pt|mm|cm|in|pc|pi)?", value.strip())
    if not match:
        return None
    scale = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pc": 12.0, "pi": 12.0}
    return float(match[1]) * (scale[match[2]] if match[2] else 0.5)


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    text = resources.files("ingest.read.docx").joinpath("word_styles.toml").read_text(encoding="utf-8")
    return {k: tuple(re.compile(p) for p in v) for k, v in tomllib.loads(text).items()}


@cache
def _by_name(name: str) -> tuple[Kind, int | None]:
    plain = re.sub(r"[\s_-]+", " ", name).strip().lower()
    patterns = _patterns()
    if any(p.search(plain) for p in patterns["contents"]):
        return "contents", None
    if any(p.search(plain) for p in patterns["title"]):
        return "title", 1
    if any(p.search(plain) for p in patterns["caption"]):
        return "caption", None
    for pattern in patterns["heading"]:
        match = pattern.search(plain)
        if match and 1 <= int(match[1]) <= 9:
            return "heading", int(match[1])
    return "body", None


class Styles:
    """The style part; missing styles fall back to plain body text."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._default: dict[str, str] = {}
        self.base = TextLook()
        self._paragraph: dict[str | None, ParagraphStyle] = {}
        self._looks: dict[tuple[str, str], tuple[etree._Element, ...]] = {}
        self._of_paragraphs: dict[tuple[TextLook, str], TextLook] = {}
        """What a look becomes in paragraphs of a style."""
        if root is None:
            return
        for style in root.iterchildren(W + "style"):
            kind, key = style.get(W + "type") or "paragraph", style.get(W + "styleId")
            if key is None:
                continue
            self._styles[kind, key] = style
            if (style.get(W + "default") or "0").lower() in ("1", "true", "on"):
                self._default[kind] = key
        self.base = self.apply(self.base, root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))

    def _chain(self, kind: str, key: str | None) -> list[tuple[str, etree._Element]]:
        """A style and those it is based on, nearest first; circles are cut."""
        chain: list[tuple[str, etree._Element]] = []
        seen: set[str] = set()
        while key is not None and key not in seen and (kind, key) in self._styles:
            seen.add(key)
            style = self._styles[kind, key]
            chain.append((key, style))
            based = style.find(W + "basedOn")
            key = None if based is None else based.get(W + "val")
        return chain

    def apply(self, look: TextLook, properties: etree._Element | None) -> TextLook:
        """`look` changed by one `w:rPr`, its character style included."""
        if properties is None:
            return look
        style = properties.find(W + "rStyle")
        if style is not None:
            for rpr in self._run_properties("character", style.get(W + "val") or ""):
                look = _changed(look, rpr)
        return _changed(look, properties)

    def _run_properties(self, kind: str, key: str) -> tuple[etree._Element, ...]:
        if (kind, key) not in self._looks:
            found = [s.find(W + "rPr") for _, s in reversed(self._chain(kind, key))]
            self._looks[kind, key] = tuple(p for p in found if p is not None)
        return self._looks[kind, key]

    def paragraph_look(self, look: TextLook, key: str | None) -> TextLook:
        """`look` changed by a paragraph style and those it is based on."""
        key = key if key is not None and ("paragraph", key) in self._styles else self._default.get("paragraph")
        asked = look, key or ""
        if asked not in self._of_paragraphs:
            for rpr in self._run_properties("paragraph", key or ""):
                look = _changed(look, rpr)
            self._of_paragraphs[asked] = look
        return self._of_paragraphs[asked]

    def paragraph(self, key: str | None) -> ParagraphStyle:
        """What a paragraph style means; `key` is its id, None for the document's default."""
        if key not in self._paragraph:
            self._paragraph[key] = self._resolve(key)
        return self._paragraph[key]

    def _resolve(self, key: str | None) -> ParagraphStyle:
        chain = self._chain("paragraph", key if key is not None else self._default.get("paragraph"))
        if not chain:
            # A style id without its style: converters keep telling names.
            return ParagraphStyle(key or "", *_by_name(re.sub(r"(?<=\D)(?=\d)", " ", key or "")))
        name = _name_of(*chain[0])
        kind, level = _kind_of(chain)
        number, depth = _list_of(chain)
        return ParagraphStyle(name, kind, level, number, depth, tuple(k for k, _ in chain))

    def first_row(self, key: str | None) -> _TableLook:
        """What a table style gives its first row."""
        fill: str | None = None
        bold: bool | None = None
        for _, style in self._chain("table", key or self._default.get("table")):
            for part in style.iterchildren(W + "tblStylePr"):
                if part.get(W + "type") != "firstRow":
                    continue
                shade = part.find(f"{W}tcPr/{W}shd")
                fill = fill or (None if shade is None else shade.get(W + "fill"))
                bold = bold if bold is not None else on(part.find(f"{W}rPr/{W}b"))
        return _TableLook(fill, bold)

    def list_of(self, key: str | None) -> str | None:
        """numId that a numbering style points to."""
        for _, style in self._chain("numbering", key):
            found = style.find(f"{W}pPr/{W}numPr")
            if found is not None:
                return val(found, "numId")
        return None


_Chain = Sequence[tuple[str, etree._Element]]
"""A style and those it is based on, nearest first, each with its id."""
_LEVELS = 9
"""Levels of headings (ECMA-376, 17.9.3: ST_DecimalNumber 0 to 8; 9 is running text)."""


def _name_of(style_id: str, style: etree._Element) -> str:
    name = style.find(W + "name")
    return style_id if name is None else name.get(W + "val") or ""


def _kind_of(chain: _Chain) -> tuple[Kind, int | None]:
    """Kind and heading level: the nearest outline level, or the nearest name that says what a paragraph is."""
    kind: Kind = "body"
    level: int | None = None
    outline = False
    for style_id, style in chain:
        told = style.find(f"{W}pPr/{W}outlineLvl")
        if told is not None and not outline:
            value = integer(told.get(W + "val"))
            outline, level = True, value + 1 if value is not None and value < _LEVELS else None
        if kind == "body":
            kind, named_level = _by_name(_name_of(style_id, style))
            if kind == "heading" and not outline:
                outline, level = True, named_level
    if kind == "title":
        return kind, 1
    if kind in ("body", "heading"):
        return ("body" if level is None else "heading"), level
    return kind, None


def _list_of(chain: _Chain) -> tuple[str | None, int | None]:
    """The list (numId) and level of the nearest style that names one."""
    number: str | None = None
    depth: int | None = None
    for _, style in chain:
        properties = style.find(f"{W}pPr/{W}numPr")
        if number is None and properties is not None:
            number, depth = val(properties, "numId"), _level(properties)
    return number, depth


_SWITCHES = tuple(W + name for name in ("b", "i", "vanish", "strike", "dstrike"))
_SIZE, _FONTS = W + "sz", W + "rFonts"
_OF_LOOK = (*_SWITCHES, _SIZE, _FONTS)


def _changed(look: TextLook, rpr: etree._Element) -> TextLook:
    # Of several with one name, the first counts.
    held = {child.tag: child for child in rpr.iterchildren(reversed=True)}
    if held.keys().isdisjoint(_OF_LOOK):
        return look
    bold, italic, hidden, *struck = (on(held.get(name)) for name in _SWITCHES)
    size, fonts = held.get(_SIZE), held.get(_FONTS)
    lines = [state for state in struck if state is not None]
    font = None if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi")
    return TextLook(
        look.bold if bold is None else bold,
        look.italic if italic is None else italic,
        (points(size.get(W + "val")) if size is not None else None) or look.size,
        look.hidden if hidden is None else hidden,
        font or look.font,
        any(lines) if lines else look.struck,
    )


def _level(list_of: etree._Element) -> int | None:
    return integer(val(list_of, "ilvl"))
