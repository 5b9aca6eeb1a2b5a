"""What the command line's functions do besides running: where an output folder is, and what stands in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.batch import commands as front
from ingest.batch.engine import JobEngine
from ingest.batch.ledger import Ledger
from ingest.batch.workers.local import LocalEngine
from ingest.errors import ExitCode, OutputError, UsageError
from ingest.options import Limits
from ingest.write.sql_schema import Naming
from tests import faults


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An input folder, and children that do what its files tell."""

    def make(name: str, *, workers: int, address: str | None) -> JobEngine:
        return LocalEngine(workers, faults.work)

    monkeypatch.setattr(front, "make_engine", make)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("good a")
    return tmp_path / "in"


def convert(paths: Sequence[Path | str], out: Path | str) -> ExitCode:
    return front.convert([str(p) for p in paths], str(out), front.Options())


def test_paths_after_file_are_found_again(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.txt").write_text("bad")
    out = f"file://{tmp_path / 'out'}"
    assert convert([f"file://{folder}"], out) == ExitCode.SOME_FAILED
    assert front.status(out) == ExitCode.SOME_FAILED
    (folder / "bad.txt").write_text("good after all")
    metrics = tmp_path / "metrics.prom"
    log = tmp_path / "log.json"
    assert front.retry(out, Limits(), workers=1, metrics=metrics, log=log, log_format="json") == ExitCode.OK
    assert "ingest_" in metrics.read_text()
    assert log.exists()


def test_a_retry_of_a_run_that_was_killed_at_its_start_is_a_usage_error(tmp_path: Path) -> None:
    Ledger(tmp_path / "out").close()
    with pytest.raises(UsageError, match="no conversion"):
        front.retry(str(tmp_path / "out"), Limits(), workers=1)


def test_a_disk_that_is_full_for_the_ledger_is_an_output_error(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Ledger, "register", full)
    with pytest.raises(OutputError, match="disk is full"):
        convert([folder], tmp_path / "out")


def test_a_load_after_a_stopped_run_leaves_alone_what_waits(folder: Path, tmp_path: Path) -> None:
    """One file changed and has no new result, one is gone."""
    for name in ("b", "c"):
        (folder / f"{name}.txt").write_text(f"good {name}")
    out, url = tmp_path / "out", f"sqlite:///{tmp_path / 'v.db'}"
    assert convert([folder], out) == ExitCode.OK
    assert front.load(str(out), url, Naming()) == ExitCode.OK
    (folder / "c.txt").unlink()
    (folder / "b.txt").write_text("bad")
    assert front.convert([str(folder)], str(out), front.Options(), prune=True) == ExitCode.SOME_FAILED
    assert front.load(str(out), url, Naming(), vanished="delete") == ExitCode.OK
    with sqlite3.connect(tmp_path / "v.db") as database:
        found = database.execute("SELECT document, vanished FROM documents ORDER BY document").fetchall()
    # c has gone; b is in the input, and what was loaded of it stays.
    assert found == [("a.txt", 0), ("b.txt", 0)]
