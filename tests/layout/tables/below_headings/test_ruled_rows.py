"""Rows under headings that rules part: the columns' edges stand for borders that nobody drew."""

from __future__ import annotations

from ingest.layout.tables.below_headings.ruled_rows import heads_over_rules, ruled_rows
from ingest.layout.tables.gutters import Gutter
from ingest.layout.tables.model import tokens_of
from ingest.layout.tables.regions import PieceRow, TableRegion, rows_of
from ingest.layout.tables.rules import RuleSegment
from tests.layout.pages import words

Placed = tuple[str, float]
EDGES = [50.0, 170.0, 320.0, 500.0]
GUTTERS = [Gutter(170, 160, 179, 3, 0, start=180), Gutter(320, 300, 329, 3, 0, start=330)]


def row(y: float, *texts: Placed, bold: bool = False) -> PieceRow:
    (made,) = rows_of(tokens_of(tuple(w for text, x in texts for w in words(text, x, y, bold=bold))))
    return made


ROWS = [
    row(100, ("Orsak", 60), ("Insats", 180), ("Vem", 330), bold=True),
    row(120, ("Mörkt", 60), ("Ny lykta", 180), ("Gatan", 330)),
    row(132, ("vid parken", 60)),
    row(152, ("Slitet", 60), ("Laga", 180), ("Parken", 330)),
    row(172, ("Skräp", 60), ("Städa", 180), ("Skolan", 330)),
]


def across(*ys: float) -> list[RuleSegment]:
    return [RuleSegment(y, 50, 500) for y in ys]


def test_what_stands_between_two_rules_is_one_row() -> None:
    found = ruled_rows(TableRegion(ROWS, GUTTERS), 1, EDGES, across(90, 106, 138, 158, 178), ())
    assert found is not None
    lattice, heads = found
    assert heads == 1
    assert len(lattice.ys) - 1 == 4
    assert len(lattice.xs) - 1 == 3


def test_outer_rules_that_were_not_drawn_are_made_up() -> None:
    found = ruled_rows(TableRegion(ROWS, GUTTERS), 1, EDGES, across(106, 138, 158), ())
    assert found is not None
    assert len(found[0].ys) - 1 == 4


def test_rules_that_part_nothing_or_run_through_text_part_no_rows() -> None:
    assert ruled_rows(TableRegion(ROWS, GUTTERS), 1, EDGES, across(90, 106), ()) is None
    through = [*across(90, 106, 138, 158, 178), RuleSegment(149.2, 50, 500)]
    assert ruled_rows(TableRegion(ROWS, GUTTERS), 1, EDGES, through, ()) is None


def test_short_strokes_part_no_cells() -> None:
    ticks = [RuleSegment(y, 52, 60) for y in (138.0, 158.0)]
    assert ruled_rows(TableRegion(ROWS, GUTTERS), 1, EDGES, [*across(90, 106), *ticks], ()) is None


def _months(*, bold: bool = False) -> list[PieceRow]:
    body = [
        row(120, ("Januari", 60), bold=bold),
        row(140, ("Städa", 60), ("Skolan", 330)),
        row(170, ("Februari", 60), bold=bold),
        row(190, ("Laga", 60), ("Parken", 330)),
    ]
    body[1].barrier = body[3].barrier = True
    return body


def test_each_rule_that_underlines_a_month_makes_it_a_heading() -> None:
    assert [r.pieces[0].text for r in heads_over_rules(_months())] == ["Januari", "Februari"]


def test_one_underlined_line_or_a_sentence_is_no_heading_of_a_year_plan() -> None:
    one = _months()
    one[3].barrier = False
    assert heads_over_rules(one) == []
    sentence = _months()
    sentence[2] = row(170, ("sedan lagas den.", 60))
    assert heads_over_rules(sentence) == []


def test_a_row_between_rules_is_no_heading() -> None:
    body = _months()
    body[2] = row(170, ("Februari", 60), ("Skolan", 330))
    assert heads_over_rules(body) == []


def tasks(*, aside: bool) -> list[PieceRow]:
    """Two goals between rules, each with two tasks that white parts; with `aside` one has no responsible body."""
    out = [row(100, ("Mål", 60), ("Insats", 180), ("Vem", 330), bold=True)]
    for y, goal in ((120, "Lugn"), (180, "Ljus")):
        out += [
            row(y, (goal, 60), ("Måla", 180), ("Park", 330)),
            row(y + 12, ("i staden", 60), ("muren", 180)),
            row(y + 24, ("varje dag", 60)),
            row(y + 36, ("Byta", 180), *(() if aside else (("Gata", 330),))),
            row(y + 48, ("lampor", 180)),
        ]
    return out


def test_white_between_two_rules_parts_rows_where_all_columns_but_the_first_begin_anew() -> None:
    found = ruled_rows(TableRegion(tasks(aside=False), GUTTERS), 1, EDGES, across(90, 106, 172, 232), ())
    assert found is not None
    cells = {" ".join(t.text for t in a.tokens): (a.r1 - a.r0, a.c0) for a in found[0].areas if a.tokens}
    assert cells["Lugn i staden varje dag"] == (2, 0)
    assert cells["Måla muren"] == (1, 1)
    assert cells["Byta lampor"] == (1, 1)


def test_white_in_one_column_parts_no_rows() -> None:
    found = ruled_rows(TableRegion(tasks(aside=True), GUTTERS), 1, EDGES, across(90, 106, 172, 232), ())
    assert found is not None
    assert "Måla muren Byta lampor" in {" ".join(t.text for t in a.tokens) for a in found[0].areas}


def year_plan(*headed: str) -> set[str]:
    """Four rows between rules; over the first line of some a month stands in bold."""
    rows = [row(100, ("Insats", 60), ("Mål", 180), ("Vem", 330), bold=True)]
    lines = ((124, "Mars", "Frukost"), (164, "April", "Tävling"), (204, "Maj", "Enkät"), (244, "Juni", "Rond"))
    for y, month, text in lines:
        rows += [row(y, (month, 60), bold=True)] if month in headed else []
        rows += [row(y + 16, (text, 60), ("Lugn", 180), ("Staben", 330))]
    found = ruled_rows(TableRegion(rows, GUTTERS), 1, EDGES, across(90, 106, 150, 190, 230, 270), ())
    assert found is not None
    return {" ".join(t.text for t in a.tokens) for a in found[0].areas if a.c0 == 0}


def test_a_line_in_bold_over_the_row_below_a_rule_is_a_heading_where_several_rows_have_one_and_others_none() -> None:
    assert {"Mars", "Frukost", "April", "Tävling"} <= year_plan("Mars", "April")
    assert {"Mars Frukost", "April Tävling", "Maj Enkät"} <= year_plan("Mars", "April", "Maj")
    assert "Mars Frukost" in year_plan("Mars")
