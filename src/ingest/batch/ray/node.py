"""What runs on a node of a Ray cluster: one document at a time, in a child with hard limits, as everywhere.

A node needs `ingest` with the same code and models and nothing else: documents come as bytes and live in memory only
(`memfd`), so that a node that is lost leaves no document behind.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from multiprocessing.connection import wait

from ingest.batch.engine import Job, Outcome
from ingest.batch.inputs.finder import Input
from ingest.batch.ray.schedule import Lost
from ingest.batch.workers.worker import POLL_SECONDS, Child, Convert
from ingest.batch.workers.worker import convert as convert_here
from ingest.options import Options

__all__ = ["OtherVersion", "convert", "identity", "own_files"]


class OtherVersion(Exception):
    """This node has other code or models than the machine that gives out the work; the argument is its version."""


# One Ray worker keeps one child; Ray gives a worker one task at a time.
_child: tuple[object, Child] | None = None


@cache
def _version() -> str:
    from ingest.batch.run import version

    return version()


def identity() -> str:
    """The version of code and models of this node (a plain function, as Ray wants it)."""
    return _version()


def own_files(options: Options) -> dict[str, bytes]:
    """The user's additions to the registers, by the option that names them, to be sent along."""
    from pathlib import Path

    paths = {"vocabulary": options.vocabulary, "actors": options.actors}
    return {name: Path(path).read_bytes() for name, path in paths.items() if path is not None}


def convert(
    data: bytes,
    job: Job,
    attempt: int,
    options: Options,
    files: Mapping[str, bytes],
    expected: str,
    work: Convert = convert_here,
) -> Outcome:
    """Convert one document's bytes in this worker's child.

    Args:
        data: the document.
        job: its job, whose address is not used.
        attempt: which attempt it is, for the outcome.
        options: how to convert; paths of the user's own files in it are those of another machine.
        files: the bytes of those files, by option.
        expected: `identity()` of the machine that gives out the work.
        work: what the child does.

    Raises:
        OtherVersion: nothing was converted.
        Lost: this machine has no process, descriptor or memory left for it just now.
    """
    if identity() != expected:
        raise OtherVersion(identity())
    global _child
    key = (options, tuple(sorted(files.items())), work)
    if _child is None or _child[0] != key:
        if _child is not None:
            _child[1].stop()
        _hide_main()
        _child = (key, Child(_at_hand(options, files), work=work))
    child = _child[1]
    try:
        with _in_memory(data) as path:
            child.give(replace(job, item=Input(job.item.name, path, len(data))), attempt)
            while (outcome := child.poll()) is None:
                wait([child.pipe] if child.pipe else [], POLL_SECONDS)
    except BaseException as error:
        # Ray cancels a task by KeyboardInterrupt.
        child.kill()
        _child = None
        if isinstance(error, OSError | EOFError | MemoryError):
            # What fails in the child is in its outcome.
            raise Lost(f"{type(error).__name__}: {error}") from error
        raise
    return replace(outcome, job=job)


def _hide_main() -> None:
    """Children would load the file of `__main__` anew: here Ray's own worker, a second of work and much memory."""
    with suppress(KeyError, AttributeError):
        del sys.modules["__main__"].__file__


def _memory_file(data: bytes) -> tuple[int, str]:
    """A file that goes with this process; its descriptor and a path for this user's processes."""
    if sys.platform == "linux":
        descriptor = os.memfd_create("ingest")
        path = f"/proc/{os.getpid()}/fd/{descriptor}"
    else:  # pragma: no cover
        descriptor, path = tempfile.mkstemp(prefix="ingest-")
    with open(descriptor, "wb", closefd=False) as handle:
        handle.write(data)
    return descriptor, path


@contextmanager
def _in_memory(data: bytes) -> Iterator[str]:
    descriptor, path = _memory_file(data)
    try:
        yield path
    finally:
        os.close(descriptor)
        if sys.platform != "linux":  # pragma: no cover
            os.unlink(path)  # noqa: PTH108


@cache
def _kept(data: bytes) -> str:
    """A path to one of the user's files for as long as this worker lives."""
    return _memory_file(data)[1]


def _at_hand(options: Options, files: Mapping[str, bytes]) -> Options:
    """The options with paths that hold on this machine."""
    paths = {name: _kept(data) for name, data in files.items()}
    return replace(options, vocabulary=paths.get("vocabulary"), actors=paths.get("actors"))
