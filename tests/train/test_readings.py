"""The vote's training: which text of a stretch is right, and weights that tell it."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import UsageError
from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.engines.voting import FEATURES
from ingest.train import readings
from ingest.train.readings import ReadLine, fit, rivals


def line(text: str, confidence: float) -> tuple[OcrWord, ...]:
    out, x = [], 0.0
    for word in text.split():
        out.append(OcrWord(word, (x, 0.0, x + 10.0 * len(word), 20.0), confidence, 0))
        x += 10.0 * len(word) + 12
    return tuple(out)


def read(truth: str, *texts: str, sure: float = 0.8) -> ReadLine:
    return ReadLine("fax", "Serif", truth, tuple(line(t, sure) for t in texts), 1)


def test_the_text_that_leaves_the_fewest_letters_wrong_is_right() -> None:
    found = rivals(read("polisen och skolan", "polisen ocn skolan", "polisen och skolen", "polisen ocn skolan"))
    assert [r.right.tolist() for r in found] == [[False, True], [True, False]]
    assert rivals(read("polisen", "polisen")) == []


def test_the_fit_learns_whom_to_trust() -> None:
    rng = random.Random(1)
    wrong = ["polisen", "skolan", "kommunen", "fritids"]
    samples = []
    for _ in range(30):
        word = rng.choice(wrong)
        samples += rivals(read(word, word.replace("n", "u").replace("i", "l"), word))
    weights = dict(zip(FEATURES, fit(samples), strict=True))
    assert weights["swedish_data"] > 0 > weights["first"]
    assert np.isfinite(list(weights.values())).all()


def test_without_the_corpus_it_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="missing"):
        readings.train(tmp_path, tmp_path / "out")
