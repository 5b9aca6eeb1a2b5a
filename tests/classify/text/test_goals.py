"""Goals that stand apart from their measures, bound to them by number."""

from __future__ import annotations

import pytest

from ingest.classify.fields.vocabulary import load
from ingest.classify.spans import Piece
from ingest.classify.text.goals import Goals, below_goals, goal_numbers, numbers_goal
from tests.classify.build import h, li, p


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Åtgärder, mål 11-12", ("11", "12")),
        ("Mål 3", ("3",)),
        ("Åtgärder till mål 1, 2 och 4", ("1", "2", "4")),
        ("Målgrupp: skolelever", ()),
        ("Åtgärder", ()),
    ],
)
def test_the_numbers_of_the_goals_that_a_text_names(text: str, numbers: tuple[str, ...]) -> None:
    assert goal_numbers(text) == numbers


def pieces(*blocks: str) -> list[Piece]:
    return [Piece(p(b), n) for n, b in enumerate(blocks)]


def texts(found: tuple[Piece, ...]) -> list[str]:
    return [x.text for x in found]


def test_goals_below_a_heading_are_remembered_by_their_number() -> None:
    goals = Goals()
    goals.add("Mål 3", pieces("Färre inbrott", "Tryggare stigar"))
    assert texts(goals.bound(["3"])) == ["Färre inbrott", "Tryggare stigar"]
    assert goals.bound(["4"]) == ()
    assert goals.chapter == ()


def test_numbered_items_of_a_chapter_are_a_goal_each() -> None:
    goals = Goals()
    goals.add("Mål", [Piece(li("Färre inbrott", marker="1."), 0), Piece(li("Tryggare stigar", marker="2."), 1)])
    assert texts(goals.bound(["2", "1"])) == ["Tryggare stigar", "Färre inbrott"]
    assert texts(goals.chapter) == ["Färre inbrott", "Tryggare stigar"]


def test_a_long_chapter_is_no_goal_of_all() -> None:
    goals = Goals()
    goals.add("Mål", pieces(*(f"Mål om sak {n}" for n in range(6))))
    assert goals.chapter == ()


def test_measures_right_below_goals_know_their_heading() -> None:
    blocks = [
        h("Trygghet"),
        h("Fler ska våga gå hem", 2), h("Aktiviteter", 3), li("Vandra i parken"),
        h("Färre inbrott i villor", 2), h("Aktiviteter", 3), li("Byta lås"),
    ]  # fmt: skip
    assert below_goals(blocks, load()) == {2: 1, 5: 4}
    assert below_goals([h("Trygghet"), h("Aktiviteter", 1)], load()) == {}


@pytest.mark.parametrize(
    ("text", "alone"), [("MÅL 2", True), ("Mål 3:", True), ("Mål 3: Fler cyklar", False), ("Mål", False)]
)
def test_a_goal_s_number_alone(text: str, alone: bool) -> None:
    assert numbers_goal(text) is alone
