"""Near-duplicate documents: a bottom-k sketch of the words that were read (Cohen & Kaplan 2007).

A plan that was saved again, or changed in a row or two, keeps nearly all of its word triples; another year's plan of
the same body does not.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from ingest.plan import Plan

__all__ = ["NEAR", "similarity", "sketch"]

# Smallest hashes kept: the standard error of the similarity is below 0.1.
SIZE = 32
SHINGLE_WORDS = 3
# Share of word triples that two files of the same plan have in common at least.
NEAR = 0.8
_HEX = 8


def sketch(plan: Plan) -> str:
    """The sketch of what the machine read: at most 32 hashes of 32 bits in hexadecimal digits, in rising order."""
    words = [w for text in _texts(plan) for w in text.lower().split()]
    triples = {" ".join(words[i : i + SHINGLE_WORDS]) for i in range(max(1, len(words) - SHINGLE_WORDS + 1))}
    hashes = sorted({zlib.crc32(t.encode("utf-8", "surrogatepass")) for t in triples})[:SIZE] if words else []
    return "".join(f"{h:08x}" for h in hashes)


def similarity(one: str, other: str) -> float:
    """The estimated share of word triples (Jaccard) that two documents have in common, 0 to 1; 0 where one is empty."""
    a, b = set(parts(one)), set(parts(other))
    if not a or not b:
        return 0.0
    union = sorted(a | b)[:SIZE]
    return sum(h in a and h in b for h in union) / len(union)


def parts(text: str) -> list[str]:
    """The hashes of a sketch."""
    return [text[i : i + _HEX] for i in range(0, len(text), _HEX)]


def _texts(plan: Plan) -> Iterator[str]:
    yield plan.document.title or ""
    for row in plan.rows:
        for _, value in row.fields():
            if value is not None:
                yield value.raw
    for statement in plan.statements:
        yield statement.raw
