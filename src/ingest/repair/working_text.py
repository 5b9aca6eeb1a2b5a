"""The working copy of a text while it is repaired: passages of lines of tokens, and one way to change a token.

This is the only mutable value of the room: it is made from a document or a plain text, handed through the steps,
and read back. Every change goes through `Body.change`, so that none is lost and a rule that is switched off
cannot act.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import get_args

from ingest.document import Change, Method
from ingest.language.letters import unmark
from ingest.language.tokens import LONGEST, is_immune
from ingest.plan import RepairRule

__all__ = ["Body", "Passage", "WorkingWord", "lost_marks"]

_RULES = frozenset(get_args(RepairRule))


def lost_marks(change: Change) -> bool:
    """Return whether a change put back marks that a font's map had lost (`stangning`), and nothing else."""
    return change.rule == "glyph-map" and unmark(change.before) == unmark(change.after)


class WorkingWord:
    """One word as it stands now; empty when it has been joined to the one before."""

    __slots__ = ("changes", "confidence", "immune", "remapped", "style", "text")

    def __init__(self, text: str, confidence: float = 1.0, style: tuple[bool, bool] = (False, False)) -> None:
        self.text = text
        self.confidence = confidence
        self.style = style
        """(bold, italic): each style is a font of its own, with its own faults."""
        self.remapped = False
        """A font map that had lost the marks was repaired in it: its marks say nothing of the words beside it."""
        self.changes: list[Change] = []
        self.immune = len(text) > LONGEST or (not text.isalpha() and is_immune(text))


@dataclass(slots=True)
class Passage:
    """Lines that belong together: a paragraph, a table cell's paragraph. `broken` tells that its lines were
    wrapped by a machine, so that a hyphen at a line's end may be one that the machine set."""

    lines: list[list[WorkingWord]]
    method: Method = Method.TEXT
    page: int | None = None
    broken: bool = True
    column: tuple[int, int] | None = None
    """Of a cell below the first row: how many columns its table has, and which of them this is."""
    opens: bool = True
    """Whether it is the first of its cell."""
    full: frozenset[int] = frozenset()
    """Of a cell: which of its lines fill the column to less than a letter, as a word that was broken does."""

    def tokens(self) -> list[WorkingWord]:
        return [token for line in self.lines for token in line]


@dataclass(slots=True)
class Body:
    """All passages of a document in reading order; `skip` names the rules that are switched off."""

    passages: list[Passage]
    skip: frozenset[str] = frozenset()
    changed: int = field(default=0)

    def tokens(self) -> list[WorkingWord]:
        return [token for passage in self.passages for line in passage.lines for token in line]

    def change(self, token: WorkingWord, text: str, rule: RepairRule, confidence: float) -> bool:
        """Give the token its new text and record it; False if the rule is off or nothing changes.

        Raises:
            ValueError: the contract knows no such rule; a step of another package names one of those it has.
        """
        if rule not in _RULES:
            raise ValueError(f"no repair rule {rule!r}; known: {', '.join(sorted(_RULES))}")
        if rule in self.skip or token.text == text:
            return False
        token.changes.append(Change(token.text, text, rule, confidence))
        token.text = text
        token.remapped |= lost_marks(token.changes[-1])
        self.changed += 1
        return True

    def join(self, first: WorkingWord, second: WorkingWord, text: str, rule: RepairRule, confidence: float) -> bool:
        """Make one word of two: the first takes the whole text, the second becomes empty."""
        if rule in self.skip:
            return False
        self.change(first, text, rule, confidence)
        self.change(second, "", rule, confidence)
        return True
