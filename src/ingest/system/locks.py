"""Locks on open files: advisory and whole-file on POSIX (flock), one byte far out on Windows (LockFile by msvcrt)."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from typing import IO, Any

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

__all__ = ["held", "lock", "unlock"]

_FAR = 0x7FFF0000
"""Offset in bytes of the byte that Windows locks: a lock there keeps others from reading it, so it lies where no file
of ours ends."""
_WAIT_SECONDS = 0.05
"""How often a taken lock is asked for again on Windows, which cannot wait for longer than ten seconds."""


def lock(file: IO[Any] | int, *, wait: bool = True) -> None:
    """Hold a file for this process alone until `unlock`, or until it is closed.

    Args:
        file: an open file, writable, or its number.
        wait: wait until whoever holds it lets go.

    Raises:
        BlockingIOError: somebody holds it, and `wait` is false.
        OSError: its disk knows no locks.
    """
    number = file if isinstance(file, int) else file.fileno()
    if fcntl is not None:
        fcntl.flock(number, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        return
    while not _lock_byte(number, take=True):
        if not wait:
            raise BlockingIOError(errno.EAGAIN, "held by another process")
        time.sleep(_WAIT_SECONDS)


def unlock(file: IO[Any] | int) -> None:
    """Let go of a file that `lock` holds."""
    number = file if isinstance(file, int) else file.fileno()
    if fcntl is not None:
        fcntl.flock(number, fcntl.LOCK_UN)
    else:
        _lock_byte(number, take=False)


@contextlib.contextmanager
def held(file: IO[Any] | int) -> Iterator[None]:
    """Hold a file within a block; waits for it."""
    lock(file)
    try:
        yield
    finally:
        unlock(file)


def _lock_byte(number: int, *, take: bool) -> bool:
    """Lock the far byte or let go of it; False where another holds it. Where the file is read and written stays."""
    import msvcrt

    at = os.lseek(number, 0, os.SEEK_CUR)
    os.lseek(number, _FAR, os.SEEK_SET)
    try:
        # mypy knows these on Windows only.
        kind = msvcrt.LK_NBLCK if take else msvcrt.LK_UNLCK  # type: ignore[attr-defined]
        msvcrt.locking(number, kind, 1)  # type: ignore[attr-defined]
    except OSError as error:
        if take and error.errno in (errno.EACCES, errno.EDEADLK, errno.EAGAIN):
            return False
        if take:
            raise
    finally:
        os.lseek(number, at, os.SEEK_SET)
    return True
