"""The word lists that document facts are told by, and the form in which words are compared."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["fold", "words"]

_FOLD = str.maketrans("åäöéèü", "aaoeeu")


@cache
def words() -> Mapping[str, Any]:
    """The word lists of `facts.toml`."""
    return tomllib.loads(resources.files("ingest.classify").joinpath("data/facts.toml").read_text(encoding="utf-8"))


def fold(text: str) -> str:
    """Lower case without diacritics, one space, dashes alike."""
    return " ".join(re.sub(r"[‐‑‒–—−]", "-", text.lower().translate(_FOLD)).split())
