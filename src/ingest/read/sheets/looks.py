"""Styles of a workbook: number formats, fonts and fills of its cells (ECMA-376 part 1, 18.8)."""

from __future__ import annotations

import colorsys
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TypeVar

from lxml import etree

from ingest.read.office_xml import integer
from ingest.read.sheets.number_formats import GENERAL, builtin
from ingest.read.sheets.xml_names import A, S

__all__ = ["CellLook", "Color", "Font", "Looks"]

Color = tuple[float, float, float]
_T = TypeVar("_T")

_COLOR_DIGITS = 4
"""Decimals that tell two bytes apart."""
_TURNED = 45
"""Degrees of rotation from which a text counts as turned; 255 stands for letters below each other."""
_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
"""Colours of a theme by number: not in the order in which the theme lists them (18.3.1.15)."""
_OFF = ("0", "false")


@dataclass(frozen=True, slots=True)
class Font:
    """How a text is set; `size` in points."""

    size: float | None = None
    bold: bool = False
    italic: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class CellLook:
    """What a cell's style says: its number format, font, fill (None for none or white), and whether it is turned."""

    code: str = GENERAL
    font: Font = Font()
    fill: Color | None = None
    rotated: bool = False


class Looks:
    """The cell styles of one workbook, by number. Without a style part every cell has the plain one."""

    def __init__(self, styles: etree._Element | None, theme: etree._Element | None) -> None:
        self._theme = _theme(theme)
        self._codes: dict[int, str] = {}
        self._fonts: list[Font] = []
        self._fills: list[Color | None] = []
        self._looks: list[CellLook] = []
        if styles is None:
            return
        for element in styles.iterfind(f"{S}numFmts/{S}numFmt"):
            number = integer(element.get("numFmtId"))
            if number is not None:
                self._codes[number] = element.get("formatCode") or GENERAL
        self._fonts = [font_of(e) for e in styles.iterfind(f"{S}fonts/{S}font")]
        self._fills = [self._fill(e) for e in styles.iterfind(f"{S}fills/{S}fill")]
        self._looks = [self._look(e) for e in styles.iterfind(f"{S}cellXfs/{S}xf")]

    @property
    def base(self) -> Font:
        """The font of the plain style."""
        return self._fonts[0] if self._fonts else Font()

    def of(self, number: str | None) -> CellLook:
        """The style that a cell names by its number."""
        at = integer(number) or 0
        return self._looks[at] if 0 <= at < len(self._looks) else CellLook(font=self.base)

    def _look(self, xf: etree._Element) -> CellLook:
        number = integer(xf.get("numFmtId")) or 0
        alignment = xf.find(S + "alignment")
        turned = abs(integer(alignment.get("textRotation")) or 0) if alignment is not None else 0
        return CellLook(
            self._codes.get(number) or builtin(number),
            _at(self._fonts, xf.get("fontId"), Font()),
            _at(self._fills, xf.get("fillId"), None),
            turned >= _TURNED,
        )

    def _fill(self, element: etree._Element) -> Color | None:
        pattern = element.find(S + "patternFill")
        if pattern is None:
            stop = element.find(f"{S}gradientFill/{S}stop/{S}color")
            return self.color(stop)
        if pattern.get("patternType") in (None, "none"):
            return None
        return self.color(pattern.find(S + "fgColor"))

    def color(self, element: etree._Element | None) -> Color | None:
        """Red, green and blue, each 0..1; None for white, which is no shading, and for what names no colour."""
        if element is None:
            return None
        rgb = element.get("rgb")
        indexed, theme = integer(element.get("indexed")), integer(element.get("theme"))
        if rgb is None and theme is not None and 0 <= theme < len(_THEME):
            rgb = self._theme.get(_THEME[theme])
        if rgb is None and indexed is not None:
            rgb = _at(_palette(), str(indexed), None)
        if rgb is None or not re.fullmatch(r"(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}", rgb):
            return None
        red, green, blue = _tinted(rgb[-6:], element.get("tint"))
        color = round(red, _COLOR_DIGITS), round(green, _COLOR_DIGITS), round(blue, _COLOR_DIGITS)
        return None if color == (1.0, 1.0, 1.0) else color


@cache
def _palette() -> Sequence[str | None]:
    text = resources.files("ingest.read.sheets").joinpath("palette.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["palette"])


def font_of(element: etree._Element) -> Font:
    """The font that a `font` of the styles, or an `rPr` of a text, describes."""
    size = element.find(S + "sz")
    try:
        points = float(size.get("val") or "") if size is not None else None
    except ValueError:
        points = None
    return Font(points, *(_on(element.find(S + name)) for name in ("b", "i", "strike")))


def _on(element: etree._Element | None) -> bool:
    return element is not None and (element.get("val") or "1").lower() not in _OFF


def _at(values: Sequence[_T], number: str | None, default: _T) -> _T:
    at = integer(number) or 0
    return values[at] if 0 <= at < len(values) else default


def _theme(root: etree._Element | None) -> dict[str, str]:
    """Colours by their names in the theme; those of the system by what they last were."""
    out: dict[str, str] = {}
    scheme = None if root is None else root.find(f".//{A}clrScheme")
    for element in () if scheme is None else scheme.iterchildren(etree.Element):
        for value in element.iterchildren(etree.Element):
            rgb = value.get("lastClr") or value.get("val")
            if rgb is not None:
                out[etree.QName(element).localname] = rgb
    return out


def _tinted(rgb: str, tint: str | None) -> Color:
    """A colour made lighter (to 1) or darker (to -1) by its tint (18.8.19)."""
    red, green, blue = (byte / 0xFF for byte in bytes.fromhex(rgb))
    try:
        by = max(-1.0, min(1.0, float(tint or "0")))
    except ValueError:
        by = 0.0
    if not by:
        return red, green, blue
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + by) if by < 0 else light * (1 - by) + by
    return colorsys.hls_to_rgb(hue, light, saturation)
