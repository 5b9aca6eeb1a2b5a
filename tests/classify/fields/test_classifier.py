"""The classifier of sentences and cells: how texts are split, word vectors, and what the stored one says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.classify.fields.classifier import (
    BUCKETS,
    LABELS,
    Classifier,
    Vectors,
    classifier,
    features,
    meanings,
    split,
)


def vectors() -> Vectors:
    values = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    return Vectors(("parken", "lampor"), values, np.array([[0, 0, 0], [1, 1, 1]]))


def test_texts_are_words_numbers_and_marks_with_every_digit_as_0() -> None:
    assert split("Byta 12 lampor, nu!") == ["byta", "00", "lampor", ",", "nu", "!"]


def test_a_word_without_a_vector_takes_that_of_its_longest_known_ending() -> None:
    found = vectors()
    assert (found.size, found.index("parken"), found.index("stadsparken"), found.index("gata")) == (2, 0, 0, -1)


def test_the_mean_of_a_text_has_length_one() -> None:
    (mean,) = vectors().mean([0, 1])[None, :2]
    assert np.linalg.norm(mean) == pytest.approx(1.0)


def test_features_are_buckets_and_a_dense_row() -> None:
    groups, dense = features("Byta lampor i parken", vectors())
    assert all(((g >= 0) & (g < BUCKETS)).all() for g in groups)
    assert dense.shape == (6,)


def test_a_classifier_is_the_same_after_it_was_stored(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    weights = np.zeros((BUCKETS, len(LABELS)), dtype=np.float32)
    weights[:50] = rng.normal(size=(50, len(LABELS))).astype(np.float16)
    dense = rng.normal(size=(6, len(LABELS))).astype(np.float16).astype(np.float32)
    made = Classifier(weights, dense, np.zeros(len(LABELS), dtype=np.float32), vectors(), 1.5)
    made.save(tmp_path / "model.npz")
    again = Classifier.load(tmp_path / "model.npz")
    text = ["Byta lampor i parken"]
    assert np.allclose(made(text), again(text), atol=0.02)
    assert made(text).sum() == pytest.approx(1.0, abs=1e-5)


def test_the_stored_one_knows_measures_from_causes() -> None:
    found = list(meanings(["Vi ska byta ut lamporna i parken.", "Många känner sig otrygga på grund av mörka stigar."]))
    assert found[0]["åtgärd"] > found[0]["orsak"]
    assert found[1]["orsak"] > found[1]["vem"]
    assert classifier() is classifier()
