#!/usr/bin/env python3
"""Draw the samples and write their gold answers: the same bytes on every run.

    python samples/draw.py [FOLDER]

Needs the development extras (python-docx, reportlab, pillow, pypdfium2). Fonts come with reportlab.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pypdfium2
import reportlab
from docx import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from PIL import Image, ImageFilter
from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from plans import (
    ALMVIK,
    BJORKEBY,
    BREV,
    EKDALEN,
    GRANVIK,
    HAVSNAS,
    LOVSTRAND,
    MYRBY,
    NORRHAMN,
    SJOFORS,
    STENBY,
    TALLMO,
    TYPES,
    Action,
    Part,
    Sample,
    When,
)

rl_config.invariant = 1
FONTS = Path(reportlab.__file__).parent / "fonts"
STAMP = (2025, 1, 1, 0, 0, 0)


# -- gold


# ISO 8601-2, 4.8: seasons, quarters, halves of a year as first and last month.
MONTHS = {
    21: (3, 5),
    22: (6, 8),
    23: (9, 11),
    33: (1, 3),
    34: (4, 6),
    35: (7, 9),
    36: (10, 12),
    40: (1, 6),
    41: (7, 12),
}


def bounds(edtf: str) -> tuple[str | None, str | None]:
    """First and last day of the EDTF forms that the samples use."""
    if "/" in edtf:
        first, last = edtf.split("/")
        return (None if first == ".." else bounds(first)[0]), (None if last == ".." else bounds(last)[1])
    year, *rest = (int(x) for x in edtf.split("-"))
    if not rest:
        return f"{year}-01-01", f"{year}-12-31"
    if len(rest) == 2:
        return edtf, edtf
    first_month, last_month = MONTHS.get(rest[0], (rest[0], rest[0]))
    following = date(year + last_month // 12, last_month % 12 + 1, 1)
    return f"{year}-{first_month:02d}-01", (following - timedelta(days=1)).isoformat()


def time_of(when: When) -> dict[str, object]:
    start, end = bounds(when.edtf) if when.edtf else (None, None)
    return {
        "edtf": when.edtf,
        "start": start,
        "end": end,
        "role": when.role,
        "preliminary": when.preliminary,
        "recurrence": when.recurrence,
        "label": when.label,
    }


def actor(name: str) -> dict[str, str]:
    kind = "kommun" if name.endswith(" kommun") else "myndighet" if name.split()[0] in POLICE else TYPES[name]
    return {"name": name, "type": kind}


POLICE = ("Lokalpolisområde", "Polisregion", "Länsstyrelsen")


def gold(sample: Sample, path: Path, media_type: str, pages: int | None) -> dict[str, object]:
    """The right answer, in the form of the shared gold files."""
    sections: list[dict[str, object]] = []
    rows: list[dict[str, object]] = []
    parents: dict[int, str] = {}
    for part in sample.parts:
        key = f"s{len(sections) + 1}"
        parents[part.level] = key
        sections.append(
            {
                "id": key,
                "number": part.number or None,
                "title": part.title,
                "problem": part.problem or None,
                "parent": parents.get(part.level - 1),
            }
        )
        for action in part.rows:
            rows.append(row_of(action, f"r{len(rows) + 1}", key, sample))
    return {
        "schema_version": "1.0",
        "document": {
            "id": hashlib.sha256(path.read_bytes()).hexdigest(),
            "source": path.name,
            "media_type": media_type,
            "pages": pages,
            "title": sample.title,
            "kind": sample.kind,
            "dated": sample.dated,
            "period": {"start": sample.period[0], "end": sample.period[1]} if sample.period else None,
            "issuers": [actor(name) for name in sample.issuers],
            "language": "sv",
        },
        "sections": sections,
        "rows": rows,
        "statements": [statement(n, *s) for n, s in enumerate(sample.statements, 1)],
    }


def row_of(action: Action, key: str, section: str, sample: Sample) -> dict[str, object]:
    row: dict[str, object] = {"id": key, "section": section, "origin": sample.origin}
    for name in ("orsak", "mål", "åtgärd", "vem", "när"):
        text = getattr(action, name)
        value: dict[str, object] | None = {"text": text} if text else None
        if value is not None and name == "vem":
            value["actors"] = [actor(a) for a in action.actors]
        if value is not None and name == "när":
            value["times"] = [time_of(t) for t in action.times]
        row[name] = value
    extra = [heading for heading, name in sample.columns if name == heading]
    row["other"] = {h: {"text": t} for h, t in zip(extra, action.other, strict=False) if t.strip("-")}
    return row


def statement(number: int, name: str, text: str) -> dict[str, object]:
    out: dict[str, object] = {"id": f"t{number}", "section": None, "field": name, "text": text}
    if name == "vem":
        out["actors"] = [actor(n) for n in ("rektorer", "kommunala trygghetssamordnare", "kommunpoliser")]
    if name == "när":
        out["times"] = [time_of(When("2025-10-09") if "oktober" in text else When("../2025-09-12", "done"))]
    return out


def cells_of(sample: Sample, action: Action) -> list[str]:
    """The row's cells in the order of the columns."""
    other = iter(action.other)
    return [next(other, "") if name == heading else getattr(action, name) for heading, name in sample.columns]


def headed(part: Part) -> str:
    return f"{part.number} {part.title}".strip()


# -- Word


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


# -- text


def text_tables(sample: Sample, *, spread: bool) -> str:
    """Tables flattened to tabs: section rows inside the table, or headings between tables (`spread`)."""
    out = [sample.title, "", sample.issuer_line, "", sample.dated_line, ""]
    for text in sample.intro:
        out += [text, ""]
    tabs = "\t" * (len(sample.columns) - 1)
    for part in sample.parts:
        if spread:
            out += ["", headed(part), ""]
            if part.problem:
                out += [part.problem, ""]
        else:
            out.append(f"{headed(part)}{'. ' + part.problem if part.problem else ''}{tabs}")
        if part.rows:
            out.append("\t".join(h for h, _ in sample.columns))
            out += ["\t".join(cells_of(sample, action)) for action in part.rows]
            if spread:
                out.append("")
    return "\n".join(out).rstrip() + "\n"


def text_list(sample: Sample) -> str:
    """Numbered measures with a bullet for each field."""
    out = [sample.issuer_line, "", sample.title, "", sample.dated_line, ""]
    number = 0
    for part in sample.parts:
        out += ["", headed(part), ""]
        for action in part.rows:
            number += 1
            out += [f"Åtgärd {number}", ""]
            out += [f"- {heading}: {getattr(action, name)}" for heading, name in sample.columns]
            out.append("")
    return "\n".join(out).rstrip() + "\n"


STRIPPED = str.maketrans("åäöÅÄÖéÉ", "aaoAAOeE")


# -- PDF


def fonts() -> None:
    for name, file in (("Vera", "Vera.ttf"), ("Vera-Bold", "VeraBd.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))


def style(size: float, *, bold: bool = False, after: float = 4, font: str = "Vera") -> ParagraphStyle:
    name = f"{font}-Bold" if bold else font
    return ParagraphStyle("x", fontName=name, fontSize=size, leading=size * 1.25, spaceAfter=after)


def pdf_table(sample: Sample, part: Part, widths: Sequence[float], *, ruled: bool, size: float, font: str) -> Table:
    rows = [[Paragraph(h, style(size, bold=True, after=0, font=font)) for h, _ in sample.columns]]
    rows += [[Paragraph(t, style(size, after=0, font=font)) for t in cells_of(sample, action)] for action in part.rows]
    for action in part.rows:
        for text, width in zip(cells_of(sample, action), widths, strict=True):
            for word in text.split():
                # A word wider than its column would be cut without a hyphen.
                if pdfmetrics.stringWidth(word, font, size) > width - (8 if ruled else 14):
                    raise ValueError(f"{word!r} is wider than its column")
    commands: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4 if ruled else 10),
        ("TOPPADDING", (0, 0), (-1, -1), 3 if ruled else 5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4 if ruled else 7),
    ]
    if ruled:
        commands += [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey)]
    return Table(rows, colWidths=widths, repeatRows=1, style=TableStyle(commands), hAlign="LEFT")


def pdf(
    sample: Sample, path: Path, *, ruled: bool, wide: bool, size: float = 9, gap: float = 0, font: str = "Vera"
) -> int:
    """A drawn PDF; gives its number of pages."""
    fonts()
    page = landscape(A4) if wide else A4
    inner = page[0] - 100
    shares = (0.19, 0.17, 0.23, 0.24, 0.17)
    story: list[Flowable] = [Paragraph(sample.title, style(17, bold=True, after=8, font=font))]
    if sample.issuer_line:
        story.append(Paragraph(sample.issuer_line, style(11, font=font)))
    story.append(Paragraph(sample.dated_line, style(10, after=10, font=font)))
    story += [Paragraph(text, style(10, after=8, font=font)) for text in sample.intro]
    story.append(Spacer(1, gap))
    for part in sample.parts:
        head: list[Flowable] = [Paragraph(headed(part), style(13, bold=True, after=3, font=font))]
        if part.problem:
            head.append(Paragraph(part.problem, style(10, after=5, font=font)))
        story.append(KeepTogether([*head, Spacer(1, 2)]))
        story.append(pdf_table(sample, part, [inner * s for s in shares], ruled=ruled, size=size, font=font))
        story.append(Spacer(1, 14))
    count = 0

    def foot(canvas: Canvas, _: object) -> None:
        nonlocal count
        count += 1
        canvas.setFont(font, 8)
        canvas.drawString(50, 25, sample.issuers[0])
        canvas.drawRightString(page[0] - 50, 25, f"Sida {canvas.getPageNumber()}")

    file = SimpleDocTemplate(
        str(path), pagesize=page, leftMargin=50, rightMargin=50, topMargin=50, bottomMargin=50, title="", author=""
    )
    file.build(story, onFirstPage=foot, onLaterPages=foot)
    return count


# -- scans


def pages_of(path: Path, dpi: int) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [document[i].render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for i in range(len(document))]
    finally:
        document.close()


def scanned(page: Image.Image, seed: int, *, angle: float) -> Image.Image:
    """A page as a cheap scanner gives it: a little turned, soft, speckled, grey paper."""
    chance = np.random.default_rng(seed)
    turned = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.6))
    pixels = np.asarray(turned, dtype=np.float32)
    pixels = 25 + pixels * (225 / 255) + chance.normal(0, 5, pixels.shape)
    specks = chance.random(pixels.shape) < 0.0002
    pixels[specks] = 60
    # Few grey levels: what a scanner set to small files writes.
    return Image.fromarray((np.clip(pixels, 0, 255) // 16 * 17).astype(np.uint8))


def bad_reading(text: str, seed: int) -> str:
    """What an English OCR makes of Swedish: rings and dots lost or misread."""
    chance = random.Random(seed)
    table = {"å": "aa4", "ä": "aa4d", "ö": "o6o", "Å": "A", "Ä": "A", "Ö": "O", "–": "-", "§": "8"}
    return "".join(chance.choice(table[c]) if c in table else c for c in text)


def scan_with_bad_layer(sample: Sample, path: Path) -> int:
    """Page images with an invisible text layer that is wrong."""
    clean = path.with_suffix(".clean.pdf")
    pdf(sample, clean, ruled=True, wide=False, size=9)
    document = pypdfium2.PdfDocument(clean)
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for number, page in enumerate(pages_of(clean, 200)):
        picture = io.BytesIO()
        scanned(page, 11 + number, angle=0.4).save(picture, "JPEG", quality=45)
        from reportlab.lib.utils import ImageReader

        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        layer = document[number].get_textpage()
        text = canvas.beginText()
        text.setTextRenderMode(3)
        text.setFont("Helvetica", 9)
        for at in range(layer.count_rects()):
            left, bottom, right, top = layer.get_rect(at)
            line = bad_reading(layer.get_text_bounded(left, bottom, right, top).strip(), at)
            text.setTextOrigin(left, bottom + 2)
            text.textOut(line)
        canvas.drawText(text)
        canvas.showPage()
    pages = len(document)
    document.close()
    canvas.save()
    clean.unlink()
    return pages


def scan_png(sample: Sample, path: Path) -> int:
    clean = path.with_suffix(".clean.pdf")
    pdf(sample, clean, ruled=True, wide=False, size=9)
    page = scanned(pages_of(clean, 200)[0], 5, angle=-0.7)
    page.quantize(16).save(path, optimize=True, dpi=(200, 200))
    clean.unlink()
    return 1


# -- all


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Drawn = tuple[str, Sample, str, Callable[[Sample, Path], int | None]]


def written(make: Callable[[Sample], bytes]) -> Callable[[Sample, Path], int | None]:
    def write(sample: Sample, path: Path) -> None:
        path.write_bytes(make(sample))

    return write


SAMPLES: tuple[Drawn, ...] = (
    ("bjorkeby-tabeller.docx", BJORKEBY, WORD, word_tables),
    ("lovstrand-entabell.docx", LOVSTRAND, WORD, word_one_table),
    ("stenby-block.docx", STENBY, WORD, word_blocks),
    ("inbjudan-brev.docx", BREV, WORD, word_letter),
    (
        "almvik-linjerad.pdf",
        ALMVIK,
        "application/pdf",
        lambda s, p: pdf(s, p, ruled=True, wide=False, size=9, gap=168, font="Helvetica"),
    ),
    ("norrhamn-linjelos.pdf", NORRHAMN, "application/pdf", lambda s, p: pdf(s, p, ruled=False, wide=True, size=10)),
    ("sjofors-skannad.pdf", SJOFORS, "application/pdf", scan_with_bad_layer),
    ("granvik-skannad.png", GRANVIK, "image/png", scan_png),
    (
        "ekdalen-flikar.txt",
        EKDALEN,
        "text/plain",
        written(lambda s: text_tables(s, spread=False).replace("\n", "\r\n").encode("cp1252")),
    ),
    (
        "tallmo-avskalad.txt",
        TALLMO,
        "text/plain",
        written(lambda s: text_tables(s, spread=True).translate(STRIPPED).encode()),
    ),
    (
        "havsnas-felkodad.txt",
        HAVSNAS,
        "text/plain",
        written(lambda s: text_tables(s, spread=True).encode().decode("cp1252", errors="replace").encode()),
    ),
    ("myrby-lista.txt", MYRBY, "text/plain", written(lambda s: text_list(s).encode("utf-8-sig"))),
)


def draw(folder: Path, names: Iterable[str] = ()) -> None:
    """Draw all samples, or those named, into a folder."""
    wanted = set(names)
    for name, sample, media_type, make in SAMPLES:
        if wanted and name not in wanted:
            continue
        path = folder / name
        pages = make(sample, path)
        answer = gold(sample, path, media_type, pages)
        text = json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
        path.with_name(path.name.rsplit(".", 1)[0] + ".gold.json").write_text(text, encoding="utf-8")
        print(f"{path.stat().st_size:9d}  {name}")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    target.mkdir(parents=True, exist_ok=True)
    draw(target)
