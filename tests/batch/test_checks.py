"""What was asked for is checked before the first document."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from importlib.machinery import ModuleSpec

import pytest

from ingest.batch import checks
from ingest.errors import MissingTool, UsageError


def without(package: str) -> Callable[[str], ModuleSpec | None]:
    return lambda name: None if name == package else importlib.util.find_spec(name)


@pytest.mark.parametrize(("name", "package"), [("parquet", "pyarrow"), ("duckdb", "pyarrow"), ("duckdb", "duckdb")])
def test_a_format_whose_package_is_missing_says_what_to_install(
    name: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "find_spec", without(package))
    with pytest.raises(MissingTool, match=package) as error:
        checks.check_formats(["json", name])
    assert f"ingest[{name}]" in str(error.value.remedy)
    checks.check_formats(["json", "csv", "sqlite", "xlsx"])


def test_an_unknown_format_names_those_that_are_known() -> None:
    with pytest.raises(UsageError, match="pdf"):
        checks.check_formats(["pdf"])
