"""What headings do: open sections, take goals and problems, and give them to the rows below."""

from __future__ import annotations

from dataclasses import replace

from ingest.classify.fields.vocabulary import load
from ingest.classify.section_headings import (
    close,
    entry_of,
    goal_above,
    labels_heading,
    named_goal,
    no_action,
    open_heading,
    ordered,
    told_in_title,
    whole_title,
)
from ingest.classify.section_state import SectionState, first_state
from ingest.classify.spans import Piece
from ingest.classify.tables.rows import FoundValue
from ingest.classify.text.labels import label_segments
from ingest.document import BBox, Line, Paragraph, Word

from .build import builder, h, li, p, rows, t


def opened(*blocks: Paragraph) -> SectionState:
    """The state when all blocks but headings are pending text."""
    context = builder(*blocks).context
    state = first_state(context)
    for index, block in enumerate(blocks):
        if block.role == "heading":
            open_heading(context, state, Piece(block, index))
        else:
            state.pending.append(Piece(block, index))
    close(context, state)
    return state


def test_a_heading_opens_a_section_with_its_number_and_its_problem() -> None:
    state = opened(h("2.1 Torget. Stigarna är mörka och ingen vågar gå där."))
    assert state.heading is not None
    assert (state.heading.number, state.heading.text) == ("2.1", "Torget")
    assert [x.text for x in state.heading.problem] == ["Stigarna är mörka och ingen vågar gå där."]


def test_a_heading_that_says_a_goal_after_a_label_gives_it_to_what_stands_below() -> None:
    state = opened(h("Mål 2: Fler cyklar"))
    assert [x.text for x in goal_above(state)] == ["Fler cyklar"]
    assert [x.text for x in state.goals.bound(["2"])] == ["Fler cyklar"]


def test_headings_below_each_other_take_the_goal_above() -> None:
    state = opened(h("Mål: Fler cyklar", 1), h("Torget", 2))
    assert [x.text for x in goal_above(state)] == ["Fler cyklar"]
    assert goal_above(opened(h("Torget"))) == ()


def test_a_title_may_have_sentences_behind_it() -> None:
    text = "Byta lampor. Alla lampor i parken byts ut under året."
    context = builder(h(text)).context
    state = first_state(context)
    open_heading(context, state, Piece(h(text), 0))
    assert state.heading is not None
    assert " ".join(x.text for x in whole_title(context, state.heading)) == text
    assert told_in_title(state.heading)


def at(text: str, top: float, role: str = "body") -> Paragraph:
    return replace(p(text, role), lines=(Line((Word(text, text, BBox(60, top, 120, top + 10)),), 1),))


def test_a_line_close_above_a_heading_or_in_its_box_is_its_label() -> None:
    heading = at("Färre inbrott", 112, "heading")
    assert labels_heading(at("MÅL", 100), heading)
    # Lines set without leading overlap a little; what lies over the heading is no label.
    assert labels_heading(at("MÅL", 104), heading)
    assert not labels_heading(at("MÅL", 108), heading)
    assert not labels_heading(at("MÅL", 20), heading)
    assert not labels_heading(at("MÅL", 100, "heading"), heading)
    assert labels_heading(replace(at("MÅL", 20), part=3), replace(heading, part=3))


def test_a_label_inside_a_block_becomes_an_entry() -> None:
    (segment,) = label_segments(Piece(p("Ansvarig: Polisen"), 4), load())
    entry = entry_of(segment, 4, load())
    assert (entry.heading, entry.label, [x.text for x in entry.pieces], entry.at) == (
        "Ansvarig",
        "vem",
        ["Polisen"],
        (4,),
    )


def test_fields_stand_in_their_fixed_order_and_a_body_alone_is_an_issue() -> None:
    found = (FoundValue((Piece(p("x"), 0),)),)
    assert list(ordered({"när": found, "orsak": found, "vem": found})) == ["orsak", "vem", "när"]
    assert no_action(7).target == "r7"


def test_the_label_and_number_before_a_goal_are_no_part_of_it() -> None:
    context = builder(h("Hot")).context
    (goal,) = named_goal(context, Piece(p("Målsättning 2: Ingen ska lämna sitt uppdrag."), 0))
    assert goal.text == "Ingen ska lämna sitt uppdrag."
    assert named_goal(context, Piece(p("Ingen ska lämna sitt uppdrag."), 0)) == ()


HEAD = ["Vad vi ska göra", "Ansvarig nämnd", "Tidplan"]
LAMPS = ["Byta till varmvit belysning i parken", "Tekniska nämnden", "maj 2030"]
BENCH = ["Bygga bänkar längs ån", "Tekniska nämnden", "juni 2030"]


def test_titles_below_a_heading_of_goals_that_tell_how_it_shall_be_are_goals() -> None:
    found = rows(
        h("Handlingsplan för Nora 2030"),
        h("Våra mål och vad vi gör", 2),
        h("Invånarna rör sig gärna i parken på kvällen", 3),
        t([HEAD, LAMPS]),
        h("Bänkar och gångvägar", 3),
        t([HEAD, BENCH], number=2),
    )
    assert [r.get("mål") for r in found] == ["Invånarna rör sig gärna i parken på kvällen", None]


def test_such_a_title_below_another_heading_is_none() -> None:
    found = rows(
        h("Handlingsplan för Nora 2030"),
        h("Lägesbild och insatser", 2),
        h("Invånarna rör sig gärna i parken på kvällen", 3),
        t([HEAD, LAMPS]),
    )
    assert [r.get("mål") for r in found] == [None]


def test_a_sentence_that_calls_itself_the_goal_is_one_behind_other_text() -> None:
    goal = "Målet är att kommunens fordon ska vara fossilfria senast 2030."
    found = rows(
        h("Klimatplan 2028–2030"),
        h("Transporter", 2),
        p("Kommunen äger 62 personbilar, varav 23 drivs med el."),
        p("Bussarna går sedan länge på biogas."),
        p(goal),
        h("Åtgärder", 3),
        li("Ersätta bilar med dieselmotor (Serviceförvaltningen, maj 2030)"),
        li("Införa bokning av cyklar (Serviceförvaltningen, juni 2030)"),
    )
    assert [r["mål"] for r in found] == [goal, goal]


def test_a_responsible_over_lists_that_each_have_their_time_is_that_of_all() -> None:
    found = rows(
        h("Trygghetsplan 2030"),
        h("Vad vi ska göra", 2),
        h("Ansvarig: Områdeschefen", 3),
        p("Våren 2030"),
        li("Byta låssystem i samtliga källare"),
        li("Installera porttelefon i punkthusen"),
        p("Hösten 2030"),
        li("Rensa och märka upp alla cykelrum"),
        li("Bygga om miljörummen vid gården"),
        h("Ansvarig: Parkenheten", 3),
        p("Maj 2030"),
        li("Klippa ned buskage längs gångvägarna"),
        li("Komplettera belysningen vid lekplatsen"),
    )
    assert [(r["vem"], r["när"]) for r in found] == [
        ("Områdeschefen", "Våren 2030"),
        ("Områdeschefen", "Våren 2030"),
        ("Områdeschefen", "Hösten 2030"),
        ("Områdeschefen", "Hösten 2030"),
        ("Parkenheten", "Maj 2030"),
        ("Parkenheten", "Maj 2030"),
    ]


def test_a_numbered_item_of_minutes_names_no_measure_beside_its_task() -> None:
    task = "Ett avtal om sanering inom 24 timmar tas fram."
    found = rows(
        h("Protokoll från trygghetsrådet"),
        h("2. Klotter", 2),
        p(task),
        t([["Ansvarig", "Per-Olof Stark"], ["Klart", "juni 2030"]]),
    )
    assert [r["åtgärd"] for r in found] == [task]
