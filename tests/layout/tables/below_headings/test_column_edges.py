"""Where the columns under a row of headings begin."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.layout.tables.below_headings.column_edges import (
    aligned,
    column_edges,
    columns_held,
    fits,
    without_heading,
)
from ingest.layout.tables.gutters import Gutter, Phrase
from ingest.layout.tables.model import MeasuredWord, tokens_of
from ingest.layout.tables.regions import PieceRow, rows_of
from tests.layout.pages import words

Placed = tuple[str, float]
"""A text and its left edge in points."""


def row(y: float, *texts: Placed) -> PieceRow:
    tokens: Sequence[MeasuredWord] = tokens_of(tuple(w for text, x in texts for w in words(text, x, y)))
    (made,) = rows_of(tokens)
    return made


def heads(*texts: Placed) -> tuple[list[Phrase], list[PieceRow]]:
    band = row(100, *texts)
    return list(band.pieces), [band]


THREE, BAND = heads(("Orsak", 60), ("Insats", 180), ("Vem", 330))
BODY = [
    row(120, ("Mörkt vid parken", 60), ("Ny belysning", 180), ("Gatukontoret", 330)),
    row(140, ("Få vuxna ute", 60), ("Vandringar", 180), ("Skolan", 330)),
    row(160, ("Slitna bänkar vid torg", 60), ("Laga dem", 180), ("Parken", 330)),
]


def test_a_column_begins_at_the_left_edge_that_its_lines_share() -> None:
    found = column_edges(THREE, BAND, BODY)
    assert found is not None
    assert [g.start for g in found] == [180, 330]
    assert all(g.at < g.start for g in found if g.start is not None)


def test_a_heading_set_in_the_middle_of_its_column_does_not_move_the_edge() -> None:
    head, band = heads(("Orsak", 60), ("Insats", 220), ("Vem", 345))
    found = column_edges(head, band, BODY)
    assert found is not None
    assert [g.start for g in found] == [180, 330]


def test_columns_whose_lines_share_no_edge_are_parted_in_the_white_space() -> None:
    head, band = heads(("Orsak", 60), ("Antal", 200))
    body = [row(120 + 20 * n, ("Mörkt", 60), (text, 225 - 5 * len(text))) for n, text in enumerate(["7", "1200", "35"])]
    found = column_edges(head, band, body)
    assert found is not None
    (edge,) = found
    assert 85 < edge.at < 205


def test_lines_that_run_over_the_headings_columns_have_no_edges() -> None:
    told = [
        "Kommunen ska under året arbeta vidare med trygga platser",
        "som i alla andra delar av centrum med grannsamverkan och",
        "vandringar tillsammans med ungdomsmottagningen där också",
        "föräldravandrarna och fritidsgårdarna deltar varje vecka",
    ]
    prose = [row(120 + 14 * n, (text, 60)) for n, text in enumerate(told)]
    assert column_edges(THREE, BAND, prose) is None


def test_a_column_without_a_heading_is_found_where_most_lines_leave_white() -> None:
    head, band = heads(("Orsak", 60), ("Vem", 330))
    found = column_edges(head, band, BODY)
    assert found is not None
    assert len(found) == 1
    more = without_heading(found, band, BODY)
    assert len(more) == 2
    assert [x.at for x in more] == sorted(x.at for x in more)
    assert without_heading(found, band, BODY[:1]) == found


EDGES = [Gutter(170, 160, 179, 3, 0, start=180), Gutter(320, 300, 329, 3, 0, start=330)]


@pytest.mark.parametrize(
    ("texts", "keeps"),
    [
        ((("Kort", 60), ("Laga", 180), ("Parken", 330)), True),
        ((("Kort", 60),), True),
        # A word that crosses an edge with nothing behind it.
        ((("Trafiksäkerhetsarbetet", 80),), False),
        # A sentence that runs on over the edge a space apart.
        ((("Kommunen ska laga gamla bänkar", 67),), False),
    ],
)
def test_a_line_keeps_to_the_columns_or_not(texts: Sequence[Placed], keeps: bool) -> None:
    assert fits(row(120, *texts), EDGES) is keeps


def test_a_long_word_that_reaches_over_leaves_the_other_columns_aligned() -> None:
    assert aligned(row(120, ("Bostadsbrottsförebyggande", 60), ("Laga", 180), ("Parken", 330)), EDGES)
    assert not aligned(row(120, ("Kort", 60), ("Laga", 200), ("Parken", 330)), EDGES)


def test_columns_held_are_counted_once() -> None:
    assert columns_held(row(120, ("Kort text här", 60), ("Parken", 330)), EDGES) == 2
    assert columns_held(row(120, ("Kort", 60)), EDGES) == 1


def with_marks(*marks: str) -> list[PieceRow]:
    lines = [
        ("Mörkt vid parken", "Ny belysning"),
        ("Få vuxna ute", "Vandringar"),
        ("Slitna bänkar vid torg", "Laga dem"),
    ]
    told = zip(marks, lines, strict=True)
    return [row(120 + 20 * n, (mark, 40), (a, 60), (b, 180), ("Skolan", 330)) for n, (mark, (a, b)) in enumerate(told)]


def test_ticks_left_of_the_first_heading_are_a_column_of_their_own_and_bullets_are_none() -> None:
    found = column_edges(THREE, BAND, BODY)
    assert found is not None
    assert 60 in [g.start for g in without_heading(found, BAND, with_marks("V", "x", "VV"))]
    assert 60 not in [g.start for g in without_heading(found, BAND, with_marks("–", "–", "–"))]
