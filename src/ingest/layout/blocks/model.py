"""Boosted trees of the two decisions: all gaps of a run at once.

The weights come from `ingest train blocks`; what they are worth stands in `models/blocks/README.md`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

import numpy as np
from numpy.typing import NDArray

from ingest.artefacts import artefact
from ingest.layout.blocks.features import GUTTER
from ingest.layout.blocks.gaps import GAP

__all__ = ["Trees", "gap_model", "gutter_model"]

_MOST = 30.0
"""Log-odds beyond which the exponential says nothing more."""


@dataclass(frozen=True)
class Trees:
    """Complete binary trees: of tree t, node i asks whether feature `features[t][i]` is above `thresholds[t][i]`;
    its answers lead to nodes 2i + 1 (no) and 2i + 2 (yes), the last level's to `leaves[t]` (log-odds)."""

    features: NDArray[np.int64]
    thresholds: NDArray[np.float64]
    leaves: NDArray[np.float64]
    bias: float

    def __call__(self, values: Sequence[Sequence[float]] | NDArray[np.float64]) -> list[float]:
        """Return the probability of each list of values."""
        if not len(values):
            return []
        table = np.asarray(values, dtype=np.float64)
        count, inner = self.features.shape
        # Places in the flat arrays: `take` is several times as fast as an index of two arrays.
        case = table.shape[1] * np.arange(len(table))[:, None]
        tree = np.arange(count)
        nodes = np.zeros((len(table), count), dtype=np.int64)
        for _ in range(inner.bit_length()):
            place = nodes + inner * tree
            asked = table.take(case + self.features.take(place))
            nodes = 2 * nodes + 1 + (asked > self.thresholds.take(place))
        steps = np.empty((len(table), count + 1))
        steps[:, 0] = self.bias
        steps[:, 1:] = self.leaves.take(nodes - inner + self.leaves.shape[1] * tree)
        # Summed one after the other: the same bytes whatever the number of cases.
        return [1 / (1 + exp(-max(-_MOST, min(_MOST, z)))) for z in np.add.accumulate(steps, axis=1)[:, -1].tolist()]


@cache
def gutter_model() -> Trees:
    """Return the model of gutters: the probability that what they part is read one after the other.

    Raises:
        MissingTool: the model file is not there.
        ValueError: it was made for other features.
    """
    return _load("gutters.json", GUTTER)


@cache
def gap_model() -> Trees:
    """Return the model of gaps: the probability that what is above is read before what is below.

    Raises:
        MissingTool: the model file is not there.
        ValueError: it was made for other features.
    """
    return _load("gaps.json", GAP)


def _load(file: str, names: tuple[str, ...]) -> Trees:
    data = json.loads(artefact("blocks", file).read_text(encoding="utf-8"))
    if tuple(data["names"]) != names:
        raise ValueError(f"models/blocks/{file} was made for other features: run `ingest train blocks`")
    return Trees(
        np.asarray(data["features"], dtype=np.int64),
        np.asarray(data["thresholds"], dtype=np.float64),
        np.asarray(data["leaves"], dtype=np.float64),
        data["bias"],
    )
