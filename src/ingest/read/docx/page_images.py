"""Pictures of pages in a Word document: which pictures show a page, how large, and what stands on them.

A scan that was pasted into Word is a picture nearly as wide as the text. Such pictures are read as pages by the scan
reader; smaller ones (logos, icons) and photographs, which hold no text, stay pictures. Only parts of the package
are opened: a linked picture has none. Decision 153.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from ingest.document import Note, Page
from ingest.errors import FileTooLarge, MissingTool, TruncatedFile
from ingest.options import Options
from ingest.plan import Severity
from ingest.read.docx.picture_marks import FoundPictures, ShownPicture
from ingest.read.ocr import reader as scan
from ingest.read.ocr.images import PageImage, embedded_page
from ingest.read.ocr.preprocess import even_light
from ingest.read.office_xml import Package, Relation
from ingest.read.words import STRAY

__all__ = ["read_pictures"]

LONG = 1000
"""Pixels of the longer side; a page of A4 in fewer has letters that no reader tells apart (85 dpi)."""
PAPER = 0.7
"""Share of a page's area, evenly lit, that is as bright as paper (grey 230 of 255). Scanned pages of print have over
0.86, photographs and grain under 0.56 (measured on few of each); OCR of grain would take minutes."""
_DRAWN = frozenset({"emf", "wmf", "svg", "svgz", "emz", "wmz", "pict", "bin"})
"""Endings of drawings, which have no pixels."""


def read_pictures(
    pictures: Sequence[tuple[int, ShownPicture]],
    package: Package,
    relations: Mapping[str, Relation],
    options: Options,
    characters: int,
    name: str,
) -> FoundPictures:
    """Read page-like pictures, each once however often it is shown.

    Args:
        pictures: with how many blocks stand before each.
        characters: of the document's own text. With fewer than `STRAY` a picture, the pictures are the document.
        name: of the file, for messages.

    Raises:
        FileTooLarge: more pictures than `limits.pages`.
        MissingTool: the pictures are the document, and OCR is not installed.
    """
    wanted = _different(pictures, relations)
    if len(wanted) > options.limits.pages:
        raise FileTooLarge(
            f"has {len(wanted)} pictures of pages; the limit (pages) is {options.limits.pages}.", source=name
        )
    if not wanted:
        return FoundPictures()
    if options.ocr == "never":
        note = Note("page-not-read", "warning", f"{len(wanted)} pictures as large as a page: OCR was switched off.")
        return FoundPictures(notes=(note,))
    alone = characters < STRAY * len(wanted)
    pages: list[Page] = []
    at: list[int] = []
    notes: list[Note] = []
    for before, picture, target in wanted:
        image, why = _page_image(picture, target, package, options, alone)
        if image is None:
            notes += (why,) if why is not None else ()
            continue
        try:
            page, page_notes = scan.read_image(image, len(pages) + 1, options)
        except MissingTool as error:
            if alone:
                error.source = name
                raise
            message = f"{len(wanted)} pictures as large as a page were not read: {error.message} {error.remedy}"
            notes.append(Note("picture-not-read", "warning", message))
            break
        if _holds_text(page, alone):
            pages.append(page)
            at.append(before)
            notes += page_notes
        elif len(page.words) >= STRAY:
            message = f"The picture {target} seems to hold text, which could not be read."
            notes.append(Note("picture-not-read", "warning", message))
    if pages:
        message = f"{len(pages)} pictures of pages were read by OCR; pages are counted by them."
        notes.append(Note("picture-read", "info", message))
    return FoundPictures(tuple(pages), tuple(at), tuple(dict.fromkeys(notes)))


def _page_image(
    picture: ShownPicture, target: str, package: Package, options: Options, alone: bool
) -> tuple[PageImage | None, Note | None]:
    """A picture that may be a page, or why it is none where a person should know; `alone`: there are only pictures."""
    try:
        image = _opened(picture, target, package, options)
    except (TruncatedFile, FileTooLarge) as error:
        drawn = target.rpartition(".")[2].lower() in _DRAWN
        why = "is a drawing, which is not read." if drawn else error.message
        severity: Severity = "info" if drawn and not alone else "warning"
        return None, Note("picture-not-read", severity, f"The picture {target} {why}")
    if image is not None and _paper(image):
        return image, None
    if not alone:
        return None, None
    if image is None:
        message = f"The picture {target} has too few pixels to be read (under {LONG} on its longer side)."
    else:
        message = f"The picture {target} looks like a photograph, not like a page; it was not read."
    return None, Note("picture-not-read", "warning", message)


def _different(
    pictures: Sequence[tuple[int, ShownPicture]], relations: Mapping[str, Relation]
) -> list[tuple[int, ShownPicture, str]]:
    out = []
    seen: set[tuple[object, ...]] = set()
    for before, picture in pictures:
        relation = relations.get(picture.relation)
        if relation is None or relation.external:
            continue
        key = (relation.target.lower(), picture.crop, picture.turns)
        if key not in seen:
            seen.add(key)
            out.append((before, picture, relation.target))
    return out


def _opened(picture: ShownPicture, target: str, package: Package, options: Options) -> PageImage | None:
    """The picture as displayed; None where it has too few pixels."""
    data = package.data(target)
    if data is None:
        raise TruncatedFile("is missing.")
    gray = embedded_page(data, options.limits, LONG)
    if gray is None:
        return None
    left, top, right, bottom = picture.crop
    height, width = gray.shape
    gray = gray[round(top * height) : round((1 - bottom) * height), round(left * width) : round((1 - right) * width)]
    gray = np.ascontiguousarray(np.rot90(gray, -picture.turns))
    if max(gray.shape, default=0) < LONG or min(gray.shape, default=0) < 30:
        return None
    # A picture may be stretched; its letters are as large as the longer ratio makes them.
    dpi = max(gray.shape[1] / picture.width, gray.shape[0] / picture.height) * 72.0
    return PageImage(gray, dpi)


def _paper(image: PageImage) -> bool:
    """Whether most of the picture is paper."""
    reduce = max(1.0, max(image.gray.shape) / 1000.0)
    small = cv2.resize(image.gray, None, fx=1 / reduce, fy=1 / reduce, interpolation=cv2.INTER_AREA)
    return bool((even_light(small, max(image.dpi / reduce, 25.0)) > 230).mean() >= PAPER)


def _holds_text(page: Page, alone: bool) -> bool:
    """Whether the words are text, not what OCR sees in a photograph: a few odd letters.

    Where the pictures are the document, a page in doubt is kept (its quality tells), and a blank one is left out.
    """
    good = [w for w in page.words if w.confidence > 0.6 and sum(c.isalnum() for c in w.raw) >= 2]
    if alone:
        return bool(good) and len(good) >= 0.3 * len(page.words)
    return len(good) >= 6 and sum(w.confidence for w in good) / len(good) > 0.8
