"""A run of characters of a *när* and what it means: what the patterns give and the grammar reads."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ingest.normalise.dates.units import TimeUnit

__all__ = ["Atom", "AtomKind", "Handler"]

AtomKind = Literal[
    "unit", "role", "prelim", "bound", "part", "rec", "sep", "dash", "to", "onwards", "open", "close", "skip",
    "verb", "word", "duration", "clock",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Atom:
    """A run of characters `start`..`end` of the text and what it means.

    `value` is the role, bound, part, separator or recurrence; `unit` the time; `noun` marks a role word that is an
    activity (*uppföljning*); `exact` is false where a frequency was rounded to a category.
    """

    kind: AtomKind
    start: int
    end: int
    value: str = ""
    unit: TimeUnit | None = None
    noun: bool = False
    exact: bool = True


Handler = Callable[[re.Match[str], str], "list[Atom] | None"]
"""Makes atoms of a match of a pattern and the whole text; None where the match is no such time after all."""
