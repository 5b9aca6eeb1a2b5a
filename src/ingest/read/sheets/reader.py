"""Spreadsheets (.xlsx, .xlsm): the walk over a workbook, sheet by sheet.

What is kept, dropped and noted stands in docs/formats.md. Formulas are never worked out: a cell shows the value that
its program stored. Macros are never run, outside links never followed.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from lxml import etree

from ingest.document import Block, BlockRole, Document, Line, Method, Note, Paragraph, paragraphs
from ingest.errors import FileTooLarge, TruncatedFile
from ingest.options import Options
from ingest.plan import Severity
from ingest.read.office_xml import Package, R, Relation, counted_notes, integer, properties_of, reading
from ingest.read.sheets.grid import Sheet, Strings, column_letters, read_sheet
from ingest.read.sheets.looks import Looks
from ingest.read.sheets.regions import LooseLines, regions_of
from ingest.read.sheets.xml_names import XDR, A, S
from ingest.read.text.tabs import cell_blocks
from ingest.read.words import words
from ingest.source import Source

__all__ = ["read"]

_NAMED = 10
"""Rows, columns or cells that a note names before it only counts them."""

_NOTES: dict[str, tuple[str, Severity, str]] = {
    "hidden_sheets": ("hidden-text", "info", "{n} hidden sheets are left out."),
    "covered": ("hidden-text", "info", "{n} cells under merged ones, which do not show them, are left out."),
}


def read(source: Source, options: Options) -> Document:
    """Read a spreadsheet.

    Raises:
        InputError: truncated, encrypted, too large or hostile.
    """
    with reading(source):
        return _Reader(source, options).document()


@dataclass(frozen=True, slots=True)
class _Tab:
    """A sheet of the workbook: its name, its part, and its number among all sheets (from 1)."""

    name: str
    part: str
    number: int


@dataclass(frozen=True, slots=True)
class _Content:
    """What a sheet shows."""

    name: str
    page: int
    body: tuple[Block, ...]
    boxes: tuple[tuple[int, Paragraph], ...] = ()
    """Texts of shapes with the row at which they hang."""
    rows: tuple[int, ...] = ()
    """First row of each block of the body."""
    margins: tuple[Paragraph, ...] = ()
    """Headers and footers of its print."""

    @property
    def leading(self) -> int:
        """How many paragraphs stand before its first table."""
        return next((at for at, b in enumerate(self.body) if not isinstance(b, Paragraph)), len(self.body))


class _Reader:
    def __init__(self, source: Source, options: Options) -> None:
        self._source = source
        self._limits = options.limits
        self._package = Package(source, options.limits)
        self._counts: Counter[str] = Counter()
        self._notes: list[Note] = []
        self._texts = 0
        self._main = self._package.main("xl/workbook.xml")
        self._relations = {r.id: r for r in self._package.relations(self._main)}
        self._since_1904 = False

    def document(self) -> Document:
        root = self._package.part(self._main)
        if root is None:
            raise TruncatedFile("has no workbook.", source=self._source.name)
        self._since_1904 = any(
            (e.get("date1904") or "0").lower() in ("1", "true") for e in root.iterchildren(S + "workbookPr")
        )
        looks = Looks(self._optional("styles"), self._optional("theme"))
        strings = Strings(self._optional("sharedStrings"))
        tabs = list(self._tabs(root))
        if not tabs and not self._counts["hidden_sheets"]:
            raise TruncatedFile("has no sheet.", source=self._source.name)
        read_tabs = [self._sheet(tab, strings, looks) for tab in tabs]
        blocks = _arranged([c for c in read_tabs if c.body or c.boxes])
        self._count_parts()
        return Document(
            id=self._source.id,
            source=self._source.name,
            media_type=self._source.media_type,
            method=Method.WORD,
            blocks=tuple(blocks),
            properties=properties_of(self._package),
            notes=(*self._notes, *counted_notes(self._counts, _NOTES), *self._emptiness(blocks)),
        )

    # -- sheets

    def _tabs(self, root: etree._Element) -> Iterator[_Tab]:
        """The sheets that are shown, in their order."""
        for number, element in enumerate(root.iterfind(f"{S}sheets/{S}sheet"), 1):
            relation = self._relations.get(element.get(R + "id") or "")
            if relation is None or relation.external:
                continue
            if element.get("state") in ("hidden", "veryHidden"):
                self._counts["hidden_sheets"] += 1
            elif relation.kind == "worksheet":
                yield _Tab(" ".join((element.get("name") or "").split()), relation.target, number)
            else:
                self._counts["charts"] += relation.kind == "chartsheet"

    def _sheet(self, tab: _Tab, strings: Strings, looks: Looks) -> _Content:
        root = self._package.part(tab.part)
        if root is None:
            self._notes.append(Note("damaged-part", "warning", f"The sheet {tab.name} is missing in the file."))
            return _Content(tab.name, tab.number, ())
        related = list(self._package.relations(tab.part))
        tables = [e.get("ref") or "" for r in related if r.kind == "table" for e in self._parts_of(r)]
        sheet = read_sheet(root, strings, looks, tables, since_1904=self._since_1904)
        self._texts += len(sheet.cells)
        if self._texts > self._limits.objects:
            raise FileTooLarge(f"has over {self._limits.objects} cells with text (objects).")
        self._notes += _sheet_notes(sheet, tab)
        self._counts["covered"] += sheet.covered
        boxes = [
            box for r in related if r.kind == "drawing" for part in self._parts_of(r) for box in self._boxes(part, tab)
        ]
        self._count_related(related)
        body: list[Block] = []
        rows: list[int] = []
        for region in regions_of(sheet, tab.number):
            found: Sequence[Block] = region.paragraphs if isinstance(region, LooseLines) else (region,)
            body += found
            rows += [region.first] * len(found) if isinstance(region, LooseLines) else [region.sheet_rows[0]]
        margins = tuple(_margins(root, tab))
        return _Content(tab.name, tab.number, tuple(body), tuple(boxes), tuple(rows), margins)

    def _parts_of(self, relation: Relation) -> Iterator[etree._Element]:
        """The part that a relation leads to, where it can be read."""
        part = None if relation.external else self._secondary(relation.target)
        if part is not None:
            yield part

    def _boxes(self, drawing: etree._Element, tab: _Tab) -> Iterator[tuple[int, Paragraph]]:
        """Texts of the shapes that lie over a sheet; pictures and charts are counted."""
        for anchor in drawing.iterchildren(etree.Element):
            start = anchor.find(f"{XDR}from/{XDR}row")
            row = (integer(start.text) or 0) + 1 if start is not None else 0
            self._counts["images"] += sum(1 for _ in anchor.iter(XDR + "pic"))
            self._counts["charts"] += sum(1 for _ in anchor.iter(XDR + "graphicFrame"))
            for body in anchor.iter(XDR + "txBody"):
                for paragraph in body.iterchildren(A + "p"):
                    text = "".join(_piece(e) for e in paragraph.iter(A + "t", A + "br"))
                    for line in text.split("\n"):
                        if line.strip():
                            yield row, _bulleted(Line(words(line), tab.number))

    # -- parts

    def _optional(self, kind: str) -> etree._Element | None:
        """A part that the text can do without; a broken one is noted."""
        for relation in self._relations.values():
            if relation.kind == kind and not relation.external:
                return self._secondary(relation.target)
        return None

    def _secondary(self, target: str) -> etree._Element | None:
        try:
            return self._package.part(target)
        except TruncatedFile as error:
            self._notes.append(Note("damaged-part", "warning", f"The part {target} {error.message}"))
            return None

    def _count_related(self, related: Iterable[Relation]) -> None:
        threaded = 0
        said = 0
        for relation in related:
            self._counts["links"] += relation.external and relation.kind != "hyperlink"
            self._counts["embedded"] += relation.kind in ("oleObject", "package")
            if relation.kind in ("comments", "threadedComment"):
                found = sum(
                    1 for part in self._parts_of(relation) for e in part.iter("{*}comment", "{*}threadedComment")
                )
                if relation.kind == "comments":
                    said += found
                else:
                    threaded += found
        # A thread has a copy among the old comments: one for each cell.
        self._counts["comments"] += max(said, threaded)

    def _count_parts(self) -> None:
        self._counts["macros"] = int(any(n.endswith("vbaproject.bin") for n in self._package.names()))
        outside = ("externallink", "externallinkpath", "connections")
        self._counts["links"] += sum(1 for r in self._relations.values() if r.external or r.kind.lower() in outside)

    def _emptiness(self, blocks: Sequence[Block]) -> Iterator[Note]:
        if not any(p.lines for p in paragraphs(blocks)):
            held = "only pictures" if self._counts["images"] else "no text"
            yield Note("no-text", "warning", f"The document holds {held}.")


def _piece(element: etree._Element) -> str:
    return "\n" if element.tag == A + "br" else element.text or ""


def _bulleted(line: Line) -> Paragraph:
    return next(b for b in cell_blocks((line,)) if isinstance(b, Paragraph))


# -- the sheets one after the other


def _arranged(contents: Sequence[_Content]) -> list[Block]:
    """The blocks of all sheets, each below its name; headers of the print before, footers after them, each once."""
    out: list[Block] = []
    titles: set[str] = set()
    for at, content in enumerate(contents):
        out += _with_boxes(content, _headed(content, titles, first=at == 0, alone=len(contents) == 1))
        titles |= {b.text for b in content.body[:1] if isinstance(b, Paragraph)}
    margins: dict[tuple[str, str], Paragraph] = {}
    for content in contents:
        for paragraph in content.margins:
            margins.setdefault((paragraph.role, paragraph.text), paragraph)
    heads = [p for p in margins.values() if p.role == "header"]
    return [*heads, *out, *(p for p in margins.values() if p.role == "footer")]


def _headed(content: _Content, titles: set[str], *, first: bool, alone: bool) -> list[Block]:
    """A sheet's blocks with its name as their heading; on the first sheet below what stands above the table, the
    plan's title.

    A title that a sheet before has too is a running header.
    """
    body = list(content.body)
    lead = content.leading
    if lead and isinstance(body[0], Paragraph) and body[0].text in titles:
        body[0] = replace(body[0], role="header")
    said = [b.text.casefold() for b in body[:lead] if isinstance(b, Paragraph) and b.role != "header"]
    name = content.name.casefold()
    if not _is_named(content.name) or any(name in text for text in said) or (alone and said):
        return body
    at = lead if first else 0
    body.insert(at, Paragraph((Line(words(content.name), content.page),), "heading", 1))
    return body


def _with_boxes(content: _Content, blocks: list[Block]) -> list[Block]:
    """The texts of shapes above all cells before these, the others after them."""
    top = content.rows[0] if content.rows else 0
    before = [p for row, p in content.boxes if row < top]
    return [*before, *blocks, *(p for row, p in content.boxes if row >= top)]


def _is_named(name: str) -> bool:
    """Whether somebody has named a sheet: no program's word with a number."""
    bare = re.sub(r"[\s()_-]*\d*[\s()]*$", "", name).casefold()
    return bool(name) and bare not in _unnamed()


@cache
def _unnamed() -> frozenset[str]:
    text = resources.files("ingest.read.sheets").joinpath("sheet_names.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["unnamed"])


_SECTIONS = re.compile(r"&[LCR]")
_CODES = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d+|&[A-Za-z]')


def _margins(root: etree._Element, tab: _Tab) -> Iterator[Paragraph]:
    """Headers and footers of a sheet's print without the codes of their look (18.3.1.39 oddHeader)."""
    for name in ("oddHeader", "firstHeader", "evenHeader", "oddFooter", "firstFooter", "evenFooter"):
        role: BlockRole = "header" if name.endswith("Header") else "footer"
        for element in root.iterfind(f"{S}headerFooter/{S}{name}"):
            for part in _SECTIONS.split(element.text or ""):
                text = part.replace("&P", "1").replace("&N", "1").replace("&A", tab.name)
                text = _CODES.sub("", text.replace("&&", "\0")).replace("\0", "&")
                if any(c.isalnum() for c in text):
                    yield Paragraph((Line(words(text), tab.number),), role)


# -- what is said of a sheet


def _sheet_notes(sheet: Sheet, tab: _Tab) -> Iterator[Note]:
    where = f"{tab.number} ({tab.name})"
    if sheet.hidden_rows:
        rows = _listed(_ranges(sheet.hidden_rows))
        if sheet.filtered:
            yield Note("hidden-text", "warning", f"Sheet {where}: rows hidden, by a filter too, are left out: {rows}")
        else:
            yield Note("hidden-text", "info", f"Sheet {where}: hidden rows are left out: {rows}")
    if sheet.hidden_columns:
        columns = _listed([column_letters(c) for c in sheet.hidden_columns])
        yield Note("hidden-text", "info", f"Sheet {where}: hidden columns are left out: {columns}")
    if sheet.uncounted:
        cells = _listed([_address(at) for at in sheet.uncounted])
        message = f"Sheet {where}: formulas whose values the file does not hold are left out: {cells}"
        yield Note("formula-without-value", "warning", message)
    if sheet.errors:
        cells = _listed([_address(at) for at in sheet.errors])
        yield Note("formula-error", "warning", f"Sheet {where}: cells show errors: {cells}")
    if sheet.struck:
        yield Note("struck-out", "info", f"Struck-out words are left out: {' '.join(sheet.struck)}")


def _address(at: tuple[int, int]) -> str:
    return f"{column_letters(at[1])}{at[0]}"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" (+{more})" if more > 0 else "")


def _ranges(numbers: Sequence[int]) -> list[str]:
    """Ascending numbers with neighbours as one (`5-9`)."""
    out: list[list[int]] = []
    for number in numbers:
        if out and number == out[-1][-1] + 1:
            out[-1].append(number)
        else:
            out.append([number])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in out]
