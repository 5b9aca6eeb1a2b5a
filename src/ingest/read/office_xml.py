"""Office Open XML packages: parts, relationships, safe parsing, strict namespaces made transitional.

Source of the structure: ECMA-376 parts 1 (strict), 2 (packages) and 4 (transitional). Nothing outside the file
is ever opened: relationships with an external target have no part here.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import unquote

from lxml import etree

from ingest.document import Note, Properties
from ingest.errors import FileTooLarge, HostileFile, IngestError, TruncatedFile
from ingest.options import Limits
from ingest.plan import Severity
from ingest.source import Source

__all__ = [
    "LEFT_OUT",
    "MC",
    "Package",
    "R",
    "Relation",
    "W",
    "counted_notes",
    "integer",
    "on",
    "parse",
    "properties_of",
    "reading",
    "val",
    "w",
]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_STRICT = "http://purl.oclc.org/ooxml/"
# ECMA-376 part 1, annex A, against part 4: the strict names of the vocabularies that carry text or links.
_TRANSITIONAL = {
    "wordprocessingml/main": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "officeDocument/relationships": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "officeDocument/math": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "drawingml/main": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "drawingml/diagram": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "drawingml/spreadsheetDrawing": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "presentationml/main": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "spreadsheetml/main": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "drawingml/wordprocessingDrawing": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}

LEFT_OUT: dict[str, tuple[str, Severity, str]] = {
    "embedded": ("embedded-document", "warning", "{n} documents embedded in this one are no part of this plan."),
    "charts": ("chart", "info", "{n} charts are not read."),
    "comments": ("comments", "info", "{n} comments are left out."),
    "images": ("image", "info", "{n} pictures are not read."),
    "macros": ("macros", "info", "The document holds macros; they are not run."),
    "links": ("external-reference", "info", "{n} references to outside files are not followed."),
}
"""What any Office file may hold that is not read: code, severity and message of what is counted under the key."""


def counted_notes(counts: Mapping[str, int], own: Mapping[str, tuple[str, Severity, str]]) -> Iterator[Note]:
    """Yield a note for each kind that was counted at least once: first the reader's own kinds, then those of all."""
    for key, (code, severity, message) in {**own, **LEFT_OUT}.items():
        if counts[key]:
            yield Note(code, severity, message.format(n=counts[key]))


@contextmanager
def reading(source: Source) -> Iterator[None]:
    """Let errors inside name the file that is read.

    Raises:
        HostileFile: elements nest beyond all sense.
    """
    try:
        yield
    except RecursionError as error:
        raise HostileFile("nests its elements beyond all sense.", source=source.name) from error
    except IngestError as error:
        if error.source is None:
            error.source = source.name
        raise


def w(name: str) -> str:
    """The tag or attribute `w:name`."""
    return W + name


def on(element: etree._Element | None) -> bool | None:
    """A switch (CT_OnOff): None where the element is absent, true unless its value says no."""
    if element is None:
        return None
    return (element.get(W + "val") or "true").lower() not in ("0", "false", "off", "none")


def parse(data: bytes, name: str, limits: Limits) -> etree._Element:
    """Parse XML without entities, DTD or network.

    Raises:
        HostileFile: a document type declaration, or nesting beyond all sense.
        FileTooLarge: more elements than `limits.objects`.
        TruncatedFile: not well-formed.
    """
    if data.count(b"<") > 2 * limits.objects + 16:
        raise FileTooLarge(f"has over {limits.objects} XML elements (objects) in one part.", source=name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        text = str(error)
        if "depth" in text.lower() or "entity" in text.lower() or "amplification" in text.lower():
            raise HostileFile(f"holds XML built to do harm ({text}).", source=name) from error
        raise TruncatedFile(f"holds broken XML ({text}).", source=name) from error
    if root is None:
        raise TruncatedFile("holds an empty XML part.", source=name)
    if root.getroottree().docinfo.internalDTD is not None:
        raise HostileFile("holds a document type declaration, which Office files never have.", source=name)
    _to_transitional(root)
    return root


@cache
def _renamed(tag: str) -> str:
    namespace, _, local = tag[1:].partition("}")
    target = _TRANSITIONAL.get(namespace.removeprefix(_STRICT))
    return tag if target is None else f"{{{target}}}{local}"


def _to_transitional(root: etree._Element) -> None:
    if not any(uri.startswith(_STRICT) for uri in root.nsmap.values()) and not root.tag.startswith("{" + _STRICT):
        return
    for element in root.iter(etree.Element):
        if element.tag.startswith("{" + _STRICT):
            element.tag = _renamed(element.tag)
        for key in [k for k in element.attrib if isinstance(k, str) and k.startswith("{" + _STRICT)]:
            element.set(_renamed(key), element.attrib.pop(key))


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship: `kind` is the last step of its type, `target` a part's name or an outside address."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """The parts of one file, read when asked for.

    Raises (all methods): TruncatedFile, HostileFile, FileTooLarge, EncryptedFile.
    """

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._archive = source.check_archive(limits)
        # Part names are equal whatever their case (ECMA-376-2, 6.2.2.3).
        self._names = {n.replace("\\", "/").lstrip("/").lower(): n for n in self._archive.namelist()}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def names(self) -> list[str]:
        return sorted(self._names)

    def data(self, name: str) -> bytes | None:
        """The bytes of a part; None where it is missing."""
        member = self._names.get(name.lower())
        if member is None:
            return None
        try:
            return self._archive.read(member)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
            raise TruncatedFile(f"has a damaged part {name} ({error}).", source=self._source.name) from error
        except Exception as error:
            # zlib.error and lzma.LZMAError have no common base.
            raise TruncatedFile(f"has a part {name} that cannot be unpacked.", source=self._source.name) from error

    def part(self, name: str) -> etree._Element | None:
        """A part as XML; None where it is missing."""
        data = self.data(name)
        return None if data is None else parse(data, self._source.name, self._limits)

    def relations(self, name: str) -> Iterator[Relation]:
        """Relationships of a part ("" for the package itself), in their order."""
        folder, base = posixpath.split(name)
        root = self.part(posixpath.join(folder, "_rels", base + ".rels"))
        if root is None:
            return
        for element in root.iter("{*}Relationship"):
            target, kind = element.get("Target", ""), element.get("Type", "").rsplit("/", 1)[-1]
            external = element.get("TargetMode") == "External"
            if not external:
                target = unquote(target).replace("\\", "/")
                target = target if target.startswith("/") else posixpath.join("/", folder, target)
                target = posixpath.normpath(target).lstrip("/")
            yield Relation(element.get("Id", ""), kind, target, external)

    def main(self, usual: str = "word/document.xml") -> str:
        """Name of the main part; `usual` is what it is called where no relationship says so.

        Raises:
            TruncatedFile: there is none.
        """
        for relation in self.relations(""):
            if relation.kind == "officeDocument" and not relation.external and relation.target in self:
                return relation.target
        if usual in self:
            return usual
        raise TruncatedFile("has no document part.", source=self._source.name)


def properties_of(package: Package) -> Properties:
    """What a package says of itself; nothing where the part that says it is missing or damaged."""
    for relation in package.relations(""):
        if relation.kind != "core-properties" or relation.external:
            continue
        try:
            root = package.part(relation.target)
        except TruncatedFile:
            continue
        if root is None:
            continue
        found = {etree.QName(e).localname: (e.text or "").strip() for e in root.iterchildren(etree.Element)}
        return Properties(
            title=found.get("title") or None,
            author=found.get("creator") or None,
            subject=found.get("subject") or None,
            created=_day(found.get("created")),
            modified=_day(found.get("modified")),
        )
    return Properties()


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def val(parent: etree._Element | None, name: str) -> str | None:
    """The `w:val` of a child; None where there is no such child, or no parent."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(W + "val")


def integer(value: str | None) -> int | None:
    """An attribute's number; None where it is no number."""
    try:
        return int(value) if value is not None else None
    except ValueError:
        return None
