"""Any bytes give a result or a typed error: a short look at every reader, a longer one with -m slow."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.batch.engine import Job, Outcome
from ingest.batch.inputs.finder import Input
from ingest.batch.workers.local import LocalEngine
from ingest.options import Limits, Options
from tests.hostile.fuzz import TARGETS

SECONDS = float(os.environ.get("INGEST_FUZZ_SECONDS", "10"))
SEED = int(os.environ.get("INGEST_FUZZ_SEED", "1"))
ROOT = Path(__file__).resolve().parents[2]


def fuzz(target: str, seconds: float, folder: Path) -> None:
    """Run targets in a process of their own: PDFium and Pillow are native code."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    command = [sys.executable, "-m", "tests.hostile.fuzz", target, str(seconds), str(SEED), str(folder)]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False)
    if done.returncode < 0:
        # A crash below us is no fault of ours as long as it costs one document only.
        assert isolated(folder / "current").failure is not None
        pytest.xfail(f"native code died with {signal.Signals(-done.returncode).name}; isolation survives it")
    reasons = [p.read_text()[-1500:] for p in sorted(folder.glob("*.txt"))]
    assert not reasons, "\n\n".join(reasons[:5])
    assert done.returncode == 0, done.stderr[-3000:]
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(s["tried"] > 0 for s in said)
    assert len(said) == (len(TARGETS) if target == "all" else 1)


def isolated(path: Path) -> Outcome:
    data = path.read_bytes()
    job = Job(Input(path.name, str(path), len(data)), hashlib.sha256(data).hexdigest())
    engine = LocalEngine(1)
    (outcome,) = engine.run([job], Options(ocr="never", limits=Limits(wall_seconds=60)))
    return outcome


@pytest.mark.timeout(300)
def test_a_short_look_at_every_reader(tmp_path: Path) -> None:
    fuzz("all", 0.3, tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("target", TARGETS)
def test_any_bytes_give_a_result_or_a_typed_error(target: str, tmp_path: Path) -> None:
    fuzz(target, SECONDS, tmp_path)


def test_a_finding_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from tests.hostile import fuzz as module

    def broken(data: bytes) -> object:
        raise KeyError("fault")

    monkeypatch.setitem(module.TARGETS, "when", module.Target(lambda: [b"x"], module.flip, broken))
    assert module.main("when", 0.0, 1, tmp_path) == 1
    assert "KeyError" in (tmp_path / "when-1.txt").read_text()
    assert json.loads(capsys.readouterr().out)["findings"] == 1


def test_a_crash_in_native_code_costs_one_document(tmp_path: Path) -> None:
    """What a segmentation fault below us does to a batch: a real one, in the child, beside a healthy file."""
    from tests import faults

    for name, text in (("a.txt", "die"), ("b.txt", "frisk text")):
        (tmp_path / name).write_text(text)
    jobs = [Job(Input(n, str(tmp_path / n), 9), n) for n in ("a.txt", "b.txt")]
    outcomes = {o.job.item.name: o for o in LocalEngine(1, faults.work).run(jobs, Options())}
    assert outcomes["b.txt"].state == "done"
    failure = outcomes["a.txt"].failure
    assert failure is not None
    assert "SIGSEGV" in failure.message
    assert outcomes["a.txt"].attempts == 2
