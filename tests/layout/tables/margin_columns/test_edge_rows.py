"""Rows beside edges as columns of numbers say the same as each row asked alone."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.layout.tables.margin_columns.edge_rows import EdgeRows, bits_of
from ingest.layout.tables.margin_columns.tasks import MarginColumns, by_column
from ingest.layout.tables.model import MeasuredWord, tokens_of
from tests.layout.pages import words

EDGES = (60.0, 200.0, 360.0, 450.0)


def row(y: float, *texts: tuple[str, float]) -> list[MeasuredWord]:
    return list(tokens_of(tuple(w for text, x in texts for w in words(text, x, y))))


ROWS = [
    row(100, ("Gruppen talade om planken vid ån och om häcken vid skolan som står kvar.", 60)),
    row(112, ("Måla planken.", 60), ("Kim", 360), ("maj", 450)),
    row(124, ("Klippa häcken.", 60), ("Alexandersson-Lundqvistsdotter", 360), ("juni", 450)),
    row(136, ("3", 40), ("Köpa en sax", 60), ("•", 200), ("Kim", 205), ("v. 20", 452)),
    row(148, ("•", 200), ("Noor", 362)),
    row(160, ("Text som slutar nära", 60), ("Kim", 201)),
    row(172, ("§", 20),),
]  # fmt: skip


@pytest.mark.parametrize("main", range(3))
@pytest.mark.parametrize("edges", [EDGES, EDGES[:3], (60.0, 450.0), (200.0, 360.0)])
def test_rows_that_run_across_an_edge_are_those_that_each_row_alone_is_told_by(
    edges: tuple[float, ...], main: int
) -> None:
    columns = MarginColumns(edges, min(main, len(edges) - 1), 300.0)
    for space in (0.0, 5.0, 20.0):
        found = EdgeRows(ROWS, EDGES).crossing(columns, np.full(len(ROWS), space))
        assert found.tolist() == [by_column(r, columns, space).crossing for r in ROWS]


def test_words_before_and_behind_an_edge() -> None:
    numbers = EdgeRows(ROWS[1:3], EDGES)
    assert [cut.tolist() for cut in numbers.cut] == [[0, 0], [2, 2], [2, 2], [3, 3]]
    held, x0, size = numbers.first(2)
    assert (held.tolist(), x0.tolist(), size.tolist()) == ([True, True], [360.0, 360.0], [10.0, 10.0])
    assert numbers.reach(0).tolist() == [0.0, 0.0]
    assert numbers.reach(2).tolist() == [r[1].x1 for r in ROWS[1:3]]


def test_flags_are_bits_the_first_one_the_lowest() -> None:
    assert bits_of(np.array([True, False, True] + [False] * 8 + [True])) == 0b1000_0000_0101
