"""Rows across a table: sections, goals, measures, problem statements."""

from __future__ import annotations

from ingest.classify.fields.vocabulary import load
from ingest.classify.tables.cells import SlotGrid
from ingest.classify.tables.parsed import Band
from ingest.classify.tables.spanning_rows import band_heading, states_problem
from ingest.classify.text.leads import Form, Purpose
from ingest.classify.text.outline import Heading
from tests.classify.build import t, wide


def band(text: str) -> Band:
    slot = SlotGrid(t([[wide(text, 3)]]), 0).slot(0, 0)
    assert slot is not None
    return Band(slot, 0)


def heading(text: str, purpose: Purpose = "neither") -> Heading | None:
    def purpose_of(_text: str, _form: Form) -> Purpose:
        return purpose

    return band_heading(band(text), purpose_of, load())


def texts(found: Heading | None) -> tuple[str | None, str, str, str]:
    assert found is not None
    goal, measure = (" ".join(p.text for p in x) for x in (found.goal, found.measure))
    return found.number, found.text, goal, measure


def test_a_row_across_is_a_section_with_its_number() -> None:
    assert texts(heading("2. Torget")) == ("2", "Torget", "", "")


def test_a_row_that_states_a_goal_gives_it_to_the_rows_below() -> None:
    assert texts(heading("Färre inbrott", "goal"))[2] == "Färre inbrott"
    assert texts(heading("Mål: Färre inbrott"))[2] == "Färre inbrott"


def test_a_label_of_measures_names_the_measure_and_a_bare_number_no_section() -> None:
    assert texts(heading("Åtgärd 1: Vandringar"))[3] == "Vandringar"
    assert heading("Åtgärd 1") is None


def test_who_is_responsible_for_all_rows_stands_behind_the_title() -> None:
    found = heading("Torget Ansvarig: Parkenheten")
    assert found is not None
    assert (found.text, [p.text for p in found.who]) == ("Torget", ["Parkenheten"])


def test_a_text_without_a_number_may_state_the_problem() -> None:
    assert states_problem(band("Stigarna är mörka"), lambda *_: "problem")
    assert not states_problem(band("2. Stigarna är mörka"), lambda *_: "problem")
    assert not states_problem(band("Stigarna är mörka"), lambda *_: "goal")
