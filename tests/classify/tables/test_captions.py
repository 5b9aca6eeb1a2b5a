"""What stands above a table."""

from __future__ import annotations

from ingest.classify.tables.captions import above_tables, titles_above
from tests.classify.build import doc, h, p, t


def test_heading_and_caption() -> None:
    table = t([["a", "b"]])
    blocks = doc(
        h("Styrelse"), p("Här står hur styrelsen är sammansatt."), p("Tabell 1. Ledamöter"), table, table
    ).blocks
    assert titles_above(blocks) == {3: "Tabell 1. Ledamöter Styrelse", 4: "Tabell 1. Ledamöter Styrelse"}


def test_running_text_is_no_caption() -> None:
    blocks = doc(p("Tabellen läses från vänster till höger."), t([["a", "b"]])).blocks
    assert titles_above(blocks) == {1: ""}


def test_what_is_said_right_above_and_what_the_document_is_called() -> None:
    table = t([["a", "b"]])
    blocks = doc(h("Insatser"), p("Under året genomfördes detta."), table, h("Ekonomi"), table).blocks
    found = above_tables(blocks, "Årsrapport")
    assert found.leads == {2: "Under året genomfördes detta.", 4: ""}
    assert found.document == "Årsrapport"


def test_a_heading_that_gives_but_a_value_leaves_the_name_to_the_one_above() -> None:
    table = t([["a", "b"]])
    blocks = doc(h("Insatser"), h("Ansvarig: Parkenheten"), table, h("Ansvarig: Polisen"), table, h("Ekonomi"), table)
    assert titles_above(blocks.blocks) == {
        2: "Ansvarig: Parkenheten Insatser",
        4: "Ansvarig: Polisen Insatser",
        6: "Ekonomi",
    }
