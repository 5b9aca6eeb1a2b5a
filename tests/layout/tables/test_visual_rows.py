"""Visual rows taken apart into items that lie in columns."""

from __future__ import annotations

from ingest.layout.tables.gutters import Gutter
from ingest.layout.tables.model import tokens_of
from ingest.layout.tables.visual_rows import VisualRow, itemise
from tests.layout.pages import words

BETWEEN = [Gutter(150.0, 140.0, 160.0, 3, 0), Gutter(250.0, 240.0, 260.0, 3, 0)]


def row(*parts: tuple[str, float], bold: bool = False) -> VisualRow:
    found = tokens_of(tuple(w for text, x in parts for w in words(text, x, 100, bold=bold)))
    return itemise(found, BETWEEN)


def cells(found: VisualRow) -> list[tuple[int, int, str]]:
    return [(i.c0, i.c1, i.text) for i in found.items]


def test_pieces_stand_in_the_columns_that_the_gutters_part() -> None:
    found = row(("Byta lampor", 60), ("Polisen", 165), ("12", 270))
    assert cells(found) == [(0, 1, "Byta lampor"), (1, 2, "Polisen"), (2, 3, "12")]
    assert (found.columns, found.values, found.spans) == ({0, 1, 2}, {2}, False)


def test_text_that_reaches_across_a_gutter_spans_both_columns() -> None:
    found = row(("Samverkansöverenskommelsen", 60), ("maj", 270))
    assert cells(found) == [(0, 2, "Samverkansöverenskommelsen"), (2, 3, "maj")]
    assert found.spans


def test_a_piece_falls_into_columns_at_its_widest_space_in_a_gutter() -> None:
    assert [c[:2] for c in cells(row(("Byta alla lamporna", 60), ("Polisen", 156)))] == [(0, 1), (1, 2)]


def test_a_row_is_bold_if_all_its_words_are() -> None:
    assert row(("Åtgärd", 60), ("Vem", 165), bold=True).bold
    assert not row(("Åtgärd", 60)).bold
