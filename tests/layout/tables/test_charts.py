"""Text that lines up in a chart or diagram: gridlines through its rows, bars, slices, axes."""

from __future__ import annotations

import pytest

from ingest.document import BBox, Fill
from ingest.layout.tables.charts import axis, painted_figure, struck
from ingest.layout.tables.gutters import Phrase
from ingest.layout.tables.model import MeasuredWord
from ingest.layout.tables.regions import PieceRow
from ingest.layout.tables.rules import RuleSegment
from ingest.layout.tables.visual_rows import RowItem, VisualRow
from tests.layout.pages import words

BOX = BBox(50.0, 100.0, 450.0, 400.0)
GREY, BLUE = (0.8, 0.8, 0.8), (0.1, 0.2, 0.9)


def _tokens(text: str, x: float, baseline: float) -> list[MeasuredWord]:
    return [MeasuredWord(w, i) for i, w in enumerate(words(text, x, baseline))]


def _row(baseline: float) -> PieceRow:
    tokens = _tokens("klara uppdrag", 60.0, baseline)
    piece = Phrase(tokens[0].x0, tokens[-1].x1, tokens)
    return PieceRow(tokens, [piece], tokens[0].top, tokens[0].bottom, 10.0)


def _visual(*texts: str) -> VisualRow:
    items = [RowItem(c, c + 1, _tokens(t, 60.0 + 100 * c, 120.0)) for c, t in enumerate(texts)]
    return VisualRow(112.0, 122.0, 117.0, 10.0, items)


def test_gridlines_strike_through_rows_and_borders_do_not() -> None:
    rows = [_row(120.0 + 20 * n) for n in range(3)]
    through = [RuleSegment((r.top + r.bottom) / 2, 50.0, 400.0) for r in rows]
    between = [RuleSegment(r.bottom + 5.0, 50.0, 400.0) for r in rows]
    assert struck(rows, through) == 3
    assert struck(rows, between) == 0
    far = [RuleSegment((rows[0].top + rows[0].bottom) / 2, 500.0, 560.0)]
    assert struck(rows, far) == 0


def test_bars_of_one_colour_begin_together_and_end_apart() -> None:
    bars = [Fill(BBox(100.0, 120.0 + 30 * n, 200.0 + 37 * n, 140.0 + 30 * n), BLUE) for n in range(5)]
    standing = [Fill(BBox(100.0 + 40 * n, 300.0 - 33 * n, 125.0 + 40 * n, 380.0), BLUE) for n in range(5)]
    assert painted_figure(BOX, bars)
    assert painted_figure(BOX, standing)
    assert not painted_figure(BOX, bars[:3])


def test_shaded_rows_of_a_table_are_no_bars() -> None:
    bands = [Fill(BBox(60.0, 120.0 + 40 * n, 440.0, 140.0 + 40 * n), GREY) for n in range(6)]
    assert not painted_figure(BOX, bands)


def test_slices_overlap_and_cells_on_a_ground_do_not() -> None:
    slices = [Fill(BBox(100.0 + 40 * n, 120.0, 180.0 + 40 * n, 200.0), (0.1 * n, 0.5, 0.5)) for n in range(4)]
    ground = [Fill(BBOX, GREY) for BBOX in [BOX]]
    cells = [Fill(BBox(100.0 + 60 * n, 120.0, 150.0 + 60 * n, 140.0), BLUE) for n in range(4)]
    assert painted_figure(BOX, slices)
    assert not painted_figure(BOX, ground + cells)


def test_a_drawing_of_hundreds_of_areas_is_not_weighed() -> None:
    many = [Fill(BBox(100.0, 120.0 + n / 10, 101.0 + n, 120.05 + n / 10), BLUE) for n in range(401)]
    assert not painted_figure(BOX, many)


@pytest.mark.parametrize("texts", [["0", "20", "40", "60", "80"], ["1,5", "3,0", "4,5", "6,0", "7,5"]])
def test_even_steps_are_an_axis(texts: list[str]) -> None:
    assert axis([_visual(*texts)])
    assert axis([_visual(t) for t in texts])


@pytest.mark.parametrize(
    "texts",
    [
        ["2026", "2027", "2028", "2029", "2030"],
        ["1", "2", "3", "4", "5"],
        ["0", "20", "45", "60", "80"],
        ["0", "20", "40"],
    ],
)
def test_years_and_numbers_of_rows_are_none(texts: list[str]) -> None:
    assert not axis([_visual(*texts)])


def test_shaded_rows_of_a_table_a_little_askew_are_no_bars() -> None:
    rows = [Fill(BBox(52.0, 100.0 + 60 * n, 440.0 + 1.1 * n, 130.0 + 60 * n), GREY) for n in range(5)]
    assert not painted_figure(BOX, rows)
    bars = [Fill(BBox(52.0, 100.0 + 60 * n, 240.0 + 37 * n, 130.0 + 60 * n), GREY) for n in range(5)]
    assert painted_figure(BOX, bars)
