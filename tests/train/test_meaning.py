from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("sklearn")

from ingest.classify.fields.classifier import LABELS, Classifier, Vectors, features
from ingest.train import meaning, recogniser


def test_patterns_of_every_meaning_and_no_slot_left_open() -> None:
    examples = list(meaning._invented(0))
    assert min(Counter(e.label for e in examples).values()) > 150
    assert {e.label for e in examples} == set(range(len(LABELS)))
    assert not [e.text for e in examples if re.search(r"[{}]", e.text)]
    assert [e.text for e in meaning._invented(0)] == [e.text for e in examples]


def test_news_become_sentences_with_their_organisations(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text("Hon\t0\narbetar\t0\nvid\t0\nUppsala\tORG\nuniversitet\tORG\n.\t0\n\nIngen\t0\nskadades\t0\n.\t0\n")
    first, second = recogniser._news(path)
    text, marks = first
    assert text == "Hon arbetar vid Uppsala universitet."
    assert [text[a:b] for a, b, _ in marks] == ["Uppsala universitet"]
    assert second == ("Ingen skadades.", ())


def test_held_out_names_are_in_no_training_name() -> None:
    names = set(recogniser.invented_names(random.Random(0), 2000))
    assert not any(name.startswith(("Fritidsbanken", "Träffpunkt", "Samarbetsrådet")) for name in names)


def test_macro_f1_of_a_table() -> None:
    assert meaning.macro_f1(np.diag([3.0, 2, 1, 1, 1, 1])) == pytest.approx(1.0)
    assert meaning.macro_f1(np.array([[1.0, 1], [1, 1]])) == pytest.approx(0.5)


def test_a_saved_classifier_says_the_same(tmp_path: Path) -> None:
    generator = np.random.default_rng(0)
    values = np.round(generator.uniform(-1, 1, (3, 4)) * 127) / 127
    values[0, 0] = 1.0
    vectors = Vectors(("polisen", "kontor", "ska"), values.astype(np.float32), np.zeros((3, 3), np.int64))
    weights = np.zeros((meaning.BUCKETS, 6), dtype=np.float32)
    (spoken, _, _), _ = features("Polisen ska", vectors)
    weights[spoken] = 0.5
    dense = generator.normal(size=(12, 6)).astype(np.float32)
    model = Classifier(weights, dense, np.zeros(6, np.float32), vectors, 1.5)
    model.save(tmp_path / "classifier.npz")
    again = Classifier.load(tmp_path / "classifier.npz")
    assert vectors.index("socialkontor") == 1
    assert np.allclose(model(["Polisen ska", "x", ""]), again(["Polisen ska", "x", ""]), atol=1e-3)
