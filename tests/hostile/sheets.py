"""Spreadsheets and presentations: entities, bombs, references to outside, cells beyond sense."""

from __future__ import annotations

from tests.hostile.archives import packed
from tests.hostile.case import Bait, case

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
HELD = ("Handlingsplan mot brott",)
TEXT = '<row r="1"><c r="A1" t="inlineStr"><is><t>Handlingsplan mot brott</t></is></c></row>'


def relations(*entries: tuple[str, str, str]) -> str:
    """Relationships as (id, type, target); an outside one begins with its scheme."""
    told = "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{to}"{" TargetMode=" + chr(34) + "External" + chr(34) if "://" in to else ""}/>'
        for i, kind, to in entries
    )
    return f'<Relationships xmlns="{PACKAGE}">{told}</Relationships>'


def xlsx(
    rows: str,
    *,
    doctype: str = "",
    after: str = "",
    links: tuple[tuple[str, str, str], ...] = (),
    more: dict[str, str | bytes] | None = None,
) -> bytes:
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(("w", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="Blad1" sheetId="1" r:id="s"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(("s", "worksheet", "sheet.xml"), *links),
            "xl/sheet.xml": f'{doctype}<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData>{after}</worksheet>',
            **(more or {}),
        }
    )


def pptx(shapes: str, *, doctype: str = "") -> bytes:
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(("p", "officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f'<p:presentation xmlns:p="{SLIDE}" xmlns:r="{OFFICE}"><p:sldIdLst><p:sldId id="256" r:id="s"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": relations(("s", "slide", "slide.xml")),
            "ppt/slide.xml": f'{doctype}<p:sld xmlns:p="{SLIDE}" xmlns:a="{DRAWING}"><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>',
        }
    )


BOX = "<p:sp><p:txBody><a:p><a:r><a:t>Handlingsplan mot brott</a:t></a:r></a:p></p:txBody></p:sp>"


@case("entities.xlsx", "hostile")
def entities(bait: Bait) -> bytes:
    doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{bait.secret.as_uri()}">]>'
    return xlsx(TEXT.replace("brott", "&e;"), doctype=doctype)


@case("laughs.xlsx", "hostile")
def laughs(bait: Bait) -> bytes:
    lines = ['<!ENTITY l0 "ha">', *(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))]
    return xlsx(TEXT.replace("brott", "&l11;"), doctype=f"<!DOCTYPE x [{''.join(lines)}]>")


@case("entities.pptx", "hostile")
def slide_entities(bait: Bait) -> bytes:
    return pptx(BOX.replace("brott", "&e;"), doctype=f'<!DOCTYPE x [<!ENTITY e SYSTEM "{bait.secret.as_uri()}">]>')


@case("bomb.xlsx", "hostile")
def bomb(bait: Bait) -> bytes:
    return xlsx(TEXT, more={"xl/media/x.bmp": bytes(64 << 20)})


@case("bomb.pptx", "hostile")
def slide_bomb(bait: Bait) -> bytes:
    return pptx("<!--" + " " * (64 << 20) + "-->")


@case("outside.xlsx", "done", holds=HELD, issues=("external-reference",))
def outside(bait: Bait) -> bytes:
    formula = f"<f>WEBSERVICE(\"{bait.url}/x\")+'file://{bait.secret}'!A1</f><v>1</v>"
    rows = TEXT + f'<row r="2"><c r="A2">{formula}</c></row>'
    return xlsx(rows, links=(("o", "externalLinkPath", f"{bait.url}/x.xlsx"), ("t", "theme", bait.secret.as_uri())))


@case("climbing.xlsx", "truncated", "done")
def climbing(bait: Bait) -> bytes:
    """Parts named outside the package."""
    return xlsx(TEXT, links=(("t", "styles", f"../../../../../../..{bait.secret}"),))


@case("merges.xlsx", "done", holds=HELD)
def merges(bait: Bait) -> bytes:
    """Merged cells over the whole sheet, thousands of times."""
    return xlsx(TEXT, after="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 20_000 + "</mergeCells>")


@case("addresses.xlsx", "done", holds=HELD)
def addresses(bait: Bait) -> bytes:
    """Addresses and numbers beyond all sense."""
    cells = "".join(
        f'<c r="{a}" s="-5" t="s"><v>{v}</v></c>' for a, v in (("ZZZ99999999", "9" * 40), ("A0", "-1"), ("ÅÄ", "x"))
    )
    wild = (
        '<c r="B2"><v>1e308</v></c><c r="C2"><v>nan</v></c><c r="D2"><v>inf</v></c><c r="E2" t="d"><v>9999-99</v></c>'
    )
    return xlsx(TEXT + f'<row r="2">{wild}</row><row r="-7">{cells}</row>')


@case("groups.pptx", "too-large", "hostile")
def groups(bait: Bait) -> bytes:
    return pptx("<p:grpSp>" * 200 + BOX + "</p:grpSp>" * 200)


@case("spans.pptx", "done", holds=HELD)
def spans(bait: Bait) -> bytes:
    """Cells that span a thousand million others."""
    cell = '<a:tc gridSpan="999999999" rowSpan="999999999"><a:txBody><a:p><a:r><a:t>Åtgärd</a:t></a:r></a:p></a:txBody></a:tc>'
    return pptx(
        BOX
        + f"<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr>{cell * 3}</a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
