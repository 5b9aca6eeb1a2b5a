"""An output folder at an address: what is gone here goes there too, and only what was ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from ingest.batch.inputs.remote import mirrored


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[fsspec.AbstractFileSystem]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    memory = fsspec.filesystem("memory")
    yield memory
    memory.rm("/ut", recursive=True)


def files(memory: fsspec.AbstractFileSystem) -> set[str]:
    return {path.removeprefix("/ut/") for path in memory.find("/ut")}


def test_what_is_gone_here_goes_there_and_nothing_else(place: fsspec.AbstractFileSystem) -> None:
    ours = {"plans/a.txt.json", "parquet/rows.parquet", "ingest.xlsx", "datapackage.json", ".ingest/ledger.sqlite"}
    with mirrored("memory://ut") as folder:
        for name in ours:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("ours")
    place.pipe("/ut/plans/own.json", b"mine")
    assert files(place) == ours | {"plans/own.json"}
    with mirrored("memory://ut") as folder:
        for name in ("plans/a.txt.json", "parquet/rows.parquet", "ingest.xlsx"):
            (folder / name).unlink()
    assert files(place) == {"datapackage.json", ".ingest/ledger.sqlite", "plans/own.json"}


def test_what_is_written_while_we_send_is_sent_the_next_time(
    place: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = type(place).put_file

    def slow(self: fsspec.AbstractFileSystem, local: str, remote: str, **more: object) -> None:
        put(self, local, remote, **more)
        if remote.endswith("a.json"):
            # Another run, just after its old file went.
            Path(local).write_text("new")

    monkeypatch.setattr(type(place), "put_file", slow)
    with mirrored("memory://ut") as folder:
        for name in ("a.json", ".ingest/ledger.sqlite"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text("old")
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder.parents[1]))
    with mirrored("memory://ut"):
        pass
    assert place.cat("/ut/a.json") == b"new"
