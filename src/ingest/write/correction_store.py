"""The file of corrections: append-only JSON lines beside the archive, or a SQLite database where it grows large.

Several processes may append at the same time: each takes a lock, looks at what the others have added, and writes its
lines in one piece that is on the disk before it is said to be saved. A process that is killed in the middle leaves
at most one torn last line; nothing is ever taken away, and a line that cannot be read is reported.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ingest.corrections.all_corrections import CorrectionBook
from ingest.corrections.model import Correction, dumps, loads
from ingest.errors import OutputError, UnreadableFile, UsageError
from ingest.system.locks import held

__all__ = ["CorrectionStore", "JsonLinesStore", "SqliteStore", "Unreadable", "beside", "load_book", "open_store"]

# SQLite waits so long for another process that is writing.
_BUSY_SECONDS = 30.0
_SQLITE_SUFFIXES = frozenset({".sqlite", ".sqlite3", ".db"})
_SCHEMA = """
CREATE TABLE IF NOT EXISTS corrections (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, sha256 TEXT, body TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS corrections_sha256 ON corrections (sha256);
"""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that is no correction: its number from 1, and why; it stays in the file."""

    line: int
    why: str


Check = Callable[[], None]
"""Called under the lock, after the book has been brought up to date; what it raises keeps anything from being saved."""


class CorrectionStore(Protocol):
    """Where corrections are kept. `book` holds what has been read so far."""

    path: Path
    book: CorrectionBook
    unreadable: list[Unreadable]

    def refresh(self) -> bool:
        """Read what others have added; whether there was anything."""
        ...

    def append(self, corrections: Sequence[Correction], check: Check | None = None) -> None:
        """Save corrections for good, all or none.

        Raises:
            OutputError: the file cannot be written; nothing was saved.
        """
        ...


def beside(out: Path) -> Path:
    """Where corrections of an output folder are by default: beside it, so that throwing OUT away loses none."""
    folder = out.absolute()
    return folder.parent / f"{folder.name}.corrections.jsonl"


def open_store(path: Path) -> CorrectionStore:
    """The store at a path, read; it is made with the first correction. `.sqlite` and `.db` are databases.

    Raises:
        UnreadableFile: the file cannot be read, or is no database where its name says so.
        UsageError: a folder stands there.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder.", remedy="Give the path of a file for --corrections.")
    return SqliteStore(path) if path.suffix.lower() in _SQLITE_SUFFIXES else JsonLinesStore(path)


def load_book(path: str | Path) -> CorrectionBook:
    """All corrections of a file that is there.

    Raises:
        UnreadableFile: it is not, or cannot be read.
    """
    where = Path(path)
    if not where.exists():
        raise UnreadableFile("is not there.", source=str(where))
    return open_store(where).book


class JsonLinesStore:
    """One JSON object a line, UTF-8."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = CorrectionBook()
        self.unreadable: list[Unreadable] = []
        self._offset = 0
        self._lines = 0
        self._torn = False
        self.refresh()

    def refresh(self) -> bool:
        try:
            with self.path.open("rb") as handle:
                handle.seek(0, os.SEEK_END)
                if handle.tell() < self._offset:
                    # Somebody has put another file in its place.
                    self.book, self.unreadable, self._offset, self._lines = CorrectionBook(), [], 0, 0
                handle.seek(self._offset)
                data = handle.read()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise UnreadableFile(f"cannot be read ({error.strerror}).", source=str(self.path)) from error
        whole, _, rest = data.rpartition(b"\n")
        self._torn = bool(rest)
        if not whole and b"\n" not in data:
            return False
        before = len(self.book)
        self._take(whole.split(b"\n"))
        self._offset += len(whole) + 1
        return len(self.book) > before

    def _take(self, lines: Sequence[bytes]) -> None:
        found = []
        for line in lines:
            self._lines += 1
            if not line.strip():
                continue
            try:
                found.append(loads(line.decode("utf-8")))
            except ValueError as error:
                why = "is torn or damaged" if not line.rstrip().endswith(b"}") else str(error).partition("\n")[0]
                self.unreadable.append(Unreadable(self._lines, why))
        self.book.add(found)

    @property
    def torn(self) -> bool:
        """Whether the last line has no end: it is being written, or whoever wrote it was killed."""
        return self._torn

    def append(self, corrections: Sequence[Correction], check: Check | None = None) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as handle, held(handle.fileno()):
                self.refresh()
                if check is not None:
                    check()
                self._write(handle.fileno(), corrections)
                self.refresh()
        except OSError as error:
            raise OutputError(
                f"{self.path.name} cannot be written ({error.strerror or error}); the correction is not saved.",
                remedy="Free some space, or check your rights to the folder.",
            ) from error

    def _write(self, handle: int, corrections: Sequence[Correction]) -> None:
        text = "".join(dumps(c) + "\n" for c in corrections)
        # A torn last line gets its end: it is told as unreadable, and the next one is whole.
        data = ("\n" if self._torn else "").encode() + text.encode("utf-8", "replace")
        size = os.fstat(handle).st_size
        try:
            written = 0
            while written < len(data):
                written += os.write(handle, data[written:])
            os.fsync(handle)
        except OSError:
            # All or none: half a batch on a full disk would look like a person's choice.
            with contextlib.suppress(OSError):
                os.ftruncate(handle, size)
            raise


class SqliteStore:
    """The same in a SQLite database: the bodies are the lines of the other kind."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = CorrectionBook()
        self.unreadable: list[Unreadable] = []
        self._position = 0
        self.refresh()

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.executescript(_SCHEMA)
        return database

    def refresh(self) -> bool:
        if not self.path.exists():
            return False
        try:
            with contextlib.closing(self._connect()) as database:
                return self._read(database)
        except sqlite3.Error as error:
            raise UnreadableFile(f"is no database of corrections ({error}).", source=str(self.path)) from error

    def _read(self, database: sqlite3.Connection) -> bool:
        found = []
        for position, body in database.execute(
            "SELECT position, body FROM corrections WHERE position > ? ORDER BY position", (self._position,)
        ):
            self._position = position
            try:
                found.append(loads(body))
            except ValueError as error:
                self.unreadable.append(Unreadable(position, str(error)))
        self.book.add(found)
        return bool(found)

    def append(self, corrections: Sequence[Correction], check: Check | None = None) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(self._connect()) as database:
                database.execute("BEGIN IMMEDIATE")
                try:
                    self._read(database)
                    if check is not None:
                        check()
                    database.executemany(
                        "INSERT INTO corrections (id, sha256, body) VALUES (?, ?, ?)",
                        [(c.id, c.subject.sha256 if c.subject else None, dumps(c)) for c in corrections],
                    )
                    database.execute("COMMIT")
                except BaseException:
                    database.execute("ROLLBACK")
                    raise
                self._read(database)
        except (OSError, sqlite3.Error) as error:
            raise OutputError(
                f"{self.path.name} cannot be written ({error}); the correction is not saved.",
                remedy="Free some space, or check your rights to the folder.",
            ) from error
