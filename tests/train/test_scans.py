"""The fit of what the letters of a scan say against its values."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.errors import UsageError
from ingest.quality.scan_doubts import SCAN_DOUBTS
from ingest.train import scans


def samples(count: int = 400) -> scans.ScanSamples:
    rng = np.random.default_rng(7)
    doubts = rng.random((count, len(SCAN_DOUBTS)))
    right = (rng.random(count) > 0.6 * doubts[:, 0]).astype(float)
    folder = np.array([f"round{2 * (i % 4)}" for i in range(count)])
    return scans.ScanSamples(folder, np.full(count, 0.95), doubts, right)


def test_weights_are_of_what_tells_and_never_below_nought() -> None:
    made = samples()
    weights = scans.fit(made.table, made.right)
    assert (weights[1:] >= 0).all()
    assert int(np.argmax(weights[2:])) == 0


def test_a_folder_is_judged_by_the_others_and_nothing_is_made_surer() -> None:
    made = samples()
    confidence = scans.corrected(made)
    assert (confidence <= made.stated).all()
    assert confidence[made.right == 1].mean() > confidence[made.right == 0].mean()
    assert "folders left out" in scans.card(made)


def test_a_worn_copy_is_of_the_same_size_and_darkness_differs() -> None:
    page = np.full((300, 200), 255, dtype=np.uint8)
    page[100:120, 40:160] = 0
    for kind in range(4):
        copy = scans.worn(page, 300.0, kind, np.random.default_rng(1))
        assert copy.shape == page.shape
        assert copy[105:115, 60:140].mean() < copy[200:, :].mean()


def test_a_folder_without_scans_is_an_error_of_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no scans"):
        scans.train(tmp_path, tmp_path / "out")
