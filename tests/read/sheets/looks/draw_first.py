# ruff: noqa: E501 - rows are read as rows
"""The first look's documents: `python -m tests.read.sheets.looks.draw_first`; written before any was converted."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Cm, Pt

from tests.read.sheets.looks.gold import write

OUT = Path(__file__).resolve().parent / "first"
BOLD = Font(bold=True)
LINE = Side(style="thin")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


def ground(color: str) -> PatternFill:
    return PatternFill("solid", fgColor=color)


def through_libreoffice(path: Path, ending: str) -> None:
    """Replace a file by what LibreOffice makes of it."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/p", "--headless", "--convert-to", ending, "--outdir", folder, str(path)],
            check=True, capture_output=True,
        )  # fmt: skip
        shutil.copy(Path(folder) / f"{path.stem}.{ending}", path.with_suffix(f".{ending}"))
    path.unlink()


def a01() -> None:
    """Title over all columns, lines of facts, focus areas merged down the left, months as dates."""
    path = OUT / "a01_hamra_trygghetsplan.xlsx"
    book = openpyxl.Workbook()
    s = book.active
    s.title = "Trygghetsplan"
    s.merge_cells("A1:G1")
    s["A1"] = "Trygghetsplan för Hamra kommun 2026–2028"
    s["A1"].font = Font(size=18, bold=True, color="FFFFFFFF")
    s["A1"].fill = ground("FF1F4E78")
    s["A2"] = "Fastställd av kommunstyrelsen 2026-02-10"
    s["A3"] = "Dnr KS 2026/118"
    heads = ["Fokusområde", "Problembild", "Mål", "Aktivitet", "Ansvarig", "Klart", "Kostnad"]
    for c, h in enumerate(heads, 1):
        cell = s.cell(5, c, h)
        cell.font, cell.fill, cell.border = BOLD, ground("FFBDD7EE"), BOX
    data: list[Any] = [
        ("Trygga platser", "Gångtunneln under järnvägen är mörk och upplevs otrygg", "Färre undviker tunneln", "Byta belysning i tunneln", "Gatuenheten", date(2026, 9, 1), 120000),
        (None, None, None, "Måla tunnelns väggar tillsammans med skolan", "Kultur- och fritidsförvaltningen", date(2027, 5, 1), 35000),
        (None, "Stölder av cyklar vid stationen", "Cykelstölderna halveras", "Bygga låst cykelgarage", "Gatuenheten", date(2027, 11, 1), 900000),
        ("Barn och unga", "Elever i årskurs 8 uppger att det är lätt att få tag på narkotika", "Färre unga prövar narkotika", "Informationskväll för föräldrar", "Skolchefen", date(2026, 10, 1), None),
        (None, None, None, "Fältare på plats fredagskvällar", "Socialförvaltningen", date(2026, 4, 1), 250000),
    ]  # fmt: skip
    for r, row in enumerate(data, 6):
        for c, v in enumerate(row, 1):
            cell = s.cell(r, c, v)
            cell.border = BOX
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        s.cell(r, 6).number_format = "mmm-yy"
        s.cell(r, 7).number_format = '#,##0 "kr"'
    for area in ("A6:A8", "B6:B7", "C6:C7", "A9:A10", "B9:B10", "C9:C10"):
        s.merge_cells(area)
    s.freeze_panes = "A6"
    book.save(path)
    p1, p2, p3 = data[0][1], data[2][1], data[3][1]
    rows = [
        (None, p1, "Färre undviker tunneln", data[0][3], "Gatuenheten", "sep-26"),
        (None, p1, "Färre undviker tunneln", data[1][3], "Kultur- och fritidsförvaltningen", "maj-27"),
        (None, p2, "Cykelstölderna halveras", data[2][3], "Gatuenheten", "nov-27"),
        (None, p3, "Färre unga prövar narkotika", data[3][3], "Skolchefen", "okt-26"),
        (None, p3, "Färre unga prövar narkotika", data[4][3], "Socialförvaltningen", "apr-26"),
    ]
    write(path, rows, title="Trygghetsplan för Hamra kommun 2026–2028", issuers=["Hamra kommun"],
          period=("2026-01-01", "2028-12-31"), dated="2026-02-10")  # fmt: skip


def a02() -> None:
    """A sheet a focus area, the same headings on each; a sheet of choices, and one that is hidden."""
    path = OUT / "a02_fokusblad.xlsx"
    book = openpyxl.Workbook()
    areas = {
        "Skola": [("Frånvaron ökar i årskurs 7–9", "Närvaroteam startar på Ekskolan", "Rektor", "HT 2026"),
                  ("Klotter på skolgården", "Skolgården rustas upp med eleverna", "Fastighetsenheten", "Våren 2027")],
        "Centrum": [("Störningar vid bussterminalen", "Ordningsvakter fredag och lördag", "Säkerhetschefen", "Löpande")],
        "Våld i nära relation": [("Få anmälningar trots känd utsatthet", "Utbilda all personal i hemtjänsten", "Socialchefen", "2026-11-30"),
                                 ("Skyddat boende saknas", "Avtal om jourplatser med Kinds kommun", "Socialnämnden", "Q3 2026")],
    }  # fmt: skip
    first = True
    rows = []
    for name, data in areas.items():
        s = book.active if first else book.create_sheet()
        s.title = name
        start = 1
        if first:
            s["A1"] = "Handlingsplan brottsförebyggande arbete 2026–2027"
            s["A1"].font = Font(size=14, bold=True)
            s["A2"] = "Lerdala kommun"
            start = 4
        first = False
        for c, h in enumerate(["Orsak", "Åtgärd", "Vem", "När"], 1):
            s.cell(start, c, h).font = BOLD
        for r, row in enumerate(data, start + 1):
            for c, v in enumerate(row, 1):
                s.cell(r, c, v)
            rows.append((name, row[0], None, *row[1:]))
    s = book.create_sheet("Listor")
    for r, v in enumerate(["Status", "Ej påbörjad", "Pågår", "Klar"], 1):
        s.cell(r, 1, v)
    s = book.create_sheet("Arbetsmaterial")
    s.append(["Orsak", "Åtgärd", "Vem", "När"])
    s.append(["gammalt", "Ska inte med", "Ingen", "2024"])
    s.sheet_state = "hidden"
    book.save(path)
    write(path, rows, title="Handlingsplan brottsförebyggande arbete 2026–2027", issuers=["Lerdala kommun"],
          period=("2026-01-01", "2027-12-31"), sections=[(None, n) for n in (*areas, "Listor")])  # fmt: skip


def a03() -> None:
    """XlsxWriter: years as sheets, an Excel table, ticks for quarters, a hidden column and a filtered row."""
    path = OUT / "a03_ar_for_ar.xlsx"
    book = xlsxwriter.Workbook(path)
    title = book.add_format({"bold": True, "font_size": 16})
    head = book.add_format({"bold": True, "bg_color": "#70AD47", "font_color": "white", "border": 1})
    years = {
        "2026": [("Skapa överblick över utsatta platser", "Trygghetsvandring i Norrby", "Samhällsbyggnad", (1, 0, 1, 0)),
                 ("Minska alkohol bland unga", "Kontroller av folkölsförsäljning", "Miljökontoret", (0, 1, 0, 1))],
        "2027": [("Minska alkohol bland unga", "Tillsynsrapport lämnas till kommunstyrelsen", "Miljökontoret", (1, 0, 0, 0)),
                 ("Fler mötesplatser", "Öppna fritidsgård på Torget", "Fritidsenheten", (0, 0, 1, 1))],
    }  # fmt: skip
    rows = []
    for name, data in years.items():
        s = book.add_worksheet(name)
        s.write(0, 0, "Aktivitetsplan för trygghet i Norrby stadsdel", title)
        for c, h in enumerate(["Syfte", "Insats", "Ansvarig", "Internt id", "Kv 1", "Kv 2", "Kv 3", "Kv 4"]):
            s.write(2, c, h, head)
        for r, (aim, what, who, ticks) in enumerate(data, 3):
            s.write_row(r, 0, [aim, what, who, 4000 + r])
            for k, t in enumerate(ticks):
                if t:
                    s.write(r, 4 + k, "X")
            when = "\n".join(f"Kv {k + 1}" for k, t in enumerate(ticks) if t)
            rows.append((name, None, aim, what, who, when))
        s.set_column("D:D", None, None, {"hidden": True})
        s.autofilter(2, 0, 2 + len(data), 7)
    book.close()
    write(path, rows, title="Aktivitetsplan för trygghet i Norrby stadsdel", issuers=["Norrby stadsdel"],
          sections=[(None, "2026"), (None, "2027")])  # fmt: skip


def a04() -> None:
    """OpenDocument: facts as label and value in two columns above the headings, a band a goal, texts with breaks."""
    path = OUT / "a04_etikettrader.xlsx"
    book = openpyxl.Workbook()
    s = book.active
    s.title = "Blad1"
    facts: list[Any] = [
        ("Handlingsplan", "Suicidprevention"),
        ("Kommun:", "Ulvsjö kommun"),
        ("Gäller:", "2026–2029"),
        ("Beslutad:", date(2025, 12, 8)),
    ]
    for r, (k, v) in enumerate(facts, 1):
        s.cell(r, 1, k).font = BOLD
        s.cell(r, 2, v)
    s["B4"].number_format = "yyyy-mm-dd"
    for c, h in enumerate(["Nr", "Åtgärd", "Ansvarig nämnd", "Tidplan", "Uppföljning"], 1):
        s.cell(6, c, h).font = BOLD
        s.cell(6, c).fill = ground("FFD9D9D9")
    data: list[Any] = [
        ("Mål 1: Ingen ska behöva ta sitt liv",),
        (1, "Utbilda personal i MHFA\nErbjuda samtalsstöd", "Socialnämnden", "2026–2027", "Antal utbildade"),
        (
            2,
            "Samarbeta med region och civilsamhälle om broar och spår",
            "Kommunstyrelsen",
            "Senast juni 2027",
            "Rapport",
        ),
        ("Mål 2: Efterlevande får stöd",),
        (3, "Ta fram rutin för stöd till efterlevande", "Socialnämnden", "våren 2026", "Rutin finns"),
    ]
    for r, row in enumerate(data, 7):
        for c, v in enumerate(row, 1):
            s.cell(r, c, v).alignment = Alignment(wrap_text=True)
        if len(row) == 1:
            s.merge_cells(start_row=r, end_row=r, start_column=1, end_column=5)
            s.cell(r, 1).font = BOLD
    book.save(path)
    through_libreoffice(path, "ods")
    g1, g2 = "Ingen ska behöva ta sitt liv", "Efterlevande får stöd"
    rows = [
        (g1, None, g1, "Utbilda personal i MHFA\nErbjuda samtalsstöd", "Socialnämnden", "2026–2027"),
        (g1, None, g1, data[2][1], "Kommunstyrelsen", "Senast juni 2027"),
        (g2, None, g2, data[4][1], "Socialnämnden", "våren 2026"),
    ]
    write(path.with_suffix(".ods"), rows, title="Handlingsplan Suicidprevention", issuers=["Ulvsjö kommun"],
          period=("2026-01-01", "2029-12-31"), dated="2025-12-08", sections=[("1", g1), ("2", g2)])  # fmt: skip


def a05() -> None:
    """An old .xls: an empty row between all rows, an empty narrow column first, headings in capitals."""
    path = OUT / "a05_luftig.xlsx"
    book = openpyxl.Workbook()
    s = book.active
    s.title = "Handlingsplan"
    s["B2"] = "HANDLINGSPLAN MOT SKADEGÖRELSE OCH KLOTTER 2009"
    s["B2"].font = Font(size=14, bold=True)
    s["B3"] = "Tallnäs kommun, Tekniska kontoret"
    for c, h in enumerate(["ORSAK", "ÅTGÄRD", "ANSVAR", "TID"], 2):
        s.cell(5, c, h).font = BOLD
    data: list[Any] = [
        ("Klotter sitter kvar länge", "Klotter saneras inom 48 timmar", "Tekniska kontoret", "Hela 2009"),
        ("Krossade rutor vid Ekbacksskolan", "Rutorna byts till härdat glas", "Fastighetsavdelningen", "Juli 2009"),
        ("Bränder i papperskorgar", "Plåtkorgar ställs ut i parken", "Parkavdelningen", "Maj 2009"),
    ]
    for r, row in enumerate(data):
        for c, v in enumerate(row, 2):
            s.cell(7 + 2 * r, c, v)
    book.save(path)
    through_libreoffice(path, "xls")
    write(path.with_suffix(".xls"), [(None, a, None, b, c, d) for a, b, c, d in data],
          title="HANDLINGSPLAN MOT SKADEGÖRELSE OCH KLOTTER 2009", issuers=["Tallnäs kommun"],
          period=("2009-01-01", "2009-12-31"))  # fmt: skip


def a06() -> None:
    """An export of a system: no title, moments with midnight, status, many columns, an id a row."""
    path = OUT / "a06_export.xlsx"
    book = openpyxl.Workbook()
    s = book.active
    s.title = "Sheet1"
    heads = ["ActivityId", "Aktivitet", "Beskrivning", "Ansvarig", "Startdatum", "Slutdatum", "Status", "Senast ändrad"]
    s.append(heads)
    for cell in s[1]:
        cell.font, cell.border = BOLD, BOX
    data: list[Any] = [
        (
            101,
            "Kameror vid resecentrum",
            "Ansökan till IMY och upphandling",
            "Säkerhetsavdelningen",
            datetime(2026, 1, 15),
            datetime(2026, 8, 31),
            "Pågår",
        ),
        (
            102,
            "Nattvandring",
            "Samordna föräldragrupper",
            "Fritidsförvaltningen",
            datetime(2026, 3, 1),
            datetime(2026, 12, 31),
            "Planerad",
        ),
        (
            103,
            "Grannsamverkan",
            "Startpaket till nya områden",
            "Kommunpolisen",
            datetime(2026, 2, 1),
            datetime(2026, 5, 31),
            "Planerad",
        ),
    ]
    rows = []
    for row in data:
        s.append([*row, datetime(2026, 1, 7, 9, 30)])
        for c in (5, 6, 8):
            s.cell(s.max_row, c).number_format = "yyyy-mm-dd hh:mm:ss"
        when = "\n".join(f"{d:%Y-%m-%d} 00:00:00" for d in row[4:6])
        rows.append((None, None, None, f"{row[1]}\n{row[2]}", row[3], when))
    book.save(path)
    write(path, rows, title=None)


def a07() -> None:
    """Bars: months below years, painted cells say when; groups as bold lines in the first column."""
    path = OUT / "a07_gantt.xlsx"
    book = openpyxl.Workbook()
    s = book.active
    s.title = "Tidplan"
    s["A1"] = "Genomförandeplan – Tryggare Sörby 2027"
    s["A1"].font = Font(size=16, bold=True)
    s["A2"] = "Sörby kommun"
    months = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
    for c, h in enumerate(["Åtgärd", "Ansvarig", *months], 1):
        s.cell(4, c, h).font = BOLD
        s.cell(4, c).fill = ground("FFFFE699")
    data: list[Any] = [
        ("Belysning", None, ()),
        ("Inventera mörka gångvägar", "Gata/park", (1, 2)),
        ("Sätta upp nya armaturer", "Gata/park", (3, 4, 5)),
        ("Närvaro", None, ()),
        ("Medborgarlöften undertecknas", "Lokalpolisområde Sörby", (2,)),
        ("Trygghetsvärdar i centrum", "Socialförvaltningen", (6, 7, 8)),
    ]
    rows, group = [], ""
    for r, (what, who, bars) in enumerate(data, 5):
        s.cell(r, 1, what)
        if who is None:
            s.cell(r, 1).font = BOLD
            group = what
            continue
        s.cell(r, 2, who)
        for b in bars:
            s.cell(r, 2 + b).fill = ground("FF00B050")
        rows.append((group, None, None, what, who, "\n".join(months[b - 1] for b in bars)))
    book.save(path)
    write(path, rows, title="Genomförandeplan – Tryggare Sörby 2027", issuers=["Sörby kommun"],
          period=("2027-01-01", "2027-12-31"), sections=[(None, "Belysning"), (None, "Närvaro")])  # fmt: skip


def a08() -> None:
    """A sheet a measure: a form of labels and values, with a note above and boxes to fill in that are empty."""
    path = OUT / "a08_kort.xlsx"
    book = openpyxl.Workbook()
    cards: list[Any] = [
        (
            "Aktivitet 1",
            "Många äldre lurades på pengar under 2025",
            "Färre bedrägerier mot äldre",
            "Seniorsäkerhet – träffar på äldreboenden",
            "Äldreförvaltningen",
            "mars–maj 2026",
        ),
        (
            "Aktivitet 2",
            "Unga vuxna vet inte vart de vänder sig",
            "Alla unga känner till stödet",
            "Kampanj i sociala medier om stödlinjer",
            "Kommunikationsavdelningen",
            "Hösten 2026",
        ),
        (
            "Aktivitet 3",
            "Hot mot personal på biblioteket",
            "Trygg arbetsmiljö",
            "Larm och bemötandeutbildning",
            "Bibliotekschefen",
            "Klart 2026-06-30",
        ),
    ]
    rows = []
    for n, card in enumerate(cards):
        s = book.active if n == 0 else book.create_sheet()
        s.title = card[0]
        s["A1"] = "Åtgärdskort – lokal överenskommelse Bergvik 2026"
        s["A1"].font = Font(size=13, bold=True)
        labels = ["Varför?", "Mål", "Vad ska göras?", "Ansvarig", "När?", "Resultat"]
        for r, (label, value) in enumerate(zip(labels, [*card[1:], None], strict=True), 3):
            s.cell(r, 1, label).font = BOLD
            s.cell(r, 1).fill = ground("FFE2EFDA")
            s.cell(r, 2, value)
            for c in (1, 2):
                s.cell(r, c).border = BOX
        s.column_dimensions["B"].width = 60
        rows.append(card)
    book.save(path)
    write(path, rows, title="Åtgärdskort – lokal överenskommelse Bergvik 2026", period=("2026-01-01", "2026-12-31"),
          sections=[(None, c[0]) for c in cards])  # fmt: skip


def a09() -> None:
    """Two tables below each other and a legend beside them: risks without measures give no rows."""
    path = OUT / "a09_risker_och_atgarder.xlsx"
    book = openpyxl.Workbook()
    s = book.active
    s.title = "Plan 2026"
    s["A1"] = "Beredskapsplan brott mot företag"
    s["A1"].font = Font(size=15, bold=True)
    s["A3"] = "Riskbedömning"
    s["A3"].font = BOLD
    for c, h in enumerate(["Risk", "Sannolikhet", "Konsekvens", "Riskvärde"], 1):
        s.cell(4, c, h).font = BOLD
        s.cell(4, c).fill = ground("FFF8CBAD")
    risks: list[Any] = [("Inbrott i industriområdet", 4, 3, 12), ("Utpressning", 2, 5, 10)]
    for r, row in enumerate(risks, 5):
        for c, v in enumerate(row, 1):
            s.cell(r, c, v)
        s.cell(r, 4).value = f"=B{r}*C{r}"
    s["A8"] = "Åtgärder"
    s["A8"].font = BOLD
    for c, h in enumerate(["Åtgärd", "Mål", "Ansvarig", "Senast"], 1):
        s.cell(9, c, h).font = BOLD
        s.cell(9, c).fill = ground("FFF8CBAD")
    data: list[Any] = [
        ("Väktarronder nattetid", "Färre inbrott", "Företagarföreningen", date(2026, 2, 1)),
        ("Utbildning om otillåten påverkan", "Fler anmäler", "Näringslivskontoret", date(2026, 5, 15)),
        ("Bommar vid infarterna", "Färre inbrott", "Tekniska förvaltningen", date(2026, 10, 1)),
    ]
    for r, row in enumerate(data, 10):
        for c, v in enumerate(row, 1):
            s.cell(r, c, v)
        s.cell(r, 4).number_format = "d mmmm yyyy"
    for r, v in enumerate(["Förklaring", "1 = mycket låg", "5 = mycket hög"], 4):
        s.cell(r, 7, v)
    book.save(path)
    said = ["1 februari 2026", "15 maj 2026", "1 oktober 2026"]
    rows = [("Åtgärder", None, m, a, v, n) for (a, m, v, _), n in zip(data, said, strict=True)]
    write(path, rows, title="Beredskapsplan brott mot företag", kind="beredskapsplan",
          sections=[(None, "Riskbedömning"), (None, "Åtgärder")])  # fmt: skip


def a10() -> None:
    """Wide: fourteen columns, empty narrow ones between, bullets in cells, a comment, headings over two rows."""
    path = OUT / "a10_bred.xlsx"
    book = openpyxl.Workbook()
    s = book.active
    s.title = "Översikt"
    s["A1"] = "Drogpolitisk handlingsplan för Östanå kommun 2025-2027"
    s["A1"].font = Font(size=16, bold=True)
    s["A2"] = "Reviderad 2025-09-01"
    groups = {1: ("Varför", 3), 5: ("Vad", 2), 8: ("Genomförande", 4), 13: ("Uppföljning", 3)}
    for c, (name, wide) in groups.items():
        s.cell(4, c, name).font = BOLD
        s.merge_cells(start_row=4, end_row=4, start_column=c, end_column=c + wide - 1)
        s.cell(4, c).fill = ground("FFC6E0B4")
    heads = {
        1: "Område",
        2: "Nuläge",
        3: "Mål",
        5: "Åtgärd",
        6: "Metod",
        8: "Ansvarig",
        9: "Medverkande",
        10: "Start",
        11: "Slut",
        13: "Indikator",
        14: "Mätetal",
        15: "Status",
    }
    for c, h in heads.items():
        s.cell(5, c, h).font = BOLD
    data: list[Any] = [
        {
            1: "Tobak",
            2: "12 % av niorna röker",
            3: "Ingen nia röker",
            5: "• Rökfri skoltid\n• Tillsyn av butiker",
            6: "Tillsyn",
            8: "Miljönämnden",
            9: "Skolorna",
            10: date(2025, 10, 1),
            11: date(2026, 6, 1),
            13: "Andel",
            14: 0.12,
            15: "Pågår",
        },
        {
            1: "Alkohol",
            2: "Langning från syskon",
            3: "Halverad langning",
            5: "Kampanj inför valborg",
            6: "Kampanj",
            8: "Fritid Öst",
            9: "Polisen",
            10: date(2026, 4, 1),
            11: date(2026, 4, 30),
            13: "Antal",
            14: 40,
            15: "Ej start",
        },
    ]
    for r, row in enumerate(data, 6):
        for c, v in row.items():
            s.cell(r, c, v).alignment = Alignment(wrap_text=True)
        for c in (10, 11):
            s.cell(r, c).number_format = "yyyy-mm"
        s.cell(r, 14).number_format = "0%" if r == 6 else "0"
    s["H6"].comment = Comment("Stämmer detta?", "handläggaren")
    for c in (4, 7, 12):
        s.column_dimensions[openpyxl.utils.get_column_letter(c)].width = 2
    book.save(path)
    rows = [
        (
            None,
            "12 % av niorna röker",
            "Ingen nia röker",
            "Rökfri skoltid\nTillsyn av butiker",
            "Miljönämnden",
            "2025-10\n2026-06",
        ),
        (None, "Langning från syskon", "Halverad langning", "Kampanj inför valborg", "Fritid Öst", "2026-04\n2026-04"),
    ]
    write(path, rows, title="Drogpolitisk handlingsplan för Östanå kommun 2025-2027", issuers=["Östanå kommun"],
          period=("2025-01-01", "2027-12-31"), dated="2025-09-01")  # fmt: skip


# -- presentations


def table_on(slide, rows, left=1.5, top=4.5, width=22.0, height=8.0, size=14):  # type: ignore[no-untyped-def]
    shape = slide.shapes.add_table(len(rows), len(rows[0]), Cm(left), Cm(top), Cm(width), Cm(height))
    for r, row in enumerate(rows):
        for c, v in enumerate(row):
            cell = shape.table.cell(r, c)
            cell.text = v or ""
            for p in cell.text_frame.paragraphs:
                for run in p.runs:
                    run.font.size = Pt(size)
    return shape.table


def a11() -> None:
    """A slide a goal, with the measures as bullets that end with who and when."""
    path = OUT / "a11_mal_per_bild.pptx"
    deck = Presentation()
    s = deck.slides.add_slide(deck.slide_layouts[0])
    s.shapes.title.text = "Handlingsplan för ett tryggare Grönvik 2026"
    s.placeholders[1].text = "Grönviks kommun\nBeslutad 2026-01-20"
    goals = [
        (
            "Mål 1: Fler ska känna sig trygga i centrum",
            [
                "Belysning byts på Storgatan (Gatukontoret, maj 2026)",
                "Trygghetsvandring varje höst (Fritidschefen, oktober 2026)",
            ],
        ),
        (
            "Mål 2: Färre unga ska begå brott",
            [
                "Sociala insatsgrupper startas (Socialtjänsten, mars 2026)",
                "Sommarjobb till unga i riskzon (Arbetsmarknadsenheten, juni 2026)",
            ],
        ),
    ]
    rows = []
    for title, items in goals:
        s = deck.slides.add_slide(deck.slide_layouts[1])
        s.shapes.title.text = title
        frame = s.placeholders[1].text_frame
        frame.text = "Åtgärder"
        goal = title.split(": ")[1]
        for item in items:
            p = frame.add_paragraph()
            p.text, p.level = item, 1
            what, _, rest = item.partition(" (")
            who, when = rest.rstrip(")").rsplit(", ", 1)
            rows.append((goal, None, goal, what, who, when))
    deck.save(path)
    write(path, rows, title="Handlingsplan för ett tryggare Grönvik 2026", issuers=["Grönviks kommun"],
          period=("2026-01-01", "2026-12-31"), dated="2026-01-20",
          sections=[("1", rows[0][0]), ("2", rows[2][0])])  # fmt: skip


def a12() -> None:
    """A table that goes on over two slides with its headings again, a hidden slide, notes."""
    path = OUT / "a12_tabell_over_bilder.pptx"
    deck = Presentation()
    deck.slide_width, deck.slide_height = Cm(33.87), Cm(19.05)
    s = deck.slides.add_slide(deck.slide_layouts[6])
    box = s.shapes.add_textbox(Cm(2), Cm(6), Cm(28), Cm(4))
    box.text_frame.text = "Åtgärdsplan mot hedersrelaterat våld och förtryck 2026–2027"
    box.text_frame.paragraphs[0].runs[0].font.size = Pt(40)
    box.text_frame.paragraphs[0].runs[0].font.bold = True
    sub = s.shapes.add_textbox(Cm(2), Cm(12), Cm(20), Cm(2))
    sub.text_frame.text = "Vinstorps kommun"
    heads = ["Problem", "Åtgärd", "Ansvarig", "Tidplan"]
    data: list[Any] = [
        (
            "Skolpersonal saknar kunskap",
            "Utbildning för alla skolor i hedersproblematik",
            "Utbildningsförvaltningen",
            "Våren 2026",
        ),
        ("Ingen känd väg in", "Gemensam telefonlinje för stöd", "Socialförvaltningen", "Klart 2026-09-01"),
        ("Pojkar nås inte", "Samtalsgrupper på fritidsgårdarna", "Fritidsförvaltningen", "2026–2027"),
        ("Sekretess hindrar samverkan", "Rutin för samtycke tas fram", "Kommunjuristen", "April 2026"),
    ]
    for part in (data[:2], data[2:]):
        s = deck.slides.add_slide(deck.slide_layouts[5])
        s.shapes.title.text = "Våra åtgärder"
        table_on(s, [heads, *part], width=30)
    hidden = deck.slides.add_slide(deck.slide_layouts[1])
    hidden.shapes.title.text = "Reservbild"
    hidden.placeholders[1].text = "Ska inte visas"
    hidden._element.set("show", "0")
    deck.slides[1].notes_slide.notes_text_frame.text = "Kom ihåg att nämna budgeten"
    deck.save(path)
    write(path, [("Våra åtgärder", a, None, b, c, d) for a, b, c, d in data],
          title="Åtgärdsplan mot hedersrelaterat våld och förtryck 2026–2027", issuers=["Vinstorps kommun"],
          period=("2026-01-01", "2027-12-31"), kind="åtgärdsplan", sections=[(None, "Våra åtgärder")])  # fmt: skip


def a13() -> None:
    """OpenDocument: three boxes a slide, each a measure with its labels."""
    path = OUT / "a13_rutor.pptx"
    deck = Presentation()
    deck.slide_width, deck.slide_height = Cm(33.87), Cm(19.05)
    s = deck.slides.add_slide(deck.slide_layouts[0])
    s.shapes.title.text = "Handlingsplan mot narkotika 2027"
    s.placeholders[1].text = "Fjällbo kommun"
    data: list[Any] = [
        ("Hundsök i skåp", "Rektorerna", "februari 2027"),
        ("Avloppsmätning i tätorten", "Miljökontoret", "april 2027"),
        ("Föräldramöten i årskurs 7", "Elevhälsan", "augusti 2027"),
        ("Snabbspår till öppenvård", "Socialtjänsten", "mars 2027"),
        ("Krogsamverkan om droger", "Alkoholhandläggaren", "maj 2027"),
        ("Kunskapsdag för vaktmästare", "Fastighetschefen", "juni 2027"),
    ]
    names = ["Skola och fritid", "Stöd och tillsyn"]
    rows = []
    for n, name in enumerate(names):
        s = deck.slides.add_slide(deck.slide_layouts[5])
        s.shapes.title.text = name
        for k, (what, who, when) in enumerate(data[3 * n : 3 * n + 3]):
            box = s.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, Cm(1.5 + 10.5 * k), Cm(5.5), Cm(9.5), Cm(9))
            box.fill.solid()
            box.fill.fore_color.rgb = RGBColor(0xDD, 0xEB, 0xF7)
            frame = box.text_frame
            frame.word_wrap = True
            for at, line in enumerate([f"Åtgärd: {what}", f"Ansvarig: {who}", f"När: {when}"]):
                p = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
                run = p.add_run()
                run.text = line
                run.font.size = Pt(16)
                run.font.color.rgb = RGBColor(0, 0, 0)
            rows.append((name, None, None, what, who, when))
    deck.save(path)
    through_libreoffice(path, "odp")
    write(path.with_suffix(".odp"), rows, title="Handlingsplan mot narkotika 2027", issuers=["Fjällbo kommun"],
          period=("2027-01-01", "2027-12-31"), sections=[(None, n) for n in names])  # fmt: skip


def a14() -> None:
    """Slides that part sections; tables with merged cells, no style, small letters."""
    path = OUT / "a14_sammanslagna.pptx"
    deck = Presentation()
    s = deck.slides.add_slide(deck.slide_layouts[0])
    s.shapes.title.text = "Trygghetsprogram Mörby centrum 2026–2028"
    s.placeholders[1].text = "Fastighetsägarna i Mörby och Mörby kommun"
    areas = {
        "Rent och helt": ("Slitna miljöer lockar till skadegörelse", [("Klottersanering inom ett dygn", "Fastighetsägarna", "Löpande"), ("Städning varje morgon före kl. 7", "Kommunens driftsenhet", "Från mars 2026")]),
        "Människor på plats": ("Torget är tomt efter klockan 18", [("Torghandel på lördagar", "Centrumföreningen", "Maj–september 2026"), ("Kvällsöppet bibliotek", "Kulturförvaltningen", "Hösten 2026"), ("Utegym vid parken", "Fritidsförvaltningen", "2028")]),
    }  # fmt: skip
    rows = []
    for name, (why, items) in areas.items():
        s = deck.slides.add_slide(deck.slide_layouts[5])
        s.shapes.title.text = name
        table = table_on(
            s,
            [["Orsak", "Åtgärd", "Ansvarig", "När"], *([why if k == 0 else "", *i] for k, i in enumerate(items))],
            size=12,
        )
        table.cell(1, 0).merge(table.cell(len(items), 0))
        rows += [(name, why, None, *i) for i in items]
    deck.save(path)
    write(path, rows, title="Trygghetsprogram Mörby centrum 2026–2028", issuers=["Fastighetsägarna i Mörby", "Mörby kommun"],
          period=("2026-01-01", "2028-12-31"), kind="program", sections=[(None, n) for n in areas])  # fmt: skip


def a15() -> None:
    """An old .ppt: text in boxes with labels, a slide a measure."""
    path = OUT / "a15_gammal.pptx"
    deck = Presentation()
    s = deck.slides.add_slide(deck.slide_layouts[0])
    s.shapes.title.text = "Lokal handlingsplan mot bilbrott 2004"
    s.placeholders[1].text = "Brottsförebyggande rådet i Hällinge"
    data: list[Any] = [
        (
            "Stöld ur bil vid stationen",
            "Färre stölder ur bil",
            "Skyltar om tomma bilar sätts upp",
            "Banverket",
            "april 2004",
        ),
        (
            "Olåsta garage",
            "Inga olåsta garage",
            "Fastighetsskötarna går rond varje kväll",
            "Hällingebostäder",
            "hela 2004",
        ),
    ]
    rows = []
    for n, (why, goal, what, who, when) in enumerate(data, 1):
        s = deck.slides.add_slide(deck.slide_layouts[1])
        s.shapes.title.text = f"Insats {n}"
        frame = s.placeholders[1].text_frame
        for at, line in enumerate(
            [f"Problem: {why}", f"Mål: {goal}", f"Åtgärd: {what}", f"Ansvarig: {who}", f"Tid: {when}"]
        ):
            p = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            p.text = line
        rows.append((f"Insats {n}", why, goal, what, who, when))
    deck.save(path)
    through_libreoffice(path, "ppt")
    write(path.with_suffix(".ppt"), rows, title="Lokal handlingsplan mot bilbrott 2004", issuers=["Brottsförebyggande rådet i Hällinge"],
          period=("2004-01-01", "2004-12-31"), sections=[(None, "Insats 1"), (None, "Insats 2")])  # fmt: skip


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    for draw in (a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, a12, a13, a14, a15):
        draw()
