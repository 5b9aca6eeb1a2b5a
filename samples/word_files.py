"""Word documents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from docx import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from lines import cells_of, headed
from plans import Sample

__all__ = ["word_blocks", "word_letter", "word_one_table", "word_tables"]

STAMP = (2025, 1, 1, 0, 0, 0)


def new_word(sample: Sample, *, wide: bool = False) -> WordFile:
    file = WordFile()
    file.styles["Normal"].font.name, file.styles["Normal"].font.size = "Calibri", Pt(11)
    properties = file.core_properties
    properties.author, properties.title, properties.comments = "Kommunkansliet", "", ""
    properties.created = properties.modified = datetime(2025, 1, 1)
    properties.last_modified_by, properties.revision = "Kommunkansliet", 1
    section = file.sections[0]
    if wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.header.paragraphs[0].text = sample.issuer_line
    section.footer.paragraphs[0].text = "Diarienummer KS 2025/117"
    return file


def save_word(file: WordFile, path: Path) -> None:
    """Save with fixed times in the container."""
    buffer = io.BytesIO()
    file.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            if "thumbnail" in name:
                continue
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            data = old.read(name)
            if name == "_rels/.rels":
                data = b"".join(p for p in split_relations(data) if b"thumbnail" not in p)
            new.writestr(info, data)


def split_relations(data: bytes) -> list[bytes]:
    return [p + (b"/>" if not p.endswith(b">") else b"") for p in data.split(b"/>") if p]


def shade(cell: object, color: str) -> None:
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{color}"/>'))  # type: ignore[attr-defined]


def fill_row(table: object, texts: Sequence[str], *, bold: bool = False, color: str | None = None) -> None:
    for cell, text in zip(table.add_row().cells, texts, strict=True):  # type: ignore[attr-defined]
        for at, line in enumerate(text.split("\n")):
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            paragraph.add_run(line).bold = bold
        if color:
            shade(cell, color)


def front(file: WordFile, sample: Sample) -> None:
    file.add_paragraph(sample.title, "Title")
    if sample.issuer_line:
        file.add_paragraph(sample.issuer_line)
    file.add_paragraph(sample.dated_line)
    for text in sample.intro:
        file.add_paragraph(text)


def heading_numbers(file: WordFile) -> None:
    """Let Word number the headings: 1, 1.1."""
    numbering = file.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading{i + 1}"/>'
        f'<w:lvlText w:val="{".".join(f"%{k + 1}" for k in range(i + 1))}"/></w:lvl>'
        for i in range(3)
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level in (1, 2, 3):
        properties = file.styles[f"Heading {level}"].element.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level - 1}"/><w:numId w:val="77"/></w:numPr>')
        )


def word_tables(sample: Sample, path: Path) -> None:
    """Headings that Word numbers, the problem under each, one table a section; a deletion and a soft hyphen."""
    file = new_word(sample, wide=True)
    heading_numbers(file)
    front(file, sample)
    for part in sample.parts:
        file.add_heading(part.title, part.level)
        if part.problem:
            file.add_paragraph(part.problem)
        if not part.rows:
            continue
        table = file.add_table(0, len(sample.columns), "Table Grid")
        fill_row(table, [h for h, _ in sample.columns], bold=True, color="D9E2F3")
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for action in part.rows:
            fill_row(table, cells_of(sample, action))
        file.add_paragraph()
    run = "<w:r><w:delText>Utkast, ska bort.</w:delText></w:r>"
    file.add_paragraph()._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="9" w:author="Kansliet">{run}</w:del>'))
    save_word(file, path)


def word_one_table(sample: Sample, path: Path) -> None:
    """One table: section rows over all columns, the heading row under each, *orsak* and *mål* merged downwards."""
    file = new_word(sample, wide=True)
    front(file, sample)
    table = file.add_table(0, len(sample.columns), "Table Grid")
    for part in sample.parts:
        fill_row(table, [""] * len(sample.columns))
        row = table.rows[-1]
        merged = row.cells[0].merge(row.cells[-1])
        merged.paragraphs[0].add_run(f"{headed(part)}. {part.problem}").bold = True
        shade(merged, "C6E0B4")
        fill_row(table, [h for h, _ in sample.columns], bold=True, color="E2EFDA")
        first = len(table.rows)
        for action in part.rows:
            fill_row(table, cells_of(sample, action))
        for column in (0, 1):
            start = 0
            while start < len(part.rows):
                stop = start
                text = cells_of(sample, part.rows[start])[column]
                while stop + 1 < len(part.rows) and cells_of(sample, part.rows[stop + 1])[column] == text:
                    stop += 1
                if stop > start:
                    for at in range(start + 1, stop + 1):
                        table.rows[first + at].cells[column].paragraphs[0].clear()
                    top = table.rows[first + start].cells[column]
                    whole = top.merge(table.rows[first + stop].cells[column])
                    for empty in whole.paragraphs[1:]:
                        empty._p.getparent().remove(empty._p)
                start = stop + 1
    save_word(file, path)


def word_blocks(sample: Sample, path: Path) -> None:
    """A block of label and value for each action."""
    file = new_word(sample)
    front(file, sample)
    for part in sample.parts:
        file.add_heading(headed(part), 1)
        for action in part.rows:
            table = file.add_table(0, 2, "Table Grid")
            for (heading, _), text in zip(sample.columns, cells_of(sample, action), strict=True):
                fill_row(table, [heading, text])
                table.rows[-1].cells[0].paragraphs[0].runs[0].bold = True
                shade(table.rows[-1].cells[0], "EDEDED")
            file.add_paragraph()
    save_word(file, path)


def word_letter(sample: Sample, path: Path) -> None:
    """A letter in prose, two sentences a paragraph."""
    file = new_word(sample)
    file.sections[0].header.paragraphs[0].text = ""
    file.add_paragraph(sample.dated_line)
    file.add_paragraph(sample.title, "Title")
    sentences = [text for _, text in sample.statements]
    for at in range(0, len(sentences), 2):
        file.add_paragraph(" ".join(sentences[at : at + 2]))
    file.add_paragraph("Med vänlig hälsning")
    file.add_paragraph(sample.issuer_line)
    save_word(file, path)
