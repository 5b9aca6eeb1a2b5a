from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("sklearn")

from ingest.classify.text.list_heads import HEADS
from ingest.classify.text.measures import FEATURES, MeasureCandidate, load
from ingest.train import measures


def test_the_weights_that_ship_are_of_the_clues_there_are() -> None:
    assert set(load().weights) == set(FEATURES)


def test_invented_lists_are_the_same_each_time_and_of_both_answers() -> None:
    examples = list(measures._invented(0))
    assert examples == list(measures._invented(0))
    assert {e.right for e in examples} == {True, False}
    assert all(len(e.values) == len(FEATURES) for e in examples)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Måla bänkarna på torget", True),
        ("Måla bänkarna på torgen.", True),
        ("på torget", None),
        ("Kommunen har tre torg", False),
    ],
)
def test_candidates_are_told_by_the_answers(text: str, answer: bool | None) -> None:
    assert measures._is_measure(MeasureCandidate(text, "item"), ["Måla bänkarna på torget"]) is answer


def test_a_model_is_written_with_its_card(tmp_path: Path) -> None:
    examples = list(measures._invented(1))[:400]
    measures.fit_all(examples, tmp_path)
    assert "Ablation" in (tmp_path / "README.md").read_text(encoding="utf-8")
    assert (tmp_path / "model.json").is_file()


def test_lists_that_only_their_heads_tell_apart_are_of_both_answers() -> None:
    heads = measures._heads()
    examples = list(measures._paired(0, heads))
    assert examples == list(measures._paired(0, heads))
    assert {e.right for e in examples} == {True, False}
    assert set(heads) == set(HEADS)


def test_what_minutes_and_programmes_tell_is_of_both_answers() -> None:
    heads = measures._heads()
    for drawn in (measures._of_minutes, measures._of_programmes):
        examples = list(drawn(0, heads))
        assert examples == list(drawn(0, heads))
        assert {e.right for e in examples} == {True, False}


def test_the_card_tells_how_well_heads_are_told() -> None:
    heads = [(text, kind) for kind, own in measures._heads().items() for text in own]
    assert "of them are told right" in measures._card_of_heads(heads)
