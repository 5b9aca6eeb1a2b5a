"""Examples that a person has decided: what a fitted decision says of a text that is as good as one of them.

A decision over sentences has the same few dozen clues for all of them, so that one more example among thousands moves
its weights by nothing. An example is therefore a clue of its own: how much a text is like it, with a weight that
outweighs all the others where both are the same but for numbers and small words. Other texts keep what they had.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from ingest.classify.fields.folding import heading_key

__all__ = ["DECISIONS", "Examples", "FieldExample", "likeness", "outline"]

DECISIONS: Mapping[str, tuple[str, ...]] = {"measures": ("yes", "no"), "leads": ("goal", "problem", "neither")}
"""The decisions that examples are kept for, and their answers."""
WEIGHT = 25.0
"""Log-odds of an example that is the same text: more than all clues of a decision say together, capped at 5 each."""
_LEAST, _SAME = 0.8, 0.92
"""Likeness from which an example speaks, and from which it speaks in full: a word of twelve is another one."""
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class FieldExample:
    """A text, numbers left out (`outline`), and what a person said it is."""

    text: str
    answer: str


def outline(text: str) -> str:
    """Return a text without case, marks and numbers: next year's sentence is this year's."""
    return " ".join(_NUMBER.sub("0", heading_key(text)).split())


def likeness(text: str, other: str) -> float:
    """Return how much two outlines are alike, 0..1: letters in their order (indel distance)."""
    return fuzz.ratio(text, other, score_cutoff=100 * _LEAST) / 100


class Examples:
    """The examples of one's own vocabulary, by decision."""

    def __init__(self, data: Sequence[Mapping[str, Any]] = ()) -> None:
        """Take what `[[examples]]` of a vocabulary holds.

        Raises:
            ValueError: no such decision or answer, or no text.
        """
        self._of: dict[str, list[FieldExample]] = {name: [] for name in DECISIONS}
        for one in data:
            decision, answer, text = str(one.get("decision")), str(one.get("answer")), one.get("text")
            if answer not in DECISIONS.get(decision, ()):
                raise ValueError(f"examples: no decision {decision!r} with the answer {answer!r}")
            if not isinstance(text, str) or not outline(text):
                raise ValueError("examples: each needs a text")
            self._of[decision].append(FieldExample(outline(text), answer))

    def pull(self, decision: str, text: str) -> Mapping[str, float]:
        """Return the log-odds that the likest example adds to its answer; nothing where none is like the text."""
        held = self._of[decision]
        if not held:
            return {}
        shape = outline(text)
        like, best = max(((likeness(e.text, shape), e) for e in held), key=lambda found: found[0])
        if like < _LEAST:
            return {}
        return {best.answer: WEIGHT * min(1.0, (like - _LEAST) / (_SAME - _LEAST))}
