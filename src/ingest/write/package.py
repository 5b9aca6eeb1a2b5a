"""The Frictionless data package: datapackage.json beside nine CSV tables.

CSV is comma-separated UTF-8 with a heading line and CRLF as RFC 4180 says; `excel-sv` writes what a Swedish
Excel opens by double click: semicolons, a byte order mark, decimal commas.

A text that a spreadsheet would take for a formula (first character = + - @, tab or line end, full width too) gets an
apostrophe before it; `unguard` takes it off again, so nothing is lost.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ingest.long_cells import long_cells
from ingest.plan import Plan
from ingest.write.atomic import replacing, write_bytes
from ingest.write.records import Record, Value, records
from ingest.write.tables import TABLES, SchemaColumn, SchemaTable, ascii_name

if TYPE_CHECKING:
    from ingest.write import Style

__all__ = ["Dialect", "descriptor", "guard", "read_package", "unguard", "write", "write_package"]

Dialect = Literal["rfc4180", "excel-sv"]
_DELIMITER: dict[Dialect, str] = {"rfc4180": ",", "excel-sv": ";"}
# What spreadsheets take for a formula or a command, also in its full width (OWASP, "CSV Injection").
_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def guard(text: str) -> str:
    """Make a text harmless for spreadsheets; the inverse is `unguard`."""
    return "'" + text if _DANGEROUS.match(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text[1:]) else text


def _cell(value: Value, dialect: Dialect) -> str:
    if value is None:
        return ""
    # The commonest first.
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = repr(value)
        return text.replace(".", ",") if dialect == "excel-sv" else text
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


_READ: dict[str, Callable[[str], Value]] = {
    "string": unguard,
    "json": unguard,
    "integer": int,
    "number": lambda s: float(s.replace(",", ".")),
    "boolean": lambda s: s == "true",
    "date": date.fromisoformat,
}


def write(out: Path, plans: Iterable[Plan], style: Style) -> list[Path]:
    """The format `csv`; see `write_package`."""
    return write_package(out, plans, ascii_names=style.ascii_names, dialect=style.dialect)


def write_package(
    out: Path,
    plans: Iterable[Plan],
    *,
    ascii_names: bool = False,
    dialect: Dialect = "rfc4180",
) -> list[Path]:
    """Write OUT/tables/*.csv and OUT/datapackage.json; plans are read once, in the order given.

    Raises:
        OutputError: disk full, no permission.
    """
    paths = []
    with ExitStack() as stack:
        writers = {}
        for table in TABLES:
            path = out / "tables" / f"{table.name}.csv"
            paths.append(path)
            temporary = stack.enter_context(replacing(path))
            encoding = "utf-8-sig" if dialect == "excel-sv" else "utf-8"
            handle = stack.enter_context(temporary.open("w", encoding=encoding, newline=""))
            writer = csv.writer(handle, delimiter=_DELIMITER[dialect])
            writer.writerow([ascii_name(c.name) if ascii_names else c.name for c in table.columns])
            writers[table.name] = writer
        for plan in plans:
            for name, lines in records(plan).items():
                writers[name].writerows([_cell(v, dialect) for v in line] for line in lines)
    path = out / "datapackage.json"
    text = json.dumps(descriptor(ascii_names=ascii_names, dialect=dialect), ensure_ascii=False, indent=1) + "\n"
    write_bytes(path, text.encode())
    return [*paths, path]


def read_package(out: Path) -> dict[str, list[Record]]:
    """The records of a package that `write_package` wrote, of either dialect, by table name.

    Raises:
        ValueError, LookupError, TypeError, StopIteration, csv.Error: the files are no such package.
    """
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    delimiters = {r["name"]: r["dialect"]["delimiter"] for r in package["resources"]}
    found: dict[str, list[Record]] = {}
    for table in TABLES:
        path = out / "tables" / f"{table.name}.csv"
        with long_cells(), path.open(encoding="utf-8-sig", newline="") as handle:
            lines = csv.reader(handle, delimiter=delimiters[table.name])
            next(lines)
            found[table.name] = [_record(table.columns, line) for line in lines]
    return found


def _record(columns: Sequence[SchemaColumn], line: Sequence[str]) -> Record:
    # An empty text never occurs as a value (the contract has null for it), so empty is null.
    return tuple(None if cell == "" else _READ[c.type](cell) for c, cell in zip(columns, line, strict=True))


def descriptor(*, ascii_names: bool = False, dialect: Dialect = "rfc4180") -> dict[str, Any]:
    """The data package's description: Table Schemas with keys, closed lists, units and both languages."""

    def name(column: str) -> str:
        return ascii_name(column) if ascii_names else column

    def schema(table: SchemaTable) -> dict[str, Any]:
        keys: list[dict[str, Any]] = []
        relations: list[dict[str, Any]] = []
        for here, there, fields in table.references:
            link = {
                "fields": [name(f) for f in here],
                "reference": {"resource": "" if there == table.name else there, "fields": [name(f) for f in fields]},
            }
            # Table Schema has no MATCH SIMPLE: a key of two columns, one of them null, would count as broken.
            # Such links stand under a property of our own; databases get them as real foreign keys.
            (keys if all(table.column(f).required for f in here) else relations).append(link)
        return {
            "fields": [_field(c, name(c.name), dialect) for c in table.columns],
            "missingValues": [""],
            "primaryKey": [name(k) for k in table.key],
            "foreignKeys": keys,
            "optionalForeignKeys": relations,
        }

    return {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "name": "ingest",
        "title": "Crime-prevention plans as rows",
        "profile": "tabular-data-package",
        "resources": [
            {
                "name": t.name,
                "title": t.description,
                "description": t.description_sv,
                "path": f"tables/{t.name}.csv",
                "profile": "tabular-data-resource",
                "scheme": "file",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": _DELIMITER[dialect], "doubleQuote": True, "header": True},
                "schema": schema(t),
            }
            for t in TABLES
        ],
    }


def _field(column: SchemaColumn, name: str, dialect: Dialect) -> dict[str, Any]:
    out: dict[str, Any] = {
        "name": name,
        "type": "string" if column.type == "json" else column.type,
        "description": column.description,
        "description_sv": column.description_sv,
    }
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    if column.unit == "probability":
        constraints.update(minimum=0, maximum=1)
        out["unit"] = column.unit
        if dialect == "excel-sv":
            out["decimalChar"] = ","
    if constraints:
        out["constraints"] = constraints
    return out
