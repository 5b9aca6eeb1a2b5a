"""A workbook or CSV file that `ingest` wrote and a person has changed, read as tables of texts.

Spreadsheets change more than a person does: numbers typed into a text column, dates, line ends, code pages. All of it
comes back as the text that the person sees.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ingest.errors import UnreadableFile
from ingest.long_cells import long_cells
from ingest.write.package import unguard
from ingest.write.records import Value
from ingest.write.sheet_columns import OTHER, SHEETS, contract_names
from ingest.write.tables import TABLES, SchemaTable, ascii_name
from ingest.write.workbook import cell_text

__all__ = ["EditedTables", "read_edited"]

# Columns that tell which table a CSV file is.
_TELLING = {
    "rows": {"document", "id", "section_title", "vem"},
    "documents": {"document", "sha256", "media_type"},
    "actors": {"document", "target", "position", "type"},
}
# What Excel saves as "CSV" on a Swedish Windows.
_ENCODINGS = ("utf-8-sig", "cp1252")


@dataclass(frozen=True, slots=True)
class EditedTables:
    """Tables by name; a line maps column names of the contract to texts, None for an empty cell."""

    tables: Mapping[str, Sequence[Mapping[str, str | None]]]
    is_workbook: bool

    def shown(self, value: Value) -> str | None:
        """How a value of a record stands in such a file, for comparison with a cell of it."""
        if value is None:
            return None
        text = str(value.isoformat() if isinstance(value, date) else value)
        return _clean(cell_text(text) if self.is_workbook else text)


def read_edited(path: Path) -> EditedTables:
    """Read a workbook (.xlsx) or one table's CSV file.

    Raises:
        UnreadableFile: missing, damaged, or none of the tables that `ingest` writes.
    """
    try:
        if path.suffix.lower() == ".xlsx":
            return EditedTables(_workbook(path), is_workbook=True)
        return EditedTables(_csv(path), is_workbook=False)
    except (OSError, zipfile.BadZipFile, ValueError, LookupError, TypeError, csv.Error) as error:
        why = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
        raise UnreadableFile(
            f"is no table that ingest wrote ({why}).",
            source=str(path),
            remedy="Give ingest.xlsx, tables/rows.csv or tables/documents.csv, changed in its cells.",
        ) from error


def _clean(text: str) -> str | None:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip() or None


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        value = value.date() if value.time() == datetime.min.time() else value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _clean(str(value))


def _workbook(path: Path) -> dict[str, list[dict[str, str | None]]]:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        found = {}
        for table in TABLES:
            name = next((n for n in (*SHEETS.get(table.name, ()), table.name) if n in book.sheetnames), None)
            if name is not None:
                lines = book[name].iter_rows(values_only=True)
                heads = next(lines, ())
                # Before version 0.2 a sheet had the name and the columns of its table.
                names = contract_names(table.name, heads) if name in SHEETS.get(table.name, ()) else heads
                found[table.name] = _lines(table, names, lines)
                if table.name == "rows":
                    _place_added(found["rows"])
    finally:
        book.close()
    if "rows" not in found:
        raise ValueError(f"no sheet {SHEETS['rows'][0]}")
    return found


def _place_added(lines: Sequence[dict[str, str | None]]) -> None:
    """A line that a person put in belongs to the document and section of the line above: theirs are hidden columns."""
    above: Mapping[str, str | None] = {}
    for line in lines:
        if line.get("document") is None and line.get("id") is None:
            line["document"] = above.get("document")
            line.setdefault("section", None)
            line["section"] = line["section"] or above.get("section")
        above = line


def _csv(path: Path) -> dict[str, list[dict[str, str | None]]]:
    data = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValueError("neither UTF-8 nor Windows-1252")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    with long_cells():
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    heads = {h.strip() for h in lines[0]} if lines else set()
    for name, telling in _TELLING.items():
        if telling <= heads:
            table = next(t for t in TABLES if t.name == name)
            body = ([unguard(c) for c in line] for line in lines[1:] if any(line))
            return {name: _lines(table, lines[0], body)}
    raise ValueError("its columns are those of no table")


def _lines(table: SchemaTable, heads: Sequence[Any], body: Iterable[Sequence[Any]]) -> list[dict[str, str | None]]:
    names = {c.name: c.name for c in table.columns} | {ascii_name(c.name): c.name for c in table.columns}
    columns = [_column(str(h).strip(), names) if h is not None else None for h in heads]
    missing = {c.name for c in table.columns if c.name in table.key} - set(columns)
    if missing:
        raise ValueError(f"table {table.name} lacks the column {', '.join(sorted(missing))}")
    found = []
    for line in body:
        cells = {name: _text(cell) for name, cell in zip(columns, line, strict=False) if name is not None}
        if any(cells.values()):
            found.append(cells)
    return found


def _column(heading: str, names: Mapping[str, str]) -> str | None:
    return heading if heading.startswith(OTHER) else names.get(heading)
