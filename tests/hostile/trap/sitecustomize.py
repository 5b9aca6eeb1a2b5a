"""Loaded by every Python process of a trapped run (it stands first in PYTHONPATH): tells what it should not do.

Python's audit events show each call to the network, each program started and each file written, in the parent, the
fork server and the children alike. What is not allowed is written to a log; calls to the network also fail.
"""

from __future__ import annotations

import os
import sys

_LOG = os.environ["INGEST_TRAP_LOG"]
_ALLOWED = tuple(os.environ["INGEST_TRAP_ALLOWED"].split(os.pathsep))
_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_NETWORK = ("socket.getaddrinfo", "socket.gethostby", "socket.getnameinfo", "socket.sendto", "socket.sendmsg",
            "urllib.Request", "ftplib.", "http.client.", "smtplib.", "imaplib.", "poplib.", "telnetlib.")  # fmt: skip
_CHANGES = {
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.symlink",
    "os.link",
    "os.chmod",
    "os.truncate",
    "os.utime",
}
_STARTS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn"}


def _tell(what: str) -> None:
    handle = os.open(_LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, (what.replace("\n", " ")[:500] + "\n").encode("utf-8", "backslashreplace"))
    os.close(handle)


def _inside(path: object) -> bool:
    if isinstance(path, int):
        return True
    text = os.path.realpath(os.fsdecode(path))  # type: ignore[arg-type]
    below = (*(folder + os.sep for folder in _ALLOWED), f"/proc/{os.getpid()}/")
    return text in (*_ALLOWED, _LOG, "/dev/null") or text.startswith(below)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        path, _, flags = arguments
        if isinstance(flags, int) and flags & _WRITE and not _inside(path):
            _tell(f"write {path!r}")
    elif event in _CHANGES:
        path = arguments[0]
        if event in ("os.remove", "os.rmdir") and isinstance(arguments[1], int) and arguments[1] >= 0:
            path = os.path.join(os.readlink(f"/proc/self/fd/{arguments[1]}"), os.fsdecode(path))  # type: ignore[arg-type]
        if not _inside(path):
            _tell(f"{event} {arguments[0]!r}")
    elif event == "socket.connect":
        if not isinstance(arguments[1], str | bytes):
            _tell(f"connect {arguments[1]!r}")
            raise OSError("trapped")
    elif event in ("socket.sendmsg", "socket.sendto") and getattr(arguments[0], "family", None) == 1:
        pass  # AF_UNIX: parent and children talk
    elif event.startswith(_NETWORK):
        _tell(f"{event} {arguments!r}")
        raise OSError("trapped")
    elif event in _STARTS:
        command = arguments[1] if event == "subprocess.Popen" else arguments
        # LibreOffice's lead is Python itself; what it starts is looked at by its effects.
        if event != "subprocess.Popen" or arguments[0] != sys.executable or "lead.py" not in repr(command):
            _tell(f"start {event} {arguments[:2]!r}")


sys.addaudithook(_hook)
