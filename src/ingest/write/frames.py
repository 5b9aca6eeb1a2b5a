"""Plans as pandas frames with right dtypes: text as `string`, counts as `Int64`, days as `datetime64[s]`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import pandas as pd

from ingest.plan import Plan
from ingest.write.records import Record, records
from ingest.write.tables import TABLES, SchemaTable

__all__ = ["frame", "rows_frame"]

_DTYPES = {
    "string": "string",
    "json": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}


def frame(table: SchemaTable, lines: Iterable[Record]) -> pd.DataFrame:
    """Records of one table as a frame; closed lists of values become categories."""
    data = pd.DataFrame.from_records(list(lines), columns=[c.name for c in table.columns])
    for column in table.columns:
        dtype = pd.CategoricalDtype(list(column.values)) if column.values else _DTYPES[column.type]
        data[column.name] = data[column.name].astype(dtype)  # type: ignore[arg-type]
    return data


def rows_frame(plans: Iterable[Plan]) -> pd.DataFrame:
    """The wide rows of several plans as one frame."""
    table = next(t for t in TABLES if t.name == "rows")
    return frame(table, chain.from_iterable(records(p)["rows"] for p in plans))
