"""Containers: bombs, lies about sizes, doubled and hidden members, tricks with names."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from tests.hostile.case import Bait, case
from tests.read.docx_builder import docx, p

__all__ = ["packed", "repacked"]


def packed(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def repacked(data: bytes, changes: dict[str, bytes | str | None]) -> bytes:
    """A container with some members replaced, added or (None) taken away."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members: dict[str, bytes | str] = {n: archive.read(n) for n in archive.namelist() if n not in changes}
    members.update({n: v for n, v in changes.items() if v is not None})
    return packed(members)


PLAN = docx(p("Handlingsplan mot brott"))


def _central(data: bytes, name: str) -> int:
    """Where the entry of a member stands in the central directory."""
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(name)] != name.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    return at


def _quoted(data: bytes, name: str, size: int) -> bytes:
    """The central directory says another unpacked size."""
    at = _central(data, name)
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


@case("zip-flat-bomb.docx", "hostile")
def flat(bait: Bait) -> bytes:
    return repacked(PLAN, {"word/document.xml": b" " * (64 << 20)})


@case("zip-bomb-in-a-picture.docx", "hostile")
def unread_part(bait: Bait) -> bytes:
    return repacked(PLAN, {"word/media/image1.bmp": bytes(64 << 20)})


@case("zip-sum-too-large.docx", "too-large")
def summed(bait: Bait) -> bytes:
    return _quoted(PLAN, "word/document.xml", 2**31)


@case("zip-size-lies-small.docx", "truncated")
def lying(bait: Bait) -> bytes:
    # What is unpacked is what the directory says: the bomb behind it never is.
    return _quoted(repacked(PLAN, {"word/document.xml": b" " * (64 << 20)}), "word/document.xml", 4096)


@case("zip-overlapping-members.docx", "hostile")
def overlapping(bait: Bait) -> bytes:
    """Many directory entries over one run of packed bytes (Fifield, "A better zip bomb", 2019)."""
    body = PLAN[: PLAN.index(b"PK\x01\x02")]
    entry = PLAN[_central(PLAN, "word/document.xml") :][: 46 + len("word/document.xml")]
    entries = b"".join(entry.replace(b"word/document.xml", f"word/documen{n:05}"[:17].encode()) for n in range(2000))
    entries = PLAN[PLAN.index(b"PK\x01\x02") : PLAN.index(b"PK\x05\x06")] + entries
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 2005 & 0xFFFF, 2005 & 0xFFFF, len(entries), len(body), 0)
    found = entries.count(b"PK\x01\x02")
    return body + entries + end[:8] + struct.pack("<HH", found, found) + end[12:]


@case("zip-two-parts-of-one-name.docx", "hostile")
def doubled(bait: Bait) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for _ in range(2):
            archive.writestr("word/document.xml", "<a/>")
    return out.getvalue()


@case("zip-of-zips.docx", "unsupported")
def nested(bait: Bait) -> bytes:
    inner = bytes(1 << 20)
    for level in range(6):
        inner = packed({f"{n}-{level}.zip": inner for n in range(4)})
    return inner


@case("zip-parts-outside-the-package.docx", "done", holds=("Handlingsplan mot brott",))
def outside(bait: Bait) -> bytes:
    tricks = ("../../evil.xml", "/etc/cron.d/evil", "C:\\evil.bat", "..\\..\\evil", "a" * 3000, "\u202elmx.live")
    return repacked(PLAN, dict.fromkeys(tricks, f"touch {bait.canary}"))


@case("zip-70000-parts.docx", "done", "too-large", holds=())
def many_parts(bait: Bait) -> bytes:
    return repacked(PLAN, {f"word/p{n}.xml": "" for n in range(70_000)})


@case("zip-password.docx", "encrypted")
def locked(bait: Bait) -> bytes:
    data = bytearray(PLAN)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = data.find(mark)
        while found >= 0:
            data[found + at] |= 1
            found = data.find(mark, found + 4)
    return bytes(data)


@case("zip-unknown-method.docx", "truncated")
def method(bait: Bait) -> bytes:
    data = bytearray(PLAN)
    at = _central(PLAN, "word/document.xml")
    data[at + 10 : at + 12] = struct.pack("<H", 99)
    return bytes(data)


@case("zip-64-absurd.docx", "too-large")
def zip64(bait: Bait) -> bytes:
    at = _central(PLAN, "word/document.xml")
    return PLAN[: at + 20] + b"\xff" * 8 + PLAN[at + 28 :]


@case("zip-broken-stream.docx", "truncated")
def broken(bait: Bait) -> bytes:
    return PLAN.replace(zlib.compress(b"x")[:1], b"\x00")[:-30] + PLAN[-30:]


@case("zip-without-document.docx", "truncated")
def bodiless(bait: Bait) -> bytes:
    return repacked(PLAN, {"word/document.xml": None, "word/other.xml": "<a/>"})


@case("zip-main-part-is-rels.docx", "truncated")
def selfish(bait: Bait) -> bytes:
    with zipfile.ZipFile(io.BytesIO(PLAN)) as archive:
        rels = archive.read("_rels/.rels").decode().replace("word/document.xml", "_rels/.rels")
    return repacked(PLAN, {"_rels/.rels": rels})


@case("half.docx", "truncated")
def half(bait: Bait) -> bytes:
    return PLAN[: len(PLAN) // 2]


@case("spreadsheet.docx", "truncated")
def spreadsheet(bait: Bait) -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})


@case("polyglot-zip-behind-pdf.docx", "truncated", "done")
def pdf_and_zip(bait: Bait) -> bytes:
    return b"%PDF-1.4\n" + PLAN


@case("names.zip", "done")
def archive_names(bait: Bait) -> bytes:
    """An archive of plans whose names try to leave the output folder; its members are documents of their own."""
    names = (
        "../../../outside.txt", "/absolute.txt", "C:\\drive.txt", "..\\..\\windows.txt", "a/../../b.txt", "CON.txt",
        "nul\x01control.txt", "\u202etxt.live.txt", "a" * 900 + ".txt", "x/" * 300 + "deep.txt", "trailing. . /name. .",
        "=cmd|calc.txt", "new\nline.txt", ".json", "plan.txt/inside.txt", "plan.txt",
    )  # fmt: skip
    return packed({n: f"Åtgärd nummer {i} ska genomföras av polisen." for i, n in enumerate(names)})


@case("archives-in-archives.zip", "unsupported")
def archives(bait: Bait) -> bytes:
    return packed({"inner.zip": packed({"inner.zip": packed({"plan.txt": "Plan"})})})
