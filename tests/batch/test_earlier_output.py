"""Nothing that earlier runs put into an output folder goes without `--prune`."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from ingest.batch.ledger import Ledger
from ingest.batch.run import Summary
from ingest.errors import ExitCode, UsageError
from ingest.options import Options
from ingest.report.build import Choices, write_report
from tests.batch.test_outputs import convert, files, titles


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for name, text in (("2025/plan.txt", "good old"), ("2025/mapp/b.txt", "good b"), ("2026/plan.txt", "good new")):
        path = tmp_path / "arkiv" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "arkiv"


def names(out: Path) -> list[str]:
    with Ledger(out, create=False) as ledger:
        return [e.name for e in ledger.entries()]


def everything(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in files(out)}


@pytest.mark.parametrize("prune", [False, True])
def test_a_folder_without_files_touches_nothing(archive: Path, tmp_path: Path, prune: bool) -> None:
    out, empty = tmp_path / "out", tmp_path / "empty"
    empty.mkdir()
    convert(archive, out, "json", "csv")
    before = everything(out)
    summary = convert(empty, out, "csv", prune=prune)
    assert (summary.exit_code, summary.kept, summary.totals.documents) == (ExitCode.NO_INPUT, 3, 3)
    assert everything(out) == before
    fresh = tmp_path / "fresh"
    assert convert(empty, fresh, "json").exit_code is ExitCode.NO_INPUT
    assert not fresh.exists()


def test_other_paths_are_added_and_a_name_is_not_taken_from_its_document(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert(archive / "2025", out, "json")
    summary = convert(archive / "2026", out, "json")
    assert (summary.kept, summary.gone, summary.removed, summary.exit_code) == (2, (), 0, ExitCode.OK)
    assert names(out) == ["2026/plan.txt", "mapp/b.txt", "plan.txt"]
    assert titles(out) == {"good old", "good b", "good new"}
    # Once more, and one file of the first folder alone: each document stands there once, under its first name.
    for again in (archive / "2026", archive / "2025" / "mapp" / "b.txt", archive / "2025"):
        assert convert(again, out, "json").converted == 0
        assert names(out) == ["2026/plan.txt", "mapp/b.txt", "plan.txt"]
    pruned = convert(archive / "2026", out, "json", prune=True)
    assert (pruned.removed, names(out)) == (2, ["plan.txt"])
    assert titles(out) == {"good new"}


def test_readme_s_first_two_lines_leave_the_archive_whole(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    convert(archive, out, "json", "csv")
    one = tmp_path / "plan.txt"
    one.write_text("good single")
    convert(one, out, "json", "xlsx")
    assert titles(out) == {"good old", "good b", "good new", "good single"}
    assert {"ingest.xlsx", "datapackage.json"} <= files(out)
    assert "good single" in (out / "tables" / "documents.csv").read_text(encoding="utf-8")


def test_what_is_gone_is_kept_and_told(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert(archive, out, "json")
    (archive / "2025" / "plan.txt").unlink()
    summary = convert(archive, out, "json")
    assert (summary.gone, summary.kept, summary.exit_code) == (("2025/plan.txt",), 1, ExitCode.OK)
    assert (out / "plans" / "2025" / "plan.txt.json").exists()


def test_a_moved_or_renamed_document_follows(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert(archive, out, "json")
    (archive / "2025" / "plan.txt").rename(archive / "2025" / "handlingsplan.txt")
    summary = convert(archive, out, "json")
    assert (summary.removed, summary.converted) == (1, 0)
    assert names(out) == ["2025/handlingsplan.txt", "2025/mapp/b.txt", "2026/plan.txt"]
    # The whole archive in another place is the same archive.
    shutil.move(archive, tmp_path / "flyttat")
    summary = convert(tmp_path / "flyttat", out, "json")
    assert (summary.converted, summary.kept, summary.gone) == (0, 0, ())
    assert names(out) == ["2025/handlingsplan.txt", "2025/mapp/b.txt", "2026/plan.txt"]


def test_members_of_an_archive_file_are_told_apart(tmp_path: Path, archive: Path) -> None:
    packed = Path(shutil.make_archive(str(tmp_path / "plats" / "arkiv"), "zip", archive))
    out = tmp_path / "out"
    convert(packed.parent, out, "json")
    assert convert(packed, out, "json").kept == 0
    assert len(names(out)) == 3
    shutil.rmtree(archive / "2025")
    shutil.make_archive(str(tmp_path / "plats" / "arkiv"), "zip", archive)
    summary = convert(packed, out, "json")
    assert (summary.kept, len(names(out))) == (2, 3)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_now_keeps_its_rows(archive: Path, tmp_path: Path) -> None:
    _unreadable(archive, tmp_path, lambda path: path.chmod(0))


def test_a_link_into_the_void_keeps_its_rows(archive: Path, tmp_path: Path) -> None:
    def replace_by_link(path: Path) -> None:
        path.unlink()
        path.symlink_to(tmp_path / "share" / "plan.txt")

    _unreadable(archive, tmp_path, replace_by_link)


def _unreadable(archive: Path, tmp_path: Path, spoil: object) -> None:
    out = tmp_path / "out"
    convert(archive, out, "json")
    spoil(archive / "2025" / "plan.txt")  # type: ignore[operator]
    summary: Summary = convert(archive, out, "json")
    assert summary.exit_code in (ExitCode.SOME_FAILED, ExitCode.OK)
    assert (*summary.unread, *summary.gone) == ("2025/plan.txt",)
    assert titles(out) == {"good old", "good b", "good new"}


def test_an_older_report_says_that_it_is_old(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert(archive, out, "json")
    write_report(str(out), choices=Choices(pictures=False))
    page = (out / "report.html").read_bytes()
    assert not convert(archive, out, "json").report_is_old
    assert (out / "report.html").read_bytes() == page
    (archive / "2025" / "plan.txt").write_text("good changed")
    assert convert(archive, out, "json").report_is_old
    stamped = (out / "report.html").read_bytes()
    assert b'id="stale" hidden' in page
    assert b'id="stale" hidden' not in stamped
    assert stamped.replace(b'id="stale"', b'id="stale" hidden') == page
    write_report(str(out), choices=Choices(pictures=False))
    assert b'id="stale" hidden' in (out / "report.html").read_bytes()


def test_clear_documents_do_not_stay_beside_masked_ones(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert(archive / "2025", out, "json")
    masked = Options(mask_personal_data=True)
    with pytest.raises(UsageError, match="without masking"):
        convert(archive / "2026", out, "json", options=masked)
    assert titles(out) == {"good old", "good b"}
    convert(archive / "2026", out, "json", options=masked, prune=True)
    assert titles(out) == {"good new"}


def test_a_retry_goes_through_all_that_was_given(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (archive / "2025" / "bad.txt").write_text("bad")
    convert(archive / "2025", out, "json")
    assert convert(archive / "2026", out, "json").exit_code is ExitCode.OK
    with Ledger(out, create=False) as ledger:
        assert ledger.settings["paths"] == [str(archive / "2025"), str(archive / "2026")]
        assert ledger.totals().failed == 1
    assert json.loads((out / "plans" / "plan.txt.json").read_text())["document"]["title"] == "good old"
