"""Jobs of a server and their files: a private folder that is bounded in number, age and bytes and thrown away."""

from __future__ import annotations

import json
import logging
import secrets
import shutil
import threading
import time
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from ingest.batch.corrections import corrected_outcome, store_of
from ingest.batch.engine import Failure, Outcome
from ingest.batch.inputs.finder import Input
from ingest.batch.metrics import LOG_ID, Metrics
from ingest.batch.workers.temp_folders import Throwaway
from ingest.batch.workers.worker import Convert
from ingest.options import OcrMode
from ingest.serve.problems import Problem
from ingest.serve.runner import Runner, ServedJob, convert_in_folder
from ingest.serve.settings import Settings

__all__ = ["State", "Store", "SubmittedDocument"]

State = Literal["receiving", "waiting", "running", "done", "failed"]

_LOG = logging.getLogger("ingest.serve")
_PREFIX = "ingest-serve-"
# After how many seconds a client that met a full queue should come back.
RETRY_SECONDS = 5.0
RECEIVING = 8
"""Documents that may be on their way at once, in sizes of the queue: each costs a connection and a small file."""


@dataclass(slots=True, eq=False)
class SubmittedDocument:
    """One document and what has become of it; times are Unix seconds."""

    id: str
    folder: Path
    reserved: int
    """Bytes on disk that this entry counts for."""
    created: float
    state: State = "receiving"
    started: float | None = None
    ended: float | None = None
    failure: Failure | None = None
    plan_bytes: int = 0
    inside: tuple[tuple[str, ...], ...] = ()
    """Names that lead to the documents inside this one."""
    held: bool = False
    """A request waits for the result: it is not forgotten before that has been given."""
    finished: Future[None] = field(default_factory=Future)

    @property
    def document(self) -> Path:
        return self.folder / "document"

    @property
    def plan(self) -> Path:
        return self.folder / "plan.json"


class Store:
    """Admits documents, hands them to the runner, keeps results, forgets them. Safe to use from any thread."""

    def __init__(self, settings: Settings, work: Convert = convert_in_folder) -> None:
        self._settings = settings
        self._work = work
        self._entries: dict[str, SubmittedDocument] = {}
        self._lock = threading.RLock()
        self._runner: Runner | None = None
        self._home: Throwaway | None = None
        self._closed = False
        self.corrections = store_of(settings.corrections)
        self.metrics = Metrics()

    def start(self) -> None:
        """Make the private folder and the runner; does nothing the second time.

        Raises:
            Problem: the store has been closed.
        """
        with self._lock:
            if self._closed:
                raise Problem("stopping", "The server is stopping.", retry_after=RETRY_SECONDS)
            if self._runner is not None:
                return
            self._home = Throwaway(_PREFIX)
            self._runner = Runner(
                self._settings.workers, self._settings.options, self._started, self._ended, self._expire, self._work
            )

    def close(self) -> None:
        """Kill what runs, answer whoever waits, remove every file."""
        with self._lock:
            self._closed = True
            runner, self._runner = self._runner, None
        if runner is not None:
            runner.close()
        with self._lock:
            entries = list(self._entries.values())
            self._entries.clear()
            for entry in entries:
                _resolve(entry)
            if self._home is not None:
                self._home.close()
            self._home = None

    @property
    def healthy(self) -> bool:
        """Can documents be converted?"""
        return not self._closed and (self._runner is None or self._runner.alive)

    def counts(self) -> tuple[int, int]:
        """Documents under way and documents waiting."""
        with self._lock:
            states = [e.state for e in self._entries.values()]
        return states.count("running"), states.count("waiting") + states.count("receiving")

    def admit(self, size: int) -> SubmittedDocument:
        """Room for a document of at most `size` bytes, before its first byte is read.

        Raises:
            Problem: the queue or the disk is full, or the server is stopping.
        """
        self.start()
        if not self.healthy:
            # What is taken in now would wait for ever.
            raise Problem("stopping", "Documents cannot be converted.", retry_after=RETRY_SECONDS)
        with self._lock:
            if self._number("receiving") >= RECEIVING * self._settings.waiting:
                raise Problem("busy", "Too many documents are being received.", retry_after=RETRY_SECONDS)
            self._refuse_beyond_queue()
            self._make_room(size)
            assert self._home is not None
            # Whoever knows the id may read the result: it cannot be guessed.
            id = secrets.token_urlsafe(16)
            folder = self._home.path / id
            folder.mkdir(mode=0o700)
            entry = self._entries[id] = SubmittedDocument(id, folder, size, time.time())
            return entry

    def _number(self, state: State) -> int:
        return sum(e.state == state for e in self._entries.values())

    def _refuse_beyond_queue(self) -> None:
        """A place in the queue is taken by a document that is here, not by one that is still on its way."""
        if self._number("waiting") >= self._settings.waiting:
            raise Problem("busy", f"{self._settings.waiting} documents are waiting already.", retry_after=RETRY_SECONDS)

    def submit(
        self,
        entry: SubmittedDocument,
        name: str,
        size: int,
        sha256: str,
        ocr: OcrMode,
        mask: bool,
        inside: tuple[str, ...] = (),
    ) -> None:
        """Put a received document in the queue; a server started with masking masks whatever a request says."""
        with self._lock:
            if self._runner is None or entry.id not in self._entries:
                raise Problem("stopping", "The server is stopping.", retry_after=RETRY_SECONDS)
            self._refuse_beyond_queue()
            entry.reserved = size
            entry.state = "waiting"
            mask = mask or self._settings.options.mask_personal_data
            item = Input(name, str(entry.document), size)
            self._runner.submit(entry.id, ServedJob(item, sha256, ocr=ocr, mask=mask, inside=inside))

    def get(self, id: str) -> SubmittedDocument:
        """A job by its id.

        Raises:
            Problem: there is none, or it has been forgotten.
        """
        self._expire()
        with self._lock:
            entry = self._entries.get(id)
        if entry is None or entry.state == "receiving":
            raise Problem(
                "not-found",
                "There is no such job, or it has been forgotten: after its time, or because the server was restarted.",
            )
        return entry

    def forget(self, entry: SubmittedDocument) -> None:
        """End a job if it runs and remove what is kept of it; does nothing if that is done already."""
        with self._lock:
            if self._entries.pop(entry.id, None) is None:
                return
            # Of a document under way the folder goes when its child is dead (`_ended`): a living one would fill it.
            is_idle = entry.state not in ("waiting", "running") or self._runner is None
            at_once = is_idle or (self._runner is not None and self._runner.cancel(entry.id))
        _resolve(entry)
        if at_once:
            shutil.rmtree(entry.folder, ignore_errors=True)

    def _make_room(self, size: int) -> None:
        """Forget finished jobs, the oldest first, until `size` bytes more have room."""
        used = sum(e.reserved for e in self._entries.values())
        for entry in self._by_age():
            if used + size <= self._settings.store_bytes:
                break
            used -= entry.reserved
            self.forget(entry)
        if used + size > self._settings.store_bytes:
            raise Problem("no-room", "The server's room on disk is used up.", retry_after=RETRY_SECONDS)

    def _by_age(self) -> list[SubmittedDocument]:
        ended = (e for e in self._entries.values() if e.ended is not None and not e.held)
        return sorted(ended, key=lambda e: e.ended or 0.0)

    def _expire(self) -> None:
        """Forget finished jobs that are too old or too many."""
        with self._lock:
            finished = self._by_age()
            deadline = time.time() - self._settings.keep_seconds
            surplus = len(finished) - self._settings.kept
            for n, entry in enumerate(finished):
                if n < surplus or (entry.ended or 0.0) < deadline:
                    self.forget(entry)

    def _started(self, id: str) -> None:
        with self._lock:
            entry = self._entries.get(id)
            if entry is not None:
                entry.state, entry.started = "running", time.time()

    def _corrected(self, outcome: Outcome) -> Outcome:
        """The outcome with the corrections that hold now."""
        if self.corrections is None or outcome.plan is None:
            return outcome
        self.corrections.refresh()
        job, name, options = outcome.job, outcome.job.item.name, self._settings.options
        if isinstance(job, ServedJob):
            name, options = job.name, replace(options, mask_personal_data=job.mask)
            if job.inside:
                # Corrections know a document by its own bytes.
                outcome = replace(outcome, job=replace(job, sha256=json.loads(outcome.plan)["document"]["id"]))
        return corrected_outcome(outcome, self.corrections.book, [name], options)

    def _ended(self, id: str, outcome: Outcome | None) -> None:
        """Called by the runner: keep the result, drop the document."""
        if outcome is not None:
            outcome = self._corrected(outcome)
        with self._lock:
            entry = self._entries.get(id)
            if entry is None or outcome is None:
                # Forgotten meanwhile.
                if self._home is not None:
                    shutil.rmtree(self._home.path / id, ignore_errors=True)
                return
            failure = outcome.failure
            if outcome.plan is not None:
                try:
                    entry.reserved = 0
                    self._make_room(len(outcome.plan))
                    entry.plan.write_bytes(outcome.plan)
                    entry.plan_bytes = entry.reserved = len(outcome.plan)
                except (OSError, Problem):
                    failure = Failure("no-room", "has a plan for which the server has no room.", "")
            entry.failure, entry.inside = failure, outcome.inside
            entry.ended = time.time()
            entry.state = "done" if failure is None else "failed"
            if failure is not None:
                entry.reserved = 0
        entry.document.unlink(missing_ok=True)
        shutil.rmtree(entry.folder / "scratch", ignore_errors=True)
        fields = {
            "event": "document",
            # The same id as in a run's log: the beginning of the bytes' SHA-256, which opens no result.
            "id": outcome.job.sha256[:LOG_ID],
            "state": entry.state,
            "code": failure.code if failure else None,
            "seconds": round(outcome.seconds, 3),
            "memory_bytes": outcome.memory_bytes,
        }
        self.metrics.add(outcome)
        _LOG.info("document %s%s", entry.state, f" ({failure.code})" if failure else "", extra=fields)
        _resolve(entry)


def _resolve(entry: SubmittedDocument) -> None:
    if not entry.finished.done():
        with suppress(Exception):
            # Two threads may try at the same time; one of them wins, and that is all that matters.
            entry.finished.set_result(None)
