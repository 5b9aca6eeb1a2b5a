"""Damaged text made whole: detection first, then one small file a kind of damage; `docs/repair.md` tells how."""

from __future__ import annotations

from ingest.language.damage import Damage, Health, health
from ingest.repair.document import mend, undo
from ingest.repair.plain import RepairedText, TextChange, repair_record, repair_text

__all__ = [
    "Damage",
    "Health",
    "RepairedText",
    "TextChange",
    "health",
    "mend",
    "repair_record",
    "repair_text",
    "undo",
]
