"""The command `ingest train factory`, and that names of artefacts still follow `ingest train` directly."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from ingest.cli import main
from ingest.errors import ExitCode


def run(*arguments: str) -> int:
    return main(arguments, standalone_mode=False)


def test_the_families_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("train", "factory", "--list", "--families", "ruled-table,no-rows-form") == ExitCode.OK
    assert capsys.readouterr().out.splitlines()[:2] == ["no-rows-form\tno rows", "ruled-table"]


def test_a_family_that_is_none_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("train", "factory", "--families", "round-table", "-o", "out") == ExitCode.USAGE
    assert "round-table" in capsys.readouterr().err


def test_documents_lie_beside_their_answers_and_the_manifest(tmp_path: Path) -> None:
    arguments = ["--families", "program-ruled-table", "--seed", "4", "--count", "2", "-o", str(tmp_path)]
    assert run("train", "factory", *arguments) == ExitCode.OK
    with (tmp_path / "manifest.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert [row["family"] for row in listed] == ["program-ruled-table"] * 2
    for row in listed:
        answer = json.loads((tmp_path / f"{row['name']}.gold.json").read_text(encoding="utf-8"))
        assert (tmp_path / answer["document"]["source"]).exists()
        assert str(len(answer["rows"])) == row["rows"]
        assert str(answer["document"]["pages"]) == row["pages"]


def test_names_of_artefacts_need_no_word_before_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("train", "nothing-known", "--material", str(tmp_path)) == ExitCode.USAGE
    assert "no artefact nothing-known" in capsys.readouterr().err
