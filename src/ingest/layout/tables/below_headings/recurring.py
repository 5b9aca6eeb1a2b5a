"""Rows of headings that come again over a document's tables: a typewriter sets them apart by nothing else.

Such a row stands on several pages or over several tables, word for word, and its words stand in no other row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.document import Method, Page
from ingest.language.letters import fold
from ingest.layout.tables.gutters import Phrase, is_marker, is_value
from ingest.layout.tables.model import tokens_of
from ingest.layout.tables.regions import PieceRow, rows_of

__all__ = ["is_head", "recurring_heads"]

LEAST = 3
"""Headings side by side."""
AGAIN = 2
"""Times that the row stands in the document."""
STRAY = 1
"""Other rows that have one of its words: those whose other headings were misread."""
LONGEST = 3
"""Words of a heading."""


Key = tuple[str, ...]


def is_head(row: PieceRow, heads: frozenset[Key]) -> bool:
    """Return whether a row is one of the document's rows of headings, one heading misread at most."""
    key = _key(row)
    return any(len(key) == len(head) and _shared(key, head) >= len(head) - 1 for head in heads)


def recurring_heads(pages: Sequence[Page]) -> frozenset[Key]:
    """Return the rows of headings, folded, that come again on scanned pages.

    Args:
        pages: of the document, without running heads.
    """
    rows: list[PieceRow] = []
    begins: list[bool] = []
    for page in pages:
        if page.method is Method.OCR:
            own = rows_of(tokens_of(page.words))
            rows += own
            # A heading or a goal stands above a table, and its own rows above a row of values.
            begins += [at == 0 or not own[at - 1].many for at in range(len(own))]
    keys = [_key(r) for r in rows if r.many]
    may = [r for r, begin in zip(rows, begins, strict=True) if begin and _may_head(r)]
    times = Counter(map(_key, may))
    return frozenset(key for key, n in times.items() if n >= AGAIN and _stray(key, keys) <= STRAY)


def _key(row: PieceRow) -> Key:
    return tuple(fold(p.text) for p in row.pieces)


def _shared(key: Key, other: Key) -> int:
    return sum(a == b for a, b in zip(key, other, strict=True))


def _stray(key: Key, keys: Sequence[Key]) -> int:
    """How many other rows have a word of a row of headings, without being one that was misread."""
    words = set(key)
    others = [words & set(other) for other in keys if other != key]
    return sum(len(common) == 1 for common in others) if len(key) > 1 else 0


def _may_head(row: PieceRow) -> bool:
    return len(row.pieces) >= LEAST and all(_is_heading(p) for p in row.pieces)


def _is_heading(piece: Phrase) -> bool:
    first = piece.tokens[0].text
    spoken = first[:1].isupper() and not is_marker(first) and not piece.text.endswith((".", ",", ";"))
    return spoken and len(piece.tokens) <= LONGEST and not any(is_value(t.text) for t in piece.tokens)
