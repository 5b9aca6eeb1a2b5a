"""Lines of Swedish print made worse as archives do, cut as the reader cuts them, each with what stands there.

Pages of sentences (the repair corpus's held-out part, and lines of dates, sections of acts and amounts) are drawn in
the fonts at hand, made worse by `factory.damage.pages`, prepared and cut into runs.
"""

from __future__ import annotations

import lzma
import random
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ingest.read.ocr.images import Gray, PageImage
from ingest.read.ocr.preprocess import prepare
from ingest.read.ocr.text_lines import Run, ink_of, picture, runs

__all__ = ["ARCHIVE", "DPI", "LINES", "PrintedLine", "cut", "drawn", "fonts", "texts"]

ARCHIVE = ("office", "coarse", "bilevel", "bilevel_coarse", "faint_coarse", "copied", "speckled", "fax", "photo")
"""Damages of an archive, names of `factory.damage.pages.KINDS`."""
DPI, SIZE, LINES, MARGIN = 400.0, 10.5, 16, 10
"""Of a drawn page: pixels an inch, points of the type, lines; and the white pixels around a run."""
_POINT = 72.0
"""Points an inch."""
_PAGE, _LEFT, _STEP, _FIRST, _AROUND = 8.27, 0.9, 2.4, 3, 6
"""Inches of a page's width (A4) and of its left margin; sizes of type between two lines; lines left free above the
first one, and in all."""
_INK, _PAPER = 20, 255
"""Grey levels of print and paper."""
_COUNT, _EVERY = 4000, 4
"""Lines drawn from the corpus; one of so many has figures and signs."""
_SENTENCE, _WORDS = (20, 400), (3, 9)
"""Letters of the sentences that lines are cut from; words of a line."""
_SAME_ROW, _LEAST_PIECES = 1.2, 5
"""Common letter heights within which runs stand on one line; pieces of ink of a run that is text, more than these."""
_FONTS = ("LiberationSerif-Regular", "LiberationSans-Regular", "DejaVuSans", "DejaVuSerif", "LiberationMono-Regular")
_PRINTABLE = re.compile(r"[ -~åäöÅÄÖéÉ§–”’…]+")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One run as the reader cut it, its pixels an inch, and what stands there."""

    patch: Gray
    run: Run
    dpi: float
    truth: str


def fonts() -> list[Path]:
    """Fonts of the common sorts that are installed."""
    found = {p.stem: p for p in sorted(Path("/usr/share/fonts").rglob("*.ttf"))}
    return [found[name] for name in _FONTS if name in found]


def texts(corpus: Path, rng: random.Random) -> list[str]:
    """Lines of three to nine words of a corpus (`*.txt.xz`), every fourth with figures and signs."""
    with lzma.open(corpus, "rt", encoding="utf-8") as handle:
        sentences = [line.split() for line in handle if _SENTENCE[0] < len(line) < _SENTENCE[1]]
    extra = tomllib.loads(resources.files("ingest.train").joinpath("data/print_lines.toml").read_text(encoding="utf-8"))
    out = []
    while len(out) < _COUNT:
        if len(out) % _EVERY == _EVERY - 1:
            n, y = rng.randint(2, 19), rng.randint(10, 28)
            line = rng.choice(extra["lines"])
            out.append(line.format(n=n, m=rng.randint(1, 99), d=rng.randint(1, 8), y=y, z=y + 2))
            continue
        words = rng.choice(sentences)
        at = rng.randrange(max(1, len(words) - _WORDS[0]))
        out.append(" ".join(words[at : at + rng.randint(*_WORDS)]))
    return [t for t in out if _PRINTABLE.fullmatch(t) and "\\" not in t and "|" not in t]


def drawn(lines: Sequence[str], font: Path) -> Gray:
    """A page with these lines, far enough apart that none can be taken for another."""
    face = ImageFont.truetype(str(font), round(SIZE * DPI / _POINT))
    step = round(_STEP * SIZE * DPI / _POINT)
    page = Image.new("L", (round(_PAGE * DPI), step * (len(lines) + _AROUND)), _PAPER)
    pen = ImageDraw.Draw(page)
    for i, text in enumerate(lines):
        pen.text((round(_LEFT * DPI), step * (i + _FIRST)), text, fill=_INK, font=face)
    return np.asarray(page)


def cut(gray: Gray, dpi: float, truth: Sequence[str]) -> list[PrintedLine]:
    """The runs of a page with their truth; lines that did not stay one run are left out."""
    prepared = prepare(PageImage(gray, dpi))
    ink = ink_of(prepared.text, prepared.letter_height)
    found = [r for r in runs(ink, prepared.rules, prepared.scale) if not r.sign]
    rows: list[list[Run]] = []
    for run in sorted(found, key=lambda r: r.box[1] + r.box[3]):
        middle = (run.box[1] + run.box[3]) / 2
        if rows and middle - (rows[-1][0].box[1] + rows[-1][0].box[3]) / 2 < _SAME_ROW * ink.common:
            rows[-1].append(run)
        else:
            rows.append([run])
    rows = [kept for row in rows if (kept := [r for r in row if len(r.pieces) > _LEAST_PIECES])]
    if len(rows) != len(truth):
        return []
    return [
        PrintedLine(picture(prepared.text, ink, row[0], MARGIN)[0], row[0], prepared.scale * _POINT, text)
        for row, text in zip(rows, truth, strict=True)
        if len(row) == 1
    ]
