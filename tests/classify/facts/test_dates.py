"""When a document was dated and what time it holds for."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.classify.facts.dates import dated, fact_words, is_fact_line, period, without_facts
from ingest.classify.facts.title_page import Front, read_front
from ingest.document import Paragraph
from tests.classify.build import doc, h, p

TEXT = p("Kommunen arbetar tillsammans med polisen för att minska inbrotten i villor och garage under hela perioden.")


def front(*blocks: Paragraph) -> Front:
    facts = {i: True for i, b in enumerate(blocks) if is_fact_line(b.text)}
    return read_front(doc(*blocks, TEXT), {}, facts)


@pytest.mark.parametrize(
    "text", ["2030-03-19", "Beslutad 2030-03-19", "Skövde den 23 februari 2025", "Gäller 2030–2032"]
)
def test_dates_and_labelled_dates_are_lines_of_facts(text: str) -> None:
    assert is_fact_line(text)


@pytest.mark.parametrize("text", ["Handlingsplan mot inbrott", "Åtgärd: 2030-03-19", "Vi är klara i maj"])
def test_other_lines_are_none(text: str) -> None:
    assert not is_fact_line(text)


def test_a_line_is_cut_before_the_facts_in_it() -> None:
    assert without_facts("Nora kommun, Kommunstaben Beslutad 2030-03-19 Dnr 30/77") == "Nora kommun, Kommunstaben"
    assert without_facts("Nora kommun") == "Nora kommun"


def test_the_day_of_the_decision_is_the_documents_date() -> None:
    day, blocks = dated(front(h("Handlingsplan mot inbrott"), p("Beslutad 2030-03-19")), "annat")
    assert day == date(2030, 3, 19)
    assert blocks == {1}
    assert dated(front(h("Handlingsplan mot inbrott")), "annat")[0] is None


@pytest.mark.parametrize("title", ["Handlingsplan mot inbrott 2030–2032", "Handlingsplan 2030-2032"])
def test_years_in_the_title_are_the_period(title: str) -> None:
    found, _ = period(front(h(title)), "handlingsplan")
    assert found is not None
    assert (found.start, found.end) == (date(2030, 1, 1), date(2032, 12, 31))


def test_without_years_there_is_no_period() -> None:
    assert period(front(h("Handlingsplan mot inbrott")), "handlingsplan")[0] is None


def test_the_words_of_labels_are_known() -> None:
    assert "beslutad" in fact_words()
