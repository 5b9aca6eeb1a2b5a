"""Starting and ending processes: what each system can, and what stands in where it cannot."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from ingest.options import Limits
from ingest.read.office import reader as office
from ingest.system import processes, programs


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (-int(signal.SIGXCPU), "processor time"),
        (-int(signal.SIGKILL), "want of memory"),
        (-int(signal.SIGSEGV), "crashed with SIGSEGV"),
        (-250, "crashed with 250"),
        (3, "exit code 3"),
        (None, "unexpectedly"),
    ],
)
def test_a_death_has_a_cause(code: int | None, told: str) -> None:
    assert told in processes.cause_of_death(code)


def test_children_start_from_nothing_where_a_system_cannot_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    assert processes.start_context("json").get_start_method() == "forkserver"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert processes.start_context("json").get_start_method() == "spawn"
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    context = processes.start_context("json")
    assert context.get_start_method() == "spawn"
    processes.make_ready(context)


def _orphan(pipe: object, platform: str) -> None:
    sys.platform = platform
    processes.die_with_parent()
    pipe.send(os.getpid())  # type: ignore[attr-defined]
    time.sleep(60)


def _parent(pipe: object, platform: str) -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    context.Process(target=_orphan, args=(theirs, platform)).start()
    pipe.send(ours.recv())  # type: ignore[attr-defined]
    os._exit(1)


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_a_child_ends_when_its_parent_does(platform: str) -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    parent = context.Process(target=_parent, args=(theirs, platform))
    parent.start()
    orphan = ours.recv()
    parent.join(20)
    end = time.monotonic() + 20
    while psutil.pid_exists(orphan) and time.monotonic() < end:
        time.sleep(0.05)
    assert not psutil.pid_exists(orphan)


def _tree(tmp_path: Path) -> tuple[subprocess.Popen[bytes], int]:
    """A program with a child; the child's number stands in a file."""
    told = tmp_path / "pid"
    code = (
        "import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"new = {str(told)!r} + '.new'; open(new, 'w').write(str(child.pid)); import os; os.rename(new, {str(told)!r});"
        "time.sleep(60)"
    )
    program = subprocess.Popen([sys.executable, "-c", code], **processes.own_group())
    while not told.exists():
        time.sleep(0.02)
    return program, int(told.read_text())


@pytest.mark.parametrize("groups", [True, False])
def test_a_program_ends_with_all_that_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, groups: bool) -> None:
    program, child = _tree(tmp_path)
    if not groups:
        monkeypatch.delattr(os, "killpg")
    processes.end_group(program)
    assert program.returncode is not None
    end = time.monotonic() + 10
    while psutil.pid_exists(child) and psutil.Process(child).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("body", "limits", "ends"),
    [
        ("pass", Limits(), 0),
        ("raise SystemExit(3)", Limits(), 3),
        ("import time; time.sleep(60)", Limits(), None),
        ("x = bytearray(300 * 2**20); import time; time.sleep(60)", Limits(memory_bytes=2**20), None),
    ],
)
def test_libreoffice_is_watched_where_no_kernel_bounds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, limits: Limits, ends: int | None
) -> None:
    monkeypatch.setattr(office, "_SPACE", 50 * 2**20)
    seconds = 20.0 if ends is not None or limits != Limits() else 0.5
    started = time.monotonic()
    with (tmp_path / "complaints").open("wb") as stderr:
        code = office._watched([sys.executable, "-c", body], tmp_path, seconds, limits, stderr)
    assert code == ends
    assert time.monotonic() - started < 15


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_what_is_missing_is_named_in_the_system_s_words(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    words = {"linux": "apt-get install", "darwin": "brew install", "win32": "winget install"}
    for what in ("ocr", "latin", "swedish", "libreoffice"):
        assert words[platform] in programs.install_command(what)
    assert bool(programs.install_command("fonts")) is (platform == "linux")


def test_programs_are_looked_for_in_the_usual_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("ProgramFiles", str(tmp_path / "Program Files"))
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path / "own"))
    assert programs.libreoffice() is None
    place = tmp_path / "Program Files" / "LibreOffice" / "program"
    place.mkdir(parents=True)
    (place / "soffice.com").write_text("")
    assert programs.libreoffice() == str(place / "soffice.com")
    folders = programs.tessdata_folders()
    assert folders[0] == tmp_path / "own"
    assert tmp_path / "Program Files" / "Tesseract-OCR" / "tessdata" in folders
