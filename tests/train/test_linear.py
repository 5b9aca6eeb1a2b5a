"""What trainers of linear decisions share: drawn material, the model's file, figures and tables of the card."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from ingest.train.linear import Sample, ablation, arrays, drawn, judged, on_top, worst_families, write_yes_no

FEATURES = ("tells", "says_nothing")
SAMPLES = arrays(
    [Sample(f"family {n}", (1.0 if yes else -1.0, 0.0), yes) for n in range(12) for yes in (True, False) * 4]
)


def test_only_undamaged_documents_that_are_wanted_are_drawn(tmp_path: Path) -> None:
    rows = ["name,ext,family,damage", "a,pdf,blomp,none", "b,txt,blomp,none", "c,pdf,zwil,scan-300"]
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "manifest.csv").write_text("\n".join(rows), encoding="utf-8")
    assert list(drawn(tmp_path, lambda row: row["ext"] == "pdf")) == [(tmp_path / "one" / "a.pdf", "blomp")]


def test_the_file_holds_the_weights_by_the_names_of_the_clues(tmp_path: Path) -> None:
    write_yes_no(SAMPLES, FEATURES, tmp_path / "out" / "model.json")
    data = json.loads((tmp_path / "out" / "model.json").read_text(encoding="utf-8"))
    assert tuple(data["features"]) == FEATURES
    assert data["weights"][0] > 0.5
    assert data["weights"][1] == pytest.approx(0)
    assert data["bias"] == pytest.approx(0, abs=0.01)


def test_a_decision_is_right_where_the_true_answer_has_the_largest_chance() -> None:
    found = judged(SAMPLES, seed=0)
    assert found.figures.right == 1.0
    assert found.hits.all()
    three = arrays([Sample(f"family {n}", (float(n % 3), 1.0), "abc"[n % 3]) for n in range(36)])
    assert judged(three, 0, "abc").chances.shape == (36, 3)


def test_the_card_tells_what_each_part_of_the_clues_is_worth() -> None:
    lines = ablation(SAMPLES, 0, FEATURES, {"what tells": ("tells",), "says_nothing": ("says_nothing",)})
    assert lines[2].startswith("| what tells (1) | 50.00% | 50.00% |")
    assert lines[3].startswith("| says_nothing | 100.00% | 100.00% |")
    assert worst_families(SAMPLES, judged(SAMPLES, 0).hits, "family | texts")[2] == "| family 0 | 8 | 100.0% |"


def test_a_clue_is_added_to_weights_that_stand() -> None:
    rng = np.random.default_rng(0)
    clue = (rng.random(400) < 0.3).astype(float)
    odds = np.full(400, 3.0)
    right = clue == 0
    (weight,) = on_top(clue[:, None], right, np.ones(400), odds, 0.1)
    assert weight < -4
    assert abs(float(on_top(clue[:, None], np.ones(400, dtype=bool), np.ones(400), odds, 100.0)[0])) < 0.5
