"""What the section builder knows of a document before it starts, and what it has found so far."""

from __future__ import annotations

from ingest.classify.section_state import SectionState, first_state, is_card
from ingest.classify.spans import Piece
from ingest.classify.text.outline import Heading, HeadingLook, Outline
from ingest.document import Table

from .build import builder, h, p, t

WHO = t([["Åtgärd", "Ansvarig"], ["Byta lampor", "Polisen"], ["Klippa häck", "Parkenheten"]])
CARD = [["Mål", "Ansvarig"], ["Färre inbrott i villor", "Polisen"]]


def test_the_first_column_of_bodies_and_the_texts_over_tables_are_known() -> None:
    context = builder(h("Torget"), p("Stigarna är mörka."), WHO).context
    assert context.leads[True] == ("Stigarna är mörka.",)
    assert context.leads[False] == ()
    bodies = builder(t([["Ansvarig", "Åtgärd"], ["Polisen", "Byta lampor"], ["Parkenheten", "Klippa"]])).context.bodies
    assert bodies == {"polisen", "parkenheten"}


def test_facts_count_on_the_front_alone() -> None:
    context = builder(h("Torget"), p("Text."), WHO).context
    assert context.stated == frozenset()
    assert not context.contents


def card(table: Table) -> bool:
    context = builder(table).context
    return is_card(context.readings[0], context.meanings)


def test_a_table_of_one_line_that_says_all_but_what_is_done_is_a_card() -> None:
    assert card(t(CARD))
    assert not card(WHO)
    assert not card(t([[*CARD[0], "Åtgärd"], [*CARD[1], "Byta lås"]]))


def test_several_cards_make_a_document_of_cards() -> None:
    assert builder(h("Lås"), t(CARD), h("Ljus"), t(CARD, number=2)).context.cards
    assert not builder(h("Lås"), t(CARD)).context.cards


def test_levels_are_firm_where_the_format_gives_them() -> None:
    outline = first_state(builder(p("Text")).context).outline
    assert outline.headings == []


def test_the_goal_of_a_heading_is_the_last_one_stated_above_a_block() -> None:
    state = SectionState(Outline())
    first, second = ((Piece(p(text), n),) for n, text in enumerate(("Färre inbrott", "Tryggare stigar")))
    state.current = state.outline.add(Heading(None, (Piece(p("Torget"), 0),), HeadingLook(), goal=first))
    assert state.heading is not None
    assert state.goal_of(0) == first
    state.stated_goals = [(0, 3, first), (0, 8, second)]
    assert state.goal_of(0) == second
    assert state.goal_of(0, block=5) == first
