"""The joint choice of columns: exact on few columns, linear on many."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Mapping

import pytest

from ingest.classify.fields.heading import LABELS, Label, Meaning
from ingest.classify.tables import column_fields as columns
from ingest.classify.tables.column_fields import Assignment, assign


def _given(count: int, seed: int) -> tuple[list[Meaning], list[Mapping[Label, float]], list[int]]:
    rng = random.Random(seed)
    headings = []
    for _ in range(count):
        weights = [rng.random() ** 3 for _ in LABELS]
        shares = {la: w / sum(weights) for la, w in zip(LABELS, weights, strict=True)}
        headings.append(Meaning(shares, rng.choice([0.0, 0.9, 1.0])))
    contents: list[Mapping[Label, float]] = [
        {la: math.log(max(0.02, rng.random())) for la in LABELS} for _ in range(count)
    ]
    return headings, contents, [rng.randint(0, 5) for _ in range(count)]


def _run(count: int) -> tuple[Assignment, float]:
    given = _given(count, 1)
    started = time.process_time()
    found = assign(*given)
    return found, time.process_time() - started


@pytest.mark.parametrize("seed", range(30))
def test_probabilities_are_of_the_labels(seed: int) -> None:
    found = assign(*_given(seed % 8, seed))
    assert len(found.labels) == len(found.probabilities) == seed % 8
    assert all(0 < p <= 1 + 1e-9 for p in found.probabilities)


def test_time_grows_with_the_columns_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_MOST", 10**6)
    _run(50)
    short = min(_run(300)[1] for _ in range(3))
    long = min(_run(1200)[1] for _ in range(3))
    # Four times the columns; by the square it would be sixteen times.
    assert long < 9 * short


def test_a_thousand_columns_are_not_weighed() -> None:
    found, seconds = _run(50_000)
    assert len(found.labels) == len(found.probabilities) == 50_000
    assert set(found.labels[1000:]) == {"other"}
    assert seconds < 2
