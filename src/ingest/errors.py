"""Every error a user can meet: what is wrong with which file, and what to do about it.

The tree::

    IngestError
    ├── InputError            the file cannot be converted as it is
    │   ├── EmptyFile
    │   ├── TruncatedFile     damaged or cut short
    │   ├── EncryptedFile
    │   ├── UnsupportedFile   a type that no reader knows
    │   ├── FileTooLarge      a limit of size, pages, pixels or nesting
    │   ├── HostileFile       a bomb, an external entity, a path trick
    │   └── UnreadableFile    missing, or no permission
    ├── MissingTool           a program or language data that is not installed
    ├── LimitExceeded         a worker process ran out of its time or memory
    ├── ClusterError          the cluster of another engine cannot be used, or was lost
    ├── OutputError           the result cannot be written
    └── UsageError            options that contradict each other, a bad register file

`code` is stable and stands in ledgers and reports; `remedy` is one sentence that tells a person what to do.
"""

from __future__ import annotations

import errno
import os
from enum import IntEnum
from pathlib import Path

__all__ = [
    "ClusterError",
    "EmptyFile",
    "EncryptedFile",
    "ExitCode",
    "FileTooLarge",
    "HostileFile",
    "IngestError",
    "InputError",
    "LimitExceeded",
    "MissingTool",
    "OutputError",
    "TruncatedFile",
    "UnreadableFile",
    "UnsupportedFile",
    "UsageError",
    "of_os_error",
]


class ExitCode(IntEnum):
    """What the `ingest` command returns to the shell."""

    OK = 0
    """Everything was converted."""
    FAILURE = 1
    """An unexpected error in ingest itself."""
    USAGE = 2
    """Wrong options or arguments."""
    SOME_FAILED = 3
    """At least one document that was asked for was skipped; the others were converted."""
    ALL_FAILED = 4
    """No document could be converted."""
    NO_INPUT = 5
    """What was given holds no file; the output folder was not touched."""
    OUTPUT = 6
    """The output could not be written (disk full, no permission)."""
    MISSING_TOOL = 7
    """A needed program or language file is not installed."""
    BELOW_THRESHOLD = 8
    """`--fail-under` was not reached."""
    CLUSTER = 9
    """The cluster of `--engine ray` cannot be used, or was lost; finished documents are kept."""
    CHANGED = 10
    """`ingest compare --fail-on-change` found a change."""
    EDITED = 11
    """A file in the output folder was changed by hand and is left so, or hand-made changes contradict others."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C or SIGTERM; finished documents are kept."""


class IngestError(Exception):
    """Base class of all errors raised on purpose."""

    code: str = "error"
    remedy: str = "See the message."
    exit_code: ExitCode = ExitCode.FAILURE

    def __init__(self, message: str, *, source: str | None = None, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        if remedy is not None:
            self.remedy = remedy

    def __str__(self) -> str:
        where = f"{self.source}: " if self.source else ""
        return f"{where}{self.message} {self.remedy}".rstrip()

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel from worker processes: keyword-only arguments need help to be pickled.
        return (_rebuild, (type(self), self.message, self.source, self.remedy))


def _rebuild(kind: type[IngestError], message: str, source: str | None, remedy: str) -> IngestError:
    return kind(message, source=source, remedy=remedy)


class InputError(IngestError):
    """The file cannot be converted as it is."""

    code = "input"
    exit_code = ExitCode.ALL_FAILED


class EmptyFile(InputError):
    """Zero bytes, or nothing but white space."""

    code = "empty"
    remedy = "Ask for the file again; nothing can be read from it."


class TruncatedFile(InputError):
    """The file is damaged or cut short."""

    code = "truncated"
    remedy = "Open the file in the program that made it and save it anew, or fetch it again."


class EncryptedFile(InputError):
    """A password is needed."""

    code = "encrypted"
    remedy = "Save a copy without password protection and convert that."


class UnsupportedFile(InputError):
    """No reader knows this type."""

    code = "unsupported"
    remedy = "Save it as .docx, .xlsx, .pdf or .txt and convert that."


class FileTooLarge(InputError):
    """A limit on bytes, unpacked bytes, pages, pixels, objects or nesting."""

    code = "too-large"
    remedy = "Split the file, or raise the limit named in the message if you trust it."


class HostileFile(InputError):
    """Built to do harm: a bomb, an external entity, a path trick."""

    code = "hostile"
    remedy = "Do not open the file; find out where it comes from."


class UnreadableFile(InputError):
    """The file is missing or may not be read."""

    code = "unreadable"
    remedy = "Check that the file is there and that you may read it."


class MissingTool(IngestError):
    """A program or language data that this file needs is not installed."""

    code = "missing-tool"
    exit_code = ExitCode.MISSING_TOOL
    remedy = "Run `ingest doctor`: it names the command that installs what is missing."


class LimitExceeded(IngestError):
    """The conversion ran out of its wall time, processor time or memory."""

    code = "limit"
    exit_code = ExitCode.SOME_FAILED
    remedy = "Convert the file alone with higher limits (--timeout, --memory), or split it."


class ClusterError(IngestError):
    """The cluster that is to convert cannot be reached, is not fit for it, or was lost under way."""

    code = "cluster"
    exit_code = ExitCode.CLUSTER
    remedy = "Start the cluster again and give the same command: finished documents are kept."


class OutputError(IngestError):
    """The result cannot be written."""

    code = "output"
    exit_code = ExitCode.OUTPUT
    remedy = "Free some space or choose another output folder; a second run goes on where this one stopped."


class UsageError(IngestError):
    """Options that contradict each other, or a bad file of one's own additions."""

    code = "usage"
    exit_code = ExitCode.USAGE
    remedy = "See `ingest --help`."


_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG})
_SCARCE = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN})


def of_os_error(error: OSError, out: Path | None = None) -> IngestError:
    """What the system refused, as a typed error: the output, a file that the user named, or means of the machine.

    Args:
        error: as it was raised.
        out: the folder or file that was being written, where there is one.
    """
    why = error.strerror or str(error) or type(error).__name__
    if error.errno in _SCARCE:
        return IngestError(f"the system refused ({why}).", remedy="Start fewer workers (-j), or close other programs.")
    # A file handle has a number for a name.
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes | os.PathLike) else None
    if error.errno in _NO_ROOM or (out is not None and (name is None or _within(name, out))):
        return OutputError(f"the output cannot be written ({why}).")
    if name is not None:
        return UsageError(f"{name} cannot be used ({why}).", remedy="Check the path and your rights to it.")
    return IngestError(f"the system refused ({why}).")


def _within(name: str, folder: Path) -> bool:
    return Path(name).absolute().is_relative_to(folder.absolute())
