"""What is printed beside the values: column headings, labels, lines of facts, page numbers."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.classify.fields.vocabulary import load
from ingest.classify.printed import printed, states_facts
from ingest.draft import DraftFacts
from ingest.plan import Actor

from .build import draft, h, p, t

FACTS = DraftFacts(
    title="Handlingsplan mot inbrott", issuers=(Actor("Nora kommun", None, "kommun"),), dated=date(2030, 3, 19)
)


@pytest.mark.parametrize("line", ["Nora kommun", "Beslutad 2030-03-19", "Handlingsplan mot inbrott"])
def test_a_line_of_labels_and_facts_states_facts(line: str) -> None:
    assert states_facts(line, FACTS)


@pytest.mark.parametrize("line", ["Nora kommun växer", "Beslutad 2031-04-01", "Vi minskar inbrotten"])
def test_a_line_that_says_more_does_not(line: str) -> None:
    assert not states_facts(line, FACTS)


def test_column_headings_and_page_numbers_have_their_place() -> None:
    table = t([["Åtgärd", "Ansvarig"], ["Byta lampor i parken", "Polisen"]])
    made = draft(h("Åtgärder"), table, p("1", "footer"), p("Klart: Se bilaga"))
    found = printed(made, load(), ())
    assert {"Åtgärd", "Ansvarig", "1"} <= set(found)
    assert "Polisen" not in found


def test_without_rows_no_heading_has_its_place_by_them() -> None:
    assert printed(draft(p("Ansvarig")), load(), ()) == ()
