"""XLSX for people: a sheet a table, real dates, filters, a frozen heading, doubtful fields coloured and explained.

Every text is written as text: nothing in the file computes, links or executes.
"""

from __future__ import annotations

import shutil
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from ingest.errors import OutputError
from ingest.plan import FIELDS, Plan
from ingest.write import Style
from ingest.write.atomic import replacing
from ingest.write.tables import TABLES, Table, Value, ascii_name, records

__all__ = ["DOUBTFUL_BELOW", "write"]

DOUBTFUL_BELOW = 0.8
# Excel's own bounds.
MAX_ROWS = 1_048_575
MAX_TEXT = 32_767
_WIDTHS = {"string": 18, "json": 24, "integer": 9, "number": 11, "boolean": 11, "date": 12}
_WIDE = {"orsak", "mål", "åtgärd", "text", "raw", "problem", "message", "title"}
_XML_FORBIDDEN = {c: None for c in range(32) if c not in (9, 10)}


def write(out: Path, plans: Iterable[Plan], style: Style) -> list[Path]:
    """The format `xlsx`: OUT/ingest.xlsx.

    Raises:
        OutputError: more rows than a sheet holds.
    """
    path = out / "ingest.xlsx"
    with replacing(path) as temporary:
        book = xlsxwriter.Workbook(
            str(temporary),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": "yyyy-mm-dd",
            },
        )
        # The same plans give the same bytes: no clock in the properties.
        book.set_properties({"title": "ingest", "created": datetime(2000, 1, 1)})
        # One pass over the plans a sheet: rows must be written in order, and the archive may not fit in memory.
        for table in TABLES:
            _sheet(book, table, plans, style)
        book.close()
        _forget_times(temporary)
    return [path]


def _forget_times(path: Path) -> None:
    """Pack again without the clock: in constant-memory mode the parts carry the times of temporary files."""
    packed = path.with_name(path.name + ".zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            fixed = zipfile.ZipInfo(part.filename)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            with old.open(part) as source, new.open(fixed, "w") as target:
                shutil.copyfileobj(source, target)
    packed.replace(path)


def _sheet(book: xlsxwriter.Workbook, table: Table, plans: Iterable[Plan], style: Style) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    doubt = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFE8B3"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    share = book.add_format({"num_format": "0%", "valign": "top"})
    sheet = book.add_worksheet(table.name)
    for c, column in enumerate(table.columns):
        width = 45 if column.name in _WIDE else _WIDTHS[column.type]
        sheet.set_column(c, c, width)
    for c, column in enumerate(table.columns):
        sheet.write_string(0, c, ascii_name(column.name) if style.ascii_names else column.name, bold)
        sheet.write_comment(0, c, f"{column.description_sv}\n{column.description}")
    sheet.freeze_panes(1, 0)
    line = 0
    for plan in plans:
        notes = _notes(plan) if table.name == "rows" else {}
        for record in records(plan)[table.name]:
            line += 1
            if line > MAX_ROWS:
                raise OutputError(
                    f"the sheet {table.name} has no room.", remedy="Choose csv or parquet for this archive."
                )
            for c, (column, value) in enumerate(zip(table.columns, record, strict=True)):
                note = notes.get((str(record[1]), column.name))
                if value is None:
                    continue
                if isinstance(value, bool):
                    sheet.write_boolean(line, c, value, plain)
                elif isinstance(value, date):
                    _write_day(sheet, line, c, value, day, plain)
                elif isinstance(value, int | float):
                    sheet.write_number(line, c, value, share if column.unit == "probability" else plain)
                else:
                    text = value.translate(_XML_FORBIDDEN)[:MAX_TEXT]
                    sheet.write_string(line, c, text, doubt if note else plain)
                if note:
                    sheet.write_comment(line, c, note)
    sheet.autofilter(0, 0, max(line, 1), len(table.columns) - 1)


def _write_day(sheet: object, line: int, c: int, value: Value, day: object, plain: object) -> None:
    assert isinstance(value, date)
    if value.year >= 1900:
        sheet.write_datetime(line, c, value, day)  # type: ignore[attr-defined]
    else:
        # Excel knows no day before 1900.
        sheet.write_string(line, c, value.isoformat(), plain)  # type: ignore[attr-defined]


def _notes(plan: Plan) -> Mapping[tuple[str, str], str]:
    """Why a field of a row is doubted, by (row id, field)."""
    reasons: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in plan.rows:
        for name, value in row.fields():
            if value is not None and value.confidence < DOUBTFUL_BELOW:
                reasons[row.id, name].append(f"Konfidens {value.confidence:.0%}.")
    for issue in plan.issues:
        row_id, _, target = issue.target.partition(".")
        if target in FIELDS and issue.severity != "info":
            reasons[row_id, target].append(issue.message)
    return {key: " ".join(texts)[:2000] for key, texts in reasons.items()}
