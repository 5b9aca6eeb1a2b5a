"""What a file is: its bytes, its type by content, its hash, its limits."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ingest.errors import (
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    HostileFile,
    TruncatedFile,
    UnreadableFile,
    UnsupportedFile,
)
from ingest.known_kinds import is_web_archive, unread_kind, unread_office_kind
from ingest.options import Limits

__all__ = [
    "DOC",
    "DOCX",
    "HTML",
    "IMAGES",
    "MHTML",
    "ODP",
    "ODS",
    "ODT",
    "PDF",
    "PPT",
    "PPTX",
    "RTF",
    "SHEETS",
    "SLIDES",
    "TEXT",
    "XLS",
    "XLSB",
    "XLSX",
    "Source",
    "media_type",
]

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
ODT = "application/vnd.oasis.opendocument.text"
RTF = "application/rtf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PPT = "application/vnd.ms-powerpoint"
ODP = "application/vnd.oasis.opendocument.presentation"
SHEETS = (XLSX, XLSB, XLS, ODS)
SLIDES = (PPTX, PPT, ODP)
TEXT = "text/plain"
HTML = "text/html"
MHTML = "multipart/related"
"""A page saved with all its parts (RFC 2557)."""
IMAGES = ("image/png", "image/jpeg", "image/tiff", "image/webp")


@dataclass(frozen=True)
class Source:
    """One input: `name` is what results call it (relative to the input root, with forward slashes)."""

    name: str
    data: bytes

    @classmethod
    def open(cls, path: str | Path, name: str | None = None, limits: Limits | None = None) -> Source:
        """Read a local file.

        Raises:
            UnreadableFile, EmptyFile, FileTooLarge.
        """
        path = Path(path)
        name = path.name if name is None else name
        bounds = limits or Limits()
        try:
            size = path.stat().st_size
            if path.is_dir():
                raise UnreadableFile("is a folder, not a file.", source=name)
            if size > bounds.file_bytes:
                raise FileTooLarge(f"has {size} bytes; the limit (file_bytes) is {bounds.file_bytes}.", source=name)
            with path.open("rb") as handle:
                # A device or a pipe has no size, and perhaps no end.
                data = handle.read(size + 1 if path.is_file() else bounds.file_bytes + 1)
        except OSError as error:
            raise UnreadableFile(f"cannot be read ({error.strerror}).", source=name) from error
        return cls.from_bytes(data, name, bounds)

    @classmethod
    def from_bytes(cls, data: bytes, name: str, limits: Limits | None = None) -> Source:
        """Wrap bytes that are at hand.

        Raises:
            EmptyFile, FileTooLarge.
        """
        bounds = limits or Limits()
        if len(data) > bounds.file_bytes:
            raise FileTooLarge(f"has {len(data)} bytes; the limit (file_bytes) is {bounds.file_bytes}.", source=name)
        if not data.strip(b"\x00 \t\r\n\x0c\xef\xbb\xbf"):
            raise EmptyFile("holds nothing.", source=name)
        return cls(name, data)

    @cached_property
    def id(self) -> str:
        """SHA-256 of the bytes, hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def media_type(self) -> str:
        return media_type(self.data, self.name)

    def check_archive(self, limits: Limits) -> zipfile.ZipFile:
        """Open a ZIP container (docx, odt) after looking for bombs; nothing is unpacked by the check.

        Raises:
            TruncatedFile, HostileFile, FileTooLarge.
        """
        try:
            archive = zipfile.ZipFile(io.BytesIO(self.data))
            members = archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise TruncatedFile(f"is a damaged container ({error}).", source=self.name) from error
        total = sum(m.file_size for m in members)
        if total > limits.unpacked_bytes:
            raise FileTooLarge(
                f"unpacks to {total} bytes; the limit (unpacked_bytes) is {limits.unpacked_bytes}.", source=self.name
            )
        if sum(m.compress_size for m in members) > len(self.data):
            raise HostileFile("holds parts that share their bytes.", source=self.name)
        if len({m.filename for m in members}) != len(members):
            raise HostileFile("holds two parts of the same name.", source=self.name)
        for member in members:
            if member.file_size > 2**20 and member.file_size > limits.unpack_ratio * max(1, member.compress_size):
                raise HostileFile(f"holds a part that unpacks {limits.unpack_ratio}-fold.", source=self.name)
            if member.flag_bits & 0x1:
                raise EncryptedFile("is protected by a password.", source=self.name)
        return archive


def media_type(data: bytes, name: str = "") -> str:
    """The type by content; the name only tells formats apart that look alike.

    Raises:
        EncryptedFile: an Office file behind a password (OLE container around an encrypted package).
        UnsupportedFile: nothing that a reader knows.
        TruncatedFile: a container that cannot be opened.
    """
    head = data[:1024]
    if head.startswith(b"%PDF-") or b"%PDF-" in head:
        return PDF
    picture = next((kind for marks, kind in _PICTURES if head.startswith(marks)), None)
    if picture is not None:
        return picture
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.lstrip().startswith(b"{\\rtf"):
        return RTF
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole(data, name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _container(data, name)
    if is_web_archive(data):
        return MHTML
    other = unread_kind(data)
    if other is not None:
        raise UnsupportedFile(other.message, source=name, remedy=other.remedy)
    if _is_text(data):
        if _is_page(data, name):
            return HTML
        if _MARKUP.match(head):
            raise UnsupportedFile("is XML or JSON, not a plan.", source=name)
        return TEXT
    raise UnsupportedFile("is of a type that no reader knows.", source=name)


_PICTURES = (
    ((b"\x89PNG\r\n\x1a\n",), "image/png"),
    ((b"\xff\xd8\xff",), "image/jpeg"),
    ((b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"), "image/tiff"),
)
"""The first bytes of pictures."""


def _ole(data: bytes, name: str) -> str:
    # Stream names stand in UTF-16LE in the directory sectors.
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedFile("is protected by a password.", source=name)
    for stream, kind in _STREAMS:
        if stream.encode("utf-16-le") in data:
            return kind
    raise UnsupportedFile("is an old Office file, but no document, spreadsheet or presentation.", source=name)


_STREAMS = (("WordDocument", DOC), ("PowerPoint Document", PPT), ("Workbook", XLS), ("Book\0", XLS))
"""The stream that each program's files have ([MS-DOC] 2.1, [MS-PPT] 2.1, [MS-XLS] 2.1; `Book` before Excel 97)."""


def _container(data: bytes, name: str) -> str:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = set(archive.namelist())
        if any(m.flag_bits & 0x1 for m in archive.infolist()):
            raise EncryptedFile("is protected by a password.", source=name)
        mimetype = archive.open("mimetype").read(256) if "mimetype" in names else b""
        types = archive.open("[Content_Types].xml").read(2**20) if "[Content_Types].xml" in names else b""
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        if "password" in str(error):
            raise EncryptedFile("is protected by a password.", source=name) from error
        raise TruncatedFile(f"is a damaged container ({error}).", source=name) from error
    kind = _open_document(mimetype) or _open_xml({n.lower() for n in names}, types)
    if kind is not None:
        return kind
    other = unread_office_kind(names, mimetype, name.rpartition(".")[2].lower())
    if other is not None:
        raise UnsupportedFile(other.message, source=name, remedy=other.remedy)
    if "[Content_Types].xml" in names:
        raise UnsupportedFile("is an Office file, but no document, spreadsheet or presentation.", source=name)
    raise UnsupportedFile("is an archive, not a document.", source=name, remedy="Unpack it and convert what it holds.")


def _open_document(mimetype: bytes) -> str | None:
    """The kind of an OpenDocument file, a template (`…-template`) as what it makes."""
    return next((kind for kind in (ODT, ODS, ODP) if mimetype.strip().startswith(kind.encode())), None)


def _open_xml(names: set[str], types: bytes) -> str | None:
    """The kind of an Office Open XML package, by the folder of its parts or the types that it lists."""
    if any(n.startswith("word/") for n in names):
        return DOCX
    if "xl/workbook.bin" in names:
        return XLSB
    if any(n.startswith("xl/") for n in names):
        return XLSX
    if any(n.startswith("ppt/") for n in names):
        return PPTX
    marks = ((b"wordprocessingml", DOCX), (b"spreadsheetml", XLSX), (b"presentationml", PPTX))
    return next((kind for mark, kind in marks if mark in types), None)


# Data and markup: read as text they would give nonsense that looks like statements.
_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml|<!doctype|<html|<svg|[\[{]\s*[\"{\[])", re.IGNORECASE)
_PAGE_HEAD = 2**14
"""Bytes in which a page begins, behind remarks and an XML declaration."""
_BEFORE_PAGE = r"(?>\ufeff|\s|<\?[^>]*>|<!--.*?-->)*+"
_PAGE = re.compile(
    _BEFORE_PAGE
    + r"<(?:!doctype\s+html\b|(?:html|head|body|main|article|section|div|table|h1|h2|p|ul|ol|dl|title|meta)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<(?:h[1-6]|p|div|table|ul|ol|dl|br|section|article)[\s/>]", re.IGNORECASE)
_PAGE_ENDINGS = (".html", ".htm", ".xhtml")


def _is_page(data: bytes, name: str) -> bool:
    """Return whether a text is a web page: by how it begins, or by its name and tags among its first lines."""
    head = data[:_PAGE_HEAD]
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if marked else "latin-1", errors="replace").removeprefix("\xef\xbb\xbf")
    if not marked and "\x00" in text:
        text = text.replace("\x00", "")
    return _PAGE.match(text) is not None or (name.lower().endswith(_PAGE_ENDINGS) and _TAG.search(text) is not None)


_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def _is_text(data: bytes) -> bool:
    sample = data[: 2**16]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\x00" in sample:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        half = max(1, len(sample) // 2)
        # UTF-16 without a mark: nearly every second byte of Latin text is zero.
        return (even > 0.6 * half) != (odd > 0.6 * half)
    return len(_CONTROL.findall(sample)) <= len(sample) // 500
