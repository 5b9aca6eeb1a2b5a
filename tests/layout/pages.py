"""Pages made of text at places, for tests of the page flow."""

from __future__ import annotations

from typing import Any

from ingest.document import BBox, Document, Method, Page, Rule, Word
from ingest.layout import arrange
from ingest.options import Options

ADVANCE = 0.5
"""Font sizes a letter is wide here."""


def words(
    text: str, x: float, baseline: float, *, size: float = 10.0, bold: bool = False, italic: bool = False
) -> list[Word]:
    """The words of one line; every letter is half a font size wide, a space too."""
    out = []
    for part in text.split(" "):
        width = ADVANCE * size * len(part)
        if part:
            box = BBox(x, baseline - 0.75 * size, x + width, baseline + 0.22 * size)
            out.append(Word(part, part, box, size=size, bold=bold, italic=italic))
        x += width + ADVANCE * size
    return out


def lines(texts: list[str], x: float, top: float, *, leading: float = 12.0, **style: Any) -> list[Word]:
    return [w for i, t in enumerate(texts) for w in words(t, x, top + i * leading, **style)]


def page(*parts: list[Word], number: int = 1, rules: list[Rule] | None = None, **fields: Any) -> Page:
    every = tuple(w for part in parts for w in part)
    return Page(number, 595.0, 842.0, Method.TEXT_LAYER, words=every, rules=tuple(rules or ()), **fields)


def grid(xs: list[float], ys: list[float]) -> list[Rule]:
    level = [Rule(BBox(xs[0], y, xs[-1], y), True) for y in ys]
    return level + [Rule(BBox(x, ys[0], x, ys[-1]), False) for x in xs]


def arranged(*pages: Page) -> Document:
    return arrange(Document("0" * 64, "plan.pdf", "application/pdf", Method.TEXT_LAYER, pages=pages), Options())
