"""Two texts as one, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.html.differences import runs


@given(st.text(max_size=80), st.text(max_size=80))
def test_runs_hold_both_texts(old: str, new: str) -> None:
    found = runs(old, new)
    assert "".join(r.text for r in found if r.kind != "new") == old
    assert "".join(r.text for r in found if r.kind != "gone") == new
    assert all(r.text for r in found)
