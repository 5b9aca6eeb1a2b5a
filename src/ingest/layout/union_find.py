"""Groups of things that hang together: a forest of disjoint sets over indices (Galler and Fischer 1964)."""

from __future__ import annotations

__all__ = ["root"]


def root(parent: list[int], i: int) -> int:
    """The index that stands for the group of `i`; halves the path to it on the way (Tarjan and van Leeuwen 1984)."""
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i
