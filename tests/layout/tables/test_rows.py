"""Visual rows to rows of a table: heading rows, wrapped cells, cells that span columns."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.layout.tables.grid import Lattice
from ingest.layout.tables.gutters import Gutter
from ingest.layout.tables.model import tokens_of
from ingest.layout.tables.rows import aligned_lattice, body_groups, heading_rows, rows_apart
from ingest.layout.tables.visual_rows import VisualRow, itemise
from tests.layout.pages import words

XS, EDGES = (60.0, 200.0, 340.0), [58.0, 190.0, 330.0, 460.0]
BETWEEN = [Gutter(190.0, 180.0, 195.0, 3, 0), Gutter(330.0, 310.0, 335.0, 3, 0)]
HEAD = ["Åtgärd", "Vem", "När"]
BODY = [["Byta lampor", "Polisen", "maj"], ["Klippa häck", "Parken", "juni"], ["Måla mur", "Skolan", "juli"]]


def row(cells: Sequence[str], y: float, *, bold: bool = False, barrier: bool = False) -> VisualRow:
    placed = [w for t, x in zip(cells, XS, strict=False) if t for w in words(t, x, y, bold=bold)]
    out = itemise(tokens_of(tuple(placed)), BETWEEN)
    out.barrier = barrier
    return out


def cells(found: Lattice) -> list[list[str]]:
    return [
        [" ".join(t.text for t in a.tokens) for a in sorted(found.areas, key=lambda a: a.c0) if a.r0 == r]
        for r in range(len(found.ys) - 1)
    ]


def test_bold_rows_over_others_are_headings_and_so_are_those_over_a_border() -> None:
    body = [row(t, 120 + 18 * n) for n, t in enumerate(BODY)]
    assert heading_rows([row(HEAD, 100, bold=True), *body]) == 1
    assert heading_rows([row(HEAD, 100), row(BODY[0], 120, barrier=True), *body[1:]]) == 1
    assert heading_rows(body) == 0


def test_rows_at_one_pitch_are_rows_of_the_table() -> None:
    rows = [row(HEAD, 100, bold=True), *(row(t, 124 + 20 * n) for n, t in enumerate(BODY))]
    found, heads = aligned_lattice(rows, EDGES, top=90, bottom=180)
    assert cells(found) == [HEAD, *BODY]
    assert heads == 1
    assert (found.xs, found.ys[0], found.ys[-1]) == (EDGES, 90, 180)


def test_a_line_that_goes_on_in_small_letters_belongs_to_the_row_above() -> None:
    rows = [
        row(HEAD, 100, bold=True),
        row(BODY[0], 124),
        row(["i hela parken"], 136),
        row(BODY[1], 160),
        row(["vid dammen"], 172),
    ]
    found, _ = aligned_lattice(rows, EDGES, top=90, bottom=180)
    assert [r[0] for r in cells(found)] == ["Åtgärd", "Byta lampor i hela parken", "Klippa häck vid dammen"]


def test_bias_keeps_rows_apart() -> None:
    rows = [row(BODY[0], 124), row(["i hela parken"], 136), row(BODY[1], 160), row(["vid dammen"], 172)]
    assert len(body_groups(rows, 3, 0.0)) == 2
    assert len(body_groups(rows, 3, 50.0)) == 4


def test_white_space_above_rows_that_begin_anew_parts_groups() -> None:
    apart = [row(t, 100 + 40 * n + 12 * k) for n, t in enumerate(BODY) for k, t in enumerate((t, ["och mer"]))]
    assert [len(g) for g in rows_apart(apart, 3)] == [2, 2, 2]
    assert len(rows_apart(apart[:2], 3)) == 1


def test_a_row_that_the_next_line_goes_on_with_is_no_heading() -> None:
    first = [row(["Prov tas ofta", "Polisen", "juni till"], 100), row(["vid badet", "", "1979"], 112)]
    others = [row(BODY[0], 140), row(["i hela parken"], 152), row(BODY[1], 180)]
    assert heading_rows([*first, *others]) == 0
    # As far from it as rows are from each other it is a row of its own.
    apart = [row(["Åtgärd", "Vem", "Tid"], 100), row(["vid badet", "", "1979"], 128), row(BODY[0], 156)]
    assert heading_rows([*apart, row(["i hela parken"], 168), row(BODY[1], 196)]) == 1
