"""Trees of yes and no: which answers lead to which leaf."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from ingest.layout.blocks.features import GUTTER
from ingest.layout.blocks.gaps import GAP
from ingest.layout.blocks.model import Trees, gap_model, gutter_model


def two_levels() -> Trees:
    """One tree: is feature 0 above 1? if not: feature 1 above 5; if so: feature 1 above 7."""
    return Trees(np.array([[0, 1, 1]]), np.array([[1.0, 5.0, 7.0]]), np.array([[-2.0, -1.0, 1.0, 2.0]]), bias=0.5)


@pytest.mark.parametrize(("values", "leaf"), [((0, 5), -2.0), ((0, 6), -1.0), ((2, 7), 1.0), ((2, 8), 2.0)])
def test_the_answers_lead_to_a_leaf_and_its_log_odds_to_a_probability(values: tuple[float, ...], leaf: float) -> None:
    assert two_levels()([values]) == [pytest.approx(1 / (1 + exp(-(0.5 + leaf))))]


def test_trees_add_up_and_nothing_gives_nothing() -> None:
    one = two_levels()
    both = Trees(*(np.concatenate([a, a]) for a in (one.features, one.thresholds, one.leaves)), bias=0.5)
    assert both([(2, 8)]) == [pytest.approx(1 / (1 + exp(-4.5)))]
    assert one([]) == []


def test_the_stored_models_answer_for_their_features() -> None:
    for model, names in ((gutter_model(), GUTTER), (gap_model(), GAP)):
        (probability,) = model([[0.0] * len(names)])
        assert 0 < probability < 1
