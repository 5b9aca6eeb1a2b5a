"""Small files written in threads: a slow disk, which has to say that each is safe, must not keep children waiting."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

__all__ = ["Shelf"]

# Waiting for the disk takes no processor time; several files at once share one commit of its journal.
THREADS = 4
# Files in memory at most; whoever brings more waits for the first.
PENDING = 64


class Shelf:
    """Takes work off the caller's hands and tells, in the caller's own thread, what is done."""

    def __init__(self, done: Callable[[str], None]) -> None:
        """`done` is called with the name of each work that ended well, in order of the works."""
        self._done = done
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="shelf")
        self._pending: deque[tuple[str, Future[None]]] = deque()

    def put(self, name: str, work: Callable[[], None]) -> None:
        """Have some work done soon.

        Raises:
            Exception: what an earlier work raised.
        """
        self._pending.append((name, self._pool.submit(work)))
        while self._pending and (len(self._pending) > PENDING or self._pending[0][1].done()):
            self._first()

    def settle(self) -> None:
        """Wait until all work is done.

        Raises:
            Exception: what a work raised; those after it are waited for by the next call.
        """
        while self._pending:
            self._first()

    def close(self) -> None:
        """End the threads: what is under way is waited for, what has not begun is given up; neither is told."""
        self._pool.shutdown(cancel_futures=True)
        self._pending.clear()

    def _first(self) -> None:
        name, future = self._pending.popleft()
        future.result()
        self._done(name)
