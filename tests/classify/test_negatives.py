"""Documents without measures give no row, and say why."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ingest.options import Options
from ingest.pipeline import convert_source
from ingest.source import Source

_FILE = Path(__file__).resolve().parent.parent / "data" / "negatives.toml"
NEGATIVES = {name: entry["text"] for name, entry in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()}


def test_there_are_many() -> None:
    assert len(NEGATIVES) >= 45


@pytest.mark.parametrize("name", NEGATIVES)
def test_no_measure_no_row(name: str) -> None:
    plan = convert_source(Source.from_bytes(NEGATIVES[name].lstrip().encode(), f"{name}.txt"), Options())
    assert [row.to_dict() for row in plan.rows] == []
    assert "no-rows" in {issue.code for issue in plan.issues}
