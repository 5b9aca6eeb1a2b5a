"""The beginning of an expression: what must match before the whole can, and is made in a fraction of the time."""

from __future__ import annotations

import re

__all__ = ["head"]

_LONG = 150
"""Signs of a beginning that goes on to a second element: a longer one takes as long to compile as it may save."""
_ENOUGH = 2
"""Elements that a beginning has where it is not too long, beside those that may be missing."""
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_QUANTIFIER = re.compile(r"(?:[*+?]|\{[0-9]*,?[0-9]*\})\??")
_LOOK = re.compile(r"\(\?<?[=!]")
"""What begins a group that takes no letters."""


def head(expression: str) -> str:
    """Return a beginning of an expression that matches wherever the whole does.

    It ends behind the second element that may not be missing, or behind the first where it would get long. It is the
    whole where that has alternatives outside all brackets.
    """
    at = required = 0
    found = expression
    while at < len(expression):
        end = _element(expression, at)
        if expression[at] == "|":
            return expression
        quantifier = _QUANTIFIER.match(expression, end)
        optional = (quantifier is not None and quantifier[0][0] in "*?") or _LOOK.match(expression, at) is not None
        if quantifier is not None:
            optional = optional or quantifier[0].startswith(("{0", "{,"))
            end = quantifier.end()
        if required < _ENOUGH and not optional and not (required and end > _LONG):
            required += 1
            found = expression[:end]
        elif not optional:
            required = _ENOUGH
        at = end
    return found


def _element(expression: str, at: int) -> int:
    """The end of the element at an offset, without its quantifier: a sign, a class of signs, or a group."""
    single = _ESCAPE.match(expression, at) or _CLASS.match(expression, at)
    if single is not None:
        return single.end()
    if expression[at] != "(":
        return at + 1
    at += 1
    while expression[at] != ")":
        at = _element(expression, at)
    return at + 1
