"""The fit of who issued a document: its material, and what it needs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.classify.facts.issuer_features import FEATURES
from ingest.errors import UsageError
from ingest.train import issuers

PLAN = "Lövstads kommun\n\nHandlingsplan 2031\n\nÅtgärd: Ronder\nAnsvarig: Polisen\nNär: maj 2031\n"


def test_a_folder_without_documents_is_an_error_of_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no documents"):
        issuers.train(tmp_path, tmp_path / "out")


def test_documents_beside_their_answers_are_fitted_on(tmp_path: Path) -> None:
    for folder, owner in (("one", "Lövstads kommun"), ("two", "Lövstads kommun")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.txt").write_text(PLAN.replace("Polisen", "Lövstads skola"), encoding="utf-8")
        answer = {"document": {"issuers": {"value": [owner], "accept": [[owner, "Polisen"]]}}}
        (tmp_path / folder / "plan.gold.json").write_text(json.dumps(answer), encoding="utf-8")
    found = list(issuers._documents(tmp_path))
    assert [family for _, family, _ in found] == ["one", "two"]


def test_an_answer_of_any_is_left_out() -> None:
    assert issuers._fair({"any": True, "value": []}) == ()
    assert issuers._fair([{"name": "Lövstads Kommun."}]) == (frozenset({"lövstads kommun"}),)
    assert len(FEATURES) == len(set(FEATURES))
