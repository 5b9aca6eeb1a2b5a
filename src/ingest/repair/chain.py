"""The steps of repair in their order, over one body, until nothing changes any more."""

from __future__ import annotations

from ingest.repair.body import Body
from ingest.repair.characters import mend_accents, mend_characters
from ingest.repair.codepages import mend_entities, mend_misread, mend_utf8
from ingest.repair.glyphs import mend_glyphs
from ingest.repair.joints import mend_inner_hyphens, mend_line_ends, mend_spaces, mend_spans
from ingest.repair.lost import mend_lost
from ingest.repair.marks import mend_letters
from ingest.repair.signs import mend_capitals

__all__ = ["mend_body"]


def mend_body(body: Body) -> None:
    """All steps, once."""
    mend_entities(body)
    mend_utf8(body)
    mend_characters(body)
    mend_accents(body)
    mend_misread(body)
    mend_glyphs(body)
    mend_lost(body)
    mend_line_ends(body)
    mend_capitals(body)
    mend_letters(body)
    mend_inner_hyphens(body)
    mend_spaces(body)
    mend_spans(body)
