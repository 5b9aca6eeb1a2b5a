"""Goals that stand apart from their measures, bound to them by number (`MÅL 11` … `Åtgärder, mål 11-12`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.spans import Piece, part
from ingest.classify.text.headings import SKIPPED
from ingest.classify.text.leads import Lead, chances
from ingest.document import Block, Paragraph, Table
from ingest.language.patterns import pattern

__all__ = ["Goals", "below_goals", "goal_numbers", "over_lists"]

MOST_LEVELS = 9
"""Levels of headings."""
GOAL = 0.5
"""Mean probability of a goal from which headings right above "measures" are goals."""

FEWEST = 2
"""Lines over lists, at least, that show together what they are."""
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


def over_lists(blocks: Sequence[Block], words: Vocabulary, titles: Collection[int] = ()) -> frozenset[int]:
    """Return the lines right above lists that are the goals of their items: below the heading of an area each, or
    below the list of the goal before (area, goal, list, goal, list).

    They are decided together, as `below_goals`; a line that says "measures" may stand between goal and list.

    Args:
        blocks: of the document.
        words: heading words.
        titles: blocks of the document's title.
    """
    found: list[tuple[int, str]] = []
    for stretch in _stretches(blocks, titles):
        for at, (_, block) in enumerate(stretch):
            begins = block.role == "list-item" and at > 0 and stretch[at - 1][1].role != "list-item"
            place = _over_list(stretch, at, {i for i, _ in found}, words) if begins else None
            if place is not None:
                found.append((stretch[place][0], stretch[place][1].text))
    texts = [text for _, text in found]
    said = [chances(Lead(t, "band", before_table=False, peers=_others(texts, i)), words) for i, t in enumerate(texts)]
    goals = len(found) >= FEWEST and sum(s["goal"] for s in said) >= GOAL * len(said)
    return frozenset(i for i, _ in found) if goals else frozenset()


def _stretches(blocks: Sequence[Block], titles: Collection[int]) -> list[list[tuple[int, Paragraph]]]:
    """The paragraphs between two tables or lines of the title, by their blocks, without page furniture."""
    out: list[list[tuple[int, Paragraph]]] = [[]]
    for index, block in enumerate(blocks):
        if isinstance(block, Table) or index in titles:
            out.append([])
        elif block.role not in SKIPPED and block.text.strip():
            out[-1].append((index, block))
    return out


def _over_list(
    stretch: Sequence[tuple[int, Paragraph]], start: int, known: Collection[int], words: Vocabulary
) -> int | None:
    """Where the line stands that may be the goal of the list that begins at `start`; None for any other line."""
    at = start - 1
    if at > 0 and words.list_field(stretch[at][1].text.strip().rstrip(":")) == "åtgärd":
        at -= 1
    line = stretch[at][1]
    if at < 1 or line.role not in ("body", "heading") or _begins_with_label(line.text, words):
        return None
    above = stretch[at - 1][1]
    if above.role == "heading":
        below = line.role == "body" or (line.level or MOST_LEVELS) > (above.level or 0)
        return at if below and words.list_field(above.text.strip().rstrip(":")) is None else None
    first = at - 1
    while first > 0 and stretch[first][1].role == "list-item":
        first -= 1
    again = first < at - 1 and any(stretch[n][0] in known for n in (first, first - 1) if n >= 0)
    return at if again else None


def _begins_with_label(text: str, words: Vocabulary) -> bool:
    """Whether a line is a field word, begins with one, or ends as the lead of a list does."""
    name, colon, _ = text.partition(":")
    if text.rstrip().endswith(":") or words.list_field(text.strip()) is not None:
        return True
    return bool(colon) and words.label(name.rstrip(" 0123456789")) is not None


def _others(texts: Sequence[str], index: int) -> tuple[str, ...]:
    return tuple(t for i, t in enumerate(texts) if i != index)[:MOST_BESIDE]


@dataclass
class Goals:
    """What has been read of goals so far: by number, and those of a chapter of their own."""

    numbered: dict[str, tuple[Piece, ...]] = field(default_factory=dict)
    chapter: tuple[Piece, ...] = ()

    def add(self, heading: str, pieces: Iterable[Piece]) -> None:
        """Remember the text below a `Mål` heading (or after a label `Mål 3:`)."""
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
            self.chapter = tuple(plain)

    def bound(self, numbers: Iterable[str]) -> tuple[Piece, ...]:
        """The goals of these numbers."""
        return tuple(p for n in numbers for p in self.numbered.get(n, ()))
