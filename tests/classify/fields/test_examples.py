"""What a person has decided of a text holds for texts that are as good as the same, and for no others."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.classify.fields.examples import Examples, outline

TASK = {"decision": "measures", "answer": "no", "text": "Vi följer upp arbetet i maj 2029."}


def test_next_years_sentence_is_this_years() -> None:
    assert outline("Vi följer upp arbetet i maj 2029.") == outline("vi foljer upp arbetet i maj 2030")


def test_an_example_pulls_its_own_text_in_full_and_others_not_at_all() -> None:
    examples = Examples([TASK])
    same, near = (
        examples.pull("measures", "Vi följer upp arbetet i maj 2030."),
        examples.pull("measures", "Vi följer upp arbetena i april 2030."),
    )
    assert same == {"no": 25.0}
    assert 0 < near.get("no", 0.0) < same["no"]
    assert examples.pull("measures", "Parkenheten byter lamporna vid torget.") == {}


def test_examples_of_one_decision_say_nothing_in_another() -> None:
    assert Examples([TASK]).pull("leads", TASK["text"]) == {}
    assert Examples().pull("measures", TASK["text"]) == {}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"answer": "goal"}, "no decision 'measures' with the answer 'goal'"),
        ({"decision": "none"}, "no decision 'none'"),
        ({"text": " … "}, "each needs a text"),
        ({"text": 3}, "each needs a text"),
    ],
)
def test_what_is_no_example_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Examples([{**TASK, **change}])
