"""Headings: their numbers, where a title ends and its problem begins, and what stands under what."""

from __future__ import annotations

import pytest

from ingest.classify.spans import Piece
from ingest.classify.text.outline import Heading, HeadingLook, Outline, look_of, number_of, split_problem
from tests.classify.build import p


@pytest.mark.parametrize(
    ("text", "marker", "number", "rest"),
    [
        ("1 Narkotika", None, "1", "Narkotika"),
        ("1.1. Våld", None, "1.1", "Våld"),
        ("2.2.1 Sexuellt våld", None, "2.2.1", "Sexuellt våld"),
        ("A.1 Avhopp", None, "A.1", "Avhopp"),
        ("B Våld", None, "B", "Våld"),
        ("IV. Uppföljning", None, "IV", "Uppföljning"),
        ("Narkotika", "3.", "3", "Narkotika"),
        ("2024 års plan", None, None, "2024 års plan"),
        ("6 maj 2024", None, None, "6 maj 2024"),
        ("3 procent av eleverna", None, None, "3 procent av eleverna"),
        ("I början av året", None, None, "I början av året"),
        ("112 Larm", None, None, "112 Larm"),
    ],
)
def test_numbers(text: str, marker: str | None, number: str | None, rest: str) -> None:
    found, start = number_of(text, marker)
    assert (found, text[start:]) == (number, rest)


@pytest.mark.parametrize(
    ("text", "title", "problem"),
    [
        ("Kriminella nätverk. Unga insocialiseras i kriminella nätverk.", "Kriminella nätverk",
         "Unga insocialiseras i kriminella nätverk."),
        ("Våld i nära relation: Våld upptäcks sent.", "Våld i nära relation", "Våld upptäcks sent."),
        ("Hot, t.ex. mot tjänstepersoner", "Hot, t.ex. mot tjänstepersoner", ""),
        ("Fokusområde: Narkotika", "Fokusområde: Narkotika", ""),
        ("Polis m.fl. Samverkan", "Polis m.fl. Samverkan", ""),
    ],
)  # fmt: skip
def test_the_title_keeps_nothing_of_the_problem(text: str, title: str, problem: str) -> None:
    first, rest = split_problem([Piece(p(text), 0)])
    assert " ".join(x.text for x in first) == title
    assert " ".join(x.text for x in rest) == problem


def test_a_bold_title_before_its_problem() -> None:
    first, rest = split_problem([Piece(p("Unga säljer narkotika vid skolan.", lead="Öppen handel"), 0)])
    assert first[0].text == "Öppen handel"
    assert rest[0].text == "Unga säljer narkotika vid skolan."


def test_the_look_of_a_title_is_what_all_its_words_share() -> None:
    found = look_of([Piece(p("MÅL OCH MEDEL", bold=True, size=14), 0)], 2, (0.81, 0.9, 1.0))
    assert (found.size, found.bold, found.capitals, found.level, found.fill) == (14, True, True, 2, (0.8, 0.9, 1.0))
    assert look_of([Piece(p("Mål", lead="Stora"), 0)]).bold is False


def heading(text: str, number: str | None = None, **look: object) -> Heading:
    return Heading(number, (Piece(p(text), 0),), HeadingLook(**look))  # type: ignore[arg-type]


def parents(*headings: Heading, firm: bool = True) -> list[int | None]:
    outline = Outline(firm)
    for one in headings:
        outline.add(one)
    return [h.parent for h in outline.headings]


def test_printed_numbers_decide_what_stands_under_what() -> None:
    found = parents(
        heading("A", "1"), heading("B", "1.1"), heading("C", "1.1.1"), heading("D", "1.2"), heading("E", "2")
    )
    assert found == [None, 0, 1, 0, None]


def test_levels_of_the_format_decide_where_there_are_no_numbers() -> None:
    assert parents(heading("A", level=1), heading("B", level=2), heading("C", level=2), heading("D", level=1)) == [
        None,
        0,
        0,
        None,
    ]


def test_a_look_seen_above_is_a_sibling_of_the_last_with_that_look() -> None:
    large, small = {"size": 16.0}, {"size": 12.0}
    assert parents(heading("A", **large), heading("B", **small), heading("C", **small), heading("D", **large)) == [
        None,
        0,
        0,
        None,
    ]


def test_rows_across_a_table_are_left_with_it() -> None:
    outline = Outline()
    top = outline.add(heading("A", size=16.0))
    band = outline.add(heading("B", banded=True))
    assert list(outline.chain(band)) == [band, top]
    outline.leave_bands()
    assert outline.headings[outline.add(heading("C", banded=True))].parent == top
    outline.leave_all()
    assert outline.headings[outline.add(heading("D", size=12.0))].parent is None


def test_a_heading_can_be_told_its_problem_later() -> None:
    outline = Outline()
    index = outline.add(heading("A"))
    outline.change(index, problem=(Piece(p("Mörka stigar."), 1),))
    assert [x.text for x in outline.headings[index].problem] == ["Mörka stigar."]
