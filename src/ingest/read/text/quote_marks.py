"""Marks that mail programs put before quoted lines (`> `, `>> `, `| `), taken off so that the text stands as written.

The marks are those of RFC 3676, section 4.5, and the bar that some programs use in their place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.language.lists import BULLETS

__all__ = ["without_quote_marks"]

_END = re.compile(r"(\r\n|\r|\n|\u2028|\u2029)")
_MARKS = re.compile(r"[ \t]{0,3}((?:>[ \t]?)+|\|(?:[ \t]|$)(?:[|>][ \t]?)*)")
_FEWEST = 3
"""Marked lines that make a quoted passage."""
_LONG = 60
"""Characters from which a mail program wraps a quoted line anew, so that its end slips below it without a mark."""
_SLIPPED = 40
"""Characters of the longest line that can be what slipped so."""


@dataclass(frozen=True, slots=True)
class _Marked:
    """A line of the file: the marks before it and what it says behind them."""

    marks: str
    text: str

    @property
    def depth(self) -> int:
        return len(re.sub(r"\s", "", self.marks))


def without_quote_marks(text: str) -> tuple[str, int]:
    """Return a text without the marks of quotation before its lines, and the number of lines that had some.

    A passage counts as quoted where something says that its marks stand before lines, not before list items: a mark
    with nothing behind it, several marks, a bullet behind one, or a line that goes on with the sentence above.
    """
    pieces = _END.split(text)
    lines, ends = pieces[0::2], [*pieces[1::2], ""]
    if sum(line.lstrip(" \t")[:1] in (">", "|") for line in lines) < _FEWEST:
        return text, 0
    marked = [_marked(line) for line in lines]
    count = 0
    for start, end in _passages(lines, marked):
        passage = marked[start:end]
        if not _is_quoted([m for m in passage if m is not None]):
            continue
        for at in range(start, end):
            found = marked[at]
            if found is not None:
                lines[at] = found.text
                count += 1
            elif lines[at].strip():
                # What slipped off the line above goes back to it.
                lines[at - 1], lines[at], ends[at - 1] = lines[at - 1].rstrip() + " " + lines[at].strip(), "", ""
    return ("".join(line + end for line, end in zip(lines, ends, strict=True)), count) if count else (text, 0)


def _marked(line: str) -> _Marked | None:
    found = _MARKS.match(line)
    if found is None or ("|" in found[1] and "|" in line[found.end() :]):
        return None
    return _Marked(found[1], line[found.end() :].rstrip())


def _passages(lines: Sequence[str], marked: Sequence[_Marked | None]) -> list[tuple[int, int]]:
    """Stretches of lines with one kind of mark; blank lines, and ends that slipped below a line, stand within."""
    out: list[tuple[int, int]] = []
    start: int | None = None
    last = 0
    for at, found in enumerate(marked):
        if found is not None and (start is None or found.marks[0] == (marked[last] or found).marks[0]):
            start = at if start is None else start
            last = at
            continue
        if start is None or not lines[at].strip() or _slipped(lines, marked, at):
            continue
        out.append((start, last + 1))
        start, last = (at, at) if found is not None else (None, last)
    if start is not None:
        out.append((start, last + 1))
    return [(a, b) for a, b in out if sum(m is not None for m in marked[a:b]) >= _FEWEST]


def _slipped(lines: Sequence[str], marked: Sequence[_Marked | None], at: int) -> bool:
    """Whether a line without a mark is the end of the marked line above it."""
    above, below = marked[at - 1] if at else None, marked[at + 1] if at + 1 < len(marked) else None
    long = len(lines[at - 1]) >= _LONG if at else False
    return above is not None and long and len(lines[at]) <= _SLIPPED and (below is not None or at + 1 == len(lines))


def _is_quoted(passage: Sequence[_Marked]) -> bool:
    """Return whether the marks of a passage stand before lines as they came, see `without_quote_marks`."""
    for at, line in enumerate(passage):
        if not line.text or line.depth > 1:
            return True
        bullet = line.text[:1] in BULLETS and line.text[1:2] == " "
        goes_on = at > 0 and line.text.lstrip()[:1].islower()
        if bullet or goes_on:
            return True
    return False
