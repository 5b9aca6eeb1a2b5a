"""A Word file while a family draws it: front page, headings, prose, tables and the marks that Word writes itself."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from ingest.train.factory.model import ContentBank, DrawnFront, FieldName, Measure, Office
from ingest.train.factory.phrases import phrase
from ingest.train.factory.picker import Column

__all__ = ["WordFile", "packed", "value"]

_FONTS = (
    "Calibri",
    "Arial",
    "Times New Roman",
    "Liberation Sans",
    "Liberation Serif",
    "DejaVu Sans",
    "Cambria",
    "Verdana",
)
_TINTS = ("D9E2F3", "E2EFD9", "F2F2F2", "FFF2CC", "1F3864", "385623", "DEEAF6", "FBE4D5")
_DARK = frozenset({"1F3864", "385623"})
_STYLES = ("Table Grid", "Table Grid", "Table Grid", "Light Grid Accent 1", "Light List Accent 1", "Light Shading",
           "Medium Grid 1 Accent 3", "Medium List 1")  # fmt: skip
# Shares of the width of a table; a column beyond the five is narrow.
_WIDTHS: dict[FieldName | None, float] = {"orsak": 3, "mål": 3, "åtgärd": 4, "vem": 2.2, "när": 1.7, None: 1.3}
# The moment that stands in every entry of an archive: no clock is read.
_STAMP = (2030, 1, 1, 12, 0, 0)
# Size of the type in tables of so many columns.
_SMALL = {4: 10.0, 5: 9.0, 6: 8.5, 7: 8.0, 8: 7.5}
_DRAWN_BY = "Trygghetsgruppen"


_STYLED_HEADINGS_CHANCE = 0.7
_BOLD_HEAD_CHANCE = 0.8
_REPEAT_HEAD_CHANCE = 0.6
_SIZES_PT = (9, 10, 10, 10.5, 11, 11, 12)
_HEADING_LEVELS = (1, 2, 3)
_A4_WIDTH_MM = 210
_A4_HEIGHT_MM = 297
_SIDE_MARGINS_MM = (15, 20, 25)
_TOP_MARGINS_MM = (18, 22, 25)
_FRONT_IN_HEADER_CHANCE = 0.2
_BOLD_FRONT_CHANCE = 0.3
_TITLE_SIZES_PT = (18, 20, 24)
_FACT_TAB_MM = 50
_SIGNATURE = 24
_LARGER_PT = (6, 4, 2)
"""Points that headings of the first levels are larger than the text."""
_HEADING_GAP_PT = 10
_WHITE = 0xFF
_EMPTY_BEHIND_CONTROL_CHANCE = 0.2
_FIRST_BOOKMARK = 900


class WordFile:
    """A Word document in one random look."""

    def __init__(self, rng: random.Random, *, landscape: bool = False, table_style: str | None = None) -> None:
        self.rng = rng
        self.document: Any = Document()
        self.styled_headings = rng.random() < _STYLED_HEADINGS_CHANCE
        self.cell_lines = rng.choice(("paragraphs", "breaks", "bullets", "dashes"))
        self.tint = rng.choice((*_TINTS, None))
        self.bold_head = rng.random() < _BOLD_HEAD_CHANCE
        self.table_style = table_style or rng.choice(_STYLES)
        self.repeat_head = rng.random() < _REPEAT_HEAD_CHANCE
        self.gap = rng.choice((" ", "  ", "\t", ". "))
        self.size: float = rng.choice(_SIZES_PT)
        self.cell_size = self.size
        font = rng.choice(_FONTS)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = font, Pt(self.size)
        for level in _HEADING_LEVELS:
            style = self.document.styles[f"Heading {level}"]
            style.font.name = font
            style.element.rPr.rFonts.set(qn("w:ascii"), font)
            style.element.rPr.rFonts.set(qn("w:hAnsi"), font)
        section = self.document.sections[0]
        width, height = Mm(_A4_WIDTH_MM), Mm(_A4_HEIGHT_MM)
        if landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            width, height = height, width
        section.page_width, section.page_height = width, height
        margin = Mm(rng.choice(_SIDE_MARGINS_MM))
        section.left_margin = section.right_margin = margin
        section.top_margin = section.bottom_margin = Mm(rng.choice(_TOP_MARGINS_MM))
        self.width = int(width - 2 * margin)

    # The page around the measures

    def running(self, header: str, footer: str) -> None:
        """Set the running lines; `{sida}` and `{sidor}` become fields."""
        section = self.document.sections[0]
        if header:
            section.header.paragraphs[0].text = header
        paragraph = section.footer.paragraphs[0]
        rest = footer
        while rest:
            before, brace, rest = rest.partition("{")
            paragraph.add_run(before)
            if brace:
                name, _, rest = rest.partition("}")
                _add_field(paragraph, "PAGE" if name == "sida" else "NUMPAGES")

    def front(self, front: DrawnFront) -> None:
        """Draw the letterhead, the title, the lines under it and the facts."""
        rng = self.rng
        in_header = bool(front.above) and rng.random() < _FRONT_IN_HEADER_CHANCE
        target = self.document.sections[0].header if in_header else self.document
        for line in front.above:
            paragraph = target.add_paragraph(line)
            paragraph.runs[0].bold = rng.random() < _BOLD_FRONT_CHANCE
        self._title(front.title)
        for line in front.below:
            self.document.add_paragraph(line)
        if front.facts:
            rng.choice((self._facts_table, self._facts_tabbed, self._facts_colon))(front.facts)

    def _title(self, title: str) -> None:
        way = self.rng.choice(("Title", "Title", "Heading 1", "manual"))
        if way != "manual":
            self.document.add_paragraph(title, style=way)
            return
        run = self.document.add_paragraph().add_run(title)
        run.bold, run.font.size = True, Pt(self.rng.choice(_TITLE_SIZES_PT))

    def _facts_table(self, facts: Sequence[tuple[str, str]]) -> None:
        table = self.document.add_table(0, 2)
        table.style = self.rng.choice(("Table Grid", "Normal Table"))
        for label, text in facts:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = label, text
            cells[0].paragraphs[0].runs[0].bold = True
        self.document.add_paragraph()

    def _facts_tabbed(self, facts: Sequence[tuple[str, str]]) -> None:
        for label, text in facts:
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(_FACT_TAB_MM))
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.add_run(f"{label}\t{text}")
        self.document.add_paragraph()

    def _facts_colon(self, facts: Sequence[tuple[str, str]]) -> None:
        for label, text in facts:
            self.document.add_paragraph(f"{label}: {text}")

    def closing(self, front: DrawnFront) -> None:
        """Draw the lines at the end of the document."""
        for line in front.closing:
            self.document.add_paragraph()
            self.document.add_paragraph(line)
        if front.closing:
            self.document.add_paragraph("_" * _SIGNATURE)

    def prose(self, bank: ContentBank, most: int = 3) -> None:
        """Draw headings with paragraphs that give no rows."""
        seen: set[str] = set()
        for _ in range(self.rng.randint(0, most)):
            title = phrase(self.rng, "prose_headings")
            if title in seen:
                continue
            seen.add(title)
            self.heading(1, None, title)
            for _ in range(self.rng.randint(1, 2)):
                self.document.add_paragraph(bank.paragraph(self.rng))

    def heading(self, level: int, number: str | None, title: str, into: Any = None) -> Paragraph:
        """Draw a heading with its typed number, as a style or as bold print."""
        text = f"{number}{self.gap}{title}" if number else title
        target = into if into is not None else self.document
        if self.styled_headings and into is None:
            added: Paragraph = target.add_heading(text, level)
            return added
        paragraph: Paragraph = target.add_paragraph()
        run = paragraph.add_run(text)
        run.bold = True
        run.font.size = Pt(self.size + _LARGER_PT[level - 1])
        paragraph.paragraph_format.space_before = Pt(_HEADING_GAP_PT)
        paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def contents(self, titles: Sequence[str]) -> None:
        """Draw a list of contents: the headings with leader dots and pages."""
        self.document.add_paragraph().add_run(phrase(self.rng, "contents_titles")).bold = True
        page = 2
        for title in titles:
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.tab_stops.add_tab_stop(
                Mm(self.width / Mm(1)), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
            )
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.add_run(f"{title}\t{page}")
            page += self.rng.randint(0, 2)
        self.document.add_paragraph()

    def paragraph(self, text: str, style: str | None = None) -> Paragraph:
        """Draw a paragraph."""
        added: Paragraph = self.document.add_paragraph(text, style=style)
        return added

    # Tables

    def table(self, columns: Sequence[Column], into: Any = None) -> Table:
        """Begin a table with its head row."""
        target = into if into is not None else self.document
        made: Table = target.add_table(1, len(columns))
        made.style = self.document.styles[self.table_style]
        # Many columns are set in small type, so that few words break.
        self.cell_size = (
            min(self.size, _SMALL[min(len(columns), max(_SMALL))]) if len(columns) >= min(_SMALL) else self.size
        )
        made.alignment = WD_TABLE_ALIGNMENT.LEFT
        for cell, column in zip(made.rows[0].cells, columns, strict=True):
            self.write(cell, column.heading, bold=self.bold_head)
            self._shade(cell)
        if self.repeat_head:
            _mark_row(made.rows[0]._tr, "w:tblHeader")
        return made

    def group(self, table: Table, columns: Sequence[Column], over: Sequence[int], title: str) -> None:
        """Put a second head row under the first of a table without rows; `over` are the columns that a title spans."""
        below = _new_row(table)
        for at, column in enumerate(columns):
            top, bottom = table.cell(0, at), below.cells[at]
            if at in over:
                self.write(bottom, column.heading, bold=self.bold_head)
                self._shade(bottom)
                _empty(top)
            else:
                top.merge(bottom)
                _trim(table.cell(0, at))
        spanning = table.cell(0, over[0]).merge(table.cell(0, over[-1]))
        _trim(spanning)
        self.write(spanning, title, bold=self.bold_head)
        self._shade(spanning)

    def fit(self, table: Table, columns: Sequence[Column], share: float = 1.0) -> None:
        """Give the columns of a table their widths."""
        shares = [_WIDTHS[c.field] for c in columns]
        table.autofit = False
        for row in table.rows:
            for cell, part in zip(row.cells, shares, strict=True):
                cell.width = int(self.width * share * part / sum(shares))

    def row(self, table: Table, columns: Sequence[Column], measure: Measure) -> Any:
        """Draw a row of a measure and return it."""
        row = _new_row(table)
        for cell, column in zip(row.cells, columns, strict=True):
            self.write(cell, value(measure, column))
        return row

    def band(self, table: Table, text: str) -> None:
        """Draw a row whose one cell spans the table."""
        cells = _new_row(table).cells
        whole = cells[0].merge(cells[-1])
        whole.text = ""
        self.write(whole, text, bold=True)
        if self.tint:
            _fill(whole, "EDEDED")

    def write(self, cell: _Cell, text: str, *, bold: bool = False) -> None:
        """Write a text of one or several lines into an empty cell."""
        lines = text.split("\n")
        first = cell.paragraphs[0]
        if len(lines) == 1:
            self._run(first, text).bold = bold or None
            return
        if self.cell_lines == "breaks":
            run = self._run(first, lines[0])
            for line in lines[1:]:
                run.add_break()
                run.add_text(line)
            return
        for i, line in enumerate(lines):
            paragraph = first if i == 0 else cell.add_paragraph()
            if self.cell_lines == "bullets":
                paragraph.style = self.document.styles["List Bullet"]
            self._run(paragraph, f"- {line}" if self.cell_lines == "dashes" else line)

    def _run(self, paragraph: Paragraph, text: str) -> Any:
        run = paragraph.add_run(text)
        if self.cell_size < self.size:
            run.font.size = Pt(self.cell_size)
        return run

    def merge_equal(self, table: Table, column: int, texts: Sequence[str]) -> None:
        """Merge the cells of a column whose texts follow each other alike; `texts` are of the rows below the head."""
        first = 0
        while first < len(texts):
            last = first
            while texts[first] and last + 1 < len(texts) and texts[last + 1] == texts[first]:
                last += 1
            if last > first:
                for row in range(first + 2, last + 2):
                    _empty(table.cell(row, column))
                table.cell(first + 1, column).merge(table.cell(last + 1, column))
                _trim(table.cell(first + 1, column))
            first = last + 1

    def _shade(self, cell: _Cell) -> None:
        if self.tint is None:
            return
        _fill(cell, self.tint)
        # The style of a table may print its head in white.
        colour = RGBColor(_WHITE, _WHITE, _WHITE) if self.tint in _DARK else RGBColor(0, 0, 0)
        for paragraph in cell.paragraphs:
            for run in paragraph.runs:
                run.font.color.rgb = colour

    # Marks that Word writes

    def control(self, cell: _Cell, kind: str) -> None:
        """Wrap a cell's paragraphs in a content control: "text", "dropdown" or "date"."""
        paragraphs = [p._p for p in cell.paragraphs]
        control, properties, content = (OxmlElement(n) for n in ("w:sdt", "w:sdtPr", "w:sdtContent"))
        properties.append(OxmlElement({"text": "w:text", "dropdown": "w:dropDownList", "date": "w:date"}[kind]))
        control.append(properties)
        control.append(content)
        paragraphs[0].addprevious(control)
        for paragraph in paragraphs:
            content.append(paragraph)
        # A cell ends with a paragraph.
        control.addnext(
            OxmlElement("w:p")
        ) if kind == "text" and self.rng.random() < _EMPTY_BEHIND_CONTROL_CHANCE else None

    def tracked(self, cell: _Cell, deleted: str) -> None:
        """Mark the first run of a cell as inserted, and put a deleted text before it."""
        runs = cell.paragraphs[0].runs
        if not runs:
            return
        run = runs[0]._r
        inserted, removed = OxmlElement("w:ins"), OxmlElement("w:del")
        for number, mark in enumerate((inserted, removed), 1):
            mark.set(qn("w:id"), str(_FIRST_BOOKMARK + number))
            mark.set(qn("w:author"), _DRAWN_BY)
            mark.set(qn("w:date"), "2030-01-01T12:00:00Z")
        run.addprevious(removed)
        old = deepcopy(run)
        for text in old.findall(qn("w:t")):
            old.remove(text)
        gone = OxmlElement("w:delText")
        gone.text = deleted
        gone.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        old.append(gone)
        removed.append(old)
        run.addprevious(inserted)
        inserted.append(run)

    def tab_line(self, texts: Sequence[str], stops: Sequence[float], *, bold: bool = False) -> Paragraph:
        """Draw a line of texts at tab stops (millimetres)."""
        paragraph: Paragraph = self.document.add_paragraph()
        for stop in stops:
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(stop), WD_TAB_ALIGNMENT.LEFT)
        paragraph.add_run("\t".join(texts)).bold = bold or None
        return paragraph

    def columns(self, count: int) -> None:
        """Begin a continuous section of newspaper columns."""
        section = self.document.add_section(0)
        columns = section._sectPr.find(qn("w:cols"))
        if columns is None:
            columns = OxmlElement("w:cols")
            section._sectPr.append(columns)
        columns.set(qn("w:num"), str(count))
        columns.set(qn("w:space"), "500")

    def office(self, convert_to: str = "") -> Office:
        """Return the finished file as a body."""
        document = self.document
        # A Word document ends with a paragraph; without it LibreOffice loses a last table on its way to .doc.
        if document.element.body[-2].tag == qn("w:tbl"):
            document.add_paragraph()

        def write(path: Path) -> None:
            buffer = io.BytesIO()
            document.save(buffer)
            path.write_bytes(packed(buffer.getvalue()))

        return Office(".docx", write, convert_to)


def value(measure: Measure, column: Column) -> str:
    """Return what a measure prints in a column."""
    return (measure.text(column.field) if column.field else measure.other.get(column.heading)) or ""


def packed(data: bytes) -> bytes:
    """Return an office file's archive with fixed time stamps, so that the same content gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(zipfile.ZipInfo(item.filename, _STAMP), old.read(item), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _new_row(table: Any) -> Any:
    return table.add_row()


def _fill(cell: _Cell, colour: str) -> None:
    shading = OxmlElement("w:shd")
    for key, text in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shading.set(qn(key), text)
    properties = cell._tc.get_or_add_tcPr()
    for old in properties.findall(qn("w:shd")):
        properties.remove(old)
    properties.append(shading)


def _mark_row(row: Any, name: str) -> None:
    properties = row.get_or_add_trPr()
    properties.append(OxmlElement(name))


def _empty(cell: _Cell) -> None:
    for paragraph in cell.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    for run in cell.paragraphs[0].runs:
        run._r.getparent().remove(run._r)


def _trim(cell: _Cell) -> None:
    """Remove the empty paragraphs that a merge leaves."""
    for paragraph in cell.paragraphs[1:]:
        if not paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    for kind, text in (("begin", ""), ("", instruction), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
