"""Addresses whose package is not there: which it is, and the extra that brings it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.batch.inputs.places import missing_package
from ingest.cli import main
from ingest.errors import ExitCode


@pytest.mark.parametrize(
    ("address", "package", "remedy"),
    [
        ("s3://b/x", "s3fs", "'ingest[s3]'"),
        ("az://b/x", "adlfs", "'ingest[azure]'"),
        ("gs://b/x", "gcsfs", "'ingest[gcs]'"),
        ("simplecache::s3://b", "s3fs", "'ingest[s3]'"),
        ("sftp://h/x", "paramiko", "pip install paramiko"),
        ("nytt://h/x", "nyttfs", "pip install nyttfs"),
    ],
)
def test_the_package_is_named(address: str, package: str, remedy: str) -> None:
    told = missing_package(address, ImportError("no", name="nyttfs"))
    assert package in told.message
    assert remedy in told.remedy


def test_both_ends_of_a_run_tell_it(
    tmp_path: Path, samples: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*_: object, **__: object) -> None:
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr("fsspec.core.url_to_fs", absent)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for line in (["s3://b/x", "-o", str(tmp_path / "ut")], [str(samples / "ekdalen-flikar.txt"), "-o", "s3://b/ut"]):
        assert main(["--lang", "en", "convert", *line], standalone_mode=False) == ExitCode.MISSING_TOOL
        assert "the package s3fs is not installed. Install it: pip install 'ingest[s3]'" in capsys.readouterr().err
