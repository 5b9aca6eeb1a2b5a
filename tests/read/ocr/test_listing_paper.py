"""Bands that were on the paper are no table's."""

from __future__ import annotations

from ingest.document import BBox, Fill, Word
from ingest.read.ocr.listing_paper import without_cutting, without_paper_bands


def band(top: float, height: float = 36.0) -> Fill:
    return Fill(BBox(35.0, top, 814.0, top + height), (0.84, 0.84, 0.84))


def test_bands_from_head_to_foot_are_the_papers() -> None:
    other = Fill(BBox(100.0, 200.0, 300.0, 220.0), (0.5, 0.5, 0.5))
    paper = [band(24.0 + 71.3 * k) for k in range(8)]
    assert without_paper_bands([*paper, other], 842.0, 595.0) == (other,)


def test_bands_that_the_edge_cuts_or_that_were_seen_in_parts_or_not_at_all_are_the_papers() -> None:
    tops = [24.0 + 71.3 * k for k in range(8) if k != 5]
    parted = [*(band(top) for top in tops[1:-1]), band(tops[0], 20.0), band(tops[0] + 20.0, 15.0), band(tops[-1], 18.0)]
    assert without_paper_bands(parted, 842.0, 595.0) == ()


def test_shaded_rows_of_a_table_stay() -> None:
    rows = tuple(band(150.0 + 40.0 * k, 20.0) for k in range(6))
    assert without_paper_bands(rows, 842.0, 595.0) == rows
    uneven = (band(24.0), band(95.0), band(167.0, 60.0), band(300.0), band(380.0), band(523.0))
    assert without_paper_bands(uneven, 842.0, 595.0) == uneven


def test_areas_that_cut_through_lines_are_the_shade_of_a_fold() -> None:
    words = [Word("park", "park", BBox(50 + 60 * i, y, 90 + 60 * i, y + 10)) for i in range(4) for y in (100, 114)]
    shade = Fill(BBox(40, 105, 300, 119), (0.85, 0.85, 0.85))
    row = Fill(BBox(40, 97, 300, 112), (0.85, 0.85, 0.85))
    assert without_cutting((shade, row), words) == (row,)
