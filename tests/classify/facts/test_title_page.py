"""The front of a document: its lines before the text begins, and the one among them that is the title."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.classify.facts.title_page import (
    Front,
    has_kind,
    is_label_table,
    is_section_name,
    is_stamp,
    kind_at,
    label_pairs,
    labelled_facts,
    read_front,
)
from ingest.document import BBox, Line, Method, Paragraph, Table, Word
from tests.classify.build import doc, h, p, t

TEXT = p("Kommunen arbetar tillsammans med polisen för att minska inbrotten i villor och garage under hela perioden.")


def front(*blocks: Paragraph | Table) -> Front:
    return read_front(doc(*blocks), {}, {})


def test_the_title_is_the_large_line_that_names_a_kind_of_document() -> None:
    title = p("Handlingsplan mot inbrott", size=24, bold=True)
    found = front(p("Nora kommun", size=12), title, p("2030", size=12), h("Inledning"), TEXT)
    assert found.title_text == "Handlingsplan mot inbrott"
    assert [x.text for x in found.lines] == ["Nora kommun", "2030"]
    assert [x.text for x in found.text] == [TEXT.text]


def test_a_heading_in_small_letters_below_goes_on_with_the_title_in_any_size() -> None:
    below = p("mellan Nora kommun och Lokalpolisområde Nora", "heading", 3, size=12)
    title = p("Samverkansöverenskommelse", "heading", 1, size=24)
    found = read_front(doc(title, below, TEXT), {1: True}, {})
    assert found.title_text == "Samverkansöverenskommelse mellan Nora kommun och Lokalpolisområde Nora"


@pytest.mark.parametrize(("size", "whole"), [(18, "Regional plan mot våld 2031–2033"), (10, "Regional plan mot våld")])
def test_years_below_belong_to_the_title_where_they_are_nearly_as_large(size: float, whole: str) -> None:
    found = front(p("Regional plan mot våld", "heading", 1, size=24), p("2031–2033", size=size), TEXT)
    assert found.title_text == whole


def test_the_first_measure_is_no_title() -> None:
    assert front(p("Åtgärd: Laga lekplatsen"), p("Vem: Parken"), p("När: maj 2031")).title_text is None


def test_the_line_that_a_fax_machine_prints_is_no_title() -> None:
    line = p("16/03 06 09:41 FAX 0470 00 00 17 S. 01/01")
    scan = replace(doc(line, p("Protokoll från möte i rådet"), p("2006-03-14"), TEXT), method=Method.OCR)
    found = read_front(scan, {}, {})
    assert found.title_text == "Protokoll från möte i rådet"
    assert [x.text for x in found.margins] == [line.text]


def test_headers_and_footers_stand_in_the_margins() -> None:
    found = front(p("Nora kommun", "header"), h("Handlingsplan"), TEXT, p("Dnr 30/77", "footer"))
    assert [x.text for x in found.margins] == ["Nora kommun", "Dnr 30/77"]


def test_a_table_of_labels_and_values_gives_its_pairs() -> None:
    table = t([["Dokumenttyp", "Handlingsplan"], ["Beslutad av", "Kommunstyrelsen"], ["Datum", "2030-03-19"]])
    assert label_pairs(table)[1] == ("Beslutad av", "Kommunstyrelsen")
    assert is_label_table(table)
    assert not is_label_table(t([["Åtgärd", "Ansvarig", "När"], ["Byta lampor", "Polisen", "maj"]]))
    assert ("Datum", "2030-03-19") in [(a, b) for a, b, _ in front(h("Handlingsplan"), table, TEXT).labels]


def test_a_document_without_a_front_has_no_title() -> None:
    assert front(TEXT).title_text is None
    assert front().lines == ()


@pytest.mark.parametrize(("text", "kind"), [("Handlingsplan mot inbrott", True), ("Inbrott i villor", False)])
def test_words_for_kinds_of_documents(text: str, kind: bool) -> None:
    assert has_kind(text) is kind
    assert (kind_at(text) is not None) is kind


def test_names_of_first_sections_and_stamps() -> None:
    assert is_section_name("Inledning")
    assert not is_section_name("Handlingsplan mot inbrott")
    assert not is_stamp("Handlingsplan")


def test_labelled_facts_of_a_line() -> None:
    assert labelled_facts("Datum: 2030-03-19 Beslutad av: Kommunstyrelsen") == [
        ("Datum", "2030-03-19"),
        ("Beslutad av", "Kommunstyrelsen"),
    ]
    assert labelled_facts("Byta lampor: Polisen") == []


@pytest.mark.parametrize("number", ["Dnr 94/118", "– Diarienummer: KS 2030/12", "| dnr KS.2030-44 Sid 1"])
def test_the_registrys_number_behind_a_title_is_no_part_of_it(number: str) -> None:
    title = p(f"Handlingsplan mot inbrott 2030 {number}", size=24, bold=True)
    assert front(title, TEXT).title_text == "Handlingsplan mot inbrott 2030"


@pytest.mark.parametrize(
    "line",
    [
        "Hoppa till innehållet",
        "Klicka här för att lyssna",
        "Start / Kommun och politik / Planer",
        "Du är här: Start",
        "Meny",
    ],
)
def test_what_a_web_site_puts_over_its_text_is_not_on_the_front(line: str) -> None:
    found = front(p(line), p("Handlingsplan mot inbrott 2031"), p("Nora kommun"), h("Inledning"), TEXT)
    assert found.title_text == "Handlingsplan mot inbrott 2031"
    assert line not in [x.text for x in found.lines]


def test_a_lone_kind_goes_on_with_the_line_that_says_of_what() -> None:
    below = "Tryggare mötesplatser för unga i Nora"
    assert front(h("Handlingsplan"), p(below), h("Inledning"), TEXT).title_text == f"Handlingsplan {below}"
    for other in ("Antagen av: Kommunstyrelsen i Nora", "Inledning", "Vi ska minska inbrotten här.", "Nora 2031"):
        assert front(h("Handlingsplan"), p(other), h("Inledning"), TEXT).title_text == "Handlingsplan"
    assert front(h("Handlingsplan 2031"), p(below), h("Inledning"), TEXT).title_text == "Handlingsplan 2031"


def test_a_name_far_beside_the_title_in_smaller_letters_is_a_line_of_its_own() -> None:
    def word(text: str, x: float, size: float) -> Word:
        return Word(text, text, BBox(x, 28, x + 40, 28 + size), size=size, bold=True)

    words = (word("Årsplan", 30, 21), word("2031", 80, 21), word("Nora", 700, 9), word("BK", 745, 9))
    found = front(Paragraph((Line(words, 1),), "heading", 1), h("Januari"), TEXT)
    assert found.title_text == "Årsplan 2031"
    assert found.lines[0].text == "Nora BK"
    near = (*words[:2], word("Nora", 125, 21))
    assert front(Paragraph((Line(near, 1),), "heading", 1), h("Januari"), TEXT).title_text == "Årsplan 2031 Nora"


def test_the_only_heading_of_the_highest_level_on_top_is_the_title_whatever_it_says() -> None:
    dated = h("Sammanfattning 2030-10-21")
    assert front(dated, p("Närvarande: Polisen"), h("Hänt sedan sist", 2), TEXT).title_text == dated.text
    assert front(h("Sammanfattning"), TEXT, h("Handlingsplan")).title_text == "Handlingsplan"
