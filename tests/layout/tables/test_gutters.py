"""Pieces of visual rows, and the gutters that rows agree on."""

from __future__ import annotations

import pytest

from ingest.layout.tables.gutters import Phrase, gutters, is_marker, is_value, pieces
from ingest.layout.tables.model import tokens_of
from tests.layout.pages import words


def row(*parts: tuple[str, float]) -> list[Phrase]:
    return pieces(tokens_of(tuple(w for text, x in parts for w in words(text, x, 100))))


@pytest.mark.parametrize("text", ["•", "–", "1.", "(2)", "a)", "iv.", "2.1"])
def test_bullets_and_numbers_of_items_are_markers(text: str) -> None:
    assert is_marker(text)


@pytest.mark.parametrize("text", ["Polisen", "2030", "ett"])
def test_words_and_years_are_no_markers(text: str) -> None:
    assert not is_marker(text)


@pytest.mark.parametrize(
    ("text", "value"), [("1 200", True), ("85%", True), ("–", True), ("..", True), ("maj", False), ("maj 3", False)]
)
def test_numbers_shares_and_signs_for_none_are_values(text: str, value: bool) -> None:
    assert is_value(text) is value


def test_a_row_is_cut_at_wide_white_space_and_a_marker_stays_with_its_text() -> None:
    assert [p.text for p in row(("Byta lampor", 60), ("Polisen", 160))] == ["Byta lampor", "Polisen"]
    assert [p.text for p in row(("•", 60), ("Byta lampor", 80))] == ["• Byta lampor"]


def test_what_dots_lead_to_stands_apart_and_a_currency_with_its_amount() -> None:
    assert [p.text for p in row(("Inledning ........", 60), ("4", 150))] == ["Inledning ........", "4"]
    assert [p.text for p in row(("kr", 60), ("1200", 100))] == ["kr 1200"]


def test_rows_vote_for_a_gutter_and_a_title_may_cross_it() -> None:
    body = [row((text, 60), ("Polisen", 200)) for text in ("Byta lampor", "Klippa häck", "Måla")]
    (found,) = gutters(body)
    assert (found.votes, found.against) == (3, 0)
    assert 115 <= found.at <= 200
    title = row(("Åtgärder som polisen och kommunen gör nu", 60))
    (crossed,) = gutters([title, *body, *body])
    assert (crossed.votes, crossed.against) == (6, 1)


def test_a_gutter_needs_votes_but_where_a_border_is_known_one_will_do() -> None:
    one = [row(("Byta lampor", 60), ("Polisen", 200))]
    assert gutters(one) == []
    (found,) = gutters(one, known=[150.0])
    assert found.at == pytest.approx(150.0, abs=1.0)


def test_no_gutter_where_as_many_rows_run_across() -> None:
    across = [row(("Polisen och kommunen går tillsammans nu", 60)) for _ in range(3)]
    assert gutters([*across, *(row(("Byta", 60), ("Polisen", 200)) for _ in range(3))]) == []
