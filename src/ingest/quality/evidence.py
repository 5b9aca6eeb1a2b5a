"""From the evidence of a value to a first confidence, before calibration."""

from __future__ import annotations

from math import prod

from ingest.draft import Value

__all__ = ["plausibility"]


def plausibility(value: Value) -> float:
    """Product of what speaks against the value: page, words, layout, column, repairs; 0..1."""
    evidence = value.evidence
    changed = prod(c.confidence for c in value.changes) if value.changes else 1.0
    return evidence.page * evidence.read * evidence.layout * evidence.column * max(0.2, changed)
