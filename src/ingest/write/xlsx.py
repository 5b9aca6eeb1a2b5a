"""XLSX for people: first what an officer works in, then the other tables of the contract, a sheet a table.

Real dates, filters, a frozen heading, doubtful fields coloured and explained, rows as high as their texts, set up for
print. The tables `rows` and `documents` are the sheets *Åtgärder* and *Dokument* (`sheet_columns`).
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError

from ingest.errors import OutputError
from ingest.plan import Plan
from ingest.write import Style
from ingest.write.atomic import replacing
from ingest.write.officer_sheets import write_officer_sheets
from ingest.write.records import records
from ingest.write.sheet_columns import SHEETS
from ingest.write.tables import TABLES, SchemaTable, ascii_name
from ingest.write.workbook import StyledWorkbook, WorkbookCell

__all__ = ["write"]

_WIDTHS = {"string": 18, "json": 24, "integer": 9, "number": 11, "boolean": 11, "date": 12}
_WIDE = {"orsak", "mål", "åtgärd", "text", "raw", "problem", "message", "title"}
_WIDE_WIDTH = 45


def write(out: Path, plans: Iterable[Plan], style: Style) -> list[Path]:
    """The format `xlsx`: OUT/ingest.xlsx.

    Raises:
        OutputError: more rows than a sheet holds, disk full, no permission.
    """
    path = out / "ingest.xlsx"
    # The library leaves its temporary files where it fails.
    with (
        replacing(path) as temporary,
        TemporaryDirectory(prefix="ingest-") as parts,
        TemporaryFile("w+", encoding="utf-8") as spool,
    ):
        workbook = xlsxwriter.Workbook(
            str(temporary),
            {
                "constant_memory": True,
                "tmpdir": parts,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": "yyyy-mm-dd",
            },
        )
        # The same plans give the same bytes: no clock in the properties.
        workbook.set_properties({"title": "ingest", "created": datetime(2000, 1, 1)})
        # An archive's sheets may pass 4 GiB.
        workbook.use_zip64()
        book = StyledWorkbook(workbook, spool)
        # Several passes over the plans: rows must be written in order, and the archive may not fit in memory.
        write_officer_sheets(book, plans, style.headings)
        for table in TABLES:
            if table.name not in SHEETS:
                _sheet(book, table, plans, style)
        book.close()
        try:
            workbook.close()
        except XlsxFileError as error:
            # The library wraps the operating system's error in one of its own.
            raise OutputError(f"{path.name} cannot be written ({_reason(error)}).") from error
        _forget_times(temporary)
    return [path]


def _forget_times(path: Path) -> None:
    """Pack again without the clock: in constant-memory mode the parts carry the times of temporary files."""
    packed = path.with_name(path.name + ".zip")
    try:
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
            for part in old.infolist():
                fixed = zipfile.ZipInfo(part.filename)
                fixed.compress_type = zipfile.ZIP_DEFLATED
                # Told beforehand, so that a part over 2 GiB gets the long form.
                fixed.file_size = part.file_size
                with old.open(part) as source, new.open(fixed, "w") as target:
                    shutil.copyfileobj(source, target)
        packed.replace(path)
    finally:
        # A full disk must not stay full of it.
        packed.unlink(missing_ok=True)


def _reason(error: Exception) -> str:
    cause = error.args[0] if error.args else error
    return str(getattr(cause, "strerror", None) or cause)


def _sheet(book: StyledWorkbook, table: SchemaTable, plans: Iterable[Plan], style: Style) -> None:
    sheet = book.sheet(table.name)
    for column in table.columns:
        width = _WIDE_WIDTH if column.name in _WIDE else _WIDTHS[column.type]
        heading = ascii_name(column.name) if style.ascii_names else column.name
        sheet.column(heading, width, about=f"{column.description_sv}\n{column.description}")
    sheet.begin()
    looks = ["share" if c.unit == "probability" else "text" for c in table.columns]
    for plan in plans:
        for record in records(plan)[table.name]:
            cells = [WorkbookCell(value, look) for value, look in zip(record, looks, strict=True)]  # type: ignore[arg-type]
            sheet.line(cells, source=plan.document.source)
    sheet.close()
