"""Drawn boxes that stand in stacks side by side, and cells of one grid."""

from __future__ import annotations

from ingest.document import BBox
from ingest.layout.blocks.frames import stand_in_stacks
from ingest.layout.tables.finder import find_tables
from ingest.options import Options
from tests.layout.pages import grid, lines, page, words


def stack(x: float, tops: list[float], heights: list[float]) -> list[BBox]:
    return [BBox(x, top, x + 170, top + high) for top, high in zip(tops, heights, strict=True)]


def test_boxes_as_high_as_their_texts_stand_in_stacks() -> None:
    assert stand_in_stacks([*stack(40, [100, 140], [36, 36]), *stack(220, [100, 124], [20, 36])])


def test_cells_whose_borders_meet_stand_in_none() -> None:
    merged = [BBox(40, 100, 210, 160), *stack(220, [100, 120, 140], [20, 20, 20])]
    assert not stand_in_stacks(merged)


def test_boxes_in_rows_stand_in_none() -> None:
    assert not stand_in_stacks([*stack(40, [100, 140], [36, 36]), *stack(220, [100, 140], [36, 36])])


def test_stacks_under_headings_are_no_table() -> None:
    heads = [words(text, 46 + 180 * i, 96, bold=True) for i, text in enumerate(("januari", "februari", "maj"))]
    texts = {(40, 104): ["Måla alla bänkar", "vid torget."], (40, 140): ["Bygga en brygga", "vid badet."],
             (220, 104): ["Byta ut lampor."], (400, 104): ["Klippa buskar."],
             (400, 128): ["Flytta bommar", "och stolpar."]}  # fmt: skip
    placed = [lines(said, x + 6, top + 12) for (x, top), said in texts.items()]
    rules = [r for (x, top), said in texts.items() for r in grid([x, x + 170], [top, top + 12.0 * len(said) + 8])]
    assert find_tables(page(*heads, *placed, rules=rules), Options()) == []
