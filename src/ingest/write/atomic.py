"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ingest.errors import OutputError, of_os_error

__all__ = ["replacing", "write_bytes"]


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`; move it into place when the block ends well, drop it when not.

    Raises:
        OutputError: the disk is full, the folder may not be written.
        IngestError: what the block reads, outside of that folder, cannot be had.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        yield temporary
        with temporary.open("rb+") as handle:
            os.fsync(handle.fileno())
        temporary.replace(path)
    except OSError as error:
        told = of_os_error(error, path.parent)
        # What is being written is made of what is read elsewhere, and that may be what failed.
        raise (_unwritable(path, error) if isinstance(told, OutputError) else told) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path.name} cannot be written ({error.strerror or error}).")


def write_bytes(path: Path, data: bytes) -> None:
    """Write a small file atomically; see `replacing`."""
    with replacing(path) as temporary:
        temporary.write_bytes(data)
