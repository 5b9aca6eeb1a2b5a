"""The engine ray in the run's own process: what it refuses, and what a driver that fails does to it."""

from __future__ import annotations

import importlib.util
import socket
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from ingest.batch.engine import Job, Outcome
from ingest.batch.engines import ENGINES, make_engine
from ingest.batch.inputs.finder import Input
from ingest.batch.ray import engine as ray_engine
from ingest.batch.ray.driver import RayCluster
from ingest.batch.ray.engine import RayEngine
from ingest.batch.ray.node import OtherVersion
from ingest.batch.ray.schedule import Lost
from ingest.errors import ClusterError, ExitCode, MissingTool, UsageError
from ingest.options import Options
from tests import drivers

ray_only = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed")
JOBS = [Job(Input(f"{n}.txt", f"/nowhere/{n}.txt", 1), str(n)) for n in range(3)]


def test_ray_is_an_engine_that_needs_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(ENGINES) == {"local", "ray"}
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingTool, match=r"pip install 'ingest\[ray\]'"):
        make_engine("ray", workers=2, address=None)


@ray_only
@pytest.mark.parametrize("address", ["ray://10.0.0.5:10001", "10.0.0.5", ":6379", "head:port", ""])
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(UsageError, match="HOST:PORT"):
        make_engine("ray", workers=2, address=address)


@ray_only
def test_nobody_there_is_told_at_once() -> None:
    with socket.socket() as taken:
        # Bound but not listening: nobody answers, and nobody else can come to.
        taken.bind(("127.0.0.1", 0))
        started = time.monotonic()
        with pytest.raises(ClusterError, match="no Ray cluster answers") as caught:
            make_engine("ray", workers=2, address=f"127.0.0.1:{taken.getsockname()[1]}")
    assert time.monotonic() - started < ray_engine.REACH_SECONDS + 1
    assert caught.value.exit_code is ExitCode.CLUSTER
    assert "ray start --head" in caught.value.remedy


@ray_only
def test_what_a_node_says_of_itself_is_told_from_what_it_lost() -> None:
    import ray

    def raised(cause: Exception) -> type[Exception]:
        def get(reference: object) -> None:
            raise ray.exceptions.RayTaskError("convert", "a trace", cause)

        cluster = object.__new__(RayCluster)
        cluster._ray = SimpleNamespace(get=get, exceptions=ray.exceptions)
        with pytest.raises((ClusterError, Lost)) as caught:
            cluster._get("reference", "10.0.0.5")
        return caught.type

    assert raised(Lost("OSError: Too many open files")) is Lost
    assert raised(OtherVersion("10.0.0.5", "another")) is ClusterError
    assert raised(ImportError("half installed")) is ClusterError


def test_no_job_needs_no_cluster() -> None:
    engine = RayEngine("10.0.0.5:6379", 2)
    assert list(engine.run([], Options())) == []
    engine.close()


def test_outcomes_come_as_they_are_told() -> None:
    engine = RayEngine(None, 2, drivers.answers)
    outcomes = list(engine.run(JOBS, Options()))
    assert [o.job for o in outcomes] == [JOBS[1], JOBS[0], JOBS[2]]
    assert engine.active() == []


def test_a_driver_that_dies_is_a_lost_cluster_and_what_came_before_counts() -> None:
    engine = RayEngine(None, 2, drivers.dies)
    got: list[Outcome] = []
    with pytest.raises(ClusterError, match="lost"):
        got.extend(engine.run(JOBS, Options()))
    running = engine.run(JOBS, Options())
    assert next(running).job == JOBS[0]
    with pytest.raises(ClusterError):
        next(running)


def test_a_cluster_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ray_engine, "CONNECT_SECONDS", 0.5)
    monkeypatch.setattr(ray_engine, "CLOSE_SECONDS", 0.5)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = {p.pid for p in psutil.Process().children()}
    with pytest.raises(ClusterError, match="did not take us in"):
        list(RayEngine("10.0.0.5:6379", 2, drivers.waits).run(JOBS, Options()))
    assert not list(tmp_path.iterdir())
    left = [p for p in psutil.Process().children() if p.pid not in before and "spawn_main" in " ".join(p.cmdline())]
    assert left == []


def test_what_the_driver_refuses_keeps_its_words() -> None:
    with pytest.raises(ClusterError, match=r"other code\. Install the same") as caught:
        list(RayEngine(None, 2, drivers.refuses).run(JOBS, Options()))
    assert caught.value.exit_code is ExitCode.CLUSTER


def test_a_driver_that_falls_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_engine, "SILENT_SECONDS", 0.5)
    monkeypatch.setattr(ray_engine, "CLOSE_SECONDS", 0.2)
    with pytest.raises(ClusterError, match="does not answer any more"):
        list(RayEngine(None, 2, drivers.falls_silent).run(JOBS, Options()))


def test_what_a_killed_run_left_goes_with_the_next(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    # As SIGKILL leaves it: the driver's words and Ray's own files, and a lock that nobody holds.
    left = tmp_path / "ingest-ray-dead"
    (left / "session_latest").mkdir(parents=True)
    for name in ("lock", "driver.log"):
        (left / name).touch()
    assert len(list(RayEngine(None, 2, drivers.answers).run(JOBS, Options()))) == 3
    assert not list(tmp_path.iterdir())
