"""Cells that a rule between two rows leaves out."""

from __future__ import annotations

from ingest.layout.tables.grid import Area, Lattice
from ingest.layout.tables.partial_rules import merged_by_rules
from ingest.layout.tables.rules import RuleSegment


def spans(*rules: RuleSegment) -> list[tuple[int, int, int]]:
    """(first row, column, rows) of the areas of a grid of a heading, two rows and three columns."""
    lattice = Lattice(
        [0, 100, 200, 300], [0, 20, 40, 60], [Area(r, c, r + 1, c + 1) for r in range(3) for c in range(3)]
    )
    merged_by_rules(lattice, rules, 1)
    return [(a.r0, a.c0, a.r1 - a.r0) for a in lattice.areas if a.r1 - a.r0 > 1]


def test_a_rule_breaks_off_at_a_merged_cell() -> None:
    assert spans(RuleSegment(40, 100, 300)) == [(1, 0, 2)]
    assert spans(RuleSegment(40, 0, 100), RuleSegment(40, 200, 300)) == [(1, 1, 2)]


def test_whole_rules_and_short_strokes_merge_nothing() -> None:
    assert spans(RuleSegment(40, 0, 300)) == []
    assert spans(RuleSegment(40, 0, 60)) == []
    assert spans(RuleSegment(40, 0, 150)) == []
    assert spans() == []
