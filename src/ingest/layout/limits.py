"""Bounds on texts that no author writes: words of thousands of letters, paragraphs of hundreds of pages, tables of
thousands of columns.

Much that comes after looks at a word or a paragraph as a whole, with patterns that may take time by the square of its
length, or at every place of a table. No letter is lost: such a word goes on as several words, such a paragraph as
several paragraphs; what stands beyond a table's last column goes into that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.document import Block, Cell, Document, Line, Note, Paragraph, Table, Word

__all__ = ["MOST_LETTERS", "MOST_WORD", "bounded"]

MOST_WORD = 500
"""Characters of a word; the longest that repair looks at has 240, a long address of the net some hundreds."""
MOST_LETTERS = 10_000
"""Characters of a paragraph: three closely printed pages."""
MOST_COLUMNS = 1000
"""Columns of a table; Word allows 63, and a sheet of a calendar year has 366."""


def bounded(document: Document) -> Document:
    """The document without longer words or paragraphs, or wider tables, in its blocks, noted if there were any."""
    if any(_too_wide(b) for b in document.blocks):
        message = f"Cells beyond {MOST_COLUMNS} columns are put into the last of these."
        blocks = tuple(_narrowed(b) for b in document.blocks)
        document = replace(document, blocks=blocks, notes=(*document.notes, Note("wide-table", "warning", message)))
    if not _exceeds(document.blocks):
        return document
    message = f"Words over {MOST_WORD} or paragraphs over {MOST_LETTERS} characters are cut into several."
    note = Note("long-text", "warning", message)
    return replace(document, blocks=tuple(_blocks(document.blocks)), notes=(*document.notes, note))


def _too_wide(block: Block) -> bool:
    if not isinstance(block, Table):
        return False
    return block.columns > MOST_COLUMNS or any(_too_wide(b) for cell in block.cells for b in cell.blocks)


def _narrowed(block: Block) -> Block:
    if not isinstance(block, Table):
        return block
    last = min(block.columns, MOST_COLUMNS) - 1
    cells: list[Cell] = []
    beyond: dict[int, list[Cell]] = {}
    for cell in block.cells:
        if any(isinstance(b, Table) for b in cell.blocks):
            cell = replace(cell, blocks=tuple(_narrowed(b) for b in cell.blocks))
        if block.columns > MOST_COLUMNS and cell.column >= last:
            beyond.setdefault(cell.row, []).append(cell)
        elif block.columns > MOST_COLUMNS and cell.column + cell.colspan > last:
            cells.append(replace(cell, colspan=last - cell.column))
        else:
            cells.append(cell)
    for row, group in beyond.items():
        cells.append(Cell(row, last, tuple(b for cell in group for b in cell.blocks)))
    cells.sort(key=lambda c: (c.row, c.column))
    return replace(block, cells=tuple(cells), columns=last + 1)


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
