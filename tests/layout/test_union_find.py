"""Groups over indices: what is joined has one root."""

from __future__ import annotations

from ingest.layout.union_find import root


def test_what_hangs_together_has_one_root_and_the_way_to_it_gets_shorter() -> None:
    parent = [0, 0, 1, 2, 4]
    assert [root(parent, i) for i in range(5)] == [0, 0, 0, 0, 4]
    assert parent[3] != 2
