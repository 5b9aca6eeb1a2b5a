from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path

import frictionless
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from ingest.errors import OutputError
from ingest.plan import Facts, Plan
from ingest.write.package import guard, read_package, unguard, write_package
from ingest.write.records import records
from tests.strategies import plans, texts


@given(st.text())
@example("=HYPERLINK(1)")
@example("'=1")
def test_guard_takes_the_fuse_out_and_can_be_undone(text: str) -> None:
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in tuple("=+-@\t\r")


@settings(max_examples=30, deadline=None)
@given(plan=plans(), dialect=st.sampled_from(["rfc4180", "excel-sv"]))
def test_what_is_written_reads_back_equal(plan: Plan, dialect: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_package(Path(folder), [plan], dialect=dialect)  # type: ignore[arg-type]
        assert read_package(Path(folder)) == records(plan)


def test_reading_a_package_leaves_the_callers_limit_of_csv_cells(tmp_path: Path) -> None:
    long = Plan(Facts("0" * 64, "a", "text/plain", 1, "å" * 200_000, "annat", None, None, (), "sv", ()))
    write_package(tmp_path, [long])
    before = csv.field_size_limit()
    try:
        csv.field_size_limit(1000)
        assert read_package(tmp_path) == records(long)
        assert csv.field_size_limit() == 1000
    finally:
        csv.field_size_limit(before)


@pytest.mark.parametrize("dialect", ["rfc4180", "excel-sv"])
@pytest.mark.parametrize("ascii_names", [False, True])
@settings(max_examples=5, deadline=None, phases=[Phase.generate])
@given(plan=plans(source=texts))
def test_frictionless_finds_the_package_valid(dialect: str, ascii_names: bool, plan: Plan) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        write_package(out, [plan], ascii_names=ascii_names, dialect=dialect)  # type: ignore[arg-type]
        report = frictionless.validate(str(out / "datapackage.json"))
        assert report.valid, report.flatten(["type", "title", "message"])
        rows = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))["resources"][2]
        assert ("mal" in {f["name"] for f in rows["schema"]["fields"]}) is ascii_names


def test_a_folder_that_cannot_be_written_is_a_typed_error(tmp_path: Path) -> None:
    (tmp_path / "tables").write_text("in the way")
    with pytest.raises(OutputError, match="cannot be written"):
        write_package(tmp_path, [])
