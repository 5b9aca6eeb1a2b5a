"""Files inside a PDF: attached to the whole (a portfolio, a letter with the plan) or pinned to a page as a note.

One document gives one plan: they are no part of it. Each is named with what to do; `ingest convert` converts those that
are documents by themselves (`attached_files`).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from io import BytesIO

import pikepdf
import pypdfium2

from ingest.document import Note
from ingest.read.pdf.access import FAILURES
from ingest.read.pdf.bindings import c

__all__ = ["attached_files", "attachment_notes", "pinned_files"]

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
        message = (
            f"“{name}” is attached to this PDF and is no part of this plan. `ingest convert` converts it as a document "
            "of its own, if it is one; otherwise take it out (save it from the PDF) and convert it by itself."
        )
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


def attached_files(data: bytes, largest: int) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file inside a PDF, attached to the whole or pinned to a page; none of a damaged PDF.

    Args:
        data: the PDF.
        largest: bytes; a larger file is left out.
    """
    seen: set[tuple[int, int]] = set()
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            for item in pdf.objects:
                for holder in _holders(item):
                    found = _attached(holder, largest, seen)
                    if found is not None:
                        yield found
    except FAILURES:
        # A password is needed, or there is no whole PDF: the file's own conversion says so.
        return


def _holders(item: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """The file specifications (ISO 32000-1, 7.11.3) that an object is, or holds without a number of their own."""
    waiting = [item]
    while waiting:
        value = waiting.pop()
        if isinstance(value, pikepdf.Dictionary):
            if isinstance(value.get("/EF"), pikepdf.Dictionary):
                yield value
            inner = list(value.as_dict().values())
        else:
            inner = list(value.as_list()) if isinstance(value, pikepdf.Array) else []
        waiting += [v for v in inner if isinstance(v, pikepdf.Dictionary | pikepdf.Array) and not v.is_indirect]


def _attached(item: pikepdf.Dictionary, largest: int, seen: set[tuple[int, int]]) -> tuple[str, bytes] | None:
    """A file specification's name and file; None where it was met before, is damaged or too large."""
    files = item["/EF"]
    stream = next((s for key in ("/UF", "/F", "/Unix", "/DOS", "/Mac") if (s := files.get(key)) is not None), None)
    if not isinstance(stream, pikepdf.Stream) or stream.objgen in seen:
        return None
    seen.add(stream.objgen)
    name = next((str(n) for key in ("/UF", "/F", "/Desc") if (n := item.get(key)) is not None), "")
    try:
        content = stream.read_bytes()
    except pikepdf.PdfError:
        return None
    return (name or "file", content) if len(content) <= largest else None
