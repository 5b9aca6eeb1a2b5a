"""Kinds of files that no reader reads, each with what to do instead: the remedy fits the kind of file."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Unread", "is_web_archive", "unread_kind", "unread_office_kind"]


class Unread(NamedTuple):
    """What a file is ("is a picture of an iPhone (HEIC)."), and what its owner can do."""

    message: str
    remedy: str


_AS_PICTURE = "Open it and save it as JPEG or PNG, or print it to PDF, and convert that."
_UNPACK = "Unpack it and convert what it holds."

_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")
_MAIL_HEADERS = re.compile(
    rb"(?im)^(?:received|return-path|delivered-to|from|to|subject|date|message-id|mime-version|content-type|"
    rb"content-transfer-encoding|x-[a-z-]+):\s"
)
_MAIL_MARK = re.compile(rb"(?im)^(?:mime-version: ?1|content-type: ?(?:multipart|text|message)/|message-id: ?<)")
_FEWEST_HEADERS = 3
"""Header fields of a mail at the beginning of the text (RFC 5322 demands two; a plan has none)."""
_HEAD = 4096
"""Bytes in which a mail's header begins."""


_ARCHIVE = re.compile(
    rb"(?im)^(?:snapshot-content-location:|content-type:\s*multipart/related;(?:[^\r\n]|\r?\n[ \t])*type=\"?text/html)"
)
_SENT = re.compile(rb"(?im)^(?:received|return-path|delivered-to|to|message-id):\s")
"""Header fields that only a message has which somebody sent."""


def is_web_archive(data: bytes) -> bool:
    """Return whether a file is a web page that a browser or Word saved with its pictures in one file (.mhtml)."""
    header = re.split(rb"\r?\n\r?\n", data[:_HEAD].lstrip(), maxsplit=1)[0]
    is_mail = _MAIL_MARK.search(header) is not None
    return is_mail and _ARCHIVE.search(header) is not None and _SENT.search(header) is None


def unread_kind(data: bytes) -> Unread | None:
    """What a file is that no reader reads, by its first bytes; None where they say nothing."""
    head = data[:_HEAD]
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return Unread("is a picture as telephones take them (HEIC), which is not read.", _AS_PICTURE)
    if head[4:12] in (b"ftypavif", b"ftypavis"):
        return Unread("is an AVIF picture, which is not read.", _AS_PICTURE)
    for mark, name in ((b"GIF8", "GIF"), (b"BM", "BMP"), (b"8BPS", "Photoshop"), (b"\x00\x00\x00\x0cjP", "JPEG 2000")):
        if head.startswith(mark) and b"\x00" in head[:64]:
            return Unread(f"is a {name} picture, which is not read.", _AS_PICTURE)
    for mark, name in ((b"\x1f\x8b", "gzip"), (b"7z\xbc\xaf", "7-Zip"), (b"Rar!", "RAR")):
        if head.startswith(mark):
            return Unread(f"is an archive ({name}), not a document.", _UNPACK)
    if len(_MAIL_HEADERS.findall(head)) >= _FEWEST_HEADERS and _MAIL_MARK.search(head):
        return Unread(
            "is an e-mail.",
            "Save the attachment that holds the plan (or print the message to PDF) and convert that.",
        )
    return None


def unread_office_kind(members: set[str], mimetype: bytes, named: str = "") -> Unread | None:
    """What a ZIP container is that no reader reads, by its members' names and its `mimetype`; None for an archive.

    What Apple's programs make looks alike inside: the ending (`named`) tells them apart.
    """
    if any(n.lower().endswith(".iwa") for n in members):
        if named == "numbers":
            return Unread("is a Numbers document.", "Open it in Numbers and export it to CSV or PDF, and convert that.")
        if named == "key" or any(n.startswith(("Index/Slide", "Index/Presentation")) for n in members):
            return Unread("is a Keynote presentation.", "Open it in Keynote and export it to PDF, and convert that.")
        if any(n.startswith("Index/Tables") for n in members) and "Index/CalculationEngine.iwa" in members:
            return Unread(
                "is a Pages or Numbers document.",
                "Open it in Pages or Numbers and export it to Word (.docx), CSV or PDF, and convert that.",
            )
        return Unread(
            "is a Pages document.", "Open it in Pages and export it to Word (.docx) or PDF, and convert that."
        )
    if b"epub" in mimetype:
        return Unread("is an e-book (EPUB).", "Open it and print it to PDF, and convert that.")
    return None
