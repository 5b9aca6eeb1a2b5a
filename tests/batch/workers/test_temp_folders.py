from __future__ import annotations

from pathlib import Path

import pytest

from ingest.batch.workers.temp_folders import Throwaway


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def killed(prefix: str) -> Path:
    """A folder as a process that is gone leaves it: its lock is held by nobody."""
    left = Throwaway(prefix)
    left._guard.close()
    (left.path / "file").write_text("x")
    return left.path


def test_a_folder_goes_with_its_process_or_with_the_next_one(temporary: Path) -> None:
    gone, other = killed("ingest-a-"), killed("ingest-b-")
    living = Throwaway("ingest-a-")
    assert not gone.exists()
    assert other.exists()
    second = Throwaway("ingest-a-")
    assert living.path.exists()
    assert living.path != second.path
    assert living.path.stat().st_mode & 0o077 == 0
    living.close()
    second.close()
    assert [p.name for p in temporary.iterdir()] == [other.name]


def test_what_stands_there_under_such_a_name_is_not_followed(temporary: Path) -> None:
    place = temporary / "elsewhere"
    place.mkdir()
    (place / "lock").touch()
    (temporary / "ingest-a-link").symlink_to(place)
    (temporary / "ingest-a-without-lock").mkdir()
    Throwaway("ingest-a-").close()
    assert (place / "lock").exists()
    assert (temporary / "ingest-a-without-lock").exists()
