"""Web pages: .html, .htm, .xhtml, and .mhtml as browsers save them; what is kept and how stands in docs/formats.md.

Nothing outside the file is ever opened, and no script is run: what only a script would show is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from lxml import etree

from ingest.document import Block, Document, Method, Note, Properties, paragraphs
from ingest.errors import EmptyFile, FileTooLarge, HostileFile
from ingest.options import Options
from ingest.plan import Severity
from ingest.read.html.archive import page_of
from ingest.read.html.charset import characters
from ingest.read.html.elements import Visible, plain_text
from ingest.read.html.story import PageStory
from ingest.read.office_xml import counted_notes, reading
from ingest.source import MHTML, Source

__all__ = ["read"]

_NOTES: dict[str, tuple[str, Severity, str]] = {
    "hidden": ("hidden-text", "info", "{n} parts of the page that are not shown are left out."),
}
_MOST = 10_000
"""Characters that one note quotes."""
_DEEPEST = 1500
"""Elements inside each other; browsers stop at 512, pages with tags that nobody closed come to some hundreds."""
_NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_CHANGED = ("article:modified_time", "dcterms.modified", "dc.date.modified", "last-modified", "og:updated_time")
_MADE = ("article:published_time", "dcterms.created", "dc.date", "dcterms.date")
_AUTHORS = ("author", "dc.creator", "dcterms.creator")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def read(source: Source, options: Options) -> Document:
    """Read a web page.

    Raises:
        EmptyFile: it holds no elements.
        FileTooLarge: more elements or places of a table than `limits.objects`, tables nested over `limits.nesting`.
        HostileFile: elements nest beyond all sense.
        TruncatedFile: an archive without a page.
    """
    with reading(source):
        told = None
        data = source.data
        if source.media_type == MHTML:
            data, told = page_of(data, source.name)
        text, encoding, lost = characters(data, told)
        root = _parsed(text, source, options)
        body = root if root.tag == "body" else root.find(".//body")
        body = root if body is None else body
        story = PageStory(body, Visible(root), options.limits)
        blocks = story.blocks()
        return Document(
            id=source.id,
            source=source.name,
            media_type=source.media_type,
            method=Method.WORD,
            blocks=tuple(blocks),
            properties=_properties(root),
            notes=(*_of_encoding(encoding, lost), *_of_story(story, blocks)),
        )


def _parsed(text: str, source: Source, options: Options) -> etree._Element:
    if text.count("<") > 2 * options.limits.objects + 16:
        raise FileTooLarge(f"has over {options.limits.objects} elements (objects).", source=source.name)
    # The size is bounded already; pictures stand in attributes of any length.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, recover=True
    )
    try:
        root = etree.fromstring(_NO_CHARACTERS.sub("\ufffd", text).encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise EmptyFile(f"holds no page ({error}).", source=source.name) from error
    if root is None:
        raise EmptyFile("holds no page.", source=source.name)
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest > _DEEPEST or any(e.type_name == "ERR_RESOURCE_LIMIT" for e in parser.error_log):
        raise HostileFile("nests its elements beyond all sense.", source=source.name)
    return root


def _properties(root: etree._Element) -> Properties:
    """What the page says of itself in its head."""
    said: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("http-equiv") or "").strip().lower()
        said.setdefault(name, (meta.get("content") or "").strip())
    title = next((plain_text(t) for t in root.iter("title") if t.getparent() is not None), "")
    author = next((said[n] for n in _AUTHORS if said.get(n)), None)
    return Properties(title or None, author, said.get("subject") or None, _day(said, _MADE), _day(said, _CHANGED))


def _day(said: dict[str, str], names: Sequence[str]) -> date | None:
    for name in names:
        found = _DAY.match(said.get(name, ""))
        try:
            if found:
                return date.fromisoformat(found[0])
        except ValueError:
            continue
    return None


def _of_encoding(encoding: str, lost: int) -> Iterator[Note]:
    if encoding != "utf-8":
        yield Note("encoding", "info", f"The text is read as {encoding}.")
    if lost:
        yield Note("undecodable", "warning", f"{lost} bytes fit no reading as {encoding}; they stand as \ufffd.")


def _of_story(story: PageStory, blocks: Sequence[Block]) -> Iterator[Note]:
    yield from counted_notes(story.counts, _NOTES)
    beside: list[str] = []
    for text in [*story.beside, None]:
        if beside and (text is None or sum(map(len, beside)) + len(text) > _MOST):
            yield Note(
                "site-parts", "info", f"Parts of the web site around the text are left out: “{' | '.join(beside)}”."
            )
            beside = []
        if text is not None:
            beside.append(text)
    struck = " ".join(filter(None, story.struck))
    if struck:
        yield Note("struck-out", "info", f"Struck-out words are left out: {struck}")
    if not any(p.lines and p.role not in ("header", "footer", "side") for p in paragraphs(blocks)):
        held = "only pictures" if story.counts["images"] else "no text"
        yield Note("no-text", "warning", f"The document holds {held}.")
