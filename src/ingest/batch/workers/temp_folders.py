"""Private temporary folders that go even when their process was killed: the next one of the kind removes them."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from ingest.system.locks import lock
from ingest.system.processes import owner_id

__all__ = ["Throwaway"]

_OPEN_FILES_STAY = os.name == "nt"
"""Whether the system neither renames nor removes a file that is open."""


class Throwaway:
    """A new folder in TMPDIR for the owner alone; a lock in it says that its process lives."""

    def __init__(self, prefix: str) -> None:
        """Make it, and remove those of the same prefix (one of its own for each use) that SIGKILL left."""
        _sweep(prefix)
        self.path = Path(tempfile.mkdtemp(prefix=prefix))
        # The mark appears with its lock held, where an open file can be renamed.
        first = "lock" if _OPEN_FILES_STAY else "lock.new"
        self._guard = (self.path / first).open("w")
        lock(self._guard)
        if not _OPEN_FILES_STAY:
            (self.path / first).rename(self.path / "lock")

    def close(self) -> None:
        """Remove it with all that it holds."""
        if _OPEN_FILES_STAY:
            self._guard.close()
        shutil.rmtree(self.path, ignore_errors=True)
        with suppress(OSError):
            if self.path.exists():
                # A process that is about to end has written there meanwhile: the next one of the kind removes it.
                (self.path / "lock").touch()
        self._guard.close()


def _sweep(prefix: str) -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        with suppress(OSError):
            if folder.is_symlink() or owner_id() not in (None, folder.lstat().st_uid):
                continue
            with (folder / "lock").open("r+") as handle:
                lock(handle, wait=False)
                shutil.rmtree(folder, ignore_errors=True)
            if _OPEN_FILES_STAY:
                shutil.rmtree(folder, ignore_errors=True)
