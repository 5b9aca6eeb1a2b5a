"""What stands above a table: the heading or caption that says what it lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.classify.text.headings import SKIPPED
from ingest.document import Block, Table

__all__ = ["titles_above"]

_CAPTION_WORDS = 12
"""The most words of a line that can be a caption."""


def titles_above(blocks: Sequence[Block]) -> Mapping[int, str]:
    """Return for each table, by its index, the caption right above it and the heading that it stands under.

    A table right below another one shares what stands above that.
    """
    out: dict[int, str] = {}
    heading = caption = ""
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            out[index] = f"{caption} {heading}".strip()
        elif block.role in SKIPPED or not block.text.strip():
            continue
        elif block.role == "heading":
            heading, caption = block.text, ""
        else:
            caption = block.text if _is_caption(block.text) else ""
    return out


def _is_caption(text: str) -> bool:
    return len(text.split()) <= _CAPTION_WORDS and not text.rstrip().endswith((".", ";", ","))
