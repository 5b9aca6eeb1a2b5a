"""What a presentation holds and does not show: hidden slides, speaker's notes, comments, films.

Like the hidden text and the comments of a Word file they are no part of the plan; the result says that they are there.
Old presentations (.ppt) are records without names: there slides that are hidden are counted, and pages of notes
([MS-PPT] 2.6.6, 2.5.6).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from struct import unpack_from

from lxml import etree

from ingest.document import Note
from ingest.errors import TruncatedFile
from ingest.options import Limits
from ingest.plan import Severity
from ingest.read.docx.package import Package, parse
from ingest.read.office.compound import streams
from ingest.source import ODP, PPT, Source

__all__ = ["unshown"]

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"

_NOTES: dict[str, tuple[str, Severity, str]] = {
    "hidden": ("hidden-text", "info", "{n} hidden slides are left out."),
    "notes": ("speaker-notes", "info", "The speaker's notes of {n} slides are left out."),
    "comments": ("comments", "info", "{n} comments are left out."),
    "charts": ("chart", "info", "{n} charts are not read."),
    "macros": ("macros", "info", "The document holds macros; they are not run."),
    "links": ("external-reference", "info", "{n} references to outside files are not followed."),
    "embedded": ("embedded-document", "warning", "{n} documents embedded in this one are no part of this plan."),
}


def unshown(source: Source, limits: Limits) -> tuple[Note, ...]:
    """What a person should know of what a presentation does not show.

    Raises:
        InputError: hostile, encrypted or damaged.
    """
    if source.media_type == PPT:
        counts = _of_records(source.data)
    elif source.media_type == ODP:
        counts = _of_open_document(source, limits)
    else:
        counts = _of_package(Package(source, limits))
    return tuple(
        Note(code, severity, message.format(n=counts[key]))
        for key, (code, severity, message) in _NOTES.items()
        if counts[key]
    )


def _of_package(package: Package) -> Counter[str]:
    counts: Counter[str] = Counter()
    main = package.main("ppt/presentation.xml")
    for slide in package.relations(main):
        if slide.kind != "slide" or slide.external:
            continue
        root = package.part(slide.target)
        if root is not None and (root.get("show") or "1").lower() in ("0", "false"):
            counts["hidden"] += 1
            continue
        for relation in package.relations(slide.target):
            counts.update(_of_relation(package, relation.kind, relation.target, external=relation.external))
    counts["macros"] = int(any(n.endswith("vbaproject.bin") for n in package.names()))
    return counts


def _of_relation(package: Package, kind: str, target: str, *, external: bool) -> Counter[str]:
    """What one relation of a slide adds."""
    counts: Counter[str] = Counter()
    if external:
        counts["links"] += kind != "hyperlink"
    elif kind == "notesSlide":
        counts["notes"] += _says_something(package.part(target))
    elif kind == "comments":
        part = package.part(target)
        counts["comments"] += 0 if part is None else sum(1 for _ in part.iter("{*}cm"))
    elif kind in ("oleObject", "package"):
        counts["embedded"] += 1
    elif kind in ("chart", "chartEx"):
        counts["charts"] += 1
    return counts


_NUMBERS = ("sldNum", "dt", "hdr", "ftr", "sldImg")
"""Kinds of places on a page of notes that the program fills by itself (ECMA-376 part 1, 19.7.10)."""


def _says_something(notes: etree._Element | None) -> bool:
    for shape in () if notes is None else notes.iter(P + "sp"):
        place = shape.find(f".//{P}ph")
        if place is not None and place.get("type") in _NUMBERS:
            continue
        if any((t.text or "").strip() for t in shape.iter(A + "t")):
            return True
    return False


def _of_open_document(source: Source, limits: Limits) -> Counter[str]:
    archive = source.check_archive(limits)
    try:
        content = archive.read("content.xml")
    except Exception as error:
        # zipfile, zlib and lzma errors have no common base.
        raise TruncatedFile("is a damaged container.", source=source.name) from error
    root = parse(content, source.name, limits)
    hidden = {
        style.get(_STYLE + "name")
        for style in root.iter(_STYLE + "style")
        for properties in style.iterchildren(_STYLE + "drawing-page-properties")
        if properties.get(_PRESENTATION + "visibility") == "hidden"
    }
    counts: Counter[str] = Counter()
    for page in root.iter(_DRAW + "page"):
        if page.get(_DRAW + "style-name") in hidden:
            counts["hidden"] += 1
            continue
        notes = page.find(_PRESENTATION + "notes")
        spoken = () if notes is None else notes.iter(_TEXT + "p")
        counts["notes"] += any(
            str(etree.tostring(p, method="text", encoding="unicode", with_tail=False)).strip() for p in spoken
        )
        counts["comments"] += sum(1 for _ in page.iter(_OFFICE + "annotation"))
    return counts


def _text_of(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext()).strip()


_SLIDE, _NOTES_PAGE, _SLIDE_SHOW, _MAIN_MASTER = 0x03EE, 0x03F0, 0x03F9, 0x03F8
_TEXT_CHARS, _TEXT_BYTES = 0x0FA0, 0x0FA8
"""Types of records ([MS-PPT] 2.13.24)."""
_HIDDEN = 0x04
"""The bit fHidden of a slide's show settings ([MS-PPT] 2.6.6), in the second byte of its flags' first."""
_FLAGS_AT = 10
"""Where these flags stand in the record: behind two numbers and two bytes."""


def _of_records(data: bytes) -> Counter[str]:
    """Slides of an old presentation that are hidden, and those whose notes hold text."""
    counts: Counter[str] = Counter()
    try:
        document = next((content for name, content in streams(data) if name == "PowerPoint Document"), b"")
    except Exception:
        # A damaged file: LibreOffice says what is wrong with it.
        return counts
    for kind, body in _records(document):
        if kind == _SLIDE:
            shows = [b for k, b in _records(body) if k == _SLIDE_SHOW and len(b) > _FLAGS_AT]
            counts["hidden"] += any(b[_FLAGS_AT] & _HIDDEN for b in shows)
        elif kind == _NOTES_PAGE:
            counts["notes"] += _has_text(body)
    return counts


_HEADER = 8
"""Bytes of a record's header: version and instance, type, length ([MS-PPT] 2.3.1)."""
_DRAWINGS = range(0xF000, 0xF200)
"""Types of records of drawings, which hold texts ([MS-ODRAW] 2.2)."""
_DEEPEST = 12


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + _HEADER <= len(data):
        _, kind, length = unpack_from("<HHI", data, at)
        yield kind, data[at + _HEADER : at + _HEADER + length]
        at += _HEADER + length


def _has_text(data: bytes, depth: int = 0) -> bool:
    for kind, body in _records(data):
        if kind == _TEXT_CHARS and body.decode("utf-16-le", "replace").strip("\r\n\x0b *"):
            return True
        if kind == _TEXT_BYTES and re.sub(rb"[\s*]", b"", body):
            return True
        if depth < _DEEPEST and kind in _DRAWINGS and _has_text(body, depth + 1):
            return True
    return False
