"""The contract: its version, its JSON Schema and its closed lists of values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Literal, cast

__all__ = [
    "FIELDS",
    "SCHEMA_VERSION",
    "ActorType",
    "ExtractionMethod",
    "FieldName",
    "Kind",
    "Origin",
    "Recurrence",
    "RepairRule",
    "Role",
    "Severity",
    "StatementField",
    "schema",
]

SCHEMA_VERSION = "1.0"

FieldName = Literal["orsak", "mål", "åtgärd", "vem", "när"]
FIELDS: tuple[FieldName, ...] = ("orsak", "mål", "åtgärd", "vem", "när")
StatementField = Literal["orsak", "mål", "åtgärd", "vem", "när", "annat"]
Kind = Literal[
    "åtgärdsplan",
    "handlingsplan",
    "verksamhetsplan",
    "överenskommelse",
    "strategi",
    "policy",
    "riktlinje",
    "lägesbild",
    "rapport",
    "inbjudan",
    "protokoll",
    "annat",
]
ActorType = Literal[
    "myndighet",
    "region",
    "kommun",
    "förvaltning",
    "nämnd",
    "skola",
    "verksamhet",
    "funktion",
    "förening",
    "företag",
    "annat",
]
Role = Literal["during", "start", "done", "follow-up"]
Recurrence = Literal["continuous", "yearly", "half-yearly", "termly", "quarterly", "monthly", "weekly", "as-needed"]
Origin = Literal["table", "list", "prose"]
RepairRule = Literal["mojibake", "code-page", "glyph-map", "diacritics", "ocr", "hyphen", "space", "unicode"]
Severity = Literal["info", "warning", "error"]
ExtractionMethod = Literal["text-layer", "ocr", "word", "text"]


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema (draft 2020-12) that every written plan is valid against."""
    import json

    text = resources.files("ingest").joinpath("plan.schema.json").read_text(encoding="utf-8")
    return cast(Mapping[str, Any], json.loads(text))
