"""Which column, label or sentence is orsak, mål, åtgärd, vem or när; and when there is nothing to find."""

from __future__ import annotations

from ingest.document import Document
from ingest.draft import Draft, DraftFacts
from ingest.options import Options

__all__ = ["classify"]


def classify(document: Document, options: Options) -> Draft:
    """Find the document's facts, sections, rows and statements."""
    return Draft(document, DraftFacts())
