"""Rows inside frames: a list beside its name is one row, names beside items are as many."""

from __future__ import annotations

from ingest.document import BBox, Rule, Table, Word
from ingest.layout.tables.grid import Area
from ingest.layout.tables.half_ruled import _names_a_list
from ingest.layout.tables.model import tokens_of
from tests.layout.pages import arranged, grid, lines, page, words

NAME = ["Fas 2. Upphandling", "april–juni 2031", "Ansvarig: Inköp"]
ITEMS = [
    "• Annonsera och svara på leverantörernas frågor",
    "• Testa låsen på provdörrar i huset",
    "• Utvärdera anbuden och föreslå",
    "tilldelning för nämnden",
]


def area(texts: list[str], x: float) -> Area:
    held = [w for i, text in enumerate(texts) for w in words(text, x, 105 + 14 * i)]
    return Area(0, 0, 1, 1, tokens_of(tuple(held)))


def tables(*parts: list[Word]) -> list[Table]:
    one = page(*parts, rules=grid([50, 180, 540], [90, 160]))
    return [b for b in arranged(one).blocks if isinstance(b, Table)]


def test_a_frame_of_a_name_and_its_list_is_one_row() -> None:
    name = [w for i, t in enumerate(NAME) for w in words(t, 60, 105 + 17 * i, bold=i == 0)]
    (table,) = tables(name, lines(ITEMS, 190, 105, leading=14))
    assert (table.rows, table.columns) == (1, 2)
    assert table.cells[0].text.split() == " ".join(NAME).split()


def test_names_at_the_height_of_an_item_each_are_no_name_of_the_list() -> None:
    assert _names_a_list([area(["Fas 2", "april 2031"], 60), area(ITEMS, 190)])
    assert not _names_a_list([area(["Inköp", "Testlaget"], 60), area(ITEMS[:2], 190)])
    assert not _names_a_list([area(["Fas 2", "", "", "april 2031"], 60), area(ITEMS, 190)])


def test_boxes_of_a_form_keep_label_and_text() -> None:
    """Two boxes over three: no border between columns goes on, and each cell begins with its label."""
    held = [
        *lines(["Problem", "Mopeder stjäls från skolans", "parkering."], 55, 100),
        *lines(["Mål", "Högst fem stölder under", "året."], 305, 100),
        *lines(["Åtgärd", "Inhägnad parkering", "byggs."], 55, 150),
        *lines(["Ansvarig", "Fastighetsnämnden"], 215, 150),
        *lines(["När", "april 1999"], 385, 150),
    ]
    rules = [Rule(BBox(50, y, 550, y), True) for y in (88, 136, 186)]
    rules += [Rule(BBox(x, 88, x, 186), False) for x in (50, 550)]
    rules += [Rule(BBox(300, 88, 300, 136), False), *(Rule(BBox(x, 136, x, 186), False) for x in (210, 380))]
    (table,) = [b for b in arranged(page(held, rules=rules)).blocks if isinstance(b, Table)]
    found = [" ".join(c.text.split()) for c in table.cells]
    assert found == [
        "Problem Mopeder stjäls från skolans parkering.",
        "Mål Högst fem stölder under året.",
        "Åtgärd Inhägnad parkering byggs.",
        "Ansvarig Fastighetsnämnden",
        "När april 1999",
    ]
