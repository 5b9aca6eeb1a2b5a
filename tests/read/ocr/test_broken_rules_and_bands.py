"""Rules of which pieces are left are drawn through; bands that were on the paper are no table's."""

from __future__ import annotations

import numpy as np

from ingest.document import BBox, Fill
from ingest.read.ocr.broken_rules import with_broken
from ingest.read.ocr.listing_paper import without_paper_bands
from ingest.read.ocr.rules import Box, Lines

DPI = 100.0
LEFT, RIGHT = 80.0, 720.0
WHOLE: tuple[Box, ...] = ((LEFT, 100.0, RIGHT, 101.0), (LEFT, 500.0, RIGHT, 501.0))


def lines(*boxes: Box) -> Lines:
    return Lines((*WHOLE, *boxes), (), np.zeros((900, 800), dtype=np.uint8))


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
    bare = Lines(tuple(CLEAR), (), np.zeros((900, 800), dtype=np.uint8))
    assert with_broken(bare, DPI) is bare


def band(top: float, height: float = 36.0) -> Fill:
    return Fill(BBox(35.0, top, 814.0, top + height), (0.84, 0.84, 0.84))


def test_bands_from_head_to_foot_are_the_papers() -> None:
    other = Fill(BBox(100.0, 200.0, 300.0, 220.0), (0.5, 0.5, 0.5))
    paper = [band(24.0 + 71.3 * k) for k in range(8)]
    assert without_paper_bands([*paper, other], 842.0, 595.0) == (other,)


def test_shaded_rows_of_a_table_stay() -> None:
    rows = tuple(band(150.0 + 40.0 * k, 20.0) for k in range(6))
    assert without_paper_bands(rows, 842.0, 595.0) == rows
    uneven = (band(24.0), band(95.0), band(167.0, 60.0), band(300.0), band(380.0), band(523.0))
    assert without_paper_bands(uneven, 842.0, 595.0) == uneven
