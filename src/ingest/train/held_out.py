"""Logistic models fitted and judged by family: no figure of a document is by a model that saw its family.

A family counts as the root of its samples, so that a large one does not decide alone. Families are dealt into `FOLDS`
parts; each part is judged by a model of the others.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

__all__ = [
    "FOLDS",
    "INVERSE_PENALTY",
    "DecisionSamples",
    "HeldOutFigures",
    "Matrix",
    "figures",
    "fit",
    "held_out",
    "worst",
]

Matrix = NDArray[np.float64]
FOLDS = 12
INVERSE_PENALTY = 0.3
"""scikit-learn's C: the smaller, the nearer to nought the weights are held."""
MOST_STEPS = 4000
WORST = 12
"""Families that a card names."""
_LEAST = 1e-4
"""Probability below which an answer costs no more: one sure mistake must not decide a log loss."""


@dataclass(frozen=True, slots=True)
class DecisionSamples:
    """Decisions with their true answers, one a row."""

    values: Matrix
    """Clues: (decisions, features)."""
    answers: NDArray[Any]
    families: NDArray[np.str_]
    """Of the documents that the decisions come from."""
    inverse_penalty: float = INVERSE_PENALTY

    @property
    def weights(self) -> Matrix:
        """Return the weight of each decision: a family counts as the root of its samples; their mean is 1."""
        names = self.families.tolist()
        counts = Counter(names)
        w = np.array([counts[name] ** -0.5 for name in names])
        weights: Matrix = w * len(w) / w.sum()
        return weights


def fit(samples: DecisionSamples) -> LogisticRegression:
    """Return the model of all samples."""
    return _fit(samples, samples.values, np.ones(len(samples.values), bool))


def _fit(samples: DecisionSamples, x: Matrix, chosen: NDArray[np.bool_]) -> LogisticRegression:
    model = LogisticRegression(C=samples.inverse_penalty, max_iter=MOST_STEPS)
    model.fit(x[chosen], samples.answers[chosen], sample_weight=samples.weights[chosen])
    return model


def held_out(samples: DecisionSamples, classes: Sequence[object], seed: int, without: Sequence[int] = ()) -> Matrix:
    """Return the probabilities (decisions, classes) by models that never saw the decision's family.

    Args:
        samples: the decisions.
        classes: the answers that there are, in the order of the columns.
        seed: of the parts that the families are dealt into.
        without: columns of clues that the models do not see.
    """
    x = samples.values.copy()
    x[:, list(without)] = 0.0
    families = sorted(set(samples.families.tolist()))
    random.Random(seed).shuffle(families)
    fold_of = {f: i % FOLDS for i, f in enumerate(families)}
    folds = np.array([fold_of[f] for f in samples.families.tolist()])
    out = np.zeros((len(x), len(classes)))
    for fold in sorted(set(folds.tolist())):
        test = folds == fold
        model = _fit(samples, x, ~test)
        found = model.predict_proba(x[test])
        for column, answer in enumerate(model.classes_.tolist()):
            out[test, classes.index(answer)] = found[:, column]
    return out


class HeldOutFigures(NamedTuple):
    """How well decisions were made, all unweighted: share decided right, its mean over families, log loss in nats."""

    right: float
    mean: float
    loss: float


def figures(families: NDArray[np.str_], hit: NDArray[np.bool_], chance: Matrix) -> HeldOutFigures:
    """Return the figures of decisions.

    Args:
        families: of the decisions.
        hit: whether each was decided right.
        chance: the probability that the model gave to each right answer.
    """
    means = [float(hit[families == f].mean()) for f in sorted(set(families.tolist()))]
    loss = -np.log(np.clip(chance, _LEAST, 1))
    return HeldOutFigures(float(hit.mean()), float(np.mean(means)), float(loss.mean()))


def worst(families: NDArray[np.str_], hit: NDArray[np.bool_]) -> list[tuple[str, int, float]]:
    """Return the `WORST` families as (name, decisions, share decided right), the worst first."""
    found = [(str(f), int((families == f).sum()), float(hit[families == f].mean())) for f in np.unique(families)]
    return sorted(found, key=lambda item: (item[2], item[0]))[:WORST]
