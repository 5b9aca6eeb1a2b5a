"""Private temporary folders that go even when their process was killed: the next one of the kind removes them."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

__all__ = ["Throwaway"]


class Throwaway:
    """A new folder in TMPDIR for the owner alone; a lock in it says that its process lives."""

    def __init__(self, prefix: str) -> None:
        """Make it, and remove those of the same prefix (one of its own for each use) that SIGKILL left."""
        _sweep(prefix)
        self.path = Path(tempfile.mkdtemp(prefix=prefix))
        self._guard = (self.path / "lock.new").open("w")
        fcntl.flock(self._guard, fcntl.LOCK_EX)
        # The mark appears with its lock held.
        (self.path / "lock.new").rename(self.path / "lock")

    def close(self) -> None:
        """Remove it with all that it holds."""
        shutil.rmtree(self.path, ignore_errors=True)
        with suppress(OSError):
            if self.path.exists():
                # A process that is about to end has written there meanwhile: the next one of the kind removes it.
                (self.path / "lock").touch()
        self._guard.close()


def _sweep(prefix: str) -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        with suppress(OSError):
            if folder.is_symlink() or folder.lstat().st_uid != os.getuid():
                continue
            with (folder / "lock").open("r+") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
