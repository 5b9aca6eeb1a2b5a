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

from .build import builder, h, li, p, t


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
