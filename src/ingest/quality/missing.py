"""Which fields a row lacks though the document probably states them: a fitted decision, with its reasons.

A field that no row holds has no confidence; it is doubted by an issue instead. The model (`missing` in
`models/confidence/model.json`, made by `ingest train confidence`) says how likely the document gives the row a text for
the field; above a bound an issue asks for it and tells which signs weigh most.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.artefacts import artefact
from ingest.document import Note
from ingest.draft import Draft
from ingest.quality.confidence import Forest, Knots, Logistic, forest_of, interpolate, logistic_of, sigmoid
from ingest.quality.missing_clues import MISSING_FEATURES, MissingLook
from ingest.quality.reasons import Reason, weightiest

__all__ = ["ASKED", "CODE", "REMEDY", "Missing", "asked", "load", "of_json"]

CODE = "missing-field"
REMEDY = "Look at the page: is the cell empty there too?"
ASKED = 0.3
"""Probability from which a field is asked for: a look at the page costs less than a field that nobody misses."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Missing:
    """The fitted parts: trees and a logistic model whose logits are averaged, and the calibration of the mean."""

    forest: Forest
    logistic: Logistic
    knots: Knots

    def logits(self, table: Floats) -> Floats:
        """Return the logits before calibration of a table of shape (fields that rows lack, features)."""
        if not len(table):
            return np.zeros(0)
        return (self.forest.logits(table) + self.logistic.logits(table)) / 2

    def probabilities(self, table: Floats) -> list[float]:
        """Return for each field that a row lacks how likely the document states it."""
        return [interpolate(self.knots, float(p)) for p in sigmoid(self.logits(table))]


def asked(draft: Draft, look: MissingLook, model: Missing) -> Iterator[Note]:
    """Yield a warning for each field that a row probably should have, with the reasons.

    Args:
        draft: what was found.
        look: its rows with the texts around them.
        model: the fitted decision.
    """
    table = look.table()
    chances = model.probabilities(table)
    lines = [line for line, chance in enumerate(chances) if chance >= ASKED]
    for line, keys in zip(lines, weightiest(table[lines], model.logits, _reasons()), strict=True):
        index, name = look.targets[line]
        why = "; ".join(r.texts["en"] for key in keys for r in _reasons() if r.key == key) or "several small signs"
        yield _issue(CODE, f"{draft.rows[index].id}.{name}", f"the row has no {name}: {why}.")


def _issue(code: str, target: str, message: str) -> Note:
    return Note(code, "warning", f"{message} {REMEDY}", target)


@cache
def _reasons() -> tuple[Reason, ...]:
    text = resources.files("ingest.quality").joinpath("data/missing.toml").read_text(encoding="utf-8")
    return tuple(
        Reason(
            key,
            tuple(MISSING_FEATURES.index(name) for name in entry["features"]),
            {"en": entry["en"], "sv": entry["sv"]},
        )
        for key, entry in tomllib.loads(text).items()
    )


@cache
def load() -> Missing:
    """Return the trained model.

    Raises:
        MissingTool: the artefact is missing.
        ValueError: it was trained for other features.
    """
    return of_json(json.loads(artefact("confidence", "model.json").read_text(encoding="utf-8"))["missing"])


def of_json(value: Mapping[str, Any]) -> Missing:
    """Return the model that a JSON object describes.

    Raises:
        ValueError: it was trained for other features.
    """
    if tuple(value["features"]) != MISSING_FEATURES:
        raise ValueError("models/confidence was trained for other features; run `ingest train confidence`")
    return Missing(
        forest_of(value["trees"]),
        logistic_of(value["logistic"]),
        tuple((float(x), float(y)) for x, y in value["knots"]),
    )
