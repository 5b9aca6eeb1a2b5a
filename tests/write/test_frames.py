from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings

import ingest
from ingest.plan import Plan
from ingest.write.plan_json import dumps, plan_path, read_lines, read_plan
from ingest.write.records import records
from ingest.write.tables import TABLES
from tests.strategies import plans


@settings(max_examples=30, deadline=None)
@given(plan=plans())
def test_frames_hold_what_the_records_hold(plan: Plan) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = plan_path(Path(folder), "a/b.docx")
        path.parent.mkdir(parents=True)
        path.write_bytes(dumps(plan))
        found = ingest.frames(folder)
    for table in TABLES:
        frame = found[table.name]
        lines = [
            tuple(None if pd.isna(v) else v.date() if isinstance(v, pd.Timestamp) else v for v in line)
            for line in frame.astype(object).itertuples(index=False, name=None)
        ]
        assert lines == records(plan)[table.name]


def test_dtypes_do_not_depend_on_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    empty = ingest.frames(tmp_path)
    assert str(empty["rows"]["start"].dtype) == "datetime64[s]"
    assert str(empty["rows"]["page"].dtype) == "Int64"
    assert list(empty["times"]["role"].cat.categories) == ["during", "start", "done", "follow-up"]


@settings(max_examples=20, deadline=None)
@given(plan=plans())
def test_ascii_names_read_back_equal(plan: Plan) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = plan_path(Path(folder), "p.docx")
        path.parent.mkdir(parents=True)
        path.write_bytes(dumps(plan, ascii_names=True))
        assert b'"mal":' in path.read_bytes() or not plan.rows
        assert read_plan(path) == plan


def test_a_plan_nested_beyond_sense_is_a_value_error(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    for text in ("[" * 200_000, '{"a":' * 200_000, '{"rows": ' + "[" * 200_000):
        path.write_text(text)
        with pytest.raises(ValueError, match=r"nests|Expecting"):
            read_plan(path)
        with pytest.raises(ValueError, match=r"nests|Expecting"):
            list(read_lines(path))
