"""Documents inside documents: files attached to a PDF, and documents that Word embeds as objects or packages.

Each is a document of its own. Only what a reader reads is given; the figures behind a chart and an equation are none.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from ingest.errors import IngestError
from ingest.options import Limits
from ingest.read.office.compound import embedded_file
from ingest.read.pdf.attachments import attached_files
from ingest.source import DOC, DOCX, IMAGES, ODP, ODS, ODT, PDF, PPT, PPTX, RTF, TEXT, XLS, XLSB, XLSX, media_type

__all__ = ["Enclosed", "enclosed", "find", "may_enclose"]

_OFFICE = "docx|docm|doc|rtf|odt|xlsx|xlsm|xlsb|xls|ods|pptx|pptm|ppt|odp|pdf|bin"
_MAY = re.compile(rb"/EmbeddedFile|/embeddings/[^/]{1,200}\.(?:" + _OFFICE.encode() + rb")|/afchunk", re.IGNORECASE)
"""What stands in clear in a file that holds others: the type of a PDF's stream, the name of a part of a package."""
_PART = re.compile(r"(?:^|/)(?:embeddings/[^/]+\.(?:" + _OFFICE + r")|afchunk[^/]*\.(?:docx|rtf))$", re.I)
_ENDINGS = {
    PDF: "pdf", DOCX: "docx", DOC: "doc", RTF: "rtf", ODT: "odt", XLSX: "xlsx", XLSB: "xlsb", XLS: "xls", ODS: "ods",
    PPTX: "pptx", PPT: "ppt", ODP: "odp",
}  # fmt: skip
_MACROS = {"docm": DOCX, "xlsm": XLSX, "pptm": PPTX}
"""Endings of documents with macros, by their kind."""
_CHART = re.compile(r"(?:^|/)charts/_rels/[^/]+\.rels$", re.I)
_TARGET = re.compile(rb"""Target\s*=\s*["'][^"']*?([^/"']+)["']""")
_TEXT_ENDINGS = frozenset({"txt", "csv", "tsv", "md"})
"""Other attachments of plain characters are data for programs: XML invoices, settings of printers."""
DEEPEST = 3
"""A document in a document in a document; deeper is built to do harm."""
MOST = 1000
"""Documents inside one file; a portfolio of a year's minutes has some hundreds."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One document inside another: the names that lead to it, each once in its holder, and its bytes."""

    path: tuple[str, ...]
    data: bytes


def may_enclose(data: bytes) -> bool:
    """Return whether a file's bytes show that it may hold documents; nothing is parsed."""
    return _MAY.search(data) is not None


def enclosed(data: bytes, limits: Limits) -> Iterator[Enclosed]:
    """The documents inside a document, those inside them included, in the order in which they are stored.

    A file that cannot be opened holds none: its own conversion says what is wrong with it.
    """
    budget = [limits.unpacked_bytes, MOST]
    yield from _within(data, limits, (), budget)


def find(data: bytes, path: tuple[str, ...], limits: Limits) -> bytes | None:
    """The bytes of the document that these names lead to; None where there is none (any more)."""
    return next((e.data for e in enclosed(data, limits) if e.path == path), None)


def _within(data: bytes, limits: Limits, path: tuple[str, ...], budget: list[int]) -> Iterator[Enclosed]:
    if len(path) >= DEEPEST or not may_enclose(data):
        return
    names: set[str] = set()
    for stored, content in _files(data, limits):
        kind = _kind(content, stored)
        if kind is None:
            continue
        budget[0] -= len(content)
        budget[1] -= 1
        if min(budget) < 0 or len(content) > limits.file_bytes:
            return
        here = (*path, _unique(_named(stored, kind), names))
        yield Enclosed(here, content)
        yield from _within(content, limits, here, budget)


def _files(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    if data.startswith(b"PK"):
        yield from _of_package(data, limits)
    elif b"%PDF-" in data[:1024]:
        yield from attached_files(data, limits.file_bytes)


def _of_package(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        figures = _behind_charts(archive, limits)
        for member in archive.infolist():
            if not _PART.search(member.filename) or member.file_size > limits.file_bytes:
                continue
            name = PurePosixPath(member.filename).name
            if name.lower() in figures:
                continue
            with archive.open(member) as handle:
                content = handle.read(limits.file_bytes)
            found = embedded_file(content) if name.lower().endswith(".bin") else (None, content)
            if found is not None:
                yield found[0] or name, found[1]
    except MemoryError:
        raise
    except Exception:
        # zipfile, zlib and lzma raise what a damaged archive leads to.
        return


def _behind_charts(archive: zipfile.ZipFile, limits: Limits) -> frozenset[str]:
    """The names of the workbooks that charts take their figures from."""
    out: set[str] = set()
    for member in archive.infolist():
        if _CHART.search(member.filename) and member.file_size <= limits.file_bytes:
            out.update(t.decode("utf-8", "replace").lower() for t in _TARGET.findall(archive.read(member)))
    return frozenset(out)


def _kind(data: bytes, name: str) -> str | None:
    """The type of a document that a reader reads; None for anything else."""
    try:
        kind = media_type(data, name)
    except IngestError:
        return None
    if kind == TEXT:
        return kind if name.rpartition(".")[2].lower() in _TEXT_ENDINGS else None
    return kind if kind in _ENDINGS or kind in IMAGES else None


def _named(stored: str, kind: str) -> str:
    """A name without folders, with the ending that its kind has where it has none of a document."""
    name = " ".join(stored.replace("\\", "/").rpartition("/")[2].split()) or "file"
    ending = _ENDINGS.get(kind)
    stem, dot, old = name.rpartition(".")
    if ending is None or old.lower() == ending or _MACROS.get(old.lower()) == kind:
        return name
    return f"{stem if dot and old.lower() == 'bin' else name}.{ending}"


def _unique(name: str, names: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    number, out = 1, name
    while out in names:
        number += 1
        out = f"{stem} ({number}){dot}{ending}" if dot else f"{name} ({number})"
    names.add(out)
    return out
