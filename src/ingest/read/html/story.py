"""The text of a web page as blocks: headings, paragraphs, lists, tables, in the order in which they stand.

The walk goes from tag to tag and not from function to function, so that a page may nest as deep as it likes; only
tables inside tables are walked inside each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from lxml import etree

from ingest.document import Block, BlockRole, Line, Paragraph
from ingest.errors import FileTooLarge
from ingest.options import Limits
from ingest.read.html.elements import BLOCKS, UNSEEN, Visible, furniture, heading_level, is_title, kind, plain_text
from ingest.read.html.list_marks import ItemMarks
from ingest.read.html.paragraphs import Look, OpenText
from ingest.read.html.styles import apart
from ingest.read.html.tables import is_layout, outside_cells, read_table, stray_text
from ingest.read.office_xml import integer
from ingest.read.text.reader import blocks_of
from ingest.read.words import TextRun, lines_of_runs

__all__ = ["PageStory"]

_BOLD, _ITALIC, _STRUCK = (
    frozenset(("b", "strong", "th", "dt")),
    frozenset(("em", "i")),
    frozenset(("del", "s", "strike")),
)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_REFERENCE = re.compile(r"[\[(]?[\d*]{1,3}[\])]?")
"""The mark of a note in raised letters."""
_TYPED = ("", "text", "date", "email", "month", "number", "tel", "time", "url", "week", "datetime-local")
"""Kinds of a form's fields whose value is shown as text."""
_TICKS = {True: "☒", False: "☐"}
_LEVELS = 6
_FURNITURE: tuple[BlockRole, ...] = ("header", "footer", "side")


class PageStory:
    """Walks a page. `counts` collects what is left out, by the keys of the reader's notes."""

    def __init__(self, body: etree._Element, visible: Visible, limits: Limits) -> None:
        self._body = body
        self._visible = visible
        self._limits = limits
        self._apart = apart(body)
        self._has_main = any(kind(e) == "main" for e in body.iter(etree.Element))
        self._past_main = False
        self._titles = self._top_headings()
        self._level = 0
        self._tables = 0
        self.counts: Counter[str] = Counter()
        self.struck: list[str] = []
        self.beside: dict[str, None] = {}
        """Texts of menus, buttons and the like, each once."""

    def blocks(self) -> list[Block]:
        """The blocks of the page. Where it has a main part, all around it belongs to the web site."""
        found = self._container(self._body, Look(role="header" if self._has_main else "body"))
        self.beside |= dict.fromkeys(b.text for b in found if b.text and isinstance(b, Paragraph) and b.role == "side")
        return [b for b in found if not (isinstance(b, Paragraph) and b.role == "side")]

    def _top_headings(self) -> frozenset[etree._Element]:
        """The headings of the first level that are the text's: those of the main part, or, if it has none, others."""
        found = list(self._body.iter("h1"))
        inner = [h for h in found if not self._is_furniture(h)]
        return frozenset(inner or found)

    def _is_furniture(self, element: etree._Element) -> bool:
        around = [(e, kind(e)) for e in element.iterancestors()]
        if self._has_main and not any(tag == "main" for _, tag in around):
            return True
        return any(furniture(e, tag) is not None for e, tag in around)

    def _container(self, root: etree._Element, look: Look) -> list[Block]:
        text = OpenText()
        looks = [look]
        text.say(root.text, look)
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if element is root:
                continue
            if event == "start":
                inner = self._enter(element, looks[-1], text)
                if inner is None:
                    walk.skip_subtree()
                else:
                    text.say(element.text, inner)
                looks.append(inner or looks[-1])
            else:
                inner = looks.pop()
                self._leave(self._kind(element), inner, looks[-1], text)
                text.say(element.tail, looks[-1])
        text.end(self._shown(looks[-1]))
        return text.out

    def _shown(self, look: Look) -> Look:
        """A look outside of the main part: what follows that is a foot."""
        return replace(look, role="footer") if look.role == "header" and self._past_main else look

    def _kind(self, element: etree._Element) -> str:
        """The tag that an element behaves as, here with what the page's style sheet makes of it."""
        return "div" if element in self._apart else kind(element)

    # -- one element

    def _enter(self, element: etree._Element, look: Look, text: OpenText) -> Look | None:
        """The look inside an element; None where its inside is read already, or left out."""
        tag = self._kind(element)
        if tag in UNSEEN:
            return None
        if self._visible.hidden(element, kind(element)):
            self.counts["hidden"] += look.role not in _FURNITURE and bool(plain_text(element))
            self._part(tag, look, text)
            return None
        leaf = _LEAVES.get(tag)
        if leaf is not None:
            leaf(self, element, look, text)
            return None
        if tag in _STRUCK:
            self.struck.append(plain_text(element))
            return None
        if tag == "sup" and _refers(element):
            return None
        if tag == "table" and look.role not in _FURNITURE and not is_layout(element):
            self._table(element, look, text)
            return None
        self._part(tag, look, text)
        return self._inside(element, tag, look, text)

    def _part(self, tag: str, look: Look, text: OpenText) -> None:
        """Begin something new where an element stands on lines of its own."""
        if tag not in BLOCKS:
            return
        if look.role == "heading":
            text.set_apart("", look)
        else:
            text.end(self._shown(look))

    def _leave(self, tag: str, inner: Look, outer: Look, text: OpenText) -> None:
        if tag in BLOCKS:
            if outer.role == "heading":
                text.set_apart("", outer)
            else:
                text.end(self._shown(inner))
        if tag == "li":
            text.item = None
        if tag == "main":
            self._past_main = True

    def _inside(self, element: etree._Element, tag: str, look: Look, text: OpenText) -> Look:
        if tag == "main":
            return replace(look, role="body")
        if element in self._titles and look.role != "side":
            self._level = 1
            return replace(look, role="heading", level=1)
        role = self._site_role(element, tag, look)
        if role is not None:
            return replace(look, role=role)
        bold = look.bold or tag in _BOLD or _BOLD_STYLE.search(element.get("style") or "") is not None
        look = replace(look, bold=bold, italic=look.italic or tag in _ITALIC)
        level = self._heading(element, tag) if look.role == "body" else None
        if level is not None:
            return self._headed(level, look)
        return self._listed(element, tag, look, text)

    @staticmethod
    def _site_role(element: etree._Element, tag: str, look: Look) -> BlockRole | None:
        """The role of what is part of the web site; None for the text."""
        role = "side" if tag in _LINK_LISTS and _leads_down_the_page(element) else furniture(element, tag)
        if look.role in _FURNITURE:
            return role or look.role
        return role if look.role == "body" and not look.in_cell else None

    def _listed(self, element: etree._Element, tag: str, look: Look, text: OpenText) -> Look:
        """The look inside what is neither a heading nor a part of the web site."""
        if tag in ("caption", "figcaption"):
            return replace(look, role="caption")
        if tag in ("ul", "menu", "dir", "ol"):
            return replace(look, depth=look.depth + 1, marks=ItemMarks.of(element))
        if tag == "tabpanel":
            self._opener(self._visible.tab_of(element), text)
        if tag == "li":
            marks = look.marks or ItemMarks()
            text.item = (max(look.depth, 0), marks.marker(integer(element.get("value"))))
        return look

    def _headed(self, level: int, look: Look) -> Look:
        if look.in_cell:
            # In a cell it stands over lines of the cell alone.
            return replace(look, bold=True)
        self._level = level
        return replace(look, role="heading", level=level)

    def _heading(self, element: etree._Element, tag: str) -> int | None:
        """The level of a heading: by its tag, or one below the heading above for the line that opens an accordion."""
        if tag == "summary":
            has_own = any(True for _ in element.iter(*_HEADINGS))
            return None if has_own else min(self._level + 1, _LEVELS)
        if tag == "p":
            return 1 if is_title(element) else None
        return heading_level(element, tag)

    # -- elements that are read as a whole

    def _break(self, element: etree._Element, look: Look, text: OpenText) -> None:
        if look.role == "heading":
            text.set_apart("", look)
        else:
            text.new_line()

    def _rule(self, element: etree._Element, look: Look, text: OpenText) -> None:
        self._part("hr", look, text)

    def _picture(self, element: etree._Element, look: Look, text: OpenText) -> None:
        alternative = (element.get("alt") or "").strip()
        if look.role == "header" and not self._past_main:
            # A coat of arms or a logotype says whose page it is.
            text.set_apart(alternative, look)
        elif look.role not in _FURNITURE and (element.tag != "img" or element.get("alt") != ""):
            # One that is said to have no other text is an ornament (HTML, 4.8.4.4).
            self.counts["images"] += 1

    def _outer(self, element: etree._Element, look: Look, text: OpenText) -> None:
        self.counts["links"] += look.role not in _FURNITURE

    def _typed_text(self, element: etree._Element, look: Look, text: OpenText) -> None:
        """A text that was set by hand, with spaces and line breaks as they stand."""
        self._part("pre", look, text)
        typed = "".join(_with_breaks(element))
        if look.role == "body" and not look.in_cell:
            text.out.extend(blocks_of(typed))
            return
        for line in typed.splitlines():
            text.say(line, look)
            text.new_line()
        text.end(self._shown(look))

    def _button(self, element: etree._Element, look: Look, text: OpenText) -> None:
        """A button that opens something stands over it like a heading; others are no part of the text."""
        said = self._visible.text(element)
        if look.role != "body" or look.in_cell:
            text.set_apart(said, look)
            return
        text.end(look)
        if element.get("aria-expanded") is not None or element.get("aria-controls") is not None:
            self._opener(said, text)
        else:
            text.out.extend(_lines_as(said, "side"))

    def _opener(self, said: str, text: OpenText) -> None:
        """What opens a part of the page stands over it as a heading."""
        text.out.extend(_lines_as(said, "heading", min(self._level + 1, _LEVELS)))

    def _choice(self, element: etree._Element, look: Look, text: OpenText) -> None:
        options = list(element.iter("option"))
        chosen = [o for o in options if o.get("selected") is not None] or options[:1]
        text.set_apart(" ".join(plain_text(o) for o in chosen), look)

    def _field(self, element: etree._Element, look: Look, text: OpenText) -> None:
        what = (element.get("type") or "").lower()
        if what in ("checkbox", "radio"):
            text.set_apart(_TICKS[element.get("checked") is not None], look)
        elif what in _TYPED:
            text.set_apart(element.get("value") or "", look)

    def _table(self, element: etree._Element, look: Look, text: OpenText) -> None:
        text.end(look)
        for caption in outside_cells(element, "caption", self._visible.hidden):
            text.out.extend(self._container(caption, replace(look, role="caption")))
        text.say(stray_text(element), look)
        text.end(look)
        self._tables += 1
        if self._tables > self._limits.nesting:
            raise FileTooLarge(f"nests tables over {self._limits.nesting} deep (nesting).")
        inside = replace(look, role="body", in_cell=True, depth=-1, marks=None)

        def contents(cell: etree._Element, head: bool) -> list[Block]:
            return self._container(cell, replace(inside, bold=look.bold or head))

        table = read_table(element, contents, self._visible.hidden, self._limits.objects)
        if table is not None:
            text.out.append(table)
        for lost in outside_cells(element, "table", self._visible.hidden):
            self._table(lost, look, text)
        self._tables -= 1


_LINK_LISTS = ("ul", "ol", "p")
_FEWEST_LINKS, _MOST_LINKS = 2, 500


def _leads_down_the_page(element: etree._Element) -> bool:
    """Return whether an element is a list of contents: nothing but links to places of its page."""
    links = list(islice(element.iter("a"), _MOST_LINKS + 1))
    if not _FEWEST_LINKS <= len(links) <= _MOST_LINKS or any(not (a.get("href") or "").startswith("#") for a in links):
        return False
    if any(a.get("role") is not None or a.get("data-toggle") is not None for a in links):
        return False
    return sum(len(plain_text(a)) for a in links) >= len(plain_text(element)) - _SIGNS_BETWEEN * len(links)


_SIGNS_BETWEEN = 3
"""Characters between two links of a list of contents: numbers, bars, spaces."""


def _refers(element: etree._Element) -> bool:
    """Return whether raised letters are the mark of a note."""
    return _REFERENCE.fullmatch(plain_text(element)) is not None and any(True for _ in element.iter("a"))


def _lines_as(said: str, role: BlockRole, level: int | None = None) -> Iterator[Paragraph]:
    lines = tuple(Line(words) for words in lines_of_runs([TextRun(said)]) if words)
    if lines:
        yield Paragraph(lines, role, level)


def _with_breaks(element: etree._Element) -> Iterator[str]:
    for event, child in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            yield "\n" if child.tag == "br" else child.text or ""
        elif child is not element:
            yield child.tail or ""


_Leaf = Callable[[PageStory, etree._Element, Look, OpenText], None]
_LEAVES: dict[str, _Leaf] = {
    "br": PageStory._break,
    "hr": PageStory._rule,
    "pre": PageStory._typed_text,
    **dict.fromkeys(("img", "svg", "canvas", "video", "audio"), PageStory._picture),
    **dict.fromkeys(("iframe", "object", "embed", "frame"), PageStory._outer),
    "button": PageStory._button,
    "select": PageStory._choice,
    "input": PageStory._field,
}
"""Elements that are read as a whole; all others are gone through for what they hold."""
