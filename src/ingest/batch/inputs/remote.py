"""An output folder that fsspec knows: worked on in a local copy, sent when the run ends.

The ledger needs a real file system; so the run works in a local folder of the user's cache, brought up to date
from the remote ledger before, and what changed is sent after, the ledger last. A run that is killed goes on from
the local folder.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.batch.inputs.finder import is_remote, local_path
from ingest.batch.inputs.places import missing_package
from ingest.errors import OutputError

__all__ = ["is_mirror", "mirrored"]

_LEDGER = ".ingest/ledger.sqlite"


@contextmanager
def mirrored(out: str) -> Iterator[Path]:
    """Give the local folder that stands for `out`; for a remote address, send it when the block ends.

    Raises:
        OutputError: the remote place cannot be read or written.
    """
    if not is_remote(out):
        yield local_path(out)
        return
    import fsspec

    folder = _cache() / hashlib.sha256(out.encode()).hexdigest()[:16]
    try:
        fs, root = fsspec.core.url_to_fs(out)
        if not (folder / _LEDGER).exists() and fs.exists(f"{root}/{_LEDGER}"):
            fs.get(f"{root}/", f"{folder}/", recursive=True)
    except ImportError as error:
        raise missing_package(out, error) from error
    except Exception as error:
        raise OutputError(f"{out} cannot be read ({type(error).__name__}: {error}).") from error
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield folder
    finally:
        _send(fs, root, folder, out)


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ingest"


def is_mirror(folder: Path) -> bool:
    """Return whether a folder is the local copy of a remote one."""
    return folder.parent == _cache()


def _send(fs: object, root: str, folder: Path, out: str) -> None:
    """Copy what is new, delete what is gone; the ledger goes last, so that it never promises more than is there."""
    stamp = folder / ".ingest" / "sent"
    last = stamp.stat().st_mtime_ns if stamp.exists() else 0
    # What is written here while we send is new for the next time; a second more, as clocks of file systems are coarse.
    begun = time.time_ns() - 10**9
    files = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    own = {n for n in files if n.startswith(".ingest/") and n != _LEDGER}
    order = sorted(files.keys() - own, key=lambda n: (n == _LEDGER, n))
    try:
        there = {p[len(root) :].lstrip("/") for p in fs.find(root)} if fs.exists(root) else set()  # type: ignore[attr-defined]
        for name in order:
            if name not in there or files[name].stat().st_mtime_ns > last or name == _LEDGER:
                fs.makedirs(f"{root}/{name}".rpartition("/")[0], exist_ok=True)  # type: ignore[attr-defined]
                fs.put_file(str(files[name]), f"{root}/{name}")  # type: ignore[attr-defined]
        sent = set(stamp.read_text(encoding="utf-8").splitlines()) if stamp.exists() else set()
        # Only what we sent: the place may hold what is not ours.
        for name in sorted((there & sent) - files.keys()):
            fs.rm_file(f"{root}/{name}")  # type: ignore[attr-defined]
    except Exception as error:
        raise OutputError(f"{out} cannot be written ({type(error).__name__}: {error}).") from error
    stamp.write_text("\n".join(order), encoding="utf-8")
    os.utime(stamp, ns=(begun, begun))
