"""Fits the decisions about tables: whether a table's rows are measures, and whether a table of who and when belongs to
a measure that its heading names.

Material: tables of the kinds of `table_drawings`, read by the same code that reads a document's. Figures come from
cross-validation over whole kinds: a kind is never both in and out of a fold. The weights kept are fitted on all kinds.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from ingest.classify.fields.cell_scores import by_both
from ingest.classify.fields.heading import LABELS
from ingest.classify.fields.vocabulary import load
from ingest.classify.tables.captions import above_tables
from ingest.classify.tables.document_tables import read_meanings
from ingest.classify.tables.gives_rows import THRESHOLD
from ingest.classify.tables.header_rows import repeated_rows, shared_labels
from ingest.classify.tables.kind_features import FEATURES
from ingest.classify.tables.parse import read_table
from ingest.document import Table
from ingest.errors import UsageError
from ingest.train.held_out import Matrix
from ingest.train.linear import on_top
from ingest.train.table_drawings import DrawnTable, draw_tables

__all__ = ["train", "weigh_added"]

COUNT = 24
"""Documents of each kind."""
FOLDS = 15
ROWS_PENALTY, ABOUT_PENALTY = 1.0, 1.0
"""Strength of the L2 penalty of each model; fewer drawings tell of who and when."""
_WEIGHTS = (("about.", 3.0), ("plan.", 6.0), ("card.", 6.0), ("rows.minutes_", 3.0), ("rows.", 2.0))
"""What a kind weighs beside another, by the beginning of its name: plans vary the most, minutes come next; kinds
without measures are the most in number."""
_ABOUT = ("about.", "card.about")
"""Kinds that say who and when of a measure which their heading names."""
_LEAST = 1e-4
_TOLD_CHANGE = 0.1
"""Share of a kind's tables from which a change is told in the card."""
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "headings that say a field": ("says_", "resembles_", "has_", "sure_"),
    "classes of headings": ("class_", "other_class_share", "beside_share", "foreign_share", "front_"),
    "title above": ("title_",),
    "what the document is called": ("document_",),
    "sentences right above": ("lead_",),
    "any sign of the past": ("past_said",),
    "content of the column of measures": tuple(f"content_{label}" for label in LABELS),
    "who and when beside it": ("content_actor", "content_time", "actor_time", "done_when"),
    "times after and before the document's year": ("years_",),
    "what was done, told in a report": ("told_after",),
    "forms of the column of measures": ("action_",),
    "shape of the table": ("cells_", "columns", "records", "labels", "no_headings", "unknown_headings", "time_head"),
}


@dataclass(frozen=True, slots=True)
class _Samples:
    """Features, shape (parts, features), whether each gives rows, its kind and its weight, shape (parts,)."""

    features: NDArray[np.float64]
    measures: NDArray[np.bool_]
    kinds: NDArray[np.str_]
    weights: NDArray[np.float64]


def train(material: Path, out: Path, seed: int = 0) -> None:
    """Rebuild the artefact.

    Args:
        material: not read: all tables are drawn.
        out: folder the artefact's files go to.
        seed: of the drawn tables and of the folds.
    """
    out.mkdir(parents=True, exist_ok=True)
    everything = _samples(seed)
    of_who = np.array([k.startswith(_ABOUT) for k in everything.kinds.tolist()])
    samples, about = _only(everything, ~of_who), _only(everything, of_who | ~everything.measures)
    unseen = _cross_validated(samples, seed)
    data = {
        "features": FEATURES,
        "rows": _weights(_fit(samples, ROWS_PENALTY)),
        "about": _weights(_fit(about, ABOUT_PENALTY)),
    }
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    (out / "gives_rows.json").write_text(text, encoding="utf-8")
    (out / "README.md").write_text(_card(samples, unseen, about, seed), encoding="utf-8")


def _weights(model: LogisticRegression) -> dict[str, object]:
    return {
        "weights": [round(float(w), 5) for w in model.coef_[0]],
        "bias": round(float(model.intercept_[0]), 5),
    }


def _only(samples: _Samples, keep: NDArray[np.bool_]) -> _Samples:
    return _Samples(samples.features[keep], samples.measures[keep], samples.kinds[keep], samples.weights[keep])


def weigh_added(before: Path, out: Path, clues: Sequence[str], seed: int = 0) -> None:
    """Add clues to weights that stand, all others kept: their weights alone, fitted with the rest as an offset.

    A whole refit moves every weight a little, and with them decisions that the added clues have nothing to do with.

    Args:
        before: a `gives_rows.json`, with or without these clues.
        out: folder the artefact's `gives_rows.json` and the figures, `added.md`, go to.
        clues: names of clues.
        seed: of the drawn tables and of the folds.

    Raises:
        UsageError: the weights that stand lack another clue.
    """
    data = json.loads(before.read_text(encoding="utf-8"))
    stand = dict(zip(data["features"], data["rows"]["weights"], strict=True))
    missing = [f for f in FEATURES if f not in stand and f not in clues]
    if missing:
        raise UsageError(f"{before}: no weight for {', '.join(missing)}.", remedy="Run: ingest train artefacts tables.")
    everything = _samples(seed)
    samples = _only(everything, ~np.array([k.startswith(_ABOUT) for k in everything.kinds.tolist()]))
    added = [FEATURES.index(name) for name in clues]
    kept = np.array([0.0 if i in added else stand[f] for i, f in enumerate(FEATURES)])
    odds = samples.features @ kept + data["rows"]["bias"]
    found = np.zeros(len(odds))
    folds = _folds(samples, seed)
    for fold in range(FOLDS):
        seen, left = folds != fold, folds == fold
        weights = _on_top(samples, odds, added, seen)
        found[left] = _probability(odds[left] + samples.features[left][:, added] @ weights)
    kept[added] = _on_top(samples, odds, added, np.ones(len(odds), dtype=bool))
    about = dict(zip(data["features"], data["about"]["weights"], strict=True))
    data["features"], data["rows"]["weights"] = FEATURES, [round(float(w), 5) for w in kept]
    data["about"]["weights"] = [0.0 if i in added else about[f] for i, f in enumerate(FEATURES)]
    out.mkdir(parents=True, exist_ok=True)
    (out / "gives_rows.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (out / "added.md").write_text(_card_of_added(samples, clues, _probability(odds), found), encoding="utf-8")


def _on_top(samples: _Samples, odds: Matrix, added: Sequence[int], keep: NDArray[np.bool_]) -> Matrix:
    x = samples.features[keep][:, list(added)]
    return on_top(x, samples.measures[keep], samples.weights[keep], odds[keep], ROWS_PENALTY)


def _card_of_added(
    samples: _Samples, clues: Sequence[str], without: NDArray[np.float64], found: NDArray[np.float64]
) -> str:
    """Return how the decision fares without and with added clues, of all kinds and of those that change most."""
    lines = [f"| {', '.join(clues)} | found | false | log loss |", "| --- | --: | --: | --: |"]
    for name, said in (("without", without), ("with, kinds left out", found)):
        recall, false, loss = _figures(samples, said)
        lines.append(f"| {name} | {recall:.1%} | {false:.1%} | {loss:.3f} |")
    lines += ["", "| kind | right without | with |", "| --- | --: | --: |"]
    for kind in sorted(set(samples.kinds.tolist())):
        own = samples.kinds == kind
        a, b = (float(((p >= THRESHOLD) == samples.measures)[own].mean()) for p in (without, found))
        if abs(a - b) >= _TOLD_CHANGE:
            lines.append(f"| {kind} | {a:.0%} | {b:.0%} |")
    return "\n".join([*lines, ""])


def _probability(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    said: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return said


def _samples(seed: int) -> _Samples:
    rows, measures, kinds = [], [], []
    for drawn in draw_tables(COUNT, seed):
        for clues in _clues(drawn):
            rows.append(clues)
            measures.append(drawn.measures)
            kinds.append(drawn.kind)
    names = np.array(kinds)
    counts = {k: int((names == k).sum()) for k in set(kinds)}
    weights = np.array([next((w for b, w in _WEIGHTS if k.startswith(b)), 1.0) / counts[k] for k in kinds])
    return _Samples(np.array(rows), np.array(measures), names, weights * len(weights) / weights.sum())


def _clues(drawn: DrawnTable) -> list[tuple[float, ...]]:
    """Return the clues of each part of a drawn document's tables that has lines."""
    words = load()
    tables = {i: b for i, b in enumerate(drawn.document.blocks) if isinstance(b, Table)}
    repeated, shared = repeated_rows(tables.values()), shared_labels(tables.values())
    readings = [read_table(t, i, words, repeated, shared) for i, t in tables.items()]
    above = above_tables(drawn.document.blocks, drawn.title, drawn.year)
    meanings = read_meanings(readings, words, by_both, above=above, decide=lambda _: 1.0)
    filled = [(m, r, i) for r in readings for i, m in enumerate(meanings[id(r)])]
    return [m.clues for m, r, i in filled if m.clues and any(e.part == i for e in r.records())]


def _fit(samples: _Samples, penalty: float, keep: NDArray[np.bool_] | None = None) -> LogisticRegression:
    chosen = keep if keep is not None else np.ones(len(samples.measures), dtype=bool)
    model = LogisticRegression(C=1 / penalty, max_iter=3000)
    model.fit(samples.features[chosen], samples.measures[chosen], sample_weight=samples.weights[chosen])
    return model


def _cross_validated(
    samples: _Samples, seed: int, without: Sequence[int] = (), penalty: float = ROWS_PENALTY
) -> NDArray[np.float64]:
    """Return the probability of each part by a model that never saw its kind, features `without` left out."""
    features = samples.features.copy()
    features[:, list(without)] = 0.0
    left = _Samples(features, samples.measures, samples.kinds, samples.weights)
    folds = _folds(samples, seed)
    found = np.zeros(len(folds))
    for fold in range(FOLDS):
        model = _fit(left, penalty, folds != fold)
        found[folds == fold] = model.predict_proba(features[folds == fold])[:, 1]
    return found


def _folds(samples: _Samples, seed: int) -> NDArray[np.int64]:
    """Return the fold of each part; a kind is in one."""
    kinds = sorted(set(samples.kinds.tolist()))
    random.Random(seed).shuffle(kinds)
    fold_of = {k: i % FOLDS for i, k in enumerate(kinds)}
    return np.array([fold_of[k] for k in samples.kinds.tolist()])


def _figures(samples: _Samples, found: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the share of tables of measures that are found, of others that are taken for such, and the log loss."""
    said, true, weights = found >= THRESHOLD, samples.measures, samples.weights
    loss = -np.log(np.clip(np.where(true, found, 1 - found), _LEAST, 1))
    return (
        float(np.average(said[true], weights=weights[true])),
        float(np.average(said[~true], weights=weights[~true])),
        float(np.average(loss, weights=weights)),
    )


def _card(samples: _Samples, unseen: NDArray[np.float64], about: _Samples, seed: int) -> str:
    recall, false, loss = _figures(samples, unseen)
    who = _figures(about, _cross_validated(about, seed, penalty=ABOUT_PENALTY))
    lines = [
        "# Decisions about tables",
        "",
        "`gives_rows.json`: whether the rows of a table are measures, a logistic model over the named clues of",
        "`ingest.classify.tables.kind_features`. Made by `ingest train tables`, seed "
        f"{seed}: {COUNT} documents of each of {len(set(samples.kinds.tolist()))} kinds of tables",
        "(`src/ingest/train/table_drawings.py`, `data/table_kinds.toml`, the factory's bank), "
        f"{len(samples.measures)} parts of tables. No document that anybody wrote is among them.",
        "",
        f"All figures are of whole kinds left out, in {FOLDS} parts: no model saw a table of the kind that it judges.",
        "",
        f"Found {recall:.1%} of the tables of measures, took {false:.1%} of the others for such; log loss {loss:.3f}.",
        "",
        f"Tables of who and when, below a heading that names their measure: found {who[0]:.1%}, took {who[1]:.1%} of",
        f"the tables without measures for such; log loss {who[2]:.3f} (`about`; the figures below are of `rows`).",
        "",
        "## Without one group of clues",
        "",
        "| left out | found | false | log loss |",
        "| --- | --: | --: | --: |",
    ]
    for name, beginnings in _GROUPS.items():
        without = [i for i, f in enumerate(FEATURES) if f.startswith(beginnings)]
        r, f, x = _figures(samples, _cross_validated(samples, seed, without))
        lines.append(f"| {name} ({len(without)}) | {r:.1%} | {f:.1%} | {x:.3f} |")
    lines += ["", "## Kinds that are told worst", "", "| kind | holds measures | right |", "| --- | --- | --: |"]
    said = unseen >= THRESHOLD
    right = {k: float((said == samples.measures)[samples.kinds == k].mean()) for k in set(samples.kinds.tolist())}
    for kind, share in sorted(right.items(), key=lambda item: (item[1], item[0])):
        if share < 1.0:
            holds = bool(samples.measures[samples.kinds == kind][0])
            lines.append(f"| {kind} | {'yes' if holds else 'no'} | {share:.0%} |")
    lines += ["", "All other kinds are always told right.", ""]
    return "\n".join(lines)
