"""What changed between two conversions: documents, rows, fields, and how sure they are."""

from __future__ import annotations

from ingest.compare.changes import CONFIDENCE_STEP, compare
from ingest.compare.model import Comparison

__all__ = ["CONFIDENCE_STEP", "Comparison", "compare"]
