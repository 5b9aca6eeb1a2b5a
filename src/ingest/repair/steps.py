"""The steps of repair in their order, over one body, until nothing changes any more."""

from __future__ import annotations

from ingest.repair.rules.diacritics import mend_letters
from ingest.repair.rules.glyph_maps import mend_glyphs
from ingest.repair.rules.hyphens_and_spaces import mend_inner_hyphens, mend_line_ends, mend_spaces, mend_spans
from ingest.repair.rules.lost_letters import mend_lost
from ingest.repair.rules.mojibake import mend_entities, mend_misread, mend_utf8
from ingest.repair.rules.ocr_signs import mend_capitals, mend_scanned
from ingest.repair.rules.unicode import mend_accents, mend_characters
from ingest.repair.working_text import Body

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
    mend_scanned(body)
