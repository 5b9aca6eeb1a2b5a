"""PDF files: every page is looked at with PDFium first, then read from its text layer or handed to OCR."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2

from ingest.document import Document, Method, Note, Page, Properties, Word
from ingest.errors import EncryptedFile, FileTooLarge, MissingTool, TruncatedFile, UnsupportedFile
from ingest.options import Options
from ingest.read.ocr.two_up import split_sheet
from ingest.read.pdf.access import unknown_filter, without_password
from ingest.read.pdf.annotations import (
    TypedText,
    has_form,
    has_note,
    has_stamp,
    kinds_of_notes,
    stamped_words,
    strikes,
    typed_texts,
    typed_words,
)
from ingest.read.pdf.attachments import attachment_notes, pinned_files
from ingest.read.pdf.bindings import c
from ingest.read.pdf.characters import PageText, page_text
from ingest.read.pdf.drawing import page_drawing
from ingest.read.pdf.drawn_bullets import with_bullets
from ingest.read.pdf.first_look import PageCounts
from ingest.read.pdf.fonts import doubtful, recover, restored
from ingest.read.pdf.footnote_marks import without_note_marks
from ingest.read.pdf.frame import Frame
from ingest.read.pdf.layers import without_hidden_layers
from ingest.read.pdf.ocr_decision import settle
from ingest.read.pdf.struck_out import without_struck_out
from ingest.read.pdf.tags import page_tags
from ingest.source import PDF, Source

MOST_DRAWN = 400_000
"""Objects and path segments of one page that are looked at, which takes some seconds. The fullest of 427 pages of plans
that were counted has 40,000 (a designer's pictures)."""

__all__ = ["opened", "properties", "read", "read_page"]


def read(source: Source, options: Options) -> Document:
    """Read a PDF.

    Raises:
        TruncatedFile: damaged beyond what PDFium can repair, or without pages.
        EncryptedFile: a password is needed.
        FileTooLarge: more pages, larger pages or more objects than the limits allow.
        MissingTool: all pages are pictures, and OCR is not installed.
    """
    notes: list[Note] = []
    original, shown = source, without_hidden_layers(source.data)
    if shown is not None:
        source = Source(source.name, shown)
    with opened(source, options) as pdf:
        about = properties(pdf)
        layers = _layers_with_notes(pdf, source, options)
        notes += attachment_notes(pdf, (name for _, look in layers for name in look.pinned))
        if shown is not None:
            notes += _hidden_words(original, layers, options)
        notes += (*_unseen_words(layers), *_stamps(original, layers, options))
        pages: list[Page] = []
        telling = any(look.characters for _, look in layers)
        for page, look in layers:
            settled, page_notes = _settled(pdf, page, look, options, source.name, telling=telling)
            notes += (*_look_notes(page, look), *page_notes)
            pages += [part for p in settled for part in (split_sheet(p) if p.method is Method.OCR else (p,))]
    if not any(page.words for page in pages) and not notes:
        notes.append(Note("no-text", "warning", "No text was found on any page."))
    if b"%%EOF" not in original.data[-2048:]:
        notes.append(Note("file-damaged", "warning", "The end of the PDF is missing; pages may have been lost."))
    return Document(
        original.id,
        source.name,
        PDF,
        Method.OCR if pages and all(p.method is Method.OCR for p in pages) else Method.TEXT_LAYER,
        pages=tuple(pages),
        properties=about,
        notes=tuple(dict.fromkeys(notes)),
        quality=min((p.quality for p in pages), default=1.0),
    )


def _layers_with_notes(pdf: pypdfium2.PdfDocument, source: Source, options: Options) -> list[tuple[Page, PageCounts]]:
    """The text layers with what was typed into form fields and notes; a broken font's letters are recovered."""
    typed = typed_texts(source.data) if has_form(pdf) else {}
    layers = _layers(pdf, source.name, options, typed)
    if not typed and any(look.noted for _, look in layers):
        # Seldom: most files are read once, without a look at every page's notes beforehand.
        typed = typed_texts(source.data)
        layers = _layers(pdf, source.name, options, typed) if typed else layers
    if doubtful((p for p, _ in layers), sum(look.unmapped for _, look in layers)):
        layers = _recovered(source, layers, options, typed)
    if all(page.width == 0 for page, _ in layers):
        raise TruncatedFile("has no page that can be read.", source=source.name)
    return layers


def _look_notes(page: Page, look: PageCounts) -> Iterator[Note]:
    """What a person should know of a page's layer."""
    if look.struck:
        message = f"Page {page.number}: struck-out words are left out: {' '.join(look.struck)}"
        yield Note("struck-out", "info", message)
    if look.given_up:
        message = f"Page {page.number} draws so much that its lines and fills are not looked at, only its text."
        yield Note("drawing-not-read", "warning", message)
    if page.width == 0:
        message = f"Page {page.number} is damaged and could not be read."
        yield Note("page-unreadable", "error", message)


_UNREAD = 0.3
"""Quality of a page whose text layer is not to be trusted, where OCR is missing."""


def _settled(
    pdf: pypdfium2.PdfDocument, page: Page, look: PageCounts, options: Options, name: str, *, telling: bool
) -> tuple[tuple[Page, ...], tuple[Note, ...]]:
    """The page as its layer or OCR gives it; as it is where OCR is missing and another page has text (`telling`)."""
    if page.width == 0:
        return (page,), ()
    try:
        return settle(pdf, page.number - 1, page, look, options)
    except FileTooLarge as error:
        raise FileTooLarge(f"page {page.number} {error.message}", source=name) from error
    except MissingTool as error:
        if not telling:
            error.source = name
            raise
        message = f"Page {page.number} needs OCR: {error.message} {error.remedy}"
        note = Note("page-not-read", "error", message)
        return (replace(page, quality=_UNREAD if look.characters else 0.0),), (note,)


def _hidden_words(original: Source, layers: Sequence[tuple[Page, PageCounts]], options: Options) -> Iterator[Note]:
    """Quote the words of layers that are switched off: what the file as it is has more than was read."""
    with opened(original, options) as pdf:
        for index, (page, _) in enumerate(layers):
            try:
                full, _ = read_page(pdf, index, options)
            except (pypdfium2.PdfiumError, FileTooLarge):
                continue
            left = Counter(w.text for w in page.words)
            hidden = []
            for word in full.words:
                left[word.text] -= 1
                if left[word.text] < 0:
                    hidden.append(word.text)
            if hidden:
                message = f"Page {page.number}: layers that are switched off are left out: {' '.join(hidden)}"
                yield Note("hidden-text", "info", message)


def _unseen_words(layers: Sequence[tuple[Page, PageCounts]]) -> Iterator[Note]:
    """Quote what stands outside of the visible pages and on none of them, as a page cut out of a sheet has it."""
    if not any(look.unseen for _, look in layers):
        return
    told = {w.text for page, _ in layers for w in (*page.words, *page.rotated)}
    for page, look in layers:
        words = [w for w in look.unseen if w not in told and any(map(str.isalnum, w))]
        told.update(words)
        if words:
            more = f" and {len(words) - _MOST_QUOTED} more" if len(words) > _MOST_QUOTED else ""
            quoted = " ".join(words[:_MOST_QUOTED]) + more
            message = f"Page {page.number}: words outside of what the page shows are left out: {quoted}"
            yield Note("hidden-text", "info", message)


_MOST_QUOTED = 1000
"""Words that one note quotes."""


def _stamps(original: Source, layers: Sequence[tuple[Page, PageCounts]], options: Options) -> Iterator[Note]:
    """Quote what the rubber stamps of a reader program say: they stand on the page and are no part of its text."""
    stamped = [page.number for page, look in layers if look.stamped]
    if not stamped:
        return
    with opened(original, options) as pdf:
        for number in stamped:
            words = stamped_words(pdf, number - 1)
            if words:
                yield Note("mark-on-page", "info", f"Page {number}: a stamp is left out: {' '.join(words)}")


def _layers(
    pdf: pypdfium2.PdfDocument, name: str, options: Options, typed: Mapping[int, Sequence[TypedText]]
) -> list[tuple[Page, PageCounts]]:
    """Every page as its text layer gives it; a page that PDFium cannot load has no size."""
    out = []
    for index in range(len(pdf)):
        try:
            out.append(read_page(pdf, index, options, typed.get(index, ())))
        except pypdfium2.PdfiumError:
            out.append((Page(index + 1, 0.0, 0.0, Method.TEXT_LAYER, quality=0.0), PageCounts(index + 1, 0.0, 0.0)))
        except FileTooLarge as error:
            raise FileTooLarge(f"page {index + 1} {error.message}", source=name) from error
    return out


def _recovered(
    source: Source,
    layers: list[tuple[Page, PageCounts]],
    options: Options,
    typed: Mapping[int, Sequence[TypedText]],
) -> list[tuple[Page, PageCounts]]:
    """The layers read again through fonts whose maps have been repaired, where the fonts allow it."""
    if "glyph-map" in options.skip_repairs:
        return layers
    recovery = recover(source.data)
    if recovery is None:
        return layers
    with opened(Source(source.name, recovery.data), options) as pdf:
        again = _layers(pdf, source.name, options, typed)
    if len(again) != len(layers):
        return layers
    return [(restored(page, recovery.meaning), look) for page, look in again]


@contextmanager
def opened(source: Source, options: Options) -> Iterator[pypdfium2.PdfDocument]:
    """A checked, open PDF; every step that needs one goes through here.

    Raises:
        TruncatedFile, EncryptedFile, FileTooLarge.
    """
    pdf = _document(source)
    try:
        count = len(pdf)
        if count == 0:
            raise TruncatedFile("holds no page that can be found.", source=source.name)
        if count > options.limits.pages:
            raise FileTooLarge(f"has {count} pages; the limit (pages) is {options.limits.pages}.", source=source.name)
        yield pdf
    finally:
        pdf.close()


def _document(source: Source) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        # PDFium may leave the code of another document's error.
        if code == c.FPDF_ERR_PASSWORD and b"/Encrypt" in source.data:
            unlocked = without_password(source.data)
            if unlocked is not None:
                with suppress(pypdfium2.PdfiumError):
                    return pypdfium2.PdfDocument(unlocked)
                raise TruncatedFile("holds no page that can be found.", source=source.name) from error
            raise EncryptedFile("is protected by a password.", source=source.name) from error
        if code == c.FPDF_ERR_SECURITY:
            raise EncryptedFile("is protected in a way that PDFium does not know.", source=source.name) from error
        strange = unknown_filter(source.data)
        if strange is not None:
            raise UnsupportedFile(
                f"is compressed in a way that no reader here knows ({strange}).",
                source=source.name,
                remedy="Open it in the program that made it, print it to PDF, and convert that.",
            ) from error
        raise TruncatedFile("is not a whole PDF and could not be repaired.", source=source.name) from error


def read_page(
    pdf: pypdfium2.PdfDocument, index: int, options: Options, typed: Sequence[TypedText] = ()
) -> tuple[Page, PageCounts]:
    """One page's text layer and drawing, and what was seen of it; the page is released before returning.

    `typed` is what was typed into the page's form fields and notes; it becomes words like any others.

    Raises:
        FileTooLarge: a side longer, or more objects, than the limits allow.
        pypdfium2.PdfiumError: PDFium cannot load the page.
    """
    number = index + 1
    page = pdf[index]
    try:
        frame = _frame(page)
        limit = options.limits.page_points
        if max(frame.width, frame.height) > limit:
            raise FileTooLarge(
                f"is {max(frame.width, frame.height):.0f} points long; the limit (page_points) is {limit:.0f}."
            )
        text = page_text(page.raw, frame)
        turns, upright = _turned(text, frame)
        if turns:
            frame = frame.turned(turns)
            text = page_text(page.raw, frame)
        drawing = page_drawing(page.raw, frame, min(MOST_DRAWN, options.limits.objects))
        shown, turned = _on_page(text.words, frame), _on_page(text.rotated, frame)
        seen = [(w, m) for w, m, held in zip(text.words, text.marks, shown, strict=True) if held]
        words = zip((*text.words, *text.rotated), (*shown, *turned), strict=True)
        unseen = (*[w.text for w, held in words if not held], *text.cut_away)
        seen, struck = without_struck_out(seen, (*drawing.rules, *strikes(page.raw, frame)))
        seen = with_bullets(without_note_marks(seen), drawing.dots, drawing.rules)
        tags = page_tags(page.raw, [m for _, m in seen])
        kinds, pinned = kinds_of_notes(page.raw), tuple(pinned_files(page.raw))
    finally:
        page.close()
    result = Page(
        number,
        frame.width,
        frame.height,
        Method.TEXT_LAYER,
        words=(*(w for w, _ in seen), *typed_words(typed, frame)),
        rotated=tuple([w for w, held in zip(text.rotated, turned, strict=True) if held]),
        rules=drawing.rules,
        fills=drawing.fills,
        images=() if turns else drawing.images,
        upright=upright,
        tags=tags,
    )
    look = PageCounts(
        number,
        frame.width,
        frame.height,
        characters=text.characters + sum(len(t.text) for t in typed),
        invisible=text.invisible,
        unmapped=text.unmapped,
        images=drawing.images,
        drawn=len(drawing.rules) + len(drawing.fills),
        struck=tuple(w.text for w in struck),
        unseen=unseen,
        noted=has_note(kinds),
        stamped=has_stamp(kinds),
        pinned=pinned,
        given_up=drawing.given_up,
    )
    return result, look


def _on_page(words: Sequence[Word], frame: Frame) -> list[bool]:
    """Whether any part of each word lies on the page."""
    width, height = frame.width, frame.height
    boxes = [w.bbox for w in words]
    return [b is None or (b[2] > 0 and b[0] < width and b[3] > 0 and b[1] < height) for b in boxes]


def _turned(text: PageText, frame: Frame) -> tuple[int, tuple[float, ...] | None]:
    """Quarter turns clockwise that set a page upright whose text is all turned, and the way back to the display."""
    most = max(range(4), key=lambda i: text.angles[i])
    if most == 0 or text.angles[most] < 0.8 * max(1, sum(text.angles)) or text.angles[most] < 20:
        return 0, None
    width, height = frame.width, frame.height
    back = {
        1: (0.0, 1.0, 0.0, -1.0, 0.0, height, 0.0, 0.0, 1.0),
        2: (-1.0, 0.0, width, 0.0, -1.0, height, 0.0, 0.0, 1.0),
        3: (0.0, -1.0, width, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0),
    }
    turns = (4 - most) % 4
    return turns, back[turns]


def _frame(page: Any) -> Frame:
    box = c.FS_RECTF()
    if not c.FPDF_GetPageBoundingBox(page.raw, box) or box.right <= box.left or box.top <= box.bottom:
        width, height = page.get_size()
        return Frame(0.0, 0.0, width or 595.0, height or 842.0)
    return Frame(box.left, box.bottom, box.right, box.top, (page.get_rotation() // 90) % 4)


_PDF_DATE = re.compile(r"(?:D:)?(\d{4})-?(\d{2})?-?(\d{2})?")


def properties(pdf: pypdfium2.PdfDocument) -> Properties:
    """Title, author and dates as the file's information dictionary gives them."""

    def text(key: str) -> str | None:
        try:
            value = pdf.get_metadata_value(key)
        except (UnicodeDecodeError, pypdfium2.PdfiumError):
            return None
        return " ".join(value.replace("\x00", "").split()) or None

    def day(key: str) -> date | None:
        match = _PDF_DATE.match(text(key) or "")
        if not match:
            return None
        try:
            return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
        except ValueError:
            return None

    return Properties(text("Title"), text("Author"), text("Subject"), day("CreationDate"), day("ModDate"))
