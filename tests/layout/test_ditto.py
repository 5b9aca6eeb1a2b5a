"""Cells that hold a ditto mark are the lower part of the cell above; every other cell stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Cell, Document, Line, Method, Paragraph, Table, Word
from ingest.layout.ditto import is_ditto, without_ditto
from ingest.options import Options
from ingest.pipeline import convert
from tests.grids import assert_each_place_once

MARKS = ["”", '"', "''", '-"-', "–”–", '- " -', "„", "〃", "»", "d:o", "D:o", "Dito", "ditto", "do.", "idem"]


def table(rows: list[list[str]]) -> Document:
    cells = tuple(
        Cell(r, c, (Paragraph((Line(tuple(Word(w, w) for w in text.split())),)),) if text else ())
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return Document(
        "0" * 64, "x.txt", "text/plain", Method.TEXT, blocks=(Table(cells, len(rows), len(rows[0]), number=1),)
    )


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_repeats_the_cell_above(mark: str) -> None:
    text = f"Åtgärd;Vem;När\nMåla bänkar;Parkenheten;maj 2026\nLaga staket;{mark};{mark}\nByta lås;{mark};juni 2026\n"
    if chr(34) in mark:
        text = text.replace(mark, '"' + mark.replace('"', '""') + '"')
    rows = convert(text.encode(), Options(), name="a.csv").rows
    assert [r.vem.text for r in rows if r.vem] == ["Parkenheten"] * 3
    assert [r.när.text for r in rows if r.när] == ["maj 2026", "maj 2026", "juni 2026"]


@pytest.mark.parametrize("text", ["-", "–", "…", "", "”Trygg”", '"Trygg i stan"', "do", "ditt", "d", "se ovan"])
def test_what_is_no_mark_stays(text: str) -> None:
    assert not is_ditto(text)
    value = table([["Åtgärd", "Vem"], ["Måla", "Parken"], ["Laga", text]])
    assert without_ditto(value) is value


def test_a_mark_with_nothing_above_stays() -> None:
    for rows in ([["Åtgärd", "Vem"], ["Måla", "”"]], [["Åtgärd", "Vem"], ["Måla", ""], ["Laga", "”"]]):
        value = table(rows)
        assert without_ditto(value) is value


@given(st.lists(st.lists(st.sampled_from(["Måla", "”", "d:o", "", "-"]), min_size=3, max_size=3), min_size=1))
def test_every_place_is_covered_as_before(rows: list[list[str]]) -> None:
    done = without_ditto(table(rows))
    (block,) = done.blocks
    assert isinstance(block, Table)
    assert_each_place_once(block)
    assert sum(c.rowspan for c in block.cells) == len(rows) * 3
    assert [n.code for n in done.notes] == ["ditto-marks"] * (len(block.cells) < len(rows) * 3)
