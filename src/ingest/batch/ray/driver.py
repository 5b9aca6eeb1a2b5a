"""The process that talks to Ray.

The run's own process doesn't: whatever Ray does to its driver (wait for minutes for a cluster that isn't there, end
the process when the cluster is lost, take over signals), it does not do to the process that holds the ledger.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ingest.batch.engine import Job
from ingest.batch.ray import node as ray_node
from ingest.batch.ray.schedule import Lost, Node, Reply, schedule
from ingest.errors import ClusterError, IngestError
from ingest.options import Options
from ingest.system.processes import die_with_parent

__all__ = ["RayCluster", "drive"]

# The state of the nodes is asked for so often.
NODES_SECONDS = 2.0
CHECK_SECONDS = 60.0


def drive(
    pipe: Connection,
    jobs: Sequence[Job],
    options: Options,
    address: str | None,
    workers: int,
    expected: str,
    output: str,
) -> None:
    """The life of the process: connect, look at the nodes, convert, and tell over the pipe (see `ray_schedule.Tell`).

    Besides, ("connected", nodes, cores) once, ("warning", text), and at the end ("end",) or ("error", IngestError).
    Ends early when the other end of the pipe closes.
    """
    _settle(output)
    try:
        files = ray_node.own_files(options)
        with _connected(address, workers, Path(output).parent) as ray:

            def warn(text: str) -> None:
                pipe.send(("warning", text))

            cluster = RayCluster(ray, options, files, expected, warn)
            for text in _tells_its_maker(ray):
                warn(text)
            cluster.check_nodes()
            pipe.send(("connected", len(cluster.nodes()), sum(n.cores for n in cluster.nodes())))
            schedule(cluster, jobs, options, pipe.send, partial(pipe.poll, 0))
            cluster.cancel()
        pipe.send(("end",))
    except IngestError as error:
        with contextlib.suppress(OSError):
            pipe.send(("error", error))
    except BrokenPipeError:
        # The run is gone.
        pass
    except Exception as error:
        traceback.print_exc()
        fault = ClusterError(
            f"the engine ray failed ({_first_line(error)}).",
            remedy="This is a fault of ingest, or of this version of Ray: please report it with the log.",
        )
        with contextlib.suppress(OSError):
            pipe.send(("error", fault))


def _settle(output: str) -> None:
    """Signals are the run's affair; what Ray prints goes to a file; nothing is reported to Ray's makers."""
    # A handler rather than SIG_IGN, which Ray's own processes would inherit: they cancel tasks by this signal.
    signal.signal(signal.SIGINT, lambda number, frame: None)
    if not die_with_parent():
        sys.exit(1)
    descriptor = os.open(output, os.O_WRONLY | os.O_APPEND)
    for standard in (1, 2):
        os.dup2(descriptor, standard)
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    # Ray would hide the accelerators from tasks that ask for none, and warn that this will change.
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")


@contextmanager
def _connected(address: str | None, workers: int, home: Path) -> Iterator[Any]:
    """Ray, connected to the cluster at an address, or to one of our own on this machine with its files in `home`.

    Raises:
        ClusterError: Ray says no.
    """
    ray = import_module("ray")
    common = {"log_to_driver": False, "logging_level": "ERROR"}
    here = Path.cwd()
    try:
        # Ray puts the current folder on its workers' path, and an archive may hold a file named numpy.py.
        os.chdir("/")
        if address is None:
            ray.init("local", num_cpus=workers, include_dashboard=False, _temp_dir=str(home), **common)
        else:
            ray.init(address, **common)
    except Exception as error:
        raise ClusterError(
            f"Ray cannot be used at {address or 'this machine'}: {_first_line(error)}",
            remedy="Run `ray status` here: this machine must be a node of the cluster, with its Ray and Python.",
        ) from error
    finally:
        os.chdir(here)
    try:
        yield ray
    finally:
        ray.shutdown()


def _tells_its_maker(ray: Any) -> Iterator[str]:
    """A cluster that was started without RAY_USAGE_STATS_ENABLED=0 reports its use; we can only say so."""
    with contextlib.suppress(Exception):
        # Not a public part of Ray: where it has moved, nothing is said.
        usage = import_module("ray._common.usage.usage_lib")
        client = ray._private.worker.global_worker.gcs_client
        if "session_start_timestamp_ms" in usage.get_cluster_metadata(client):
            yield "this cluster reports its use to Ray's makers: start its head with RAY_USAGE_STATS_ENABLED=0."


class RayCluster:
    """A connected cluster, as `schedule` wants it."""

    def __init__(
        self, ray: Any, options: Options, files: Mapping[str, bytes], expected: str, warn: Callable[[str], None]
    ) -> None:
        self._ray = ray
        self._arguments = (options, dict(files), expected)
        self._expected = expected
        self._warn = warn
        # Losses are counted by `schedule`; Ray must not try again by itself.
        self._convert = ray.remote(num_cpus=1, max_retries=0)(_convert)
        self._identity = ray.remote(num_cpus=0, max_retries=0)(ray_node.identity)
        self._pin = import_module("ray.util.scheduling_strategies").NodeAffinitySchedulingStrategy
        self._nodes: list[Node] = []
        self._asked = -NODES_SECONDS
        # The version that each node was asked for: the open question, then whether it is ours.
        self._questions: dict[str, Any] = {}
        self._fit: dict[str, bool] = {}
        self._open: set[Any] = set()

    def _alive(self) -> list[Node]:
        found = [n for n in self._ray.nodes() if n["Alive"] and n["Resources"].get("CPU", 0) >= 1]
        return [Node(n["NodeID"], n["NodeManagerAddress"], int(n["Resources"]["CPU"])) for n in found]

    def nodes(self) -> Sequence[Node]:
        """The nodes that live and have our version; one that joins later with another is left out, with a warning."""
        if time.monotonic() - self._asked >= NODES_SECONDS:
            alive = self._alive()
            for node in alive:
                try:
                    self._ask(node)
                except ClusterError as error:
                    self._fit[node.identity] = False
                    self._warn(f"{error.message} It is not used.")
            self._nodes = [n for n in alive if self._fit.get(n.identity)]
            self._asked = time.monotonic()
        return self._nodes

    def check_nodes(self) -> None:
        """Ask every node for its version before anything is converted.

        Raises:
            ClusterError: a node lacks ingest, has other code or models, or does not answer.
        """
        deadline = time.monotonic() + CHECK_SECONDS
        while waiting := [n for n in self._alive() if not self._ask(n)]:
            if time.monotonic() > deadline:
                raise ClusterError(
                    f"node {waiting[0].address} did not answer within {CHECK_SECONDS:.0f} seconds.",
                    remedy="Look at it with `ray status`, or take it out of the cluster.",
                )
            time.sleep(0.1)

    def _ask(self, node: Node) -> bool:
        """Whether the node has told that its version is ours, or is out of the question; asks it the first time."""
        if node.identity in self._fit:
            return True
        question = self._questions.get(node.identity)
        if question is None:
            here = self._pin(node.identity, soft=False)
            self._questions[node.identity] = self._identity.options(scheduling_strategy=here).remote()
            return False
        if not self._ray.wait([question], timeout=0)[0]:
            return False
        del self._questions[node.identity]
        try:
            found = self._get(question, node.address)
        except Lost:
            return False
        if found != self._expected:
            raise _other_version(node.address, found)
        self._fit[node.identity] = True
        return True

    def submit(self, data: bytes, job: Job, attempt: int, node: Node) -> Any:
        # Where a document is must be known: Ray notices within a minute that a node is cut off, but tells it of the
        # tasks there only after several.
        there = self._convert.options(name="ingest", scheduling_strategy=self._pin(node.identity, soft=False))
        reference = there.remote(self._ray.put(data), job, attempt, *self._arguments)
        self._open.add(reference)
        return reference

    def abandon(self, reference: Any) -> None:
        self._open.discard(reference)
        with contextlib.suppress(Exception):
            self._ray.cancel(reference)

    def wait(self, references: Sequence[Any], seconds: float) -> Sequence[Any]:
        ready, _ = self._ray.wait(list(references), num_returns=1, timeout=seconds)
        return list(ready)

    def reply(self, reference: Any) -> Reply:
        self._open.discard(reference)
        reply: Reply = self._get(reference, "(which Ray does not tell)")
        return reply

    def _get(self, reference: Any, node: str) -> Any:
        errors = self._ray.exceptions
        try:
            return self._ray.get(reference)
        except errors.RayTaskError as error:
            cause = error.cause
            if isinstance(cause, ray_node.OtherVersion):
                raise _other_version(*cause.args) from error
            if isinstance(cause, Lost):
                raise Lost(*cause.args) from error
            raise ClusterError(
                f"node {node} cannot run ingest ({_first_line(cause or error)}).",
                remedy="Install the same version of ingest there, for the Python that runs Ray.",
            ) from error
        except (errors.LocalRayletDiedError, errors.AuthenticationError) as error:
            raise ClusterError(f"the cluster was lost ({type(error).__name__}).") from error
        except errors.RayError as error:
            # Worker crashed, node died, object lost, node out of memory: the machinery's failures.
            raise Lost(type(error).__name__) from error

    def cancel(self) -> None:
        """Call off what is still under way and give its children a moment to end."""
        for reference in self._open:
            with contextlib.suppress(Exception):
                self._ray.cancel(reference)
        if self._open:
            self._ray.wait(list(self._open), num_returns=len(self._open), timeout=3)


def _convert(data: bytes, job: Job, attempt: int, options: Options, files: Mapping[str, bytes], expected: str) -> Reply:
    """The task on the node."""
    address = import_module("ray").util.get_node_ip_address()
    try:
        return Reply(ray_node.convert(data, job, attempt, options, files, expected), address)
    except ray_node.OtherVersion as other:
        raise ray_node.OtherVersion(address, *other.args) from None


def _other_version(node: str, found: str) -> ClusterError:
    return ClusterError(
        f"node {node} has other code or models of ingest ({found[:12]}) than this machine.",
        remedy="Install the same version of ingest on every node, or take the node out of the cluster.",
    )


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
