"""Decisions that something else may make in the place of their model: training knows the truth, tests fix an answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

__all__ = ["Watched"]

Decide = TypeVar("Decide")


class Watched(Generic[Decide]):
    """Who makes a decision in this context; `Decide` is the type of the function that makes it."""

    def __init__(self, name: str) -> None:
        """`name` is the decision's, for those who look at contexts."""
        self._current: ContextVar[Decide | None] = ContextVar(name, default=None)

    def current(self) -> Decide | None:
        """Return what decides in this context; None for the decision's own model."""
        return self._current.get()

    @contextmanager
    def by(self, decide: Decide) -> Iterator[None]:
        """Let something else decide in this context, and see what it is asked."""
        token = self._current.set(decide)
        try:
            yield
        finally:
            self._current.reset(token)
