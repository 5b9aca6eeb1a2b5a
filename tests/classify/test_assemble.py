"""From what the section builder found to sections that hold rows, rows with ids, and what was left over."""

from __future__ import annotations

from ingest.classify.assemble import Assembled, assemble
from ingest.document import Paragraph, Table

from .build import builder, h, p, t

HEAD = ["Åtgärd", "Ansvarig"]
TABLE = t([HEAD, ["Byta lampor i parken", "Polisen"]])


def assembled(*blocks: Paragraph | Table) -> Assembled:
    made = builder(*blocks)
    return assemble(made.context.document, made.build(), made.context.stated, made.context.setting)


def test_only_sections_that_hold_rows_and_those_above_them_are_numbered() -> None:
    found = assembled(h("Inledning"), p("Här står text."), h("Trygghet"), h("Torget", 2), TABLE)
    assert [(s.id, s.title, s.parent) for s in found.sections] == [("s1", "Trygghet", None), ("s2", "Torget", "s1")]
    assert [(r.id, r.section) for r in found.rows] == [("r1", "s2")]


def test_text_in_no_row_section_or_fact_is_left_over_with_the_section_it_stands_under() -> None:
    found = assembled(h("Torget"), TABLE, p("Arbetet följs upp varje år."))
    assert [(x.piece.text, x.section) for x in found.leftovers] == [("Arbetet följs upp varje år.", "s1")]


def test_a_row_of_labels_that_nobody_filled_in_is_none_and_the_others_are_numbered_anew() -> None:
    found = assembled(t([HEAD, ["Åtgärd:", "Ansvarig:"], ["Byta lampor i parken", "Polisen"]]))
    assert [(r.id, r.fields["åtgärd"].text) for r in found.rows] == [("r1", "Byta lampor i parken")]


def test_the_time_of_a_heading_is_inherited_by_rows_without_one() -> None:
    found = assembled(h("Våren 2030"), TABLE)
    value = found.rows[0].fields["när"]
    assert (value.text, value.evidence.inherited) == ("Våren 2030", True)


def test_a_table_that_gives_nothing_is_noted() -> None:
    found = assembled(t([["Namn", "Telefon"], ["A B", "070-1"]]))
    assert [n.code for n in found.notes] == ["table-without-plan-fields"]
