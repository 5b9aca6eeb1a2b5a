"""What the system refuses is told as what it is."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from ingest.errors import IngestError, OutputError, UsageError, of_os_error
from ingest.write.atomic import replacing


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), OutputError),
        (OSError(errno.EROFS, "Read-only file system", "/elsewhere/x"), OutputError),
        (PermissionError(errno.EACCES, "Permission denied", "/ut/plans/a.json"), OutputError),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "/in/words.toml"), UsageError),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", b"/in/\xff.toml"), UsageError),
        (OSError(errno.EMFILE, "Too many open files"), IngestError),
        (OSError("what a library says"), OutputError),
        (OSError(errno.EIO, "Input/output error", 7), OutputError),
    ],
)
def test_each_refusal_has_its_kind(error: OSError, kind: type[IngestError]) -> None:
    told = of_os_error(error, Path("/ut"))
    assert type(told) is kind
    assert (error.strerror or str(error)) in told.message
    assert told.remedy


def test_what_cannot_be_read_is_not_called_output(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nothing\.txt cannot be used"), replacing(tmp_path / "out" / "x"):
        (tmp_path / "nothing.txt").read_bytes()
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="x cannot be written"), replacing(tmp_path / "file" / "further" / "x"):
        pass
    assert list((tmp_path / "out").iterdir()) == []
