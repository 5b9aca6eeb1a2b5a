"""A workbook under way: sheets that are written line by line, whatever the archive's size.

Every text is written as text: nothing computes or runs. A link leads to a document's own file or to another sheet. A
text longer than a cell takes ends with a note in its cell and stands whole, in parts, in a last sheet `long_texts`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, Literal

import xlsxwriter

from ingest.errors import OutputError
from ingest.write.records import Value
from ingest.write.row_heights import LINE_POINTS

__all__ = ["LONG_TEXTS", "MAX_TEXT", "Look", "StyledWorkbook", "WorkbookCell", "WrittenSheet", "cell_text"]

# Excel's own bounds; it counts UTF-16 units where Python counts characters.
MAX_ROWS = 1_048_575
MAX_TEXT = 32_767
_XML_FORBIDDEN = dict.fromkeys([*(c for c in range(32) if c not in (9, 10)), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])
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
# Excel knows no day before this year.
FIRST_YEAR = 1900

Look = Literal["text", "doubt", "poor", "sure", "corrected", "share", "number"]
_TOP = {"text_wrap": True, "valign": "top"}
_PER_CENT = {"num_format": "0.0 %", "valign": "top"}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "text": _TOP,
    "number": {"valign": "top"},
    "share": _PER_CENT,
    "doubt": {**_TOP, "bg_color": "#FFE8B3", "num_format": "0.0 %"},
    "poor": {**_TOP, "bg_color": "#F8CBC2", "num_format": "0.0 %"},
    "sure": {**_PER_CENT, "bg_color": "#DCEFE0"},
    "corrected": {**_TOP, "bg_color": "#DCEFE0"},
    "day": {"num_format": "yyyy-mm-dd", "valign": "top"},
    "heading": {"bold": True, "bottom": 1, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "top"},
    "link": {**_TOP, "font_color": "#1F4E9E", "underline": 1},
}


@dataclass(frozen=True, slots=True)
class WorkbookCell:
    """One cell: its value, its look, a note, and where it leads."""

    value: Value
    look: Look = "text"
    note: str | None = None
    link: str | None = None


class StyledWorkbook:
    """An xlsxwriter workbook with our looks; `spool` is a temporary file for the texts that no cell holds."""

    def __init__(self, book: xlsxwriter.Workbook, spool: IO[str]) -> None:
        self._book = book
        self.formats = {name: book.add_format(dict(look)) for name, look in _LOOKS.items()}
        # An archive's long texts may not fit in memory.
        self._spool = spool
        self._has_long_texts = False

    def sheet(self, name: str) -> WrittenSheet:
        return WrittenSheet(self, self._book.add_worksheet(name), name)

    def keep(self, *place: str | int | None, text: str) -> None:
        """Keep a text that no cell holds: sheet, document, line (the heading is 1) and column."""
        self._has_long_texts = True
        self._spool.write(json.dumps([*place, text]) + "\n")

    def close(self) -> None:
        """Write the sheet of long texts, where there are any."""
        if not self._has_long_texts:
            return
        sheet = self.sheet(LONG_TEXTS)
        for name, english, swedish in _LONG_COLUMNS:
            sheet.column(name, 45 if name == "text" else 18, about=f"{swedish}\n{english}")
        sheet.begin()
        self._spool.seek(0)
        for line in self._spool:
            *place, text = json.loads(line)
            for number, part in enumerate(_parts(text), 1):
                sheet.line([WorkbookCell(v) for v in (*place, number, part)])
        sheet.close()


class WrittenSheet:
    """One sheet: first its columns, then `begin`, then line after line, then `close`."""

    def __init__(self, book: StyledWorkbook, sheet: Any, name: str) -> None:
        self._book = book
        self._sheet = sheet
        self._name = name
        self._headings: list[tuple[str, str]] = []
        self._line = 0

    def column(self, heading: str, width: float, *, hidden: bool = False, about: str = "") -> None:
        number = len(self._headings)
        self._sheet.set_column(number, number, width, None, {"hidden": True} if hidden else {})
        self._headings.append((heading, about))

    def begin(self, *, frozen: int = 0, landscape: bool = False) -> None:
        """Write the heading; `frozen` columns stay in sight, and `landscape` sets the sheet up for print."""
        for number, (heading, about) in enumerate(self._headings):
            self._sheet.write_string(0, number, heading, self._book.formats["heading"])
            if about:
                self._sheet.write_comment(0, number, about)
        self._sheet.freeze_panes(1, frozen)
        if landscape:
            self._sheet.set_landscape()
            self._sheet.set_paper(_A4)
            self._sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
            self._sheet.fit_to_pages(1, 0)
            self._sheet.repeat_rows(0)
            self._sheet.hide_gridlines(0)
            self._sheet.set_row(0, 2 * LINE_POINTS)
            self._sheet.set_footer("&L&A&R&P / &N")

    def line(self, cells: Sequence[WorkbookCell], *, height: float | None = None, source: str | None = None) -> int:
        """Write a line of a document; gives its number, the heading is 0.

        Raises:
            OutputError: the sheet is full.
        """
        self._line += 1
        if self._line > MAX_ROWS:
            raise _no_room(self._name)
        if height is not None:
            self._sheet.set_row(self._line, height)
        for number, cell in enumerate(cells):
            if cell.value is not None:
                self._write(number, cell, cell.value, source)
        return self._line

    def _write(self, number: int, cell: WorkbookCell, value: Value, source: str | None) -> None:
        formats = self._book.formats
        note = cell.note
        look = formats[cell.look if cell.link is None else "link"]
        if cell.link is not None:
            self._sheet.write_url(self._line, number, cell.link, look)
        if isinstance(value, bool):
            self._sheet.write_boolean(self._line, number, value, look)
        elif isinstance(value, date) and value.year >= FIRST_YEAR:
            self._sheet.write_datetime(self._line, number, value, formats["day"])
        elif isinstance(value, int | float):
            self._sheet.write_number(self._line, number, value, look)
        else:
            text = _fits(value.isoformat() if isinstance(value, date) else str(value))
            if _is_long(text):
                self._book.keep(self._name, source, self._line + 1, self._headings[number][0], text=text)
                text = _shortened(text)
                note = f"{_CUT} {note or ''}".strip()
            self._sheet.write_string(self._line, number, text, look)
        if note:
            self._sheet.write_comment(self._line, number, _fits(note))

    def close(self) -> None:
        """Put filters over the lines."""
        self._sheet.autofilter(0, 0, max(self._line, 1), len(self._headings) - 1)


_A4 = 9


def _no_room(sheet: str) -> OutputError:
    return OutputError(f"the sheet {sheet} has no room.", remedy="Choose csv or parquet for this archive.")


def _fits(text: str) -> str:
    """The text without what XML cannot hold."""
    return text.translate(_XML_FORBIDDEN)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _is_long(text: str) -> bool:
    return len(text) * 2 > MAX_TEXT and _units(text) > MAX_TEXT


def _parts(text: str, size: int = MAX_TEXT) -> Iterator[str]:
    """The text in parts of at most so many UTF-16 units; no character is cut in two."""
    start, used = 0, 0
    for at, character in enumerate(text):
        step = 2 if ord(character) > 0xFFFF else 1
        if used + step > size:
            yield text[start:at]
            start, used = at, 0
        used += step
    yield text[start:]


def _shortened(text: str) -> str:
    """What stands in the cell of a text that is too long: its beginning and where the whole is."""
    note = f" […] [hela texten, {len(text)} tecken, står i bladet {LONG_TEXTS}]"
    return next(_parts(text, MAX_TEXT - _units(note))) + note


def cell_text(text: str) -> str:
    """What stands in a cell for a text: without what XML cannot hold, cut short where it is too long for Excel."""
    clean = _fits(text)
    return _shortened(clean) if _is_long(clean) else clean
