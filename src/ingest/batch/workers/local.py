"""The default engine: worker processes on this machine."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext

from ingest.batch.engine import Job, Outcome
from ingest.batch.workers.worker import POLL_SECONDS, Child, Convert, context, convert
from ingest.errors import UsageError
from ingest.options import Options

__all__ = ["LocalEngine"]

# A child that died is given the document once more; then it is skipped.
MAX_ATTEMPTS = 2


class LocalEngine:
    """`workers` children, each converting one document at a time.

    `ctx` is how they start; without it from a process that has the models loaded, which takes seconds once.
    """

    def __init__(self, workers: int, work: Convert = convert, ctx: BaseContext | None = None) -> None:
        self._work = work
        self._context = ctx
        self._workers = max(1, workers)
        self._children: list[Child] = []

    def run(self, jobs: Sequence[Job], options: Options) -> Iterator[Outcome]:
        ctx = self._context or context()
        waiting = deque((job, 1) for job in jobs)
        self._children = [Child(options, ctx, self._work) for _ in range(min(self._workers, len(jobs)))]
        try:
            while waiting or any(c.running for c in self._children):
                for child in self._children:
                    if child.running is None and waiting:
                        child.give(*waiting.popleft())
                self._sleep()
                for child in self._children:
                    outcome = child.poll()
                    if outcome is None:
                        continue
                    if outcome.failure and outcome.failure.crashed and outcome.attempts < MAX_ATTEMPTS:
                        # Last in line: what killed a child must not hold up the healthy ones.
                        waiting.append((outcome.job, outcome.attempts + 1))
                    else:
                        # Keep the child busy before the outcome is written.
                        if waiting:
                            child.give(*waiting.popleft())
                        yield outcome
        finally:
            self.close()

    def _sleep(self) -> None:
        pipes = [c.pipe for c in self._children if c.running and c.pipe is not None]
        if pipes:
            wait(pipes, POLL_SECONDS)
        else:
            time.sleep(POLL_SECONDS)

    def active(self) -> Sequence[tuple[str, float]]:
        return [c.running for c in self._children if c.running is not None]

    def close(self) -> None:
        for child in self._children:
            child.kill() if child.running else child.stop()
        self._children = []


def make(*, workers: int, address: str | None) -> LocalEngine:
    """For the registry of engines."""
    if address is not None:
        raise UsageError("the local engine takes no --address.", remedy="Add --engine ray, or leave --address out.")
    return LocalEngine(workers)
