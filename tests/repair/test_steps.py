"""Repair steps of other packages, found by entry point."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint

import pytest

from ingest import repair_text
from ingest.batch.run import version
from ingest.registry import Registry
from ingest.repair import repair_record, steps
from ingest.repair.working_text import Body, Passage, WorkingWord


def mend_teh(body: Body) -> None:
    for token in body.tokens():
        if token.text == "kmn":
            body.change(token, "kommunen", "ocr", 0.9)


def wrong(body: Body) -> None:
    for token in body.tokens():
        body.change(token, "x", "magic", 1.0)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EntryPoint]]:
    found: list[EntryPoint] = []
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [e for e in found if e.group == group])
    monkeypatch.setattr(steps, "REPAIRS", Registry("repair", {}, group="ingest.repairs"))
    steps._others.cache_clear()
    yield found
    steps._others.cache_clear()


def test_a_step_of_another_package_repairs_and_is_recorded(installed: list[EntryPoint]) -> None:
    assert repair_text("Ansvarig är kmn nu.") == "Ansvarig är kmn nu."
    steps._others.cache_clear()
    before = version()
    steps.REPAIRS._plugins = None
    installed.append(EntryPoint("kmn", f"{__name__}:mend_teh", "ingest.repairs"))
    record = repair_record("Ansvarig är kmn nu.")
    assert record.text == "Ansvarig är kommunen nu."
    assert [(c.before, c.after, c.changes[0].rule) for c in record.changes] == [("kmn", "kommunen", "ocr")]
    # A rule that is switched off acts in no step.
    assert repair_record("Ansvarig är kmn nu.", skip=frozenset({"ocr"})).text == "Ansvarig är kmn nu."
    # Results are made anew where the installed steps are others.
    assert version() != before


def test_a_rule_that_the_contract_does_not_know_is_an_error(installed: list[EntryPoint]) -> None:
    installed.append(EntryPoint("fel", f"{__name__}:wrong", "ingest.repairs"))
    with pytest.raises(ValueError, match="no repair rule 'magic'"):
        repair_text("ord")


def test_a_step_does_not_look_again_where_nothing_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []

    def still(body: Body) -> None:
        looks.append("still")

    def once(body: Body) -> None:
        looks.append("once")
        for token in body.tokens():
            body.change(token, "b" if token.text == "a" else token.text, "ocr", 0.9)

    monkeypatch.setattr(steps, "_STEPS", (still, once))
    body = Body([Passage([[WorkingWord("a")]])])
    seen: dict[Callable[[Body], object], int] = {}
    for _ in range(3):
        steps.mend_body(body, seen)
    # After the change both look once more, and then no more.
    assert looks == ["still", "once", "still", "once"]
