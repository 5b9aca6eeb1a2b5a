"""The labels of a document's forms, and the rows that may hold them."""

from __future__ import annotations

from ingest.document import Page, Word
from ingest.layout.forms.labels import form_labels, form_rows, key_of
from ingest.layout.tables.model import tokens_of
from tests.layout.pages import page, words

RECORD = (("Insats", "Byta lampor vid dammen."), ("Lägesbild", "Parken är mörk."), ("Enhet", "Parkenheten"))


def record(top: float, *rows: tuple[str, str]) -> list[Word]:
    return [
        w
        for n, (label, value) in enumerate(rows)
        for w in (*words(label, 60, top + 18 * n), *words(value, 150, top + 18 * n))
    ]


def form(*tops: float) -> Page:
    return page(*(record(top, *RECORD) for top in tops))


def test_labels_that_come_again_in_one_order_are_a_forms() -> None:
    assert dict(form_labels([form(100, 200, 300)]).order) == {"insats": 0, "lägesbild": 1, "enhet": 2}


def test_one_record_alone_teaches_nothing() -> None:
    assert form_labels([form(100)]).order == {}
    assert form_labels([]).order == {}


def test_a_label_is_the_same_with_its_colon_whatever_is_left_of_that() -> None:
    assert {key_of(t) for t in ("Enhet:", "ENHET", "Enhet;", "enhet .")} == {"enhet"}


def test_rows_are_cut_at_white_space_and_know_whether_a_value_stands_beside_their_label() -> None:
    placed = record(100, *RECORD[:2]) + words("En lång rad text utan något värde bredvid.", 60, 136)
    found = form_rows(tokens_of(tuple(placed)), 1)
    assert [(r.name, r.valued) for r in found] == [("insats", True), ("lägesbild", True), ("", False)]
    assert [p.text for p in found[0].pieces] == ["Insats", "Byta lampor vid dammen."]


def test_a_label_that_goes_on_below_in_small_letters_is_one() -> None:
    placed = words("Bakomliggande", 60, 100) + words("orsaker", 60, 112) + words("Mörka stigar.", 150, 106)
    (first, *_) = form_rows(tokens_of(tuple(placed)), 1)
    assert first.name == "bakomliggande orsaker"


def test_a_label_ends_below_with_its_colon_where_most_labels_have_one() -> None:
    placed = [
        *words("FÖRVÄNTAD", 60, 100),
        *words("Tryggare stigar för alla vid dammen.", 190, 100),
        *words("EFFEKT:", 60, 112),
    ]
    placed += [*words("INSATS:", 60, 136), *words("Byta alla lampor vid dammen.", 190, 136), *words("ENHET:", 60, 160)]
    (first, second, *_) = form_rows(tokens_of((*placed, *words("Parken", 190, 160))), 1)
    assert (first.name, second.name) == ("förväntad effekt", "")
