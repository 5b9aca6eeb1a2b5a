"""One conversion in a child process that can be killed without harm.

The child converts and answers; it writes no file. Hard limits: wall time and resident memory by the parent's
watch (SIGKILL), processor time and address space by the kernel where it can (system/processes.py). A child dies with
its parent, so a killed run leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import pickle
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any

import psutil

from ingest.batch.engine import Done, Failure, Job, Outcome, Tally
from ingest.errors import IngestError, LimitExceeded, OutputError, UnreadableFile
from ingest.options import Options
from ingest.system.memory import address_space, family_bytes, resident_bytes
from ingest.system.processes import (
    cause_of_death,
    die_with_parent,
    limit_next,
    make_ready,
    no_core_files,
    start_context,
)

__all__ = ["Answer", "Child", "Convert", "context", "convert"]

# A child is replaced after so many documents or when it has grown so much: libraries below us do leak.
RECYCLE_AFTER = 200
RECYCLE_GROWTH_BYTES = 400 * 2**20
POLL_SECONDS = 0.05
START_ATTEMPTS = 5
"""How often a child is started whose beginning is killed from outside."""
START_SECONDS = 0.3
"""How long to wait before the next start: the system has then told of the end of what was killed."""
# What tells OpenMP (Tesseract), linear algebra and OpenCV how many threads to use.
_THREADS = (
    "OMP_NUM_THREADS",
    "OMP_THREAD_LIMIT",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENCV_FOR_THREADS_NUM",
)


def context() -> BaseContext:
    """The way children start: from a server process that has loaded the pipeline once and holds no threads."""
    # One document, one core: engines run as many children as there are cores.
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    return start_context("ingest.batch.workers.preload")


Answer = Done | Failure
Convert = Callable[[Job, Options], Answer]


def _serve(pipe: Connection, options: Options, work: Convert) -> None:
    """The child's life: jobs in, answers out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if not die_with_parent():
        return
    no_core_files()
    with contextlib.suppress(EOFError, OSError):
        while True:
            job: Job = pipe.recv()
            _limit(options)
            pipe.send(_guarded(work, job, options))
            # What a document leaves behind in circles goes; what stays (caches, models) is not looked at again.
            gc.collect()
            gc.freeze()


def convert(job: Job, options: Options) -> Answer:
    """Convert one document."""
    from ingest.batch.inputs.finder import read_bytes
    from ingest.pipeline import Stopwatch, process
    from ingest.source import Source
    from ingest.write.plain_text import plain_text
    from ingest.write.plan_json import dumps

    source = Source.from_bytes(read_bytes(job.item, options.limits), job.item.name, options.limits)
    watch = Stopwatch()
    result = process(source, options, watch)
    if source.id != job.sha256:
        raise UnreadableFile("changed while it was being converted.", source=job.item.name)
    text = plain_text(result.document) if job.with_text else None
    # The tally here, where the plan is at hand: the parent serves all children and must not read it again.
    return Done(dumps(result.plan), text, Tally.of(result.plan), watch.seconds)


_MAKE_ROOM = "Free some space where temporary files go (TMPDIR), and convert it again."


def _guarded(work: Convert, job: Job, options: Options) -> Answer:
    """Do the work; every error becomes a `Failure`."""
    try:
        return work(job, options)
    except IngestError as error:
        return Failure.of(error)
    except (MemoryError, RecursionError) as error:
        what = "memory" if isinstance(error, MemoryError) else "stack"
        return Failure.of(LimitExceeded(f"ran out of {what}."), crashed=False)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            # A child writes temporary files alone.
            full = OutputError("needs temporary files for which there is no room.", remedy=_MAKE_ROOM)
            return Failure.of(full)
        # A fault of ours: the document is skipped with the place of the fault, the text of the document is not told.
        frames = traceback.extract_tb(error.__traceback__)
        where = next((f for f in reversed(frames) if f"{os.sep}ingest{os.sep}" in f.filename), frames[-1])
        place = f"{os.path.basename(where.filename)}:{where.lineno}"  # noqa: PTH119
        fault = IngestError(
            f"ingest failed at {place} with {type(error).__name__}.",
            remedy="This is a fault of ingest: please report it with the message and, if you may, the file.",
        )
        return Failure("internal", fault.message, fault.remedy)


def _limit(options: Options) -> None:
    """Set the kernel's limits for the next document; they count from what the process has used so far."""
    limits = options.limits
    # Address space is larger than resident memory: libraries map more than they touch. The parent watches the
    # resident size; this is the second fence against one huge allocation.
    limit_next(limits.cpu_seconds, address_space() + 2 * limits.memory_bytes)


@dataclass(slots=True)
class _Running:
    job: Job
    attempt: int
    started: float
    peak: int = 0


class Child:
    """The parent's handle on one worker process: give it a job, look after it, read its outcome.

    `work` is what the child does with a job: `convert`, or a stand-in of the tests that misbehaves.
    """

    def __init__(self, options: Options, ctx: BaseContext | None = None, work: Convert = convert) -> None:
        self._options = options
        self._work = work
        self._context = ctx or context()
        self._running: _Running | None = None
        self._process: Any = None
        self._pipe: Connection | None = None
        self._served = 0
        self._base_memory = 0

    @property
    def pipe(self) -> Connection | None:
        return self._pipe

    @property
    def running(self) -> tuple[str, float] | None:
        """Name and age in seconds of the job under way."""
        if self._running is None:
            return None
        return self._running.job.item.name, time.monotonic() - self._running.started

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        for attempt in range(START_ATTEMPTS):
            process = self._context.Process(target=_serve, args=(theirs, self._options, self._work), daemon=True)  # type: ignore[attr-defined]
            try:
                make_ready(self._context)
                process.start()
            except (EOFError, ConnectionError):
                # The process that children are forked from was killed while it loaded; the next start begins another.
                if attempt + 1 == START_ATTEMPTS:
                    raise
                time.sleep(START_SECONDS)
            else:
                break
        # Only now: a process that could not be started has nothing to be stopped.
        self._process, self._pipe = process, ours
        theirs.close()
        self._served = 0
        self._base_memory = 0

    def give(self, job: Job, attempt: int = 1) -> None:
        """Start a job; the child must be idle."""
        if self._process is None or not self._process.is_alive() or self._must_recycle():
            self.stop()
            self._start()
        assert self._pipe is not None
        self._running = _Running(job, attempt, time.monotonic())
        with contextlib.suppress(OSError):
            # A child that died just now is found by `poll`.
            self._pipe.send(job)

    def poll(self) -> Outcome | None:
        """The outcome, if there is one by now; kills a child that is over its limits."""
        running = self._running
        if running is None or self._pipe is None:
            return None
        answer: Answer | None = None
        dead = not self._process.is_alive()
        try:
            if self._pipe.poll(0):
                answer = self._pipe.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            dead = True
        if answer is not None:
            self._running = None
            self._served += 1
            return self._outcome(running, answer)
        why = _death(self._process) if dead else self._over_limit(running)
        if why is None:
            return None
        self.kill()
        self._running = None
        return self._outcome(running, Failure.killed(why))

    def _over_limit(self, running: _Running) -> str | None:
        limits = self._options.limits
        age = time.monotonic() - running.started
        if age > limits.wall_seconds:
            return f"took longer than {limits.wall_seconds:g} seconds (wall_seconds)."
        try:
            memory = family_bytes(self._process.pid)
        except psutil.Error:
            return None
        running.peak = max(running.peak, memory)
        if memory > limits.memory_bytes:
            return f"needed more than {limits.memory_bytes} bytes of memory (memory_bytes)."
        return None

    def _outcome(self, running: _Running, answer: Answer) -> Outcome:
        seconds = time.monotonic() - running.started
        told = Outcome(running.job, "done", attempts=running.attempt, seconds=seconds, memory_bytes=running.peak)
        if isinstance(answer, Failure):
            return replace(told, state="failed", failure=answer)
        return replace(
            told, plan=answer.data, text=answer.text, tally=answer.tally, steps=answer.steps, inside=answer.inside
        )

    def _must_recycle(self) -> bool:
        if self._served >= RECYCLE_AFTER:
            return True
        try:
            memory = resident_bytes(self._process.pid)
        except psutil.Error:
            return True
        if self._served and not self._base_memory:
            self._base_memory = memory
        return bool(self._base_memory) and memory - self._base_memory > RECYCLE_GROWTH_BYTES

    def kill(self) -> None:
        """SIGKILL to the child and everything it started (LibreOffice, OCR)."""
        if self._process is None:
            return
        victims: list[psutil.Process] = []
        with contextlib.suppress(psutil.Error):
            victims = psutil.Process(self._process.pid).children(recursive=True)
        if self._process.is_alive():
            self._process.kill()
        self._process.join(5)
        # What it started ends by itself and clears up (read/office/supervisor.py); who does not is killed.
        for victim in psutil.wait_procs(victims, timeout=5)[1]:
            with contextlib.suppress(psutil.Error):
                victim.kill()
        self._close()

    def stop(self) -> None:
        """End an idle child in good order."""
        if self._process is None:
            return
        self._close()
        if self._process is not None:
            self._process.join(2)
            if self._process.is_alive():
                self._process.kill()
                self._process.join(5)
        self._process = None

    def _close(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None


def _death(process: Any) -> str:
    process.join(1)
    return cause_of_death(process.exitcode)
