from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from ingest.normalise.dates.first_match import first_match

PATTERNS = [r"(?P<y>a+)b", r"(?P<s>[-/])c(?P=s)", r"(?P<y>a)", r"(b)(c)?", r"(?P<s>[-/])d(?P=s)", r"[a-c](?!a)"]


@given(st.text(alphabet="abcd-/", max_size=8), st.integers(0, 8))
def test_the_joined_pattern_tells_the_first_that_matches(text: str, at: int) -> None:
    expected = next((i for i, p in enumerate(PATTERNS) if re.compile(p).match(text, at)), len(PATTERNS))
    assert first_match(PATTERNS)(text, at) == expected
