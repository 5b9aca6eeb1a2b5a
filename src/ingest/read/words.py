"""Words and lines out of plain or styled text: shared by the readers of declarative formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.document import BlockRole, Line, Paragraph, Word

__all__ = ["BULLETS", "line_of", "paragraph_of", "split_bullet", "words"]

BULLETS = frozenset("•●○◦▪■□◻▫‣⁃∙·➢➤➔→✓✗❑❒❖◆◇★–—-*\uf0b7\uf0a7\uf0d8\uf0fc")
"""What stands before a typed list item; dashes and stars only with a space after them."""


def words(text: str) -> tuple[Word, ...]:
    """The words of a text without looks."""
    return tuple(Word(w, w) for w in text.split())


def line_of(text: str, page: int | None = None) -> Line:
    return Line(words(text), page)


def paragraph_of(
    lines: Iterable[Sequence[Word]], role: BlockRole = "body", level: int | None = None, marker: str | None = None
) -> Paragraph:
    """A paragraph of lines of words; empty lines are left out."""
    return Paragraph(tuple(Line(tuple(line)) for line in lines if line), role, level, marker)


def split_bullet(line: Sequence[Word]) -> tuple[str | None, Sequence[Word]]:
    """A line's typed bullet and the words after it; a bullet alone is no bullet (an empty cell's sign)."""
    if len(line) < 2:
        return None, line
    first = line[0].raw
    if len(first) == 1 and first in BULLETS:
        return first, line[1:]
    # Letters as bullets: what Word's "o" of Courier New becomes in text.
    if first == "o" and re.match(r"[A-ZÅÄÖ]", line[1].raw):
        return first, line[1:]
    return None, line
