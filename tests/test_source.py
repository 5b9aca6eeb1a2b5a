from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import FileTooLarge, UnreadableFile
from ingest.options import Limits
from ingest.source import Source


def test_a_device_without_an_end_is_too_large() -> None:
    with pytest.raises(FileTooLarge, match="file_bytes"):
        Source.open("/dev/urandom", limits=Limits(file_bytes=10_000))


def test_a_file_is_read_whole_and_a_folder_is_none(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_bytes(b"Plan")
    assert Source.open(tmp_path / "plan.txt").data == b"Plan"
    with pytest.raises(UnreadableFile, match="folder"):
        Source.open(tmp_path)
