"""The built wheel, installed into an empty environment, finds its models and converts a sample."""

from __future__ import annotations

import json
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_an_installed_wheel_converts_a_sample(tmp_path: Path, samples: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("ingest-*.whl")
    home = tmp_path / "env"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps", str(wheel)]
    subprocess.run(pip, check=True)
    # The dependencies of this environment, without its own ingest: .pth files in a path that a .pth adds do nothing.
    (packages,) = (home / "lib").glob("python*/site-packages")
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    # An extra of what is installed asks no index for the name, which may be anybody's there.
    extra = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--dry-run",
        "--no-index",
        "ingest[serve]",
    ]
    told = subprocess.run(extra, check=True, capture_output=True, text=True).stdout
    assert f"Requirement already satisfied: ingest[serve] in {home}" in told
    where = "import ingest, ingest.artefacts as a; print(ingest.__file__); print(a.root())"
    found = subprocess.run([python, "-c", where], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert all(line.startswith(str(home)) for line in found.splitlines()), found
    sample = samples / "bjorkeby-tabeller.docx"
    subprocess.run(
        [home / "bin" / "ingest", "convert", str(sample), "-o", "out"], cwd=tmp_path, check=True, capture_output=True
    )
    plan = json.loads((tmp_path / "out" / "plans" / f"{sample.name}.json").read_text(encoding="utf-8"))
    gold = json.loads((samples / "bjorkeby-tabeller.gold.json").read_text(encoding="utf-8"))
    assert [r["åtgärd"]["text"] for r in plan["rows"]] == [r["åtgärd"]["text"] for r in gold["rows"]]
