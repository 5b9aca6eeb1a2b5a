"""Starting, bounding and ending processes on each system.

Linux has it all: limits by the kernel, a child that dies with its parent, processes forked from a server that has
loaded the models. macOS bounds processor time; Windows bounds nothing for us. There the parent's watch over time and
memory (psutil) is the only fence, and a child watches its parent itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from multiprocessing.context import BaseContext
from typing import Any

import psutil

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

__all__ = [
    "cause_of_death",
    "die_with_parent",
    "end_group",
    "end_tree",
    "limit_next",
    "make_ready",
    "no_core_files",
    "own_group",
    "owner_id",
    "start_context",
    "without_interrupts",
]

_PR_SET_PDEATHSIG = 1
"""linux/prctl.h: the signal that a process gets when its parent ends."""


def start_context(preload: str) -> BaseContext:
    """How child processes start.

    From a server process that has imported the module `preload` once and holds no threads, where the system can fork
    without harm (Linux); each from nothing elsewhere: Windows cannot fork, and macOS' own libraries do not survive it.
    """
    if sys.platform == "linux" and "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([preload])
        return context
    return multiprocessing.get_context("spawn")


def make_ready(context: BaseContext) -> None:
    """Have the process that children are forked from load its modules now, where there is such a process.

    Ctrl-C at a terminal is for us: that process does not hear of it, while it loads neither.
    """
    if context.get_start_method() == "forkserver":
        from multiprocessing import forkserver, resource_tracker

        # Begun first: it lets signals in again when it begins.
        resource_tracker.ensure_running()
        with without_interrupts():
            forkserver.ensure_running()


def die_with_parent() -> bool:
    """End this child process when its parent does, however that ends. False where the parent is gone already.

    Linux' kernel does it; elsewhere a thread waits for the parent.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        return os.getppid() != 1
    parent = multiprocessing.parent_process()
    if parent is None:
        return True
    if not parent.is_alive():
        return False
    threading.Thread(target=_follow, args=(parent,), name="parent-watch", daemon=True).start()
    return True


def _follow(parent: Any) -> None:
    parent.join()
    os._exit(1)


def no_core_files() -> None:
    """A crash of this process and its children writes no picture of its memory to the disk."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_next(cpu_seconds: float, address_bytes: int) -> None:
    """Bound what this process may use from here on, where the kernel can.

    Args:
        cpu_seconds: processor time in addition to what was used so far; over it the process dies of SIGXCPU.
        address_bytes: address space in all; over it allocations fail. Linux only.
    """
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + cpu_seconds) + 1)
    if sys.platform == "linux":
        _lower(resource.RLIMIT_AS, address_bytes)


def _lower(which: int, value: int) -> None:
    """Set a soft limit, never above the hard one that the user's shell may have set."""
    _, hard = resource.getrlimit(which)
    resource.setrlimit(which, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def cause_of_death(code: int | None) -> str:
    """Why a process ended that should not have, by its exit code (minus a signal's number on POSIX)."""
    if code is not None and code < 0:
        number = -code
        if number == getattr(signal, "SIGXCPU", None):
            return "used up its processor time (cpu_seconds)."
        if number == getattr(signal, "SIGKILL", None):
            return "was killed by the system, most likely for want of memory."
        name = signal.Signals(number).name if number in set(signal.Signals) else str(number)
        return f"crashed with {name}."
    return f"ended unexpectedly (exit code {code})."


def own_group() -> dict[str, Any]:
    """What `subprocess.Popen` is told so that the program gets a group of its own, which `end_group` ends as one."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a program started with `own_group`, with all that it has started, and wait for it."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        end_tree(process.pid)
    process.wait()


@contextlib.contextmanager
def without_interrupts() -> Iterator[None]:
    """Ctrl-C waits until the block ends, where the system lets signals wait; a process started in it inherits that."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def end_tree(pid: int) -> None:
    """Kill a process and all its descendants that are found."""
    with contextlib.suppress(psutil.Error):
        root = psutil.Process(pid)
        for victim in [*root.children(recursive=True), root]:
            with contextlib.suppress(psutil.Error):
                victim.kill()


def owner_id() -> int | None:
    """The user's number; None on a system that has none."""
    return os.getuid() if hasattr(os, "getuid") else None
