"""An output folder at an address: what is gone here goes there too, and only what was ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from ingest.batch.remote import mirrored


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
