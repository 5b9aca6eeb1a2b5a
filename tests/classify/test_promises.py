"""Tables of what several bodies promise, a column for each."""

from __future__ import annotations

from typing import Any

from ingest.classify.promises import add_promises, heads_bodies
from ingest.classify.section_state import SectionState, first_state
from ingest.classify.tables.rows import FoundValue

from .build import builder, li, p, t


def added(*rows: list[Any]) -> tuple[bool, SectionState]:
    context = builder(t([list(r) for r in rows])).context
    state = first_state(context)
    heads = heads_bodies(context, context.readings[0])
    if heads:
        add_promises(context, state, context.readings[0], {})
    return heads, state


def said(found: tuple[FoundValue, ...]) -> str:
    return " ".join(f.text for f in found)


def test_each_text_below_a_promise_is_a_measure_of_the_one_who_promises() -> None:
    made, state = added(
        ["Kommunen åtar sig att", "Polisen åtar sig att"],
        ["sätta upp fler lampor i parken", "patrullera till fots på torget"],
        ["klippa häckarna vid skolan", ""],
    )
    assert made
    assert [(said(s.fields["åtgärd"]), said(s.fields["vem"])) for s in state.seeds] == [
        ("sätta upp fler lampor i parken", "Kommunen"),
        ("klippa häckarna vid skolan", "Kommunen"),
        ("patrullera till fots på torget", "Polisen"),
    ]


def test_bullets_below_known_bodies_are_theirs() -> None:
    made, state = added(
        ["Polisen", "Hembyns kommun"],
        [[li("Kontrollera mopeder"), li("Besöka skolorna")], [li("Sätta upp farthinder"), li("Måla om tunneln")]],
    )
    assert made
    assert [said(s.fields["vem"]) for s in state.seeds] == ["Polisen", "Polisen", "Hembyns kommun", "Hembyns kommun"]


def test_a_table_of_other_columns_is_none() -> None:
    assert not added(["Åtgärd", "Ansvarig"], ["Byta lampor", "Polisen"])[0]
    assert not added(["Kommunen", "Polisen"], ["12 %", "14 %"])[0]
    assert not added(["Polisen", [p("Kommunen"), p("2030")]], ["Patrullera på torget", "Måla tunneln"])[0]
