"""Readers: one file a format, found by media type; each gives a `Document`."""

from __future__ import annotations

from typing import Protocol

from ingest.document import Document
from ingest.errors import UnsupportedFile
from ingest.options import Options
from ingest.registry import Registry
from ingest.source import (
    DOC,
    DOCX,
    HTML,
    IMAGES,
    MHTML,
    ODP,
    ODS,
    ODT,
    PDF,
    PPT,
    PPTX,
    RTF,
    TEXT,
    XLS,
    XLSB,
    XLSX,
    Source,
)

__all__ = ["READERS", "Reader", "read"]


class Reader(Protocol):
    """What each reader module offers as `read`."""

    def __call__(self, source: Source, options: Options) -> Document: ...


READERS = Registry(
    "reader",
    {
        PDF: "ingest.read.pdf.reader:read",
        DOCX: "ingest.read.docx.reader:read",
        TEXT: "ingest.read.text.reader:read",
        HTML: "ingest.read.html.reader:read",
        MHTML: "ingest.read.html.reader:read",
        DOC: "ingest.read.office.reader:read",
        ODT: "ingest.read.office.reader:read",
        RTF: "ingest.read.office.reader:read",
        XLSX: "ingest.read.sheets.reader:read",
        XLS: "ingest.read.office.reader:read",
        XLSB: "ingest.read.office.reader:read",
        ODS: "ingest.read.office.reader:read",
        PPTX: "ingest.read.office.reader:read_deck",
        PPT: "ingest.read.office.reader:read",
        ODP: "ingest.read.office.reader:read",
        **dict.fromkeys(IMAGES, "ingest.read.ocr.reader:read"),
    },
    group="ingest.readers",
)


def read(source: Source, options: Options) -> Document:
    """Read a file by its content's type.

    Raises:
        InputError: empty, truncated, encrypted, unsupported, too large or hostile.
        MissingTool: the format needs a program that is not installed.
    """
    if source.media_type not in READERS:
        raise UnsupportedFile(f"is of the type {source.media_type}, which no reader knows.", source=source.name)
    reader: Reader = READERS[source.media_type]
    return reader(source, options)
