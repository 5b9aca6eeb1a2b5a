"""Repair of a whole document, and its undoing."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from itertools import pairwise
from operator import is_
from statistics import median

from ingest.document import (
    BBox,
    Block,
    Cell,
    Change,
    Document,
    Line,
    Method,
    Paragraph,
    Table,
    Word,
    paragraphs,
    tables_of,
    union,
)
from ingest.options import Options
from ingest.repair.steps import mend_body
from ingest.repair.working_text import Body, Passage, WorkingWord, lost_marks

__all__ = ["mend", "undo"]

_ROUNDS = 5
_LETTER = 1.3
"""Widths of a mean letter: less room than this holds no more of a broken word."""
_WIDE_LETTERS = frozenset("mwMW")
_WIDE = 1.6
"""Widths of a mean letter of such: .8 of a size of type beside .5 in common faces."""
_BLANK = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


def mend(document: Document, options: Options) -> Document:
    """Repair every paragraph of an arranged document, those of cells included, with the evidence of all of it.

    Each changed word records its changes; none is lost: `undo` gives the reading back. Repairing a repaired document
    changes nothing. Rules named in `options.skip_repairs` do not act.
    """
    methods = {page.number: page.method for page in document.pages}
    words: list[list[WorkingWord]] = []
    columns, rooms = _columns(document.blocks), _rooms(document.blocks)
    inside = _not_first(document.blocks)
    passages = [
        _passage(
            paragraph,
            methods,
            document.method,
            words,
            columns.get(id(paragraph)),
            _full(paragraph, rooms.get(id(paragraph))),
            opens=id(paragraph) not in inside,
        )
        for paragraph in paragraphs(document.blocks)
    ]
    title = Passage([[WorkingWord(t) for t in (document.properties.title or "").split()]], document.method)
    body = Body([*passages, title], options.skip_repairs)
    seen: dict[Callable[[Body], object], int] = {}
    for _ in range(_ROUNDS):
        before = body.changed
        mend_body(body, seen)
        if body.changed == before:
            break
    else:
        # The steps undo each other's work, which real text does not make them do: better no repair than either.
        return document
    tokens = iter(words)

    def mended(word: Word) -> Word:
        return _mended(word, next(tokens))

    blocks = _map_blocks(document.blocks, mended, _itemised)
    properties = document.properties
    if properties.title is not None:
        properties = replace(properties, title=" ".join(t.text for t in title.tokens() if t.text) or None)
    return replace(document, blocks=blocks, properties=properties)


def _columns(blocks: Iterable[Block]) -> dict[int, tuple[int, int]]:
    """By the identity of each paragraph in a cell below its table's first row: the table's columns, and which it is.

    A row across the table (a heading, a goal) is of no column.
    """
    return {
        id(block): (table.columns, cell.column)
        for table in tables_of(blocks)
        for cell in table.cells
        if cell.row > 0 and (cell.colspan < table.columns or table.columns == 1)
        for block in cell.blocks
        if isinstance(block, Paragraph)
    }


def _not_first(blocks: Iterable[Block]) -> set[int]:
    """The identities of the paragraphs of cells that stand below another in their cell."""
    return {id(block) for table in tables_of(blocks) for cell in table.cells for block in cell.blocks[1:]}


def _rooms(blocks: Iterable[Block]) -> dict[int, float]:
    """By the identity of each paragraph in a cell of one column: how far right that column's text can reach, in points.

    That is the cell's border less the white space at its left side, or the furthest right that any text does reach.
    """
    out: dict[int, float] = {}
    for table in tables_of(blocks):
        held: dict[int, list[tuple[int, BBox, Cell]]] = {}
        for cell in table.cells:
            for block in cell.blocks:
                lines = block.lines if isinstance(block, Paragraph) else ()
                box = union(b for line in lines if (b := line.bbox) is not None)
                if box is not None and cell.colspan == 1:
                    held.setdefault(cell.column, []).append((id(block), box, cell))
        for found in held.values():
            pads = [box.x0 - cell.bbox.x0 for _, box, cell in found if cell.bbox is not None]
            pad = max(0.0, min(pads, default=0.0))
            borders = [cell.bbox.x1 - pad for _, _, cell in found if cell.bbox is not None]
            right = max([median(borders)] if borders else [], default=0.0)
            right = max(right, *(box.x1 for _, box, _ in found))
            out |= {key: right for key, _, _ in found}
    return out


def _full(paragraph: Paragraph, right: float | None) -> frozenset[int]:
    """The lines of a cell's paragraph after which the next one's first letter had no room."""
    if right is None:
        return frozenset()
    out = set()
    for i, (line, below) in enumerate(pairwise(paragraph.lines)):
        letters = len(line.text)
        width = _LETTER * (_WIDE if below.text[:1] in _WIDE_LETTERS else 1.0)
        if line.bbox is not None and letters and right - line.bbox.x1 < width * line.bbox.width / letters:
            out.add(i)
    return frozenset(out)


def _passage(
    paragraph: Paragraph,
    methods: dict[int, Method],
    method: Method,
    words: list[list[WorkingWord]],
    column: tuple[int, int] | None,
    full: frozenset[int],
    *,
    opens: bool,
) -> Passage:
    lines: list[list[WorkingWord]] = []
    for line in paragraph.lines:
        tokens: list[WorkingWord] = []
        for word in line.words:
            pieces = [WorkingWord(p, word.confidence, (word.bold, word.italic)) for p in _BLANK.split(word.text)]
            if word.changes and any(lost_marks(c) for c in word.changes):
                for piece in pieces:
                    piece.remapped = True
            words.append(pieces)
            tokens += [p for p in pieces if p.text]
        lines.append(tokens)
    page = paragraph.lines[0].page if paragraph.lines else None
    read = methods.get(page, method) if page is not None else method
    return Passage(lines, read, page, column=column, opens=opens, full=full)


def _mended(word: Word, pieces: list[WorkingWord]) -> Word:
    text = pieces[0].text if len(pieces) == 1 else " ".join([p.text for p in pieces if p.text])
    if text == word.text:
        return word
    changes = tuple(c for p in pieces for c in p.changes)
    if len(pieces) > 1:
        # A no-break space or the like stood inside: one change of the whole, so that it can be taken back whole.
        rule = changes[0].rule if changes else "unicode"
        changes = (Change(word.text, text, rule, min((c.confidence for c in changes), default=1.0)),)
    return replace(word, text=text, changes=word.changes + changes)


def undo(document: Document, rules: Collection[str] | None = None) -> Document:
    """The document as read: every word's text is its raw reading again.

    Args:
        document: a repaired document.
        rules: undo only back to the first change by one of these rules (later changes of the same word build on
            it and go too); None undoes everything.
    """
    return replace(document, blocks=_map_blocks(document.blocks, lambda word: _undone(word, rules), _unitemised))


def _undone(word: Word, rules: Collection[str] | None) -> Word:
    if rules is None:
        return word if word.text == word.raw and not word.changes else replace(word, text=word.raw, changes=())
    for i, change in enumerate(word.changes):
        if change.rule in rules:
            return replace(word, text=change.before, changes=word.changes[:i])
    return word


def _map_blocks(
    blocks: Iterable[Block], each: Callable[[Word], Word], finish: Callable[[Paragraph, Paragraph], Paragraph]
) -> tuple[Block, ...]:
    return tuple([_map_block(block, each, finish) for block in blocks])


def _map_block(
    block: Block, each: Callable[[Word], Word], finish: Callable[[Paragraph, Paragraph], Paragraph]
) -> Block:
    if isinstance(block, Table):
        cells = tuple([_map_cell(cell, each, finish) for cell in block.cells])
        return block if all(map(is_, cells, block.cells)) else replace(block, cells=cells)
    lines = tuple([_map_line(line, each) for line in block.lines])
    if all(map(is_, lines, block.lines)):
        return block
    return finish(block, replace(block, lines=lines))


def _itemised(_: Paragraph, paragraph: Paragraph) -> Paragraph:
    """A paragraph that turned out to begin with a bullet is a list item; the bullet goes from its words."""
    first = paragraph.lines[0].words[:1] if paragraph.lines else ()
    if paragraph.marker is not None or not first or first[0].text != "•" or not first[0].changes:
        return paragraph
    change = Change("•", "", first[0].changes[-1].rule, first[0].changes[-1].confidence)
    word = replace(first[0], text="", changes=(*first[0].changes, change))
    line = replace(paragraph.lines[0], words=(word, *paragraph.lines[0].words[1:]))
    body = paragraph.role == "body"
    return replace(
        paragraph,
        lines=(line, *paragraph.lines[1:]),
        marker="•",
        role="list-item" if body else paragraph.role,
        level=0 if body else paragraph.level,
    )


def _unitemised(mended: Paragraph, paragraph: Paragraph) -> Paragraph:
    """The paragraph it was, where its bullet stands in its words again."""
    first = mended.lines[0].words[:1] if mended.lines else ()
    gone = mended.marker == "•" and first and not first[0].text and first[0].changes[-1:]
    if not gone or gone[0].before != "•" or not paragraph.lines[0].words[0].text:
        return paragraph
    listed = mended.role == "list-item"
    return replace(
        paragraph, marker=None, role="body" if listed else mended.role, level=None if listed else mended.level
    )


def _map_cell(cell: Cell, each: Callable[[Word], Word], finish: Callable[[Paragraph, Paragraph], Paragraph]) -> Cell:
    blocks = _map_blocks(cell.blocks, each, finish)
    return cell if all(map(is_, blocks, cell.blocks)) else replace(cell, blocks=blocks)


def _map_line(line: Line, each: Callable[[Word], Word]) -> Line:
    words = tuple(map(each, line.words))
    return line if all(map(is_, words, line.words)) else replace(line, words=words)
