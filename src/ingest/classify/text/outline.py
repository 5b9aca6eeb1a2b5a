"""Headings: what is one, its number, where its title ends and its problem statement begins, and what it stands under.

Numbers decide parents where they are printed (`1.1` stands under `1`); else the level that the format gives
(Word's styles, tagged PDF), else how the heading looks: a look seen above is a sibling of the last one with that
look, a new look directly under another heading is its child.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from ingest.classify.spans import Piece, part
from ingest.language.patterns import expression, pattern

__all__ = ["Heading", "HeadingLook", "Outline", "look_of", "number_of", "split_problem"]

_NUMBER = re.compile(
    r"""^(?:
        (?P<paragraph>§+\s?\d{1,4}[a-z]?)[.:]?\s+(?=[^\W\d_]|["”“'(])
      | (?P<decimal>\d{1,2}(?:\.\d{1,2}){0,4})[.)]?\s+(?=[^\W\d_]|["”“'(])
      | (?P<tight>\d{1,2}(?:\.\d{1,2}){1,4}[.)]?|\d{1,2}[.)])(?=[A-ZÅÄÖ])
      | (?P<letter>[A-HJ-Z](?:\.\d{1,2}){1,3}|[A-HJ-Z](?=[.)]))[.)]?\s+(?=[^\W\d_])
      | (?P<bare>[A-H])\s+(?=[A-ZÅÄÖ][a-zåäö])
      | (?P<roman>[IVX]{1,5})[.)]\s+(?=[^\W\d_])
    )""",
    re.VERBOSE,
)
_PARAGRAPH = re.compile(r"^(§+)\s?")
_MARKER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,4}|[A-Z](?:\.\d{1,2}){0,3}|[IVX]{1,5})[.)]?$")
_UNITS = pattern("classify", "outline.units", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeadingLook:
    """How a heading is set, as far as the format tells: what two headings of one level share."""

    level: int | None = None
    size: float | None = None
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    fill: tuple[float, float, float] | None = None
    banded: bool = False
    """A row across a table."""
    empty: bool = False
    """Another heading follows directly: where nothing else tells levels apart, this one stands above it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as found; `parent` is an index into the outline."""

    number: str | None
    title: tuple[Piece, ...]
    look: HeadingLook
    problem: tuple[Piece, ...] = ()
    parent: int | None = None
    follows: bool = False
    """Nothing stands between this heading and the one before it."""
    bare: bool = False
    """Nothing but a field word (`Åtgärder`): a section only where none stands above it."""
    goal: tuple[Piece, ...] = ()
    """A target sentence that stands with it; rows below without a mål of their own take it."""
    cause: tuple[Piece, ...] = ()
    """A labelled problem that stands with a goal; listed rows below without an orsak of their own take it."""
    measure: tuple[Piece, ...] = ()
    """The measure that it names by a label (`Åtgärd 1: …`); rows below without an åtgärd of their own take it."""
    who: tuple[Piece, ...] = ()
    when: tuple[Piece, ...] = ()
    """What labels below it say of all its rows (`Ansvarig: Parkenheten` over a list)."""

    @property
    def text(self) -> str:
        return " ".join(p.text for p in self.title).strip()


def number_of(paragraph_text: str, marker: str | None) -> tuple[str | None, int]:
    """The printed number of a heading and where its title begins in the text.

    A number needs a word after it: `2024 års plan`, `3 procent` and `6 maj` carry none.
    """
    if marker and _MARKER.match(marker.strip()):
        return marker.strip().rstrip(".)"), 0
    match = _NUMBER.match(paragraph_text)
    if match is None:
        return None, 0
    number = next(g for g in match.groupdict().values() if g is not None).rstrip(".)")
    number = _PARAGRAPH.sub(r"\1 ", number)
    rest = paragraph_text[match.end() :]
    if not rest or _UNITS.match(rest) or ("decimal" in _groups(match) and "." not in number and rest[0].islower()):
        return None, 0
    return number, match.end()


def _groups(match: re.Match[str]) -> set[str]:
    return {name for name, value in match.groupdict().items() if value is not None}


def look_of(pieces: Sequence[Piece], level: int | None = None, fill: tuple[float, float, float] | None = None,
            banded: bool = False) -> HeadingLook:  # fmt: skip
    """The look of a heading's title."""
    words = [w for p in pieces for line in p.paragraph.lines for w in line.words if w.text]
    sizes = [w.size for w in words if w.size is not None]
    letters = "".join(w.text for w in words)
    return HeadingLook(
        level=level,
        size=round(median(sizes) * 2) / 2 if sizes else None,
        bold=bool(words) and all(w.bold for w in words),
        italic=bool(words) and all(w.italic for w in words),
        capitals=letters.isupper() and len(letters) > 3,
        fill=None if fill is None else (round(fill[0], 1), round(fill[1], 1), round(fill[2], 1)),
        banded=banded,
    )


# A full stop, colon or dash that ends the title; abbreviations ("t.ex. ", "m.m. ") and ordinals do not.
_STOP = re.compile(r"(?<=[^\W_])[)”\"]?(?P<stop>[.:!?]|\s[–—-])\s+(?=[A-ZÅÄÖ\"”“*])")
_ABBREVIATED = re.compile(
    rf"(?:^|\s)(?:[a-zåäö]\.?){{0,2}}[a-zåäö]$|{expression('classify', 'outline.abbreviations')}", re.IGNORECASE
)
# "Löfte 1: …", "Prioriterat område 2 – …": what comes first only counts the headings.
_COUNTED = re.compile(r"^[A-ZÅÄÖ][a-zåäö]+(?: [a-zåäö]+)? (?:\d{1,2}|[A-Z])$")
_VERB = pattern("classify", "outline.verb")


def split_problem(pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Part a heading's own paragraphs into title and problem statement.

    The problem begins with the second paragraph, where the look changes from the title's to running text, or after
    a full stop or colon that is followed by a whole sentence.
    """
    if not pieces:
        return (), ()
    first, rest = pieces[0], tuple(p for p in pieces[1:] if p.text)
    cut = _style_cut(first) or _sentence_cut(first.paragraph.text)
    if cut:
        title_text = first.paragraph.text[:cut]
        end = len(title_text.rstrip(" .:–—-"))
        title = replace(first, paragraph=part(first.paragraph, 0, end))
        problem = replace(first, paragraph=part(first.paragraph, cut))
        return (title,), (problem, *rest)
    end = len(first.paragraph.text.rstrip(" :"))
    if first.paragraph.text.endswith(".") and len(first.paragraph.text.split()) <= 12 and not re.search(
        r"\b\w{1,3}\.$", first.paragraph.text):  # fmt: skip
        end = len(first.paragraph.text.rstrip(" .:"))
    return (replace(first, paragraph=part(first.paragraph, 0, end)),), rest


def _sentence_cut(text: str) -> int | None:
    for match in _STOP.finditer(text):
        before, after = text[: match.start("stop")], text[match.end() :].lstrip('*"”“ ')
        if match.group("stop") == "." and _ABBREVIATED.search(before):
            continue
        if _COUNTED.match(before) and (match.group("stop") != "." or not after.rstrip('*"” ').endswith(".")):
            continue
        if len(before.split()) > 14:
            return None
        words = after.split()
        if len(words) >= 3 and (_VERB.search(after) or after.rstrip('*"” ').endswith(".")):
            return match.end()
    return None


def _style_cut(piece: Piece) -> int | None:
    """Where bold (or larger, or upright) words of a title end and running text begins."""
    at = 0
    styles: list[tuple[int, tuple[bool, bool, float | None]]] = []
    for line in piece.paragraph.lines:
        for word in line.words:
            if word.text:
                styles.append((at, (word.bold, word.italic, word.size)))
                at += len(word.text) + 1
    if len(styles) < 3:
        return None
    first = styles[0][1]
    change = next((i for i, (_, s) in enumerate(styles) if s != first), None)
    if change is None or len(styles) - change < 3:
        return None
    later = {s for _, s in styles[change:]}
    # One change only: a single stressed word inside a title is no border.
    if len(later) > 1 or change > 14:
        return None
    start = styles[change][0]
    rest = piece.paragraph.text[start:]
    return start if rest[:1].isupper() and (rest.rstrip().endswith(".") or _VERB.search(rest)) else None


class Outline:
    """Headings in document order; each gets its parent when it is added.

    `firm_levels`: levels come from the author's styles; else layout guessed them from looks.
    """

    def __init__(self, firm_levels: bool = True) -> None:
        self._firm = firm_levels
        self.headings: list[Heading] = []
        self._stack: list[int] = []

    def add(self, heading: Heading) -> int:
        """Append a heading under what stands above it; gives its index."""
        above = [self.headings[i] for i in self._stack]
        keep = _depth_by_number(heading, above) if heading.number is not None else None
        if keep is None:
            keep = _depth_by_look(heading, above, self._firm)
        del self._stack[keep:]
        self.headings.append(replace(heading, parent=self._stack[-1] if self._stack else None))
        self._stack.append(len(self.headings) - 1)
        return self._stack[-1]

    def change(self, index: int, **changes: Any) -> None:
        """Put a changed heading in place (its problem, when that is known)."""
        self.headings[index] = replace(self.headings[index], **changes)

    def chain(self, index: int | None) -> Iterator[int]:
        """A heading and those above it, from the inside out."""
        while index is not None:
            yield index
            index = self.headings[index].parent

    def leave_all(self) -> None:
        """What follows stands under no heading so far."""
        self._stack.clear()

    def leave_bands(self) -> None:
        """A table has ended: what follows stands under no row of it."""
        while self._stack and self.headings[self._stack[-1]].look.banded:
            self._stack.pop()


def _depth_by_number(heading: Heading, above: Sequence[Heading]) -> int | None:
    """How much of the stack stays above a numbered heading; None where no other heading has a number."""
    number = heading.number or ""
    prefixes = [i for i, h in enumerate(above) if h.number is not None and _prefix(h.number, number)]
    if prefixes:
        return prefixes[-1] + 1
    numbered = [i for i, h in enumerate(above) if h.number is not None]
    return numbered[0] if numbered else None


def _depth_by_look(heading: Heading, above: Sequence[Heading], firm: bool) -> int:
    look = heading.look
    if not firm and _directly_under(heading, above):
        return len(above)
    if look.level is not None and any(h.look.level is not None for h in above):
        keep = len(above)
        while keep and (above[keep - 1].look.level or 99) >= look.level:
            keep -= 1
        return keep
    if _directly_under(heading, above):
        return len(above)
    same = [i for i, h in enumerate(above) if h.look == look and (h.number is None) == (heading.number is None)]
    if same:
        return same[-1]
    keep = len(above)
    while keep and not _may_hold(above[keep - 1], heading):
        keep -= 1
    return keep


def _directly_under(heading: Heading, above: Sequence[Heading]) -> bool:
    """Whether the heading before has nothing of its own and looks alike: then it can only stand above this one."""
    if not (heading.follows and above and above[-1].look.empty):
        return False
    return replace(above[-1].look, empty=False) == replace(heading.look, empty=False)


def _may_hold(upper: Heading, lower: Heading) -> bool:
    if lower.number is not None and upper.number is None and "." not in lower.number and not lower.look.banded:
        # A numbered outline has its own top: front-page lines do not stand over it.
        return False
    if upper.look.banded != lower.look.banded:
        return lower.look.banded
    if lower.number is None and upper.number is not None:
        return True
    return _smaller(lower.look, upper.look) or lower.follows


def _prefix(short: str, long: str) -> bool:
    a, b = short.split("."), long.split(".")
    return len(a) < len(b) and b[: len(a)] == a


def _smaller(look: HeadingLook, other: HeadingLook) -> bool:
    if look.size is not None and other.size is not None and look.size != other.size:
        return look.size < other.size
    return other.bold and not look.bold
