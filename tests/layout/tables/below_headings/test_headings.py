"""A heading row by its look."""

from __future__ import annotations

import pytest

from ingest.document import BBox, Fill
from ingest.layout.tables.below_headings.headings import (
    are_headings,
    head_at,
    head_plan,
    heading_columns,
    is_bold,
    names_fields,
)
from ingest.layout.tables.model import tokens_of
from ingest.layout.tables.regions import PieceRow, rows_of
from tests.layout.pages import words

Placed = tuple[str, float]


def row(y: float, *texts: Placed, bold: bool = False, size: float = 10.0) -> PieceRow:
    (made,) = rows_of(tokens_of(tuple(w for text, x in texts for w in words(text, x, y, bold=bold, size=size))))
    return made


HEADS = (("Orsak", 60.0), ("Insats", 180.0), ("Vem", 330.0))
LINE = (("Mörkt", 60.0), ("Ny lykta", 180.0), ("Gatan", 330.0))


def test_bold_texts_side_by_side_over_plain_ones_are_headings() -> None:
    found = head_at([row(100, *HEADS, bold=True), row(120, *LINE), row(140, *LINE)], 0, ())
    assert found is not None
    assert (found.first, found.end) == (0, 1)
    assert [c.text for c in found.columns] == ["Orsak", "Insats", "Vem"]


def test_plain_texts_side_by_side_are_none_unless_painted_or_ruled() -> None:
    rows = [row(100, *HEADS), row(120, *LINE), row(140, *LINE)]
    assert head_at(rows, 0, ()) is None
    paint = Fill(BBox(50, 88, 450, 106), (0.8, 0.8, 0.8))
    painted = head_at(rows, 0, (paint,))
    assert painted is not None
    assert len(painted.columns) == 3
    rows[1].barrier = True
    ruled = head_at(rows, 0, ())
    assert ruled is not None
    assert len(ruled.columns) == 3


def test_a_table_all_of_bold_type_has_no_head_that_its_weight_shows() -> None:
    assert head_at([row(100, *HEADS, bold=True), row(120, *LINE, bold=True), row(140, *LINE, bold=True)], 0, ()) is None


def test_a_wrapped_heading_is_one_heading() -> None:
    band = [row(100, ("Ansvarig", 60), ("Klart", 180), ("Vem", 330), bold=True), row(111, ("nämnd", 60), bold=True)]
    assert [c.text for c in heading_columns(band)] == ["Ansvarig nämnd", "Klart", "Vem"]
    found = head_at([*band, row(130, *LINE)], 0, ())
    assert found is not None
    assert found.end == 2


def test_a_heading_over_two_others_is_no_row_of_columns_yet() -> None:
    band = [row(100, ("Så gör vi det tillsammans i hela Nora", 180), bold=True), row(111, *HEADS, bold=True)]
    found = head_at([*band, row(130, *LINE)], 0, ())
    assert found is not None
    assert found.columns == ()


def test_a_chapters_number_and_heading_are_no_heads_of_columns() -> None:
    assert head_at([row(100, ("3.2", 60), ("Trygghet", 120), bold=True, size=16), row(130, *LINE)], 0, ()) is None


@pytest.mark.parametrize(
    ("texts", "heads"),
    [
        (HEADS, True),
        ((("Jan", 60.0), ("Feb", 180.0), ("2031", 330.0)), True),
        ((("12", 60.0), ("4,5", 180.0), ("7", 330.0)), False),
        ((("Kommunen lagar bänkar.", 60.0), ("Vem", 330.0)), False),
        ((("Ansv.", 60.0), ("Klart", 180.0), ("Mål", 330.0)), True),
        ((("Ett två tre fyra fem sex sju åtta nio tio", 10.0), ("Vem", 330.0)), False),
    ],
)
def test_sentences_values_and_long_texts_are_no_headings(texts: tuple[Placed, ...], heads: bool) -> None:
    assert are_headings(row(100, *texts).pieces) is heads


def test_a_row_is_bold_where_every_word_is() -> None:
    mixed = tokens_of((*words("Mål", 60, 100, bold=True), *words("plats", 90, 100)))
    assert not is_bold(rows_of(mixed)[0])
    assert is_bold(row(100, *HEADS, bold=True))


@pytest.mark.parametrize(
    ("texts", "heads"),
    [
        (("Problem", "Mål med insatsen", "Åtgärd/aktivitet", "Ansvarig aktör", "När"), True),
        (("Nuläge", "Syfte/mål", "Insats", "Kalender"), False),  # neither who nor when in known words
        (("Nuläge", "Syfte/mål", "Insats", "Ansvariga", "Kalender"), True),
        (("Åtgärder", "Ansvarig aktör"), False),  # two may be boxes: only words that are listed
        (("Problem med klotter", "Målade tunnlar", "Åtgärd saknas", "Parken"), False),
        (("Mörka stigar", "Mål", "Nya lyktor", "Ansvarig", "Maj 2030"), False),
    ],
)
def test_a_row_of_headings_is_known_by_their_first_words_and_may_have_one_of_its_own(
    texts: tuple[str, ...], heads: bool
) -> None:
    assert names_fields(row(100, *((text, 60.0 + 140 * k) for k, text in enumerate(texts)))) is heads


def test_what_a_table_is_called_is_no_line_of_its_first_heading() -> None:
    lines = [row(120, *HEADS, bold=True), row(140, *LINE), row(160, *LINE)]
    for title in (
        row(108, ("Tryggt i hela staden", 54.0), bold=True),
        row(108, ("Tryggare torg", 60.0), bold=True, size=9.0),
    ):
        found = head_at([title, *lines], 0, ())
        assert found is not None
        assert (found.end, found.columns) == (1, ())
    # A heading of two lines begins at the edge of its second one.
    wrapped = head_at([row(108, ("Vad är", 60.0), bold=True), *lines], 0, ())
    assert wrapped is not None
    assert wrapped.end == 2


def test_a_unit_in_brackets_under_a_heading_is_of_it_though_it_is_not_bold() -> None:
    head = row(100, ("Mål", 60.0), ("Tid", 180.0), ("Vem", 330.0), bold=True)
    found = head_at([head, row(112, ("(h)", 180.0)), row(130, *LINE)], 0, ())
    assert found is not None
    assert (found.end, found.columns[1].text) == (2, "Tid (h)")
    loose = head_at([head, row(112, ("16", 180.0)), row(130, *LINE)], 0, ())
    assert loose is not None
    assert loose.end == 1


def test_a_plans_headings_name_what_and_who_or_when_once_each() -> None:
    assert head_plan(["Nr", "Åtgärd", "Ansvarig", "Klart"])
    assert not head_plan(["Åtgärd", "Ansvarig", "Åtgärd", "Ansvarig"])
    assert not head_plan(["Problem", "Mål", "Åtgärd"])
    assert not head_plan(["Att göra", "Pågår", "Klart"])


def test_the_last_line_of_a_known_heading_over_a_rule_is_of_the_headings() -> None:
    rows = [row(100, *HEADS), row(112, ("2026", 180.0)), row(130, *LINE), row(150, *LINE)]
    rows[0].head, rows[2].barrier = True, True
    found = head_at(rows, 0, ())
    assert found is not None
    assert [c.text for c in found.columns] == ["Orsak", "Insats 2026", "Vem"]
    rows[2].barrier = False
    found = head_at(rows, 0, ())
    assert found is None or found.end == 1
