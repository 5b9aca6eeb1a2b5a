"""The inside of a Word paragraph: runs, fields, revisions, symbols and boxes as a plain sequence of pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from lxml import etree

from ingest.read.docx.picture_marks import ShownPicture, shown
from ingest.read.docx.styles import Styles, TextLook
from ingest.read.docx.symbol_fonts import is_symbol_font, symbol
from ingest.read.office_xml import MC, W, on
from ingest.read.words import windows_signs

__all__ = ["Fields", "Inline", "InlineItem", "Seen", "chosen"]

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class InlineItem(NamedTuple):
    """One thing in a paragraph; `element` is a text box's content, `text` a text's or a diagram's part id."""

    kind: Literal["text", "tab", "break", "page", "box", "diagram", "label", "picture"]
    text: str = ""
    look: TextLook = TextLook()
    element: etree._Element | None = None
    picture: ShownPicture | None = None


@dataclass(slots=True)
class Seen:
    """What was met on the way that becomes a note, and which notes are asked for."""

    counts: Counter[str] = field(default_factory=Counter)
    struck: list[str] = field(default_factory=list)
    """Texts that a line through them takes back."""
    footnotes: list[tuple[str, str | None]] = field(default_factory=list)
    """(id, own mark) in order of reference."""
    endnotes: list[tuple[str, str | None]] = field(default_factory=list)
    embedded: list[str] = field(default_factory=list)
    """Programs of the documents that are embedded as objects (`AcroExch.Document.DC`), "" where none is named."""


@dataclass(slots=True)
class _Field:
    code: str = ""
    """The beginning of its instruction."""
    result: bool = False
    contents: bool = False
    """Whether it is a table of contents."""
    form: etree._Element | None = None


class Fields:
    """The complex fields that are open; they may reach over paragraphs and nest."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        # How many of the open fields show no result yet, and how many are tables of contents: asked for at every
        # run, while a hostile file may open a field in each.
        self._unshown = self._contents = 0

    def char(self, element: etree._Element) -> str:
        """Take a `w:fldChar`; gives the text that a form field shows by itself."""
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._open.append(_Field(form=element.find(W + "ffData")))
            self._unshown += 1
        elif kind == "separate" and self._open:
            self._show(self._open[-1])
        elif kind == "end" and self._open:
            closed = self._open.pop()
            self._unshown -= not closed.result
            self._contents -= closed.contents
            return _form_text(closed)
        return ""

    def _show(self, item: _Field) -> None:
        self._unshown -= not item.result
        item.result = True

    def instruction(self, text: str) -> None:
        if not self._open:
            return
        item = self._open[-1]
        # The first word says what the field is.
        if len(item.code) < 32:
            item.code = (item.code + text).lstrip()[:32]
            self._contents -= item.contents
            item.contents = item.code.upper().startswith("TOC")
            self._contents += item.contents

    @property
    def hides(self) -> bool:
        """Whether text here belongs to an instruction, not to a result."""
        return self._unshown > 0

    @property
    def contents(self) -> bool:
        """Whether text here belongs to a table of contents."""
        return self._contents > 0

    def end_paragraph(self) -> None:
        """Instructions end with their paragraph; an unfinished one must not swallow the rest of the document."""
        if self._unshown:
            for item in self._open:
                self._show(item)


def _form_text(closed: _Field) -> str:
    """A check box or a choice of an old form; their fields have no result of their own."""
    if closed.form is None:
        return ""
    box = closed.form.find(W + "checkBox")
    if box is not None:
        state = on(box.find(W + "checked"))
        return "☒" if (state if state is not None else on(box.find(W + "default"))) else "☐"
    choices = closed.form.find(W + "ddList")
    if choices is not None and not closed.result:
        entries = [e.get(W + "val") or "" for e in choices.iterchildren(W + "listEntry")]
        chosen_at = choices.find(W + "result")
        if chosen_at is None:
            chosen_at = choices.find(W + "default")
        value = (chosen_at.get(W + "val") if chosen_at is not None else None) or "0"
        index = int(value) if value.isdigit() else 0
        return entries[index] if index < len(entries) else ""
    return ""


def chosen(alternate: etree._Element) -> etree._Element | None:
    """The one branch of an `mc:AlternateContent` to read: the first that holds text, else the first."""
    branches = [*alternate.iterchildren(MC + "Choice"), *alternate.iterchildren(MC + "Fallback")]
    for branch in branches:
        if branch.find(f".//{W}t") is not None or branch.find(f".//{M}t") is not None:
            return branch
    return branches[0] if branches else None


_FORMULAS = ("Equation", "MathType")
"""Beginnings of names of programs whose objects are formulas, not documents."""
_DROPPED = {W + "del": "deletions", W + "moveFrom": "deletions", W + "subDoc": "embedded"}
"""What is only counted, and as what."""
_NO_TEXT = frozenset(
    {
        *(W + n for n in (
            "pPr", "rPr", "tblPr", "tcPr", "trPr", "sectPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr",
            "fldData", "proofErr", "delText", "delInstrText", "footnoteRef", "endnoteRef", "annotationRef", "separator",
            "continuationSeparator", "lastRenderedPageBreak", "softHyphen", "rubyPr",
        )),
        *(M + n for n in ("rPr", "ctrlPr", "oMathParaPr", "fPr", "sSubPr", "sSupPr", "naryPr", "dPr")),
    }
)  # fmt: skip


class Inline:
    """Walks one story's paragraphs."""

    def __init__(
        self, styles: Styles, seen: Seen, fields: Fields, *, preserve: bool = False, width: float | None = None
    ) -> None:
        self._styles = styles
        self._seen = seen
        self._fields = fields
        self._preserve = preserve
        self._width = width

    def pieces(self, paragraph: etree._Element, look: TextLook) -> list[InlineItem]:
        """The pieces of a `w:p`, in order; `look` is that of its style."""
        return list(self._walk(paragraph, look))

    def _walk(self, parent: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        for child in parent.iterchildren(etree.Element):
            if child.tag in _NO_TEXT:
                continue
            yield from _IN_PARAGRAPH.get(child.tag, Inline._walk)(self, child, look)

    def _counted(self, element: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        """What is only counted: deletions, and documents inside."""
        self._seen.counts[_DROPPED[element.tag]] += 1
        return iter(())

    def _inserted(self, element: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        self._seen.counts["insertions"] += 1
        return self._walk(element, look)

    def _simple_field(self, element: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        return iter(()) if self._fields.hides else self._walk(element, look)

    def _alternative(self, element: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        branch = chosen(element)
        return iter(()) if branch is None else self._walk(branch, look)

    def _formula_text(self, element: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        return self._text(element.text or "", look)

    def _formula_part(self, element: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        """A fraction's bar and an index's place are lost in a line of text; the parts stay apart."""
        if element.tag == M + "den":
            yield InlineItem("text", "/", look)
        yield from self._walk(element, look)

    def _control(self, control: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        content = control.find(W + "sdtContent")
        if content is None:
            return
        if placeholder(control):
            self._seen.counts["placeholders"] += 1
            return
        yield from self._walk(content, look)

    def _run(self, run: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        look = self._styles.apply(look, run.find(W + "rPr"))
        for child in run.iterchildren(etree.Element):
            tag = child.tag
            if tag == W + "fldChar":
                text = self._fields.char(child)
                if text:
                    yield from self._text(text, look)
            elif tag == W + "instrText":
                self._fields.instruction(child.text or "")
            elif tag in _NO_TEXT:
                continue
            elif look.hidden and tag not in (W + "drawing", W + "pict", W + "object", MC + "AlternateContent"):
                self._count_hidden(child)
            elif look.struck and tag == W + "t":
                # With its spaces: words beside it stay apart.
                self._seen.struck.append((child.text or "").strip())
                yield from self._text(" ", look)
            else:
                yield from self._in_run(child, look)

    def _count_hidden(self, child: etree._Element) -> None:
        if (child.tag == W + "t" and (child.text or "").strip()) or child.tag == W + "sym":
            self._seen.counts["hidden"] += 1

    def _in_run(self, child: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        read: _Reader = _IN_RUN.get(child.tag, Inline._walk)
        return read(self, child, look)

    def _run_text(self, element: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        text = element.text or ""
        if not self._preserve and element.get(XML_SPACE) != "preserve":
            text = text.strip(" \t\r\n")
        return self._text(windows_signs(text), look)

    def _tab(self, element: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        if not self._fields.hides:
            yield InlineItem("tab", look=look)

    def _break(self, element: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        kind = element.get(W + "type") if element.tag == W + "br" else None
        yield InlineItem("page" if kind in ("page", "column") else "break", look=look)

    def _hard_hyphen(self, element: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        return self._text("-", look)

    def _note_reference(self, element: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        key, own = element.get(W + "id"), on_attribute(element, "customMarkFollows")
        asked = self._seen.footnotes if element.tag == W + "footnoteReference" else self._seen.endnotes
        if key is not None:
            asked.append((key, "" if own else None))
        return iter(())

    def _alternative_in_run(self, element: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        branch = chosen(element)
        if branch is not None:
            for inner in branch.iterchildren(etree.Element):
                yield from self._in_run(inner, look)

    def _nothing(self, element: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        return iter(())

    def _text(self, text: str, look: TextLook) -> Iterator[InlineItem]:
        if not text or self._fields.hides:
            return
        if look.font is not None and is_symbol_font(look.font):
            text = "".join(symbol(c, look.font) for c in text)
        yield InlineItem("text", text, look)

    def _symbol(self, element: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        try:
            code = int(element.get(W + "char") or "", 16)
            character = chr(code)
        except (ValueError, OverflowError):
            return
        if 0xD800 <= code <= 0xDFFF or code < 0x20:
            return
        yield from self._text(symbol(character, element.get(W + "font")), look._replace(font=None))

    def _ruby(self, element: etree._Element, look: TextLook) -> Iterator[InlineItem]:
        """The base, then its reading in brackets, as it is printed where there is no room above a line."""
        base, above = element.find(W + "rubyBase"), element.find(W + "rt")
        if base is not None:
            yield from self._walk(base, look)
        if above is not None and "".join(t.text or "" for t in above.iter(W + "t")).strip():
            yield InlineItem("text", "(", look)
            yield from self._walk(above, look)
            yield InlineItem("text", ")", look)

    def _drawing(self, element: etree._Element, look: TextLook | None = None) -> Iterator[InlineItem]:
        """A drawing, or an object of another program; the picture that stands for a document is none to be read."""
        inside = element.find(OFFICE + "OLEObject") if element.tag == W + "object" else None
        program = "" if inside is None else inside.get("ProgID") or ""
        if inside is not None and inside.get("Type") != "Link" and not program.startswith(_FORMULAS):
            self._seen.embedded.append(program)
        else:
            yield from self._drawn(element)

    def _drawn(self, element: etree._Element) -> Iterator[InlineItem]:
        """Text boxes, word art, diagrams and page-like pictures of a drawing; others are only counted."""
        for child in element.iterchildren(etree.Element):
            yield from _IN_DRAWING.get(child.tag, Inline._drawn)(self, child)

    def _text_box(self, element: etree._Element) -> Iterator[InlineItem]:
        yield InlineItem("box", element=element)

    def _alternative_drawing(self, element: etree._Element) -> Iterator[InlineItem]:
        branch = chosen(element)
        return iter(()) if branch is None else self._drawn(branch)

    def _word_art(self, element: etree._Element) -> Iterator[InlineItem]:
        text = (element.get("string") if element.tag == V + "textpath" else element.text) or ""
        if text.strip():
            yield InlineItem("label", text)

    def _diagram(self, element: etree._Element) -> Iterator[InlineItem]:
        part = element.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm")
        if part:
            yield InlineItem("diagram", part)

    def _chart(self, element: etree._Element) -> Iterator[InlineItem]:
        self._seen.counts["charts"] += 1
        return iter(())

    def _picture(self, element: etree._Element) -> Iterator[InlineItem]:
        picture = None if self._width is None else shown(element, self._width)
        if picture is None:
            self._seen.counts["images"] += 1
        else:
            yield InlineItem("picture", picture=picture)


_Reader = Callable[[Inline, etree._Element, TextLook], Iterator[InlineItem]]
_IN_PARAGRAPH: dict[str, _Reader] = {
    W + "r": Inline._run,
    **dict.fromkeys(_DROPPED, Inline._counted),
    W + "sdt": Inline._control,
    W + "fldSimple": Inline._simple_field,
    MC + "AlternateContent": Inline._alternative,
    M + "t": Inline._formula_text,
    **dict.fromkeys((M + "num", M + "sub", M + "sup", M + "den"), Inline._formula_part),
    **dict.fromkeys((W + "drawing", W + "pict", W + "object"), Inline._drawing),
    **dict.fromkeys((W + "ins", W + "moveTo"), Inline._inserted),
}
"""How the children of a paragraph are read; all others are gone through for what they hold."""
_IN_RUN: dict[str, _Reader] = {
    W + "t": Inline._run_text,
    **dict.fromkeys((W + "tab", W + "ptab"), Inline._tab),
    **dict.fromkeys((W + "br", W + "cr"), Inline._break),
    W + "noBreakHyphen": Inline._hard_hyphen,
    W + "sym": Inline._symbol,
    **dict.fromkeys((W + "footnoteReference", W + "endnoteReference"), Inline._note_reference),
    **dict.fromkeys((W + "drawing", W + "pict", W + "object"), Inline._drawing),
    MC + "AlternateContent": Inline._alternative_in_run,
    W + "ruby": Inline._ruby,
    **dict.fromkeys((W + "commentReference", W + "pgNum"), Inline._nothing),
}
"""How the children of a run are read; all others are gone through for what they hold."""
_IN_DRAWING: dict[str, Callable[[Inline, etree._Element], Iterator[InlineItem]]] = {
    W + "txbxContent": Inline._text_box,
    MC + "AlternateContent": Inline._alternative_drawing,
    **dict.fromkeys((V + "textpath", A + "t"), Inline._word_art),
    DGM + "relIds": Inline._diagram,
    CHART + "chart": Inline._chart,
    **dict.fromkeys((A + "blip", V + "imagedata"), Inline._picture),
}
"""How the children of a drawing are read; all others are gone through for what they hold."""


def placeholder(control: etree._Element) -> bool:
    """Return whether a content control shows only its prompt ("Klicka här för att ange text.")."""
    return bool(on(control.find(f"{W}sdtPr/{W}showingPlcHdr")))


def on_attribute(element: etree._Element, name: str) -> bool:
    return (element.get(W + name) or "0").lower() in ("1", "true", "on")
