"""Goals that stand apart from their measures, bound to them by number (`MÅL 11` … `Åtgärder, mål 11-12`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.spans import Piece, part
from ingest.classify.text.headings import SKIPPED
from ingest.classify.text.leads import Lead, chances
from ingest.document import Block, Paragraph
from ingest.language.patterns import pattern

__all__ = ["Goals", "below_goals", "goal_numbers", "numbers_goal"]

MOST_LEVELS = 9
"""Levels of headings."""
GOAL = 0.5
"""Mean probability of a goal from which headings right above "measures" are goals."""

MOST_BESIDE = 6
"""Other such headings that are asked what kind a heading is."""

_NUMBERED = pattern("classify", "goals.numbered", re.IGNORECASE)
_BOUND = pattern("classify", "goals.bound", re.IGNORECASE)
_AND = pattern("classify", "goals.and")
_TO = pattern("classify", "goals.to")


def goal_numbers(text: str) -> tuple[str, ...]:
    """The numbers of the goals that a text names: `Åtgärder, mål 11-12` → 11 and 12."""
    match = _BOUND.search(text)
    if match is None:
        return ()
    out: list[str] = []
    for item in _AND.split(match.group("list")):
        ends = _TO.split(item)
        if len(ends) == 2 and all(e.isdigit() for e in ends) and int(ends[0]) < int(ends[1]) < int(ends[0]) + 30:
            out += [str(n) for n in range(int(ends[0]), int(ends[1]) + 1)]
        else:
            out += [e for e in ends if e]
    return tuple(dict.fromkeys(out))


def numbers_goal(text: str) -> bool:
    """Return whether a text is nothing but a goal's number (`MÅL 2`)."""
    return _BOUND.fullmatch(text.strip().rstrip(":.")) is not None


def below_goals(blocks: Sequence[Block], words: Vocabulary, titles: Collection[int] = ()) -> dict[int, int]:
    """Return the blocks that say "measures" (`Aktiviteter`) right below a heading that is a goal (`Fler cyklar`).

    All such headings of a document are of one kind, decided by what they say together. They stand below headings of a
    higher level, which name the areas; the document's title (`titles`, its blocks) names none.
    """
    found: dict[int, int] = {}
    texts: list[str] = []
    above: tuple[int, Paragraph] | None = None
    highest = MOST_LEVELS
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            above = None
            continue
        if block.role in SKIPPED or index in titles or not block.text.strip():
            continue
        field_ = words.list_field(block.text.strip().rstrip(":"))
        if above is not None and field_ == "åtgärd" and (above[1].level or 0) > highest:
            found[index] = above[0]
            texts.append(above[1].text)
        if block.role != "heading":
            above = None
        elif field_ is None:
            above = index, block
            highest = min(highest, block.level or highest)
    # Titles of areas and goals stand over rows in the same way as the rows across a table.
    said = [chances(Lead(t, "band", before_table=False, peers=_others(texts, i)), words) for i, t in enumerate(texts)]
    return found if sum(s["goal"] for s in said) >= GOAL * len(said) else {}


def _others(texts: Sequence[str], index: int) -> tuple[str, ...]:
    return tuple(t for i, t in enumerate(texts) if i != index)[:MOST_BESIDE]


@dataclass
class Goals:
    """What has been read of goals so far: by number, and those of a chapter of their own."""

    numbered: dict[str, tuple[Piece, ...]] = field(default_factory=dict)
    chapter: tuple[Piece, ...] = ()
    topic: int | None = None
    """The heading (index in the outline) of the one topic that the chapter's goal is of; None: of all that follow."""

    def add(self, heading: str, pieces: Iterable[Piece], topic: int | None = None) -> None:
        """Remember the text below a `Mål` heading (or after a label `Mål 3:`), for one topic or for all."""
        plain: list[Piece] = []
        own = goal_numbers(heading)
        current: str | None = own[0] if len(own) == 1 else None
        for piece in pieces:
            marker = (piece.paragraph.marker or "").strip(" .)")
            match = _NUMBERED.match(piece.paragraph.text)
            if match is not None:
                current = match.group("n")
                piece = replace(piece, paragraph=part(piece.paragraph, match.end()))
                self.numbered[current] = (piece,)
            elif marker.isdigit() and own == ():
                current = marker
                self.numbered[current] = (piece,)
            elif current is not None and own:
                self.numbered[current] = (*self.numbered.get(current, ()), piece)
            plain.append(piece)
        if not own and len(plain) <= 5 and sum(len(p.text) for p in plain) <= 500:
            self.chapter, self.topic = tuple(plain), topic

    def bound(self, numbers: Iterable[str]) -> tuple[Piece, ...]:
        """The goals of these numbers."""
        return tuple(p for n in numbers for p in self.numbered.get(n, ()))
