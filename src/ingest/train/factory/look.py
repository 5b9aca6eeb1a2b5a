"""How a drawn document looks: page, type, colours, rules. Every value is drawn, as municipal documents have it."""

from __future__ import annotations

import random
from dataclasses import dataclass

__all__ = ["ACCENTS", "TINTS", "DrawnLook", "look"]

_FONTS = (
    "Liberation Sans", "Liberation Sans", "Liberation Serif", "Liberation Serif", "Liberation Sans Narrow",
    "DejaVu Sans", "DejaVu Serif", "DejaVu Sans Condensed",
)  # fmt: skip
ACCENTS = ("#1f3864", "#2e74b5", "#00566b", "#6b1f2a", "#3b5e2b", "#333333", "#7a3e00", "#4b2e83", "#000000", "#b00020")
TINTS = ("#e7eef7", "#f0f0f0", "#eaf3e6", "#fdf2e0", "#f7e8ea", "#e3f1f1", "#ede7f6", "#fffbe6")
# Width and height of a page in millimetres.
_A4, _A3, _LETTER, _SLIDE, _A5 = (210.0, 297.0), (297.0, 420.0), (215.9, 279.4), (338.7, 190.5), (148.0, 210.0)


@dataclass(frozen=True, slots=True)
class DrawnLook:
    """Lengths in millimetres, type sizes in points."""

    width: float
    height: float
    margins: tuple[float, float, float, float]
    font: str
    heading_font: str
    size: float
    leading: float
    accent: str
    tint: str
    dark_head: bool
    heading_style: str

    def css(self) -> str:
        """Return the CSS of the page, its type and its headings."""
        top, right, bottom, left = self.margins
        return f"""
@page {{ size: {self.width}mm {self.height}mm; margin: {top}mm {right}mm {bottom}mm {left}mm; }}
* {{ box-sizing: border-box; }}
html {{ -webkit-print-color-adjust: exact; }}
body {{ font-family: '{self.font}'; font-size: {self.size}pt; line-height: {self.leading}; margin: 0; color: #111; }}
h1, h2, h3, h4 {{ font-family: '{self.heading_font}'; line-height: 1.2; break-after: avoid; {self.heading_style} }}
h1 {{ font-size: {self.size * 2.1:.1f}pt; margin: 0 0 10pt; }}
h2 {{ font-size: {self.size * 1.45:.1f}pt; margin: 16pt 0 6pt; }}
h3 {{ font-size: {self.size * 1.2:.1f}pt; margin: 12pt 0 4pt; }}
h4 {{ font-size: {self.size * 1.05:.1f}pt; margin: 9pt 0 3pt; }}
p {{ margin: 0 0 6pt; }}
ul, ol {{ margin: 0 0 6pt; padding-left: 16pt; }}
td ul, td ol {{ padding-left: 11pt; margin: 0; }}
td p {{ margin: 0 0 3pt; }}
"""


_PAGE_WEIGHTS = (20, 1, 1, 0.5)
"""How often A4, A3, letter and A5 are drawn, in shares of each other."""
_SIZES_PT = (9.0, 9.5, 10.0, 10.5, 11.0, 11.0, 12.0)
_SMALL_SIZES_PT = (7.5, 8.0, 8.5, 9.0, 10.0)
_A3_SCALE = 1.3
"""Type of an A3 page is larger by this factor."""
_SIDE_MM = (13, 30)
_TOP_MM = (16, 30)
_BOTTOM_MM = (16, 28)
_EVEN_SIDES_CHANCE = 0.8
_BINDING_MM = 5
"""Millimetres that the left margin is wider for a binding."""
_WIDE_SLIDE_CHANCE = 0.75
_OLD_SLIDE = (254.0, 190.5)
"""Millimetres of a slide of 4:3."""
_SLIDE_SIZES_PT = (13.0, 14.0, 15.0, 16.0)
_SLIDE_TOP_MM = (10, 16)
_SLIDE_SIDE_MM = 14.0
_SLIDE_BOTTOM_MM = (8, 14)
_ONE_FONT_CHANCE = 0.7
_LEADINGS = (1.12, 1.5)
"""Line heights in font sizes."""
_DARK_HEAD_CHANCE = 0.3


def look(rng: random.Random, *, landscape: float = 0.3, slide: bool = False, small: bool = False) -> DrawnLook:
    """Draw a look.

    Args:
        rng: the source of chance.
        landscape: the probability of a page that is wider than high.
        slide: a page of 16:9 with large type.
        small: small type, as dense tables have.
    """
    width, height = rng.choices((_A4, _A3, _LETTER, _A5), _PAGE_WEIGHTS)[0]
    if rng.random() < landscape:
        width, height = height, width
    size = rng.choice(_SIZES_PT)
    if small:
        size = rng.choice(_SMALL_SIZES_PT)
    if max(width, height) >= _A3[1]:
        size *= _A3_SCALE
    side = rng.uniform(*_SIDE_MM)
    margins = (
        rng.uniform(*_TOP_MM),
        side,
        rng.uniform(*_BOTTOM_MM),
        side if rng.random() < _EVEN_SIDES_CHANCE else side + _BINDING_MM,
    )
    if slide:
        width, height = _SLIDE if rng.random() < _WIDE_SLIDE_CHANCE else _OLD_SLIDE
        size = rng.choice(_SLIDE_SIZES_PT)
        margins = (rng.uniform(*_SLIDE_TOP_MM), _SLIDE_SIDE_MM, rng.uniform(*_SLIDE_BOTTOM_MM), _SLIDE_SIDE_MM)
    font = rng.choice(_FONTS)
    accent = rng.choice(ACCENTS)
    style = rng.choice(
        (
            f"color: {accent}; font-weight: bold;",
            f"color: {accent}; font-weight: normal;",
            "color: #111; font-weight: bold;",
            f"color: {accent}; font-weight: bold; border-bottom: 0.6pt solid {accent};",
            "color: #111; font-weight: bold; font-style: italic;",
        )
    )
    heading_font = font if rng.random() < _ONE_FONT_CHANCE else rng.choice(_FONTS)
    leading = rng.uniform(*_LEADINGS)
    tint, dark = rng.choice(TINTS), rng.random() < _DARK_HEAD_CHANCE
    return DrawnLook(width, height, margins, font, heading_font, size, leading, accent, tint, dark, style)
