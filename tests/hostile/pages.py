"""Web pages: nesting, entities, spans beyond sense, scripts, addresses, archives with rings."""

from __future__ import annotations

from tests.hostile.case import Bait, case

HELD = ("Polisen",)
MEASURES = "<h2>Åtgärder</h2><ul><li>Genomföra ronder i centrum (Polisen, maj 2024)</li></ul>"


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


@case("tables-in-tables.html", "hostile", "too-large")
def tables(bait: Bait) -> bytes:
    return b"<!DOCTYPE html><html>" + b"<table><tr><td>" * 20_000


@case("nested.html", "hostile")
def nested(bait: Bait) -> bytes:
    return page("<div>" * 200_000 + MEASURES)


@case("unclosed.html", "done", holds=HELD)
def unclosed(bait: Bait) -> bytes:
    return page(MEASURES + "<font><b><i>ord " * 200)


@case("spans.html", "too-large", "done")
def spans(bait: Bait) -> bytes:
    return page("<table>" + "<tr><td colspan=1000 rowspan=65534>a<td>b</tr>" * 2_000 + "</table>")


@case("entities.html", "done", holds=HELD, lacks=(Bait.SECRET, "root:"))
def entities(bait: Bait) -> bytes:
    rings = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(10))
    declared = f'<!ENTITY a0 "ha">{rings}<!ENTITY f SYSTEM "file://{bait.secret}"><!ENTITY u SYSTEM "{bait.url}">'
    return f"<!DOCTYPE html [{declared}]><html><body>{MEASURES}<p>&a10; &f; &u;</body></html>".encode()


@case("addresses.html", "done", holds=HELD, lacks=(Bait.SECRET,))
def addresses(bait: Bait) -> bytes:
    head = f"<base href='{bait.url}'><link rel=stylesheet href='{bait.url}'><meta http-equiv=refresh content='0;url={bait.url}'>"
    files = f"<iframe src='file://{bait.secret}'></iframe><object data='{bait.url}'></object><img src='{bait.url}'>"
    return page(
        MEASURES + files + f"<script>fetch('{bait.url}')</script><form action='{bait.url}'><input autofocus></form>",
        head,
    )


@case("scripts-in-values.html", "done", holds=HELD)
def scripts(bait: Bait) -> bytes:
    return page(MEASURES + "<p onclick=alert(1)>&lt;script&gt;alert(1)&lt;/script&gt; =1+1</p>" + "<!--" * 5_000)


@case("many-links.html", "done", holds=HELD)
def links(bait: Bait) -> bytes:
    return page(MEASURES + "<ul class='menu-x'><li hidden>" * 400 + "<a href='#x'>x</a>" * 20_000)


@case("remarks.html", "done", "empty")
def remarks(bait: Bait) -> bytes:
    return b"<!---->" * 4_000 + b" " * 100_000 + b"<p>Polisen"


@case("long-attribute.html", "done", holds=HELD)
def long_attribute(bait: Bait) -> bytes:
    return page(f"<img src='data:image/png;base64,{'A' * 12_000_000}'>" + MEASURES)


@case("archive.mhtml", "done", holds=HELD)
def archive(bait: Bait) -> bytes:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
    return head + b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page(MEASURES) + b"\r\n--b--\r\n"


@case("archive-without-a-page.mhtml", "truncated")
def empty_archive(bait: Bait) -> bytes:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
    return head + b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" * 2_000
