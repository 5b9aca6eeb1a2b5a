"""Tables on the way through a document: records become rows, bands headings, frames text in the open."""

from __future__ import annotations

from ingest.classify.section_state import SectionState, first_state
from ingest.classify.section_tables import add_table
from ingest.document import Paragraph, Table

from .build import builder, draft, h, li, p, t, wide

HEAD = ["Åtgärd", "Ansvarig", "När"]
ROW = ["Byta lampor i parken", "Polisen", "maj 2030"]


def added(*blocks: Paragraph | Table) -> SectionState:
    context = builder(*blocks).context
    state = first_state(context)
    for index, block in enumerate(context.document.blocks):
        if isinstance(block, Table):
            add_table(context, state, index, block)
    return state


def texts(state: SectionState) -> list[dict[str, str]]:
    return [{n: " ".join(f.text for f in found) for n, found in s.fields.items()} for s in state.seeds]


def test_records_become_rows_and_the_table_is_placed() -> None:
    state = added(t([HEAD, ROW]))
    assert texts(state) == [{"åtgärd": ROW[0], "vem": "Polisen", "när": "maj 2030"}]
    assert state.placed == {0}
    assert state.last_table is not None


def test_a_row_across_is_the_heading_of_those_below() -> None:
    state = added(t([HEAD, [wide("Torget", 3)], ROW, [wide("Parken", 3)], ["Klippa häck", "Skolan", "juni 2030"]]))
    assert [h.text for h in state.outline.headings] == ["Torget", "Parken"]
    assert [s.section for s in state.seeds] == [0, 1]
    assert state.current is None


def test_a_table_of_people_gives_no_rows() -> None:
    assert added(t([["Namn", "Telefon"], ["A B", "070-1"]])).seeds == []


def test_text_in_a_frame_is_text_in_the_open() -> None:
    state = added(t([[[p("Åtgärder"), li("Byta lampor i parken"), li("Klippa häcken vid torget")]]]))
    assert state.seeds or state.entries or state.pending


def test_a_goal_across_the_table_stands_nearer_than_the_one_above_it() -> None:
    band = [wide("Mål: Antalet cykelstölder ska minska.", 3)]
    table = t([HEAD, ROW, band, ["Märka cyklar", "Polisen", "juni 2030"]])
    found = draft(h("Plan"), p("Mål: Skadegörelsen ska halveras."), table)
    goals = [row.fields["mål"].text for row in found.rows]
    assert goals == ["Skadegörelsen ska halveras.", "Antalet cykelstölder ska minska."]


def test_rows_across_of_one_level_are_all_goals_or_none() -> None:
    goals = ["Ingen friges till gatan.", "20 % färre som undviker centrum kvällstid.", "Välskötta parker."]
    lines = [line for goal in goals for line in ([wide(goal, 3)], ROW)]
    assert [row.get("mål") for row in texts(added(t([HEAD, *lines])))] == goals
