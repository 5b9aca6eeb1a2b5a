"""What a heading gives to the rows below it: when and who."""

from __future__ import annotations

import pytest

from ingest.classify.fields.vocabulary import load
from ingest.classify.spans import Piece
from ingest.classify.text.heading_fields import heading_times, heading_who, is_phase, names_phase, names_time
from ingest.classify.text.outline import Heading, HeadingLook
from tests.classify.build import p

WORDS = load()


def heading(text: str) -> Heading:
    return Heading(None, (Piece(p(text), 0),), HeadingLook())


def times(*texts: str) -> dict[int, str]:
    return {i: x.text for i, x in heading_times([heading(t) for t in texts], WORDS).items()}


@pytest.mark.parametrize("text", ["Hösten 2030", "Steg 2: Avslut (mars 2030)", "Bygget, maj 2030"])
def test_a_heading_that_is_or_ends_in_a_time_names_one(text: str) -> None:
    assert names_time(text, WORDS)


@pytest.mark.parametrize("text", ["Torget", "Handlingsplan", "Bygget maj"])
def test_other_headings_name_none(text: str) -> None:
    assert not names_time(text, WORDS)


def test_the_time_is_that_part_of_the_heading() -> None:
    assert times("Hösten 2030", "Bygget (mars 2030)", "Torget") == {0: "Hösten 2030", 1: "mars 2030"}


def test_years_at_the_end_count_where_headings_beside_end_in_others() -> None:
    assert times("Åtgärder 2030", "Åtgärder 2031") == {0: "2030", 1: "2031"} or times("Parken 2030", "Parken 2031") == {
        0: "2030",
        1: "2031",
    }
    assert times("Parken 2030", "Torget 2030") == {}


def test_of_a_phase_all_is_the_time_and_one_without_time_beside_others_is_one_too() -> None:
    assert is_phase("Fas 1: Planering")
    assert not is_phase("Planering")
    found = times("Fas 1 (mars 2030)", "Fas 2 (april 2030)", "Fas 3: återgång")
    assert found == {0: "Fas 1 (mars 2030)", 1: "Fas 2 (april 2030)", 2: "Fas 3: återgång"}


def test_whatever_word_it_counts_a_numbered_heading_with_a_time_is_a_phase() -> None:
    assert names_phase("Sprint 3: Bygget, mars 2030", WORDS)
    assert not names_phase("Bygget, mars 2030", WORDS)


@pytest.mark.parametrize("text", ["Ansvarig: Parkenheten", "Torget (Ansvarig: Parkenheten)"])
def test_who_stands_behind_a_label(text: str) -> None:
    assert [x.text for x in heading_who(heading(text), WORDS)] == ["Parkenheten"]


def test_without_a_label_nobody_is_named() -> None:
    assert heading_who(heading("Parkenheten"), WORDS) == ()


def test_the_year_of_the_plan_s_own_title_parts_nothing() -> None:
    headings = [heading(t) for t in ("Tillbakablick 2029", "Vad vi ska göra 2030")]
    assert {i: x.text for i, x in heading_times(headings, WORDS, "Verksamhetsplan 2030").items()} == {0: "2029"}


def test_a_numbered_topic_that_is_called_as_a_time_is_none_among_others() -> None:
    def numbered(*texts: str) -> dict[int, str]:
        made = [Heading(str(n), (Piece(p(t), 0),), HeadingLook()) for n, t in enumerate(texts, 1)]
        return {i: x.text for i, x in heading_times(made, WORDS).items()}

    assert numbered("Läget", "Trygghetsvandring", "Valborg", "Nästa möte") == {}
    assert numbered("Januari", "Februari", "Övrigt") == {0: "Januari", 1: "Februari"}
    assert numbered("Läget", "Trygghetsvandring", "Våren 2030", "Nästa möte") == {2: "Våren 2030"}
