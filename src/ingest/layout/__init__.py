"""From words, rules and fills to paragraphs and tables in reading order."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import Block, Document, Table
from ingest.layout.bounds import bounded
from ingest.options import Options

__all__ = ["arrange"]


def arrange(document: Document, options: Options) -> Document:
    """Fill `blocks` of a paginated document; a declarative one only gets its tables numbered."""
    from ingest.layout.flow import flow

    blocks = document.blocks
    if document.pages and not blocks:
        blocks = flow(document, options)
    numbered, _ = _numbered(blocks, 0)
    return bounded(replace(document, blocks=numbered))


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
