"""One story of a Word document (body, header, footnote, text box) as blocks: paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from ingest.document import Block, BlockRole, Line, Paragraph, Table, Word
from ingest.errors import FileTooLarge
from ingest.language.lists import BULLETS, begins_with_label, split_bullet
from ingest.read.docx.list_numbers import ListMarker, Numbering
from ingest.read.docx.paragraph_content import Fields, Inline, InlineItem, Seen, chosen, placeholder
from ingest.read.docx.picture_marks import PictureMark
from ingest.read.docx.styles import Kind, ParagraphStyle, Styles, TextLook
from ingest.read.docx.tables import read_table
from ingest.read.office_xml import MC, W, on, val
from ingest.read.text.tabs import Tabbed
from ingest.read.words import WORD

__all__ = ["Story"]

_SKIPPED = frozenset(
    W + n for n in ("sectPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sdtPr", "sdtEndPr", "pPr")
)


@dataclass(slots=True)
class _Segment:
    """What stands between two forced breaks."""

    fields: list[list[Word]] = field(default_factory=lambda: [[]])
    page_break: bool = False
    """Whether a page break stands before it."""

    @property
    def words(self) -> list[Word]:
        return [word for part in self.fields for word in part]


@dataclass(slots=True)
class _Place:
    """Where a paragraph stands."""

    in_cell: bool = False
    contents: bool = False
    look: TextLook | None = None
    """What a table style gives, under the paragraph's own style."""


class Story:
    """Walks one story. `limit` bounds how deep tables and boxes may nest.

    With `width`, that of its text in points, pictures large enough to show a page give a `PictureMark`.
    """

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        seen: Seen,
        *,
        limit: int,
        preserve: bool = False,
        width: float | None = None,
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self._seen = seen
        self._fields = Fields()
        self._inline = Inline(styles, seen, self._fields, preserve=preserve, width=width)
        self._limit = limit
        self._depth = 0
        self._blank = False
        """Whether the paragraph before is empty."""
        self.diagrams: list[str] = []
        """Relationship ids of SmartArt met on the way."""

    def blocks(self, container: etree._Element) -> list[Block]:
        """The blocks of a body, header, note or box."""
        return self._container(container, _Place())

    # -- containers

    def _container(self, container: etree._Element, place: _Place) -> list[Block]:
        self._depth += 1
        if self._depth > self._limit:
            raise FileTooLarge(f"nests tables and boxes over {self._limit} deep (nesting).")
        out: list[Block] = []
        carried: list[InlineItem] = []
        for element, inside in self._members(container, place):
            if element.tag == W + "tbl":
                table = self._table(element, inside)
                if table is not None:
                    out.append(table)
            else:
                carried = self._paragraph(element, inside, carried, out)
        if carried:
            out.extend(self._made([*carried], _Para(ParagraphStyle()), place))
        self._depth -= 1
        return out

    def _members(self, container: etree._Element, place: _Place) -> Iterator[tuple[etree._Element, _Place]]:
        """The paragraphs and tables, through every wrapper around them."""
        for child in container.iterchildren(etree.Element):
            tag = child.tag
            if tag in (W + "p", W + "tbl"):
                yield child, place
            elif tag in _SKIPPED:
                continue
            elif tag in (W + "del", W + "moveFrom"):
                self._seen.counts["deletions"] += 1
            elif tag == W + "sdt":
                if placeholder(child):
                    self._seen.counts["placeholders"] += 1
                    continue
                gallery = child.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
                contents = gallery is not None and "contents" in (gallery.get(W + "val") or "").lower()
                content = child.find(W + "sdtContent")
                if content is not None:
                    inside = _Place(place.in_cell, place.contents or contents, place.look)
                    yield from self._members(content, inside)
            elif tag in (W + "altChunk", W + "subDoc"):
                self._seen.counts["embedded"] += 1
            elif tag == MC + "AlternateContent":
                branch = chosen(child)
                if branch is not None:
                    yield from self._members(branch, place)
            else:
                yield from self._members(child, place)

    # -- paragraphs

    def _paragraph(
        self, element: etree._Element, place: _Place, carried: list[InlineItem], out: list[Block]
    ) -> list[InlineItem]:
        """Append a paragraph's blocks; gives the pieces that go to the next one where its mark was deleted."""
        properties = element.find(W + "pPr")
        para = _Para(self._styles.paragraph(val(properties, "pStyle")))
        look = self._styles.paragraph_look(place.look or self._styles.base, val(properties, "pStyle"))
        mark = None
        if properties is not None:
            mark = properties.find(W + "rPr")
            para.outline = properties.find(W + "outlineLvl")
            para.list_of = properties.find(W + "numPr")
        contents = self._fields.contents
        pieces = [*carried, *self._inline.pieces(element, look)]
        contents = contents or self._fields.contents
        self._fields.end_paragraph()
        if mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None):
            self._seen.counts["deletions"] += 1
            return pieces
        hidden = mark is not None and on(mark.find(W + "vanish")) and not any(p.kind == "text" for p in pieces)
        if not hidden:
            para.marker = self._marker(para)
        if contents and not place.contents:
            place = _Place(place.in_cell, True, place.look)
        out.extend(self._made(pieces, para, place))
        return []

    def _marker(self, para: _Para) -> ListMarker | None:
        number, depth = para.style.number, para.style.depth
        own_number = val(para.list_of, "numId")
        own_depth = val(para.list_of, "ilvl")
        if number is not None and depth is None:
            depth = self._numbering.depth_of_style(number, para.style.ids)
        if own_number is not None:
            number = own_number
            if own_depth is None and para.style.number is None:
                depth = self._numbering.depth_of_style(number, para.style.ids)
        if own_depth is not None and own_depth.isdigit():
            depth = int(own_depth)
        return self._numbering.next(number, depth or 0)

    def _made(self, pieces: Sequence[InlineItem], para: _Para, place: _Place) -> Iterator[Block]:
        """The paragraphs of one `w:p`, then what its boxes hold."""
        segments = _segments(pieces)
        yield from self._paragraphs(segments, para, place)
        for piece in pieces:
            if piece.kind == "box" and piece.element is not None:
                yield from self._container(piece.element, _Place(in_cell=place.in_cell))
            elif piece.kind == "label":
                yield Paragraph((Line(_words([InlineItem("text", piece.text)])),))
            elif piece.kind == "picture" and piece.picture is not None:
                yield PictureMark((), picture=piece.picture)
            elif piece.kind == "diagram":
                self.diagrams.append(piece.text)

    def _paragraphs(self, segments: list[_Segment], para: _Para, place: _Place) -> Iterator[Paragraph]:
        marker = para.marker
        words = [word for segment in segments for word in segment.words]
        if not words:
            self._blank = self._blank or not place.in_cell
            if place.in_cell and marker is not None and not marker.bullet and marker.text:
                # A cell that holds its number alone (a column of running numbers): the number is its text.
                yield Paragraph((Line(_words([InlineItem("text", marker.text, self._styles.base)])),))
            return
        role, level = self._role(para, place, words)
        groups = _grouped(segments, place.in_cell, keep=role in ("heading", "side"))
        made: list[Paragraph] = []
        for at, group in enumerate(groups):
            if at == 0 and marker is not None and marker.text and role != "side":
                made.append(_paragraph(group, _lines_of(group), role, level, marker.text, not place.in_cell))
            else:
                made.append(_without_number(group, role, level, first=at == 0, tabbed=not place.in_cell))
        yield from _broken(made, groups, blank=self._blank)
        self._blank = False

    def _role(self, para: _Para, place: _Place, words: Sequence[Word]) -> tuple[BlockRole, int | None]:
        kind, level = para.style.kind, para.style.level
        if place.contents or kind == "contents":
            return "side", None
        kind, level = _outlined(para, kind, level)
        if kind in ("heading", "title"):
            return "heading", level
        if kind == "caption":
            return "caption", None
        marker = para.marker
        if marker is None or not marker.text:
            return "body", None
        if not marker.bullet and not place.in_cell and self._looks_like_heading(words):
            return "heading", marker.depth + 1
        return "list-item", marker.depth

    def _looks_like_heading(self, words: Sequence[Word]) -> bool:
        """Numbered, short, wholly bold or larger than the document's text: a heading without a heading's style."""
        text = " ".join(w.raw for w in words)
        if len(text) > 120 or text.endswith((".", ";", ",")):
            return False
        base = self._styles.paragraph_look(self._styles.base, None).size or 10.0
        return all(w.bold for w in words) or all((w.size or base) > base + 1 for w in words)

    def _table(self, element: etree._Element, place: _Place) -> Table | None:
        return read_table(
            element,
            self._styles,
            self._seen,
            lambda cell, look: self._container(cell, _Place(True, place.contents, look or place.look)),
            place.look or self._styles.base,
        )


@dataclass(slots=True)
class _Para:
    """What is known of a paragraph besides its pieces."""

    style: ParagraphStyle
    outline: etree._Element | None = None
    list_of: etree._Element | None = None
    marker: ListMarker | None = None


_LEVELS = 9
"""Levels of headings; an outline level of 9 is running text (ECMA-376, 17.3.1.20)."""


def _outlined(para: _Para, kind: Kind, level: int | None) -> tuple[Kind, int | None]:
    """Kind and level with the paragraph's own outline level, which goes over its style's."""
    outline = None if para.outline is None else para.outline.get(W + "val")
    if outline is None or kind == "title":
        return kind, level
    own = int(outline) + 1 if outline.isdigit() and int(outline) < _LEVELS else None
    return ("body" if own is None else "heading"), own


def _lines_of(group: Sequence[_Segment]) -> tuple[Line, ...]:
    return tuple(Line(tuple(segment.words)) for segment in group)


def _broken(made: Sequence[Paragraph], groups: Sequence[Sequence[_Segment]], *, blank: bool) -> Iterator[Paragraph]:
    """The paragraphs of one `w:p`; those with tabs know what stands between them and the line above.

    Args:
        made: the paragraphs.
        groups: the segments of each.
        blank: whether an empty paragraph stands before the first.
    """
    tabbed = False
    for at, (one, group) in enumerate(zip(made, groups, strict=True)):
        if tabbed and not isinstance(one, Tabbed):
            # What follows a line with tabs after a forced break may go on in its first field.
            one = Tabbed(one.lines, one.role, one.level, one.marker, (_fields_of(group),))
        if isinstance(one, Tabbed):
            one = replace(one, broken=at > 0, blank=blank and at == 0)
        tabbed = isinstance(one, Tabbed)
        yield one


def _fields_of(group: Sequence[_Segment]) -> tuple[tuple[Word, ...], ...]:
    return (tuple(word for segment in group for word in segment.words),)


def _without_number(
    group: Sequence[_Segment], role: BlockRole, level: int | None, *, first: bool, tabbed: bool
) -> Paragraph:
    """A paragraph, or what follows a break inside one, that has no number of Word's; a typed bullet is its marker."""
    lines = _lines_of(group)
    bullet, rest = split_bullet(lines[0].words) if role in ("body", "list-item") else (None, ())
    if bullet is not None:
        own = (Line(tuple(rest)), *lines[1:])
        if tabbed and len(group) == 1 and len(group[0].fields) > 1:
            return Tabbed(own, "list-item", level or 0, bullet, (_without_bullet(group[0].fields, rest),))
        return Paragraph(own, "list-item", level or 0, bullet)
    if role == "list-item" and not first:
        # What follows a break inside a list item belongs to the item, but has no mark of its own.
        role, level = "body", None
    return _paragraph(group, lines, role, level, None, tabbed)


def _without_bullet(fields: Sequence[Sequence[Word]], rest: Sequence[Word]) -> tuple[tuple[Word, ...], ...]:
    """The fields of a line behind its typed bullet, which may have had one of its own."""
    count = len(rest)
    out: list[tuple[Word, ...]] = []
    for own_words in reversed(fields):
        own = min(len(own_words), count)
        if own or not out:
            out.insert(0, tuple(rest[count - own : count]))
        count -= own
    return tuple(out)


def _paragraph(
    group: Sequence[_Segment],
    lines: tuple[Line, ...],
    role: BlockRole,
    level: int | None,
    marker: str | None,
    tabbed: bool,
) -> Paragraph:
    if tabbed and any(len(segment.fields) > 1 for segment in group):
        fields = tuple(tuple(tuple(part) for part in segment.fields) for segment in group)
        return Tabbed(lines, role, level, marker, fields)
    return Paragraph(lines, role, level, marker)


def _segments(pieces: Iterable[InlineItem]) -> list[_Segment]:
    """Pieces cut at forced breaks, and inside them at tabs; segments without words are left out."""
    segments = [_Segment()]
    run: list[InlineItem] = []

    def flush() -> None:
        segments[-1].fields[-1].extend(_words(run))
        run.clear()

    for piece in pieces:
        if piece.kind == "text":
            run.append(piece)
        elif piece.kind == "tab":
            flush()
            segments[-1].fields.append([])
        elif piece.kind in ("break", "page"):
            flush()
            segments.append(_Segment(page_break=piece.kind == "page"))
    flush()
    kept: list[_Segment] = []
    page_break = False
    for segment in segments:
        page_break = page_break or segment.page_break
        if segment.words:
            segment.page_break = page_break
            kept.append(segment)
            page_break = False
    return kept


def _words(pieces: Sequence[InlineItem]) -> tuple[Word, ...]:
    """Words of styled text; a word is bold or italic where all of it is."""
    text = "".join(piece.text for piece in pieces)
    ends: list[int] = []
    for piece in pieces:
        ends.append((ends[-1] if ends else 0) + len(piece.text))
    out: list[Word] = []
    at = 0
    for match in WORD.finditer(text):
        while ends[at] <= match.start():
            at += 1
        last = at
        while ends[last] < match.end():
            last += 1
        looks = [piece.look for piece in pieces[at : last + 1] if piece.text]
        bold, italic = all(k.bold for k in looks), all(k.italic for k in looks)
        out.append(Word(match[0], match[0], size=looks[0].size, bold=bold, italic=italic))
    return tuple(out)


def _grouped(segments: list[_Segment], in_cell: bool, *, keep: bool) -> list[list[_Segment]]:
    """Segments that make one paragraph together.

    In a cell every forced break starts a paragraph, but for a word cut by a hyphen. Outside, authors break lines
    both to wrap and to part: a label, a bullet, a change of weight or a new page starts a paragraph.
    """
    groups: list[list[_Segment]] = []
    for segment in segments:
        if not groups or (not (keep and not in_cell) and _starts(groups[-1][-1], segment, in_cell)):
            groups.append([segment])
        else:
            groups[-1].append(segment)
    return groups


def _starts(before: _Segment, segment: _Segment, in_cell: bool) -> bool:
    last, first = before.words[-1].raw, segment.words[0].raw
    if len(last) > 1 and last[-1] in "-\u00ad\u2010" and last[-2].isalpha() and first[0].islower():
        return False
    if in_cell or segment.page_break:
        return True
    if first in BULLETS or begins_with_label(" ".join(w.raw for w in segment.words)):
        return True
    if len(before.fields) > 1 or len(segment.fields) > 1:
        return True
    return all(w.bold for w in before.words) != all(w.bold for w in segment.words)
