"""Whole runs with real children that misbehave on demand."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from ingest.batch import run as run_module
from ingest.batch.engine import Outcome
from ingest.batch.ledger import Ledger
from ingest.batch.run import RunOrder, Summary, run
from ingest.batch.workers.local import LocalEngine
from ingest.errors import ExitCode, OutputError, UsageError
from ingest.options import Limits, Options
from tests import faults

# Long enough for a busy machine: only what hangs or spins needs it.
LIMITS = Limits(wall_seconds=5, cpu_seconds=30, memory_bytes=400 * 2**20)
# What ends by itself in a moment may take this long on a machine with ten times the work it can do.
PATIENCE_SECONDS = 60


class Silent:
    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def listed(self, total: int, to_do: int) -> None:
        self.to_do = to_do

    def finished(self, outcome: Outcome, names: Sequence[str], active: Sequence[tuple[str, float]]) -> None:
        self.outcomes.append(outcome)

    def writing(self, what: str) -> None: ...


def convert(folder: Path, out: Path, *, workers: int = 2, **changes: object) -> tuple[Summary, Silent]:
    order = RunOrder((str(folder),), out, Options(limits=LIMITS))
    silent = Silent()
    return run(replace(order, **changes), LocalEngine(workers, faults.work), silent), silent  # type: ignore[arg-type]


def snapshot(out: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(out)): p.read_bytes()
        for p in sorted(out.rglob("*"))
        if p.is_file() and ".ingest" not in p.parts
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inputs = tmp_path / "in"
    inputs.mkdir()
    for n in range(6):
        (inputs / f"plan{n}.txt").write_text(f"good {n}")
    return inputs


def test_every_bad_file_is_set_aside_with_its_reason_and_no_good_one_lost(folder: Path, tmp_path: Path) -> None:
    for word in ("hang", "spin", "eat", "alloc", "die", "bad"):
        (folder / f"{word}.txt").write_text(word)
    (folder / "once.txt").write_text("once")
    (folder / "empty.txt").write_text("")
    (folder / "empty2.txt").write_text(" \n")
    summary, silent = convert(folder, tmp_path / "out", options=Options(limits=replace(LIMITS, cpu_seconds=2)))
    with Ledger(tmp_path / "out", create=False) as ledger:
        entries = {e.name: e for e in ledger.entries()}
    reasons = {n: e.failure.message if e.failure else None for n, e in entries.items()}
    assert "wall_seconds" in str(reasons["hang.txt"])
    assert "_seconds" in str(reasons["spin.txt"])
    assert "memory" in str(reasons["eat.txt"])
    assert "memory" in str(reasons["alloc.txt"])
    assert "SIGSEGV" in str(reasons["die.txt"])
    assert entries["die.txt"].attempts == 2
    assert entries["once.txt"].state == "done"
    assert entries["once.txt"].attempts == 2
    assert entries["bad.txt"].attempts == 1
    assert "nothing" in str(reasons["empty.txt"])
    assert {n for n, e in entries.items() if e.state == "done"} >= {f"plan{n}.txt" for n in range(6)}
    assert summary.exit_code == ExitCode.SOME_FAILED
    assert len(silent.outcomes) == len({o.job.sha256 for o in silent.outcomes})


def test_a_second_run_does_only_what_is_new_changed_or_failed(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert(folder, out)
    before = snapshot(out)
    summary, _ = convert(folder, out)
    assert summary.converted == 0
    assert snapshot(out) == before
    (folder / "plan0.txt").write_text("good changed")
    (folder / "plan1.txt").unlink()
    (folder / "new.txt").write_text("good new")
    (folder / "bad.txt").write_text("bad")
    summary, _ = convert(folder, out)
    assert (summary.converted, summary.gone, summary.removed) == (3, ("plan1.txt",), 0)
    assert (out / "plans" / "plan1.txt.json").exists()
    summary, _ = convert(folder, out, prune=True)
    assert (summary.gone, summary.removed) == ((), 1)
    assert not (out / "plans" / "plan1.txt.json").exists()
    assert b"changed" in (out / "plans" / "plan0.txt.json").read_bytes()
    summary, _ = convert(folder, out)
    assert summary.converted == 1
    summary, _ = convert(folder, out, redo=True)
    assert summary.converted == 7


def test_a_file_that_now_holds_what_another_held_gets_that_plan(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert(folder, out)
    (folder / "plan0.txt").write_text("good 1")
    summary, _ = convert(folder, out)
    assert summary.converted == 0
    plan = json.loads((out / "plans" / "plan0.txt.json").read_text())
    assert (plan["document"]["title"], plan["document"]["source"]) == ("good 1", "plan0.txt")


def test_another_version_is_done_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    convert(folder, tmp_path / "out")
    monkeypatch.setattr(run_module, "version", lambda: "next")
    summary, _ = convert(folder, tmp_path / "out")
    assert summary.converted == 6


def test_identical_files_are_converted_once_and_listed_under_every_name(folder: Path, tmp_path: Path) -> None:
    (folder / "copy.txt").write_text("good 3")
    summary, _ = convert(folder, tmp_path / "out")
    assert (summary.converted, summary.totals.documents) == (6, 7)
    for name in ("copy.txt", "plan3.txt"):
        plan = json.loads((tmp_path / "out" / "plans" / f"{name}.json").read_text())
        assert plan["document"]["source"] == name


def test_the_number_of_workers_changes_no_byte(folder: Path, tmp_path: Path) -> None:
    (folder / "slow.txt").write_text("slow")
    convert(folder, tmp_path / "one", workers=1)
    convert(folder, tmp_path / "three", workers=3)
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "three")


def test_text_is_written_on_demand(folder: Path, tmp_path: Path) -> None:
    convert(folder, tmp_path / "out")
    summary, _ = convert(folder, tmp_path / "out", with_text=True)
    assert summary.converted == 6
    assert (tmp_path / "out" / "text" / "plan2.txt.txt").read_text() == "good 2"


def test_files_that_are_not_ours_stay(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    foreign = [
        out / "text" / "notes.txt",
        out / "plans" / "own.json",
        out / ".film.mp4.part",
        out / "plans" / ".a.part",
    ]
    for path in foreign:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    left = out / "plans" / ".plan0.txt.json.4711.part"
    left.write_text("half")
    convert(folder, out)
    convert(folder, out, redo=True)
    assert all(path.read_text() == "mine" for path in foreign)
    assert not left.exists()


def test_a_name_that_is_not_utf8_stops_nothing(folder: Path, tmp_path: Path) -> None:
    (folder / os.fsdecode(b"\xe5r.txt")).write_text("good year")
    summary, _ = convert(folder, tmp_path / "out")
    assert summary.totals.done == 7


def test_what_is_never_a_document_is_told(folder: Path, tmp_path: Path) -> None:
    (folder / ".dold").mkdir()
    (folder / ".dold" / "plan.txt").write_text("x")
    (folder / "~$plan.docx").write_text("x")
    os.mkfifo(folder / "rör")
    summary, _ = convert(folder, tmp_path / "out")
    assert sorted(summary.passed_over) == [".dold", "rör", "~$plan.docx"]


def test_an_output_folder_that_is_removed_meanwhile_is_told(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = run_module.Outputs.everything

    def removed(self: object, writing: object) -> None:
        shutil.rmtree(tmp_path / "out")
        done(self, writing)

    assert not convert(folder, tmp_path / "out")[0].ledger_is_gone
    monkeypatch.setattr(run_module.Outputs, "everything", removed)
    assert convert(folder, tmp_path / "out")[0].ledger_is_gone


def test_two_runs_cannot_write_one_folder(folder: Path, tmp_path: Path) -> None:
    with Ledger(tmp_path / "out"), pytest.raises(UsageError, match="another run"):
        convert(folder, tmp_path / "out")


def test_a_full_disk_is_a_typed_error_and_keeps_what_was_finished(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Any] = []

    def full(path: Path, data: bytes) -> None:
        if len(written) == 3:
            raise OutputError("plan cannot be written (No space left on device).")
        written.append(path)

    monkeypatch.setattr("ingest.batch.outputs.write_bytes", full)
    with pytest.raises(OutputError, match="No space"):
        convert(folder, tmp_path / "out")
    monkeypatch.undo()
    summary, _ = convert(folder, tmp_path / "out")
    # Files are written in threads: by the time the disk is found full, others may be finished and kept.
    assert summary.converted < 6
    assert summary.totals.done == 6
    assert len(snapshot(tmp_path / "out")) >= 6


_SCRIPT = """
import sys, faults
from pathlib import Path
from ingest.batch.workers.local import LocalEngine
from ingest.batch.run import RunOrder, run
from ingest.options import Options
class Quiet:
    def listed(self, *a): print("listed", flush=True)
    def finished(self, *a): print("finished", flush=True)
    def writing(self, *a): pass
if __name__ == "__main__":
    import signal
    from ingest.batch.commands import _terminated_as_interrupt
    with _terminated_as_interrupt():
        s = run(RunOrder((sys.argv[1],), Path(sys.argv[2]), Options()), LocalEngine(2, faults.work), Quiet())
    sys.exit(s.exit_code)
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[object]:
    script = tmp_path / "script.py"
    script.write_text(_SCRIPT)
    started: list[subprocess.Popen[str]] = []

    def begin(folder: Path, out: Path) -> subprocess.Popen[str]:
        path = os.pathsep.join([str(Path(faults.__file__).parent), *sys.path])
        process = subprocess.Popen(
            [sys.executable, str(script), str(folder), str(out)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def children_of(folder: Path) -> list[str]:
    """Command lines of processes that speak of the folder."""
    lines = []
    for process in psutil.process_iter(["cmdline"]):
        line = " ".join(process.info["cmdline"] or [])
        if str(folder) in line:
            lines.append(f"{process.pid} {line}")
    return lines


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_stopped_run_goes_on_where_it_was(
    number: signal.Signals, folder: Path, tmp_path: Path, start: object
) -> None:
    # Larger files go first: some plan is finished when the signal comes, and the held ones never are, however long
    # a busy machine keeps this test from looking.
    for n in range(6):
        (folder / f"plan{n}.txt").write_text(f"good {n} and longer than what is held")
    for n in range(20):
        (folder / f"held{n}.txt").write_text(f"held {n}")
    process = start(folder, tmp_path / "out")  # type: ignore[operator]
    assert "finished\n" in process.stdout
    process.send_signal(number)
    code = process.wait(PATIENCE_SECONDS)
    assert code == (-signal.SIGKILL if number == signal.SIGKILL else ExitCode.INTERRUPTED)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while left := children_of(tmp_path):
        assert time.monotonic() < deadline, left
        time.sleep(0.1)
    (tmp_path / "gate").touch()
    summary, _ = convert(folder, tmp_path / "out", options=Options())
    assert 20 <= summary.converted < 26
    assert summary.totals.done == 26
    convert(folder, tmp_path / "fresh", options=Options())
    assert snapshot(tmp_path / "out") == snapshot(tmp_path / "fresh")
