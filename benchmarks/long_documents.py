"""Documents of any length with a plan in them, no text twice: a PDF of so many pages, a Word table of so many rows."""

from __future__ import annotations

import io
import random
import zipfile

_BODIES = ("Polisen", "Socialtjänsten", "Räddningstjänsten", "Fritidsenheten", "Kulturförvaltningen", "Skolan")
_PROBLEMS = ("Otrygghet", "Skadegörelse", "Klotter", "Langning", "Inbrott", "Buller", "Nedskräpning")
_DEEDS = ("Inventera", "Belysa", "Bemanna", "Röja", "Besöka", "Följa upp", "Samordna")
_PLACES = ("skolgården", "torget", "parken", "stationen", "badplatsen", "biblioteket", "gångtunneln")
HEADINGS = ("Orsak", "Mål", "Åtgärd", "Vem", "När")


def row(rng: random.Random, number: int) -> tuple[str, str, str, str, str]:
    """A row of a plan: orsak, mål, åtgärd, vem, när."""
    place = f"{rng.choice(_PLACES)} {number}"
    who = ", ".join(rng.sample(_BODIES, rng.randint(1, 2)))
    return (
        f"{rng.choice(_PROBLEMS)} vid {place}",
        f"Färre än {number} händelser ska anmälas vid {place}",
        f"{rng.choice(_DEEDS)} {place} tillsammans med de boende",
        who,
        f"Klart {rng.randint(1, 28)} maj {rng.randint(2025, 2035)}",
    )


def long_pdf(pages: int) -> bytes:
    """A PDF with a table of eight rows and a paragraph on each page; made with reportlab."""
    from reportlab.pdfgen.canvas import Canvas

    rng = random.Random(pages)
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    columns = (40, 145, 250, 355, 450, 560)
    for page in range(pages):
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(40, 800, f"{page + 1} Område {page + 1}")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(
            40, 780, f"Kommunen följer läget i område {page + 1} och redovisar det varje år till nämnden."
        )
        y = 760.0
        for index in range(9):
            cells = HEADINGS if index == 0 else row(rng, 8 * page + index)
            canvas.setFont("Helvetica-Bold" if index == 0 else "Helvetica", 8)
            for column, text in enumerate(cells):
                for line, part in enumerate(_wrapped(text, 22)):
                    canvas.drawString(columns[column] + 3, y - 10 - 10 * line, part)
            canvas.line(40, y, 560, y)
            y -= 45.0
        canvas.line(40, y, 560, y)
        for x in columns:
            canvas.line(x, 760, x, y)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _wrapped(text: str, letters: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > letters and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
Target="word/document.xml"/></Relationships>"""


def tall_word(rows: int) -> bytes:
    """A Word file with a table of so many rows under a row of headings."""
    rng = random.Random(rows)
    body = ["<w:p><w:r><w:t>Handlingsplan för trygghet 2025</w:t></w:r></w:p><w:tbl>"]
    for index in range(rows + 1):
        cells = HEADINGS if index == 0 else row(rng, index)
        inside = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in cells)
        body.append(f"<w:tr>{inside}</w:tr>")
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><w:document '
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        f"{''.join(body)}</w:tbl></w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", text)
    return out.getvalue()
