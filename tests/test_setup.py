"""`.ci/setup` finishes what an earlier, interrupted one began. Stand-ins take the place of Python and dpkg."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Makes an environment whose python tells what it was asked for; `--clear` empties the folder, as the true one does.
_PYTHON = """#!/bin/sh
echo "make $*" >> "$LOG"
for last; do :; done
case "$*" in *--clear*) rm -rf "$last" ;; esac
mkdir -p "$last/bin"
printf '#!/bin/sh\\necho "venv $*" >> "$LOG"\\n' > "$last/bin/python"
chmod +x "$last/bin/python"
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "setup", tmp_path / ".ci" / "setup")
    (tmp_path / ".ci" / "locked.txt").write_text("one==1\n")
    (tmp_path / "bin").mkdir()
    for name, text in (("python", _PYTHON), ("dpkg-query", "#!/bin/sh\necho install ok installed\n")):
        (tmp_path / "bin" / name).write_text(text)
        (tmp_path / "bin" / name).chmod(0o755)
    return tmp_path


def setup(checkout: Path) -> list[str]:
    log = checkout / "log"
    log.write_text("")
    environment = {
        "PATH": f"{checkout / 'bin'}:{os.environ['PATH']}",
        "PYTHON": str(checkout / "bin" / "python"),
        "LOG": str(log),
    }
    subprocess.run(["sh", str(checkout / ".ci" / "setup")], env=environment, check=True, timeout=30)
    return log.read_text().splitlines()


def test_a_first_setup_installs_and_a_second_finds_all_done(checkout: Path) -> None:
    first = setup(checkout)
    assert [line for line in first if line.startswith("make")] == ["make -m venv --clear .venv"]
    assert any("--require-hashes -r .ci/locked.txt" in line for line in first)
    second = setup(checkout)
    assert not any(line.startswith("make") or "--require-hashes" in line for line in second)
    assert any("-e ." in line for line in second)


@pytest.mark.parametrize("python", ["#!/bin/sh\nexit 1\n", None])
def test_a_half_made_environment_is_made_anew(checkout: Path, python: str | None) -> None:
    folder = checkout / ".venv" / "bin"
    folder.mkdir(parents=True)
    if python is None:
        (folder / "python").symlink_to(checkout / "gone")
    else:
        (folder / "python").write_text(python)
        (folder / "python").chmod(0o755)
    # Were the packages held for installed, nothing would be installed into the new one.
    shutil.copy(checkout / ".ci" / "locked.txt", checkout / ".venv" / "ingest-setup")
    lines = setup(checkout)
    assert "make -m venv --clear .venv" in lines
    assert any("--require-hashes" in line for line in lines)
