from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given

import ingest
from ingest.plan import Plan, schema
from tests.strategies import plans


@given(plans())
def test_a_plan_is_valid_and_reads_back_equal(plan: Plan) -> None:
    value = json.loads(json.dumps(plan.to_dict()))
    jsonschema.validate(value, schema())
    assert Plan.from_dict(value) == plan


def test_another_schema_version_is_refused() -> None:
    with pytest.raises(ValueError, match="schema_version"):
        Plan.from_dict({"schema_version": "2.0"})


def test_public_names() -> None:
    assert ingest.__all__ == ["IngestError", "Limits", "Options", "Plan", "convert", "frames", "repair_text"]
    for name in ingest.__all__:
        assert getattr(ingest, name) is not None
    assert dir(ingest) == sorted(ingest.__all__)


def test_the_published_schema_is_the_contract(shared: Path) -> None:
    contract = json.loads((shared / "contract" / "plan.schema.json").read_text(encoding="utf-8"))
    assert schema() == contract
