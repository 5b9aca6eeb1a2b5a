"""Rows inside frames: a list beside its name is one row, names beside items are as many."""

from __future__ import annotations

from ingest.document import Table, Word
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
