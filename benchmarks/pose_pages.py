"""Pages that are hard to set upright, drawn here: covers in large type, few words, capitals, a landscape table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

__all__ = ["DPI", "drawn_pages"]

DPI = 400.0
FONTS = (
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
)
Line = tuple[float, float, str]

COVERS: dict[str, tuple[Line, ...]] = {
    # Type size, distance from the top (points), text.
    "cover-30pt": (
        (30, 200, "Handlingsplan mot brott"),
        (30, 245, "och för ökad trygghet"),
        (14, 330, "Tierps kommun och Lokalpolisområde Norduppland"),
        (10, 780, "Antagen 2024-05-13"),
    ),
    "cover-60pt": ((60, 200, "Trygghet"), (60, 280, "i Tierp"), (60, 360, "2025"), (12, 760, "Tierps kommun")),
    "annex": ((12, 70, "Bilaga 1"),),
    "capitals": ((24, 200, "ÅTGÄRDSPLAN 2025"), (16, 260, "TIERPS KOMMUN"), (16, 290, "POLISEN I NORDUPPLAND")),
    "signatures": (
        (11, 80, "Ort och datum"),
        (11, 200, "För kommunen"),
        (11, 320, "För Polismyndigheten"),
        (9, 800, "Sida 4 av 4"),
    ),
}
HEAD = ("Orsak", "Mål", "Åtgärd", "Vem", "När")
ROWS = (
    ("Otrygg park", "Fler vågar gå där", "Bättre belysning vid gångvägen", "Tekniska kontoret", "2025"),
    ("Stölder i butik", "Minska med tio procent", "Utbilda personal", "Polisen", "Hösten 2025"),
    ("Skadegörelse", "Hela skolor", "Vuxna på rasterna", "Skolan", "Löpande"),
    ("Buskörning", "Säkra vägar", "Kontroller på kvällstid", "Polisen", "Maj-augusti"),
)


def drawn_pages() -> list[tuple[str, np.ndarray, float, list[str]]]:
    """(name, picture, dpi, words) of each."""
    out = []
    for name, lines in COVERS.items():
        image, draw = _sheet(595, 842)
        for size, top, text in lines:
            draw.text((_px(70), _px(top)), text, fill=0, font=_font(size))
        out.append((name, np.asarray(image), DPI, [w for *_, text in lines for w in text.split()]))
    image, draw = _sheet(842, 595)
    for r, row in enumerate((HEAD, *ROWS)):
        for c, text in enumerate(row):
            box = (50 + 150 * c, 80 + 40 * r, 200 + 150 * c, 120 + 40 * r)
            draw.rectangle(tuple(_px(v) for v in box), outline=0, width=4)
            draw.text((_px(box[0] + 6), _px(box[1] + 12)), text, fill=0, font=_font(9))
    words = " ".join(text for row in (HEAD, *ROWS) for text in row).split()
    out.append(("landscape", np.asarray(image), DPI, words))
    return out


def _px(points: float) -> int:
    return round(points * DPI / 72)


def _sheet(width: float, height: float) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("L", (_px(width), _px(height)), 255)
    return image, ImageDraw.Draw(image)


def _font(points: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(next(f for f in FONTS if Path(f).is_file()), _px(points))
