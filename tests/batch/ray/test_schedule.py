"""What a cluster is given when: with a cluster that loses, crashes and dies on demand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.batch.engine import Failure, Job, Outcome
from ingest.batch.inputs.finder import Input
from ingest.batch.ray import schedule as ray_schedule
from ingest.batch.ray.schedule import Lost, Node, Reply, schedule
from ingest.errors import ClusterError
from ingest.options import Options

CRASH = Failure.killed("was killed.")


class Fake:
    """Each document has a script: "lost" (its worker goes), "crash" (its child dies), then it is done."""

    def __init__(
        self, scripts: dict[str, list[str]], cores: Sequence[Sequence[int]] = ((2,),), seed: int | None = None
    ) -> None:
        self.scripts = scripts
        # Cores of each node (0: gone), one entry for each time that we are asked; the last one stays.
        self._cores = [list(c) for c in cores]
        self._seed = seed
        self.given: list[tuple[str, int]] = []
        self.open: dict[int, tuple[Job, int, int, str]] = {}
        self.most = 0
        self.live: dict[str, int] = {}
        self.abandoned: list[int] = []

    def nodes(self) -> Sequence[Node]:
        cores = self._cores.pop(0) if len(self._cores) > 1 else self._cores[0]
        self.live = {f"node{i}": c for i, c in enumerate(cores) if c}
        return [Node(name, f"10.0.0.{name[4:]}", c) for name, c in self.live.items()]

    def submit(self, data: bytes, job: Job, attempt: int, node: Node) -> Any:
        number = len(self.given)
        self.given.append((job.item.name, attempt))
        self.open[number] = (job, attempt, len(data), node.identity)
        self.most = max(self.most, len(self.open))
        assert len(self.open) == 1 or sum(o[2] for o in self.open.values()) <= ray_schedule.BYTES_IN_FLIGHT
        for name, count in Counter(o[3] for o in self.open.values()).items():
            # A node may have shrunk, but never gets more than it has.
            assert count <= self.live[name] or name != node.identity
        return number

    def abandon(self, reference: Any) -> None:
        assert self.open.pop(reference)[3] not in self.live
        self.abandoned.append(reference)

    def wait(self, references: Sequence[Any], seconds: float) -> Sequence[Any]:
        assert sorted(references) == sorted(self.open)
        if self._seed is None:
            return [references[0]]
        self._seed = (self._seed * 1103515245 + 12345) % 2**31
        return [references[self._seed % len(references)]]

    def reply(self, reference: Any) -> Reply:
        job, attempt, _, node = self.open.pop(reference)
        script = self.scripts.get(job.item.name, [])
        event = script.pop(0) if script else "done"
        if event == "lost":
            raise Lost("NodeDiedError")
        failure = CRASH if event == "crash" else None
        bare = Job(Input(job.item.name, "elsewhere", 0), job.sha256)
        return Reply(
            Outcome(bare, "failed" if failure else "done", failure=failure, attempts=attempt), f"10.0.0.{node[4:]}"
        )


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_schedule, "BACKOFF_SECONDS", 0.0)
    monkeypatch.setattr(ray_schedule, "POLL_SECONDS", 0.001)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("in")


def jobs_of(place: Path, sizes: Sequence[int]) -> list[Job]:
    jobs = []
    for n, size in enumerate(sizes):
        path = place / f"{n}-{size}.txt"
        if not path.exists():
            path.write_bytes(b"x" * size)
        jobs.append(Job(Input(path.name, str(path), size), f"{n}"))
    return jobs


def run(cluster: Fake, jobs: Sequence[Job]) -> tuple[list[tuple[int, Outcome]], list[tuple[Any, ...]]]:
    told: list[tuple[Any, ...]] = []
    schedule(cluster, jobs, Options(), told.append)
    return [(m[1], m[2]) for m in told if m[0] == "outcome"], told


@given(
    scripts=st.lists(st.lists(st.sampled_from(["lost", "crash", "done"]), max_size=5), max_size=12),
    cores=st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=4), max_size=8),
    seed=st.integers(0, 1000),
)
def test_every_document_has_one_outcome_whatever_is_lost(
    place: Path, scripts: list[list[str]], cores: list[list[int]], seed: int
) -> None:
    jobs = jobs_of(place, [10] * len(scripts))
    cluster = Fake({job.item.name: list(s) for job, s in zip(jobs, scripts, strict=True)}, [*cores, [1]], seed)
    outcomes, told = run(cluster, jobs)
    assert sorted(index for index, _ in outcomes) == list(range(len(jobs)))
    assert not cluster.open
    assert sum(m[0] == "lost" for m in told) >= len(cluster.abandoned)
    for index, outcome in outcomes:
        assert outcome.job is jobs[index]
        assert outcome.where.startswith("10.0.0.")
        # What counts is what the document itself did, in the order in which it did it.
        own = [e for e in scripts[index] if e != "lost"][:2]
        crashes = 1 + own.index("done") if "done" in own else len(own) + 1
        crashed_twice = own == ["crash", "crash"]
        assert outcome.state == ("failed" if crashed_twice else "done")
        assert outcome.attempts == (2 if crashed_twice else crashes)


def test_documents_go_in_the_order_given_and_a_crash_goes_last(place: Path) -> None:
    jobs = jobs_of(place, [9, 8, 7, 6, 5, 4])
    cluster = Fake({jobs[0].item.name: ["crash"], jobs[1].item.name: ["lost"]}, [[1]])
    run(cluster, jobs)
    # A crash is tried again last; what is lost is large and early in line: it keeps its place.
    order = [(0, 1), (1, 1), (1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (0, 2)]
    assert cluster.given == [(jobs[index].item.name, attempt) for index, attempt in order]


def test_what_a_vanished_node_had_is_done_elsewhere(place: Path) -> None:
    jobs = jobs_of(place, [9, 8, 7, 6])
    cluster = Fake({}, [[1, 1], [1, 0]])
    outcomes, told = run(cluster, jobs)
    assert [m[1:] for m in told if m[0] == "lost"] == [(jobs[1].item.name, "10.0.0.1: node gone")]
    assert len(cluster.abandoned) == 1
    assert {o.where for _, o in outcomes} == {"10.0.0.0"}
    assert {o.attempts for _, o in outcomes} == {1}


def test_a_document_that_takes_every_worker_with_it_is_set_aside(place: Path) -> None:
    jobs = jobs_of(place, [3, 2])
    outcomes, told = run(Fake({jobs[0].item.name: ["lost"] * 100}), jobs)
    bad = dict(outcomes)[0]
    assert bad.failure is not None
    assert (bad.state, bad.failure.code) == ("failed", "limit")
    assert bad.attempts == 1
    assert dict(outcomes)[1].state == "done"
    assert sum(m[0] == "lost" for m in told) == ray_schedule.MAX_LOSSES


def test_the_bytes_in_flight_are_bounded_but_a_large_file_still_goes(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray_schedule, "BYTES_IN_FLIGHT", 50)
    jobs = jobs_of(place, [200, 30, 30, 20, 10, 10])
    cluster = Fake({}, [[8]])
    assert len(run(cluster, jobs)[0]) == 6
    assert cluster.most <= 4


def test_a_file_that_is_gone_is_set_aside(place: Path) -> None:
    jobs = [Job(Input("gone.txt", str(place / "gone.txt"), 5), "g"), *jobs_of(place, [4])]
    outcomes, _ = run(Fake({}), jobs)
    gone = dict(outcomes)[0].failure
    assert gone is not None
    assert gone.code == "unreadable"
    assert dict(outcomes)[1].state == "done"


def test_a_cluster_without_nodes_is_waited_for_and_then_given_up(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = jobs_of(place, [4, 3])
    assert len(run(Fake({}, [[0], [0, 0], [0], [0, 2]]), jobs)[0]) == 2
    monkeypatch.setattr(ray_schedule, "NO_CORES_SECONDS", 0.05)
    with pytest.raises(ClusterError, match="no node"):
        run(Fake({}, [[0]]), jobs)


def test_a_stop_leaves_the_rest(place: Path) -> None:
    told: list[Any] = []
    jobs = jobs_of(place, [4] * 9)
    schedule(Fake({}), jobs, Options(), told.append, lambda: len(told) >= 2)
    assert len(told) == 2


def test_what_runs_is_told_with_its_age(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_schedule, "ACTIVE_SECONDS", -1.0)
    jobs = jobs_of(place, [4] * 5)
    _, told = run(Fake({}, [[2]]), jobs)
    active = [m[1] for m in told if m[0] == "active"]
    assert all(len(a) <= 2 for a in active)
    assert active[0][0][0] in {j.item.name for j in jobs}
    assert all(age >= 0 for a in active for _, age in a)
