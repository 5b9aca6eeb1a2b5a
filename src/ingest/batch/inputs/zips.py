"""ZIP archives of documents: which members they have, and the bytes of one."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ingest.errors import EncryptedFile
from ingest.options import Limits

__all__ = ["Member", "is_archive", "members", "read_member"]

MAX_MEMBERS = 100_000
# 160 bytes for each of so many members. Python makes eight bytes of objects of each byte of a directory, in this very
# process: a directory of a gigabyte would end the run.
MAX_DIRECTORY_BYTES = 160 * MAX_MEMBERS
# Archives kept open: a directory is read once, not once a member.
KEPT_OPEN = 4


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name there, its unpacked size in bytes, whether a later one of that name hides it."""

    name: str
    size: int
    hidden: bool = False


class _Bounded(io.FileIO):
    """A file of which no more is read at once than a directory may have."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY_BYTES:
            raise zipfile.BadZipFile("its directory is too large")
        return super().read(-1 if size is None else size) or b""

    def __del__(self) -> None:
        # An archive that is kept no more is closed without a warning.
        self.close()


def is_archive(path: Path) -> bool:
    """A ZIP archive of documents, as against one that is a document (docx, odt) itself.

    Raises:
        OSError: the file cannot be read.
    """
    if path.suffix.lower() != ".zip" or not path.is_file():
        return False
    with path.open("rb") as handle:
        return handle.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def members(path: Path, limits: Limits) -> Sequence[Member] | None:
    """The files in an archive in order of their names; None where it is damaged, or beyond the limits as a whole."""
    try:
        found = [m for m in _opened(path).infolist() if not m.is_dir()]
    except MemoryError:
        raise
    except Exception:
        # zipfile raises whatever a damaged directory leads to: BadZipFile, ValueError, struct.error, OSError.
        return None
    if sum(m.file_size for m in found) > limits.unpacked_bytes or len(found) > MAX_MEMBERS:
        return None
    left = Counter(m.filename for m in found)
    out = []
    for member in found:
        left[member.filename] -= 1
        out.append(Member(member.filename, member.file_size, left[member.filename] > 0))
    return sorted(out, key=lambda m: m.name)


def read_member(path: Path, name: str, size: int) -> bytes:
    """At most `size` bytes of a member.

    Raises:
        EncryptedFile: a password is needed.
        Exception: what zipfile, zlib and lzma raise, which have no common base.
    """
    archive = _opened(path)
    if archive.getinfo(name).flag_bits & 0x1:
        raise EncryptedFile("is protected by a password in its archive.", remedy="Unpack it with the password.")
    with archive.open(name) as handle:
        return handle.read(size)


def _opened(path: Path) -> zipfile.ZipFile:
    look = path.stat()
    return _open(path, look.st_ino, look.st_mtime_ns, look.st_size)


@lru_cache(maxsize=KEPT_OPEN)
def _open(path: Path, _inode: int, _changed: int, _size: int) -> zipfile.ZipFile:
    """Closed when it is the longest unused; of a file that was changed meanwhile another is opened."""
    handle = _Bounded(path)
    try:
        return zipfile.ZipFile(handle)
    except BaseException:
        handle.close()
        raise
