"""The trap that the runs on hostile files are watched by: what it lets pass and what it tells."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TRAP = Path(__file__).parent / "trap"


@pytest.mark.parametrize(
    ("name", "told"), [("out/rows.csv", False), ("out/deep/rows.csv", False), ("out-beside/rows.csv", True)]
)
def test_writes_are_told_outside_the_allowed_folder(tmp_path: Path, name: str, told: bool) -> None:
    path, log = tmp_path / name, tmp_path / "trap.log"
    path.parent.mkdir(parents=True)
    log.touch()
    environment = {
        **os.environ,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(TRAP),
        "INGEST_TRAP_LOG": str(log),
        "INGEST_TRAP_ALLOWED": str(tmp_path / "out"),
    }
    subprocess.run([sys.executable, "-c", f"open({str(path)!r}, 'w').close()"], env=environment, check=True)
    assert path.exists()
    assert (f"write {str(path)!r}" in log.read_text()) == told
