"""How found rows are compared with gold ones: folded texts and their mean similarity."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

__all__ = ["one_spaced", "similarity"]


def one_spaced(text: str | None) -> str:
    """Return a text in NFC with single spaces; "" for None."""
    return " ".join(unicodedata.normalize("NFC", text).split()) if text else ""


def similarity(a: Sequence[str], b: Sequence[str]) -> float:
    """Return the mean similarity (0..1) of the fields that either of two rows fills; 1 where neither fills any."""
    filled = [Levenshtein.normalized_similarity(x, y) if x and y else 0.0 for x, y in zip(a, b, strict=True) if x or y]
    return sum(filled) / len(filled) if filled else 1.0
