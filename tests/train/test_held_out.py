"""No figure is by a model that saw the family."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.train.held_out import DecisionSamples, figures, held_out, worst


def _alike(families: int, each: int) -> DecisionSamples:
    """Families of which each has a clue of its own that gives its answers away, and nothing else does."""
    number = np.repeat(np.arange(families), each)
    answers = np.tile(np.arange(each) % 2 == 0, families)
    values = np.zeros((len(number), families))
    values[np.arange(len(number)), number] = np.where(answers, 1.0, -1.0)
    return DecisionSamples(values, answers, np.array([f"family {n}" for n in number]))


def test_what_only_the_own_family_tells_is_not_known() -> None:
    samples = _alike(24, 10)
    found = held_out(samples, (False, True), seed=1)
    assert found == pytest.approx(np.full((240, 2), 0.5), abs=0.01)


def test_a_large_family_counts_as_the_root_of_its_samples() -> None:
    samples = DecisionSamples(np.zeros((20, 1)), np.zeros(20, bool), np.array(["large"] * 16 + ["small"] * 4))
    weights = samples.weights
    assert weights[:16].sum() / weights[16:].sum() == pytest.approx(2)
    assert weights.mean() == pytest.approx(1)


def test_the_mean_is_over_families_and_the_worst_come_first() -> None:
    families = np.array(["a", "a", "a", "b"])
    hit = np.array([True, True, True, False])
    right, mean, loss = figures(families, hit, np.array([1.0, 1.0, 1.0, 0.0]))
    assert (right, mean) == (0.75, 0.5)
    assert loss == pytest.approx(-np.log(1e-4) / 4)
    assert worst(families, hit) == [("b", 1, 0.0), ("a", 3, 1.0)]
