"""Names made comparable, and the patterns by which names are built (`registers/patterns.toml`)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, cast

from ingest.language.patterns import expression
from ingest.plan import ActorType

__all__ = ["ACCENTS", "PACKAGE", "Patterns", "domain", "key", "patterns", "read_toml", "slug", "stem"]

PACKAGE = "ingest.normalise.registers"
ACCENTS = str.maketrans("åäöéèüáà", "aaoeeuaa")
_MIN_STEM = 4
_AND = expression("normalise", "names.and")


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """A name for comparison: lower case, no diacritics, one space, dashes alike, no punctuation at the ends."""
    low = unicodedata.normalize("NFC", text).lower().translate(ACCENTS)
    low = re.sub(r"[‐‑‒–—−]", "-", low).replace("&", _AND).replace("\u00a0", " ")
    return " ".join(low.split()).strip(" .,;:-–•·*\"'”")


def slug(text: str) -> str:
    """A name as part of an identifier: ASCII letters and digits with single hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", key(text)).strip("-")


def stem(folded: str) -> str:
    """The last word without its inflection, the others as they are."""
    head, space, last = folded.rpartition(" ")
    for ending in patterns().inflections:
        if last.endswith(ending) and len(last) - len(ending) >= _MIN_STEM:
            last = last[: -len(ending)]
            break
    return f"{head}{space}{last}"


@dataclass(frozen=True, slots=True)
class Patterns:
    """`patterns.toml`, folded for matching."""

    suffixes: Mapping[str, ActorType]
    first_words: Mapping[str, ActorType]
    last_words: Mapping[str, ActorType]
    weak: frozenset[str]
    domains: frozenset[str]
    prefixes: tuple[str, ...]
    trailers: tuple[str, ...]
    joiners: tuple[str, ...]
    heads: tuple[str, ...]
    definite: tuple[str, ...]
    rejoined: tuple[str, ...]
    belonging: tuple[str, ...]
    areal: tuple[str, ...]
    inflections: tuple[str, ...]
    common_places: frozenset[str]


def read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(PACKAGE).joinpath(name).read_text(encoding="utf-8"))


@cache
def patterns() -> Patterns:
    data = read_toml("patterns.toml")

    def typed(section: str) -> dict[str, ActorType]:
        return {key(s): cast(ActorType, t) for t, listed in data[section].items() for s in listed}

    def listed(section: str) -> tuple[str, ...]:
        return tuple(sorted({w.lower() for w in data[section]["words"]}, key=lambda w: (-len(w), w)))

    return Patterns(
        typed("suffixes"),
        typed("first_words"),
        typed("last_words"),
        frozenset(key(w) for w in data["weak"]["words"]),
        frozenset(key(w) for w in data["domains"]["words"]),
        listed("prefixes"),
        listed("trailers"),
        listed("joiners"),
        listed("heads"),
        listed("definite"),
        tuple(data["definite"]["rejoined"]),
        listed("belonging"),
        listed("areal"),
        listed("inflections"),
        frozenset(data["common_places"]["words"]),
    )


def domain(word: str, patterns: Patterns, prefix: bool = False) -> bool:
    """Return whether a word names a field of work, or begins with one."""
    folded = key(word).rstrip("-")
    if folded in patterns.domains:
        return True
    return prefix and any(folded.startswith(d) and len(d) >= 4 and len(folded) > len(d) + 3 for d in patterns.domains)
