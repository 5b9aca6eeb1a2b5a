"""What the words over a list say of it."""

from __future__ import annotations

import pytest

from ingest.classify.text.list_heads import HEADS, heads_of, watched


# Headings that `train/data/list_heads.toml` does not hold.
@pytest.mark.parametrize(
    ("heading", "head"),
    [
        ("Planerade insatser 2031", "todo"),
        ("Det här har gruppen gjort", "past"),
        ("Befintliga lokaler i kommunen", "there"),
        ("Ledningsgruppens ledamöter", "who"),
        ("4.2 Identifierade risker och brister", "seen"),
    ],
)
def test_a_heading_of_other_words_is_told(heading: str, head: str) -> None:
    found = heads_of((heading,))
    assert max(found, key=lambda name: found[name]) == head


def test_no_words_say_nothing_and_of_several_the_surest_counts() -> None:
    assert heads_of(()) == heads_of(("", "2031")) == dict.fromkeys(HEADS, 0.0)
    both = heads_of(("Deltagare", "Åtgärder"))
    assert both["todo"] == heads_of(("Åtgärder",))["todo"]
    assert both["who"] == heads_of(("Deltagare",))["who"]


def test_something_else_may_tell_the_heads() -> None:
    with watched(lambda _: dict.fromkeys(HEADS, 0.25)):
        assert heads_of(("Åtgärder",))["past"] == 0.25
