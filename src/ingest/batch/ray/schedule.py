"""What is given to which node when: largest first, one document a core, what a lost node had is done again elsewhere.

Nothing here knows Ray: a `Cluster` takes a document's bytes for a node and gives a reply, or `Lost` where the
machinery, not the document, failed.
"""

from __future__ import annotations

import heapq
import itertools
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from ingest.batch.engine import Failure, Job, Outcome
from ingest.batch.inputs.finder import read_bytes
from ingest.errors import ClusterError, IngestError, LimitExceeded
from ingest.options import Options

__all__ = ["Backlog", "Cluster", "Lost", "Node", "Reply", "Tell", "schedule"]

# Bytes of documents in flight; a single larger one still goes, alone.
BYTES_IN_FLIGHT = 256 * 2**20
MAX_ATTEMPTS = 2
# A document that takes so many Ray workers with it is not just unlucky (Ray kills workers when a node's memory ends).
MAX_LOSSES = 8
# Ray needs some ten seconds to notice that a node is dead; until then documents may be sent there.
BACKOFF_SECONDS = 0.5
MAX_BACKOFF_SECONDS = 10.0
# So long a cluster may be without a node that computes, before the run gives up.
NO_CORES_SECONDS = 60.0
POLL_SECONDS = 0.2
ACTIVE_SECONDS = 1.0

Tell = Callable[[tuple[Any, ...]], None]
"""Takes a message for the engine: ("outcome", index, Outcome), ("lost", name, why), ("active", [(name, seconds)])."""


class Lost(Exception):
    """A worker or a node was lost with the document, or could not take it: no fault of the document."""


@dataclass(frozen=True, slots=True)
class Node:
    """A machine that lives and converts as this one does."""

    identity: str
    address: str
    cores: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What a node answers: the outcome, and the node's address."""

    outcome: Outcome
    where: str


class Cluster(Protocol):
    """What `schedule` asks of Ray."""

    def nodes(self) -> Sequence[Node]:
        """The nodes that can be used now."""
        ...

    def submit(self, data: bytes, job: Job, attempt: int, node: Node) -> Any:
        """Start a document on a node; gives a hashable reference."""
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

    def abandon(self, reference: Any) -> None:
        """Nothing is expected of this reference any more."""
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
    node: Node
    size: int
    started: float


def schedule(
    cluster: Cluster, jobs: Sequence[Job], options: Options, tell: Tell, stopped: Callable[[], bool] = lambda: False
) -> None:
    """Convert all jobs, telling each outcome once; returns early when `stopped`.

    Raises:
        ClusterError: no node computes any more, or a node converts otherwise than this machine.
    """
    run = _Run(cluster, Backlog(jobs), options, tell)
    alive = told = time.monotonic()
    while (run.backlog or run.flying) and not stopped():
        now = time.monotonic()
        nodes = cluster.nodes()
        if nodes:
            alive = now
        elif now - alive > NO_CORES_SECONDS:
            raise ClusterError(
                f"the cluster has had no node that can convert for {NO_CORES_SECONDS:.0f} seconds.",
                remedy="Start its nodes again and give the same command: finished documents are kept.",
            )
        run.give_up({node.identity for node in nodes})
        run.fill(nodes)
        if run.flying:
            for reference in cluster.wait(list(run.flying), POLL_SECONDS):
                run.land(reference)
        elif not nodes or run.backlog.peek(time.monotonic()) is None:
            time.sleep(POLL_SECONDS)
        now = time.monotonic()
        if now - told > ACTIVE_SECONDS:
            told = now
            tell(("active", [(f.ticket.job.item.name, now - f.started) for f in run.flying.values()]))


@dataclass(slots=True)
class _Run:
    cluster: Cluster
    backlog: Backlog
    options: Options
    tell: Tell
    flying: dict[Any, _Flight] = field(default_factory=dict)

    def fill(self, nodes: Sequence[Node]) -> None:
        """Give out documents while there are idle cores: first where most of them are."""
        taken = Counter(f.node.identity for f in self.flying.values())
        idle = {node: node.cores - taken[node.identity] for node in nodes}
        size = sum(f.size for f in self.flying.values())
        while idle:
            node = max(idle, key=lambda n: idle[n])
            now = time.monotonic()
            ticket = self.backlog.peek(now)
            if idle[node] <= 0 or ticket is None:
                return
            if self.flying and size + ticket.job.item.size > BYTES_IN_FLIGHT:
                return
            self.backlog.pop(now)
            try:
                data = read_bytes(ticket.job.item, self.options.limits)
            except IngestError as error:
                self._set_aside(ticket, Failure.of(error))
                continue
            size += len(data)
            idle[node] -= 1
            reference = self.cluster.submit(data, ticket.job, ticket.attempt, node)
            self.flying[reference] = _Flight(ticket, node, len(data), now)

    def give_up(self, alive: Set[str]) -> None:
        """What a node had that is gone: a node that was only cut off may go on, but nobody listens to it any more."""
        for reference, flight in list(self.flying.items()):
            if flight.node.identity not in alive:
                del self.flying[reference]
                self.cluster.abandon(reference)
                self._lose(flight, "node gone")

    def land(self, reference: Any) -> None:
        """A reference is ready: an outcome, a further attempt, or once more elsewhere."""
        flight = self.flying.pop(reference)
        ticket = flight.ticket
        try:
            reply = self.cluster.reply(reference)
        except Lost as loss:
            self._lose(flight, str(loss))
            return
        outcome = replace(reply.outcome, job=ticket.job, where=reply.where)
        if outcome.failure is not None and outcome.failure.crashed and ticket.attempt < MAX_ATTEMPTS:
            self.backlog.again_last(ticket)
        else:
            self.tell(("outcome", ticket.index, outcome))

    def _lose(self, flight: _Flight, why: str) -> None:
        ticket = flight.ticket
        self.tell(("lost", ticket.job.item.name, f"{flight.node.address}: {why}"))
        if not self.backlog.lost(ticket, time.monotonic()):
            error = LimitExceeded(f"was lost with its Ray worker {ticket.losses} times.")
            self._set_aside(ticket, Failure.of(error, crashed=True))

    def _set_aside(self, ticket: _Ticket, failure: Failure) -> None:
        outcome = Outcome(ticket.job, "failed", failure=failure, attempts=ticket.attempt)
        self.tell(("outcome", ticket.index, outcome))
