"""Rules of which pieces are left are drawn through."""

from __future__ import annotations

import numpy as np

from ingest.read.ocr.rules.broken import with_broken
from ingest.read.ocr.rules.solid import Box, SolidLines

DPI = 100.0
LEFT, RIGHT = 80.0, 720.0
WHOLE: tuple[Box, ...] = ((LEFT, 100.0, RIGHT, 101.0), (LEFT, 500.0, RIGHT, 501.0))


def lines(*boxes: Box) -> SolidLines:
    return SolidLines((*WHOLE, *boxes), (), np.zeros((900, 800), dtype=np.uint8))


def pieces(y: float, *ends: tuple[float, float]) -> list[Box]:
    return [(x0, y, x1, y + 1) for x0, x1 in ends]


CLEAR = [
    *pieces(200.0, (90, 160), (300, 380), (600, 650)),
    *pieces(260.0, (120, 190), (420, 500)),
    *pieces(330.0, (90, 150), (250, 300), (500, 560)),
]


def test_pieces_at_one_height_are_a_rule_as_wide_as_the_table() -> None:
    found = with_broken(lines(*CLEAR, *pieces(400.0, (90, 160), (250, 300))), DPI)
    made = [b for b in found.horizontal if b[0] == LEFT and b[2] == RIGHT]
    assert sorted(b[1] for b in made) == [100.0, 200.0, 260.0, 330.0, 400.0, 500.0]


def test_words_underlined_and_a_page_without_whole_rules_stay() -> None:
    underlined = lines(*pieces(200.0, (90, 160), (300, 380), (600, 650)))
    assert with_broken(underlined, DPI) is underlined
    bare = SolidLines(tuple(CLEAR), (), np.zeros((900, 800), dtype=np.uint8))
    assert with_broken(bare, DPI) is bare


def test_rules_of_cells_beside_a_merged_one_are_whole() -> None:
    upright: tuple[Box, ...] = tuple((x, 100.0, x + 1, 500.0) for x in (200.0, 500.0))
    cells = [b for y in (200.0, 260.0, 330.0) for b in pieces(y, (LEFT, 200), (500, RIGHT))]
    drawn = SolidLines((*WHOLE, *cells), upright, np.zeros((900, 800), dtype=np.uint8))
    assert with_broken(drawn, DPI) is drawn


def test_rules_that_leave_out_the_same_stretch_are_of_cells_beside_a_merged_one() -> None:
    cells = [b for y, x in ((200.0, 198), (260.0, 203), (330.0, 200)) for b in pieces(y, (LEFT, x), (500, RIGHT))]
    drawn = lines(*cells)
    assert with_broken(drawn, DPI) is drawn
    # Stretches that differ are worn.
    worn = [b for y, x in ((200.0, 198), (260.0, 260), (330.0, 330)) for b in pieces(y, (LEFT, x), (x + 250, RIGHT))]
    assert len(with_broken(lines(*worn), DPI).horizontal) == len(lines(*worn).horizontal) + 3
