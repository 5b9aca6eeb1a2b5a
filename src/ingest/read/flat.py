"""Tables that were flattened to tabs."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.document import Block

__all__ = ["tables_of_tabs"]


def tables_of_tabs(blocks: Iterable[Block]) -> list[Block]:
    """Blocks with runs of tabbed paragraphs made tables."""
    return list(blocks)
