"""What a heading says: a probability for each of the five fields, and for anything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ingest.plan import FIELDS

__all__ = ["LABELS", "PRIOR", "Label", "Meaning", "meaning_of", "mixed"]

Label = Literal["orsak", "mål", "åtgärd", "vem", "när", "other"]
LABELS: tuple[Label, ...] = (*FIELDS, "other")

# Before anything is known: most columns beyond the usual five carry something else.
PRIOR: Mapping[Label, float] = {"orsak": 0.13, "mål": 0.15, "åtgärd": 0.2, "vem": 0.14, "när": 0.12, "other": 0.26}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading says: a probability for each label, and how well the vocabulary knows it.

    `known` is 1 for a word of the lists, about 0.9 with an edit or two, 0.8 by the deciding part of a compound or
    phrase, 0.5 by a part somewhere in it, 0 for a heading that says nothing.
    """

    probabilities: Mapping[Label, float]
    known: float

    @property
    def best(self) -> Label:
        return max(LABELS, key=self.probabilities.__getitem__)

    @property
    def probability(self) -> float:
        return self.probabilities[self.best]


def meaning_of(label: Label, probability: float, known: float) -> Meaning:
    """The label at a probability, the others sharing the rest as they do before anything is known."""
    rest = 1.0 - probability
    others: dict[Label, float] = {la: PRIOR[la] for la in LABELS if la != label}
    scale = rest / sum(others.values())
    return Meaning({la: probability if la == label else others[la] * scale for la in LABELS}, known)


def mixed(meanings: Iterable[Meaning]) -> Meaning:
    """The meaning of words that stand side by side in one heading (`Mål/effekt`)."""
    # The first of two words joined by a slash names the column, the second explains it.
    total: dict[Label, float] = dict.fromkeys(LABELS, 0.0)
    weight, known = 1.0, 0.0
    for meaning in meanings:
        w = weight * (meaning.known + 0.05)
        for la in LABELS:
            total[la] += w * meaning.probabilities[la]
        known = max(known, meaning.known)
        weight *= 0.6
    whole = sum(total.values())
    return Meaning({la: total[la] / whole for la in LABELS}, min(known, 0.85))
