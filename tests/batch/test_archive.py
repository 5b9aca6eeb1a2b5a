"""The benchmark of an archive overnight, small: SIGKILL at random moments, and the output is as if nothing had been."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_run_killed_at_random_moments_gives_what_an_undisturbed_one_gives(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    command = [sys.executable, str(ROOT / "benchmarks" / "archive.py"), "--files", "150", "--bad", "0.1"]
    done = subprocess.run([*command, "--kills", "3", "--work", str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 SIGKILLs" in done.stdout
    assert not list(tmp_path.iterdir())
