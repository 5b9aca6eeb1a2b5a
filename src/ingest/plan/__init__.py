"""The result: one converted document, as `plan.schema.json` defines it, in frozen classes.

What each value means stands in `docs/contract.md`. `Plan.to_dict` and `Plan.from_dict` are inverse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.plan.contract import (
    FIELDS,
    SCHEMA_VERSION,
    SURE,
    ActorType,
    CorrectionKind,
    ExtractionMethod,
    FieldName,
    FieldOrigin,
    Kind,
    Origin,
    Recurrence,
    RepairRule,
    Role,
    Severity,
    StatementField,
    schema,
)
from ingest.plan.facts import Extraction, Facts, Period
from ingest.plan.notes import AppliedCorrection, Issue, Repair
from ingest.plan.rows import Row, Section, Statement
from ingest.plan.values import Actor, Field, Place, Time

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FIELDS",
    "SCHEMA_VERSION",
    "SURE",
    "Actor",
    "ActorType",
    "AppliedCorrection",
    "CorrectionKind",
    "Extraction",
    "ExtractionMethod",
    "Facts",
    "Field",
    "FieldName",
    "FieldOrigin",
    "Issue",
    "Kind",
    "Origin",
    "Period",
    "Place",
    "Plan",
    "Recurrence",
    "Repair",
    "RepairRule",
    "Role",
    "Row",
    "Section",
    "Severity",
    "Statement",
    "StatementField",
    "Time",
    "schema",
]


@dataclass(frozen=True, slots=True, repr=False)
class Plan:
    """One converted document: what it is, its outline, its rows, its statements, every repair and doubt.

    `corrections` is what people have put right or accepted; it is empty where nobody has looked.
    """

    document: Facts
    sections: tuple[Section, ...] = ()
    rows: tuple[Row, ...] = ()
    statements: tuple[Statement, ...] = ()
    repairs: tuple[Repair, ...] = ()
    issues: tuple[Issue, ...] = ()
    corrections: tuple[AppliedCorrection, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The plan as JSON-ready values, valid against `schema()`."""
        out: dict[str, Any] = {
            "schema_version": SCHEMA_VERSION,
            "document": self.document.to_dict(),
            "sections": [s.to_dict() for s in self.sections],
            "rows": [r.to_dict() for r in self.rows],
            "statements": [s.to_dict() for s in self.statements],
            "repairs": [r.to_dict() for r in self.repairs],
            "issues": [i.to_dict() for i in self.issues],
        }
        if self.corrections:
            out["corrections"] = [c.to_dict() for c in self.corrections]
        return out

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Plan:
        """The inverse of `to_dict`.

        Raises:
            ValueError: `schema_version` is another than this code's.
        """
        if d.get("schema_version") != SCHEMA_VERSION:
            raise ValueError(f"schema_version {d.get('schema_version')!r}, this ingest reads {SCHEMA_VERSION!r}")
        return cls(
            Facts.from_dict(d["document"]),
            tuple(Section.from_dict(s) for s in d["sections"]),
            tuple(Row.from_dict(r) for r in d["rows"]),
            tuple(Statement.from_dict(s) for s in d["statements"]),
            tuple(Repair.from_dict(r) for r in d["repairs"]),
            tuple(Issue.from_dict(i) for i in d["issues"]),
            tuple(AppliedCorrection.from_dict(c) for c in d.get("corrections", ())),
        )

    def __repr__(self) -> str:
        """What the plan is, in one line; `to_dict` gives all of it."""
        counts = f"{len(self.rows)} rows, {len(self.statements)} statements, {len(self.issues)} issues"
        return f"<Plan {self.document.source!r}: {self.document.title or 'no title'} ({self.document.kind}), {counts}>"

    def _repr_html_(self) -> str:
        """The rows as a table, for notebooks; doubtful fields are marked."""
        from html import escape

        def cell(value: Field | None) -> str:
            if value is None:
                return "<td></td>"
            mark = " style='background:#ffe8b3;color:#000'" if value.confidence < SURE else ""
            return f"<td{mark}>{escape(value.text)}</td>"

        head = "".join(f"<th>{name}</th>" for name in ("", *FIELDS))
        body = "".join(
            f"<tr><th>{escape(row.id)}</th>{''.join(cell(v) for _, v in row.fields())}</tr>" for row in self.rows
        )
        caption = escape(f"{self.document.source}: {self.document.title or ''}")
        return f"<table><caption>{caption}</caption><tr>{head}</tr>{body}</table>"

    def to_frame(self) -> pd.DataFrame:
        """The rows as the `rows` table of the data package: one line an action, with right dtypes."""
        from ingest.write.frames import rows_frame

        return rows_frame([self])
