from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest.batch.inputs import zips
from ingest.batch.inputs.finder import find_inputs, read_bytes
from ingest.errors import EncryptedFile, UnreadableFile
from ingest.options import Limits


def archive(path: Path, names: list[str]) -> Path:
    """A ZIP archive whose members hold their numbers."""
    with zipfile.ZipFile(path, "w") as out:
        for number, name in enumerate(names):
            out.writestr(name, str(number))
    return path


def test_a_directory_is_read_once_not_once_a_member(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "arkiv.zip", ["a.txt", "b.txt", "c.txt"])
    opened = []

    class Counting(zipfile.ZipFile):
        def __init__(self, file: object) -> None:
            opened.append(file)
            super().__init__(file)  # type: ignore[call-overload]

    monkeypatch.setattr(zipfile, "ZipFile", Counting)
    assert [read_bytes(i, Limits()) for i in find_inputs([str(path)])] == [b"0", b"1", b"2"]
    assert len(opened) == 1


def test_an_archive_that_changed_is_opened_anew(tmp_path: Path) -> None:
    path = archive(tmp_path / "arkiv.zip", ["a.txt"])
    assert zips.read_member(path, "a.txt", 9) == b"0"
    archive(path, ["b.txt", "a.txt"])
    assert zips.read_member(path, "a.txt", 9) == b"1"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_another_of_its_name_hides_is_told(tmp_path: Path) -> None:
    items = find_inputs([str(archive(tmp_path / "arkiv.zip", ["plan.txt", "plan.txt"]))])
    assert len(items) == 2
    (hidden,) = (i for i in items if i.refused)
    (seen,) = (i for i in items if not i.refused)
    assert read_bytes(seen, Limits()) == b"1"
    with pytest.raises(UnreadableFile, match="hidden in its archive") as caught:
        read_bytes(hidden, Limits())
    assert "Unpack" in caught.value.remedy


def test_a_directory_beyond_sense_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "arkiv.zip", [f"{n}.txt" for n in range(30)])
    monkeypatch.setattr(zips, "MAX_DIRECTORY_BYTES", 1000)
    assert [i.name for i in find_inputs([str(path)])] == ["arkiv.zip"]


def test_many_members_that_get_one_name_are_numbered_in_one_go(tmp_path: Path) -> None:
    # One look for each number from 2 on would be 200 million looks.
    count = 20_000
    names = ["".join(chr(1 + (n >> bit & 1)) for bit in range(15)) + ".txt" for n in range(count)]
    assert len({i.name for i in find_inputs([str(archive(tmp_path / "arkiv.zip", names))])}) == count


def test_a_member_behind_a_password_is_encrypted(tmp_path: Path) -> None:
    path = archive(tmp_path / "arkiv.zip", ["plan.txt"])
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    (item,) = find_inputs([str(path)])
    with pytest.raises(EncryptedFile):
        read_bytes(item, Limits())
