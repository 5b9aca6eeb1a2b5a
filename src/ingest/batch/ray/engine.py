"""The engine `ray`: documents are converted on the nodes of a Ray cluster, results come back to this process."""

from __future__ import annotations

import importlib.util
import logging
import multiprocessing
import pickle
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ingest.batch.engine import Job, Outcome
from ingest.batch.ray.driver import drive
from ingest.batch.workers.temp_folders import Throwaway
from ingest.errors import ClusterError, MissingTool, UsageError
from ingest.options import Options
from ingest.system.processes import without_interrupts

__all__ = ["RayEngine", "make"]

_LOG = logging.getLogger("ingest.batch")
# To open a connection; and from there until Ray has taken us in and every node has told its version.
REACH_SECONDS = 5.0
CONNECT_SECONDS = 150.0
# The driver says every second what it does; reading one large file from afar may take it this long.
SILENT_SECONDS = 300.0
POLL_SECONDS = 0.2
CLOSE_SECONDS = 15.0


class RayEngine:
    """Gives documents to a Ray cluster at `address`; without one, to a Ray of its own here with `workers` cores."""

    def __init__(self, address: str | None, workers: int, drive: Callable[..., None] = drive) -> None:
        self._drive = drive
        self._address = address
        self._workers = workers
        self._driver: Any = None
        self._pipe: Connection | None = None
        self._home: Throwaway | None = None
        self._output: Path | None = None
        self._active: list[tuple[str, float]] = []
        self._heard = time.monotonic()

    def run(self, jobs: Sequence[Job], options: Options) -> Iterator[Outcome]:
        """See `Engine`.

        Raises:
            ClusterError: the cluster cannot be reached, a node has another version, or all nodes are lost.
        """
        if not jobs:
            return
        self._start(jobs, options)
        try:
            yield from self._listen(jobs)
        finally:
            self.close()

    def _start(self, jobs: Sequence[Job], options: Options) -> None:
        from ingest.batch.run import version

        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._home = Throwaway("ingest-ray-")
        self._output = self._home.path / "driver.log"
        self._output.touch()
        arguments = (theirs, list(jobs), options, self._address, self._workers, version(), str(self._output))
        self._driver = context.Process(target=self._drive, args=arguments, daemon=True)
        # Ctrl-C goes to the whole group: the driver must not die of it before it can say how it takes it.
        with without_interrupts():
            self._driver.start()
        theirs.close()

    def _listen(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        deadline = time.monotonic() + CONNECT_SECONDS
        connected = False
        assert self._pipe is not None
        while True:
            if not self._pipe.poll(POLL_SECONDS):
                if time.monotonic() > deadline:
                    self._tell_last_words()
                    if connected:
                        raise ClusterError("the cluster was lost: Ray does not answer any more.")
                    raise ClusterError(
                        f"the cluster at {self._address or 'this machine'} did not take us in within "
                        f"{CONNECT_SECONDS:.0f} seconds.",
                        remedy="Run `ray status` on this machine: it must be a node of the cluster.",
                    )
                if self._driver.is_alive() or self._pipe.poll(0):
                    continue
            try:
                kind, *values = self._pipe.recv()
            except (EOFError, OSError, pickle.UnpicklingError):
                self._tell_last_words()
                raise ClusterError("the cluster was lost.") from None
            connected = connected or kind == "connected"
            if connected:
                deadline = time.monotonic() + SILENT_SECONDS
            if kind == "outcome":
                index, outcome = values
                yield outcome if outcome.job == jobs[index] else _mixed_up()
                # The time that the run took to write it is not the driver's.
                deadline = time.monotonic() + SILENT_SECONDS
            elif kind == "active":
                self._active, self._heard = values[0], time.monotonic()
            elif kind == "connected":
                _LOG.info("cluster of %d nodes, %d cores", *values, extra={"event": "cluster"})
            elif kind == "lost":
                name, why = values
                _LOG.warning("lost %s with its worker (%s)", name, why, extra={"event": "lost", "document": name})
            elif kind == "warning":
                _LOG.warning("%s", *values, extra={"event": "cluster"})
            elif kind == "error":
                self._tell_last_words()
                raise values[0]
            else:
                return

    def _tell_last_words(self) -> None:
        """Put what Ray printed last into the log."""
        if self._output is not None:
            with suppress(OSError):
                lines = self._output.read_text(encoding="utf-8", errors="replace").strip().splitlines()
                if lines:
                    _LOG.warning("Ray's last words: %s", " | ".join(lines[-5:]), extra={"event": "cluster"})

    def active(self) -> Sequence[tuple[str, float]]:
        passed = time.monotonic() - self._heard
        return [(name, age + passed) for name, age in self._active]

    def close(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._driver is not None:
            # It calls off what runs; should it not manage, Ray does so when its driver is gone.
            self._driver.join(CLOSE_SECONDS)
            if self._driver.is_alive():
                self._driver.kill()
                self._driver.join(5)
            self._driver = None
        if self._home is not None:
            self._home.close()
            self._home = self._output = None
        self._active = []


def _mixed_up() -> Outcome:
    raise ClusterError("the cluster answered for another document.", remedy="Please report this fault of ingest.")


def make(*, workers: int, address: str | None) -> RayEngine:
    """For the registry of engines.

    Raises:
        MissingTool: Ray is not installed.
        UsageError: no address that Ray's own protocol takes.
        ClusterError: nothing answers there.
    """
    if importlib.util.find_spec("ray") is None:
        raise MissingTool(
            "the engine ray needs the package ray.",
            remedy="Run `pip install 'ingest[ray]'` here and on every node of the cluster.",
        )
    if address is not None and address != "auto":
        _reach(*_host_and_port(address))
    return RayEngine(address, workers)


def _host_and_port(address: str) -> tuple[str, int]:
    host, colon, port = address.rpartition(":")
    if "://" in address or not colon or not host or not port.isdecimal():
        raise UsageError(
            f"{address} is no address of a Ray cluster.",
            remedy="Give HOST:PORT of its head node (--address 10.0.0.5:6379), on a machine that is a node itself.",
        )
    return host.strip("[]"), int(port)


def _reach(host: str, port: int) -> None:
    """Is there anything at all? Ray itself would wait for minutes."""
    try:
        socket.create_connection((host, port), REACH_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise ClusterError(
            f"no Ray cluster answers at {host}:{port} ({error}).",
            remedy="Start its head with `ray start --head --port=6379` and join this machine, or correct --address.",
        ) from error
