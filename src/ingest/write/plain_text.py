"""A document's plain text in reading order."""

from __future__ import annotations

from ingest.document import Block, Document, Paragraph

__all__ = ["plain_text"]


def plain_text(document: Document) -> str:
    """Paragraphs as lines, table rows as lines with tabs between cells, a form feed between pages.

    A row whose cells hold tables themselves gives its cells one after the other, the tables in them row by row.
    Blocks without pages (Word, text) give one text. A table stands on its first page.
    """
    parts: list[str] = []
    current = 1
    for block in document.blocks:
        page = _page(block)
        while page is not None and page > current:
            parts.append("\f")
            current += 1
        parts.append(_text(block) + "\n")
    if document.pages:
        parts.append("\f" * max(0, len(document.pages) - current))
    return "".join(parts)


def _text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"{block.marker} {block.text}" if block.marker else block.text
    return block.text


def _page(block: Block) -> int | None:
    if isinstance(block, Paragraph):
        return next((line.page for line in block.lines if line.page is not None), None)
    return min(block.pages, default=None)
