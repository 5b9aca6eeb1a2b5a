"""Visual rows taken apart into items that lie in columns."""

from __future__ import annotations

from ingest.document import BBox, Word
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


def typed(text: str, x: float, *, space: float) -> list[Word]:
    out = []
    for said in text.split():
        width = 6.0 * len(said)
        out.append(Word(said, said, bbox=BBox(x, 100, x + width, 110), size=10))
        x += width + space
    return out


def test_a_typed_line_falls_into_no_columns_at_its_own_wide_spaces() -> None:
    """A typewriter's spaces are .6 of its type: a goal across the columns has none wider than the others."""
    goal = typed("Mål: antalet stölder vid skolan ska minska", 60, space=6)
    assert cells(itemise(tokens_of(tuple(goal)), BETWEEN)) == [(0, 3, "Mål: antalet stölder vid skolan ska minska")]
    apart = typed("Märk cyklar i", 60, space=4) + typed("polisen och skolan", 156, space=4)
    assert [c[:2] for c in cells(itemise(tokens_of(tuple(apart)), BETWEEN))] == [(0, 1), (1, 2)]
