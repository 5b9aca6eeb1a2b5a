"""The families of the document factory: each is one way to set out measures, with wide random parameters.

A family is a function of a random generator and the bank that returns a `DrawnDocument`; the decorator registers it:

    @family("ruled-table")
    def ruled_table(rng: random.Random, bank: ContentBank) -> Drawing: ...

Each module of this package is imported when the families are first asked for, so a new module needs no list.
"""

from __future__ import annotations

import importlib
import pkgutil
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ingest.train.factory.model import ContentBank, DrawnDocument

__all__ = ["Draw", "Family", "families", "family"]

Draw = Callable[[random.Random, ContentBank], DrawnDocument]


@dataclass(frozen=True, slots=True)
class Family:
    """A way to set out measures; a negative one holds none, whatever it looks like."""

    name: str
    draw: Draw
    negative: bool = False


_FAMILIES: dict[str, Family] = {}


def family(name: str, *, negative: bool = False) -> Callable[[Draw], Draw]:
    """Register a function as the family `name`.

    Raises:
        ValueError: two families have this name.
    """

    def register(draw: Draw) -> Draw:
        if name in _FAMILIES:
            raise ValueError(f"two families are called {name}")
        _FAMILIES[name] = Family(name, draw, negative)
        return draw

    return register


def families() -> Mapping[str, Family]:
    """Return all families by name, in the order of their names."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return dict(sorted(_FAMILIES.items()))
