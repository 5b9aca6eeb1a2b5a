"""What is given to a cluster when: largest first, a bounded number in flight, what a lost node had is done again.

Nothing here knows Ray: a `Cluster` takes a document's bytes and gives a reply, or `Lost` where the machinery, not the
document, failed.
"""

from __future__ import annotations

import heapq
import itertools
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from ingest.batch.engine import Failure, Job, Outcome
from ingest.batch.inputs import read_bytes
from ingest.errors import ClusterError, IngestError, LimitExceeded
from ingest.options import Options

__all__ = ["Backlog", "Cluster", "Lost", "Reply", "Tell", "schedule"]

# Documents in flight for each core: one that runs and one that waits, so that no core idles for a round trip.
PER_CORE = 2
MIN_IN_FLIGHT = 4
# Bytes of documents in flight; a single larger one still goes, alone.
BYTES_IN_FLIGHT = 256 * 2**20
MAX_ATTEMPTS = 2
# A document that takes so many Ray workers with it is not just unlucky (Ray kills workers when a node's memory ends).
MAX_LOSSES = 8
# Ray needs some ten seconds to notice that a node is dead; until then it may send documents there.
BACKOFF_SECONDS = 0.5
MAX_BACKOFF_SECONDS = 10.0
# So long a cluster may be without a node that computes, before the run gives up.
NO_CORES_SECONDS = 60.0
POLL_SECONDS = 0.2
ACTIVE_SECONDS = 1.0

Tell = Callable[[tuple[Any, ...]], None]
"""Takes a message for the engine: ("outcome", index, Outcome), ("lost", name, why), ("active", [(name, seconds)])."""


class Lost(Exception):
    """A worker or a node was lost with the document: no fault of the document."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a node answers: the outcome, whose job is left out, and the node's address."""

    outcome: Outcome
    where: str


class Cluster(Protocol):
    """What `schedule` asks of Ray."""

    def cores(self) -> int:
        """Cores of all nodes that live now."""
        ...

    def submit(self, data: bytes, job: Job, attempt: int) -> Any:
        """Start a document; gives a hashable reference."""
        ...

    def wait(self, references: Sequence[Any], seconds: float) -> Sequence[Any]:
        """References that are ready, after so many seconds at the latest."""
        ...

    def reply(self, reference: Any) -> Reply:
        """The reply behind a ready reference.

        Raises:
            Lost: see there.
            ClusterError: the node cannot convert as this machine does.
        """
        ...


@dataclass(slots=True)
class _Ticket:
    """One document on its way; `losses` counts workers that were lost with it, which its attempts don't."""

    index: int
    job: Job
    attempt: int = 1
    losses: int = 0


class Backlog:
    """What is still to be given out: lost ones first, when their pause is over; then in order; crashed ones last."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._waiting = deque(_Ticket(i, job) for i, job in enumerate(jobs))
        self._held: list[tuple[float, int, _Ticket]] = []
        self._number = itertools.count()

    def __bool__(self) -> bool:
        return bool(self._waiting or self._held)

    def peek(self, now: float) -> _Ticket | None:
        """The next ticket, or None while all that is left must pause."""
        if self._held and self._held[0][0] <= now:
            return self._held[0][2]
        return self._waiting[0] if self._waiting else None

    def pop(self, now: float) -> _Ticket:
        if self._held and self._held[0][0] <= now:
            return heapq.heappop(self._held)[2]
        return self._waiting.popleft()

    def again_last(self, ticket: _Ticket) -> None:
        """A further attempt at a document whose child died; last, as what kills must not hold up the healthy ones."""
        ticket.attempt += 1
        self._waiting.append(ticket)

    def lost(self, ticket: _Ticket, now: float) -> bool:
        """Do it again elsewhere, after a pause; False when it was lost too often."""
        ticket.losses += 1
        if ticket.losses >= MAX_LOSSES:
            return False
        pause = min(MAX_BACKOFF_SECONDS, BACKOFF_SECONDS * 2 ** (ticket.losses - 1))
        heapq.heappush(self._held, (now + pause, next(self._number), ticket))
        return True


@dataclass(slots=True)
class _Flight:
    ticket: _Ticket
    size: int
    running_since: float | None = None


def schedule(
    cluster: Cluster, jobs: Sequence[Job], options: Options, tell: Tell, stopped: Callable[[], bool] = lambda: False
) -> None:
    """Convert all jobs, telling each outcome once; returns early when `stopped`.

    Raises:
        ClusterError: no node computes any more, or a node converts otherwise than this machine.
    """
    backlog = Backlog(jobs)
    flying: dict[Any, _Flight] = {}
    alive = told = time.monotonic()
    while (backlog or flying) and not stopped():
        now = time.monotonic()
        cores = cluster.cores()
        if cores > 0:
            alive = now
        elif now - alive > NO_CORES_SECONDS:
            raise ClusterError(
                f"the cluster has had no node with a core for {NO_CORES_SECONDS:.0f} seconds.",
                remedy="Start its nodes again and give the same command: finished documents are kept.",
            )
        _fill(cluster, backlog, flying, cores, options, tell)
        for reference in cluster.wait(list(flying), POLL_SECONDS) if flying else ():
            _land(cluster, backlog, flying.pop(reference), reference, tell)
        if not flying:
            time.sleep(POLL_SECONDS if backlog.peek(now) is None or not cores else 0)
        if now - told > ACTIVE_SECONDS:
            told = now
            tell(("active", _active(flying, cores, now)))


def _fill(
    cluster: Cluster, backlog: Backlog, flying: dict[Any, _Flight], cores: int, options: Options, tell: Tell
) -> None:
    """Give out documents while there is room."""
    room = max(MIN_IN_FLIGHT, PER_CORE * cores) if cores else 0
    size = sum(f.size for f in flying.values())
    while len(flying) < room:
        now = time.monotonic()
        ticket = backlog.peek(now)
        if ticket is None or (flying and size + ticket.job.item.size > BYTES_IN_FLIGHT):
            return
        backlog.pop(now)
        try:
            data = read_bytes(ticket.job.item, options.limits)
        except IngestError as error:
            failure = Failure.of(error)
            tell(("outcome", ticket.index, Outcome(ticket.job, "failed", failure=failure, attempts=ticket.attempt)))
            continue
        size += len(data)
        flying[cluster.submit(data, ticket.job, ticket.attempt)] = _Flight(ticket, len(data))


def _land(cluster: Cluster, backlog: Backlog, flight: _Flight, reference: Any, tell: Tell) -> None:
    """One reference is ready: an outcome, a further attempt, or once more elsewhere."""
    ticket = flight.ticket
    try:
        reply = cluster.reply(reference)
    except Lost as loss:
        tell(("lost", ticket.job.item.name, str(loss)))
        if not backlog.lost(ticket, time.monotonic()):
            error = LimitExceeded(f"was lost with its Ray worker {ticket.losses} times.")
            failure = Failure.of(error, crashed=True)
            tell(("outcome", ticket.index, Outcome(ticket.job, "failed", failure=failure, attempts=ticket.attempt)))
        return
    outcome = replace(reply.outcome, job=ticket.job, where=reply.where)
    if outcome.failure is not None and outcome.failure.crashed and ticket.attempt < MAX_ATTEMPTS:
        backlog.again_last(ticket)
    else:
        tell(("outcome", ticket.index, outcome))


def _active(flying: dict[Any, _Flight], cores: int, now: float) -> list[tuple[str, float]]:
    """What runs, most likely: the cluster takes documents in the order in which they were given."""
    running = list(flying.values())[:cores]
    for flight in running:
        if flight.running_since is None:
            flight.running_since = now
    return [(f.ticket.job.item.name, now - (f.running_since or now)) for f in running]
