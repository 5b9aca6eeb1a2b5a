"""What may be a document's issuer, and where each name stands."""

from __future__ import annotations

import pytest

from ingest.classify.facts.finder import front_of
from ingest.classify.facts.issuer_candidates import PLACES, IssuerCandidate, Place, candidates
from ingest.document import Block, Cell, Paragraph, Table
from tests.classify.facts.fronts import MEASURE, REGISTERS, TITLE, document, paragraph


def found_in(*blocks: Block, author: str | None = None) -> dict[str, frozenset[Place]]:
    made = document(*blocks, author=author)
    return {c.actor.name: c.places for c in candidates(made, front_of(made, REGISTERS), REGISTERS)}


@pytest.mark.parametrize(
    ("line", "name", "place"),
    [
        (paragraph("Lövstads kommun"), "Lövstads kommun", "above"),
        (paragraph("Lövstads kommun | Grannar i samverkan"), "Lövstads kommun", "beside"),
        (paragraph("Lövstads kommun | Sida 1", "header"), "Lövstads kommun", "header"),
        (paragraph("Lövstads kommun, Storgatan 1", "footer"), "Lövstads kommun", "footer"),
    ],
)
def test_a_name_has_the_place_where_it_stands(line: Paragraph, name: str, place: Place) -> None:
    assert place in found_in(line, TITLE, MEASURE)[name]


def test_names_below_and_inside_the_title_and_behind_labels() -> None:
    assert "under" in found_in(TITLE, paragraph("Region Lövmark"), MEASURE)["Region Lövmark"]
    inside = paragraph("Handlingsplan för Lövstads kommun", "heading", 1)
    assert found_in(inside, MEASURE)["Lövstads kommun"] & {"title_end", "title"}
    decided = found_in(TITLE, paragraph("Antagen av: Kommunstyrelsen"), MEASURE)
    assert "decider" in decided["Kommunstyrelsen"]


def test_a_letterhead_may_be_a_table_and_an_author_the_files() -> None:
    cells = tuple(Cell(0, n, (paragraph(t),)) for n, t in enumerate(("Lövstads kommun", "2031-02-01")))
    found = found_in(Table(cells, 1, 2), TITLE, MEASURE)
    assert "table" in found["Lövstads kommun"]
    assert found_in(TITLE, MEASURE, author="Lövstads kommun")["Lövstads kommun"] == {"author"}
    assert found_in(TITLE, MEASURE, author="Kim Ek") == {}


def test_who_carries_a_measure_out_is_no_candidate() -> None:
    assert "Polisen" not in found_in(TITLE, paragraph("Ansvarig: Polisen"), MEASURE)


def test_short_and_long_forms_of_a_name_are_one_candidate() -> None:
    found = found_in(paragraph("Lövstads kommun"), TITLE, paragraph("LÖVSTADS KOMMUN"), MEASURE)
    assert len(found) == 1


def test_places_are_ranked_once_each() -> None:
    assert len(PLACES) == len(set(PLACES))
    assert IssuerCandidate(REGISTERS.known("Polisen") or pytest.fail("no police")).places == frozenset()


def test_a_mark_before_the_line_above_the_title_makes_it_no_item() -> None:
    name, other = (paragraph(t, "list-item", 0) for t in ("Lövstads kommun", "Region Lövmark"))
    assert "above" in found_in(name, TITLE, MEASURE)["Lövstads kommun"]
    assert found_in(name, other, TITLE, MEASURE) == {}, "a list"


def test_a_name_goes_on_behind_the_small_word_at_a_part_of_it() -> None:
    assert "Studentkåren vid Högskolan i Lövstad" in found_in(
        paragraph("Studentkåren vid Högskolan i Lövstad"), TITLE, MEASURE
    )


def test_the_police_and_their_one_area_are_one_body_unless_both_are_named_as_owners() -> None:
    area = paragraph("Lokalpolisområde Lövstad")
    found = found_in(paragraph("Polisen", "header"), area, TITLE, MEASURE)
    assert set(found) == {"Lokalpolisområde Lövstad"}
    assert found["Lokalpolisområde Lövstad"] >= {"above", "header"}
    both = found_in(paragraph("Polismyndigheten"), area, TITLE, MEASURE)
    assert set(both) == {"Polismyndigheten", "Lokalpolisområde Lövstad"}


def test_of_a_name_in_capitals_and_as_it_is_spelt_the_latter_counts() -> None:
    found = found_in(paragraph("LÖVSTADS KOMMUN", "header"), TITLE, paragraph("Lövstads kommun"), MEASURE)
    assert "Lövstads kommun" in found
    assert "LÖVSTADS KOMMUN" not in found
