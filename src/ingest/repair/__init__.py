"""Damaged text made whole: detection first, then one small file a kind of damage; `docs/repair.md` tells how."""

from __future__ import annotations

from ingest.language.damage import Damage, TextHealth, health
from ingest.repair.document import mend, undo
from ingest.repair.plain import RepairedText, TextChange, repair_record, repair_text

__all__ = [
    "Damage",
    "RepairedText",
    "TextChange",
    "TextHealth",
    "health",
    "mend",
    "repair_record",
    "repair_text",
    "undo",
]
