"""Rows of documents that hold no measures: drafts whose tables and lists were taken for measures on purpose.

The decisions about tables and lists were fitted on the factory's words, so that its documents without measures hardly
ever give rows, and the confidence would never see what such rows look like. A stranger's report makes the decisions
err; here they err as far as it takes to let the likeliest table or list of a document through, but no further.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import exp, log

from ingest import classify, normalise
from ingest.classify.tables.gives_rows import load, watched
from ingest.classify.text.measures import MeasureCandidate, MeasureSetting, fitted_judge
from ingest.document import Document
from ingest.draft import Draft
from ingest.options import Options

__all__ = ["taken_for_measures"]

_BETWEEN = (0.52, 0.99)
"""Bounds of the probability that the likeliest table is given."""
_LEAST = 1e-6
_SHIFT = (1.0, 6.0)
"""Bounds of what is added to the log-odds of list items."""


def taken_for_measures(document: Document, options: Options, rng: random.Random) -> Draft | None:
    """Return the draft of a document without measures whose tables or lists give rows; None where none can.

    Args:
        document: arranged.
        options: how it is converted.
        rng: draws how sure the wrong decisions are.
    """
    model, seen = load(), [0.0]

    def look(values: Sequence[float]) -> float:
        seen.append(model(values))
        return seen[-1]

    with watched(look):
        classify.classify(document, options)
    shift = max(0.0, _odds(rng.uniform(*_BETWEEN)) - _odds(max(seen)))
    more = rng.uniform(*_SHIFT)

    def lists(run: Sequence[MeasureCandidate], setting: MeasureSetting) -> Sequence[float]:
        return [_probability(_odds(p) + more) for p in fitted_judge(run, setting)]

    with watched(lambda values: _probability(_odds(model(values)) + shift)):
        draft = normalise.resolve(classify.classify(document, options, judge=lists), options)
    return draft if draft.rows else None


def _odds(probability: float) -> float:
    kept = min(1 - _LEAST, max(_LEAST, probability))
    return log(kept / (1 - kept))


def _probability(odds: float) -> float:
    return 1 / (1 + exp(-odds))
