"""Quarter turns undone before anything else, so that a turned page is read exactly as the same page upright.

The shapes of the letters tell how a page lies; where they leave it open (few letters, capitals, figures), the page
is prepared each way that is left and the engine reads its longest lines. See decision 190.
"""

from __future__ import annotations

from ingest.read.ocr.deskew import turn_of
from ingest.read.ocr.engines.tesseract import TesseractEngine
from ingest.read.ocr.images import PageImage
from ingest.read.ocr.preprocess import Evened, evened, prepare
from ingest.read.ocr.text_lines import ink_of, picture, runs

__all__ = ["upright"]

LINES = 6
"""Longest lines of a page that are read to tell how it lies."""
LEAST = 3.0
"""Sure letters by which another way must be the better one."""
BETTER = 1.25
"""Times as many sure letters as the way the shapes tell."""
WORD = 0.6
"""Confidence from which a word counts; what is read from letters upside down is mostly below."""
MARGIN = 10
"""White pixels around a line."""


def upright(image: PageImage, engine: TesseractEngine) -> tuple[PageImage, Evened]:
    """The page as it should be read, pixel for pixel, and the same evenly lit."""
    seen = evened(image)
    turn = turn_of(seen.letters, (seen.gray.shape[0], seen.gray.shape[1]))
    ways = [turn.turns]
    if not turn.down_sure and len(seen.letters):
        ways.append((turn.turns + 2) % 4)
    if not turn.lying_sure and len(seen.letters):
        ways = [*ways, *((w + 1) % 4 for w in ways)]
    pages = [(image, seen) if way == 0 else _turned(image, way) for way in ways]
    if len(pages) == 1:
        return pages[0]
    worth = [_sure_letters(*page, engine) for page in pages]
    best = worth.index(max(worth))
    return pages[best if worth[best] >= max(worth[0] + LEAST, worth[0] * BETTER) else 0]


def _turned(image: PageImage, turns: int) -> tuple[PageImage, Evened]:
    image = image.turned(turns)
    return image, evened(image)


def _sure_letters(image: PageImage, seen: Evened, engine: TesseractEngine) -> float:
    """Letters in words that the engine is sure of, by their confidence, in the longest lines of the page.

    Figures do not count: 6, 8, 9 and 0 are figures upside down too.
    """
    prepared = prepare(image, seen)
    ink = ink_of(prepared.text, prepared.letter_height)
    lines = [r for r in runs(ink, prepared.rules, prepared.scale) if not r.sign]
    lines.sort(key=lambda r: (-len(r.pieces), r.box))
    total = 0.0
    for line in lines[:LINES]:
        patch, _ = picture(prepared.text, ink, line, MARGIN)
        for word in engine.words(patch, prepared.scale * 72.0):
            count = sum(c.isalpha() for c in word.text)
            if count > 1 and word.confidence >= WORD:
                total += count * word.confidence
    return total
