"""What a paragraph is, given what stands above it, and the rows that come of it."""

from __future__ import annotations

from ingest.classify.section_builder import (
    FurnitureBlock,
    HeadingLine,
    LabelLine,
    LabelsBlock,
    MarkerBlock,
    TextBlock,
    event_of,
    next_paragraph,
)
from ingest.classify.section_state import first_state
from ingest.document import Paragraph, Table

from .build import builder, draft, h, li, p, rows, t


def events(*blocks: Paragraph | Table) -> list[type]:
    context = builder(*blocks).context
    state = first_state(context)
    found = enumerate(context.document.blocks)
    return [type(event_of(context, state, i, b)) for i, b in found if isinstance(b, Paragraph)]


def test_each_paragraph_is_an_event() -> None:
    assert events(h("Torget"), p("Nora kommun", "header"), p("Ansvarig: Polisen. Tid: maj"), p("Parken är mörk.")) == [
        HeadingLine,
        FurnitureBlock,
        LabelsBlock,
        TextBlock,
    ]


def test_a_field_word_alone_is_a_labels_line_and_a_number_of_a_record_its_marker() -> None:
    assert events(p("Åtgärder"), li("Byta lampor")) == [LabelLine, TextBlock]
    assert events(p("Åtgärd 1"), p("Byta lampor i parken")) == [MarkerBlock, TextBlock]


def test_an_item_with_who_below_it_begins_a_record() -> None:
    assert events(li("Byta lampor i parken"), p("Ansvarig: Polisen"))[0] is MarkerBlock


def test_labels_under_a_heading_become_a_row_of_its_section() -> None:
    state = builder(h("Torget"), p("Åtgärd: Byta lampor"), p("Ansvarig: Polisen"), p("Tid: maj 2030")).build()
    (seed,) = state.seeds
    assert {n: f[0].text for n, f in seed.fields.items()} == {
        "åtgärd": "Byta lampor",
        "vem": "Polisen",
        "när": "maj 2030",
    }
    assert seed.section == 0
    assert state.placed >= {1, 2, 3}


def test_the_paragraph_right_below_a_block() -> None:
    blocks = [h("Torget"), p("Text"), t([["a"]])]
    found = next_paragraph(blocks, 0)
    assert found is not None
    assert (found.block, found.text) == (1, "Text")
    assert next_paragraph(blocks, 1) is None
    assert next_paragraph(blocks, 2) is None


def test_a_heading_over_a_list_stays_one_though_it_states_a_fact() -> None:
    found = draft(
        h("Handlingsplan för Nora"), h("Åtgärder under 2031", 2), li("Byta lampor i parken"), li("Laga staketet")
    )
    assert [s.title for s in found.sections] == ["Åtgärder under 2031"]
    assert found.facts.period is not None


def test_the_front_pages_block_of_labels_gives_no_row() -> None:
    facts = t([["Utfärdare", "Nora kommun", "Beslutsdatum", "24 december 2030"], ["Handläggare", "Nils Ek", "", ""]])
    found = draft(h("Handlingsplan 2031"), facts, h("Åtgärder", 2), li("Byta lampor i parken"), li("Laga staketet"))
    assert [r.fields["åtgärd"].text for r in found.rows] == ["Byta lampor i parken", "Laga staketet"]


def test_the_label_before_a_goal_is_no_part_of_it() -> None:
    goal = p("Mål 1: Alla ska känna sig trygga på torget.")
    found = draft(h("Handlingsplan"), h("Torget", 2), goal, li("Byta lampor i parken"), li("Laga staketet på gården"))
    goals = {r.fields["mål"].text for r in found.rows if "mål" in r.fields}
    assert goals <= {"Alla ska känna sig trygga på torget."}


def test_a_numbered_line_over_a_goal_and_a_list_heads_them_and_is_no_measure() -> None:
    found = rows(
        h("Trafiksäkerhetsprogram 1989-1991"),
        p("1. Skolvägar"),
        p("Mål: Inget barn ska behöva korsa en väg med hög fart."),
        li("Gångtunnel byggs under Länsvägen (Gatukontoret, hösten 1990)", marker="a)"),
        li("Skolpatrull införs på Bruksgatan (Skolstyrelsen, augusti 1989)", marker="b)"),
        p("2. Cykeltrafik"),
        p("Mål: Antalet skadade cyklister ska minska till 15 om året."),
        li("Cykelbanan längs ån förlängs (Gatukontoret, 1991)", marker="a)"),
        li("Cykelhjälmar säljs på barnavårdscentralen (Trafiksäkerhetsföreningen, maj 1989)", marker="b)"),
    )
    assert [r["åtgärd"] for r in found] == [
        "Gångtunnel byggs under Länsvägen",
        "Skolpatrull införs på Bruksgatan",
        "Cykelbanan längs ån förlängs",
        "Cykelhjälmar säljs på barnavårdscentralen",
    ]
    assert found[0]["mål"] == "Inget barn ska behöva korsa en väg med hög fart."


def test_names_below_the_one_beside_a_label_go_on_with_it() -> None:
    state = builder(
        h("Torget"),
        *(p("Åtgärd: Byta lampor i parken"), p("Ansvarig: Polisen"), p("Kulturförvaltningen"), p("Räddningstjänsten")),
        *(p("Åtgärd: Klippa häckarna"), p("Ansvarig: Parkenheten"), p("Parken är mörk om kvällarna.")),
    ).build()
    assert [[x.text for x in seed.fields["vem"][0].pieces] for seed in state.seeds] == [
        ["Polisen", "Kulturförvaltningen", "Räddningstjänsten"],
        ["Parkenheten"],
    ]


def test_labels_between_a_heading_and_its_list_are_of_each_item() -> None:
    found = draft(
        h("Plan för Hamnen 2031"),
        h("3 Åtgärder", 2),
        h("3.1 Kajen", 3),
        p("Avsnittet bygger på förra årets vandring."),
        p("Mål: Fler känner sig trygga på kajen"),
        p("Ansvarig: Tekniska kontoret"),
        p("Tidplan: 2031–2032"),
        li("Sätta upp belysning längs kajen"),
        li("Bygga om cykelstället så att det kan låsas"),
        li("Ordna vandring med föreningarna (Kommunstaben, maj 2031)"),
    )
    assert [{n: f.text for n, f in r.fields.items()} for r in found.rows] == [
        {"mål": goal, "åtgärd": what, "vem": who, "när": when}
        for goal, what, who, when in (
            ("Fler känner sig trygga på kajen", "Sätta upp belysning längs kajen", "Tekniska kontoret", "2031–2032"),
            (
                "Fler känner sig trygga på kajen",
                "Bygga om cykelstället så att det kan låsas",
                "Tekniska kontoret",
                "2031–2032",
            ),
            ("Fler känner sig trygga på kajen", "Ordna vandring med föreningarna", "Kommunstaben", "maj 2031"),
        )
    ]


def test_labels_above_a_word_for_measures_are_of_the_items_that_have_labels_of_their_own() -> None:
    found = draft(
        h("Plan för Hamnen 2031"),
        h("Portarna", 2),
        p("Mål: Ingen obehörig kommer in."),
        p("Ansvarig: Förvaltaren"),
        p("Åtgärder:"),
        li("Byta cylindrar i portarna"),
        p("När: maj 2031"),
        li("Städa ur rummen"),
        p("Ansvarig: Husvärdarna"),
        p("När: juni 2031"),
    )
    goal = "Ingen obehörig kommer in."
    assert [{n: f.text for n, f in r.fields.items()} for r in found.rows] == [
        {"mål": goal, "åtgärd": "Byta cylindrar i portarna", "vem": "Förvaltaren", "när": "maj 2031"},
        {"mål": goal, "åtgärd": "Städa ur rummen", "vem": "Husvärdarna", "när": "juni 2031"},
    ]


def test_a_list_below_who_and_under_a_time_is_of_measures_whatever_the_title_says() -> None:
    found = draft(
        h("Tryggt i Hamnen 2031"),
        h("Våren 2031", 2),
        h("Gårdarna", 3),
        p("Ansvarig: Bovårdarna"),
        li("Laga staketet mot järnvägen."),
        li("Byta sand och måla bänkarna."),
    )
    assert [tuple(r.fields[n].text for n in ("åtgärd", "vem", "när")) for r in found.rows] == [
        ("Laga staketet mot järnvägen.", "Bovårdarna", "Våren 2031"),
        ("Byta sand och måla bänkarna.", "Bovårdarna", "Våren 2031"),
    ]


def test_below_a_background_stands_a_problem_only_where_it_says_one() -> None:
    def causes(told: str) -> set[str | None]:
        found = draft(
            h("Förslag till tryggare gator 1988"),
            p("Bakgrund"),
            p(told),
            p("Åtgärder"),
            li("Belysningen längs kajen kompletteras. Gatukontoret, maj 1988"),
            li("Buskarna vid tunneln tas ned. Parkavdelningen, april 1988"),
        )
        assert len(found.rows) == 2
        return {r.fields["orsak"].text if "orsak" in r.fields else None for r in found.rows}

    assert causes("Kommittén har bestått av fem ledamöter. Två möten har hållits.") == {None}
    problem = "Många vågar inte gå längs kajen efter mörkrets inbrott, och inbrotten i båtarna ökar."
    assert causes(problem) == {problem}


def test_items_below_a_word_for_measures_are_rows_where_who_stands_above_it_again_and_again() -> None:
    def topic(name: str, who: str, *items: str) -> list[Paragraph | Table]:
        labels = [p(f"Mål: {name} är trygg."), p(f"Ansvarig: {who}"), p("Tidplan: 2031"), h("Åtgärder:", 4)]
        return [h(name, 3), *labels, *map(li, items)]

    found = draft(
        h("Plan för Hamnen 2031"),
        *topic("Kajen", "Hamnkontoret", "Byta belysningen på kajen", "Städa bort klotter"),
        *topic("Skolan", "Rektorn", "Hålla gården öppen", "Samla föreningarna. Fritidskontoret, juni 2031"),
    )
    assert [tuple(r.fields[n].text for n in ("mål", "åtgärd", "vem", "när")) for r in found.rows] == [
        ("Kajen är trygg.", "Byta belysningen på kajen", "Hamnkontoret", "2031"),
        ("Kajen är trygg.", "Städa bort klotter", "Hamnkontoret", "2031"),
        ("Skolan är trygg.", "Hålla gården öppen", "Rektorn", "2031"),
        ("Skolan är trygg.", "Samla föreningarna.", "Fritidskontoret", "juni 2031"),
    ]


def test_a_small_goal_in_a_headings_place_is_of_the_larger_headings_below_it() -> None:
    found = draft(
        h("Medborgarlöfte 2031"),
        h("Mål: Fler är trygga ute på kvällen.", 4),
        h("Torget", 2),
        p("Åtgärd: Polisen går på torget varje kväll"),
        p("Ansvarig: Polisen"),
        h("Skolvägen", 2),
        p("Åtgärd: Kommunen målar om korsningen"),
        p("Ansvarig: Gatukontoret"),
    )
    assert [r.fields["mål"].text for r in found.rows] == ["Fler är trygga ute på kvällen."] * 2
