"""The word lists that document facts are told by, and the form in which words are compared."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any

__all__ = ["fold", "is_of_mail", "is_of_measure", "words"]

_FOLD = str.maketrans("åäöéèü‐‑‒–—−", "aaoeeu------")


@cache
def words() -> Mapping[str, Any]:
    """The word lists of `facts.toml`."""
    return tomllib.loads(resources.files("ingest.classify").joinpath("data/facts.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """Lower case without diacritics, one space, dashes alike."""
    return " ".join(text.lower().translate(_FOLD).split())


@cache
def _of_measure() -> re.Pattern[str]:
    joined = "|".join(re.escape(fold(n)) for n in words()["measures"]["labels"])
    return re.compile(rf"^\W*(?:{joined}|{words()['measures']['dates']})\s*:")


def is_of_measure(text: str) -> bool:
    """Return whether a line begins with a label of a measure and a colon (`Vem: Polisen`)."""
    return _of_measure().match(fold(text)) is not None


@cache
def _of_mail() -> frozenset[str]:
    return frozenset(fold(word) for word in words()["titles"]["mail"])


def is_of_mail(label: str) -> bool:
    """Return whether a label stands in a mail's head (`Skickat`, `Ämne`)."""
    return fold(label.strip(" :")) in _of_mail()
