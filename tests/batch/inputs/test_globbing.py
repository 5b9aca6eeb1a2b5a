from __future__ import annotations

import glob
from pathlib import Path

import pytest

from ingest.batch.inputs.finder import find_inputs, read_bytes
from ingest.batch.inputs.globbing import matches
from ingest.errors import UnreadableFile, UsageError
from ingest.options import Limits


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("a.txt", "b.docx", "~$b.docx", ".dold.txt", "x/c.txt", "x/y/d.txt", "x/y/e.md", "z/c.txt", "[1].txt"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(name)
    return tmp_path / "in"


@pytest.mark.parametrize(
    "pattern", ["*.txt", "?.txt", "**/*.txt", "*/c.txt", "*/*/*", "x/**/*.md", "[ab].*", "**/y/*", "**/**/d.txt", "*/n"]
)
def test_patterns_mean_what_they_mean_in_a_shell(tree: Path, pattern: str) -> None:
    expected = set(glob.glob(str(tree / pattern), recursive=True))  # noqa: PTH207 - what is compared with
    found = [str(path) for path, why in matches(tree / pattern) if why is None]
    assert sorted(found) == sorted(p for p in expected if "~$" not in p)
    assert len(set(found)) == len(found)


def test_a_lock_file_of_word_is_no_document(tree: Path) -> None:
    assert [i.name for i in find_inputs([str(tree / "*.docx")])] == ["b.docx"]


def test_a_folder_that_is_matched_stands_for_what_is_in_it(tree: Path) -> None:
    every = {i.name for i in find_inputs([str(tree)])}
    assert {i.name for i in find_inputs([str(tree / "**")])} == every
    assert {i.name for i in find_inputs([str(tree / "[xz]")])} == {"c.txt", "y/d.txt", "y/e.md", "z/c.txt"}


def test_nothing_that_matches_is_a_usage_error(tree: Path) -> None:
    for pattern in ("*.pdf", "nothing/*.txt", "a.txt/*"):
        with pytest.raises(UsageError):
            find_inputs([str(tree / pattern)])


def test_links_that_a_pattern_meets_are_told_and_not_followed(tree: Path) -> None:
    (tree.parent / "secret.txt").write_text("hemligt")
    (tree / "out.txt").symlink_to("../secret.txt")
    (tree / "inner.txt").symlink_to("a.txt")
    (tree / "up").symlink_to("..")
    found = {i.name: i for i in find_inputs([str(tree / "*")])}
    assert read_bytes(found["inner.txt"], Limits()) == b"a.txt"
    for name in ("out.txt", "up"):
        with pytest.raises(UnreadableFile, match="is a link"):
            read_bytes(found[name], Limits())
    assert not any("secret" in name for name in found)


def test_circles_of_links_end(tree: Path) -> None:
    # glob.glob finds 2 to the 40th paths here.
    for name in ("one", "two"):
        (tree / "x" / name).symlink_to(".")
    found = [i for i in find_inputs([str(tree / "**" / "*.txt")]) if not i.refused]
    assert len(found) == 5
