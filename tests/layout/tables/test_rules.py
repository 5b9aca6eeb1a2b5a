"""Rules and fills of a page as borders: joined, cleaned, grouped into drawings."""

from __future__ import annotations

from ingest.document import BBox, Fill, Rule
from ingest.layout.tables.rules import (
    RuleSegment,
    clean_fills,
    components,
    extent,
    is_typed_rule,
    joined_across,
    segments,
)
from tests.layout.pages import grid, page

GREY, WHITE = (0.8, 0.8, 0.8), (1.0, 1.0, 1.0)


def test_pieces_of_a_border_and_double_lines_are_one() -> None:
    pieces = [Rule(BBox(60, 100, 150, 100), True), Rule(BBox(151, 100, 300, 100), True)]
    double = [Rule(BBox(60, 101.5, 300, 101.5), True)]
    level, upright = segments(page(rules=pieces + double), ())
    assert [(s.lo, s.hi) for s in level] == [(60, 300)]
    assert 100 < level[0].at < 101.5
    assert upright == []


def test_the_edges_of_a_fill_are_soft_and_a_drawn_line_there_is_not() -> None:
    fill = Fill(BBox(60, 100, 300, 120), GREY)
    level, upright = segments(page(rules=[Rule(BBox(60, 120, 300, 120), True)]), [fill])
    assert [(s.at, s.soft) for s in level] == [(100, True), (120, False)]
    assert [s.at for s in upright if s.soft] == [60, 300]


def test_white_page_grounds_and_shades_inside_the_same_shade_are_no_fills() -> None:
    row = Fill(BBox(60, 100, 300, 130), GREY)
    painted = (Fill(BBox(60, 200, 300, 220), WHITE), Fill(BBox(0, 0, 595, 842), GREY), row)
    inside = Fill(BBox(70, 104, 200, 120), GREY)
    assert clean_fills(page(fills=(*painted, inside))) == [row]


def test_shading_painted_line_by_line_is_one_area_and_cells_side_by_side_one_row() -> None:
    lines = tuple(Fill(BBox(60, 100 + 12 * n, 300, 112 + 12 * n), GREY) for n in range(3))
    assert clean_fills(page(fills=lines)) == [Fill(BBox(60, 100, 300, 136), GREY)]
    cells = [Fill(BBox(x, 100, x + 80, 120), GREY) for x in (60, 140, 220)]
    assert joined_across(cells) == [Fill(BBox(60, 100, 300, 120), GREY)]
    assert len(joined_across([*cells, Fill(BBox(400, 100, 500, 120), GREY)])) == 2


def test_borders_that_meet_make_one_drawing() -> None:
    rules = grid([60, 160, 260], [100, 120]) + grid([60, 160], [400, 440])
    found = components(*segments(page(rules=rules), ()))
    assert [(len(h), len(v)) for h, v in found] == [(2, 3), (2, 2)]
    assert components([RuleSegment(100, 60, 200)], []) == []


def test_extent_is_from_the_first_to_the_last_end() -> None:
    assert extent([RuleSegment(100, 60, 200), RuleSegment(120, 50, 90)]) == (50, 200)


def test_a_rule_is_typed_with_one_sign() -> None:
    assert is_typed_rule("-------")
    assert is_typed_rule("=====")
    assert not is_typed_rule("-")
    assert not is_typed_rule("-=-=-")
