"""Whether the rows of a table are measures: logistic models over the clues of `kind_features`.

One judges tables with a column of measures or goals, the other tables that say who and when of a measure which their
heading names. The weights come from `ingest train tables`, cross-validated over whole kinds of tables; what they are
worth stands in `models/tables/README.md`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from ingest.artefacts import artefact
from ingest.classify.tables.kind_features import FEATURES
from ingest.decision_overrides import Watched

__all__ = ["THRESHOLD", "RowsModel", "about_probability", "load", "rows_probability", "watched"]

THRESHOLD = 0.5
"""From this probability on a table's rows are measures."""
_MOST = 30.0
"""Log-odds beyond which the exponential says nothing more."""


Watch = Callable[[Sequence[float]], float]
_WATCHED: Watched[Watch] = Watched("gives_rows")
watched = _WATCHED.by
"""Let something else decide whether rows are measures, and see what it is asked: training makes it err."""


@dataclass(frozen=True, slots=True)
class RowsModel:
    """Weights in the order of `FEATURES`."""

    weights: tuple[float, ...]
    bias: float

    def __call__(self, values: Sequence[float]) -> float:
        z = self.bias + sum(w * v for w, v in zip(self.weights, values, strict=True))
        return 1 / (1 + exp(-max(-_MOST, min(_MOST, z))))


@cache
def load(part: str = "rows") -> RowsModel:
    """Return one of the package's models.

    Args:
        part: "rows" for tables with a column of measures or goals, "about" for tables of who and when.

    Raises:
        MissingTool: the model file is not there.
        ValueError: it was made for other features.
    """
    data = json.loads(artefact("tables", "gives_rows.json").read_text(encoding="utf-8"))
    if tuple(data["features"]) != FEATURES:
        raise ValueError("models/tables/gives_rows.json was made for other features: run `ingest train tables`")
    return RowsModel(tuple(data[part]["weights"]), data[part]["bias"])


def rows_probability(values: Sequence[float]) -> float:
    """Return the probability that a table with these features holds measures."""
    return (_WATCHED.current() or load())(values)


def about_probability(values: Sequence[float]) -> float:
    """Return the probability that a table of who and when with these features belongs to a measure."""
    return load("about")(values)
