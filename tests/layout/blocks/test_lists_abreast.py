"""A list in two columns."""

from __future__ import annotations

from ingest.layout.blocks.lists_abreast import lists_abreast
from ingest.layout.blocks.runs import GutterRun, HeightBand
from ingest.layout.tables.model import MeasuredWord, tokens_of
from tests.layout.pages import words

X = 300.0


def band(y: float, left: str, right: str = "") -> HeightBand:
    places = ((left, 60.0), (right, 320.0))
    held = [(w, x) for text, x in places if text for w in words(text.lstrip(), x + 12 * text.startswith(" "), y)]
    row: tuple[MeasuredWord, ...] = tuple(tokens_of(tuple(w for w, _ in held)))
    return HeightBand((row,))


def stretches(*bands: HeightBand) -> list[tuple[float, int]]:
    return [(run.top, len(run.bands)) for run in lists_abreast(GutterRun(X, bands))]


LIST = (band(112, "• Måla planken", "• Laga grinden"), band(124, " vid ån", " vid skolan"), band(136, "• Plantera ek"))


def test_items_on_both_sides_are_a_list_in_two_columns() -> None:
    assert stretches(band(100, "Insatser"), LIST[0], LIST[1], band(136, "• Plantera ek", "• Så gräs"))[0][1] == 3


def test_lists_under_heads_of_columns_are_left() -> None:
    assert (
        stretches(band(90, "Kvartal 1", "Kvartal 2"), band(112, "• Måla", "• Laga"), band(136, "• Så", "• Gräv")) == []
    )


def test_text_beside_a_list_is_none() -> None:
    assert stretches(band(100, "• Måla planken", "Gruppen talade"), band(112, "• Laga grinden", "om planken")) == []
