"""A table of named parts, each loaded on first use, so that a new part is one new file and one line of data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

__all__ = ["Registry"]


class Registry:
    """Names to callables, given as "module:attribute"; modules are imported only when asked for."""

    def __init__(self, what: str, parts: Mapping[str, str]) -> None:
        self._what = what
        self._parts = dict(parts)

    def __getitem__(self, name: str) -> Any:
        try:
            module, attribute = self._parts[name].split(":")
        except KeyError:
            raise LookupError(f"no {self._what} named {name!r}; known: {', '.join(sorted(self._parts))}") from None
        return getattr(import_module(module), attribute)

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)
