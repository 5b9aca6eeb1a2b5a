"""A table of named parts, each loaded on first use, so that a new part is one new file and one line of data.

Parts of other packages are found by entry point: a name that is not in the table is looked for in the table's group
(`ingest.formats`, `ingest.readers`, `ingest.repairs`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

__all__ = ["Registry", "plugins"]


def plugins(*groups: str) -> str:
    """The parts of other packages with their versions, as one text: what results depend on beside our code."""
    from importlib.metadata import entry_points

    found = [e for group in groups for e in entry_points(group=group)]
    return " ".join(sorted(f"{e.group}:{e.name}={e.value}@{e.dist.version if e.dist else ''}" for e in found))


class Registry:
    """Names to callables, given as "module:attribute"; modules are imported only when asked for."""

    def __init__(self, what: str, parts: Mapping[str, str], group: str | None = None) -> None:
        self._what = what
        self._parts = dict(parts)
        self._group = group
        self._plugins: dict[str, str] | None = None

    def _others(self) -> Mapping[str, str]:
        """Parts of other packages; a name of ours is never taken from us."""
        if self._plugins is None:
            # Reading what is installed takes time: only where a name is not ours.
            from importlib.metadata import entry_points

            found = entry_points(group=self._group) if self._group is not None else ()
            self._plugins = {e.name: e.value for e in found if e.name not in self._parts}
        return self._plugins

    def __getitem__(self, name: str) -> Any:
        value = self._parts.get(name) or self._others().get(name)
        if value is None:
            raise LookupError(f"no {self._what} named {name!r}; known: {', '.join(sorted(self))}")
        module, attribute = value.split(":")
        return getattr(import_module(module), attribute)

    def __contains__(self, name: object) -> bool:
        return name in self._parts or name in self._others()

    def __iter__(self) -> Iterator[str]:
        return iter([*self._parts, *self._others()])
