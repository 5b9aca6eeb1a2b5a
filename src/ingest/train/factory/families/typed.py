"""Plans typed on a typewriter: letters of one width, columns by the eye, ink and baseline uneven."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.train.factory.families import family
from ingest.train.factory.families.dumps import typed
from ingest.train.factory.model import Canvas, ContentBank, DrawnDocument

__all__: list[str] = []

# Points of A4.
_SHORT, _LONG = 595.28, 841.89
_MARGIN = 50.0
# Width of a letter of Courier in parts of its size, and the lines' distance in parts of it.
_PITCH, _LEADING = 0.6, 1.2
_LARGEST = 12.0
# From this many letters a line needs the long side of the paper.
_WIDE = 88
_TAB = 16


@dataclass(frozen=True, slots=True)
class _Machine:
    """A typewriter: how far its letters stand off the line (points), and how its ink varies (0 is black)."""

    seed: int
    off: float
    ink: tuple[float, float]

    def draw(self, lines: Sequence[str], path: Path) -> None:
        """Type lines into a PDF, a page break only at blank lines where possible."""
        from reportlab.pdfgen.canvas import Canvas as PdfCanvas

        longest = max(map(len, lines))
        width, height = (_LONG, _SHORT) if longest > _WIDE else (_SHORT, _LONG)
        size = min(_LARGEST, (width - 2 * _MARGIN) / (_PITCH * longest))
        rng = random.Random(self.seed)
        canvas = PdfCanvas(str(path), pagesize=(width, height), invariant=1)
        room = int((height - 2 * _MARGIN) / (size * _LEADING))
        for number, page in enumerate(_pages(lines, room), 1):
            if number > 1:
                page = [" " * min(34, longest // 2) + f"- {number} -", "", *page]
            for at, line in enumerate(page):
                y = height - _MARGIN - at * size * _LEADING
                self._line(canvas, line, y, size, rng)
            canvas.showPage()
        canvas.save()

    def _line(self, canvas: object, line: str, y: float, size: float, rng: random.Random) -> None:
        for at, letter in enumerate(line):
            if letter == " ":
                continue
            canvas.setFont("Courier", size)  # type: ignore[attr-defined]
            canvas.setFillGray(rng.uniform(*self.ink))  # type: ignore[attr-defined]
            x = _MARGIN + at * size * _PITCH
            canvas.drawString(x, y + rng.uniform(-self.off, self.off), letter)  # type: ignore[attr-defined]


def _pages(lines: Sequence[str], room: int) -> list[list[str]]:
    """Return lines by page; a page ends at a blank line in its second half where it has one."""
    pages: list[list[str]] = []
    rest = list(lines)
    while rest:
        end = min(len(rest), room - 2)
        if end < len(rest):
            end = next((n for n in range(end, end // 2, -1) if not rest[n - 1]), end)
        pages.append(rest[:end])
        rest = rest[end:]
        while rest and not rest[0]:
            rest.pop(0)
    return pages


@family("typed-page")
def typed_page(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Typed on paper."""
    content, sheet = typed(rng, bank, numbers=False)
    lines = [*sheet.lines, *(line for closing in content.front.closing for line in ("", closing))]
    lines = [line.expandtabs(_TAB) for line in lines]
    machine = _Machine(rng.getrandbits(32), rng.uniform(0.0, 0.5), (0.0, rng.uniform(0.1, 0.5)))
    return DrawnDocument(content, Canvas(lambda path: machine.draw(lines, path)))
