"""Bounds on texts that no author writes: words of thousands of letters, paragraphs of hundreds of pages.

Much that comes after looks at a word or a paragraph as a whole, with patterns that may take time by the square of its
length. No letter is lost: such a word goes on as several words, such a paragraph as several paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.document import Block, Document, Line, Note, Paragraph, Table, Word

__all__ = ["MOST_LETTERS", "MOST_WORD", "bounded"]

MOST_WORD = 500
"""Characters of a word; the longest that repair looks at has 240, a long address of the net some hundreds."""
MOST_LETTERS = 10_000
"""Characters of a paragraph: three closely printed pages."""


def bounded(document: Document) -> Document:
    """The document without longer words or paragraphs in its blocks, noted if there were any."""
    if not _exceeds(document.blocks):
        return document
    message = f"Words over {MOST_WORD} or paragraphs over {MOST_LETTERS} characters are cut into several."
    note = Note("long-text", "warning", message)
    return replace(document, blocks=tuple(_blocks(document.blocks)), notes=(*document.notes, note))


def _exceeds(blocks: Iterable[Block]) -> bool:
    for block in blocks:
        if isinstance(block, Table):
            if any(_exceeds(cell.blocks) for cell in block.cells):
                return True
            continue
        total = 0
        for line in block.lines:
            for word in line.words:
                if len(word.raw) > MOST_WORD:
                    return True
                total += len(word.raw) + 1
        if total > MOST_LETTERS:
            return True
    return False


def _blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Table):
            cells = (replace(c, blocks=tuple(_blocks(c.blocks))) if _exceeds(c.blocks) else c for c in block.cells)
            yield replace(block, cells=tuple(cells))
        elif _exceeds([block]):
            yield from _paragraphs(block)
        else:
            yield block


def _paragraphs(paragraph: Paragraph) -> Iterator[Paragraph]:
    """The paragraph in parts; the first alone keeps what stands at its beginning."""
    lines: list[Line] = []
    total, first = 0, True
    for line in paragraph.lines:
        for part in _lines(line):
            size = sum(len(w.raw) + 1 for w in part.words)
            if lines and total + size > MOST_LETTERS:
                yield replace(paragraph, lines=tuple(lines), marker=paragraph.marker if first else None)
                lines, total, first = [], 0, False
            lines.append(part)
            total += size
    yield replace(paragraph, lines=tuple(lines), marker=paragraph.marker if first else None)


def _lines(line: Line) -> Iterator[Line]:
    words: list[Word] = []
    total = 0
    for word in line.words:
        for part in _words(word):
            if words and total + len(part.raw) + 1 > MOST_LETTERS:
                yield replace(line, words=tuple(words))
                words, total = [], 0
            words.append(part)
            total += len(part.raw) + 1
    yield replace(line, words=tuple(words))


def _words(word: Word) -> Iterator[Word]:
    if len(word.raw) <= MOST_WORD:
        yield word
        return
    for at in range(0, len(word.raw), MOST_WORD):
        piece = word.raw[at : at + MOST_WORD]
        yield replace(word, raw=piece, text=piece)
