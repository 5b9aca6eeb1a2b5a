"""Fits the confidence model and its held-out judgements; numbers in, numbers out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.quality.confidence import (
    CEILING,
    ConfidenceModel,
    Forest,
    Knots,
    Logistic,
    Novelty,
    Spread,
    interpolate,
    sigmoid,
)
from ingest.quality.features import DOCUMENT_FEATURES, FEATURES, NOT_DOUBTS, SHARED
from ingest.train.confidence.groups import group_of

__all__ = [
    "FieldSamples",
    "Fitted",
    "Flags",
    "Floats",
    "Logits",
    "calibrated_held_out",
    "fit_forest",
    "fit_logistic",
    "fit_model",
    "fit_novelty",
    "fit_spread",
    "folds",
    "groups_of",
    "held_out",
    "isotonic",
    "row_products",
]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Names = NDArray[np.str_]

FOLDS = 8
SHARE = 0.5
"""Weight of the trees in the mean of the two logits: neither was better on every held-out family."""
MADE = 0.15
"""Weight of a document that was damaged on purpose."""
_TREES, _RATE, _DEPTH, _LEAVES, _LEAST, _RIDGE, _COLUMNS = 90, 0.08, 4, 10, 40, 5.0, 0.3
"""Number of trees, learning rate, depth, leaves, least values a leaf, ridge penalty, share of features a split sees."""
_STRENGTH = 0.02
"""Inverse penalty of the logistic model on standardised numbers."""
_CUT = 0.5
"""Per cent of training at either end beyond which the logistic model cuts a number."""
_DIRECTIONS = 20
_FAR = 99.0
"""Per cent of held-out training documents that lie nearer than what counts as unlike anything learned."""
_LAYOUT = ("list_row", "prose_row", "joined", "table_undrawn", "no_place")
_NODES = 7
"""Nodes of the Gauss-Hermite quadrature over a random effect."""
_SPREADS = (0.0, 0.5, 1.0, 1.5)


MONOTONE = tuple(0 if name in NOT_DOUBTS else -1 for name in FEATURES)
"""Doubts only ever lower a confidence."""


@dataclass(frozen=True, eq=False)
class FieldSamples:
    """Fields of converted documents: numbers (fields, features), whether each is right, and what it belongs to."""

    table: Floats
    right: Floats
    family: Names
    producer: Names
    document: Names
    row: NDArray[np.int64]
    made: Flags
    """Whether its draft was damaged on purpose: it is learned from, and no figure or calibration counts it."""

    def __len__(self) -> int:
        return len(self.right)

    def __getitem__(self, chosen: Flags) -> FieldSamples:
        return FieldSamples(
            self.table[chosen],
            self.right[chosen],
            self.family[chosen],
            self.producer[chosen],
            self.document[chosen],
            self.row[chosen],
            self.made[chosen],
        )

    @property
    def weights(self) -> Floats:
        """A weight a field: a document counts by the root of its fields, so that long tables do not drown the rest."""
        _, inverse, counts = np.unique(self.document, return_inverse=True, return_counts=True)
        found = np.where(self.made, MADE, 1.0) / np.sqrt(counts[inverse])
        weights: Floats = found / found.mean()
        return weights


def folds(names: Names, seed: int, count: int = FOLDS) -> Iterator[Flags]:
    """Yield for each fold which samples are held out: whole families (or whatever `names` tells), never parts."""
    known = np.unique(names)
    np.random.default_rng(seed).shuffle(known)
    for k in range(min(count, len(known))):
        yield np.isin(names, known[k::count])


_NEVER = 1e9
"""A threshold that no feature reaches."""
_THRESHOLD_DECIMALS = 6
_DECIMALS = 5


def fit_forest(samples: FieldSamples, seed: int, monotone: Sequence[int] = MONOTONE) -> Forest:
    """Fit boosted trees; `monotone` tells for each feature whether more of it may only lower (-1) or raise (1) them."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=_TREES,
        learning_rate=_RATE,
        max_depth=_DEPTH,
        max_leaf_nodes=_LEAVES,
        min_samples_leaf=_LEAST,
        l2_regularization=_RIDGE,
        max_features=_COLUMNS,
        monotonic_cst=list(monotone),
        early_stopping=False,
        random_state=seed,
    ).fit(samples.table, samples.right, sample_weight=samples.weights)
    inner = 2**_DEPTH - 1
    count = len(model._predictors)
    feature = np.zeros((count, inner), dtype=np.int64)
    threshold: Floats = np.full((count, inner), _NEVER)
    leaf: Floats = np.zeros((count, inner + 1))
    for t, (tree,) in enumerate(model._predictors):
        _unfold(tree.nodes, 0, 0, feature[t], threshold[t], leaf[t])
    bias = float(np.ravel(model._baseline_prediction)[0])
    return Forest(feature, threshold.round(_THRESHOLD_DECIMALS), leaf.round(_DECIMALS), round(bias, _DECIMALS))


def _unfold(nodes: Any, node: int, at: int, feature: NDArray[np.int64], threshold: Floats, leaf: Floats) -> None:
    """Copy a tree into complete arrays; a leaf above the last level is repeated below itself."""
    inner = len(feature)
    one = nodes[node]
    if at >= inner:
        leaf[at - inner] = one["value"]
        return
    if one["is_leaf"]:
        _unfold(nodes, node, 2 * at + 1, feature, threshold, leaf)
        _unfold(nodes, node, 2 * at + 2, feature, threshold, leaf)
        return
    feature[at], threshold[at] = one["feature_idx"], one["num_threshold"]
    _unfold(nodes, int(one["left"]), 2 * at + 1, feature, threshold, leaf)
    _unfold(nodes, int(one["right"]), 2 * at + 2, feature, threshold, leaf)


_EPSILON = 1e-9


def fit_logistic(samples: FieldSamples) -> Logistic:
    """Fit a logistic model on numbers cut at the ends of training and standardised."""
    from sklearn.linear_model import LogisticRegression

    low, high = np.percentile(samples.table, [_CUT, 100 - _CUT], axis=0)
    cut = np.clip(samples.table, low, high)
    mean, deviation = cut.mean(axis=0), cut.std(axis=0)
    scale = np.where(deviation > _EPSILON, deviation, 1.0)
    model = LogisticRegression(C=_STRENGTH, max_iter=1000).fit((cut - mean) / scale, samples.right, samples.weights)
    weights = model.coef_[0] / scale
    bias = float(model.intercept_[0] - (weights * mean).sum())
    return Logistic(
        np.round(weights, _DECIMALS), round(bias, _DECIMALS), np.round(low, _DECIMALS), np.round(high, _DECIMALS)
    )


@dataclass(frozen=True, eq=False)
class Logits:
    """What models that had not seen a field say of it, by kind of model, in logits."""

    trees: Floats
    line: Floats

    def mean(self, share: float = SHARE) -> Floats:
        """Return the weighted mean that ships; `share` is the weight of the trees."""
        found: Floats = share * self.trees + (1 - share) * self.line
        return found


def held_out(
    samples: FieldSamples, names: Names, seed: int, count: int = FOLDS, monotone: Sequence[int] = MONOTONE
) -> Logits:
    """Return the logits of each field by models that saw no field of its fold.

    Args:
        samples: the fields.
        names: what is held out together, one a field.
        seed: of the folds and the trees.
        count: folds.
        monotone: of the trees.
    """
    trees, line = np.zeros(len(samples)), np.zeros(len(samples))
    for test in folds(names, seed, count):
        seen, unseen = samples[~test], samples[test]
        trees[test] = fit_forest(seen, seed, monotone).logits(unseen.table)
        line[test] = fit_logistic(seen).logits(unseen.table)
    return Logits(trees, line)


_LEAST_KNOTS = 4
_MOST_KNOTS = 40
_FIELDS_OF_KNOT = 40
_PRIOR = 0.55
"""Weight of one guess that is nearly right: it keeps a knot from 1."""
_LEVEL_DECIMALS = 4


def isotonic(raw: Floats, right: Floats, weights: Floats | None = None) -> Knots:
    """Return the knots of a rising line from what a model says to the share that is right.

    Isotonic regression, averaged over bins of equal mass: its plain steps jump at single examples.
    """
    from sklearn.isotonic import IsotonicRegression

    weights = np.ones(len(raw)) if weights is None else weights
    model = IsotonicRegression(y_min=0.01, y_max=CEILING, out_of_bounds="clip").fit(raw, right, sample_weight=weights)
    fitted = model.predict(raw)
    order = np.argsort(raw, kind="stable")
    knots: list[tuple[float, float]] = []
    for part in np.array_split(order, max(_LEAST_KNOTS, min(_MOST_KNOTS, len(raw) // _FIELDS_OF_KNOT))):
        if not len(part):
            continue
        x = float(np.average(raw[part], weights=weights[part]))
        mass = float(weights[part].sum())
        # Laplace's rule keeps a bin of few examples from certainty.
        y = (float((fitted[part] * weights[part]).sum()) + 0.5) / (mass + _PRIOR)
        level = min(CEILING, max(y, knots[-1][1] if knots else 0.0))
        if not knots or x > knots[-1][0] + _EPSILON:
            knots.append((round(x, _DECIMALS), round(level, _LEVEL_DECIMALS)))
    return tuple(knots)


def calibrated_held_out(logits: Floats, samples: FieldSamples, names: Names) -> Floats:
    """Return the confidences, what `names` holds together calibrated by all others, for honest figures."""
    raw, out = sigmoid(logits), np.zeros(len(samples))
    for name in np.unique(names):
        mine = names == name
        knots = isotonic(raw[~mine], samples.right[~mine], samples[~mine].weights)
        out[mine] = [interpolate(knots, float(v)) for v in raw[mine]]
    return out


def row_products(samples: FieldSamples, confidence: Floats) -> tuple[Floats, Floats]:
    """Return for each row the product of its fields' confidences, and whether all of them are right."""
    rows: dict[tuple[str, int], tuple[float, bool]] = {}
    for document, row, one, right in zip(samples.document, samples.row, confidence, samples.right, strict=True):
        product, all_right = rows.get((str(document), int(row)), (1.0, True))
        rows[str(document), int(row)] = (product * float(one), all_right and bool(right))
    values = list(rows.values())
    return np.array([p for p, _ in values]), np.array([float(r) for _, r in values])


def fit_novelty(samples: FieldSamples, seed: int) -> Novelty:
    """Fit the distance to what was learned on the documents' mean numbers; its bound on held-out families."""
    columns = np.array([i for i, n in enumerate(FEATURES) if _tells_layout(n)])
    names, at = np.unique(samples.document, return_index=True)
    means = np.array([samples.table[samples.document == n][:, columns].mean(axis=0) for n in names])
    family = samples.family[at]
    away: list[float] = []
    for test in folds(family, seed):
        if test.all():
            continue
        part = _directions(means[~test], columns)
        away += [float(np.sqrt(((part.directions @ (m - part.mean)) ** 2).mean())) for m in means[test]]
    whole = _directions(means, columns)
    bound = float(np.percentile(away, _FAR)) if away else float("inf")
    return Novelty(whole.columns, whole.mean, whole.directions, round(bound, _LEVEL_DECIMALS))


def _tells_layout(name: str) -> bool:
    return name in DOCUMENT_FEATURES or name in SHARED or name in _LAYOUT


_LEAST_SCALE = 0.02
_LEAST_DEVIATION = 0.1


def _directions(means: Floats, columns: NDArray[np.int64]) -> Novelty:
    middle = means.mean(axis=0)
    scale = np.maximum(means.std(axis=0), _LEAST_SCALE)
    _, values, vectors = np.linalg.svd((means - middle) / scale, full_matrices=False)
    deviations = np.maximum(values / np.sqrt(max(1, len(means) - 1)), _LEAST_DEVIATION)
    kept = min(_DIRECTIONS, len(deviations))
    directions = vectors[:kept] / deviations[:kept, None] / scale
    return Novelty(columns, np.round(middle, _DECIMALS), np.round(directions, _DECIMALS), float("inf"))


_LEAST_CONFIDENCE = 0.005
_MOST_CONFIDENCE = 0.995


def fit_spread(samples: FieldSamples, confidence: Floats, groups: Names) -> Spread:
    """Fit how far groups, families and documents stray from what is stated, by the greatest marginal likelihood.

    A field of a document is right with the probability of its calibrated logit (widened so that the mean over the
    effects stays what is stated) plus an effect of its group, one of its family and one of its document, all normal
    around 0.
    """
    p = np.clip(confidence, _LEAST_CONFIDENCE, _MOST_CONFIDENCE)
    logit = np.log(p / (1 - p))
    documents = [samples.document == d for d in np.unique(samples.document)]
    best, spread = -np.inf, Spread()
    for one in (Spread(f, d, k) for f in _SPREADS for d in _SPREADS for k in _SPREADS):
        total = _likelihood(one, logit * one.widening, samples, groups, documents)
        if total > best:
            best, spread = total, one
    return spread


def _likelihood(
    spread: Spread, logit: Floats, samples: FieldSamples, groups: Names, documents: Sequence[Flags]
) -> float:
    """Return the log of the probability of what was right, over all effects (Gauss-Hermite quadrature)."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    weights = weights / weights.sum()
    shifts = (
        spread.kind * nodes[:, None, None] + spread.family * nodes[None, :, None] + spread.document * nodes[None, None]
    )
    families: dict[tuple[str, str], Floats] = {}
    for mine in documents:
        z, y = logit[mine], samples.right[mine]
        # The logarithm of the probability of what is seen, for each right or wrong field.
        signed = np.where(y == 1, 1.0, -1.0)
        likely = -np.logaddexp(0.0, -(z + shifts[..., None]) * signed).sum(axis=-1)
        key = (str(groups[mine][0]), str(samples.family[mine][0]))
        families[key] = families.get(key, np.zeros((_NODES, _NODES))) + _log_mean(likely, weights)
    kinds: dict[str, Floats] = {}
    for (kind, _), likely in families.items():
        kinds[kind] = kinds.get(kind, np.zeros(_NODES)) + _log_mean(likely, weights)
    return float(sum(_log_mean(likely, weights) for likely in kinds.values()))


def _log_mean(values: Floats, weights: Floats) -> Floats:
    """Return the logarithm of the weighted mean of exponentials over the last axis."""
    top = values.max(axis=-1, keepdims=True)
    found: Floats = top[..., 0] + np.log((np.exp(values - top) * weights).sum(axis=-1))
    return found


@dataclass(frozen=True, eq=False)
class Fitted:
    """A model with what its calibration and its card stand on: judgements of fields whose kind it had not seen."""

    model: ConfidenceModel
    samples: FieldSamples
    """The fields as they were converted, those damaged on purpose left out."""
    groups: Names
    """The broad kind of layout of each."""
    logits: Logits
    """Each group held out."""
    confidence: Floats
    """The same calibrated by the other groups."""
    of_families: Floats
    """Confidences with families held out in folds, calibrated as the model ships."""


def groups_of(samples: FieldSamples) -> Names:
    """Return the broad kind of layout that each field belongs to."""
    return np.array([group_of(f) for f in samples.family.tolist()], dtype=np.str_)


def fit_model(samples: FieldSamples, seed: int, say: Callable[[str], object] = lambda _: None) -> Fitted:
    """Fit everything: calibrations and spread on held-out groups of families, the parts that ship on all of them."""
    natural = ~samples.made
    kinds = groups_of(samples)
    by_group = held_out(samples, kinds, seed, len(set(kinds.tolist())))
    kept, groups = samples[natural], kinds[natural]
    logits = Logits(by_group.trees[natural], by_group.line[natural])
    confidence = calibrated_held_out(logits.mean(), kept, groups)
    say("held-out groups judged")
    fields = isotonic(sigmoid(logits.mean()), kept.right, kept.weights)
    families = sigmoid(held_out(samples, samples.family, seed).mean())[natural]
    say("held-out families judged")
    products, rows_right = row_products(kept, confidence)
    model = ConfidenceModel(
        fit_forest(samples, seed),
        fit_logistic(samples),
        fit_novelty(kept, seed),
        SHARE,
        fields,
        isotonic(products, rows_right),
        fit_spread(kept, confidence, groups),
    )
    of_families = np.array([interpolate(fields, float(v)) for v in families])
    return Fitted(model, kept, groups, logits, confidence, of_families)
