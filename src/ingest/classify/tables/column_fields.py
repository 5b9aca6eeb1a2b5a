"""Which column is which field: headings, contents and neighbours weighed together.

For each column the heading gives a probability of every label (vocabulary.py) and the cells below give one too
(a `Scorer`). Both are multiplied, the heading's the more the better the vocabulary knows it; a weak prior speaks for
the usual order orsak, mål, åtgärd, vem, när and against one field in two columns, unless both headings say so. A beam
over the columns keeps the likeliest joint assignments; what share of their weight gives a column its label is the
label's probability.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

from ingest.classify.fields.cell_scores import Scorer
from ingest.classify.fields.heading import LABELS, Label, Meaning

__all__ = ["Assignment", "assign", "column_evidence"]

_ORDER: Mapping[Label, int] = {"orsak": 0, "mål": 1, "åtgärd": 2, "vem": 3, "när": 4, "other": 5}
_BEAM = 60
_SAMPLE = 40
_MOST = 200
"""Columns that are weighed; plans have a dozen, and what stands further right is in no field."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The label of each column and how sure that is."""

    labels: tuple[Label, ...]
    probabilities: tuple[float, ...]
    score: float
    """Log-likelihood of the best assignment a column."""

    def has(self, label: Label, at_least: float = 0.5) -> bool:
        return any(la == label and p >= at_least for la, p in zip(self.labels, self.probabilities, strict=True))


def column_evidence(texts: Sequence[str], content: Scorer) -> Mapping[Label, float]:
    """The mean log-probability of each label over a column's cells (evenly sampled)."""
    if not texts:
        return dict.fromkeys(LABELS, math.log(1 / len(LABELS)))
    step = max(1, len(texts) // _SAMPLE)
    sample = list(texts)[::step][:_SAMPLE]
    scores = content(sample)
    # Cells are no independent witnesses, and a scorer errs: no single cell may rule a label out.
    return {la: sum(math.log(max(s.get(la, 0.0), 0.02)) for s in scores) / len(sample) for la in LABELS}


def assign(headings: Sequence[Meaning], contents: Sequence[Mapping[Label, float]], counts: Sequence[int]) -> Assignment:
    """Label the columns of one table (or of all tables with the same headings).

    Args:
        headings: meaning of each column's heading.
        contents: `column_evidence` of each column.
        counts: filled cells of each column; few cells weigh less.
    """
    if len(headings) > _MOST:
        head = assign(headings[:_MOST], contents[:_MOST], counts[:_MOST])
        rest = len(headings) - _MOST
        other: Label = "other"
        return Assignment((*head.labels, *repeat(other, rest)), head.probabilities + (1.0,) * rest, head.score)
    local = [_local(h, c, n) for h, c, n in zip(headings, contents, counts, strict=True)]
    beam = [_State(0.0)]
    for index, scores in enumerate(local):
        grown = [
            (state.total + scores[label] + _joint(label, state, headings, index), state, label)
            for state in beam
            for label in LABELS
        ]
        grown.sort(key=lambda item: -item[0])
        beam = [_State(total, state, label, index) for total, state, label in grown[:_BEAM]]
    top = beam[0].total
    ways = [state.labels() for state in beam]
    labels = ways[0]
    weights = [math.exp(state.total - top) for state in beam]
    whole = sum(weights)
    probabilities = tuple(
        sum(w for w, other in zip(weights, ways, strict=True) if other[i] == label) / whole
        for i, label in enumerate(labels)
    )
    return Assignment(labels, probabilities, top / max(1, len(labels)))


def _local(heading: Meaning, content: Mapping[Label, float], count: int) -> dict[Label, float]:
    # Words of the lists are to be believed; a word that only resembles them says about as much as one more cell.
    trust, share = (2.3, 0.55) if heading.known >= 0.97 else (1.8, 0.7) if heading.known >= 0.85 else (1.0, 1.0)
    # A column says the more the more cells it has, up to about three times what one cell says.
    weight = 0.0 if count == 0 else (1.0 + 1.4 * (1 - 1 / count)) * share
    return {la: trust * math.log(max(heading.probabilities[la], 1e-3)) + weight * content[la] for la in LABELS}


class _State:
    """The columns so far: the last one's label, the state before it, and what the next one asks for, so that a table
    of many columns costs as much a column as a small one."""

    __slots__ = ("before", "first", "label", "previous", "total")

    def __init__(self, total: float, before: _State | None = None, label: Label | None = None, index: int = 0) -> None:
        self.total = total
        self.before = before
        self.label = label
        self.first: Mapping[Label, int] = {} if before is None else before.first
        """Where each label stood first."""
        self.previous: Label | None = None if before is None else before.previous
        """The last label that is one of the five."""
        if label is not None:
            if label not in self.first:
                self.first = {**self.first, label: index}
            if label != "other":
                self.previous = label

    def labels(self) -> tuple[Label, ...]:
        out = []
        state: _State | None = self
        while state is not None and state.label is not None:
            out.append(state.label)
            state = state.before
        return tuple(reversed(out))


def _joint(label: Label, done: _State, headings: Sequence[Meaning], index: int) -> float:
    if label == "other":
        return 0.0
    score = 0.0
    at = done.first.get(label)
    if at is not None:
        first = headings[at]
        second = headings[index]
        both = min(first.probabilities[label] * (first.known > 0), second.probabilities[label] * (second.known > 0))
        # Only headings that both say the field outright make two columns of it.
        score += math.log(0.9 if both >= 0.84 else 0.04 + 0.2 * both)
    if done.previous is not None:
        step = _ORDER[label] - _ORDER[done.previous]
        score += 0.35 if step == 1 else 0.15 if step > 1 else -0.2
    return score
