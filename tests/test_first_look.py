"""The first look counts as it says: false rows are wrong, unflagged means sure and unnamed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]


def benchmark(name: str) -> ModuleType:
    folder = ROOT / "benchmarks"
    if not folder.is_dir():
        pytest.skip("benchmarks are not part of this package")
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def first_look() -> ModuleType:
    return benchmark("first_look")


def test_the_two_numbers_make_the_stated_share_the_right_one() -> None:
    module = benchmark("first_look_confidence")
    stated = np.concatenate([np.full(400, 0.8), np.full(600, 0.95)])
    right = np.concatenate([np.arange(400) % 10 > 0, np.arange(600) % 50 > 0]).astype(float)
    look = module.Look(1, stated, right)
    moved = module.moved(look, module.fitted([look]))
    assert abs(moved.stated[0] - 0.9) < 0.002
    assert abs(moved.stated[-1] - 0.98) < 0.002


def _row(identifier: str, confidence: float = 0.99, **texts: str) -> dict[str, Any]:
    fields = {name: {"text": text, "confidence": confidence} for name, text in texts.items()}
    return {"id": identifier, "origin": "table", "confidence": confidence, **fields}


GOLD = {
    "rows": [
        _row("r1", åtgärd="Måla bänkarna i parken", vem="Parkenheten", när="maj 2030"),
        _row("r2", åtgärd="Byta låsen i skolan", vem="Fastighet", när="juni 2030"),
    ]
}


def test_right_wrong_false_and_missed_fields_are_told_apart(first_look: ModuleType) -> None:
    plan = {
        "rows": [
            _row("r1", åtgärd="Måla bänkarna i parken", vem="Parkenheten", när="maj 2030"),
            _row("r2", åtgärd="Byta låsen i skolan", när="juni 2030 40"),
            _row("r3", 0.5, åtgärd="Deltagare: Eva, Per"),
        ],
        "issues": [
            {"code": "missing-field", "severity": "info", "target": "r2.vem"},
            {"code": "missing-field", "severity": "warning", "target": "r1.mål"},
        ],
    }
    seen = first_look.Seen()
    seen.add("plan", GOLD, plan)
    found = seen.figures()
    assert (found["exact_rows"], found["fields"], found["wrong"]) == (0.5, 6, 2)
    assert found["unflagged"] == 1  # the false row carries .5
    assert (found["missed"], found["missed_named"]) == (1, 1)
    assert (found["lacking"], found["lacking_asked"]) == (4, 1)
    assert found["sure"] == pytest.approx(5 / 6)


def test_no_output_counts_its_rows(first_look: ModuleType) -> None:
    seen = first_look.Seen()
    seen.add("plan", GOLD, None)
    assert seen.figures()["exact_rows"] == 0
    assert seen.figures()["ece"] is None


def test_auroc_counts_ties_half(first_look: ModuleType) -> None:
    assert first_look.auroc(np.array([0.9, 0.9, 0.5]), np.array([1, 0, 0])) == pytest.approx(0.75)
    assert first_look.auroc(np.array([0.9]), np.array([1])) is None
