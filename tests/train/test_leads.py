"""The fit of what a text over rows is: its material, and what it needs."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ingest.classify.text.leads import FEATURES
from ingest.errors import UsageError
from ingest.train import leads


def test_a_folder_without_drawn_documents_is_an_error_of_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no drawn documents"):
        leads.train(tmp_path, tmp_path / "out")


def test_leads_are_put_together_for_each_purpose_and_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leads, "TABLES", 3)
    monkeypatch.setattr(leads, "PARAGRAPHS", 4)
    made = list(leads._made(random.Random(1)))
    assert {s.answer for s in made} == {"goal", "problem", "neither"}
    assert {s.family for s in made} >= {"made: goal, band", "made: title, band", "made: problem, tail"}
    assert all(len(s.values) == len(FEATURES) for s in made)


def test_the_same_seed_puts_the_same_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leads, "TABLES", 2)
    monkeypatch.setattr(leads, "PARAGRAPHS", 2)
    assert list(leads._made(random.Random(7))) == list(leads._made(random.Random(7)))
