"""Word documents (.docx, .docm): the walk over the package, story by story.

What is kept, dropped and noted stands in docs/formats.md. Macros are never run, outside links never followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from ingest.document import Block, BlockRole, Document, Line, Method, Note, Paragraph, paragraphs, words_of
from ingest.errors import TruncatedFile
from ingest.options import Options
from ingest.plan import Severity
from ingest.read.docx.body import Story
from ingest.read.docx.list_numbers import Numbering, roman
from ingest.read.docx.paragraph_content import A, Seen
from ingest.read.docx.picture_marks import FoundPictures, lifted, text_width
from ingest.read.docx.styles import Styles
from ingest.read.office_xml import Package, R, Relation, W, counted_notes, on, properties_of, reading
from ingest.read.text.tabs import Tabbed, tables_of_tabs
from ingest.read.words import STRAY, words
from ingest.source import Source

__all__ = ["read"]

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_NOTES: dict[str, tuple[str, Severity, str]] = {
    "insertions": ("tracked-changes", "info", "{n} tracked insertions are read as text."),
    "deletions": ("tracked-deletions", "info", "{n} tracked deletions are left out."),
    "hidden": ("hidden-text", "info", "{n} runs of hidden text are left out."),
    "placeholders": ("placeholder", "info", "{n} content controls that only show their prompt are left out."),
}

_PROGRAMS = {"Acro": "PDF", "Word": "Word document", "Excel": "spreadsheet", "PowerPoint": "presentation"}
"""What the programs of embedded objects make, by the beginning of their names (`ProgID`)."""


def read(source: Source, options: Options) -> Document:
    """Read a Word document.

    Raises:
        InputError: truncated, encrypted, too large or hostile.
        MissingTool: it holds pictures of pages and next to nothing else, and OCR is not installed.
    """
    with reading(source):
        return _Reader(source, options).document()


class _Reader:
    def __init__(self, source: Source, options: Options) -> None:
        self._source = source
        self._options = options
        self._limits = options.limits
        self._package = Package(source, options.limits)
        self._seen = Seen()
        self._notes: list[Note] = []
        self._main = self._package.main()
        self._relations = {r.id: r for r in self._package.relations(self._main)}
        self._styles = Styles(self._optional("styles"))
        self._list_part = self._optional("numbering")

    def document(self) -> Document:
        root = self._package.part(self._main)
        body = None if root is None else root.find(W + "body")
        if root is None or body is None:
            raise TruncatedFile("has no text body.", source=self._source.name)
        story = self._story(root, text_width(body))
        blocks, pictures = lifted(tables_of_tabs(story.blocks(body)))
        blocks.extend(self._diagrams(story))
        heads, feet = self._margins(body)
        notes = [*self._footnotes("footnotes", self._seen.footnotes), *self._footnotes("endnotes", self._seen.endnotes)]
        everything = (*heads, *blocks, *notes, *feet)
        characters = sum(len(w.raw) for w in words_of((*blocks, *notes)))
        found = FoundPictures()
        if pictures:
            # OCR is loaded for documents that need it.
            from ingest.read.docx.page_images import read_pictures

            name = self._source.name
            found = read_pictures(pictures, self._package, self._relations, self._options, characters, name)
        self._seen.counts["images"] += len(pictures) - len(found.pages)
        alone = bool(found.pages) and characters < STRAY * len(found.pages)
        self._count()
        return Document(
            id=self._source.id,
            source=self._source.name,
            media_type=self._source.media_type,
            method=Method.OCR if alone else Method.WORD,
            pages=found.pages,
            blocks=everything,
            properties=properties_of(self._package),
            notes=(
                *self._notes,
                *self._seen_notes(),
                *found.notes,
                *(() if found.pages else self._emptiness(everything)),
            ),
            quality=min(p.quality for p in found.pages) if alone else 1.0,
            pages_at=tuple(len(heads) + at for at in found.at),
        )

    def _story(self, root: etree._Element, width: float | None = None) -> Story:
        return Story(
            self._styles,
            Numbering(self._list_part, self._styles),
            self._seen,
            limit=self._limits.nesting,
            preserve=root.get(XML_SPACE) == "preserve",
            width=width,
        )

    # -- parts

    def _related(self, kind: str) -> Iterator[Relation]:
        return (r for r in self._relations.values() if r.kind == kind and not r.external)

    def _optional(self, kind: str) -> etree._Element | None:
        """A part that the text can do without; a broken one is noted."""
        for relation in self._related(kind):
            try:
                return self._package.part(relation.target)
            except TruncatedFile as error:
                self._notes.append(Note("damaged-part", "warning", f"The part {relation.target} {error.message}"))
        return None

    def _margins(self, body: etree._Element) -> tuple[list[Block], list[Block]]:
        """Headers and footers that are shown somewhere, each text once, told apart by their role."""
        settings = self._optional("settings")
        even = settings is not None and bool(on(settings.find(W + "evenAndOddHeaders")))
        heads: list[Block] = []
        feet: list[Block] = []
        seen: set[str] = set()
        for section in body.iter(W + "sectPr"):
            first = bool(on(section.find(W + "titlePg")))
            for reference in section.iterchildren(W + "headerReference", W + "footerReference"):
                shown = {"first": first, "even": even}.get(reference.get(W + "type") or "default", True)
                relation = self._relations.get(reference.get(R + "id") or "")
                if not shown or relation is None or relation.external or relation.target in seen:
                    continue
                seen.add(relation.target)
                top = reference.tag == W + "headerReference"
                self._margin(relation.target, "header" if top else "footer", heads if top else feet)
        return heads, feet

    def _margin(self, part: str, role: BlockRole, out: list[Block]) -> None:
        try:
            root = self._package.part(part)
        except TruncatedFile as error:
            self._notes.append(Note("damaged-part", "warning", f"The part {part} {error.message}"))
            return
        if root is None:
            return
        texts = {b.text for b in out}
        for paragraph in paragraphs(self._story(root).blocks(root)):
            if paragraph.text in texts:
                continue
            texts.add(paragraph.text)
            if isinstance(paragraph, Tabbed):
                # What tab stops set apart (owner, kind of document, page) are texts of their own.
                parts = [own for line in paragraph.fields for own in line if own]
                out += [Paragraph((Line(own),), role) for own in parts]
            else:
                out.append(Paragraph(paragraph.lines, role, None, paragraph.marker))

    def _footnotes(self, kind: str, asked: list[tuple[str, str | None]]) -> Iterator[Block]:
        root = self._optional(kind) if asked else None
        if root is None:
            return
        notes = {n.get(W + "id"): n for n in root.iterchildren(W + kind.removesuffix("s"))}
        number = 0
        for key, own in dict(asked).items():
            note = notes.get(key)
            if note is None:
                continue
            if own is None:
                number += 1
                own = str(number) if kind == "footnotes" else roman(number)
            for at, paragraph in enumerate(paragraphs(self._story(root).blocks(note))):
                yield Paragraph(paragraph.lines, "footnote", None, own or None if at == 0 else None)

    def _diagrams(self, story: Story) -> Iterator[Block]:
        """The texts of SmartArt, which stand in parts of their own."""
        for key in dict.fromkeys(story.diagrams):
            relation = self._relations.get(key)
            if relation is None or relation.external:
                continue
            root = self._package.part(relation.target)
            for paragraph in root.iter(A + "p") if root is not None else ():
                text = "".join(t.text or "" for t in paragraph.iter(A + "t"))
                if text.strip():
                    yield Paragraph((Line(words(text)),), "side")

    # -- what the file says of itself

    def _count(self) -> None:
        counts = self._seen.counts
        comments = self._optional("comments")
        if comments is not None:
            counts["comments"] = sum(1 for _ in comments.iterchildren(W + "comment"))
        counts["macros"] = int(any(n.endswith("vbaproject.bin") for n in self._package.names()))
        counts["links"] = sum(1 for r in self._relations.values() if r.external and r.kind != "hyperlink")

    def _seen_notes(self) -> Iterator[Note]:
        yield from counted_notes(self._seen.counts, _NOTES)
        struck = " ".join(filter(None, self._seen.struck))
        if struck:
            yield Note("struck-out", "info", f"Struck-out words are left out: {struck}")
        for program in dict.fromkeys(self._seen.embedded):
            what = next((kind for start, kind in _PROGRAMS.items() if program.startswith(start)), "document")
            message = (
                f"A {what} is embedded in this document and is no part of this plan. `ingest convert` converts it as a "
                "document of its own, if it is one that is read; otherwise open it, save it, and convert it."
            )
            yield Note("embedded-document", "warning", message)

    def _emptiness(self, blocks: Iterable[Block]) -> Iterator[Note]:
        if not any(p.lines for p in paragraphs(blocks)):
            held = "only pictures" if self._seen.counts["images"] else "no text"
            yield Note("no-text", "warning", f"The document holds {held}.")
