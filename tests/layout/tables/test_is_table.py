"""What looks like a table and is one, and what is columns of prose, a list, contents or a chart."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.layout.tables.gutters import gutters
from ingest.layout.tables.is_table import credence
from ingest.layout.tables.model import tokens_of
from ingest.layout.tables.regions import TableRegion, rows_of
from ingest.layout.tables.rules import RuleSegment
from ingest.layout.tables.visual_rows import itemise
from tests.layout.pages import words

XS = (60.0, 260.0, 420.0)
TABLE = [["Byta lampor", "Polisen", "3"], ["Klippa häck", "Parken", "12"], ["Måla mur", "Skolan", "7"]]


def sure(cells: Sequence[Sequence[str]], rules: Sequence[float] = (), struck: Sequence[float] = ()) -> float:
    placed = [
        w for r, row in enumerate(cells) for t, x in zip(row, XS, strict=False) for w in words(t, x, 100 + 16 * r)
    ]
    rows = rows_of(tokens_of(tuple(placed)))
    between = gutters([r.pieces for r in rows])
    visual = [itemise(r.tokens, between) for r in rows]
    lines = [RuleSegment(y, 50, 500) for y in struck]
    return credence(TableRegion(rows, between, list(rules)), visual, len(between) + 1, lines, [])


def test_aligned_rows_with_values_are_a_table_and_rules_make_it_surer() -> None:
    plain = sure(TABLE)
    assert plain > 0.5
    assert sure(TABLE, rules=(88.0, 104.0, 140.0)) > plain


def test_columns_of_prose_are_none() -> None:
    text = "Polisen och kommunen går i parken"
    assert sure([[text, text] for _ in range(5)]) < 0.5


def test_bullets_beside_their_texts_are_a_list() -> None:
    assert sure([[f"{n}.", "Byta alla lampor"] for n in range(1, 5)]) < 0.5


def test_titles_beside_page_numbers_that_never_fall_are_contents() -> None:
    titles = ["Vår inledning", "Vår bakgrund", "Vårt arbete", "Våra åtgärder", "Vår uppföljning"]
    assert sure([[t, str(p)] for t, p in zip(titles, (3, 4, 4, 7, 12), strict=True)]) == 0.0


def test_rows_that_gridlines_strike_through_are_a_chart() -> None:
    assert sure(TABLE, struck=[97.4 + 16 * n for n in range(3)]) == 0.0
