"""Boosted trees of the two decisions, in plain Python: few values a page, no array library needed.

The weights come from `ingest train blocks`; what they are worth stands in `models/blocks/README.md`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from ingest.artefacts import artefact
from ingest.layout.blocks.features import GAP, GUTTER

__all__ = ["Trees", "gap_model", "gutter_model"]

_MOST = 30.0
"""Log-odds beyond which the exponential says nothing more."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Complete binary trees: of tree t, node i asks whether feature `features[t][i]` is above `thresholds[t][i]`;
    its answers lead to nodes 2i + 1 (no) and 2i + 2 (yes), the last level's to `leaves[t]` (log-odds)."""

    features: tuple[tuple[int, ...], ...]
    thresholds: tuple[tuple[float, ...], ...]
    leaves: tuple[tuple[float, ...], ...]
    bias: float

    def __call__(self, values: Sequence[float]) -> float:
        """Return the probability."""
        z = self.bias
        for features, thresholds, leaves in zip(self.features, self.thresholds, self.leaves, strict=True):
            node = 0
            inner = len(features)
            while node < inner:
                node = 2 * node + 1 + (values[features[node]] > thresholds[node])
            z += leaves[node - inner]
        return 1 / (1 + exp(-max(-_MOST, min(_MOST, z))))


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
        tuple(map(tuple, data["features"])),
        tuple(map(tuple, data["thresholds"])),
        tuple(map(tuple, data["leaves"])),
        data["bias"],
    )
