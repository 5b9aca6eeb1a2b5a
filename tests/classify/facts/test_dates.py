"""When a document was dated and what time it holds for."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.classify.facts.dates import dated, fact_words, is_fact_line, period, without_facts
from ingest.classify.facts.title_page import Front, read_front
from ingest.document import Paragraph, Table
from tests.classify.build import doc, h, p, t

TEXT = p("Kommunen arbetar tillsammans med polisen för att minska inbrotten i villor och garage under hela perioden.")

LONG = p(f"{TEXT.text} {TEXT.text}")


def front(*blocks: Paragraph | Table) -> Front:
    facts = {i: True for i, b in enumerate(blocks) if isinstance(b, Paragraph) and is_fact_line(b.text)}
    return read_front(doc(*blocks, TEXT), {}, facts)


@pytest.mark.parametrize(
    "text", ["2030-03-19", "Beslutad 2030-03-19", "Skövde den 23 februari 2025", "Gäller 2030–2032"]
)
def test_dates_and_labelled_dates_are_lines_of_facts(text: str) -> None:
    assert is_fact_line(text)


@pytest.mark.parametrize("text", ["Handlingsplan mot inbrott", "Åtgärd: 2030-03-19", "Vi är klara i maj"])
def test_other_lines_are_none(text: str) -> None:
    assert not is_fact_line(text)


def test_a_label_far_from_its_time_is_no_fact_but_a_title() -> None:
    assert not is_fact_line("Tidplan flytt till Lövstads nya bibliotek 2031")
    assert not is_fact_line("Tidplan för renoveringen av Storgatan 2031–2032")
    assert is_fact_line("Tidplan: 2031–2032")
    assert is_fact_line("Gäller från och med den 1 mars 2031")


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


def test_a_sentence_of_what_the_plan_holds_for_goes_before_years() -> None:
    told = p("Planen gäller från den 1 september 2030 till den 31 augusti 2031.")
    found, _ = period(front(h("Plan mot kränkningar"), p("Läsåret 2030/2031"), told), "handlingsplan")
    assert found is not None
    assert (found.start, found.end) == (date(2030, 9, 1), date(2031, 8, 31))


def test_when_a_plan_is_looked_over_ends_no_period() -> None:
    told = p("Planen gäller tills vidare och bör ses över senast 2036.")
    assert period(front(h("Skötselplan för mossen"), told), "handlingsplan")[0] is None


@pytest.mark.parametrize("item", ["Skolsköterskan 12 november 2030", "Version klar: 31 juli 2030"])
def test_the_day_of_a_list_item_is_a_measures(item: str) -> None:
    assert dated(front(h("Handlingsplan för skolan"), LONG, p(item, "list-item", 0)), "annat")[0] is None


def test_a_time_in_running_text_gives_minutes_no_period() -> None:
    found = front(h("Protokoll"), LONG, p("Tid: före utgången av mars 2030"))
    assert period(found, "protokoll")[0] is None


def test_a_label_may_end_with_the_word_for_the_date() -> None:
    table = t([["Handläggare", "Kim Ek"], ["Planen fastställd", "2030-03-19"]])
    assert dated(front(h("Handlingsplan"), table), "annat")[0] == date(2030, 3, 19)


def test_without_years_there_is_no_period() -> None:
    assert period(front(h("Handlingsplan mot inbrott")), "handlingsplan")[0] is None


def test_the_words_of_labels_are_known() -> None:
    assert "beslutad" in fact_words()
