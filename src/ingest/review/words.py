"""The review's own words in a language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from ingest.report.words import Language, Words

__all__ = ["Language", "Words", "load"]


@cache
def load(language: Language) -> Words:
    """The words of a language."""
    text = resources.files("ingest.review").joinpath("language", f"{language}.toml").read_text(encoding="utf-8")
    return Words(language, tomllib.loads(text))
