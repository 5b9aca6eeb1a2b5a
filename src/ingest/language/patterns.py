"""Swedish words and patterns that a module looks for: data in `<room>/data/patterns.toml`, one table a module.

Letters (`[A-ZÅÄÖ]`), digits and signs may stand in a module; what has Swedish words in it stands in the data.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Literal

__all__ = ["Room", "expression", "pattern", "word_list", "word_set"]

Room = Literal["classify", "language", "layout", "normalise", "privacy", "repair"]
"""A folder of `ingest` that has a `data/patterns.toml`."""


@cache
def _tables(room: Room) -> Mapping[str, Mapping[str, Any]]:
    data = resources.files("ingest").joinpath(room, "data", "patterns.toml").read_text(encoding="utf-8")
    return tomllib.loads(data)


def _entry(room: Room, name: str) -> Any:
    table, _, key = name.partition(".")
    return _tables(room)[table][key]


def expression(room: Room, name: str, /, **parts: str) -> str:
    """Return the regular expression `table.key` of a room's data; `{part}` in it stands for the part of that name."""
    found: str = _entry(room, name)
    for part, value in parts.items():
        found = found.replace(f"{{{part}}}", value)
    return found


def pattern(room: Room, name: str, flags: re.RegexFlag = re.NOFLAG, /, **parts: str) -> re.Pattern[str]:
    """Return the same, compiled."""
    return re.compile(expression(room, name, **parts), flags)


def word_list(room: Room, name: str) -> tuple[Any, ...]:
    """Return the words `table.key` of a room's data in their order; of a table of pairs, the pairs."""
    return tuple(_entry(room, name))


@cache
def word_set(room: Room, name: str) -> frozenset[str]:
    """Return the words `table.key` of a room's data."""
    return frozenset(_entry(room, name))
