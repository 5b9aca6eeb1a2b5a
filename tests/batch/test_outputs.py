"""What an output folder holds: nothing older than its ledger, nothing that is wanted no more, all that is not ours."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import ingest
from ingest.batch.commands import export
from ingest.batch.engine import Outcome
from ingest.batch.ledger import Ledger
from ingest.batch.outputs import Outputs
from ingest.batch.run import RunOrder, Summary, run
from ingest.batch.workers.local import LocalEngine
from ingest.errors import ExitCode, UsageError
from ingest.options import Options
from ingest.write import FILES, FORMATS, Style
from tests import faults


class Silent:
    def listed(self, total: int, to_do: int) -> None: ...
    def finished(self, outcome: Outcome, names: Sequence[str], active: Sequence[tuple[str, float]]) -> None: ...
    def writing(self, what: str) -> None: ...


def convert(folder: Path, out: Path, *formats: str, **changes: object) -> Summary:
    order = replace(RunOrder((str(folder),), out, Options(), formats), **changes)  # type: ignore[arg-type]
    return run(order, LocalEngine(1, faults.work), Silent())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inputs = tmp_path / "in"
    (inputs / "mapp").mkdir(parents=True)
    (inputs / "a.txt").write_text("good a")
    (inputs / "mapp" / "b.txt").write_text("good b")
    return inputs


def files(out: Path) -> set[str]:
    return {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file() and ".ingest" not in p.parts}


def titles(out: Path) -> set[str]:
    return set(ingest.frames(out)["documents"]["title"])


@pytest.mark.parametrize("name", list(FORMATS))
def test_each_format_writes_the_files_that_are_named(name: str, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert(folder, out, name)
    wanted = {"plans/a.txt.json", "plans/mapp/b.txt.json"} if name == "json" else set(FILES[name])
    assert files(out) == wanted
    convert(folder, out, "jsonl" if name != "jsonl" else "csv", prune=True)
    assert files(out) == set(FILES["jsonl" if name != "jsonl" else "csv"])
    assert titles(out) == {"good a", "good b"}


def test_pruning_takes_away_what_is_not_asked_for_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert(folder, out, "json", "csv", with_text=True)
    foreign = {"plans/own.json", "tables/own.csv", "text/own.txt", "notes.xlsx"}
    for name in foreign:
        (out / name).write_text("mine")
    (folder / "a.txt").write_text("good again")
    convert(folder, out, "parquet", prune=True)
    assert files(out) == foreign | set(FILES["parquet"])
    assert not (out / "plans" / "mapp").exists()
    assert titles(out) == {"good again", "good b"}


def test_what_was_exported_into_the_folder_is_kept_in_step(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert(folder, out, "json")
    assert export(str(out), ["jsonl", "csv"], Style(ascii_names=True)) == ExitCode.OK
    (folder / "a.txt").write_text("good again")
    convert(folder, out, "json")
    lines = [json.loads(line) for line in (out / "plans.jsonl").read_text().splitlines()]
    assert {v["document"]["title"] for v in lines} == {"good again", "good b"}
    assert "mal" in (out / "tables" / "rows.csv").read_text(encoding="utf-8").split(",")
    # Deleted by hand, it is wanted no more.
    (out / "plans.jsonl").unlink()
    convert(folder, out, "json")
    assert files(out) == {"plans/a.txt.json", "plans/mapp/b.txt.json", *FILES["csv"]}


def test_json_exported_in_other_words_is_put_right_by_the_next_conversion(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (folder / "rows.txt").write_text("good rows")
    convert(folder, out, "json")
    before = {name: (out / name).read_bytes() for name in files(out)}
    export(str(out), ["json"], Style(ascii_names=True))
    with sqlite3.connect(out / ".ingest" / "ledger.sqlite") as db:
        assert db.execute("SELECT count(*) FROM inputs WHERE written IS NOT ''").fetchone() == (0,)
    assert (out / "plans" / "rows.txt.json").read_bytes() != before["plans/rows.txt.json"]
    convert(folder, out, "json")
    assert {name: (out / name).read_bytes() for name in files(out)} == before


def test_an_export_into_the_folder_waits_for_no_run(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert(folder, out, "json")
    with Ledger(out):
        with pytest.raises(UsageError, match="another run"):
            export(str(out), ["csv"], Style())
        # Elsewhere it does no harm.
        assert export(str(out), ["csv"], Style(), to=str(tmp_path / "other")) == ExitCode.OK
    with Ledger(out, create=False) as ledger:
        assert set(ledger.formats) == {"json"}
    assert files(tmp_path / "other") == set(FILES["csv"])


def test_frames_read_whatever_is_there(folder: Path, tmp_path: Path) -> None:
    for name in ("json", "jsonl", "csv", "parquet"):
        out = tmp_path / name
        convert(folder, out, name)
        assert titles(out) == {"good a", "good b"}
        with_ledger = ingest.frames(out)["documents"]
        (out / ".ingest").rename(tmp_path / f"{name}.ledger")
        if name == "parquet":
            with pytest.raises(UsageError, match="holds no conversion"):
                ingest.frames(out)
        else:
            assert ingest.frames(out)["documents"].equals(with_ledger)


def test_a_file_that_was_in_place_when_a_run_was_killed_is_no_persons(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    plan = out / "plans" / "a.txt.json"
    convert(folder, out, "json")
    (folder / "a.txt").write_text("good changed")
    with monkeypatch.context() as killed:
        # The file is written, and nothing is noted of it any more.
        killed.setattr(Outputs, "_written", lambda self, name: None)
        convert(folder, out, "json")
    assert "good changed" in plan.read_text(encoding="utf-8")
    assert convert(folder, out, "json").edited == ()
    (folder / "a.txt").write_text("good again")
    assert convert(folder, out, "json").edited == ()
    assert "good again" in plan.read_text(encoding="utf-8")
    plan.write_text("{}")
    (folder / "a.txt").write_text("good at last")
    assert convert(folder, out, "json").edited == ("plans/a.txt.json",)
    assert plan.read_text(encoding="utf-8") == "{}"


def test_a_retry_converts_what_has_no_result(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (folder / "bad.txt").write_text("bad")
    assert convert(folder, out, "json").exit_code == ExitCode.SOME_FAILED
    (folder / "bad.txt").write_text("good after all")
    (folder / "a.txt").write_text("good changed")
    summary = convert(folder, out, "json", only_failed=True)
    assert (summary.exit_code, summary.converted, summary.totals.pending) == (ExitCode.OK, 2, 0)
    assert titles(out) == {"good after all", "good changed", "good b"}


def test_files_of_ones_own_are_found_from_anywhere(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "words.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    convert(folder, tmp_path / "out", "json", options=Options(vocabulary="words.toml"))
    with Ledger(tmp_path / "out", create=False) as ledger:
        assert ledger.settings["options"]["vocabulary"] == str(tmp_path / "words.toml")


def test_a_stranger_s_files_stay_whatever_their_names(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for place in ("plans/a.txt.json", "text/a.txt.txt"):
        (out / place).parent.mkdir(parents=True, exist_ok=True)
        (out / place).write_text("not ours")
    convert(folder, out, "csv")
    assert (out / "plans" / "a.txt.json").read_text() == "not ours"
    assert (out / "text" / "a.txt.txt").read_text() == "not ours"
