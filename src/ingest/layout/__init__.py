"""From words, rules and fills to paragraphs and tables in reading order."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from ingest.document import Block, Document, Method, Table
from ingest.layout.ditto import without_ditto
from ingest.layout.limits import bounded
from ingest.layout.text.list_items import list_items
from ingest.options import Options

__all__ = ["arrange", "numbered"]


def arrange(document: Document, options: Options) -> Document:
    """Fill `blocks` of a paginated document; a declarative one only gets its tables numbered, and the blocks of the
    page pictures that it holds put where these stand. List items told by their neighbours alone get their marks."""
    blocks = document.blocks
    if document.pages and not blocks:
        blocks = _flow(document, options)
    elif document.pages_at:
        spliced: list[Block] = []
        done = 0
        for at, group in groupby(zip(document.pages_at, document.pages, strict=True), key=itemgetter(0)):
            # Pages with nothing between them belong together: tables run on from one to the next.
            spliced += blocks[done:at]
            spliced += _flow(replace(document, pages=tuple(p for _, p in group), blocks=()), options)
            done = at
        blocks = (*spliced, *blocks[done:])
        document = replace(document, pages_at=())
    scanned = frozenset(page.number for page in document.pages if page.method is Method.OCR)
    return without_ditto(bounded(numbered(replace(document, blocks=list_items(blocks, scanned)))))


def _flow(document: Document, options: Options) -> tuple[Block, ...]:
    """The blocks of pages; what finds them is loaded when a document has pages."""
    from ingest.layout.page import flow
    from ingest.layout.tables.model import words_shared

    with words_shared():
        return flow(document, options)


def numbered(document: Document) -> Document:
    """Return the document with its tables counted in reading order."""
    return replace(document, blocks=_numbered(document.blocks, 0)[0])


def _numbered(blocks: tuple[Block, ...], count: int) -> tuple[tuple[Block, ...], int]:
    """Count tables in reading order, nested ones after their outer one."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            count += 1
            number = count
            cells = []
            for cell in block.cells:
                if any(isinstance(b, Table) for b in cell.blocks):
                    inner, count = _numbered(cell.blocks, count)
                    cell = replace(cell, blocks=inner)
                cells.append(cell)
            block = replace(block, number=number, cells=tuple(cells))
        out.append(block)
    return tuple(out), count
