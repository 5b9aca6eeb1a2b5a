"""Fits the decision which field a column is.

Material: tables of the kinds of `table_drawings`, read by the same code that reads a document's. Each table is taken as
drawn, with half of its headings made unknown, without any heading (vocabularies are held out, not only kinds), and with
known headings over strange cells: what a known heading says is not for its cells to overrule. The weights are fitted to
the pseudo-likelihood of whole assignments (the probability of each column's label, the labels of all others given;
Besag 1975), so that they are those of the sum which the beam of `column_fields` makes the largest.
Figures come from cross-validation over whole kinds: a kind is never both in and out of a fold.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ingest.classify.fields.cell_scores import by_both
from ingest.classify.fields.heading import LABELS, Label, Meaning
from ingest.classify.fields.vocabulary import load as vocabulary
from ingest.classify.tables import column_fields
from ingest.classify.tables.column_features import SHARED, TRAITS, ColumnClues, column_features
from ingest.classify.tables.column_fields import BEFORE, TWICE, ColumnsModel, assign, clues_of, sort_of_double
from ingest.classify.tables.column_meanings import meaning_of_column, texts_of
from ingest.classify.tables.header_rows import repeated_rows, shared_labels
from ingest.classify.tables.parse import read_table
from ingest.document import Table
from ingest.train.table_drawings import draw_tables

__all__ = ["train"]

COUNT = 12
"""Documents of each kind."""
FOLDS = 6
PENALTY = 3.0
"""Of the squared weights, beside the sum of log-likelihoods."""
UNKNOWN = "Qvarx"
"""A heading that stands in no vocabulary."""
HEADING = 2.3
"""Weight of a sure heading, not fitted (fitted it is 1.2): headings decide over content where they are known, which is
the contract's word and nothing that drawn tables could teach."""
MASKED = 0.5
"""Share of headings that are made unknown in the second taking of a table."""
STRANGE = 0.6
"""Share of known headings over cells of another column in the last taking: the heading decides."""
KNOWN = 0.97
"""How well the vocabulary knows a heading that is one of its words."""
SAID = 0.9
"""Probability from which a heading says its field alone."""
TAKINGS = ("as drawn", "half unknown", "all unknown", "no heading", "strange cells")
_BY_HAND: Mapping[str, tuple[float, float, float]] = {
    "as drawn": (0.969, 0.877, 0.976),
    "half unknown": (0.942, 0.778, 0.944),
    "all unknown": (0.915, 0.693, 0.906),
    "no heading": (0.915, 0.693, 0.906),
    "strange cells": (0.969, 0.877, 0.975),
}
"""What the weights by hand that the model replaced (at d220c2c) told right of the same tables, as `_figures`."""
_WORST = 12
"""Kinds that the card names."""
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "what unsure headings say": ("heading_",),
    "classes of headings": ("class_",),
    "what the cells say": ("cells_", "many_cells_"),
    "forms of cells": ("form_",),
}
_LEFT = (
    "Drawn headings of a class are known to the vocabulary too, so that the classes gain nothing here; they stay for",
    "those that are not. What was tried and left, since it gained nothing on kinds left out: whether another column's",
    "heading or cells say a label more (98.2 % of the columns without it, 98.0 % with it), length, repetition and",
    "filling of cells (98.1 %), the column's place (98.1 %). Tables without measures among the material, their columns",
    "`other` where no heading says who or when, cost 2.5 of 100 columns with unknown headings: `gives_rows` tells",
)
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Taken:
    """One table as it was taken: its columns, their fields by the contract, its kind and the sort of taking."""

    columns: tuple[ColumnClues, ...]
    labels: tuple[Label, ...]
    kind: str
    taking: str


@dataclass(frozen=True, slots=True)
class _Arrays:
    """Shapes (columns, labels, clues), (columns, traits), (columns, labels, joint clues), (columns,), (columns,)."""

    shared: Matrix
    traits: Matrix
    joint: Matrix
    right: NDArray[np.int64]
    weights: Matrix


def train(material: Path, out: Path, seed: int = 0) -> None:
    """Rebuild the artefact.

    Args:
        material: not read: all tables are drawn.
        out: folder the artefact's files go to.
        seed: of the drawn tables and of the folds.
    """
    out.mkdir(parents=True, exist_ok=True)
    taken = list(_takings(seed))
    model = _fit(_arrays(taken))
    data = {
        "shared": dict(zip(SHARED, _rounded(model.shared), strict=True)),
        "traits": {name: _rounded(row) for name, row in zip(TRAITS, model.traits, strict=True)},
        "before": {name: _rounded([row[la] for la in LABELS]) for name, row in model.before.items()},
        "twice": {name: _rounded([row[la] for la in LABELS]) for name, row in model.twice.items()},
    }
    (out / "column_fields.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (out / "README.md").write_text(_card(taken, seed), encoding="utf-8")


def _rounded(values: Sequence[float]) -> list[float]:
    return [round(float(v), 4) for v in values]


# ---------------------------------------------------------------- material


def _takings(seed: int) -> Iterator[_Taken]:
    words = vocabulary()
    unknown, nothing = words.heading(UNKNOWN), words.heading("")
    rng = random.Random(seed)
    for drawn in draw_tables(COUNT, seed):
        if not drawn.measures:
            continue
        for columns in _columns(drawn.document.blocks):
            if len(columns) != len(drawn.labels):
                continue
            half = [_headed(c, UNKNOWN, unknown) if rng.random() < MASKED else c for c in columns]
            ways = (
                columns,
                half,
                [_headed(c, UNKNOWN, unknown) for c in columns],
                [_headed(c, "", nothing) for c in columns],
                _strange(columns, drawn.labels, rng),
            )
            for taking, way in zip(TAKINGS, ways, strict=True):
                yield _Taken(tuple(way), drawn.labels, drawn.kind, taking)


def _strange(columns: Sequence[ColumnClues], labels: Sequence[Label], rng: random.Random) -> list[ColumnClues]:
    """Return the columns, some with the cells of another one below a heading that the vocabulary knows."""
    out = []
    for column, label in zip(columns, labels, strict=True):
        sure = column.meaning.known >= KNOWN and column.meaning.probability >= SAID and column.meaning.best == label
        cells = rng.choice(columns) if sure and rng.random() < STRANGE else column
        out.append(ColumnClues(column.heading, column.meaning, cells.texts, cells.content))
    return out


def _headed(column: ColumnClues, heading: str, meaning: Meaning) -> ColumnClues:
    return ColumnClues(heading, meaning, column.texts, column.content)


def _columns(blocks: Sequence[Any]) -> Iterator[list[ColumnClues]]:
    """Yield the columns of each part of a document's tables that has lines."""
    words = vocabulary()
    tables = {i: b for i, b in enumerate(blocks) if isinstance(b, Table)}
    repeated, shared = repeated_rows(tables.values()), shared_labels(tables.values())
    for index, table in tables.items():
        reading = read_table(table, index, words, repeated, shared)
        for number, part in enumerate(reading.parts):
            records = [e for e in reading.records() if e.part == number]
            if records:
                texts = texts_of(part, records)
                yield [
                    clues_of(h, meaning_of_column(part, c, words), texts[c], by_both)
                    for c, h in enumerate(part.headings)
                ]


# ---------------------------------------------------------------- fit


def _arrays(taken: Sequence[_Taken]) -> _Arrays:
    counts: dict[str, int] = {}
    for t in taken:
        counts[t.kind] = counts.get(t.kind, 0) + len(t.columns)
    shared, traits, joint, right, weights = [], [], [], [], []
    for t in taken:
        for index, (of_labels, of_column) in enumerate(column_features(t.columns)):
            shared.append(of_labels)
            traits.append(of_column)
            joint.append([_joint(t, index, label) for label in LABELS])
            right.append(LABELS.index(t.labels[index]))
            weights.append(counts[t.kind] ** -0.5)
    w = np.array(weights)
    return _Arrays(np.array(shared), np.array(traits), np.array(joint), np.array(right), w * len(w) / w.sum())


def _joint(taken: _Taken, index: int, label: Label) -> list[float]:
    """Return how often each clue of `BEFORE` and `TWICE` holds in a table if one column had another label."""
    before = {(b, la): 0.0 for b in BEFORE for la in LABELS}
    twice = {(t, la): 0.0 for t in TWICE for la in LABELS}
    previous = BEFORE[0]
    first: dict[Label, int] = {}
    for c, gold in enumerate(taken.labels):
        own = label if c == index else gold
        before[previous, own] += 1
        if own != "other":
            if own in first:
                meanings = taken.columns[first[own]].meaning, taken.columns[c].meaning
                twice[sort_of_double(own, *meanings), own] += 1
            first.setdefault(own, c)
            previous = own
    return [*before.values(), *twice.values()]


def _fit(arrays: _Arrays) -> ColumnsModel:
    shapes = ((len(SHARED),), (len(TRAITS), len(LABELS)), (len(BEFORE) + len(TWICE), len(LABELS)))
    sizes = [int(np.prod(s)) for s in shapes]
    joint = arrays.joint.reshape(len(arrays.right), len(LABELS), -1)
    rows = np.arange(len(arrays.right))

    pulled = np.zeros(sum(sizes))
    given = SHARED.index("heading_sure")
    pulled[given] = HEADING

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        a, b, c = np.split(flat, np.cumsum(sizes)[:-1])
        z = arrays.shared @ a + arrays.traits @ b.reshape(shapes[1]) + joint @ c
        z -= z.max(axis=1, keepdims=True)
        p = np.exp(z)
        p /= p.sum(axis=1, keepdims=True)
        value = -(arrays.weights * np.log(np.maximum(p[rows, arrays.right], 1e-12))).sum()
        p[rows, arrays.right] -= 1
        p *= arrays.weights[:, None]
        slope = np.concatenate(
            [
                np.einsum("nls,nl->s", arrays.shared, p),
                (arrays.traits.T @ p).ravel(),
                np.einsum("nlj,nl->j", joint, p),
            ]
        )
        off = flat - pulled
        slope[given] = 0.0
        return float(value + PENALTY * (off**2).sum() / 2), slope + PENALTY * off

    found = minimize(loss, pulled.copy(), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    a, b, c = (part.reshape(shape) for part, shape in zip(np.split(found, np.cumsum(sizes)[:-1]), shapes, strict=True))
    names = [*BEFORE, *TWICE]
    rows_of = {n: dict(zip(LABELS, c[i].tolist(), strict=True)) for i, n in enumerate(names)}
    return ColumnsModel(
        tuple(a.tolist()),
        tuple(tuple(row) for row in b.tolist()),
        {n: rows_of[n] for n in BEFORE},
        {n: rows_of[n] for n in TWICE},
    )


def _without(arrays: _Arrays, beginnings: Sequence[str]) -> _Arrays:
    shared, traits = arrays.shared.copy(), arrays.traits.copy()
    shared[:, :, [i for i, n in enumerate(SHARED) if n.startswith(tuple(beginnings))]] = 0.0
    traits[:, [i for i, n in enumerate(TRAITS) if n.startswith(tuple(beginnings))]] = 0.0
    return _Arrays(shared, traits, arrays.joint, arrays.right, arrays.weights)


# ---------------------------------------------------------------- figures

Found = list[tuple[tuple[Label, ...], tuple[float, ...]]]


def _held_out(taken: Sequence[_Taken], seed: int, change: Callable[[_Arrays], _Arrays] = lambda a: a) -> Found:
    """Return labels and probabilities of each table by a model that saw no table of its kind."""
    kinds = sorted({t.kind for t in taken})
    random.Random(seed).shuffle(kinds)
    fold_of = {k: i % FOLDS for i, k in enumerate(kinds)}
    out: dict[int, tuple[tuple[Label, ...], tuple[float, ...]]] = {}
    for fold in range(FOLDS):
        model = _fit(change(_arrays([t for t in taken if fold_of[t.kind] != fold])))
        with column_fields.weighed_by(model):
            for i, t in enumerate(taken):
                if fold_of[t.kind] == fold:
                    found = assign(t.columns)
                    out[i] = found.labels, found.probabilities
    return [out[i] for i in range(len(taken))]


def _figures(taken: Sequence[_Taken], found: Found, taking: str) -> tuple[float, float, float]:
    """Return the share of columns and of whole tables told right, and the mean stated probability of the columns."""
    columns: list[bool] = []
    tables: list[bool] = []
    stated: list[float] = []
    for t, (labels, probabilities) in zip(taken, found, strict=True):
        if t.taking == taking:
            hits = [a == b for a, b in zip(labels, t.labels, strict=True)]
            columns += hits
            tables.append(all(hits))
            stated += probabilities
    return float(np.mean(columns)), float(np.mean(tables)), float(np.mean(stated))


def _card(taken: Sequence[_Taken], seed: int) -> str:
    held = _held_out(taken, seed)
    kinds = {t.kind for t in taken}
    lines = [
        "# Which field a column is",
        "",
        "`column_fields.json`: the weights of the joint decision (decision 070) over the named clues of",
        f"`ingest.classify.tables.column_features`, made by `ingest train columns`, seed {seed}: {COUNT} documents of",
        f"each of {len(kinds)} kinds of tables with measures, {len(taken)} tables. Each is taken as drawn, with half",
        "of its headings or all of them in no vocabulary, without any, and with known ones over cells of other columns",
        f"(the heading decides). All figures are of whole kinds left out, in {FOLDS} parts: no model saw a table of",
        "the kind that it judges.",
        "",
        "| headings | columns right | tables right | stated | by hand: columns | tables | stated |",
        "| --- | --: | --: | --: | --: | --: | --: |",
    ]
    for taking in TAKINGS:
        both = (*_figures(taken, held, taking), *_BY_HAND[taking])
        lines.append(f"| {taking} | " + " | ".join(f"{v:.1%}" for v in both) + " |")
    lines += ["", "The weights by hand lose everywhere; none of them stayed.", "", "## Without one group of clues", ""]
    lines += ["| left out | columns right, as drawn | all unknown | strange cells |", "| --- | --: | --: | --: |"]
    for name, beginnings in _GROUPS.items():
        found = _held_out(taken, seed, partial(_without, beginnings=beginnings))
        shares = [_figures(taken, found, taking)[0] for taking in ("as drawn", "all unknown", "strange cells")]
        lines.append(f"| {name} | " + " | ".join(f"{v:.1%}" for v in shares) + " |")
    lines += ["", "## Kinds that are told worst", "", "| kind | as drawn | all unknown |", "| --- | --: | --: |"]
    right = {
        (kind, taking): _figures(*_only(taken, held, kind), taking)[0]
        for kind in kinds
        for taking in ("as drawn", "all unknown")
    }
    for kind in sorted(kinds, key=lambda k: (right[k, "as drawn"] + right[k, "all unknown"], k))[:_WORST]:
        lines.append(f"| {kind} | {right[kind, 'as drawn']:.1%} | {right[kind, 'all unknown']:.1%} |")
    return "\n".join([*lines, "", *_LEFT, ""])


def _only(taken: Sequence[_Taken], found: Found, kind: str) -> tuple[list[_Taken], Found]:
    chosen = [i for i, t in enumerate(taken) if t.kind == kind]
    return [taken[i] for i in chosen], [found[i] for i in chosen]
