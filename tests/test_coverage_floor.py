"""The floor under the coverage of layout and classify: below it is an error, far above it a hint."""

from __future__ import annotations

from tests.coverage_floor import LEAST_OF_A_ROOM, SLACK, hint, verdict


def test_at_the_floor_nothing_is_wrong() -> None:
    assert verdict({"layout": (95, 100), "classify": (95, 100)}, 95.0) == []


def test_below_the_floor_is_wrong() -> None:
    (line,) = verdict({"layout": (94, 100), "classify": (94, 100)}, 95.0)
    assert "94.0 % < 95.0 %" in line


def test_one_room_may_not_live_on_the_other() -> None:
    (line,) = verdict({"layout": (84, 100), "classify": (1000, 1000)}, 95.0 - SLACK + 4)
    assert line == f"layout: 84.0 % < {LEAST_OF_A_ROOM} %"


def test_far_above_the_floor_it_is_to_be_raised() -> None:
    high = {"layout": (98, 100), "classify": (98, 100)}
    assert verdict(high, 95.0) == []
    assert hint(high, 95.0).endswith("raise fail_under in pyproject.toml to 97.2")


def test_at_the_floor_nobody_asks_to_raise_it() -> None:
    assert hint({"layout": (95, 100), "classify": (95, 100)}, 95.0) == ""
