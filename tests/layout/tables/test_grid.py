"""Borders to a grid of cells."""

from __future__ import annotations

from ingest.layout.tables.grid import Lattice, lattice_of
from ingest.layout.tables.model import tokens_of
from ingest.layout.tables.rules import RuleSegment
from tests.layout.pages import words

LEVEL = [RuleSegment(y, 60, 360) for y in (100, 130, 160)]
UPRIGHT = [RuleSegment(x, 100, 160) for x in (60, 210, 360)]


def places(lattice: Lattice) -> list[tuple[int, int, int, int]]:
    return sorted((a.r0, a.c0, a.r1, a.c1) for a in lattice.areas)


def test_a_full_grid_has_a_cell_at_every_place() -> None:
    found = lattice_of(LEVEL, UPRIGHT)
    assert (found.xs, found.ys) == ([60, 210, 360], [100, 130, 160])
    assert places(found) == [(0, 0, 1, 1), (0, 1, 1, 2), (1, 0, 2, 1), (1, 1, 2, 2)]


def test_places_without_a_border_between_them_are_one_cell() -> None:
    short = [UPRIGHT[0], RuleSegment(210, 130, 160), UPRIGHT[2]]
    assert places(lattice_of(LEVEL, short)) == [(0, 0, 1, 2), (1, 0, 2, 1), (1, 1, 2, 2)]
    half = [LEVEL[0], RuleSegment(130, 210, 360), LEVEL[2]]
    assert places(lattice_of(half, UPRIGHT)) == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 2, 2)]


def test_open_sides_are_closed_at_the_outer_bounds() -> None:
    found = lattice_of(LEVEL, [RuleSegment(210, 100, 160)])
    assert found.xs == [60, 210, 360]
    assert len(found.areas) == 4


def test_each_token_is_given_to_the_cell_that_holds_its_middle() -> None:
    found = lattice_of(LEVEL, UPRIGHT)
    found.place(tokens_of((*words("Vem", 70, 118), *words("Polisen", 220, 148), *words("utanför", 400, 118))))
    held = {(a.r0, a.c0): [t.text for t in a.tokens] for a in found.areas if a.filled}
    assert held == {(0, 0): ["Vem"], (1, 1): ["Polisen"]}
