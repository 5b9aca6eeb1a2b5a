"""The supervisor of a foreign program: a small launcher, run as a script of its own (standard library only).

``python -I -S supervisor.py CPU_SECONDS FILE_BYTES MEMORY_BYTES LITTER… -- PROGRAM ARGUMENTS…``

The launcher starts the program; its own standard input is a pipe that the caller holds open. When that pipe closes,
because the caller is done or was killed in whatever way, the launcher kills all that the program has started and
removes LITTER (absolute paths of folders and files). On Linux it adopts whatever the program leaves behind
(PR_SET_CHILD_SUBREAPER), ends with nothing left running, and cuts the program off from every network (a namespace of
its own, where the system allows one). The limits are the kernel's: processor time, size of a file, address space; 0
stands for none.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
import time

# linux/prctl.h, linux/sched.h
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def main(arguments: list[str]) -> int:
    """Run the program to its end; gives its exit code (128 + signal where one ended it)."""
    end = arguments.index("--")
    bounds, litter, command = [int(v) for v in arguments[:3]], arguments[3:end], arguments[end + 1 :]
    _bound(bounds)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        _cut_off()
    wake = _woken_by(signal.SIGCHLD, signal.SIGINT, signal.SIGHUP, signal.SIGTERM)
    program = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_die_with_parent)
    while program.poll() is None:
        ready, _, _ = select.select([0, wake], [], [])
        # Nothing is ever written to the pipe: that it can be read means that it was closed.
        asked = 0 in ready or set(os.read(wake, 4096)) - {signal.SIGCHLD}
        if asked and program.poll() is None:
            _kill(program)
            for path in litter:
                shutil.rmtree(path, ignore_errors=True)
                with contextlib.suppress(OSError):
                    os.unlink(path)  # noqa: PTH108 - pathlib would cost half of the start
            return 128 + signal.SIGTERM
    code = program.returncode
    _kill(program)
    return code if code >= 0 else 128 - code


def _woken_by(*signals: int) -> int:
    """A file that gives a byte for each of these signals that arrives."""
    wake, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken)
    for number in signals:
        signal.signal(number, lambda *_: None)
    return wake


def _kill(program: subprocess.Popen[bytes]) -> None:
    """SIGKILL to the program's group, then to whatever of it has come to us as an orphan."""
    deadline = time.monotonic() + 5.0
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            os.killpg(program.pid, signal.SIGKILL)
        for child in _children():
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.005)
        except ChildProcessError:
            return


def _children() -> list[int]:
    """Processes whose parent we are; [] where the system does not tell."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as handle:  # noqa: PTH123
            return [int(pid) for pid in handle.read().split()]
    except (OSError, ValueError):
        return []


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _bound(bounds: list[int]) -> None:
    kinds = (resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_AS)
    for kind, bound in zip(kinds, bounds, strict=True):
        _, hard = resource.getrlimit(kind)
        value = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        if bound > 0:
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(kind, (value, value))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _cut_off() -> None:
    """Into a network namespace without any device; without the right to that, the proxies to nowhere still hold."""
    unshare = ctypes.CDLL(None).unshare
    user, group = os.getuid(), os.getgid()
    if user == 0 and unshare(_CLONE_NEWNET) == 0:
        return
    if unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0:
        # Whoever we were we stay: without a map, files would belong to nobody.
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            with contextlib.suppress(OSError), open(f"/proc/self/{name}", "w", encoding="ascii") as handle:  # noqa: PTH123
                handle.write(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
