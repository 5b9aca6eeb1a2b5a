"""The product as on a system that is not POSIX: no fcntl, resource, pwd, fork; no Tesseract, no LibreOffice.

What Windows lacks is taken away in every process by a `sitecustomize`, and `msvcrt` is put in its place. It is a
simulation: paths, console and file locking of a true Windows are tried by the CI job of that system
(.github/workflows/systems.yml).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.timeout(300)

_SITE = """
import importlib.abc, os, sys, types
# These take their being on Windows from a module that can be imported: they are loaded before.
import subprocess, multiprocessing, multiprocessing.util, tempfile, psutil, signal, asyncio, getpass, importlib.util

def _locking(number, kind, count, _fcntl=__import__("fcntl"), _struct=__import__("struct"), _os=os):
    at = _os.lseek(number, 0, 1)
    try:
        _fcntl.fcntl(number, 37, _struct.pack("hhqqi", 1 if kind == 2 else 2, 0, at, count, 0))
    except OSError:
        raise OSError(13, "Permission denied") from None

GONE = {"fcntl", "resource", "pwd", "grp", "termios", "tesserocr", "rapidocr", "readline"}

class Gone(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in GONE:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

for name in GONE:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Gone())
msvcrt = types.ModuleType("msvcrt")
msvcrt.LK_NBLCK, msvcrt.LK_UNLCK, msvcrt.locking = 2, 0, _locking
sys.modules["msvcrt"] = msvcrt
_find = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name.split(".")[0] in GONE else _find(name, package)
_stat = os.stat

def _no_office(path, *arguments, **named):
    if isinstance(path, (str, os.PathLike)) and "soffice" in os.fspath(path):
        raise FileNotFoundError(2, "No such file or directory", os.fspath(path))
    return _stat(path, *arguments, **named)

os.stat = _no_office
multiprocessing.get_all_start_methods = lambda: ["spawn"]
for name in ("fork", "killpg", "getuid", "getgid", "setsid", "mkfifo"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGXCPU", "pthread_sigmask"):
    if hasattr(signal, name):
        delattr(signal, name)
"""


@pytest.fixture(scope="module")
def poor(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of such a system; its console knows the letters of cp1252 alone."""
    site = tmp_path_factory.mktemp("site")
    (site / "sitecustomize.py").write_text(_SITE)
    (site / "bin").mkdir()
    return {
        "PATH": str(site / "bin"),
        "HOME": str(site),
        "PYTHONPATH": f"{site}{os.pathsep}{ROOT / 'src'}",
        "PYTHONIOENCODING": "cp1252",
        "PYTHONWARNINGS": "ignore",
    }


@pytest.fixture(scope="module")
def out(poor: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive converted there: Word, text, PDF, a scan and an old Word file."""
    folder = tmp_path_factory.mktemp("arkiv")
    for name in ("bjorkeby-tabeller.docx", "myrby-lista.txt", "almvik-linjerad.pdf", "granvik-skannad.png"):
        (folder / name).write_bytes((ROOT / "samples" / name).read_bytes())
    (folder / "gammal.rtf").write_bytes(rb"{\rtf1\ansi Handlingsplan\par}")
    out = folder.parent / "ut"
    run = ingest(poor, "convert", str(folder), "-o", str(out), "-j", "2", code=3)
    assert "Traceback" not in run.stderr
    return out


def ingest(poor: dict[str, str], *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    run = subprocess.run(
        [sys.executable, "-m", "ingest", *arguments], env=poor, capture_output=True, encoding="cp1252", timeout=200
    )
    assert run.returncode == code, run.stdout + run.stderr
    return run


def test_the_system_is_as_poor_as_it_is_meant_to_be(poor: dict[str, str]) -> None:
    code = "import os, msvcrt; assert not hasattr(os, 'fork')\ntry:\n import fcntl\nexcept ImportError: print('gone')"
    run = subprocess.run([sys.executable, "-c", code], env=poor, capture_output=True, text=True, check=True)
    assert run.stdout == "gone\n"


def test_documents_are_converted_and_what_is_missing_is_told(poor: dict[str, str], out: Path) -> None:
    for name in ("bjorkeby-tabeller.docx", "myrby-lista.txt", "almvik-linjerad.pdf"):
        plan = json.loads((out / "plans" / f"{name}.json").read_text(encoding="utf-8"))
        gold = json.loads((ROOT / "samples" / f"{name.rsplit('.', 1)[0]}.gold.json").read_text(encoding="utf-8"))
        assert len(plan["rows"]) == len(gold["rows"]) > 0
    told = ingest(poor, "status", str(out), code=3).stdout
    assert re.search(r"granvik-skannad\.png.*missing-tool|missing-tool.*granvik-skannad\.png", told, re.DOTALL)
    assert "gammal.rtf" in told


def test_what_was_converted_is_shown_and_exported(poor: dict[str, str], out: Path) -> None:
    shown = ingest(poor, "show", str(out)).stdout
    assert "Överenskommelse om samverkan mot brott 2025–2027" in shown
    ingest(poor, "export", str(out), "--format", "csv", "--format", "xlsx")
    assert (out / "tables" / "rows.csv").stat().st_size > 500


def test_a_second_run_finds_all_done_and_a_held_folder_is_told(poor: dict[str, str], out: Path) -> None:
    holder = (
        "import sys, time; from pathlib import Path; from ingest.batch.ledger import Ledger;"
        "ledger = Ledger(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", holder, str(out)], env=poor, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"held"
        told = ingest(poor, "export", str(out), "--format", "csv", code=2)
        process.kill()
    assert "another run" in told.stderr


def test_doctor_names_what_is_missing(poor: dict[str, str]) -> None:
    told = json.loads(ingest(poor, "doctor", "--json", code=7).stdout)
    missing = {f["name"]: f for f in told if f["state"] == "missing"}
    assert {"tesserocr", "LibreOffice"} <= set(missing)
    assert all(f["remedy"] for f in missing.values())


def test_the_server_converts(poor: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ingest", "serve", "--port", "0"]
    with subprocess.Popen(command, env=poor, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            address = ""
            for line in process.stderr:
                if found := re.search(r"http://[\d.]+:\d+", line):
                    address = found[0]
                    break
            data = (ROOT / "samples" / "myrby-lista.txt").read_bytes()
            body = (
                b'--x\r\nContent-Disposition: form-data; name="file"; filename="myrby.txt"\r\n\r\n'
                + data
                + b"\r\n--x--\r\n"
            )
            request = urllib.request.Request(
                f"{address}/plans", body, {"Content-Type": "multipart/form-data; boundary=x"}
            )
            with urllib.request.urlopen(request, timeout=120) as answer:
                plan = json.load(answer)
            assert plan["rows"]
        finally:
            process.terminate()
            end = time.monotonic() + 30
            while process.poll() is None and time.monotonic() < end:
                time.sleep(0.05)
            process.kill()
