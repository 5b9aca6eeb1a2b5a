"""PDFium's C functions as plain callables: integers for handles, one reused struct for each result.

pypdfium2's own helper classes cost several microseconds a call; a page has some thousand characters, so the
functions that are called once a character are re-declared here with `c_void_p` handles. PDFium is not
thread-safe: one process at a time may use it, never two threads.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, NamedTuple

import pypdfium2.raw as c

__all__ = ["Matrix", "address", "c", "color", "function", "matrix_of"]


def function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A PDFium function with types of our own choice (handles as integers).

    It is one that answers at once: it keeps the interpreter's lock, which takes a tenth of such a call to give back.
    """
    pointer = ctypes.cast(getattr(c, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(pointer or 0)


def address(handle: Any) -> int:
    """A pypdfium2 handle as an integer."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


class Matrix(NamedTuple):
    """x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, outer: Matrix) -> Matrix:
        """This matrix first, `outer` after it."""
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """The upright box around a transformed one."""
        corners = [self.point(x, y) for x in (x0, x1) for y in (y0, y1)]
        xs, ys = [p[0] for p in corners], [p[1] for p in corners]
        return min(xs), min(ys), max(xs), max(ys)


_object_matrix = function("FPDFPageObj_GetMatrix", ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_fill_color = function("FPDFPageObj_GetFillColor", ctypes.c_int, *[ctypes.c_void_p] * 5)
_stroke_color = function("FPDFPageObj_GetStrokeColor", ctypes.c_int, *[ctypes.c_void_p] * 5)
_channels = [ctypes.c_uint() for _ in range(4)]
_channel_refs = [ctypes.addressof(v) for v in _channels]
_matrix = c.FS_MATRIX()


def matrix_of(page_object: int) -> Matrix:
    """The matrix of a page object; identity if it has none."""
    if not _object_matrix(page_object, ctypes.addressof(_matrix)):
        return Matrix()
    return Matrix(_matrix.a, _matrix.b, _matrix.c, _matrix.d, _matrix.e, _matrix.f)


def color(page_object: int, *, stroke: bool = False) -> tuple[float, float, float, float] | None:
    """RGBA, each 0..1; None for patterns and shadings."""
    get = _stroke_color if stroke else _fill_color
    if not get(page_object, *_channel_refs):
        return None
    r, g, b, a = (v.value / 255 for v in _channels)
    return r, g, b, a
