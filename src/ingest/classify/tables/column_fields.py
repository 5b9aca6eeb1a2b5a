"""Which column is which field: headings, contents and neighbours weighed together.

Every column gets a score for every label from the clues of `column_features`; a label gains or loses by the label
before it, and where another column has it already. A beam over the columns keeps the likeliest joint assignments; what
share of their weight gives a column its label is the label's probability. The weights come from `ingest train columns`;
what they are worth, and what the rule by hand before them was, stands in `models/columns/README.md`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import repeat

from ingest.artefacts import artefact
from ingest.classify.fields.cell_scores import Scorer
from ingest.classify.fields.heading import LABELS, Label, Meaning
from ingest.classify.tables.column_features import SHARED, TRAITS, ColumnClues, column_features

__all__ = [
    "BEFORE",
    "TWICE",
    "Assignment",
    "ColumnsModel",
    "assign",
    "clues_of",
    "column_evidence",
    "load",
    "sort_of_double",
    "weighed_by",
]

_BEAM = 60
_SAMPLE = 40
_MOST = 200
"""Columns that are weighed; plans have a dozen, and what stands further right is in no field."""
_IN_A_ROW = 3
"""Columns of none of the five in a row that tell of the field before them: tables of the fit seldom have more."""
BEFORE: tuple[str, ...] = ("nothing", *(la for la in LABELS if la != "other"))
"""What the last label before a column may be, columns of none of the five left out."""
TWICE: tuple[str, ...] = ("said_by_both", "said_by_one", "said_by_neither")
"""A label that an earlier column has: whether both headings say it outright, one of them, or none."""
_OUTRIGHT, _HALF = 0.84, 0.3
"""Probability from which a heading says a label outright, and from which it says it at all."""


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


@dataclass(frozen=True, slots=True)
class ColumnsModel:
    """Weights of the decision: `shared` a clue; `traits` a clue and label; `before` and `twice` a name and label."""

    shared: tuple[float, ...]
    traits: tuple[tuple[float, ...], ...]
    before: Mapping[str, Mapping[Label, float]]
    twice: Mapping[str, Mapping[Label, float]]

    def local(self, shared: Sequence[Sequence[float]], traits: Sequence[float]) -> dict[Label, float]:
        """Return what a column's own clues give each label."""
        return {
            label: sum(w * v for w, v in zip(self.shared, shared[i], strict=True))
            + sum(row[i] * v for row, v in zip(self.traits, traits, strict=True) if v)
            for i, label in enumerate(LABELS)
        }


@cache
def load() -> ColumnsModel:
    """Return the package's model.

    Raises:
        MissingTool: the model file is not there.
        ValueError: it was made for other features.
    """
    data = json.loads(artefact("columns", "column_fields.json").read_text(encoding="utf-8"))
    if tuple(data["shared"]) != SHARED or tuple(data["traits"]) != TRAITS:
        raise ValueError("models/columns/column_fields.json was made for other features: run `ingest train columns`")
    traits = tuple(tuple(row) for row in data["traits"].values())
    before, twice = (
        {name: dict(zip(LABELS, row, strict=True)) for name, row in data[part].items()} for part in ("before", "twice")
    )
    return ColumnsModel(tuple(data["shared"].values()), traits, before, twice)


_given: list[ColumnsModel] = []
"""Models that stand in for the package's, the last one first; training alone gives any."""


@contextmanager
def weighed_by(model: ColumnsModel) -> Iterator[None]:
    """Let another model decide, as for a kind of table that it was not fitted on."""
    _given.append(model)
    try:
        yield
    finally:
        _given.pop()


def clues_of(heading: str, meaning: Meaning, texts: Sequence[str], content: Scorer) -> ColumnClues:
    """Return what is known of a column."""
    return ColumnClues(heading, meaning, texts, column_evidence(texts, content))


def assign(columns: Sequence[ColumnClues]) -> Assignment:
    """Label the columns of one table (or of all tables with the same headings)."""
    if len(columns) > _MOST:
        head = assign(columns[:_MOST])
        rest = len(columns) - _MOST
        other: Label = "other"
        return Assignment((*head.labels, *repeat(other, rest)), head.probabilities + (1.0,) * rest, head.score)
    model = _given[-1] if _given else load()
    meanings = [c.meaning for c in columns]
    local = [model.local(shared, traits) for shared, traits in column_features(columns)]
    beam = [_State(0.0)]
    for index, scores in enumerate(local):
        grown = [
            (state.total + scores[label] + _joint(model, label, state, meanings, index), state, label)
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


class _State:
    """The columns so far: the last one's label, the state before it, and what the next one asks for, so that a table
    of many columns costs as much a column as a small one."""

    __slots__ = ("before", "first", "label", "others", "previous", "total")

    def __init__(self, total: float, before: _State | None = None, label: Label | None = None, index: int = 0) -> None:
        self.total = total
        self.before = before
        self.label = label
        self.first: Mapping[Label, int] = {} if before is None else before.first
        """Where each label stood first."""
        self.previous: Label | None = None if before is None else before.previous
        """The last label that is one of the five."""
        self.others: int = 0 if before is None else before.others
        """Columns of none of the five since then."""
        if label is not None:
            if label not in self.first:
                self.first = {**self.first, label: index}
            self.others += 1
            if label != "other":
                self.previous, self.others = label, 0

    def labels(self) -> tuple[Label, ...]:
        out = []
        state: _State | None = self
        while state is not None and state.label is not None:
            out.append(state.label)
            state = state.before
        return tuple(reversed(out))


def _joint(model: ColumnsModel, label: Label, done: _State, meanings: Sequence[Meaning], index: int) -> float:
    # Year after year beside each other says no more of the field before them than a few columns do.
    far = label == "other" and done.others >= _IN_A_ROW
    score = 0.0 if far else model.before[done.previous or BEFORE[0]][label]
    at = done.first.get(label)
    if at is not None and label != "other":
        score += model.twice[sort_of_double(label, meanings[at], meanings[index])][label]
    return score


def sort_of_double(label: Label, first: Meaning, second: Meaning) -> str:
    """Return which of `TWICE` two columns of one label are."""
    both = [m.probabilities[label] * (m.known > 0) for m in (first, second)]
    if min(both) >= _OUTRIGHT:
        return TWICE[0]
    return TWICE[1] if max(both) >= _HALF else TWICE[2]
