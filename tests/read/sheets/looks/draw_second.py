# ruff: noqa: E501 - rows are read as rows
"""The second look's documents: `python -m tests.read.sheets.looks.draw_second`; written before any was converted."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.styles import Alignment, Font
from pptx import Presentation
from pptx.util import Cm, Pt

from tests.read.sheets.looks.draw_first import BOLD, ground, table_on, through_libreoffice
from tests.read.sheets.looks.gold import write

OUT = Path(__file__).resolve().parent / "second"


def b01() -> None:
    """Plain letters all over: an area once in its column, headings again after empty rows, a filtered row, a note below."""
    path = OUT / "b01_enkel.xlsx"
    book = openpyxl.Workbook()
    s = book.active
    s.title = "Blad1"
    s.append(["Handlingsplan mot mobbning och kränkningar läsåret 2026/2027"])
    s.append(["Rosenlundsskolan, Vretna kommun"])
    s.append([])
    heads = ["Område", "Risk", "Vad gör vi", "Vem ansvarar", "När"]
    first: list[Any] = [
        ["Raster", "Elever blir ensamma", "Rastvärdar med västar", "Rektor", "Från augusti 2026"],
        [None, "Hårda lekar", "Lekschema görs av elevrådet", "Fritidspedagogerna", "September 2026"],
        [None, "Gammal rad", "Ska inte synas", "Ingen", "2020"],
        ["Nätet", "Hot i chattar", "Föräldramöte om nätet", "Kuratorn", "2026-10-14"],
    ]
    second: list[Any] = [
        ["Omklädning", "Rädsla i duschrummet", "Duschbås byggs", "Fastighetsenheten", "Sommaren 2027"],
        [None, "Filmning", "Mobilerna lämnas in", "Idrottslärarna", "Löpande"],
    ]
    for row in (heads, *first, [], heads, *second, [], ["Planen följs upp av elevhälsan i juni."]):
        s.append(row)
    s.auto_filter.ref = "A4:E8"
    s.auto_filter.add_filter_column(3, ["Rektor", "Kuratorn", "Fritidspedagogerna"])
    s.row_dimensions[7].hidden = True
    book.save(path)
    kept = [first[0], first[1], first[3], *second]
    rows = [(None, r[1], None, r[2], r[3], r[4]) for r in kept]
    write(path, rows, title="Handlingsplan mot mobbning och kränkningar läsåret 2026/2027", issuers=["Rosenlundsskolan", "Vretna kommun"],
          period=("2026-07-01", "2027-06-30"))  # fmt: skip


def b02() -> None:
    """Long texts in merged cells above, the headings far down, a list of contacts beside the table."""
    path = OUT / "b02_lang_inledning.xlsx"
    book = openpyxl.Workbook()
    s = book.active
    s.title = "Plan"
    for r, (text, size) in enumerate(
        [
            ("Åtgärdsplan för trygga boendemiljöer 2027", 20),
            ("Bostads AB Källan", 12),
            (
                "Planen beskriver hur bolaget arbetar med trygghet i sina områden. Den bygger på hyresgästenkäten och på samtal med polisen.",
                11,
            ),
        ],
        1,
    ):
        s.merge_cells(start_row=2 * r, end_row=2 * r, start_column=2, end_column=10)
        s.cell(2 * r, 2, text).font = Font(size=size, bold=size > 11)
        s.cell(2 * r, 2).alignment = Alignment(wrap_text=True)
    heads = ["Problem", "Mål", "Åtgärd", "Ansvarig", "Färdigt"]
    for c, h in enumerate(heads, 2):
        s.cell(10, c, h).font = BOLD
        s.cell(10, c).fill = ground("FFFCE4D6")
    data: list[Any] = [
        (
            "Källarinbrott på Alvägen",
            "Halverat antal inbrott 2027",
            "Stålgaller i alla källare",
            "Förvaltaren",
            date(2027, 4, 30),
        ),
        (
            "Olovlig uthyrning",
            "Rätt person bor i lägenheten",
            "Kontroll av folkbokföring",
            "Uthyrningschefen",
            date(2027, 6, 30),
        ),
        ("Mörka gårdar", "Inga mörka ytor", "Nya stolpar på gårdarna", "Driftchefen", date(2027, 11, 15)),
    ]
    for r, row in enumerate(data, 11):
        for c, v in enumerate(row, 2):
            s.cell(r, c, v)
        s.cell(r, 6).number_format = "[$-41D]d mmm yyyy"
    for r, row in enumerate(
        [("Kontakt", "Telefon"), ("Förvaltaren", "0123-456 00"), ("Störningsjouren", "0123-456 11")], 10
    ):
        for c, v in enumerate(row, 8):
            s.cell(r, c, v)
    book.save(path)
    said = ["30 apr 2027", "30 jun 2027", "15 nov 2027"]
    write(path, [(None, *r[:4], n) for r, n in zip(data, said, strict=True)], title="Åtgärdsplan för trygga boendemiljöer 2027",
          issuers=["Bostads AB Källan"], period=("2027-01-01", "2027-12-31"), kind="åtgärdsplan")  # fmt: skip


def b03() -> None:
    """An old .xls: bodies as columns with crosses, a band a goal."""
    path = OUT / "b03_kryss.xlsx"
    book = openpyxl.Workbook()
    s = book.active
    s.title = "Samverkan"
    s["A1"] = "Samverkansöverenskommelse Holma kommun och Polisen 2012"
    s["A1"].font = Font(bold=True, size=14)
    for c, h in enumerate(["Åtgärd", "Polisen", "Socialtjänsten", "Skolan", "När"], 1):
        s.cell(3, c, h).font = BOLD
        s.cell(3, c).fill = ground("FFCCFFCC")
    data: list[Any] = [
        ("Ungdomar i riskzon",),
        ("Orosmöten inom 48 timmar", "X", "X", None, "Löpande"),
        ("Trygghetssamtal i årskurs 6", "X", None, "X", "Mars 2012"),
        ("Alkohol i hemmet",),
        ("Brev till föräldrar inför skolavslutning", None, "X", "X", "Maj 2012"),
    ]
    rows, band = [], ""
    for r, row in enumerate(data, 4):
        for c, v in enumerate(row, 1):
            s.cell(r, c, v)
        if len(row) == 1:
            s.merge_cells(start_row=r, end_row=r, start_column=1, end_column=5)
            s.cell(r, 1).font = BOLD
            band = row[0]
            continue
        who = "\n".join(n for n, x in zip(["Polisen", "Socialtjänsten", "Skolan"], row[1:4], strict=True) if x)
        rows.append((band, None, None, row[0], who, row[4]))
    book.save(path)
    through_libreoffice(path, "xls")
    write(path.with_suffix(".xls"), rows, title="Samverkansöverenskommelse Holma kommun och Polisen 2012", issuers=["Holma kommun", "Polisen"],
          period=("2012-01-01", "2012-12-31"), kind="överenskommelse", sections=[(None, data[0][0]), (None, data[3][0])])  # fmt: skip


def b04() -> None:
    """A system's own writer: texts in the cells, no addresses, no styles, dates as such, line breaks as entities."""
    path = OUT / "b04_system.xlsx"
    rows: list[Any] = [
        ("Rubrik", "Åtgärdsbeskrivning", "Utförare", "Slutdatum"),
        ("Stöld", "Märk verktyg&#10;Lås in maskiner", "Driftenheten", "d:2026-09-30"),
        ("Skadegörelse", "Filma infarten & porten", "Säkerhetssamordnaren", "2027"),
        ("Brand", "Töm containrar varje dag", "Driftenheten", "Löpande"),
    ]
    xml = ""
    for row in rows:
        xml += "<row>"
        for v in row:
            if v.startswith("d:"):
                xml += f'<c t="d"><v>{v[2:]}T00:00:00</v></c>'
            elif v.isdigit():
                xml += f"<c><v>{v}</v></c>"
            else:
                xml += f'<c t="inlineStr"><is><t>{escape(v).replace("&amp;#10;", "&#10;")}</t></is></c>'
        xml += "</row>"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    pack = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{pack}/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{pack}/relationships"><Relationship Id="a" Type="{rel}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="Handlingsplan Ekeby gård" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{pack}/relationships"><Relationship Id="s" Type="{rel}/worksheet" Target="/xl/worksheets/sheet.xml"/></Relationships>',
        "xl/worksheets/sheet.xml": f'<worksheet xmlns="{main}"><sheetData>{xml}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    gold = [
        (None, None, None, "Märk verktyg\nLås in maskiner", "Driftenheten", "2026-09-30"),
        (None, None, None, "Filma infarten & porten", "Säkerhetssamordnaren", "2027"),
        (None, None, None, "Töm containrar varje dag", "Driftenheten", "Löpande"),
    ]
    write(path, gold, title="Handlingsplan Ekeby gård")


def b05() -> None:
    """One table a slide, goals as bands across it, small letters."""
    path = OUT / "b05_band.pptx"
    deck = Presentation()
    deck.slide_width, deck.slide_height = Cm(33.87), Cm(19.05)
    s = deck.slides.add_slide(deck.slide_layouts[0])
    s.shapes.title.text = "Handlingsplan trafiksäkerhet Torpa kommun 2026–2030"
    s.placeholders[1].text = "Antagen av kommunfullmäktige 2026-03-23"
    goals = {
        "Barn ska kunna gå och cykla till skolan": [
            ("Gångfartsområde vid Torpaskolan", "Trafikenheten", "2027"),
            ("Vandrande skolbussar", "Skolförvaltningen", "Hösten 2026"),
        ],
        "Hastigheterna ska hållas": [
            ("Fartkameror på Riksvägen", "Trafikverket", "2028"),
            ("Hastighetsdisplayer flyttas runt", "Trafikenheten", "Löpande"),
        ],
    }
    s = deck.slides.add_slide(deck.slide_layouts[5])
    s.shapes.title.text = "Mål och åtgärder"
    cells: list[Any] = [["Åtgärd", "Ansvarig", "När"]]
    rows = []
    for goal, items in goals.items():
        cells.append([f"Mål: {goal}", "", ""])
        cells += [list(i) for i in items]
        rows += [("Mål och åtgärder", None, goal, *i) for i in items]
    table = table_on(s, cells, width=30, size=11)
    for r, row in enumerate(cells):
        if row[1] == "":
            table.cell(r, 0).merge(table.cell(r, 2))
    deck.save(path)
    write(path, rows, title="Handlingsplan trafiksäkerhet Torpa kommun 2026–2030", issuers=["Torpa kommun"], period=("2026-01-01", "2030-12-31"),
          dated="2026-03-23", sections=[(None, "Mål och åtgärder")])  # fmt: skip


def b06() -> None:
    """Two columns a slide: why and the goal to the left, measures with who and when to the right."""
    path = OUT / "b06_tva_spalter.pptx"
    deck = Presentation()
    s = deck.slides.add_slide(deck.slide_layouts[0])
    s.shapes.title.text = "Trygghetsplan för Viks centrum 2026"
    s.placeholders[1].text = "Viks kommun"
    data: list[Any] = [
        (
            "Busstorget",
            "Resenärer känner sig otrygga efter klockan 21",
            "Fler vågar resa kollektivt",
            [("Vakter kvällstid", "Trafikbolaget", "mars 2026"), ("Ljusare väntkurer", "Gatukontoret", "augusti 2026")],
        ),
        (
            "Gallerian",
            "Ungdomsgäng stör butiker",
            "Lugn miljö för alla",
            [("Fältassistenter på plats", "Socialförvaltningen", "april 2026")],
        ),
    ]
    rows = []
    for name, why, goal, items in data:
        s = deck.slides.add_slide(deck.slide_layouts[3])
        s.shapes.title.text = name
        left, right = s.placeholders[1].text_frame, s.placeholders[2].text_frame
        left.text = f"Problem: {why}"
        left.add_paragraph().text = f"Mål: {goal}"
        right.text = "Åtgärder"
        for what, who, when in items:
            p = right.add_paragraph()
            p.text, p.level = f"{what} – {who}, {when}", 1
            rows.append((name, why, goal, what, who, when))
    deck.save(path)
    write(path, rows, title="Trygghetsplan för Viks centrum 2026", issuers=["Viks kommun"], period=("2026-01-01", "2026-12-31"),
          sections=[(None, d[0]) for d in data])  # fmt: skip


def b07() -> None:
    """OpenDocument: a table a slide, feet with the body's name and the slide's number, a picture of a logo as letters."""
    path = OUT / "b07_sidfot.pptx"
    deck = Presentation()
    heads = ["Orsak", "Åtgärd", "Ansvarig", "Tid"]
    slides: dict[str, Any] = {
        "Ensamhet": [
            ("Äldre träffar få", "Träffpunkt öppnas i Söderby", "Äldreomsorgen", "2026-05-01"),
            ("Svårt att ta sig ut", "Ledsagning med volontärer", "Röda Korset", "Hösten 2026"),
        ],
        "Fall": [
            ("Halka på gångvägar", "Gratis sand till alla över 65", "Tekniska kontoret", "November 2026"),
            ("Lösa mattor", "Fixartjänst hemma", "Hemtjänsten", "Löpande"),
        ],
    }
    s = deck.slides.add_slide(deck.slide_layouts[0])
    s.shapes.title.text = "Handlingsplan för trygghet bland äldre 2026"
    s.placeholders[1].text = "Söderby kommun"
    rows = []
    for n, (name, items) in enumerate(slides.items(), 2):
        s = deck.slides.add_slide(deck.slide_layouts[5])
        s.shapes.title.text = name
        table_on(s, [heads, *items], size=14)
        foot = s.shapes.add_textbox(Cm(1.5), Cm(17.7), Cm(10), Cm(1))
        foot.text_frame.text = "Söderby kommun"
        foot.text_frame.paragraphs[0].runs[0].font.size = Pt(10)
        number = s.shapes.add_textbox(Cm(22), Cm(17.7), Cm(2), Cm(1))
        number.text_frame.text = str(n)
        number.text_frame.paragraphs[0].runs[0].font.size = Pt(10)
        rows += [(name, a, None, b, c, d) for a, b, c, d in items]
    deck.save(path)
    through_libreoffice(path, "odp")
    write(path.with_suffix(".odp"), rows, title="Handlingsplan för trygghet bland äldre 2026", issuers=["Söderby kommun"],
          period=("2026-01-01", "2026-12-31"), sections=[(None, n) for n in slides])  # fmt: skip


def b08() -> None:
    """A deck that informs: figures, what has been done, contacts. No measures."""
    path = OUT / "b08_utan_atgarder.pptx"
    deck = Presentation()
    for title, lines in (
        ("Brottsstatistik för Hede 2025", ["Hede kommun", "Presentation för kommunstyrelsen"]),
        ("Anmälda brott", ["Stölder minskade med 12 procent", "Bedrägerierna ökade", "Källa: Brå"]),
        ("Kontakt", ["Säkerhetssamordnaren", "0620-000 00"]),
    ):
        s = deck.slides.add_slide(deck.slide_layouts[1])
        s.shapes.title.text = title
        frame = s.placeholders[1].text_frame
        for at, line in enumerate(lines):
            p = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            p.text = line
    s = deck.slides.add_slide(deck.slide_layouts[5])
    s.shapes.title.text = "Utfall"
    table_on(s, [["Brottstyp", "2024", "2025"], ["Stöld", "120", "105"], ["Bedrägeri", "44", "61"]])
    deck.save(path)
    write(
        path,
        [],
        title="Brottsstatistik för Hede 2025",
        issuers=["Hede kommun"],
        period=("2025-01-01", "2025-12-31"),
        kind="annat",
    )


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    for draw in (b01, b02, b03, b04, b05, b06, b07, b08):
        draw()
