from __future__ import annotations

import threading
import time
from functools import partial

import pytest

from ingest.batch.workers.file_writer import PENDING, THREADS, Shelf


def test_work_is_done_in_threads_and_told_in_order_in_the_callers() -> None:
    told: list[tuple[str, int]] = []
    worked: set[int] = set()
    shelf = Shelf(lambda name: told.append((name, threading.get_ident())))
    for n in range(200):
        shelf.put(str(n), lambda: worked.add(threading.get_ident()))
    shelf.settle()
    assert told == [(str(n), threading.get_ident()) for n in range(200)]
    assert threading.get_ident() not in worked


def test_who_brings_too_much_waits() -> None:
    told: list[str] = []
    shelf = Shelf(told.append)
    gate = threading.Event()
    for n in range(PENDING):
        shelf.put(str(n), gate.wait)  # type: ignore[arg-type]
    assert not told
    threading.Timer(0.05, gate.set).start()
    shelf.put("last", lambda: None)
    assert told[0] == "0"
    shelf.settle()
    assert told[-1] == "last"


def test_what_goes_wrong_is_raised_and_the_rest_is_done() -> None:
    told: list[str] = []
    shelf = Shelf(told.append)

    gate = threading.Event()

    def wrong() -> None:
        gate.wait()
        raise OSError("full")

    shelf.put("a", lambda: None)
    shelf.put("b", wrong)
    gate.set()
    with pytest.raises(OSError, match="full"):
        shelf.settle()
    shelf.put("c", lambda: None)
    shelf.settle()
    assert told == ["a", "c"]


def test_closing_waits_for_what_has_begun_and_gives_up_the_rest() -> None:
    told: list[str] = []
    worked: list[int] = []
    shelf = Shelf(told.append)
    gate, begun = threading.Event(), threading.Semaphore(0)

    def work(n: int) -> None:
        begun.release()
        gate.wait()
        worked.append(n)

    for n in range(THREADS + 5):
        shelf.put(str(n), partial(work, n))
    for _ in range(THREADS):
        begun.acquire()
    last = shelf._pending[-1][1]

    def open_when_given_up() -> None:
        while not last.cancelled():
            time.sleep(0.001)
        gate.set()

    threading.Thread(target=open_when_given_up, daemon=True).start()
    shelf.close()
    assert sorted(worked) == list(range(THREADS))
    assert told == []
    assert not [t for t in threading.enumerate() if t in shelf._pool._threads]
