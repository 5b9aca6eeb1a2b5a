"""What somebody typed on a PDF page: values of form fields (AcroForm) and notes of the typewriter (FreeText).

PDFium's text page holds the page's own content alone, so the values are read from the annotations themselves
(ISO 32000-1, 12.5.6.6 and 12.7), whether or not the file holds a drawn appearance of them. Where the letters stand is
worked out from the annotation's rectangle: the words lie inside it, their widths are estimates.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2

from ingest.document import BBox, Rule, Word
from ingest.read.pdf.access import FAILURES
from ingest.read.pdf.bindings import c
from ingest.read.pdf.frame import Frame

__all__ = [
    "TypedText",
    "has_form",
    "has_note",
    "has_stamp",
    "kinds_of_notes",
    "stamped_words",
    "strikes",
    "typed_texts",
    "typed_words",
]

_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5
"""Flags of an annotation that is not shown (ISO 32000-1, table 165)."""
_RADIO, _PUSH_BUTTON, _PASSWORD, _MULTILINE = 1 << 15, 1 << 16, 1 << 13, 1 << 12
"""Flags of buttons (table 226) and text fields (table 228)."""
_DEEPEST = 32
"""Parents of a field that are asked for inherited values; a loop of parents ends here."""
_MARK = "☒"
"""What a check box or radio button that is on is read as."""
_SIZE, _LARGEST = 10.0, 12.0
"""Font size in points where the file names none, and the largest that a viewer chooses by itself (Acrobat)."""
_OF_BOX = 0.7
"""Font size by a box's height where the viewer chooses it, as a share."""
_LETTER = 0.5
"""Mean width of a letter in font sizes (Helvetica, Swedish running text)."""
_LEADING = 1.15
"""Distance of lines in font sizes (the appearance that Acrobat draws)."""
_PAD = 2.0
"""Distance of the text from the box's border in points (ISO 32000-1, 12.7.3.3)."""


@dataclass(frozen=True, slots=True)
class TypedText:
    """A text and the box in user space, in points, that it was typed into; `size` is the font size in points.

    Text of several lines (`from_top`) begins at the box's top, a single line stands in its middle.
    """

    text: str
    box: tuple[float, float, float, float]
    size: float
    from_top: bool = False


def has_form(pdf: pypdfium2.PdfDocument) -> bool:
    """Return whether a PDF says that it is a form."""
    return bool(c.FPDF_GetFormType(pdf.raw))


def kinds_of_notes(page: object) -> frozenset[int]:
    """The subtypes of the annotations on a loaded page (a pypdfium2 `FPDF_PAGE`), as PDFium numbers them."""
    kinds = set()
    for number in range(c.FPDFPage_GetAnnotCount(page)):
        annotation = c.FPDFPage_GetAnnot(page, number)
        kinds.add(c.FPDFAnnot_GetSubtype(annotation))
        c.FPDFPage_CloseAnnot(annotation)
    return frozenset(kinds)


def has_note(kinds: frozenset[int]) -> bool:
    """Return whether a page with notes of these kinds may hold form values or typed notes."""
    return bool(kinds & {c.FPDF_ANNOT_FREETEXT, c.FPDF_ANNOT_WIDGET})


def has_stamp(kinds: frozenset[int]) -> bool:
    """Return whether a page with notes of these kinds bears a rubber stamp (ISO 32000-1, 12.5.6.12)."""
    return c.FPDF_ANNOT_STAMP in kinds


def stamped_words(pdf: pypdfium2.PdfDocument, index: int) -> list[str]:
    """The words drawn by the rubber stamps of a page (`index` 0 is the first), in their order.

    The page of `pdf` is changed: its stamps become content, which its text page then reads; its other notes go.
    """
    page = pdf[index]
    try:
        for number in reversed(range(c.FPDFPage_GetAnnotCount(page.raw))):
            annotation = c.FPDFPage_GetAnnot(page.raw, number)
            is_stamp = c.FPDFAnnot_GetSubtype(annotation) == c.FPDF_ANNOT_STAMP
            c.FPDFPage_CloseAnnot(annotation)
            if not is_stamp:
                c.FPDFPage_RemoveAnnot(page.raw, number)
        before = Counter(_page_words(page))
        if c.FPDFPage_Flatten(page.raw, c.FLAT_NORMALDISPLAY) != c.FLATTEN_SUCCESS:
            return []
    finally:
        page.close()
    page = pdf[index]
    try:
        drawn = []
        for word in _page_words(page):
            before[word] -= 1
            if before[word] < 0:
                drawn.append(word)
        return drawn
    finally:
        page.close()


def _page_words(page: pypdfium2.PdfPage) -> list[str]:
    text = page.get_textpage()
    try:
        return str(text.get_text_range()).split()
    finally:
        text.close()


def strikes(page: object, frame: Frame) -> Iterator[Rule]:
    """The lines that annotations of the kind StrikeOut (ISO 32000-1, 12.5.6.10) draw on a loaded page, as displayed."""
    for number in range(c.FPDFPage_GetAnnotCount(page)):
        annotation = c.FPDFPage_GetAnnot(page, number)
        try:
            if c.FPDFAnnot_GetSubtype(annotation) != c.FPDF_ANNOT_STRIKEOUT:
                continue
            if c.FPDFAnnot_GetFlags(annotation) & (_HIDDEN | _NO_VIEW):
                continue
            for part in range(c.FPDFAnnot_CountAttachmentPoints(annotation)):
                quad = c.FS_QUADPOINTSF()
                if c.FPDFAnnot_GetAttachmentPoints(annotation, part, quad):
                    xs, ys = ([getattr(quad, f"{axis}{n}") for n in (1, 2, 3, 4)] for axis in "xy")
                    x0, top, x1, bottom = frame.matrix.box(min(xs), min(ys), max(xs), max(ys))
                    middle = (top + bottom) / 2
                    yield Rule(BBox(x0, middle, x1, middle), True)
        finally:
            c.FPDFPage_CloseAnnot(annotation)


def typed_texts(data: bytes) -> dict[int, tuple[TypedText, ...]]:
    """By page index (0 is the first), what was typed on it; nothing where the file's structure cannot be read."""
    found: dict[int, tuple[TypedText, ...]] = {}
    with suppress(*FAILURES), pikepdf.open(io.BytesIO(data)) as pdf:
        for index, page in enumerate(pdf.pages):
            texts = tuple(_texts(page.obj.get("/Annots")))
            if texts:
                found[index] = texts
    return found


def _texts(annotations: Any) -> Iterator[TypedText]:
    if not isinstance(annotations, pikepdf.Array):
        return
    for annotation in annotations:
        if not isinstance(annotation, pikepdf.Dictionary):
            continue
        with suppress(TypeError, ValueError, ArithmeticError):
            if int(annotation.get("/F", 0)) & (_HIDDEN | _NO_VIEW):
                continue
            text = _value(annotation)
            x0, y0, x1, y1 = (float(v) for v in annotation["/Rect"])
            box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            if text and text.strip():
                from_top = bool(int(_inherited(annotation, "/Ff") or 0) & _MULTILINE)
                yield TypedText(text, box, _size(annotation, box[3] - box[1]), from_top)


def _value(annotation: pikepdf.Dictionary) -> str | None:
    """What a reader sees in an annotation; None where it is no typed text."""
    kind = annotation.get("/Subtype")
    if kind == "/FreeText":
        return _string(annotation.get("/Contents"))
    if kind != "/Widget":
        return None
    flags = int(_inherited(annotation, "/Ff") or 0)
    match str(_inherited(annotation, "/FT")):
        case "/Tx" if not flags & _PASSWORD:
            return _string(_inherited(annotation, "/V"))
        case "/Ch":
            value = _inherited(annotation, "/V")
            chosen = list(value) if isinstance(value, pikepdf.Array) else [value]
            return "\n".join(_shown(annotation, v) for v in chosen if v is not None)
        case "/Btn" if not flags & _PUSH_BUTTON:
            state = annotation.get("/AS", None if flags & _RADIO else _inherited(annotation, "/V"))
            return _MARK if state is not None and str(state) != "/Off" else None
    return None


def _shown(annotation: pikepdf.Dictionary, value: Any) -> str:
    """What a choice field shows for a value: options may be pairs of the value and its text."""
    options = _inherited(annotation, "/Opt")
    for option in options if isinstance(options, pikepdf.Array) else ():
        if isinstance(option, pikepdf.Array) and len(option) == 2 and str(option[0]) == str(value):
            return str(option[1])
    return str(value)


def _inherited(field: pikepdf.Dictionary, key: str) -> Any:
    """A field's value, or that of the nearest parent that has it."""
    node: Any = field
    for _ in range(_DEEPEST):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def _string(value: Any) -> str | None:
    if isinstance(value, pikepdf.Stream):
        # A text stream holds what a text string holds (7.9.3): its mark says which encoding, or it is UTF-8.
        data = value.read_bytes()
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return str(pikepdf.String(data))
    return str(value) if isinstance(value, pikepdf.String) else None


def _size(annotation: pikepdf.Dictionary, height: float) -> float:
    look = _inherited(annotation, "/DA")
    named = re.search(r"([\d.]+)\s+Tf", str(look)) if look is not None else None
    size = float(named[1]) if named else _SIZE
    return size if size > 0 else min(_LARGEST, max(1.0, height * _OF_BOX))


def typed_words(texts: Sequence[TypedText], frame: Frame) -> Iterator[Word]:
    """The words of typed texts at their estimated places on the page as displayed, line by line."""
    for typed in texts:
        x0, top, x1, bottom = frame.matrix.box(*typed.box)
        lines = _wrapped(typed.text, max(1.0, (x1 - x0 - 2 * _PAD) / (_LETTER * typed.size)))
        # What is longer than its box is drawn smaller by viewers.
        step = min(typed.size * _LEADING, (bottom - top) / len(lines))
        height = min(typed.size, step)
        in_middle = len(lines) == 1 and not typed.from_top
        first = (top + bottom - step) / 2 if in_middle else top + min(_PAD, (bottom - top) / 4)
        for number, line in enumerate(lines):
            y = first + number * step
            letter = min(_LETTER * typed.size, (x1 - x0) / max(1, len(line)))
            for match in re.finditer(r"\S+", line):
                box = BBox(x0 + letter * match.start(), y, x0 + letter * match.end(), y + height)
                yield Word(match[0], match[0], box, size=typed.size)


def _wrapped(text: str, letters: float) -> list[str]:
    """Lines of at most so many letters where words allow it; forced breaks stay."""
    lines: list[str] = []
    for part in re.split(r"\r\n|\r|\n", text):
        line = ""
        for word in part.split():
            if line and len(line) + 1 + len(word) > letters:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return [line for line in lines if line] or [""]
