"""Corrections that last: what people put right, kept beside the archive and applied to every new conversion.

A correction is anchored by the document's content, the value's place and the raw reading it was made against. Where
that reading is no longer there, the correction is stale: it is reported as an issue and changes nothing.
"""

from __future__ import annotations

from ingest.corrections.all_corrections import CorrectionBook, Match
from ingest.corrections.anchors import fact_anchor, field_anchor, row_anchor
from ingest.corrections.apply import Corrected, Origin, apply
from ingest.corrections.model import Anchor, Correction, Subject, new_id
from ingest.corrections.sketch import sketch

__all__ = [
    "Anchor",
    "Corrected",
    "Correction",
    "CorrectionBook",
    "Match",
    "Origin",
    "Subject",
    "apply",
    "fact_anchor",
    "field_anchor",
    "new_id",
    "row_anchor",
    "sketch",
]
