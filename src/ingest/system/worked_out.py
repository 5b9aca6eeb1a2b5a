"""A property that is worked out once: `functools.cached_property` without the lock that it takes before Python 3.12."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

__all__ = ["worked_out"]

T = TypeVar("T")


class worked_out(Generic[T]):  # noqa: N801 - a decorator, as `property` is
    """Work an attribute out when it is first asked for, and keep it in the object's `__dict__`.

    Two threads that ask at once may both work it out: for values that only depend on the object.
    """

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, owned: None, owner: type) -> worked_out[T]: ...

    @overload
    def __get__(self, owned: object, owner: type) -> T: ...

    def __get__(self, owned: object | None, owner: type) -> worked_out[T] | T:
        if owned is None:
            return self
        value = owned.__dict__[self._name] = self._work(owned)
        return value
