from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.classify.fields.named_entities import ACTOR, TIME, entities, unseen_actors


def test_the_registers_override_the_recogniser() -> None:
    (found,) = entities(["Polisen och socialtjänsten möts senast den 31 mars 2026."])
    assert [(e.text, e.label, e.known) for e in found][:2] == [
        ("Polisen", ACTOR, True),
        ("socialtjänsten", ACTOR, True),
    ]
    assert found[-1].label == TIME
    assert found[-1].known


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Samverkansgruppen Östra ordnar nattvandring med hjälp av Fritidsbanken.", "Fritidsbanken"),
        ("Vi samarbetar med Kvinnohuset Solrosen.", "Kvinnohuset Solrosen"),
    ],
)
def test_a_name_in_no_register(text: str, name: str) -> None:
    (found,) = unseen_actors([text])
    assert name in [e.text for e in found]


def test_plain_sentences_name_nobody() -> None:
    texts = ["Målet är att fler unga känner sig trygga.", "Belysningen är dålig.", ""]
    assert unseen_actors(texts) == [(), (), ()]


@settings(max_examples=25)
@given(st.lists(st.text(max_size=60), max_size=3))
def test_entities_lie_in_the_text_in_order(texts: list[str]) -> None:
    for text, found in zip(texts, entities(texts), strict=True):
        assert all(text[e.start : e.end] == e.text for e in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
