"""Pictures of pages read by OCR: PNG, JPEG, TIFF (several pages), and the page images that other readers hand over.

A `Page` made here stands in the frame of the page set upright: layout sees straight lines. `Page.upright` is the
homography from that frame to the page as displayed; places are mapped by it at the end, so that they show on
the page as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ingest.document import BBox, Document, Method, Note, Page, Word
from ingest.options import Options
from ingest.read.ocr.engines.choice import engine
from ingest.read.ocr.engines.second_engine import second_engine
from ingest.read.ocr.engines.tesseract import OcrWord, TesseractEngine
from ingest.read.ocr.font_style import as_typed, bold, font_sizes, typed_pitch, with_signs, with_typed_spaces
from ingest.read.ocr.images import PageImage, image_pages
from ingest.read.ocr.listing_paper import without_cutting, without_paper_bands
from ingest.read.ocr.margins import marginal_rules, marginal_runs, ticks_before
from ingest.read.ocr.orientation import upright
from ingest.read.ocr.preprocess import Prepared, prepare
from ingest.read.ocr.print_detector import shows_print
from ingest.read.ocr.recognise import lines_of, recognise
from ingest.read.ocr.rules.dashed import dashed_lines, typed_columns
from ingest.read.ocr.signs.dashes import as_typed_strokes, beside_hyphens
from ingest.read.ocr.signs.figure_spaces import with_figure_spaces
from ingest.read.ocr.signs.label_colons import with_colons
from ingest.read.ocr.signs.stops_for_commas import with_stops
from ingest.read.ocr.stamps import note, pen_strokes, slanted_runs, without_coloured, without_strokes
from ingest.read.ocr.text_lines import Ink, ink_of
from ingest.read.ocr.two_up import facing_pages, split_sheet
from ingest.read.page_error import is_abroad, word_error
from ingest.source import Source

__all__ = ["drawing", "language_note", "read", "read_image"]

SWE_ONLY = Note(
    "ocr-language-fallback",
    "warning",
    "Read with Tesseract's Swedish data alone, which cannot write § % @ and reads them as digits; "
    "`ingest doctor` names the Latin script pack.",
)


ASCENT, DESCENT = 0.72, 0.21
"""Of the font size, above and below the baseline: common print (Arial, Times New Roman, Calibri)."""
FEWEST_MARKED = 2
"""Words with Swedish letters on a page of another language, from which it is read anew with that language's letters."""
BLANK = 0.0005
"""Share of dark pixels up to which a page without lines of text is blank: dust, on A4 a spot of 6 mm."""


def read(source: Source, options: Options) -> Document:
    """Read an image file, every page by OCR.

    Raises:
        TruncatedFile, FileTooLarge: the file is damaged or beyond the limits.
        MissingTool: OCR or its language data is not installed.
    """
    pages: list[Page] = []
    notes: list[Note] = []
    for number, image in enumerate(image_pages(source, options.limits), start=1):
        for part in facing_pages(image):
            page, page_notes = read_image(part, number, options)
            pages += split_sheet(page)
            notes += page_notes
    if not any(page.words for page in pages):
        notes.append(Note("no-text", "warning", "No text was found on any page."))
    return Document(
        source.id,
        source.name,
        source.media_type,
        Method.OCR,
        pages=tuple(pages),
        notes=tuple(dict.fromkeys(notes)),
        quality=min((p.quality for p in pages), default=0.0),
    )


def read_image(image: PageImage, number: int, options: Options) -> tuple[Page, tuple[Note, ...]]:
    """Read one page image; the notes say what a person should know of it.

    Raises:
        MissingTool: OCR or its language data is not installed, or the second engine that `options` name.
    """
    running = engine()
    second = second_engine(options.second_engine)
    image = image.dark_on_light()
    if not shows_print(image.gray, image.dpi):
        # A photograph: recognition would spend a minute on its leaves and tiles, and find words in them.
        width, height = image.points
        empty = Page(number, round(width, 3), round(height, 3), Method.OCR)
        return empty, (Note("picture-not-read", "info", f"Page {number} is a picture without lines of print."),)
    image, seen = upright(image, running)
    clean, coloured = without_coloured(image)
    prepared = prepare(clean, seen if clean is image else None)
    drawn = _drawn(prepared, number)
    marks = [_displayed(image, box) for box in coloured]
    ink = ink_of(prepared.text, prepared.letter_height)
    strokes, boxes = pen_strokes(ink)
    if strokes is not None:
        prepared = replace(prepared, text=without_strokes(prepared.text, strokes))
        ink = ink_of(prepared.text, prepared.letter_height)
        marks += [drawn.displayed(BBox(*(v / prepared.scale for v in box))) for box in boxes]
    prepared, ink = _with_typed_rules(prepared, ink)
    drawn = replace(drawn, rules=prepared.rules)
    found = lines_of(prepared, ink)
    beside = marginal_runs(found, prepared.scale * 72.0, prepared.text.shape)
    beside += [run for run in slanted_runs(found, ink) if run not in beside]
    marks += [drawn.displayed(BBox(*(v / prepared.scale for v in run.box))) for run in beside]
    strokes_beside = marginal_rules(prepared.rules, prepared.width)
    drawn = replace(drawn, rules=tuple(r for r in drawn.rules if r not in strokes_beside))
    runs = [run for run in found if run not in beside]
    read_words = with_stops(with_colons(recognise(prepared, running, second, ink, runs)))
    if _wants_accents(read_words):
        running.allow_accents(allowed=True)
        try:
            read_words = with_stops(with_colons(recognise(prepared, running, second, ink, runs)))
        finally:
            running.allow_accents(allowed=False)
    ticks = ticks_before(read_words)
    read_words = [w for i, w in enumerate(read_words) if i not in ticks]
    pitch = typed_pitch(read_words)
    if pitch:
        read_words = as_typed_strokes(with_typed_spaces(read_words, pitch, runs, ink), runs, ink)
    else:
        read_words = with_figure_spaces(beside_hyphens(read_words, runs, ink), runs, ink)
    sizes = with_signs(read_words, font_sizes(read_words, prepared.scale, [run.height for run in runs]))
    heavy = bold(read_words, sizes, ink)
    placed = as_typed(read_words, pitch) if pitch else read_words
    words = tuple(_word(w, prepared.scale, size, strong) for w, size, strong in zip(placed, sizes, heavy, strict=True))
    # The back of a sheet: nothing stands there, and nothing of it was missed.
    blank = not runs and not prepared.fills and float(ink.areas[1:].sum()) < BLANK * ink.labels.size
    right = 1.0 - word_error(words, "ocr") if words else float(blank)
    fills = without_cutting(drawn.fills, words)
    page = replace(drawn, words=words, fills=fills, quality=round(right, 4))
    return page, (*language_note(running), *note(number, marks))


def _with_typed_rules(prepared: Prepared, ink: Ink) -> tuple[Prepared, Ink]:
    """Return the page with its typed rules, rows of hyphens and columns of strokes, and without the strokes' ink."""
    levels = dashed_lines(ink, prepared.scale)
    if not levels:
        return prepared, ink
    columns, strokes = typed_columns(ink, levels, prepared.scale)
    ruled = replace(prepared, rules=(*prepared.rules, *levels, *columns))
    if not len(strokes):
        return ruled, ink
    ruled = replace(ruled, text=without_strokes(ruled.text, np.isin(ink.labels, strokes)))
    return ruled, ink_of(ruled.text, ruled.letter_height)


def _wants_accents(words: Sequence[OcrWord]) -> bool:
    """Whether a page is in another language and was given Swedish letters for that language's own."""
    marked = sum(any(c in "åäöÅÄÖ" for c in w.text) for w in words)
    return marked >= FEWEST_MARKED and is_abroad([Word(w.text, w.text) for w in words])


def drawing(image: PageImage, number: int) -> Page:
    """A page with its frame, rules and fills, and no words: for a text layer that lies over a picture.

    Raises:
        MissingTool: OCR or its language data is not installed.
    """
    return _drawn(prepare(*upright(image.dark_on_light(), engine())), number)


def _displayed(image: PageImage, box: BBox) -> BBox:
    (x0, x1), (y0, y1), _ = image.to_displayed @ np.array([[box.x0, box.x1], [box.top, box.bottom], [1.0, 1.0]])
    return BBox(*(float(v) for v in (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))))


def _drawn(prepared: Prepared, number: int) -> Page:
    return Page(
        number,
        round(prepared.width, 3),
        round(prepared.height, 3),
        Method.OCR,
        rules=prepared.rules,
        fills=without_paper_bands(prepared.fills, prepared.width, prepared.height),
        upright=_matrix(prepared),
    )


def language_note(running: TesseractEngine) -> tuple[Note, ...]:
    """What the language data at hand cannot do."""
    return () if running.whole else (SWE_ONLY,)


def _word(word: OcrWord, scale: float, size: float | None, strong: bool) -> Word:
    x0, y0, x1, y1 = (v / scale for v in word.box)
    if size and word.baseline:
        # As a text layer gives boxes: from the font's ascent to its descent, whatever letters the word has, so that
        # words of one line stand level. Where the ink says otherwise (a misjudged size), the ink is right.
        base = word.baseline / scale
        top, bottom = base - ASCENT * size, base + DESCENT * size
        if abs(y0 - top) < 0.5 * size and abs(y1 - bottom) < 0.5 * size:
            y0, y1 = top, bottom
    box = BBox(round(x0, 3), round(y0, 3), round(x1, 3), round(y1, 3))
    return Word(word.text, word.text, box, round(word.confidence, 4), size=size, bold=strong)


def _matrix(prepared: Prepared) -> tuple[float, ...] | None:
    matrix = prepared.to_displayed / prepared.to_displayed[2, 2]
    if np.allclose(matrix, np.eye(3), atol=1e-4):
        return None
    return tuple(float(f"{v:.8g}") for v in matrix.ravel())
