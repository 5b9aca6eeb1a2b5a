"""What strangers' plans at first sight have taught of the confidence: its log-odds stretched and moved.

The model is fitted and calibrated on drawn documents. Documents that nobody had seen are right a little more often than
it says; by how much is fitted on rounds of strangers' plans as the builds that first saw them read them, each round
judged by the others (`benchmarks/first_look_confidence.py`, figures in `models/confidence/README.md`). Values read by
OCR have doubts of their own (`scan_doubts`) and stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from ingest.artefacts import artefact
from ingest.document import Method
from ingest.draft import Draft
from ingest.quality.confidence import CEILING
from ingest.quality.features import Target
from ingest.quality.page_clues import values_of
from ingest.quality.recalibration import recalibrated

__all__ = ["FILE", "as_at_first_sight"]

FILE = "first_looks.json"
"""Of the artefact `confidence`: the factor of the log-odds, what is added to them, and the rounds they stand on."""


def as_at_first_sight(draft: Draft, stated: Mapping[Target, float]) -> dict[Target, float]:
    """Return the confidences, those of values that no OCR read as documents at first sight have taught."""
    factor, addend = _numbers()
    out = dict(stated)
    for index, row in enumerate(draft.rows):
        for name, value in values_of(row):
            if value.evidence.method is not Method.OCR and (index, name) in out:
                out[index, name] = min(CEILING, recalibrated(out[index, name], factor, addend))
    return out


@cache
def _numbers() -> tuple[float, float]:
    found = json.loads(artefact("confidence", FILE).read_text(encoding="utf-8"))
    return float(found["factor"]), float(found["addend"])
