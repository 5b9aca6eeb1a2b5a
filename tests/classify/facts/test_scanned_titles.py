from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.classify.facts.scanned_titles import mended

KINDS = ("handlingsplan", "rapport", "verksamhetsplan", "åtgärdsplan")


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("Utbildning I samtal om våld", "Utbildning i samtal om våld"),
        ("Trygghet | centrum", "Trygghet i centrum"),
        ("Projekt fas I och II", "Projekt fas I och II"),
        ("I samverkan mot brott", "I samverkan mot brott"),
        ("Åtgärds Jlan för centrum", "Åtgärdsplan för centrum"),
        ("HANDLINGSPIAN 2024", "HANDLINGSPLAN 2024"),
        ("Handlingsplanen 2024", "Handlingsplanen 2024"),
        ("Raport om våld", "Raport om våld"),
    ],
)
def test_front_lines_of_scans(read: str, right: str) -> None:
    assert mended(read, KINDS) == right


@given(st.text(max_size=60))
def test_mending_twice_changes_no_more(text: str) -> None:
    once = mended(text, KINDS)
    assert mended(once, KINDS) == once
