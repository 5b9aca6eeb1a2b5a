"""How sure, and what a person should look at."""

from __future__ import annotations

from ingest.draft import Draft, Value
from ingest.options import Options
from ingest.plan import FieldName, Plan
from ingest.quality.assemble import assemble
from ingest.quality.evidence import plausibility

__all__ = ["judge"]


def judge(draft: Draft, options: Options) -> Plan:
    """The plan: confidences out of evidence, repairs and issues collected."""

    def confidence(value: Value, name: FieldName | None) -> float:
        return plausibility(value)

    return assemble(draft, confidence)
