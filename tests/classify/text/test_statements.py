"""Sentences of running text outside the tables: what each says."""

from __future__ import annotations

from ingest.classify.assemble import Leftover
from ingest.classify.spans import Piece
from ingest.classify.text.statements import state
from ingest.document import Paragraph
from tests.classify.build import doc, h, p


def said(*blocks: Paragraph) -> list[tuple[str, str]]:
    left = [Leftover(Piece(b, i), "s1") for i, b in enumerate(blocks)]
    return [(s.field, s.value.text) for s in state(left, doc(*blocks))]


def test_each_sentence_is_a_statement_with_its_section() -> None:
    text = p("Vi ska byta ut alla lampor i parken. Många är rädda på grund av mörka stigar.")
    found = state([Leftover(Piece(text, 0), "s2")], doc(text))
    assert [(s.id, s.section) for s in found] == [("t1", "s2"), ("t2", "s2")]
    assert [s.value.text for s in found] == [
        "Vi ska byta ut alla lampor i parken.",
        "Många är rädda på grund av mörka stigar.",
    ]
    assert found[1].field == "orsak"


def test_running_heads_and_texts_without_letters_are_none() -> None:
    assert said(p("Nora kommun", "header"), p("12")) == []


def test_headings_greetings_and_what_announces_a_list_say_nothing() -> None:
    assert [f for f, _ in said(h("Byta lampor i parken"), p("Vi ska göra följande:"))] == ["annat", "annat"]


def test_the_signature_of_a_letter_and_addresses_say_nothing() -> None:
    found = said(p("Med vänlig hälsning"), p("Anna Berg"), p("anna@example.org"))
    assert {f for f, _ in found} == {"annat"}


def test_a_short_line_that_is_little_but_a_date_says_when() -> None:
    assert said(p("Klart 2030-05-01")) == [("när", "Klart 2030-05-01")]
