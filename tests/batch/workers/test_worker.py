"""What a child answers."""

from __future__ import annotations

import errno
import hashlib
import json
import multiprocessing
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from ingest.batch.engine import Done, Failure, Job, Tally
from ingest.batch.inputs.finder import Input
from ingest.batch.workers import local
from ingest.batch.workers.worker import _guarded, context, convert
from ingest.options import Options
from ingest.plan import Plan


@pytest.mark.parametrize("name", ["lovstrand-entabell.docx", "almvik-linjerad.pdf", "tallmo-avskalad.txt"])
def test_the_tally_is_what_the_written_plan_gives(samples: Path, name: str) -> None:
    path = samples / name
    job = Job(Input(name, str(path), path.stat().st_size), hashlib.sha256(path.read_bytes()).hexdigest())
    answer = convert(job, Options())
    assert isinstance(answer, Done)
    value = json.loads(answer.data)
    assert answer.tally is not None
    written = Tally.of(Plan.from_dict(value))
    # Confidences are rounded when they are written.
    assert answer.tally.expected == pytest.approx(written.expected, abs=0.01)
    assert replace(answer.tally, expected=0.0) == replace(written, expected=0.0)
    assert answer.tally.rows == len(value["rows"]) > 0
    assert answer.tally.fields == sum(
        row[f] is not None for row in value["rows"] for f in ("orsak", "mål", "åtgärd", "vem", "när")
    )
    assert answer.tally.doubts == len({i["target"] for i in value["issues"] if i["severity"] != "info"})


def _threads(job: Job, options: Options) -> Done:
    import cv2

    del job, options
    return Done(str(cv2.getNumThreads()).encode())


def test_a_child_keeps_to_one_core(tmp_path: Path) -> None:
    job = Job(Input("a.txt", str(tmp_path / "a.txt"), 1), "a" * 64)
    (outcome,) = local.LocalEngine(1, _threads).run([job], Options())
    assert outcome.plan == b"1"


def test_no_room_for_temporary_files_is_no_fault_of_ours() -> None:
    def full(job: Job, options: Options) -> Done:
        raise OSError(errno.ENOSPC, "No space left on device", "/tmp/ingest-office-x/input.doc")

    answer = _guarded(full, Job(Input("a.doc", "a.doc", 1), "a" * 64), Options())
    assert isinstance(answer, Failure)
    assert answer.code == "output"
    assert "TMPDIR" in answer.remedy


class _NoProcess:
    """A context of which the fork server has died."""

    def get_start_method(self) -> str:
        return "spawn"

    def Pipe(self) -> tuple[Connection, Connection]:
        return multiprocessing.Pipe()

    def Process(self, **_: object) -> _NoProcess:
        return self

    def start(self) -> None:
        raise EOFError


def test_a_child_that_cannot_be_started_tells_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(local, "context", _NoProcess)
    job = Job(Input("a.txt", str(tmp_path / "a.txt"), 1), "a" * 64)
    with pytest.raises(EOFError):
        list(local.LocalEngine(1).run([job], Options()))


def test_a_fork_server_that_is_killed_while_it_loads_begins_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = context()
    refused = iter([EOFError(), ConnectionRefusedError()])

    class Once:
        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

        def Process(self, **options: Any) -> Any:
            process = real.Process(**options)  # type: ignore[attr-defined]
            error = next(refused, None)
            if error is not None:

                def fail() -> None:
                    raise error

                process.start = fail
            return process

    monkeypatch.setattr(local, "context", Once)
    job = Job(Input("a.txt", str(tmp_path / "a.txt"), 1), "a" * 64)
    (outcome,) = local.LocalEngine(1, _threads).run([job], Options())
    assert outcome.state == "done"
    assert next(refused, None) is None
