"""Text layer or picture: how each PDF page is read, decided page by page.

A healthy layer is used. A page without one, or with a few stray letters on a picture, is read by OCR. A hidden
layer that somebody's OCR wrote is believed only if its words are healthy and a strip of the page, read again,
says the same; otherwise the page is read anew and the layer stays as a second reading. Pictures on a page of
text are read where they hold text of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from rapidfuzz.distance import Levenshtein

from ingest.document import BBox, Method, Note, Page, Word
from ingest.errors import FileTooLarge
from ingest.language.damage import Damage, health
from ingest.language.lexicon import known
from ingest.options import Options
from ingest.read.ocr import reader as scan
from ingest.read.ocr.images import TINT_DPI, Gray, PageImage, tint_of
from ingest.read.ocr.print_detector import DETECTOR_DPI, print_seen, shows_print
from ingest.read.ocr.two_up import facing_pages
from ingest.read.page_error import is_abroad, word_error
from ingest.read.pdf.first_look import PageCounts
from ingest.read.words import STRAY

__all__ = ["PageReading", "choose", "is_text", "render", "settle"]

VECTOR_DPI = 300.0
LEAST_DPI, MOST_DPI = 100.0, 400.0
LEAST_PRINT, PRINT_SHARE = 15, 0.2
"""Letters in rows that a picture on a page of text shows if it is to be read, and their share of all its pieces of ink
as large as letters. Pictures of tables show 38 and more (0.28 to 0.88), photographs, maps, charts up to 11 (0.01)."""
BROKEN = 0.1
"""Share of a visible layer's words that are expected to be wrong, from which OCR is tried: it errs in 0.02 of the words
of a page that is drawn, not scanned."""
SOUND = 0.05
"""The same up to which a layer counts as sound: 95 of 100 pages of undamaged files lie below (models/pages)."""
REPAIRED = 0.035
"""Share of the wrong words that stay wrong where repair puts lost marks and wrong code pages right (0.012 of the words
of drawn documents of which 0.355 had lost their marks)."""
ALIKE = 0.02
"""Share of the words in which a layer may differ from OCR beyond OCR's own expected errors, and be as right."""
FEW_LINES, QUIET = 0.5, 18.0
"""Share of a page up to which the rows and columns that hold its words are read alone, and points left around them."""
LINE_OF_SIGNS = 3
"""Equal signs of a word from which it is a line: `...`, `_____`."""
NOTHING_READ = 0.5
"""Share of OCR's words that are expected to be wrong, from which it has read nothing that is printed."""
LAST_LATIN = "\u036f"
"""Letters of other scripts come after it, but for a few with two accents."""
WORDS, CHARACTERS = 30, 150
"""Words below which a share of wrong ones says nothing, and characters: a cipher may hold the spaces too."""
ONE_TONE = 8
"""Levels of grey, of 256, within which a picture is of one tone: a lossy format does not keep each exactly."""
AGREE = 0.985
"""Similarity of layer and strip from which a hidden layer is believed."""
MOST_SURE = 0.99
"""Quality of a layer of which an eighth was compared, at most."""


Read = tuple[tuple[Page, ...], tuple[Note, ...]]
"""The pages that a page of the file shows, two for an opened book, and what a person should know of them."""


class PageReading(StrEnum):
    LAYER = "layer"
    OCR = "ocr"
    STRAY = "stray"
    """Few visible letters on a large picture: OCR if it is a scan; a photograph leaves them as they are."""
    COMPARE = "compare"
    """A hidden layer: OCR a strip, then decide."""
    DOUBT = "doubt"
    """A visible layer that seems broken: OCR, then keep whichever has fewer wrong words."""
    PARTS = "parts"
    """A healthy layer, and pictures that may hold text."""


def choose(page: Page, look: PageCounts, options: Options) -> PageReading:
    """Decide from what the first look saw; costs no rendering.

    `page` is the page as its text layer gives it.
    """
    if options.ocr == "never":
        return PageReading.LAYER
    if options.ocr == "force":
        return PageReading.OCR
    if look.characters == 0:
        return PageReading.OCR
    if look.hidden_layer:
        return PageReading.OCR if look.characters < STRAY else PageReading.COMPARE
    if look.characters < STRAY and look.image_share > 0.4:
        return PageReading.STRAY
    if look.unmapped > 0.05 * look.characters:
        return PageReading.OCR
    state = health(w.raw for w in page.words)
    if _is_long(page.words) and _expected_error(page.words) > BROKEN:
        return PageReading.DOUBT
    if look.image_share > 0.6 and not state.is_healthy:
        return PageReading.COMPARE
    if any(_worth_reading(b, look) for b in page.images):
        return PageReading.PARTS
    return PageReading.LAYER


def settle(pdf: Any, index: int, page: Page, look: PageCounts, options: Options) -> Read:
    """The page as it is best read, in two where it is an opened book; `page` is what its text layer gave.

    Args:
        pdf: an open `pypdfium2.PdfDocument`.
        index: of the page, from 0.

    Raises:
        MissingTool: the page needs OCR, which is not installed.
        FileTooLarge: the picture has more pixels than the limits allow.
    """
    match choose(page, look, options):
        case PageReading.LAYER:
            return _as_layered(page, look)
        case PageReading.PARTS:
            whole, notes = _with_pictures(pdf, index, _with_quality(page), look, options)
            return (whole,), notes
        case PageReading.COMPARE if not look.hidden_layer and _shows_nothing(pdf, index):
            return _as_layered(page, look)
        case PageReading.COMPARE:
            image = render(pdf, index, look, options)
            strip = _strip(page)
            agreement = _agreement(page, image, strip, options) if strip is not None else 0.0
            if agreement >= AGREE:
                return (_layer_on_picture(page, image, agreement),), ()
            return _ocr(page, image, options)
        case PageReading.STRAY:
            image = render(pdf, index, look, options)
            return _ocr(page, image, options) if shows_print(image.gray, image.dpi) else ((page,), ())
        case PageReading.DOUBT:
            return _compared(page, render(pdf, index, look, options), look, options)
        case _:
            if look.characters == 0 and look.image_share < 0.02 and _empty(pdf, index):
                return (page,), ()
            return _ocr(page, render(pdf, index, look, options), options)


def _as_layered(page: Page, look: PageCounts) -> Read:
    """The page as its layer gives it; a picture without a layer is told."""
    if look.characters or look.image_share <= 0.3:
        return (_with_quality(page),), ()
    message = f"Page {page.number} is a picture, and OCR was switched off."
    return (replace(page, quality=0.0),), (Note("page-not-read", "warning", message, "document"),)


def render(pdf: Any, index: int, look: PageCounts, options: Options) -> PageImage:
    """The page as a picture at its largest image's own resolution, or at 300 dpi where it is drawn.

    Raises:
        FileTooLarge: more pixels than `limits.pixels`.
    """
    page = pdf[index]
    try:
        dpi = _within(page, _resolution(page, look), options)
        image = _rendered(page, dpi, options)
        return replace(image, tint=_tint(page, dpi)) if _coloured(page) else image
    finally:
        page.close()


def _rendered(page: Any, dpi: float, options: Options) -> PageImage:
    width, height = page.get_size()
    pixels = width * height * (dpi / 72.0) ** 2
    if pixels > options.limits.pixels:
        raise FileTooLarge(f"has {pixels:.0f} pixels; the limit (pixels) is {options.limits.pixels}.")
    bitmap = page.render(scale=dpi / 72.0, grayscale=True)
    try:
        gray: Gray = np.array(bitmap.to_numpy(), dtype=np.uint8)
    finally:
        bitmap.close()
    gray = gray.reshape(gray.shape[0], gray.shape[1], -1)[:, :, 0]
    return PageImage(np.ascontiguousarray(gray), dpi)


def _within(page: Any, dpi: float, options: Options, least: float = LEAST_DPI) -> float:
    """A resolution at which the page (a poster, a map) has no more pixels than the limits allow, if one is enough to
    read at."""
    width, height = page.get_size()
    # A pixel a side is lost in rounding.
    most = 72.0 * (max(0.0, options.limits.pixels**0.5 - 1.0)) / (width * height) ** 0.5
    return max(least, most) if most < dpi else dpi


def _coloured(page: Any) -> bool:
    """Whether a picture on the page can hold colour."""
    import pypdfium2.raw as c

    grey = (c.FPDF_COLORSPACE_DEVICEGRAY, c.FPDF_COLORSPACE_CALGRAY)
    for item in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        try:
            data = item.get_metadata()
        except Exception:  # a broken image shows nothing
            continue
        if data.bits_per_pixel > 1 and data.colorspace not in grey:
            return True
    return False


def _shows_nothing(pdf: Any, index: int) -> bool:
    """Whether every picture on a page is of one tone: the shadows of boxes on a slide, which a mask alone shapes."""
    import pypdfium2.raw as c

    page = pdf[index]
    try:
        pictures = list(page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=4))
        return bool(pictures) and all(map(_of_one_tone, pictures))
    finally:
        page.close()


def _of_one_tone(picture: Any) -> bool:
    try:
        pixels = np.asarray(picture.get_bitmap(render=False).to_numpy())
    except Exception:  # a broken image shows nothing
        return True
    return pixels.size == 0 or int(pixels.max()) - int(pixels.min()) <= ONE_TONE


def _tint(page: Any, dpi: float) -> Gray | None:
    # Bounded: a page of PDF's largest size at 150 dpi would be 900 million pixels.
    width, height = page.get_size()
    scale = min(dpi, TINT_DPI, 3000.0 * 72.0 / max(width, height)) / 72.0
    bitmap = page.render(scale=scale)
    try:
        pixels = np.asarray(bitmap.to_numpy())
        return tint_of(pixels) if pixels.ndim == 3 and pixels.shape[2] >= 3 else None
    finally:
        bitmap.close()


def _resolution(page: Any, look: PageCounts) -> float:
    import pypdfium2.raw as c

    best, share = VECTOR_DPI, 0.3 * look.width * look.height
    for item in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        try:
            left, bottom, right, top = item.get_bounds()
            pixels = item.get_px_size()
        except Exception:  # a broken image has no resolution to offer
            continue
        area = abs(right - left) * abs(top - bottom)
        if area > share and min(pixels) > 0:
            share = area
            long_points = max(abs(right - left), abs(top - bottom))
            best = max(pixels) / long_points * 72.0
    return float(min(MOST_DPI, max(LEAST_DPI, best)))


def _empty(pdf: Any, index: int) -> bool:
    page = pdf[index]
    try:
        bitmap = page.render(scale=0.5, grayscale=True)
        gray = np.array(bitmap.to_numpy())
        bitmap.close()
    finally:
        page.close()
    return bool((gray < 200).mean() < 0.0002)


def _ocr(page: Page, image: PageImage, options: Options) -> Read:
    pages: list[Page] = []
    notes: list[Note] = []
    for part in facing_pages(image):
        fresh, part_notes = scan.read_image(part, page.number, options)
        pages.append(replace(fresh, words=_witnessed(fresh, page.words)) if page.words else fresh)
        notes += part_notes
    return tuple(pages), tuple(dict.fromkeys(notes))


def _strip(page: Page) -> BBox | None:
    """The band of the page, an eighth of its height, that holds most of the layer's letters."""
    boxes = [(w.bbox, len(w.raw)) for w in page.words if w.bbox is not None]
    if not boxes:
        return None
    height = page.height / 8
    best, most = 0.0, 0
    for step in range(15):
        top = step * page.height / 16
        count = sum(n for b, n in boxes if b.top >= top and b.bottom <= top + height)
        if count > most:
            best, most = top, count
    return BBox(0.0, best, page.width, best + height) if most >= 20 else None


def _expected_error(words: Sequence[Word]) -> float:
    """Share of a layer's words that are expected to be wrong, as far as words can tell that repair cannot put right.

    Marks that were lost everywhere and letters of a wrong code page are put right from the text, and keep their places,
    where they account for most of what is wrong. Of words of another language, spelled right, nothing is expected.
    """
    if is_abroad(words):
        return 0.0
    error = word_error(words, "layer")
    state = health(w.raw for w in words)
    told = state.damage in (Damage.STRIPPED, Damage.MOJIBAKE) and error <= 2 * (1.0 - state.quality) + BROKEN
    return REPAIRED * error if told else error


def _is_long(words: Sequence[Word]) -> bool:
    """Whether a share of wrong words says something; lines to write on and leaders, of one sign, are no words."""
    count = characters = 0
    for word in words:
        length = len(word.raw)
        if length < LINE_OF_SIGNS or word.raw[0].isalnum() or len(set(word.raw)) > 1:
            count, characters = count + 1, characters + length
            if count >= WORDS or characters >= CHARACTERS:
                return True
    return False


def _with_quality(layer: Page) -> Page:
    """A layer with the share of its words that are expected to be right, where it does not seem sound."""
    if not _is_long(layer.words) or word_error(layer.words, "layer") <= SOUND:
        return layer
    return replace(layer, quality=round(1.0 - _expected_error(layer.words), 4))


def _compared(layer: Page, image: PageImage, look: PageCounts, options: Options) -> Read:
    """The layer or what OCR has read, whichever is expected to have fewer wrong words."""
    return _confirmed(layer, image, look, options) or _less_wrong(layer, _ocr(layer, image, options))


def _confirmed(layer: Page, image: PageImage, look: PageCounts, options: Options) -> Read | None:
    """The layer of a page that is blank but for a few lines, where OCR says the same of those; None where it does not.

    The last page of a document may have twenty words: what they say is told by them alone, in a tenth of the time.
    """
    if look.images:
        return None
    lines = _without_blank(image, [w.bbox for w in layer.words if w.bbox is not None])
    if lines.gray.size > FEW_LINES * image.gray.size or min(lines.gray.shape) < _LEAST_PIXELS:
        return None
    seen, _ = scan.read_image(lines, layer.number, options)
    if not seen.words or _difference(layer.words, seen.words) > 1.0 - seen.quality + ALIKE:
        return None
    chosen = _less_wrong(layer, ((seen,), ()))
    return None if chosen[0] == (seen,) else chosen


def _without_blank(image: PageImage, boxes: Sequence[BBox]) -> PageImage:
    """A page's rows and columns of pixels that lie within `QUIET` of the boxes."""
    height, width = image.gray.shape
    scale = image.dpi / _POINTS_PER_INCH
    rows, columns = np.zeros(height, dtype=bool), np.zeros(width, dtype=bool)
    for box in boxes:
        rows[max(0, round((box.top - QUIET) * scale)) : max(0, round((box.bottom + QUIET) * scale))] = True
        columns[max(0, round((box.x0 - QUIET) * scale)) : max(0, round((box.x1 + QUIET) * scale))] = True
    return PageImage(np.ascontiguousarray(image.gray[rows][:, columns]), image.dpi)


def _less_wrong(layer: Page, read: Read) -> Read:
    """The layer, its quality told, or what OCR has read, whichever is expected to have fewer wrong words.

    Where OCR says the same but for its own errors, the layer is right whatever its words look like. So is one in a
    script that no engine here reads (Greek, Hebrew, Chinese), where OCR makes nothing of the page.
    """
    pages, _ = read
    words = [w for p in pages for w in p.words]
    ours = max(1.0 - p.quality for p in pages) if words else 1.0
    if ours > NOTHING_READ and _is_of_another_script(layer.words):
        return (layer,), ()
    differs = _difference(layer.words, words)
    theirs = _expected_error(layer.words)
    if differs <= ours + ALIKE:
        theirs = min(theirs, differs)
    return read if ours < theirs else ((replace(layer, quality=round(1.0 - theirs, 4)),), ())


def _is_of_another_script(words: Sequence[Word]) -> bool:
    """Whether most letters are none of Latin ones."""
    letters = [ch for w in words for ch in w.raw if ch.isalpha()]
    return sum(ch > LAST_LATIN for ch in letters) > len(letters) / 2


def _difference(layer: Sequence[Word], words: Sequence[Word]) -> float:
    """Share of the words that only one of two readings has; their order does not count."""
    a, b = (Counter(w.raw for w in side if any(c.isalnum() for c in w.raw)) for side in (layer, words))
    return 1.0 - (a & b).total() / max(1, a.total(), b.total())


def _agreement(page: Page, image: PageImage, strip: BBox, options: Options) -> float:
    """How like the layer is to what a strip of its picture says, 0..1; 0 for a layer that is not healthy."""
    if not health(w.raw for w in page.words).is_healthy:
        return 0.0
    scale = image.dpi / 72.0
    part = image.gray[max(0, round(strip.top * scale)) : round(strip.bottom * scale)]
    seen, _ = scan.read_image(PageImage(np.ascontiguousarray(part), image.dpi), page.number, options)
    ours = sorted(w.raw for w in seen.words)
    theirs = sorted(
        w.raw for w in page.words if w.bbox is not None and strip.top <= w.bbox.top and w.bbox.bottom <= strip.bottom
    )
    # Words cut by the strip's edge, and the order of columns, must not count: compare as bags.
    a, b = " ".join(ours), " ".join(theirs)
    return Levenshtein.normalized_similarity(a, b)


def _layer_on_picture(page: Page, image: PageImage, agreement: float) -> Page:
    """The layer's words with the picture's rules and fills, in the upright frame."""
    drawn = scan.drawing(image, page.number)
    words = tuple(replace(w, bbox=drawn.set_upright(w.bbox)) if w.bbox else w for w in page.words)
    return replace(drawn, words=words, method=Method.TEXT_LAYER, quality=round(min(MOST_SURE, agreement), 4))


def _witnessed(fresh: Page, layer: tuple[Word, ...]) -> tuple[Word, ...]:
    """Raise the confidence of words that the old layer reads alike at the same place."""
    placed = [(w.raw, w.bbox) for w in layer if w.bbox is not None]
    by_text: dict[str, list[BBox]] = {}
    for raw, box in placed:
        by_text.setdefault(raw, []).append(box)
    out = []
    for word in fresh.words:
        if word.bbox is not None and word.confidence < 0.97:
            box = fresh.displayed(word.bbox)
            if any(_overlap(box, other) > 0.4 for other in by_text.get(word.raw, ())):
                word = replace(word, confidence=round(1 - (1 - word.confidence) * 0.3, 4))
        out.append(word)
    return tuple(out)


def _overlap(a: BBox, b: BBox) -> float:
    w = min(a.x1, b.x1) - max(a.x0, b.x0)
    h = min(a.bottom, b.bottom) - max(a.top, b.top)
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / max(1e-6, min(a.width * a.height, b.width * b.height))


def _worth_reading(box: BBox, look: PageCounts) -> bool:
    share = box.width * box.height / (look.width * look.height)
    return share > 0.04 and box.height > 40 and box.width > 120


def is_text(words: Sequence[Word]) -> bool:
    """Return whether this is what recognition makes of text: most words sure, and words of the language among them.

    Leaves, tiles and railings give hundreds of short unsure "words"; a shop's sign gives a few sure ones.
    """
    good = [w for w in words if w.confidence > 0.6 and sum(c.isalnum() for c in w.raw) >= 2]
    long = [w for w in good if sum(c.isalpha() for c in w.raw) >= 4]
    return (
        len(good) >= max(6, 0.5 * len(words))
        and sum(w.confidence for w in good) > 0.8 * len(good)
        and sum(known(w.raw) > 0.5 for w in long) >= max(3, 0.5 * len(long))
    )


@dataclass(frozen=True, slots=True)
class _Part:
    box: BBox
    page: Page


def _with_print(pdf: Any, index: int, boxes: Sequence[BBox], options: Options) -> list[BBox]:
    """The pictures of a page that show lines of print, told from a small picture of the page."""
    page = pdf[index]
    try:
        image = _rendered(page, _within(page, DETECTOR_DPI, options, least=0.0), options)
    finally:
        page.close()
    scale = image.dpi / 72.0
    out = []
    for box in boxes:
        rows = slice(max(0, round(box.top * scale)), max(0, round(box.bottom * scale)))
        columns = slice(max(0, round(box.x0 * scale)), max(0, round(box.x1 * scale)))
        seen = print_seen(np.ascontiguousarray(image.gray[rows, columns]), image.dpi)
        if seen.letters >= LEAST_PRINT and seen.share >= PRINT_SHARE:
            out.append(box)
    return out


def _with_pictures(
    pdf: Any, index: int, page: Page, look: PageCounts, options: Options
) -> tuple[Page, tuple[Note, ...]]:
    """Text found in pictures that no word of the layer lies on, added to the layer's words."""
    from ingest.errors import MissingTool

    wanted = [box for box in page.images if _worth_reading(box, look) and not _lies_under_text(box, page)]
    if wanted:
        wanted = _with_print(pdf, index, wanted, options)
    if not wanted:
        return page, ()
    try:
        image = render(pdf, index, look, options)
    except FileTooLarge as error:
        # The page's text is at hand: it is not given up for a picture.
        return page, (Note("picture-not-read", "warning", f"A picture on page {page.number} {error.message}"),)
    parts: list[_Part] = []
    notes: list[Note] = []
    for box in wanted:
        piece = _cut_out(image, box)
        if min(piece.gray.shape, default=0) < _LEAST_PIXELS:
            continue
        try:
            read, part_notes = scan.read_image(piece, page.number, options)
        except MissingTool:
            note = Note("picture-not-read", "info", f"A picture on page {page.number} was not read: OCR is missing.")
            return page, (note,)
        if is_text(read.words):
            parts.append(_Part(box, read))
            notes += part_notes
    if not parts:
        return page, ()
    note = Note("picture-read", "info", f"Text in a picture on page {page.number} was read by OCR.")
    return _with_parts(page, parts), tuple(dict.fromkeys((note, *notes)))


_POINTS_PER_INCH = 72.0
_LEAST_PIXELS = 30
"""Sides of a picture that can hold a word."""


def _lies_under_text(box: BBox, page: Page) -> bool:
    """Whether words of the layer lie on a picture."""
    return sum(len(w.raw) for w in page.words if w.bbox is not None and _overlap(w.bbox, box) > 0.5) >= STRAY


def _cut_out(image: PageImage, box: BBox) -> PageImage:
    """What a page's picture shows inside a box in points."""
    scale = image.dpi / _POINTS_PER_INCH
    y0, y1 = max(0, round(box.top * scale)), round(box.bottom * scale)
    x0, x1 = max(0, round(box.x0 * scale)), round(box.x1 * scale)
    return PageImage(np.ascontiguousarray(image.gray[y0:y1, x0:x1]), image.dpi)


def _with_parts(page: Page, parts: Sequence[_Part]) -> Page:
    """The page with the words, rules and fills that were read in its pictures, each at its place."""
    words, rules, fills = list(page.words), list(page.rules), list(page.fills)
    for part in parts:

        def moved(box: BBox | None, part: _Part = part) -> BBox | None:
            if box is None:
                return None
            at = part.page.displayed(box)
            left, top = max(0.0, part.box.x0), max(0.0, part.box.top)
            return BBox(at.x0 + left, at.top + top, at.x1 + left, at.bottom + top)

        words += [replace(w, bbox=moved(w.bbox)) for w in part.page.words]
        if part.page.upright is None:
            rules += [replace(r, bbox=moved(r.bbox) or r.bbox) for r in part.page.rules]
            fills += [replace(f, bbox=moved(f.bbox) or f.bbox) for f in part.page.fills]
    quality = min([page.quality, *(p.page.quality for p in parts)])
    return replace(page, words=tuple(words), rules=tuple(rules), fills=tuple(fills), quality=quality)
