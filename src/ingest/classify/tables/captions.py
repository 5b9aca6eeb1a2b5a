"""What stands above a table: the heading or caption that says what it lists."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.classify.text.headings import SKIPPED
from ingest.document import Block, Table

__all__ = ["Above", "above_tables", "titles_above"]

_LABELLED = re.compile(r"[^\W\d_][\w /-]{1,30}: \S")
"""A label and its value."""
_CAPTION_WORDS = 12
"""The most words of a line that can be a caption."""


@dataclass(frozen=True, slots=True)
class Above:
    """What stands above the tables of a document, by the index of the block that holds each.

    Attributes:
        titles: the caption right above it and the heading that it stands under.
        leads: the running text right above it, under the same heading.
        document: what the document is called.
        year: the year that it was written or begins in; None for unknown.
    """

    titles: Mapping[int, str] = field(default_factory=dict)
    leads: Mapping[int, str] = field(default_factory=dict)
    document: str = ""
    year: int | None = None


def above_tables(blocks: Sequence[Block], document: str | None, year: int | None = None) -> Above:
    """Return what stands above the tables of a document that is called so and is of that year."""
    return Above(titles_above(blocks), _leads_above(blocks), document or "", year)


def titles_above(blocks: Sequence[Block]) -> Mapping[int, str]:
    """Return for each table, by its index, the caption right above it and the heading that it stands under.

    A table right below another one shares what stands above that. A heading that gives but a value (`Ansvarig:
    Parkenheten`) leaves the name to the one above it.
    """
    out: dict[int, str] = {}
    heading = caption = above = ""
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            out[index] = f"{caption} {heading}".strip()
        elif block.role in SKIPPED or not block.text.strip():
            continue
        elif block.role == "heading":
            above = above if _LABELLED.match(block.text) else block.text
            heading, caption = block.text if above == block.text else f"{block.text} {above}".strip(), ""
        else:
            caption = block.text if _is_caption(block.text) else ""
    return out


def _leads_above(blocks: Sequence[Block]) -> Mapping[int, str]:
    """Return for each table, by its index, the running text right above it, under the same heading."""
    out: dict[int, str] = {}
    lead = ""
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            out[index] = lead
        elif block.role not in SKIPPED and block.text.strip():
            lead = "" if block.role == "heading" else block.text
    return out


def _is_caption(text: str) -> bool:
    return len(text.split()) <= _CAPTION_WORDS and not text.rstrip().endswith((".", ";", ","))
