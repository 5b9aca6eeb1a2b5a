"""A queue of documents and the workers that convert them, looked after by one thread."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path

from ingest.batch.engine import Done, Failure, Job, Outcome
from ingest.batch.inputs.finder import read_bytes
from ingest.batch.workers.worker import POLL_SECONDS, Answer, Child, Convert, context, convert
from ingest.errors import IngestError, UnreadableFile
from ingest.options import OcrMode, Options
from ingest.privacy.detect import mask_text
from ingest.read.enclosed import Enclosed, enclosed
from ingest.serve.problems import is_lost
from ingest.system.processes import make_ready

__all__ = ["Runner", "ServedJob", "convert_in_folder"]

_LOG = logging.getLogger("ingest.serve")
# How often the thread looks round when nothing happens; whoever keeps results uses it to drop old ones.
IDLE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class ServedJob(Job):
    """A job with what its request chose: a worker, its models loaded, serves requests that choose differently."""

    ocr: OcrMode = "auto"
    mask: bool = False
    inside: tuple[str, ...] = ()
    """The names that lead to the document inside the one sent that is meant; none means the one sent itself."""

    @property
    def name(self) -> str:
        """What the result calls the document."""
        name = "/".join((self.item.name, *self.inside))
        return mask_text(name) if self.mask else name


def convert_in_folder(job: Job, options: Options) -> Answer:
    """Convert; temporary files go to the job's own folder, so that nothing outlives a worker that was killed."""
    parts: dict[tuple[str, ...], Enclosed] = {}
    meant = job
    if isinstance(job, ServedJob):
        options = replace(options, ocr=job.ocr, mask_personal_data=job.mask)
        parts = _parts(job, options)
        meant = _meant(job, parts)
    scratch = Path(job.item.uri).parent / "scratch"
    scratch.mkdir(mode=0o700, exist_ok=True)
    tempfile.tempdir = os.environ["TMPDIR"] = str(scratch)
    answer = convert(meant, options)
    # Told once for a file: the list of the one sent holds those inside its parts too.
    return replace(answer, inside=tuple(parts)) if isinstance(answer, Done) and meant is job else answer


def _parts(order: ServedJob, options: Options) -> dict[tuple[str, ...], Enclosed]:
    """The documents inside the one sent by the names that are told; each can be called by its own clear name too."""
    found = list(enclosed(read_bytes(order.item, options.limits), options.limits))
    if not order.mask or order.inside in [part.path for part in found]:
        return {part.path: part for part in found}
    shown: dict[tuple[str, ...], Enclosed] = {}
    for part in found:
        path, number = tuple(map(mask_text, part.path)), 1
        while path in shown:
            number += 1
            path = (*path[:-1], f"{mask_text(part.path[-1])} ({number})")
        shown[path] = part
    return shown


def _meant(order: ServedJob, parts: Mapping[tuple[str, ...], Enclosed]) -> Job:
    """The job of the document inside the one sent, called by both names as in a run; else the order itself."""
    if not order.inside:
        return order
    if order.inside not in parts:
        there = "; ".join("/".join(path) for path in parts)
        message = f"holds no document of that name; it holds: {there}." if there else "holds no documents."
        raise UnreadableFile(
            message, source=order.item.name, remedy="Name one of those it holds, or leave `inside` out."
        )
    part = parts[order.inside]
    item = replace(order.item, name=order.name, inside=part.path)
    return Job(item, hashlib.sha256(part.data).hexdigest(), order.with_text)


@dataclass(slots=True)
class _Slot:
    """Room for one worker; `key` is the job under way, None when it is idle."""

    child: Child | None = None
    key: str | None = None


class Runner:
    """Converts what is submitted, first come first served, at most `workers` at a time.

    A document whose worker dies gets a second one: the first may have been killed from outside while it was idle.

    Args:
        workers: workers at the same time.
        options: how to convert, with the limits of one document.
        started: called with the key when a document gets its worker.
        finished: called once with the key and the outcome, or with None when its worker was killed by `cancel`.
        idle: called every few seconds.
        work: what workers do; the tests give one that misbehaves.
    """

    def __init__(
        self,
        workers: int,
        options: Options,
        started: Callable[[str], None],
        finished: Callable[[str, Outcome | None], None],
        idle: Callable[[], None],
        work: Convert = convert_in_folder,
    ) -> None:
        self._slots = [_Slot() for _ in range(max(1, workers))]
        self._options = options
        self._started, self._finished, self._idle, self._work = started, finished, idle, work
        self._waiting: OrderedDict[str, Job] = OrderedDict()
        self._cancelled: set[str] = set()
        self._jobs: dict[str, Job] = {}
        self._tried: set[str] = set()
        self._lock = threading.Lock()
        self._closing = False
        # A connection and not a bare pipe: Windows can wait for no other.
        self._bell, self._ringer = Pipe(duplex=False)
        self._rung = False
        self._context = context()
        # Models are loaded now, by the process that workers are forked from, and not when the first document waits.
        make_ready(self._context)
        self._thread = threading.Thread(target=self._run, name="ingest-serve", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def submit(self, key: str, job: Job) -> None:
        """Put a document in the queue."""
        with self._lock:
            self._waiting[key] = job
        self._ring()

    def cancel(self, key: str) -> bool:
        """Take a document out of the queue (True), or have its worker killed soon (False)."""
        with self._lock:
            if self._waiting.pop(key, None) is not None:
                return True
            self._cancelled.add(key)
        self._ring()
        return False

    def close(self) -> None:
        """Kill what runs, forget what waits."""
        with self._lock:
            self._closing = True
            self._waiting.clear()
        self._ring()
        self._thread.join(15)

    def _ring(self) -> None:
        with self._lock:
            rung, self._rung = self._rung, True
        if not rung:
            with suppress(OSError):
                # A closed one rings for nobody.
                self._ringer.send_bytes(b"!")

    def _run(self) -> None:
        try:
            while True:
                with self._lock:
                    closing, cancelled = self._closing, self._cancelled
                    self._cancelled = set()
                if closing:
                    return
                self._drop(cancelled)
                self._fill()
                self._sleep()
                self._collect()
                self._idle()
        except Exception as error:
            # `alive` is false from here on, and /health says so.
            _LOG.critical("the thread that looks after conversions died: %s", type(error).__name__)
            raise
        finally:
            for slot in self._slots:
                self._end(slot)
            self._bell.close()

    def _sleep(self) -> None:
        pipes: list[Connection] = [
            s.child.pipe for s in self._slots if s.key is not None and s.child is not None and s.child.pipe is not None
        ]
        ready = wait([self._bell, *pipes], POLL_SECONDS if pipes else IDLE_SECONDS)
        if self._bell in ready:
            self._bell.recv_bytes()
            with self._lock:
                self._rung = False

    def _drop(self, cancelled: set[str]) -> None:
        for slot in self._slots:
            if slot.key is not None and slot.key in cancelled:
                key = slot.key
                self._end(slot)
                self._forget(key)
                self._finished(key, None)

    def _end(self, slot: _Slot) -> None:
        if slot.child is not None:
            slot.child.kill() if slot.key is not None else slot.child.stop()
        slot.child = slot.key = None

    def _fill(self) -> None:
        for slot in self._slots:
            if slot.key is not None:
                continue
            with self._lock:
                if not self._waiting:
                    return
                key, job = self._waiting.popitem(last=False)
            try:
                if slot.child is None:
                    slot.child = Child(self._options, self._context, self._work)
                slot.key = key
                self._jobs[key] = job
                self._started(key)
                slot.child.give(job)
            except (OSError, EOFError) as error:
                self._end(slot)
                if self._again(key):
                    continue
                fault = IngestError(f"a worker process could not be started ({type(error).__name__}).")
                self._finished(key, Outcome(job, "failed", failure=Failure("internal", fault.message, fault.remedy)))

    def _again(self, key: str) -> bool:
        """Put a document whose worker was lost back at the head of the queue; False where it had its second chance."""
        job = self._jobs.pop(key, None)
        if job is None or key in self._tried:
            self._forget(key)
            return False
        self._tried.add(key)
        with self._lock:
            self._waiting[key] = job
            self._waiting.move_to_end(key, last=False)
        return True

    def _forget(self, key: str) -> None:
        self._jobs.pop(key, None)
        self._tried.discard(key)

    def _collect(self) -> None:
        for slot in self._slots:
            if slot.key is None or slot.child is None:
                continue
            outcome = slot.child.poll()
            if outcome is not None:
                key, slot.key = slot.key, None
                if outcome.failure is not None and is_lost(outcome.failure) and self._again(key):
                    continue
                self._forget(key)
                self._finished(key, outcome)
