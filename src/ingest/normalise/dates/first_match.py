"""Which of many patterns is the first to match at a place: one joined pattern in place of a call for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

__all__ = ["first_match"]

_NAMED = re.compile(r"\(\?P<(\w+)>")


def first_match(patterns: Sequence[str]) -> Callable[[str, int], int]:
    """Return what gives, for a text and an offset, the index of the first pattern that matches there.

    Args:
        patterns: expressions without flags. Names of groups may come again; numbered back-references may not be used.

    The index is the number of patterns where none matches.
    """
    joined = re.compile("|".join(f"(?P<_{i}>{_unnamed(p, i)})" for i, p in enumerate(patterns)))
    none = len(patterns)

    def first(text: str, at: int) -> int:
        found = joined.match(text, at)
        # The group around a whole pattern closes last.
        return none if found is None or found.lastgroup is None else int(found.lastgroup[1:])

    return first


def _unnamed(pattern: str, index: int) -> str:
    """A pattern whose groups have no name, but for those that it refers back to; these get a name of their own."""

    def rename(found: re.Match[str]) -> str:
        name = found[1]
        return f"(?P<{name}_{index}>" if f"(?P={name})" in pattern else "(?:"

    return re.sub(r"\(\?P=(\w+)\)", rf"(?P=\1_{index})", _NAMED.sub(rename, pattern))
