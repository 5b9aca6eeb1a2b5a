"""Lists whose name stands in the cell beside them."""

from __future__ import annotations

from typing import Any

from ingest.classify.named_lists import add_named_lists
from ingest.classify.section_state import SectionState, first_state

from .build import builder, li, p, t

TASKS = [li("Byta lampor i parken"), li("Klippa häcken vid torget")]


def added(*rows: list[Any]) -> tuple[bool, SectionState]:
    context = builder(t([list(r) for r in rows])).context
    state = first_state(context)
    return add_named_lists(context, state, context.readings[0]), state


def test_a_phase_with_its_time_names_the_list_beside_it() -> None:
    made, state = added(
        [[p("Förbereda"), p("maj 2030")], TASKS],
        [[p("Bygga"), p("juni 2030")], [li("Måla muren vid skolan"), li("Laga bron över ån")]],
    )
    assert made
    assert [h.text for h in state.outline.headings] == ["Förbereda", "Bygga"]
    assert [(" ".join(f.text for f in s.fields["åtgärd"]), s.section) for s in state.seeds] == [
        ("Byta lampor i parken", 0),
        ("Klippa häcken vid torget", 0),
        ("Måla muren vid skolan", 1),
        ("Laga bron över ån", 1),
    ]


def test_a_theme_beside_its_bullets_is_a_row_of_a_table() -> None:
    made, state = added([[p("Torget")], TASKS], [[p("Parken")], TASKS])
    assert not made
    assert state.seeds == []


def test_under_a_heading_row_there_are_none() -> None:
    assert not added(["När", "Åtgärd"], [[p("Förbereda"), p("maj 2030")], TASKS])[0]
