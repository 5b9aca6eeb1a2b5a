"""Words printed beside the bank's content; they stand in `data/phrases.toml`."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["phrase", "phrases", "words_by_field"]


@cache
def _data() -> dict[str, Any]:
    text = files("ingest.train.factory").joinpath("data/phrases.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def phrases(key: str) -> tuple[str, ...]:
    """Return all phrases under a key."""
    return tuple(_data()[key])


def phrase(rng: random.Random, key: str) -> str:
    """Return one phrase under a key."""
    return rng.choice(phrases(key))


def words_by_field(key: str) -> dict[str, str]:
    """Return phrases that belong to a field each, by the field."""
    return dict(_data()[key])
