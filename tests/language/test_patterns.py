"""Words and patterns of a room come out of its data file as they stand there."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import get_args

import pytest

from ingest.language.patterns import Room, expression, pattern, word_list, word_set


@pytest.mark.parametrize("room", get_args(Room))
def test_every_expression_of_a_room_compiles(room: Room) -> None:
    data = tomllib.loads(resources.files("ingest").joinpath(room, "data", "patterns.toml").read_text(encoding="utf-8"))
    for table, entries in data.items():
        for key, entry in entries.items():
            name = f"{table}.{key}"
            if isinstance(entry, str):
                parts = re.findall(r"\{([a-z]\w*)\}", entry)
                whole = expression(room, name, **dict.fromkeys(parts, "x"))
                assert re.compile(whole).pattern == whole
            else:
                assert len(word_list(room, name)) == len(entry) > 0


def test_a_part_takes_its_place_and_counts_stay() -> None:
    found = pattern("classify", "measures.subject", name="Parken")
    assert found.match("Parken ska klippa häcken")
    assert not found.match("Parkenheten klippte häcken")
    assert "{0,3}" in expression("classify", "dates.sentence", subjects="planen", verbs="gäller")


def test_flags_hold() -> None:
    assert pattern("layout", "headings.caption", re.IGNORECASE).match("TABELL 3")
    assert not pattern("layout", "headings.caption").match("TABELL 3")


def test_words_keep_their_order_or_are_a_set() -> None:
    assert word_list("classify", "folding.endings")[0] == "ernas"
    assert "hos" in word_set("normalise", "registers.before_places")


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        expression("layout", "headings.nothing")
