"""Files inside a PDF: attached to the whole (a portfolio, a letter with the plan) or pinned to a page as a note.

They are not read, because one document gives one plan, but each is named with what to do.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator

import pypdfium2

from ingest.document import Note
from ingest.read.pdf.bindings import c

__all__ = ["attachment_notes", "pinned_files"]

_MOST = 100
"""Attachments that are named; a portfolio may hold thousands."""


def attachment_notes(pdf: pypdfium2.PdfDocument, pinned: Iterable[str]) -> Iterator[Note]:
    """A warning for each file inside the PDF, since a person might take it for the plan.

    Args:
        pdf: the open file.
        pinned: names of the files pinned to its pages.
    """
    names = list(dict.fromkeys([*_of_document(pdf), *pinned]))
    for name in names[:_MOST]:
        message = f"“{name}” is attached to this PDF and was not read. Save it from the PDF and convert it by itself."
        yield Note("embedded-document", "warning", message)
    if len(names) > _MOST:
        message = f"{len(names) - _MOST} more files are attached to this PDF and were not read."
        yield Note("embedded-document", "warning", message)


def _of_document(pdf: pypdfium2.PdfDocument) -> Iterator[str]:
    for index in range(c.FPDFDoc_GetAttachmentCount(pdf.raw)):
        yield _name(c.FPDFDoc_GetAttachment(pdf.raw, index)) or f"File {index + 1}"


def pinned_files(page: object) -> Iterator[str]:
    """Names of the files that are pinned to a loaded page (a pypdfium2 `FPDF_PAGE`) as notes."""
    for number in range(c.FPDFPage_GetAnnotCount(page)):
        annotation = c.FPDFPage_GetAnnot(page, number)
        try:
            if c.FPDFAnnot_GetSubtype(annotation) == c.FPDF_ANNOT_FILEATTACHMENT:
                yield _name(c.FPDFAnnot_GetFileAttachment(annotation)) or "A file without a name"
        finally:
            c.FPDFPage_CloseAnnot(annotation)


def _name(attachment: object) -> str:
    """The file's name without what would break a line; "" where it has none."""
    if not attachment:
        return ""
    size = c.FPDFAttachment_GetName(attachment, None, 0)
    buffer = ctypes.create_string_buffer(size)
    c.FPDFAttachment_GetName(attachment, ctypes.cast(buffer, ctypes.POINTER(c.FPDF_WCHAR)), size)
    return " ".join(buffer.raw.decode("utf-16-le", "replace").rstrip("\x00").split())
