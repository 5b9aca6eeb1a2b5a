"""Parquet: one file a table with explicit types, rows with their actors and times nested."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.plan import Plan
from ingest.write import Style
from ingest.write.atomic import replacing
from ingest.write.records import Record, records
from ingest.write.tables import TABLES, SchemaColumn, SchemaTable, ascii_name

__all__ = ["read", "schema", "write"]

_TYPES = {
    "string": pa.string(),
    "json": pa.string(),
    "integer": pa.int32(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
_ACTORS = pa.list_(pa.struct([("name", pa.string()), ("id", pa.string()), ("type", pa.string())]))
_TIMES = pa.list_(
    pa.struct(
        [
            ("edtf", pa.string()),
            ("start", pa.date32()),
            ("end", pa.date32()),
            ("role", pa.string()),
            ("preliminary", pa.bool_()),
            ("recurrence", pa.string()),
            ("label", pa.string()),
        ]
    )
)
# Rows of so many plans are gathered before they are written: a row group should be neither tiny nor all.
PLANS_A_GROUP = 500


def schema(table: SchemaTable, *, ascii_names: bool = False) -> pa.Schema:
    """The Arrow schema of a table; descriptions stand in the fields' metadata. `rows` has two nested columns more."""

    def field(column: SchemaColumn) -> pa.Field:
        name = ascii_name(column.name) if ascii_names else column.name
        meta = {"description": column.description, "description_sv": column.description_sv}
        return pa.field(name, _TYPES[column.type], nullable=not column.required, metadata=meta)

    fields = [field(c) for c in table.columns]
    if table.name == "rows":
        fields += [pa.field("actor_list", _ACTORS), pa.field("time_list", _TIMES)]
    return pa.schema(fields, metadata={"title": table.description, "table": table.name})


def write(out: Path, plans: Iterable[Plan], style: Style) -> list[Path]:
    """The format `parquet`: OUT/parquet/<table>.parquet."""
    paths: list[Path] = []
    with ExitStack() as stack:
        writers: dict[str, pq.ParquetWriter] = {}
        schemas = {t.name: schema(t, ascii_names=style.ascii_names) for t in TABLES}
        for table in TABLES:
            path = out / "parquet" / f"{table.name}.parquet"
            paths.append(path)
            temporary = stack.enter_context(replacing(path))
            writers[table.name] = stack.enter_context(pq.ParquetWriter(temporary, schemas[table.name]))
        gathered: dict[str, list[tuple[Any, ...]]] = {t.name: [] for t in TABLES}
        pending = 0
        for plan in plans:
            for name, lines in records(plan).items():
                gathered[name] += _nested(plan, lines) if name == "rows" else lines
            pending += 1
            if pending == PLANS_A_GROUP:
                _flush(writers, schemas, gathered)
                pending = 0
        _flush(writers, schemas, gathered)
    return paths


def _nested(plan: Plan, lines: list[Record]) -> list[tuple[Any, ...]]:
    out: list[tuple[Any, ...]] = []
    for row, line in zip(plan.rows, lines, strict=True):
        actors = [a.to_dict() for a in (row.vem.actors or ())] if row.vem else []
        times = [{**t.to_dict(), "start": t.start, "end": t.end} for t in (row.när.times or ())] if row.när else []
        out.append((*line, actors, times))
    return out


def _flush(
    writers: dict[str, pq.ParquetWriter], schemas: dict[str, pa.Schema], gathered: dict[str, list[tuple[Any, ...]]]
) -> None:
    for name, lines in gathered.items():
        if lines:
            columns = list(zip(*lines, strict=True))
            arrays = [pa.array(c, type=f.type) for c, f in zip(columns, schemas[name], strict=True)]
            writers[name].write_table(pa.Table.from_arrays(arrays, schema=schemas[name]))
            lines.clear()


def read(out: Path, table: SchemaTable) -> list[Record]:
    """The records of a table as `records` gave them; the nested columns are left out."""
    found = pq.read_table(out / "parquet" / f"{table.name}.parquet")
    columns = [c.to_pylist() for c in found.columns[: len(table.columns)]]
    return list(zip(*columns, strict=True))
