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
    assert ingest.__all__ == [
        "IngestError",
        "Limits",
        "Options",
        "Plan",
        "convert",
        "convert_many",
        "frames",
        "repair_text",
    ]
    for name in ingest.__all__:
        assert getattr(ingest, name) is not None
    assert dir(ingest) == sorted(ingest.__all__)


def missing(contract: object, ours: object, where: str = "") -> list[str]:
    """What a contract says and a schema does not; additions are none."""
    if isinstance(contract, dict):
        assert isinstance(ours, dict), where
        gone = [f"{where}/{key}" for key in contract if key not in ours]
        return gone + [
            m for key in contract if key in ours for m in missing(contract[key], ours[key], f"{where}/{key}")
        ]
    if isinstance(contract, list):
        assert isinstance(ours, list), where
        return [f"{where}: {item}" for item in contract if item not in ours and not isinstance(item, dict)]
    return [] if contract == ours else [f"{where}: {contract}"]


def test_the_published_schema_is_the_contract_with_additions(shared: Path) -> None:
    contract = json.loads((shared / "contract" / "plan.schema.json").read_text(encoding="utf-8"))
    assert missing(contract, schema()) == []
    added = missing(schema(), contract)
    assert added == [
        "/properties/corrections",
        "/$defs/correction",
        "/$defs/field/properties/origin",
        "/$defs/row/properties/origin/enum: corrected",
    ]
