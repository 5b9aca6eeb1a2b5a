"""Where tables may stand: runs of rows that agree on gutters, parted at barriers, headings and obstacles."""

from __future__ import annotations

from ingest.document import BBox, Fill, Word
from ingest.layout.tables.model import tokens_of
from ingest.layout.tables.regions import PieceRow, mark_barriers, numbered, painted_box, painted_fill, regions, rows_of
from ingest.layout.tables.rules import PageEvidence, RuleSegment
from tests.layout.pages import words

GREY = (0.8, 0.8, 0.8)
ROWS = (("Byta lampor", "Polisen", "maj"), ("Klippa häck", "Parken", "juni"), ("Måla mur", "Skolan", "juli"))


def table(top: float, pitch: float = 16.0) -> list[Word]:
    return [
        w
        for n, row in enumerate(ROWS)
        for text, x in zip(row, (60, 200, 320), strict=True)
        for w in words(text, x, top + pitch * n)
    ]


def found(placed: list[Word], obstacles: tuple[BBox, ...] = ()) -> list[int]:
    return [len(r.rows) for r in regions(tokens_of(tuple(placed)), PageEvidence(obstacles=obstacles))]


def rows(*lines: list[Word]) -> list[PieceRow]:
    return rows_of(tokens_of(tuple(w for line in lines for w in line)))


def test_rows_with_common_gutters_are_a_region() -> None:
    (region,) = regions(tokens_of(tuple(table(100))), PageEvidence())
    assert len(region.rows) == 3
    assert [60 < g.at < 320 for g in region.gutters] == [True, True]
    assert (region.bbox.x0, round(region.bbox.x1)) == (60, 340)


def test_white_space_and_obstacles_part_regions() -> None:
    assert found(table(100) + table(300)) == [3, 3]
    assert found(table(100) + table(148), (BBox(50, 136, 500, 140),)) == [3, 3]


def test_prose_is_no_region() -> None:
    lines = [w for n in range(4) for w in words("Polisen och kommunen går tillsammans i parken.", 60, 100 + 12 * n)]
    assert found(lines) == []


def test_a_rule_or_a_change_of_paint_is_a_barrier() -> None:
    head, first, second = rows(words("Åtgärd", 60, 100), words("Byta", 60, 120), words("Klippa", 60, 140))
    mark_barriers([head, first, second], [RuleSegment(107.0, 50, 400)], [])
    assert [r.barrier for r in (head, first, second)] == [False, True, False]
    ground = [Fill(BBox(50, 128, 400, 144), GREY)]
    head, first, second = rows(words("Åtgärd", 60, 100), words("Byta", 60, 120), words("Klippa", 60, 140))
    mark_barriers([head, first, second], [], ground)
    assert [r.barrier for r in (head, first, second)] == [False, False, True]


def test_the_paint_of_a_row_is_the_smallest_fill_behind_most_of_it() -> None:
    (row,) = rows(words("Byta lampor", 60, 100))
    small, large = Fill(BBox(50, 90, 200, 106), GREY), Fill(BBox(40, 50, 500, 300), GREY)
    assert painted_fill(row, [large, small]) == small
    assert painted_box(row, [small]) == small.bbox
    assert painted_fill(row, [Fill(BBox(300, 90, 400, 106), GREY)]) is None


def test_a_number_with_its_heading_behind_a_tab_is_numbered() -> None:
    (heading,) = rows(words("2.1", 60, 100) + words("Skolfrånvaro", 110, 100))
    (pair,) = rows(words("Vem", 60, 100) + words("Polisen", 160, 100))
    assert numbered(heading)
    assert not numbered(pair)
