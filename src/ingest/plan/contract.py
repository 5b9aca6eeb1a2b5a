"""The contract: its version, its JSON Schema and its closed lists of values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Literal, cast

__all__ = [
    "FIELDS",
    "SCHEMA_VERSION",
    "SURE",
    "ActorType",
    "CorrectionKind",
    "ExtractionMethod",
    "FieldName",
    "FieldOrigin",
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

SURE = 0.9
"""A field with a smaller confidence is doubtful, everywhere; of those stated to be at least so sure 97 % or more are
right in families of layouts that the model had not seen (models/confidence)."""

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
Origin = Literal["table", "list", "prose", "corrected"]
"""Where a row was found; `corrected` is a row that a person added."""
FieldOrigin = Literal["corrected", "accepted"]
"""A value that a person put in the place of the machine's, or looked at and found right."""
CorrectionKind = Literal[
    "field",
    "accepted",
    "actor",
    "time",
    "row-added",
    "row-removed",
    "row-split",
    "rows-merged",
    "row-moved",
    "column",
    "fact",
    "known-actor",
    "heading-word",
    "undo",
]
RepairRule = Literal["mojibake", "code-page", "glyph-map", "diacritics", "ocr", "hyphen", "space", "unicode"]
Severity = Literal["info", "warning", "error"]
ExtractionMethod = Literal["text-layer", "ocr", "word", "text"]


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema (draft 2020-12) that every written plan is valid against."""
    import json

    text = resources.files("ingest").joinpath("plan.schema.json").read_text(encoding="utf-8")
    return cast(Mapping[str, Any], json.loads(text))
