"""How much memory a process and everything it started holds, asked often: cheap on Linux, right elsewhere."""

from __future__ import annotations

import contextlib
import os
import sys

import psutil

__all__ = ["address_space", "family_bytes", "resident_bytes"]

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def family_bytes(pid: int) -> int:
    """Resident bytes of a process and its descendants.

    On Linux it reads the files of these processes only: some ten microseconds. `psutil` goes through all processes of
    the machine to find descendants, which on a busy server costs more than a conversion.

    Raises:
        psutil.Error: the process is gone or may not be looked at.
    """
    if sys.platform == "linux":
        try:
            total = _statm(pid, 1)
            for child in _children(pid):
                # One that ended meanwhile holds nothing.
                with contextlib.suppress(psutil.Error):
                    total += family_bytes(child)
            return total
        except FileNotFoundError:
            # Gone, or a kernel without CONFIG_PROC_CHILDREN: psutil tells which.
            pass
        except (OSError, ValueError):
            raise psutil.NoSuchProcess(pid) from None
    process = psutil.Process(pid)
    return int(process.memory_info().rss) + sum(int(c.memory_info().rss) for c in process.children(recursive=True))


def resident_bytes(pid: int) -> int:
    """Resident bytes of one process.

    Raises:
        psutil.Error: the process is gone or may not be looked at.
    """
    if sys.platform == "linux":
        try:
            return _statm(pid, 1)
        except (OSError, ValueError, IndexError):
            raise psutil.NoSuchProcess(pid) from None
    return int(psutil.Process(pid).memory_info().rss)


def address_space() -> int:
    """Bytes of address space of this process."""
    return _statm(os.getpid(), 0) if sys.platform == "linux" else int(psutil.Process().memory_info().vms)


def _statm(pid: int, column: int) -> int:
    with open(f"/proc/{pid}/statm", "rb") as handle:  # noqa: PTH123
        return int(handle.read().split()[column]) * _PAGE


def _children(pid: int) -> list[int]:
    """Of all threads: each has its own list."""
    found: list[int] = []
    for thread in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208
        with open(f"/proc/{pid}/task/{thread}/children", "rb") as handle:  # noqa: PTH123
            found += map(int, handle.read().split())
    return found
