"""What may be a document's issuer, and where each name stands; and the clues that are made of it."""

from __future__ import annotations

import pytest

from ingest.classify.facts.finder import front_of
from ingest.classify.facts.issuer_candidates import PLACES, Candidate, Place, candidates
from ingest.classify.facts.issuer_features import FEATURES, GROUPS, Setting, values_of
from ingest.document import BBox, Block, BlockRole, Cell, Document, Line, Method, Paragraph, Properties, Table, Word
from ingest.normalise import load_registers

REGISTERS = load_registers()


def paragraph(text: str, role: BlockRole = "body", level: int | None = None) -> Paragraph:
    words = tuple(Word(w, w, BBox(0, 0, 1, 1), size=16.0 if level else 10.0) for w in text.split())
    return Paragraph((Line(words, 1),), role=role, level=level)


def document(*blocks: Block, author: str | None = None) -> Document:
    return Document(
        "0" * 64, "plan.pdf", "application/pdf", Method.TEXT_LAYER, blocks=blocks, properties=Properties(author=author)
    )


def found_in(*blocks: Block, author: str | None = None) -> dict[str, frozenset[Place]]:
    made = document(*blocks, author=author)
    return {c.actor.name: c.places for c in candidates(made, front_of(made, REGISTERS), REGISTERS)}


TITLE = paragraph("Handlingsplan för trygghet", "heading", 1)
MEASURE = paragraph("Vi ska laga alla bänkar i parken och se till att lamporna lyser.")


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


SETTING = Setting(title="Handlingsplan för Lövstads kommun", kind="handlingsplan", scanned=False, registers=REGISTERS)


def clues(*blocks: Block) -> dict[str, dict[str, float]]:
    made = document(*blocks)
    found = candidates(made, front_of(made, REGISTERS), REGISTERS)
    table = values_of(found, SETTING)
    assert all(len(row) == len(FEATURES) for row in table)
    return {c.actor.name: dict(zip(FEATURES, row, strict=True)) for c, row in zip(found, table, strict=True)}


def test_clues_say_where_a_name_stands_and_what_it_is() -> None:
    found = clues(paragraph("Lövstads kommun"), paragraph("Kommunstaben"), TITLE, MEASURE)
    body = found["Lövstads kommun"]
    assert body["kind_municipality"] == body["at_above"] == body["body_above"] == body["first"] == 1.0
    assert body["in_title"] == 1.0
    part = found["Kommunstaben"]
    assert part["first"] == 0.0
    assert part["body_front"] == part["body_anywhere"] == 1.0
    assert body["alone"] == 0.0


def test_a_lone_name_is_alone_and_no_clue_comes_twice() -> None:
    (only,) = clues(TITLE, paragraph("Region Lövmark"), MEASURE).values()
    assert only["alone"] == only["kind_region"] == only["best_place"] == 1.0
    assert only["others_front"] == 0.0
    assert len(FEATURES) == len(set(FEATURES)) == sum(len(names) for names in GROUPS.values())
    assert values_of((), SETTING) == []


def test_places_are_ranked_once_each() -> None:
    assert len(PLACES) == len(set(PLACES))
    assert Candidate(REGISTERS.known("Polisen") or pytest.fail("no police")).places == frozenset()
