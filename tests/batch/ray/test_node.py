"""What a node does with a document, without Ray: the same child, the same limits, nothing left behind."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.batch.engine import Job, Outcome
from ingest.batch.inputs.finder import Input
from ingest.batch.ray import node as ray_node
from ingest.batch.ray.schedule import Lost
from ingest.options import Limits, Options
from tests import faults

OPTIONS = Options(limits=Limits(wall_seconds=1.5, cpu_seconds=30, memory_bytes=400 * 2**20))


@pytest.fixture(autouse=True)
def _child(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # The test runner's own main module has to stay as it is.
    monkeypatch.setattr(ray_node, "_hide_main", lambda: None)
    yield
    if ray_node._child is not None:
        ray_node._child[1].kill()
        ray_node._child = None


def give(text: str, options: Options = OPTIONS, attempt: int = 1) -> Outcome:
    data = text.encode()
    job = Job(Input("plan.txt", "s3://elsewhere/plan.txt", len(data)), hashlib.sha256(data).hexdigest(), True)
    outcome = ray_node.convert(data, job, attempt, options, {}, ray_node.identity(), faults.work)
    assert outcome.job is job
    return outcome


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_document_comes_as_bytes_and_leaves_nothing_behind() -> None:
    first = give("good 1")
    before = open_files()
    second = give("good 2", attempt=2)
    assert (first.state, first.text, first.attempts) == ("done", "good 1", 1)
    assert (second.state, second.text, second.attempts) == ("done", "good 2", 2)
    assert open_files() == before


@pytest.mark.parametrize(("word", "reason"), [("hang", "wall_seconds"), ("die", "SIGSEGV"), ("eat", "memory_bytes")])
def test_a_child_that_misbehaves_costs_its_document_only(word: str, reason: str) -> None:
    outcome = give(word)
    assert outcome.failure is not None
    assert outcome.failure.crashed
    assert reason in outcome.failure.message
    assert give("good").state == "done"


def test_another_version_converts_nothing() -> None:
    job = Job(Input("plan.txt", "x", 4), "s")
    with pytest.raises(ray_node.OtherVersion) as caught:
        ray_node.convert(b"good", job, 1, OPTIONS, {}, "another", faults.work)
    assert caught.value.args == (ray_node.identity(),)


def test_a_task_that_is_called_off_ends_its_child(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    give("good")
    assert ray_node._child is not None
    process = ray_node._child[1]._process
    monkeypatch.setattr(ray_node, "wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        give("hang")
    assert not process.is_alive()
    monkeypatch.undo()
    monkeypatch.setattr(ray_node, "_hide_main", lambda: None)
    assert give("good").state == "done"


def test_a_machine_that_has_nothing_left_loses_the_document_not_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(name: str) -> int:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as patch:
        patch.setattr(os, "memfd_create", full)
        with pytest.raises(Lost, match="Too many open files"):
            give("good")
    assert give("good").state == "done"


def test_the_users_own_files_travel_as_bytes(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b"[orsak]\nord = ['bakgrund']\n")
    options = replace(OPTIONS, vocabulary=str(path))
    files = ray_node.own_files(options)
    assert files == {"vocabulary": path.read_bytes()}
    there = ray_node._at_hand(options, files)
    path.unlink()
    assert there.vocabulary is not None
    assert Path(there.vocabulary).read_bytes() == files["vocabulary"]
    assert there.actors is None
    assert ray_node._at_hand(options, files) == there
    assert replace(there, vocabulary=options.vocabulary) == options
