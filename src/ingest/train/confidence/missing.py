"""Fits the decision which fields a row lacks though the document states them: `ingest.quality.missing`.

The examples are the fields that converted rows do not fill: lacking where the gold answer of the row has a text. What
the extractor misses on drawn documents is little, so each document is looked at a second time with a field taken out
of some of its rows: left on the page in no row, or put among the columns beyond the five.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ingest.draft import Draft, DraftRow
from ingest.plan import FIELDS, FieldName
from ingest.quality.confidence import sigmoid
from ingest.quality.missing import ASKED, Missing
from ingest.quality.missing_clues import MISSING_FEATURES
from ingest.quality.row_clues import group_of
from ingest.train.confidence.fit import (
    FieldSamples,
    Flags,
    Floats,
    calibrated_held_out,
    fit_forest,
    fit_logistic,
    groups_of,
    held_out,
    isotonic,
)

__all__ = ["FittedMissing", "card_of_missing", "fit_missing", "lost"]

_NEUTRAL = frozenset(
    {*(f"is_{n}" for n in FIELDS), "is_list", "is_prose", "group_one", "column_blank", "label_blank",
     "all_label_blank", "never_filled", "fields_held", "label_anywhere", "inside_parts", "around_words"}
)  # fmt: skip
"""Features that describe; of all others more never makes it less likely that the document states the field."""
_MONOTONE = tuple(0 if name in _NEUTRAL else 1 for name in MISSING_FEATURES)
_SINGLE = 0.3
"""Share of the rows that a loss of single fields befalls."""


@dataclass(frozen=True, eq=False)
class FittedMissing:
    """The decision, with its judgements of fields whose group of families it had not seen."""

    model: Missing
    samples: FieldSamples
    """What rows of whole documents lack, those changed on purpose left out; `right` tells that gold states it."""
    chances: Floats


def lost(draft: Draft, rng: random.Random) -> Draft | None:
    """Return the draft with a field taken out of some rows; None where no field could be."""
    held = [n for n in FIELDS if any(n in row.fields for row in draft.rows)]
    if len(held) < 2:
        return None
    name = rng.choice(held)
    groups = sorted({str(group_of(row)) for row in draft.rows if name in row.fields})
    whole, group, beyond = rng.random(), rng.choice(groups), rng.random() < _SINGLE
    rows = []
    for row in draft.rows:
        single = whole < _SINGLE and rng.random() < _SINGLE
        part = _SINGLE <= whole < 2 * _SINGLE and str(group_of(row)) == group
        rows.append(_without(row, name, beyond) if single or part or whole >= 2 * _SINGLE else row)
    return replace(draft, rows=tuple(row for row in rows if row.fields))


def _without(row: DraftRow, name: FieldName, beyond: bool) -> DraftRow:
    value = row.fields.get(name)
    if value is None:
        return row
    fields = {n: v for n, v in row.fields.items() if n != name}
    other = {**row.other, "Kolumn": value} if beyond and not value.evidence.inherited else row.other
    return replace(row, fields=fields, other=other)


def fit_missing(samples: FieldSamples, seed: int) -> FittedMissing:
    """Fit the decision on all samples, its calibration on held-out groups of families."""
    kinds = groups_of(samples)
    natural = ~samples.made
    logits = held_out(samples, kinds, seed, len(set(kinds.tolist())), _MONOTONE).mean()[natural]
    kept = samples[natural]
    chances = calibrated_held_out(logits, kept, kinds[natural])
    model = Missing(
        fit_forest(samples, seed, _MONOTONE), fit_logistic(samples), isotonic(sigmoid(logits), kept.right, kept.weights)
    )
    return FittedMissing(model, kept, chances)


def card_of_missing(fitted: FittedMissing) -> Iterator[str]:
    """Yield the card's lines: how many lacking fields are asked for, and how many of those asked for are lacking."""
    kept, chances = fitted.samples, fitted.chances
    asked = chances >= ASKED
    right = kept.right == 1
    yield "| field | empty in rows | stated in gold | asked for | of these stated | of the stated asked for |"
    yield "| --- | --: | --: | --: | --: | --: |"
    for name in (*FIELDS, None):
        mine = np.ones(len(kept), dtype=bool) if name is None else _of_field(kept, name)
        yield _line(name or "**all**", right[mine], asked[mine])


def _of_field(samples: FieldSamples, name: FieldName) -> Flags:
    found: Flags = samples.table[:, MISSING_FEATURES.index(f"is_{name}")] == 1
    return found


def _line(name: str, right: Flags, asked: Flags) -> str:
    both = int((right & asked).sum())
    cells = (len(right), int(right.sum()), int(asked.sum()), _share(both, asked.sum()), _share(both, right.sum()))
    return f"| {name} | {' | '.join(str(c) for c in cells)} |"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–"
