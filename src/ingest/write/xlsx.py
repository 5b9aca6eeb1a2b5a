"""XLSX for people: a sheet a table, real dates, filters, a frozen heading, doubtful fields coloured and explained.

Every text is written as text: nothing in the file computes, links or executes. A text longer than a cell takes ends
with a note in its cell and stands whole, in parts, in a last sheet `long_texts`.
"""

from __future__ import annotations

import shutil
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError

from ingest.errors import OutputError
from ingest.plan import FIELDS, SURE, Plan
from ingest.plan.doubt import is_doubt
from ingest.write import Style
from ingest.write.atomic import replacing
from ingest.write.records import Value, records
from ingest.write.tables import TABLES, Table, ascii_name

__all__ = ["cell_text", "write"]

# Excel's own bounds; it counts UTF-16 units where Python counts characters.
MAX_ROWS = 1_048_575
MAX_TEXT = 32_767
LONG_TEXTS = "long_texts"
_LONG_COLUMNS = (
    ("table", "sheet that the text belongs to", "blad som texten hör till"),
    ("document", "source path of the document", "dokumentets sökväg"),
    ("line", "line of that sheet, the heading is 1", "rad i det bladet, rubriken är 1"),
    ("column", "column of that sheet", "kolumn i det bladet"),
    ("part", "1-based part of the text", "textens del, från 1"),
    ("text", "the part; all parts together are the text", "delen; alla delar tillsammans är texten"),
)
_CUT = f"Excel tar högst {MAX_TEXT} tecken i en cell; hela texten står i bladet {LONG_TEXTS}."
_WIDTHS = {"string": 18, "json": 24, "integer": 9, "number": 11, "boolean": 11, "date": 12}
_WIDE = {"orsak", "mål", "åtgärd", "text", "raw", "problem", "message", "title"}
_XML_FORBIDDEN = dict.fromkeys([*(c for c in range(32) if c not in (9, 10)), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])


def write(out: Path, plans: Iterable[Plan], style: Style) -> list[Path]:
    """The format `xlsx`: OUT/ingest.xlsx.

    Raises:
        OutputError: more rows than a sheet holds, disk full, no permission.
    """
    path = out / "ingest.xlsx"
    # The library leaves its temporary files where it fails.
    with replacing(path) as temporary, TemporaryDirectory(prefix="ingest-") as parts:
        book = xlsxwriter.Workbook(
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
        book.set_properties({"title": "ingest", "created": datetime(2000, 1, 1)})
        # An archive's sheets may pass 4 GiB.
        book.use_zip64()
        # One pass over the plans a sheet: rows must be written in order, and the archive may not fit in memory.
        shortened = sum([_sheet(book, table, plans, style) for table in TABLES])
        if shortened:
            _long_texts(book, plans, style)
        try:
            book.close()
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


def _fits(text: str) -> str:
    """The text without what XML cannot hold."""
    return text.translate(_XML_FORBIDDEN)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _parts(text: str, units: int = MAX_TEXT) -> Iterator[str]:
    """The text in parts of at most so many UTF-16 units; no character is cut in two."""
    start, used = 0, 0
    for at, character in enumerate(text):
        size = 2 if ord(character) > 0xFFFF else 1
        if used + size > units:
            yield text[start:at]
            start, used = at, 0
        used += size
    yield text[start:]


def _shortened(text: str) -> str:
    """What stands in the cell of a text that is too long: its beginning and where the whole is."""
    note = f" […] [hela texten, {len(text)} tecken, står i bladet {LONG_TEXTS}]"
    return next(_parts(text, MAX_TEXT - _units(note))) + note


def cell_text(text: str) -> str:
    """What stands in a cell for a text: without what XML cannot hold, cut short where it is too long for Excel."""
    clean = _fits(text)
    return _shortened(clean) if len(clean) * 2 > MAX_TEXT and _units(clean) > MAX_TEXT else clean


def _long_texts(book: xlsxwriter.Workbook, plans: Iterable[Plan], style: Style) -> None:
    """The last sheet: the texts that no cell holds, whole, in parts."""
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(LONG_TEXTS)
    for c, (name, english, swedish) in enumerate(_LONG_COLUMNS):
        sheet.set_column(c, c, 45 if name == "text" else 18)
        sheet.write_string(0, c, name, bold)
        sheet.write_comment(0, c, f"{swedish}\n{english}")
    sheet.freeze_panes(1, 0)
    written = 0
    for table in TABLES:
        line = 0
        for plan in plans:
            for record in records(plan)[table.name]:
                line += 1
                for column, value in zip(table.columns, record, strict=True):
                    if not isinstance(value, str) or len(value) * 2 <= MAX_TEXT or _units(_fits(value)) <= MAX_TEXT:
                        continue
                    name = ascii_name(column.name) if style.ascii_names else column.name
                    for number, part in enumerate(_parts(_fits(value)), 1):
                        written += 1
                        if written > MAX_ROWS:
                            raise _no_room(LONG_TEXTS)
                        sheet.write_string(written, 0, table.name)
                        sheet.write_string(written, 1, plan.document.source)
                        sheet.write_number(written, 2, line + 1)
                        sheet.write_string(written, 3, name)
                        sheet.write_number(written, 4, number)
                        sheet.write_string(written, 5, part)
    sheet.autofilter(0, 0, max(written, 1), len(_LONG_COLUMNS) - 1)


def _no_room(sheet: str) -> OutputError:
    return OutputError(f"the sheet {sheet} has no room.", remedy="Choose csv or parquet for this archive.")


def _sheet(book: xlsxwriter.Workbook, table: Table, plans: Iterable[Plan], style: Style) -> int:
    """Write a table; gives how many texts were too long for their cells."""
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    doubt = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFE8B3"})
    corrected = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#DCEFE0"})
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
    line = shortened = 0
    for plan in plans:
        notes = _notes(plan) if table.name == "rows" else {}
        looked = _looked(plan) if table.name == "rows" else {}
        for record in records(plan)[table.name]:
            line += 1
            if line > MAX_ROWS:
                raise _no_room(table.name)
            for c, (column, value) in enumerate(zip(table.columns, record, strict=True)):
                key = (str(record[1]), column.name)
                hand = looked.get(key)
                note = notes.get(key) if hand is None else hand
                if value is None:
                    continue
                if isinstance(value, bool):
                    sheet.write_boolean(line, c, value, plain)
                elif isinstance(value, date):
                    _write_day(sheet, line, c, value, day, plain)
                elif isinstance(value, int | float):
                    sheet.write_number(line, c, value, share if column.unit == "probability" else plain)
                else:
                    text = _fits(value)
                    if len(text) * 2 > MAX_TEXT and _units(text) > MAX_TEXT:
                        shortened += 1
                        text = _shortened(text)
                        note = f"{_CUT} {note or ''}".strip()
                    sheet.write_string(line, c, text, corrected if hand else doubt if note else plain)
                if note:
                    sheet.write_comment(line, c, _fits(note))
    sheet.autofilter(0, 0, max(line, 1), len(table.columns) - 1)
    return shortened


def _write_day(sheet: object, line: int, c: int, value: Value, day: object, plain: object) -> None:
    assert isinstance(value, date)
    if value.year >= 1900:
        sheet.write_datetime(line, c, value, day)  # type: ignore[attr-defined]
    else:
        # Excel knows no day before 1900.
        sheet.write_string(line, c, value.isoformat(), plain)  # type: ignore[attr-defined]


def _looked(plan: Plan) -> Mapping[tuple[str, str], str]:
    """Who corrected or accepted a field of a row, when, and what the machine had, by (row id, field)."""
    found: dict[tuple[str, str], str] = {}
    for c in plan.corrections:
        row_id, _, name = c.target.partition(".")
        if name in FIELDS:
            verb = "Godkänt" if c.kind == "accepted" else "Rättat"
            machine = f" Maskinen läste: {c.machine}" if isinstance(c.machine, str) and c.kind != "accepted" else ""
            found[row_id, name] = f"{verb} av {c.who} {c.when[:10]}.{machine}"[:2000]
    return found


def _notes(plan: Plan) -> Mapping[tuple[str, str], str]:
    """Why a field of a row is doubted, by (row id, field)."""
    reasons: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in plan.rows:
        for name, value in row.fields():
            if value is not None and value.confidence < SURE:
                reasons[row.id, name].append(f"Konfidens {value.confidence:.0%}.")
    for issue in plan.issues:
        row_id, _, target = issue.target.partition(".")
        if target in FIELDS and is_doubt(issue.severity):
            reasons[row_id, target].append(issue.message)
    return {key: " ".join(texts)[:2000] for key, texts in reasons.items()}
