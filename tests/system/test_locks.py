"""Locks on files, with the system's own and with a stand-in of Windows'."""

from __future__ import annotations

import errno
import fcntl
import os
import sys
import threading
import time
from pathlib import Path
from types import ModuleType

import pytest

from ingest.system import locks


def _windows() -> ModuleType:
    """`msvcrt.locking` as Windows has it: a byte from where the file stands, errors of its own.

    Open file descriptions own the locks (F_OFD_SETLK), as handles do there.
    """
    import struct

    fake = ModuleType("msvcrt")
    fake.LK_NBLCK, fake.LK_UNLCK = 2, 0  # type: ignore[attr-defined]

    def locking(number: int, kind: int, count: int) -> None:
        at = os.lseek(number, 0, os.SEEK_CUR)
        what = fcntl.F_WRLCK if kind == 2 else fcntl.F_UNLCK
        try:
            fcntl.fcntl(number, 37, struct.pack("hhqqi", what, os.SEEK_SET, at, count, 0))
        except OSError as error:
            raise OSError(errno.EACCES, "Permission denied") from error

    fake.locking = locking  # type: ignore[attr-defined]
    return fake


@pytest.fixture(params=["posix", "windows"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "windows":
        monkeypatch.setattr(locks, "fcntl", None)
        monkeypatch.setitem(sys.modules, "msvcrt", _windows())
    return str(request.param)


def test_one_holds_it_and_the_others_wait_or_are_told(tmp_path: Path, system: str) -> None:
    path = tmp_path / "lock"
    path.write_bytes(b"abc")
    with path.open("r+b") as first, path.open("r+b") as second:
        first.seek(2)
        locks.lock(first)
        assert first.read() == b"c", f"{system}: where the file is read stays"
        with pytest.raises(BlockingIOError):
            locks.lock(second, wait=False)
        got: list[float] = []

        def wait() -> None:
            with locks.held(second.fileno()):
                got.append(time.monotonic())

        waiting = threading.Thread(target=wait)
        waiting.start()
        time.sleep(0.2)
        assert not got
        locks.unlock(first)
        waiting.join(10)
        assert got
        locks.lock(first, wait=False)
    with path.open("r+b") as third:
        locks.lock(third, wait=False)
