"""How often Python looks for circles of objects that nothing uses any more, while a document is converted."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collected_rarely"]

_RARE = (10_000, 20, 50)
"""Of each generation: new objects, or looks at the younger one, before it is looked at (`gc.set_threshold`).

A document is a tree of hundreds of thousands of small values that stays until the end. At Python's own 700 new objects
a tenth of the time goes into looking at them, and at words and models, again and again.
"""
_lock = threading.Lock()
_inside = 0
_before = (0, 0, 0)


@contextmanager
def collected_rarely() -> Iterator[None]:
    """Look for garbage less often inside; the last of several threads to leave puts back what was set before.

    A program that has switched collecting off, or made it rarer still, keeps its own setting.
    """
    global _inside, _before
    with _lock:
        if not _inside:
            _before = gc.get_threshold()
            if 0 < _before[0] < _RARE[0]:
                gc.set_threshold(*_RARE)
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                gc.set_threshold(*_before)
