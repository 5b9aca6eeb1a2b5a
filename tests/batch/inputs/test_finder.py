from __future__ import annotations

import os
import zipfile
from pathlib import Path

import fsspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.batch.inputs.finder import Input, find_inputs, read_bytes, safe_name
from ingest.errors import FileTooLarge, UnreadableFile, UsageError
from ingest.options import Limits


def names(items: list[Input]) -> list[str]:
    return [i.name for i in items]


@given(st.text(max_size=400))
@example("../../etc/passwd")
@example("/etc/passwd")
@example("C:\\Windows\\x.docx")
@example("a/./b/../../../c")
@example("å" * 300 + ".docx")
@example("...")
@example("con\x00\u202etxt.exe")
def test_a_name_stays_below_the_folder(name: str) -> None:
    safe = safe_name(name)
    path = Path("/out", safe)
    assert not Path(safe).is_absolute()
    assert ".." not in path.parts
    assert str(path.resolve()).startswith("/out/")
    assert all(len(p.encode()) <= 200 for p in Path(safe).parts)
    assert safe_name(safe) == safe


def test_folders_are_walked_and_litter_left_out(tmp_path: Path) -> None:
    for name in ("b.docx", "sub/a.pdf", "~$b.docx", ".DS_Store", "sub/.hidden/c.pdf"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    assert names(find_inputs([str(tmp_path)])) == ["b.docx", "sub/a.pdf"]


def test_globs_and_files_and_nothing_twice(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").write_text("x")
    assert names(find_inputs([str(tmp_path / "*.txt"), str(tmp_path / "a.txt")])) == ["a.txt", "b.txt"]


def test_two_folders_with_the_same_name_inside_keep_both(tmp_path: Path) -> None:
    for year in ("2023", "2024"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "plan.docx").write_text(year)
    assert names(find_inputs([str(tmp_path / "2023"), str(tmp_path / "2024")])) == ["2024/plan.docx", "plan.docx"]


def test_the_output_inside_the_input_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old.txt").write_text("x")
    assert names(find_inputs([str(tmp_path)], exclude=tmp_path / "out")) == ["a.txt"]


def test_a_path_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        find_inputs([str(tmp_path / "nothing")])


def test_archives_are_opened_and_their_names_made_harmless(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "arkiv.zip", "w") as archive:
        archive.writestr("../../evil.txt", "evil")
        archive.writestr("mapp/plan.txt", "plan")
        archive.writestr("__MACOSX/._plan.txt", "x")
    items = find_inputs([str(tmp_path)])
    assert names(items) == ["arkiv.zip/evil.txt", "arkiv.zip/mapp/plan.txt"]
    assert [read_bytes(i, Limits()) for i in items] == [b"evil", b"plan"]


def test_a_member_name_chooses_no_other_address(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "arkiv.zip", "w") as archive:
        archive.writestr("a::b.txt", "one")
        archive.writestr("x::http://example.invalid/c.txt", "two")
    items = find_inputs([str(tmp_path / "arkiv.zip")])
    assert sorted(read_bytes(i, Limits()) for i in items) == [b"one", b"two"]


def test_an_archive_over_the_limit_is_one_input(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "arkiv.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 5000)
    assert names(find_inputs([str(tmp_path)], limits=Limits(unpacked_bytes=1000))) == ["arkiv.zip"]


def test_a_folder_never_takes_the_name_of_a_result() -> None:
    results = {f"{safe_name(n)}.json" for n in ("x", "x.json/y")}
    assert not any(b.startswith(f"{a}/") for a in results for b in results)
    assert len(safe_name("/".join(["mapp" * 20] * 80)).encode()) <= 500


def test_an_output_above_the_inputs_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("x")
    assert names(find_inputs([str(tmp_path / "in" / "a.txt")], exclude=tmp_path)) == ["a.txt"]


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xe5tg\xe4rd.txt")).write_text("x")
    (item,) = find_inputs([str(tmp_path)])
    item.name.encode("utf-8")
    assert read_bytes(item, Limits()) == b"x"


def test_a_damaged_archive_stays_an_input(tmp_path: Path) -> None:
    (tmp_path / "arkiv.zip").write_bytes(b"PK\x03\x04 and then nothing")
    assert names(find_inputs([str(tmp_path)])) == ["arkiv.zip"]


def test_a_bomb_in_an_archive_is_never_read_whole(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.txt", b"\0" * 2_000_000)
    (item,) = find_inputs([str(tmp_path / "bomb.zip")])
    with pytest.raises(FileTooLarge):
        read_bytes(item, Limits(file_bytes=1_000_000))


def test_remote_folders_through_fsspec() -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe("/arkiv/2024/plan.txt", b"plan")
    memory.pipe("/arkiv/b.txt", b"b")
    items = find_inputs(["memory://arkiv"])
    assert names(items) == ["2024/plan.txt", "b.txt"]
    assert read_bytes(items[0], Limits()) == b"plan"
    assert names(find_inputs(["memory://arkiv/2024/*.txt"])) == ["plan.txt"]
    memory.rm("/arkiv", recursive=True)
    with pytest.raises(UnreadableFile):
        read_bytes(items[0], Limits())


def test_links_that_leave_the_folder_are_told_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hemligt")
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "plan.txt").write_text("Plan")
    (folder / "sub" / "inside.txt").symlink_to("../plan.txt")
    (folder / "outside.txt").symlink_to("../secret.txt")
    (folder / "passwd.txt").symlink_to("/etc/passwd")
    (folder / "nowhere.txt").symlink_to("nothing")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "circle").symlink_to(folder)
    (folder / "root").symlink_to("/")
    found = {i.name: i for i in find_inputs([str(folder)])}
    told = {"outside.txt", "passwd.txt", "nowhere.txt", "loop.txt", "circle", "root"}
    assert set(found) == {"plan.txt", "sub/inside.txt", *told}
    assert read_bytes(found["sub/inside.txt"], Limits()) == b"Plan"
    for name in told:
        with pytest.raises(UnreadableFile, match="is a link"):
            read_bytes(found[name], Limits())
    # Who names a link means it.
    (named,) = find_inputs([str(folder / "outside.txt")])
    assert read_bytes(named, Limits()) == b"hemligt"


@pytest.mark.parametrize("name", ["pipe.txt", "pipe.zip", "pipe.docx"])
def test_a_pipe_is_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    (tmp_path / "plan.txt").write_text("Plan")
    assert names(find_inputs([str(tmp_path)])) == ["plan.txt"]
    (item,) = find_inputs([str(tmp_path / name)])
    with pytest.raises(UnreadableFile, match="no regular file"):
        read_bytes(item, Limits())


def test_a_device_is_not_read() -> None:
    (item,) = find_inputs(["/dev/zero"])
    with pytest.raises(UnreadableFile, match="no regular file"):
        read_bytes(item, Limits())


def test_links_to_folders_are_told(tmp_path: Path) -> None:
    (tmp_path / "in" / "mapp").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "plan.txt").write_text("x")
    (tmp_path / "in" / "mapp" / "länk").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in" / "runt").symlink_to(tmp_path / "in")
    items = find_inputs([str(tmp_path / "in")])
    assert names(items) == ["mapp/länk", "runt"]
    for item in items:
        with pytest.raises(UnreadableFile, match="not followed"):
            read_bytes(item, Limits())
    # Who names a link means it.
    assert names(find_inputs([str(tmp_path / "in" / "mapp" / "länk")])) == ["plan.txt"]


@pytest.mark.parametrize(
    ("address", "root", "paths", "uris"),
    [
        ("sftp://host/arkiv", "/arkiv", ["/arkiv/a.txt"], ["sftp://host/arkiv/a.txt"]),
        ("sftp://me@host:22/arkiv/", "/arkiv", ["/arkiv/x/a.txt"], ["sftp://me@host:22/arkiv/x/a.txt"]),
        ("http://host/arkiv", "http://host/arkiv", ["http://host/arkiv/a.txt"], ["http://host/arkiv/a.txt"]),
        ("http://host", "http://host", ["http://host/a.txt"], ["http://host/a.txt"]),
        ("s3://hink/mapp", "hink/mapp", ["hink/mapp/a.txt"], ["s3://hink/mapp/a.txt"]),
        ("zip://*.txt::memory://z.zip", "*.txt", ["a.txt", "b.txt"], ["zip://a.txt::memory://z.zip", "zip://b.txt::memory://z.zip"]),
    ],
)  # fmt: skip
def test_the_host_of_an_address_stays(
    address: str, root: str, paths: list[str], uris: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Place:
        def isdir(self, path: str) -> bool:
            return True

        def find(self, path: str, detail: bool) -> dict[str, dict[str, object]]:
            return {p: {"type": "file", "size": 1} for p in paths}

        glob = find

    monkeypatch.setattr(fsspec.core, "url_to_fs", lambda url: (Place(), root))
    items = find_inputs([address])
    assert [i.uri for i in items] == uris
    assert all(i.name.endswith(".txt") for i in items)


def test_a_question_in_the_address_of_a_page_is_no_wildcard(monkeypatch: pytest.MonkeyPatch) -> None:
    class Place:
        def isdir(self, path: str) -> bool:
            return False

        def info(self, path: str) -> dict[str, object]:
            return {"size": 7}

    url = "https://host/hamta?id=7"
    monkeypatch.setattr(fsspec.core, "url_to_fs", lambda _: (Place(), url))
    assert [i.uri for i in find_inputs([url])] == [url]


def test_archives_at_addresses() -> None:
    memory = fsspec.filesystem("memory")
    with memory.open("/z.zip", "wb") as handle, zipfile.ZipFile(handle, "w") as archive:
        archive.writestr("mapp/plan.txt", "plan")
    (item,) = find_inputs(["zip://mapp/*.txt::memory://z.zip"])
    assert read_bytes(item, Limits()) == b"plan"


def test_one_file_named_in_two_ways_is_one_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plan.txt").write_text("x")
    with zipfile.ZipFile(tmp_path / "arkiv.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    monkeypatch.chdir(tmp_path)
    given = ["plan.txt", str(tmp_path / "plan.txt"), "file://" + str(tmp_path), "arkiv.zip"]
    assert names(find_inputs(given)) == ["arkiv.zip/a.txt", "plan.txt"]


def test_archives_in_the_output_are_no_inputs(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "a.txt").write_text("x")
    with zipfile.ZipFile(tmp_path / "out" / "arkiv.zip", "w") as archive:
        archive.writestr("b.txt", "b")
    assert names(find_inputs([str(tmp_path)], exclude=tmp_path / "out")) == ["a.txt"]


def test_a_link_to_itself_ends_nothing(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("x")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    found = find_inputs([str(tmp_path)], exclude=tmp_path / "out")
    assert [(i.name, bool(i.refused)) for i in found] == [("loop.txt", True), ("plan.txt", False)]


def test_a_link_that_is_named_too_is_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "elsewhere.txt").write_text("x")
    link = tmp_path / "in" / "plan.txt"
    link.symlink_to("../elsewhere.txt")
    assert [i.refused for i in find_inputs([str(tmp_path / "in"), str(link)])] == [None]


def test_a_folder_that_may_not_be_searched_ends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in" / "shut").mkdir(parents=True)
    (tmp_path / "in" / "plan.txt").write_text("x")
    (tmp_path / "in" / "shut" / "hidden.txt").write_text("x")
    real = os.stat

    def stat(path: str | Path, *args: object, **more: object) -> os.stat_result:
        if not isinstance(path, int) and "/shut/" in os.fspath(path):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return real(path, *args, **more)  # type: ignore[arg-type]

    # The tests may run as root, who may search every folder.
    monkeypatch.setattr(os, "stat", stat)
    monkeypatch.setattr(os, "lstat", lambda path, **more: stat(path, follow_symlinks=False, **more))
    assert names(find_inputs([str(tmp_path / "in")])) == ["plan.txt", "shut/hidden.txt"]


def test_what_a_back_end_raises_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoCredentialsError(Exception):
        pass

    class Place:
        def isdir(self, path: str) -> bool:
            raise NoCredentialsError("Unable to locate credentials")

    monkeypatch.setattr(fsspec.core, "url_to_fs", lambda url: (Place(), "hink"))
    with pytest.raises(UsageError, match="NoCredentialsError"):
        find_inputs(["s3://hink"])
